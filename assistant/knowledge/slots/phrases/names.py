"""What things are named, renamed and set to: `rename web to shop`, `keys like session:*`, `work_mem to 64MB`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.slots.slot import Slot

_BEGINNING = re.compile(
    r"(?i)\b(?:begin\w*|start\w*)\s+(?:with|by)\s+[\"'`]?([\w:.*?\[\]/-]{1,80})|\bprefix\s+(?:of\s+)?[\"'`]?([\w:.*?/-]{1,80})"
)
_LIKE = re.compile(
    r"(?i)\b(?:like|match(?:ing|es)?|pattern|named|keys?)\s+[\"'`]?((?=[\w:.?/-]{0,80}[:*])[\w:.*?\[\]/-]{1,80})"
)
_RENAMED = re.compile(r"(?i)\brename\s+(?:the\s+)?(?:[a-z]+\s+)?([\w.-]+)\s+(?:to|into|as|->)\s+([\w.-]+\w)")
_CREATED_AS = re.compile(
    r"(?i)\b(?:as|named|called)\s+(?!(?:the|an?|my|root|user|it|is|of|to|json|yaml|csv|table|text)\b)([a-z][\w-]*[\w])(?![\w/:.])"
)
_GROUPED = re.compile(
    r"(?i)\b(?:by|per|pro|nach)\s+(?:the\s+)?(?:label\s+)?(?!(?:second|minute|hour|day|default|hand|name|using|the|a)\b)([a-z_]{2,40})\b"
)
_SET_TO = re.compile(
    r"(?i)\b(?:set|change|put|raise|lower|increase|decrease|bump|switch|adjust)\s+(?:only\s+|just\s+)?(?:the\s+)?(?:value\s+|setting\s+|parameter\s+)?"
    r"([a-z][\w.-]*[._][\w.-]*\w|max\w+|work_mem)\s+(?:to|=|on)\s+[\"'`]?([\w.:/-]*\w)"
)


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "pattern" in slots and ":" in slots["pattern"].example:  # of keys
        if match := _BEGINNING.search(text):
            prefix = (match[1] or match[2]).rstrip("?.,")
            yield "pattern", prefix if "*" in prefix else f"{prefix}*"
        elif match := _LIKE.search(text):
            yield "pattern", match[1] if "*" in match[1] else f"{match[1]}*"
    if "new" in slots and "old" not in slots and (match := _RENAMED.search(text)):
        yield "new", match[2]
        yield next(iter(slots)), match[1]
    if "snapshot" in slots and (match := _CREATED_AS.search(text)):
        yield "snapshot", match[1]
    if "metric" in slots and "label" in slots and (match := _GROUPED.search(text)):
        yield "label", match[1]
    if match := _SET_TO.search(text):
        yield from _set(match[1], match[2], slots)


def _set(name: str, value: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    """What is set to what: `work_mem to 64MB`, `image.tag to 3.4.1`."""
    if "setting" in slots and slots["setting"].kind == "label":
        yield "setting", f"{name}={value}"
    elif "name" in slots and "value" in slots:
        yield "name", name
        yield "value", value
    elif "setting" in slots and "value" in slots:
        yield "setting", name
        yield "value", value
