"""A value as its slot takes it: checked, and written as in the slot's example."""

from __future__ import annotations

import re

from assistant.errors import InvalidParameter
from assistant.knowledge.slots import forms
from assistant.knowledge.slots.slot import Slot

_PLACEHOLDER = re.compile(r"REDACTED_[A-Z0-9_]+_\d")  # of a secret that was taken out of the question
_OF_SECRETS = re.compile(r"pass|token|secret|key|credential|url|text|value")  # slots for which a secret may have been meant
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def keep(found: dict[str, str], slot: Slot, value: str) -> None:
    """Add a value to what was found, where its slot takes it."""
    if slot.name == "chart" and "/" not in slot.example:
        value = value.rpartition("/")[2]
    value = _as_in_example(slot, value)
    if not forms.takes(slot, value) or (_PLACEHOLDER.match(value) and not _OF_SECRETS.search(slot.name)):
        return
    try:
        slot.check(value)
    except InvalidParameter:
        return
    found[slot.name] = value


def _as_in_example(slot: Slot, value: str) -> str:
    """Sizes and durations as the tool writes them, which the example shows."""
    if slot.kind == "size":
        return _size(slot.example, value)
    if slot.kind == "duration":
        return _duration(slot.example, value)
    return value


def _size(example: str, value: str) -> str:
    given = re.fullmatch(r"([\d.]+)([KMGT])i?", value)
    shown = re.fullmatch(r"[\d.]+([kKmMgGtT])(i?)([bB]?)", example)
    if not given or not shown:
        return value
    return given[1] + (given[2].lower() if shown[1].islower() else given[2]) + shown[2] + shown[3]


def _duration(example: str, value: str) -> str:
    given = re.fullmatch(r"(\d+)([smhdw])", value)
    if not given:
        return value
    seconds = int(given[1]) * _SECONDS[given[2]]
    if example.isdigit():
        return str(seconds)
    if given[2] in "dw" and re.fullmatch(r"\d+[smh]", example):  # Go's durations end at hours
        return f"{seconds // 3600}h"
    return f"{given[1]}min" if given[2] == "m" and example.endswith("min") else value
