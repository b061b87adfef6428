"""Users and their groups: `as root`, `groups docker and adm`, `owned by deploy:deploy`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.slots.slot import Slot

_GROUPS = re.compile(r"(?i)\bgroups\s+([a-z_][\w-]*(?:\s*(?:,|and|\+|&)\s*[a-z_][\w-]*)+)")
_AS_USER = re.compile(
    r"(?i)\bas\s+(?:the\s+)?(?:(?:linux|os|unix|system|db|database|postgres)\s+)?(user|role|account)?\s*[\"'`]?((?!the\b|user\b|role\b|account\b)[a-z_][\w-]{1,31})(?![\w./:@-])"
)
_USERS_TEXT = """
root postgres www-data deploy admin ubuntu ec2-user jenkins backup nobody nginx app git ansible vagrant debian
"""
USERS = frozenset(_USERS_TEXT.split())
_OWNER = re.compile(
    r"(?i)\b(?:own\w*|chown|gehören)\b[^\n]{0,60}?\b(?:to|by|auf)\s+(?:the\s+)?(?:user\s+)?([a-z_][\w-]*(?::[a-z_][\w-]*)?)(?![\w/.])"
)


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "groups" in slots and (match := _GROUPS.search(text)):
        yield "groups", ",".join(re.split(r"\s*(?:,|\band\b|\+|&)\s*", match[1]))
    if "user" in slots and (user := user_of(text)):
        yield "user", user
    if "owner" in slots and ":" in slots["owner"].example and (match := _OWNER.search(text)):
        yield "owner", match[1] if ":" in match[1] else f"{match[1]}:{match[1]}"


def user_of(text: str) -> str | None:
    """As whom something is done: `as root`, `as linux user postgres`."""
    for match in _AS_USER.finditer(text):
        if match[1] or match[2].casefold() in USERS:
            return match[2]
    return None
