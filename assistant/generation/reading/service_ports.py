"""Ports of a Service by name, each with where it goes and on which port of the nodes; and Services that are only names."""

from __future__ import annotations

import re
from typing import Any

_NAMED = re.compile(
    r"(?:(?P<name>\b[a-z][a-z0-9-]{0,14})\s*(?:port\s*)?(?:[:=(]|on|is|at)?\s*)(?P<port>\d{2,5})\b(?!\s*(?:replicas|pods|%))"
    r"(?:\s*(?:->|=>|:|to|targets?|target ?port|forwards? to)+\s*(?P<target>\d{2,5}))?"
    r"(?:\s*(?:,|\(|and|with|on|via|at|as|the)*\s*node ?port\s*(?:is|of|[:=])?\s*(?P<node>3[0-2]\d{3}))?",
    re.IGNORECASE,
)
_NAMES_TEXT = """
http https grpc metrics admin agent api web ui management amqp mqtt tcp udp health debug ws smtp imap ldap ssh sql
redis client peer raft dashboard console jnlp bolt
"""
_NAMES = frozenset(_NAMES_TEXT.split())
_MAPPED = re.compile(r"(?<![\w.:])(\d{2,5})\s*(?:->|=>|:|to|onto)\s*(\d{2,5})(?![\w.:])", re.IGNORECASE)
_USUAL = {
    80: "http",
    443: "https",
    8080: "http-alt",
    9090: "metrics",
    22: "ssh",
    5432: "postgres",
    6379: "redis",
    3306: "mysql",
}
_EXTERNAL = re.compile(r"\bexternal ?name\b", re.IGNORECASE)
_HOST = re.compile(r"(?<![\w.@-])((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,24})(?![\w-])", re.IGNORECASE)


def read(text: str) -> dict[str, Any]:
    """Read `named_ports` (name, port, target, port of the node) and `external_name`."""
    match: re.Match[str] | None
    facts: dict[str, Any] = {}
    found = []
    for match in _NAMED.finditer(text):
        name = match["name"].lower()
        if name in _NAMES and 0 < int(match["port"]) < 65_536:
            found.append((name, int(match["port"]), int(match["target"] or match["port"]), int(match["node"] or 0)))
    pairs = [(int(match[1]), int(match[2])) for match in _MAPPED.finditer(text)]
    if len(pairs) > 1 and len(found) < len(pairs):
        found = [
            (_USUAL.get(port, f"port-{port}"), port, target, 0)
            for port, target in pairs
            if 0 < port < 65_536 and 0 < target < 65_536
        ]
    if len(found) > 1:
        facts["named_ports"] = tuple({each[0]: each for each in found}.values())[:10]
    if _EXTERNAL.search(text) and (match := _HOST.search(_EXTERNAL.sub(" ", text))):
        facts["external_name"] = match[1].lower()
    if re.search(r"\bsession ?affinity\b|\bsticky\b|\bclient ?ip\b", text, re.IGNORECASE):
        facts["sticky"] = True
    return facts
