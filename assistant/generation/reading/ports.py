"""Ports of containers, services and nodes."""

from __future__ import annotations

import re
from typing import Any

_PORT = r"(\d{1,5})"
_LINK = r"\s*(?:->|=>|(?:to|onto|forward(?:ed|ing|s)?(?: it)? to|target(?:ing|s)?|mapp?(?:ed|ing|s)? to|(?:and |with )?target(?:ing|s)?(?: ?port)?|going to|with container ?port)\b)\s*"
_MAPPED = re.compile(
    r"\bports?[ :=]*"
    + _PORT
    + _LINK
    + r"(?:the )?(?:container|target|pod|app)?['s ]*(?:ports?[ :=]*)?(?:on )?"
    + _PORT
    + r"\b",
    re.IGNORECASE,
)
_MAPPED_BARE = re.compile(
    r"(?<![\w.:%])(\d{2,5})\s*(?:->|=>|:|to)\s*(?:the )?(?:container |target )?(?:port )?(\d{2,5})(?![\w.:%-]| ?(?:replicas|pods|percent|%))",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\b(?:container|target(?:ing|s)?|app(?:lication)?|internal|pod|backend|upstream)[- ]?ports?[ :=]*(?:is |of )?"
    + _PORT
    + r"\b",
    re.IGNORECASE,
)
_SERVICE = re.compile(r"\b(?:service|svc|external|public|exposed?)[- ]ports?[ :=]*(?:is |of )?" + _PORT + r"\b", re.IGNORECASE)
_NODE = re.compile(r"\bnode ?ports?[ :=]*(?:(?:is|of|on|at|service|port)\s+){0,4}(3[0-2]\d{3})\b", re.IGNORECASE)
_LISTEN = re.compile(
    r"\b(?:listen(?:s|ing)?|expos(?:e|es|ed|ing)(?: it)?|serv(?:e|es|ing)|run(?:s|ning)?|available|bound|binds?|answers?|reachable)\s+(?:on|at)?\s*(?:port\s*|ports\s*)?:?"
    + _PORT
    + r"\b(?! ?(?:replicas|pods|times|seconds|minutes|hours|%|percent|am|pm|copies|instances|workers))",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\bports?(?: number| numbers)?\s*(?:is|of|are)?\s*[:=]?\s*(\d{1,5}(?:\s*(?:,|and|&|or|,\s*and)\s*\d{1,5}){0,9})\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\blocalhost:(\d{2,5})\b|\b127\.0\.0\.1:(\d{2,5})\b|\b(?:tcp|udp)[ /:](\d{1,5})\b|\b(\d{1,5})/(?:tcp|udp)\b|(?<![\w.:])on :?(\d{3,5})\b(?! ?(?:replicas|pods))"
    r"|(?<![\w.\]])[:](\d{2,5})\b",
    re.IGNORECASE,
)
_OF_SERVICE = re.compile(
    r"\b(?:service|backend|svc|upstream)\s+[a-z][a-z0-9.-]{0,62}(?::|\s+)(\d{2,5})\b(?!\s*(?:replicas|pods|times|%))",
    re.IGNORECASE,
)
_SECOND = re.compile(
    r"\b(?:and|,|plus|\+)\s+(?:metrics|admin|management|debug|grpc|health)(?:\s+port)?(?:\s+(?:on|at|is))?\s+(\d{3,5})\b",
    re.IGNORECASE,
)
_UDP = re.compile(r"\budp\b|/udp", re.IGNORECASE)
_TIME = re.compile(r"\b(?:at|until|from|by|around)\s*$", re.IGNORECASE)
_MOST = 65_535


def read(text: str) -> dict[str, Any]:
    """Read `port` (of the container), `service_port`, `node_port`, `ports` (all, in order) and `protocol`."""
    facts: dict[str, Any] = {}
    if found := _first(_NODE, text):
        facts["node_port"] = found
    mapped = _mapped(text)
    if mapped:
        facts["service_port"], facts["port"] = mapped
    if found := _first(_TARGET, text):
        facts["port"] = found
    if found := _first(_SERVICE, text):
        facts["service_port"] = found
    every = [port for port in _every(text) if port != facts.get("node_port")]
    rest = [port for port in every if port not in (facts.get("port"), facts.get("service_port"))]
    if rest and "port" in facts and "service_port" not in facts:
        facts["service_port"] = rest[0]
    if "port" not in facts and (rest or every):
        facts["port"] = (rest or every)[0]
    if len(every) > 1 and not mapped:
        facts["ports"] = tuple(every)
    if _UDP.search(text):
        facts["protocol"] = "UDP"
    return facts


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return _valid(match[1]) if match else None


def _valid(digits: str) -> int | None:
    return int(digits) if 0 < int(digits) <= _MOST else None


def _mapped(text: str) -> tuple[int, int] | None:
    match = _MAPPED.search(text)
    if match is None:
        for each in _MAPPED_BARE.finditer(text):
            if not _TIME.search(text[max(0, each.start() - 8) : each.start()]) and not re.match(
                r"between|min|scale", text[max(0, each.start() - 8) : each.start()].strip().lower()
            ):
                match = each
                break
    if match is None:
        return None
    left, right = _valid(match[1]), _valid(match[2])
    return (left, right) if left and right else None


def _every(text: str) -> list[int]:
    """All ports in order of appearance, each once."""
    places: dict[int, int] = {}
    for match in _NAMED.finditer(text):
        for digits in re.finditer(r"\d+", match[1]):
            places.setdefault(match.start(1) + digits.start(), int(digits[0]))
    for match in _LISTEN.finditer(text):
        places.setdefault(match.start(1), int(match[1]))
    for match in _SECOND.finditer(text):
        places.setdefault(match.start(1), int(match[1]))
    for match in _OF_SERVICE.finditer(text):
        places.setdefault(match.start(1), int(match[1]))
    for match in _OTHER.finditer(text):
        group = match.lastindex or 1
        if not (group == 6 and re.search(r"\d$", text[: match.start()])):  # 02:30
            places.setdefault(match.start(group), int(match[group]))
    found = [places[place] for place in sorted(places) if 0 < places[place] <= _MOST]
    return list(dict.fromkeys(found))
