"""Ports here and there, and the host between: `local port 8080 to 80 of db-1 through bastion`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.slots.phrases.hosts import VIA
from assistant.knowledge.slots.slot import Slot

_REMOTE_PATH = re.compile(r"(?<![\w./-])((?:[\w.-]{1,64}@)?[A-Za-z0-9][\w.-]{0,100}):((?:/|~/|\./)[\w./~@+-]*)")
_HOST_PORT = re.compile(r"(?<![\w:/.@-])([A-Za-z0-9][\w.-]{0,200}[A-Za-z0-9]):(\d{2,5})(?![\w.:/-])")
_HERE = frozenset({"localhost", "127.0.0.1"})
_PORT_PAIR = re.compile(
    r"(?i)(?<![\w.:])(\d{2,5})(?::|\s*->\s*|\s+(?:to|onto|on)\s+(?:the\s+)?(?:remote\s+|container\s+|service\s+|target\s+)?(?:port\s+)?)(\d{2,5})(?![\w.:])"
)
_LOCAL_PORT = re.compile(
    r"(?i)\b(?:local(?:host|ly)?(?: machine)?|laptop|my (?:machine|computer|side)|here)(?:\s+(?:on|at|as|under|to))?"
    r"(?:\s+(?:the\s+)?(?:local\s+)?port)?[\s:]+(\d{2,5})(?![\w.:])|\bport\s+(\d{2,5})\s+(?:of|on)\s+(?:the\s+)?(?:host|my|this|local\w*)\b"
)
_LISTENS = re.compile(
    r"(?i)\b(?:listens?|listening|runs|running|serves|is)\s+(?:there\s+)?(?:on|at)\s+(?:port\s+)?(\d{2,5})(?![\w.:])"
)
_ONE_PORT = re.compile(r"(?i)\bports?\s+(\d{2,5})(?![\w.:])")


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "host" in slots and "target" in slots and slots["target"].kind == "path" and (match := _REMOTE_PATH.search(text)):
        yield "host", match[1]
        yield "target", match[2]
    near = next((name for name in ("local_port", "host_port", "local") if name in slots and slots[name].kind == "port"), None)
    far = next(
        (
            name
            for name in ("service_port", "container_port", "remote", "target_port")
            if name in slots and slots[name].kind == "port"
        ),
        None,
    )
    if not near or not far:
        return
    if "target" in slots and slots["target"].kind == "host":
        match = next((each for each in _HOST_PORT.finditer(text) if each[1] not in _HERE), None)
        if match:
            yield "target", match[1]
            yield far, match[2]
        if (via := VIA.search(text)) and not (match and via[1] == match[1]):
            yield "host", via[1]
    yield from _ports(text, near, far)


def _ports(text: str, near: str, far: str) -> Iterator[tuple[str, str]]:
    """The port here and the one there; where only one is told, it is the one there."""
    if match := _PORT_PAIR.search(text):
        yield near, match[1]
        yield far, match[2]
    local, remote = _LOCAL_PORT.search(text), _LISTENS.search(text)
    ports = [each[1] for each in _ONE_PORT.finditer(text)]
    there = remote[1] if remote else None
    here = next(filter(None, local.groups()), None) if local else None
    if here is None and there:
        here = next((port for port in ports if port != there), None)
    if there is None:
        there = next((port for port in ports if port != here), None)
    if there and near == "host_port" and not here and not remote:
        yield near, there  # of a container the port outside is the one that people choose
        return
    if there:
        yield far, there
        if here is None and int(there) > 1024:  # noqa: PLR2004  # ports that anybody may listen on
            here = there
    if here:
        yield near, here
