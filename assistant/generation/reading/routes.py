"""Which path goes to which service, where a request names several."""

from __future__ import annotations

import re
from typing import Any

_ROUTE = re.compile(
    r"(?<![\w./:-])(?P<path>/(?:[A-Za-z0-9._~-]+/?){0,8})\s*(?:\([^)]{0,30}\)\s*)?(?:(?:goes|is routed|routes?|routed|pointing|sends?|sent|forwarded)\s+)?"
    r"(?:to|->|=>|-->|:|served by|from)\s+(?:the\s+)?(?:(?:service|svc|backend|deployment)\s+)?[\"'`]?(?P<name>[a-z][a-z0-9-]{0,62})[\"'`]?"
    r"(?:\s+(?:service|svc|backend))?(?:\s*:\s*|\s*,?\s+(?:on\s+)?(?:the\s+)?(?:port\s*[:=]?\s*)?)?(?P<port>\d{2,5})?(?![\w.])",
    re.IGNORECASE,
)
_NOT_SERVICES_TEXT = """
the port service svc backend https http tls it that this a an all and with on
"""
_NOT_SERVICES = frozenset(_NOT_SERVICES_TEXT.split())


def read(text: str) -> dict[str, Any]:
    """Read `routes`: path, service and port (0 for none), in the order of the text."""
    found = [
        (match["path"].rstrip(".") or "/", match["name"].lower(), int(match["port"] or 0))
        for match in _ROUTE.finditer(text)
        if match["name"].lower() not in _NOT_SERVICES or (match["name"].lower() == "backend" and match["port"])
    ]
    found = [(path, name, port) for path, name, port in found if port < 65_536 and not path.startswith(("/var/", "/etc/"))]
    return {"routes": tuple(dict.fromkeys(found))[:20]} if found else {}
