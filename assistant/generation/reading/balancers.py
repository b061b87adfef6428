"""What a request says of a load balancer: servers with their names, the front end, checks, statistics."""

from __future__ import annotations

import re
from typing import Any

_ADDRESS = r"(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[a-z0-9][a-z0-9-]{0,62}\.)+[a-z0-9-]{1,62}|[a-z][a-z0-9-]{0,62}(?=:\d))"
_SERVER = re.compile(
    rf"(?:(?P<name>\b[a-z][a-z0-9_-]{{0,40}})\s*(?:[=:@(]|at|on|is)?\s*)?(?<![\w.:/-])(?P<address>{_ADDRESS})(?::(?P<port>\d{{2,5}}))?(?![\w/])\)?(?P<standby>\s*(?:[(,]\s*)?(?:as\s+|is\s+|the\s+|a\s+)*(?:backup|standby|spare))?",
    re.IGNORECASE,
)
_NOT_SERVERS_TEXT = """
and to servers server nodes node backends backend hosts over two three between for with on are at is the from bind
listen host domain via of upstream upstreams
"""
_NOT_SERVERS = frozenset(_NOT_SERVERS_TEXT.split())
_BIND = re.compile(
    r"\b(?:front-?end|bind|listen(?:s|ing)?|front|port|on)\s*(?:on|at|is|port|[:=*])*\s*:?(\d{2,5})\b(?![.\d])", re.IGNORECASE
)
_FOR_PORT = re.compile(r"\b(?:front-?end|bind|listen(?:s|ing)?)\b[^.;\n,]{0,20}?:?(\d{2,5})\b(?![.\d])", re.IGNORECASE)
_STATS = re.compile(r"\bstat(?:s|istics)\b[^.;\n]{0,30}?(?::|\b)(\d{4,5})\b", re.IGNORECASE)
_STATS_PATH = re.compile(r"\bstat(?:s|istics)\b[^.;\n]{0,30}?(/[\w-]+)", re.IGNORECASE)
_CHECK = re.compile(
    r"\b(?:health\w*|check\w*|httpchk)\b[^.;\n]{0,30}?(?:get\s+|head\s+|on\s+|at\s+|against\s+|\s)(/[\w./-]*)", re.IGNORECASE
)
_PEM = re.compile(r"(/[\w./-]+\.(?:pem|crt|cert))\b", re.IGNORECASE)


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read `servers`, `listen`, `stats_port`, `mode` and what belongs to them."""
    facts: dict[str, Any] = {}
    rest = text
    if match := _STATS.search(rest):
        facts["stats_port"] = int(match[1])
        if path := _STATS_PATH.search(rest):
            facts["stats_path"] = path[1]
        rest = rest.replace(match[0], " ")
    servers: list[tuple[str, str, bool]] = []
    hosts: list[str] = []
    for match in _SERVER.finditer(rest):
        address = match["address"].lower()
        named = (match["name"] or "").lower()
        numeric = address[0].isdigit()
        if not numeric and not match["port"]:
            if "." in address and not address.endswith((".cfg", ".pem", ".conf", ".crt")):
                hosts.append(address)
            continue
        name = named if named and named not in _NOT_SERVERS else "" if numeric else address.partition(".")[0]
        servers.append(
            (
                name or f"server{len(servers) + 1}",
                f"{address}:{match['port']}" if match["port"] else address,
                bool(match["standby"]),
            )
        )
    if servers:
        facts["servers"] = tuple({each[0]: each for each in servers}.values())[:20]
    facts["hosts"] = tuple(dict.fromkeys(hosts))[:5]
    without = _SERVER.sub(" ", rest)
    match = _FOR_PORT.search(without) or _BIND.search(without)
    if match and 0 < int(match[1]) < 65_536:
        facts["listen"] = int(match[1])
    if re.search(r"\btcp\b|\blayer ?4\b|\bl4\b", text, re.IGNORECASE):
        facts["mode"] = "tcp"
    elif re.search(r"\bhttps?\b|\bhttpchk\b", text, re.IGNORECASE):
        facts["mode"] = "http"
    if match := _CHECK.search(text):
        facts["health_path"] = match[1].rstrip(".")
    if re.search(r"\btls\b|\bssl\b|\bhttps\b|\bcert", text, re.IGNORECASE) and not re.search(
        r"\b(?:no|without) (?:tls|ssl|https)\b|\bpass-?through\b", text, re.IGNORECASE
    ):
        facts["tls"] = True
    if match := _PEM.search(text):
        facts["certificate"] = match[1]
    if re.search(r"\bsticky\b|\bcookie\b|\bsession (?:affinity|persistence)\b", text, re.IGNORECASE):
        facts["sticky"] = True
    return facts
