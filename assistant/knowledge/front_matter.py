"""The front matter of an entry: its plain form is read here, all else by a YAML parser.

Nearly all entries keep to the plain form, and the parser takes milliseconds for each: hundreds of entries would delay the
start by seconds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML

# A plain scalar: none of YAML's signs at its beginning, no `: ` and no ` #` in it; between brackets no comma and no bracket.
_BEGIN = r"[A-Za-z0-9_(/.<~^$+=]"
_PLAIN = _BEGIN + r"(?:[^\x00-\x1f:#]|:(?=[^\s])|(?<=[^\s])#)*"
_PLAIN_IN_BRACKETS = _BEGIN + r"(?:[^\x00-\x1f:#,\[\]{}]|:(?=[^\s,\[\]{}])|(?<=[^\s])#)*"
_QUOTED = r"\"(?:[^\x00-\x1f\"\\]|\\[\"\\])*\"|'[^\x00-\x1f']*'"
_TASK = re.compile(rf"  - ({_QUOTED}|{_PLAIN})")
_PART = rf"({_QUOTED}|{_PLAIN_IN_BRACKETS})"
_SLOT = re.compile(rf"  ([a-z][a-z0-9_]*): \[{_PART}, +{_PART}, +{_PART}\]")


def read(lines: Sequence[str]) -> Any:
    """
    Returns:
        What the YAML says; every scalar is text.

    Raises:
        ruamel.yaml.error.MarkedYAMLError: it is no YAML.
    """
    plain = _read_plain(lines)
    return YAML(typ="base").load("\n".join(lines)) if plain is None else plain


def _read_plain(lines: Sequence[str]) -> dict[str, Any] | None:
    """None where a line is in any way special."""
    front: dict[str, Any] = {}
    tasks: list[str] = []
    slots: dict[str, list[str]] = {}
    for line in lines:
        if line == "tasks:" and not front:
            front["tasks"] = tasks
        elif line == "slots:" and list(front) == ["tasks"] and tasks:
            front["slots"] = slots
        elif list(front) == ["tasks"] and (match := _TASK.fullmatch(line)):
            tasks.append(_text(match[1]))
        elif list(front) == ["tasks", "slots"] and (match := _SLOT.fullmatch(line)) and match[1] not in slots:
            slots[match[1]] = [_text(part) for part in match.groups()[1:]]
        else:
            return None
    return front if (tasks and slots) or list(front) == ["tasks"] else None


def _text(scalar: str) -> str:
    if scalar[0] == '"':
        return re.sub(r"\\(.)", r"\1", scalar[1:-1])
    return scalar[1:-1] if scalar[0] == "'" else scalar.rstrip()
