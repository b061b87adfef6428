"""Containers beside the main one: those that run before it, and sidecars."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation import well_known

_INIT = re.compile(
    r"(?:\ban?\s+|\bone\s+|\bthe\s+|\bwith\s+)*\binit[- ]?containers?\b(?P<rest>[^;\n]{0,300}?)(?=[;\n]|\.\s|,\s*(?:and\s+)?(?:\d+ (?:replicas|pods)|port|replicas|how|then (?:the|it)|the (?:main|app|manifest|deployment)|side ?car|service|namespace|ns\b|env\b|limit|what|expos|readiness|liveness|listen)|$)",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"\bwait\w*\s+(?:for|until|on|till)\s+(?:the\s+)?(?:service\s+|host\s+|database\s+)?[\"'`]?(?P<host>[a-z][a-z0-9.-]{0,100})[\"'`]?(?:\s*:\s*|\s+(?:on\s+|at\s+)?(?:port\s+)?)(?P<port>\d{2,5})",
    re.IGNORECASE,
)
_WAITS_FOR_KNOWN = re.compile(r"\bwait\w*\s+(?:for|until|on|till)\s+(?:the\s+)?(?P<host>[a-z][a-z0-9-]{1,60})", re.IGNORECASE)
_COMMAND = re.compile(
    r"(?:\b(?:command|cmd|args)\b\s*(?:is|[:=])?|\b(?:that\s+|which\s+)?(?:runs?|running|execut\w+|does|doing)\b)\s*[\"'`]?(?P<command>(?!the\b|a\b|an\b|as\b|before\b|first\b|with\b|same\b|on\b|in\b)[\w./][^\"'`,\n]{1,200})",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"'`](?P<command>[\w./][^\"'`\n]{2,200})[\"'`]")
_CUT = re.compile(
    r"\s+(?:before|first|so that|and (?:the|then|only)|with (?:the )?(?:same )?image|from (?:the )?(?:same )?image|using|in (?:the )?(?:same )?image|on start|at start|to (?:be|make)|prior)\b.*",
    re.IGNORECASE,
)
_IMAGE = re.compile(
    r"(?<![\w:/.@-])(?P<image>(?:[a-z0-9][\w.-]*(?::\d{2,5})?/)*[a-z0-9][a-z0-9._-]*:[\w][\w.-]{0,100})(?![\w/])", re.IGNORECASE
)
_SIDECARS = (
    re.compile(
        r"\bside-?\s?cars?\b(?:\s+containers?)?\s*(?:called\s+(?P<name>[a-z][\w-]*)\s*|named\s+(?P<name2>[a-z][\w-]*)\s*)?(?:(?:with|using|running|image|the|an?|is|from|of|for|[:=(])\s*)*(?P<image>(?:[a-z0-9][\w.-]*/)*[a-z0-9][\w.-]*(?::[\w.-]+)?)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<image>(?:[a-z0-9][\w.-]*/)*[a-z0-9][\w.-]*:[\w.-]+)\s+(?:as\s+|is\s+)?(?:an?\s+|the\s+)?side-?\s?car\b",
        re.IGNORECASE,
    ),
)
_NO_IMAGES_TEXT = """
container containers that which and to with for shares sharing logging proxy on at
"""
_NO_IMAGES = frozenset(_NO_IMAGES_TEXT.split())


def read(text: str) -> tuple[dict[str, Any], str]:
    """Read `init` and `sidecars`.

    Returns:
        the fields, and the text without the words that told them.
    """
    facts: dict[str, Any] = {}
    if (match := _INIT.search(text)) and (found := _init(match["rest"])):
        facts["init"] = found
        text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    beside: list[tuple[str, str]] = []
    for pattern in _SIDECARS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            image = match["image"].rstrip(".")
            if image.lower() in _NO_IMAGES:
                continue
            known = well_known.lookup(image) if ":" not in image else None
            named = groups.get("name") or groups.get("name2") or ""
            beside.append((named.lower(), f"{known.image}:{known.tag}" if known else image))
            text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    if beside:
        facts["sidecars"] = tuple(dict.fromkeys(beside))[:4]
    return facts, text


def _init(words: str) -> tuple[str, str] | None:
    """Image, empty for that of the main container, and command."""
    named = _IMAGE.search(words)
    image = named["image"] if named and not re.fullmatch(r"[a-z][\w.-]*:\d{4,5}", named["image"]) else ""
    if waits := _WAITS.search(words):
        return image or "busybox:1.37", f"until nc -z {waits['host']} {waits['port']}; do sleep 2; done"
    if waits := _WAITS_FOR_KNOWN.search(words):
        known = well_known.lookup(waits["host"])
        port = known.port if known and known.port else 5432 if waits["host"].lower() in {"db", "database"} else 80
        return image or "busybox:1.37", f"until nc -z {waits['host']} {port}; do sleep 2; done"
    told = _QUOTED.search(words) or next(
        (match for match in reversed(list(_COMMAND.finditer(words.replace(image, " ") if image else words)))), None
    )
    command = _CUT.sub("", told["command"]).strip().rstrip(".") if told else ""
    return (image, command) if image or command else None
