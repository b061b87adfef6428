"""What a request says of small files: how logs are kept when they are rotated."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading.request import NUMBER, number

_KEPT = re.compile(
    rf"\b(?:keep\w*|retain\w*|rotate|rotations?|hold)\s*[:=]?\s*(?:only\s+|the\s+|last\s+|latest\s+|up to\s+|at most\s+|for\s+)*({NUMBER})\b(?!\s?(?:mb|m\b|gb|g\b|k\b|kb|%))",
    re.IGNORECASE,
)
_CREATED = re.compile(
    r"\b(?:create|mode|permissions?)\s*[:=]?\s*(?P<mode>0?[0-7]{3})\b(?:\s*(?:,|with|and|owner|owned by|user|for|by)*\s*(?P<user>(?!mode\b|and\b|with\b|new\b|then\b)[a-z_][\w-]*)[\s:]+(?P<group>[a-z_][\w-]*))?",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"\b(?:owne[rd]\w*|belong\w*|chown\w*)(?:\s+(?:by|to|is|the|user))*\s*[:=]?\s*[\"'`]?(?P<user>[a-z_][\w-]*)[:.](?P<group>[a-z_][\w-]*)|\b(?:owne[rd]\w*|belong\w*)(?:\s+(?:by|to|user))*\s+(?P<user2>(?!by\b|to\b)[a-z_][\w-]*)(?:\s+(?:and\s+)?(?:group\s+)?(?P<group2>(?!with\b|and\b|mode\b|group\b)[a-z_][\w-]*))?",
    re.IGNORECASE,
)
_BY_SIZE = re.compile(
    r"\b(?:when|once|if|as soon as|at|size|bigger|larger|exceed\w*|reach\w*|over|grow\w*)\b[^.;\n]{0,40}?\d\s?(?:mb|m|gb|g|kb|k)\b",
    re.IGNORECASE,
)
_TIMED = re.compile(r"\b(?:daily|weekly|monthly|hourly|every (?:day|week|month|hour|night)|nightly)\b", re.IGNORECASE)


def rotated(text: str) -> dict[str, Any]:
    """Read what logrotate does beside its frequency."""
    facts: dict[str, Any] = {}
    if match := _KEPT.search(text):
        facts["rotations"] = number(match[1])
    owner, mode = _OWNER.search(text), _CREATED.search(text)
    if owner or mode:
        user = (owner["user"] or owner["user2"]) if owner else (mode["user"] if mode else None)
        group = (owner["group"] or owner["group2"]) if owner else (mode["group"] if mode else None)
        bits = mode["mode"].zfill(4) if mode else "0640"
        if user or mode:
            facts["created"] = " ".join([bits, *([user, group or user] if user else [])])
            facts["user"] = None
    if _BY_SIZE.search(text) and not _TIMED.search(text):
        facts["by_size"] = True
    if re.search(r"\bcopy ?truncate\b", text, re.IGNORECASE):
        facts["copied"] = True
    if re.search(r"\b(?:no|without|don't|do not|not) ?compress\w*", text, re.IGNORECASE):
        facts["uncompressed"] = True
    if re.search(r"\bno ?delay ?compress|\bcompress\w* (?:at once|immediately)", text, re.IGNORECASE):
        facts["compressed_at_once"] = True
    if match := re.search(
        r"\bmax ?age\s*(?:of|[:=])?\s*(\d{1,4})|\b(?:delete|remove)\w*\b[^.;\n]{0,30}\bolder than (\d{1,4}) days",
        text,
        re.IGNORECASE,
    ):
        facts["age_days"] = int(match[1] or match[2])
    return facts
