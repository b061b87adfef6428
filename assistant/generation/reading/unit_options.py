"""What a request says of a systemd unit beside its command: what it waits for, what it may write, limits, how a timer spreads."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading.request import NUMBER, number

_UNIT = r"[a-z][\w@-]{1,40}(?:\.(?:service|target|socket|mount|path))?"
_AFTER = re.compile(
    rf"\b(?:after|requires?|depends? on|needs?|wants?|waits? for|binds? to)\s*[:=]?\s*(?:the\s+)?(?P<units>{_UNIT}(?:\s*(?:,|and|\+|&)\s*(?:the\s+)?{_UNIT})*)",
    re.IGNORECASE,
)
_KNOWN_TEXT = """
postgresql postgres mysql mariadb redis docker containerd nginx rabbitmq-server mongod network network-online sshd nfs-client
consul vault elasticsearch memcached haproxy apache2 httpd bluetooth time-sync remote-fs local-fs multi-user zookeeper kafka chronyd
"""
_KNOWN = frozenset(_KNOWN_TEXT.split())
_TARGETS = {
    "network": "network-online.target",
    "network-online": "network-online.target",
    "time-sync": "time-sync.target",
    "remote-fs": "remote-fs.target",
    "local-fs": "local-fs.target",
    "multi-user": "multi-user.target",
    "nfs-client": "nfs-client.target",
}
_NAMES = {"postgres": "postgresql.service"}
_SECONDS = r"\s?(s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b"
_DELAY = re.compile(
    rf"\brandom\w*[ _-]?delay(?:sec)?(?:\s*(?:(?:is|of|up to)\b|[:=]))*\s*({NUMBER}){_SECONDS}|\b(?:jitter|spread|splay)\w*(?:\s*(?:(?:is|of|over|by|up to)\b|[:=]))*\s*({NUMBER}){_SECONDS}|\b({NUMBER}){_SECONDS}\s+(?:of\s+)?(?:random\w*(?: delay)?|jitter)",
    re.IGNORECASE,
)
_BOOT = re.compile(
    rf"\b({NUMBER}){_SECONDS}\s+after\s+(?:boot\w*|start-?up|the system start\w*)|\bon ?boot(?:sec)?\s*[:=]?\s*({NUMBER}){_SECONDS}",
    re.IGNORECASE,
)
_NO_CATCH_UP = re.compile(
    r"\b(?:not|non|no|without)[- ]?(?:persistent|catch\w*)|\bpersistent\s*[:=]?\s*(?:false|no)\b", re.IGNORECASE
)
_WRITES = re.compile(
    r"\b(?:may write|can write|writes?|writable|write access|read-?write ?paths?|allowed to write|needs to write)\b\s*(?:to|in|into|on|path|is|paths?|[:=])*\s*(?P<paths>/[\w./-]+(?:\s*(?:,|and)\s*/[\w./-]+)*)",
    re.IGNORECASE,
)
_ACTIVATES = re.compile(
    r"\b(?:runs?|starts?|triggers?|activates?|for|unit)\s*[:=]?\s*(?:the\s+)?(?:existing\s+|service\s+)*[\"'`]?(?P<name>[a-z][\w@-]{1,60})\.service\b",
    re.IGNORECASE,
)
_TYPE = re.compile(
    r"\btype\s*(?:is|[:=])?\s*(simple|exec|notify|forking|oneshot)\b|\b(notify|forking|oneshot)\s+(?:type|service)\b",
    re.IGNORECASE,
)
_FILES = re.compile(
    r"\b(?:LimitNOFILE|open files?|file descriptors?|nofile)\s*(?:limit)?(?:\s*(?:(?:of|to|is)\b|[:=]))*\s*(\d{3,7})|\b(\d{3,7})\s+(?:open files|file descriptors)",
    re.IGNORECASE,
)
_STOP = re.compile(
    rf"\b(?:stop ?time-?out|TimeoutStopSec|time to stop)(?:\s*(?:(?:of|is|sec)\b|[:=]))*\s*({NUMBER}){_SECONDS}", re.IGNORECASE
)
_VENV = re.compile(r"(/[\w./-]*/(?:\.?v?env\w*|virtualenv\w*))(?=[\s,.;]|$)(?!/)")
_SCRIPT = re.compile(r"(/[\w./-]+\.py)\b")
_ENV_FILE = re.compile(
    r"\b(?:settings|config\w*|environment|env|variables)\b[^.;\n]{0,20}?\bfrom\s+(/[\w./-]*\.env[\w.]*|/[\w./-]+\.env)|(?<![\w.])(/[\w./-]*/\.env(?:\.\w+)?)\b",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"(?<![\w/=.-])(/[\w./-]*/(?:s?bin|\.?venv/bin)/[\w.-]+(?:\s+[^,;\n]{1,200})?)(?=[,;\n]|$)")
_PROGRAM_END = re.compile(
    r"\s+(?:as|under|with|and|restart\w*|every|on|first|last|of|monthly|weekdays|once|twice|user|after|when|in|that|which|should|must|daily|hourly|nightly|weekly|at|from|for|by|once|then|it|is)\b.*",
    re.IGNORECASE,
)
"""A program with all that follows it up to the end of its clause."""


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read them."""
    match: re.Match[str] | None
    facts: dict[str, Any] = {}
    after: list[str] = []
    for match in _AFTER.finditer(text):
        for word in re.split(r"\s*(?:,|\band\b|\+|&)\s*(?:the\s+)?", match["units"].lower()):
            if "." in word and word.rpartition(".")[2] in {"service", "target", "socket", "mount", "path"}:
                after.append("network-online.target" if word == "network.target" else word)
            elif word in _KNOWN:
                after.append(_TARGETS.get(word) or _NAMES.get(word) or f"{word}.service")
    facts["after"] = tuple(dict.fromkeys(after))[:8]
    if match := _DELAY.search(text):
        facts["random_s"] = _seconds(*[group for group in match.groups() if group][:2])
    if match := _BOOT.search(text):
        facts["boot_s"] = _seconds(*[group for group in match.groups() if group][:2])
    if _NO_CATCH_UP.search(text):
        facts["no_catch_up"] = True
    written = [path.rstrip("./") for match in _WRITES.finditer(text) for path in re.findall(r"/[\w./-]+", match["paths"])]
    facts["writable_paths"] = tuple(dict.fromkeys(path for path in written if path))[:8]
    if match := _ACTIVATES.search(text):
        facts["activates"] = match["name"]
    if match := _TYPE.search(text):
        facts["unit_type"] = (match[1] or match[2]).lower()
    if match := _FILES.search(text):
        facts["open_files"] = int(match[1] or match[2])
    if match := _STOP.search(text):
        facts["stop_s"] = _seconds(match[1], match[2])
    if match := _ENV_FILE.search(text):
        facts["env_file"] = (match[1] or match[2]).rstrip(".")
    if match := _PROGRAM.search(text):
        facts["command"] = _PROGRAM_END.sub("", match[1]).rstrip(". ")
    if (venv := _VENV.search(text)) and (script := _SCRIPT.search(text)):
        facts["command"] = f"{venv[1]}/bin/python {script[1]}"
    return facts


def _seconds(amount: str, unit: str) -> int:
    return number(amount) * {"s": 1, "m": 60, "h": 3600}[unit[0].lower()]
