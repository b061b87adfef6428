"""Matchers that a question says, `for job api`, `mountpoint /data`, in the selectors of PromQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.knowledge.templates import Template

_LABELS = {
    "job": "job",
    "instance": "instance",
    "namespace": "namespace",
    "ns": "namespace",
    "pod": "pod",
    "container": "container",
    "mountpoint": "mountpoint",
    "mount": "mountpoint",
    "device": "device",
    "service": "service",
    "handler": "handler",
    "method": "method",
    "cluster": "cluster",
    "env": "env",
    "queue": "queue",
}
_SAID = re.compile(
    rf"(?i)\b({'|'.join(_LABELS)})\s*(?:=~?|==|named|called|point)?\s*([\"'`]?)((?=[\w./:-]*[\w])[\w./:-]{{1,80}})\2(?=[\s,;.?!)]|$)"
)
_NO_VALUE_TEXT = """
is are was and or of in on for to by with that which has have over per the a an it up down from label labels
name will would can run runs rate cpu memory usage restarts count total full at as than
"""
_NO_VALUE = frozenset(_NO_VALUE_TEXT.split())
_WITH_A_NAME = re.compile(r"[/\d:_.-]")
_OF_DISKS = frozenset({"mountpoint", "device"})
_SELECTOR = re.compile(
    r"(\{\{metric\}\}(?:_[a-z]+)?|\b[a-z][a-z0-9]*_\w+\b|(?<!\w)up\b)(\{(?!\{)[^{}]*(?:\{\{[^{}]*\}\}[^{}]*)*\})?(?=\s*(?:\[|\)|$|[-+*/<>=]|offset|unless|or\b|,))",
    re.MULTILINE,
)
_GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")


def with_matchers(template: Template, question: str) -> Template:
    """The template with what the question says of labels in each of its selectors."""
    said = dict(_matchers(question))
    if not said:
        return template
    grouped = [match.span() for match in _GROUPING.finditer(template.text)]

    def narrowed(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in grouped) or match[1].endswith(
            ("_over_time", "_linear", "_quantile")
        ):
            return match[0]
        own = (match[2] or "{}")[1:-1]
        has = set(re.findall(r"(\w+)\s*[=!]~?", own))
        of_disks = "filesystem" in match[1] or "disk" in match[1]
        more = [
            f'{label}="{value}"' for label, value in said.items() if label not in has and (of_disks or label not in _OF_DISKS)
        ]
        return f"{match[1]}{{{', '.join(filter(None, (own, *more)))}}}" if more else match[0]

    text = _SELECTOR.sub(narrowed, template.text)
    return replace(template, text=text) if text != template.text else template


def _matchers(question: str) -> Iterator[tuple[str, str]]:
    for match in _SAID.finditer(question):
        label, value = _LABELS[match[1].casefold()], match[3].rstrip(".:")
        if value.casefold() in _NO_VALUE or (label == "mountpoint" and not value.startswith("/")):
            continue
        if match[2] or _WITH_A_NAME.search(value) or label in ("job", "namespace", "mountpoint"):
            yield label, value
