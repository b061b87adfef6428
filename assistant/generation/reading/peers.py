"""Who may talk to whom: both sides of a NetworkPolicy, by name or by label."""

from __future__ import annotations

import re
from typing import Any

_NAME = r"[\"'`]?[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?[\"'`]?"
_LEADING = r"(?:(?:only|just|the|all|pods?|apps?|applications?|services?|workloads?|those|with|having|labels?|labell?ed|called|named|selector|of|my|our)\s+){0,6}+"
_PEER = rf"{_LEADING}(?:[a-z][a-z0-9_./-]{{0,60}}\s?[=:]\s?)?{_NAME}(?:\s+(?:pods?|apps?|service|deployment|only|alone)\b)?"
_PEERS = rf"{_PEER}(?:(?:\s*,\s*|\s+(?:and|or|&|\+)\s+){_PEER}){{0,4}}"
_TALK = (
    r"(?:talks?|speaks?|connects?|reach(?:es)?|access(?:es)?|gets?|sends? (?:traffic|requests)|opens? connections?|calls?|hits?|queries|query|go(?:es)?|egress)"
    r"(?:\s+(?:out to|out into|out|to|with|into|at|through to))?"
)
_MAY = r"(?:\s+in\s+(?:the\s+)?(?:ns|namespace)\s+[\w-]+|\s+in\s+(?:the\s+)?[\w-]+\s+(?:ns|namespace))?\s+(?:(?:may|can|should|must|to|is|are|be|able|allowed|permitted|only|which)\s+){0,5}"
_FORWARD = (
    re.compile(rf"(?P<from>{_PEERS})\s*(?:->|=>|-->)\s*(?P<to>{_PEER})", re.IGNORECASE),
    re.compile(rf"(?P<from>{_PEERS}){_MAY}{_TALK}\s+(?P<to>{_PEER})", re.IGNORECASE),
    re.compile(rf"\bfrom\s+(?P<from>{_PEERS})\s+(?:in)?to\s+(?P<to>{_PEER})", re.IGNORECASE),
)
_BACKWARD = (
    re.compile(
        rf"(?P<to>{_PEER})\s+(?:only\s+)?(?:may\s+|can\s+|should\s+|must\s+|to\s+){{0,2}}(?:only\s+)?(?:accepts?|takes?|receives?|gets?|be reached|reachable|is reachable|allows?)\s+"
        rf"(?:only\s+)?(?:(?:incoming\s+)?(?:connections?|traffic|requests?|ingress)\s+)?(?:only\s+)?(?:from|by)\s+(?P<from>{_PEERS})",
        re.IGNORECASE,
    ),
)
_ONE = re.compile(rf"{_LEADING}(?:(?P<key>[a-z][a-z0-9_./-]{{0,60}})\s?[=:]\s?)?(?P<name>{_NAME})", re.IGNORECASE)
_NETWORK = re.compile(
    r"(?:the\s+|only\s+|out\s+)*\d{1,3}(?:\.\d{1,3}){3}|(?:the\s+)?(?:internet|outside|world)\b", re.IGNORECASE
)
_TITLE = re.compile(r"\b(?:polic(?:y|ies)|netpols?|networkpolic(?:y|ies))\s*:\s*", re.IGNORECASE)
_NOT_NAMES_TEXT = """
the a an all any only just pods pod app apps namespace namespaces ns traffic anything everything nobody nothing internet it them others other
which that who may can should must to be is are so and or from in on port ports tcp udp everyone anyone outside inside connections
ingress egress policy netpol networkpolicy cluster same dns requests services service ips world each talk connect allow allows allowing allowed
"""
_NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())


def read(text: str) -> dict[str, Any]:
    """Read `target` and `from_apps`, or `selector` and `from_labels` where another label than `app` is named."""
    text = _TITLE.sub("; ", text)
    for patterns in (_BACKWARD, _FORWARD):
        for pattern in patterns:
            for match in pattern.finditer(text):
                to, sources = _one(match["to"]), _several(match["from"])
                if sources and _NETWORK.match(match["to"].strip()):  # out to a network: the policy is of those who go
                    own = sources[0]
                    return {
                        "target": own[1].lower(),
                        "deny_egress": True,
                        **({"selector": {own[0]: own[1]}} if own[0] != "app" else {}),
                    }
                if to is not None and sources:
                    return _facts(to, sources)
    return {}


def _facts(to: tuple[str, str], sources: list[tuple[str, str]]) -> dict[str, Any]:
    facts: dict[str, Any] = (
        {"target": to[1].lower()} if to[0] == "app" else {"selector": {to[0]: to[1]}, "target": to[1].lower()}
    )
    apps = tuple(name.lower() for key, name in sources if key == "app")
    if apps:
        facts["from_apps"] = apps
    if others := {key: name for key, name in sources if key != "app"}:
        facts["from_labels"] = others
    return facts


def _several(words: str) -> list[tuple[str, str]]:
    found = [_one(each.strip()) for each in re.split(r"\s*,\s*|\s+(?:and|or|&|\+)\s+", words, flags=re.IGNORECASE)]
    return [each for each in found if each is not None]


def _one(words: str) -> tuple[str, str] | None:
    """Key and value of a label; `app` where only a name stands."""
    match = _ONE.match(words)
    if match is None:
        return None
    name = match["name"].strip("\"'`")
    key = (match["key"] or "app").lower()
    if (
        (match["key"] is None and name.lower() in _NOT_NAMES)
        or name.isdigit()
        or key in {"port", "tcp", "udp", "ns", "namespace", "policy", "netpol"}
    ):
        return None
    return ("app" if key in {"pod", "pods", "service", "name"} else key), name
