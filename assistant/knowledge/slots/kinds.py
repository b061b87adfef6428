"""Values whose kind is seen by the way they are written: addresses, images, paths, sizes, times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.knowledge.slots.pieces import Piece

OF_NAMES = frozenset({"name", "namespace", "host", "path", "image", "revision", "label", "url"})  # kinds of what has a name
_TAG = r"(?:v?\d[\w.-]{0,80}|latest|stable|edge|dev|main|alpine[\w.]*)"
_HOST_NAME = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}"
_ENDINGS = (
    "go|js|ts|tsx|jsx|java|kt|rs|c|h|cpp|lua|pl|vue|proto|gradle|mod|hcl|nix|scala|ipynb|ya?ml|json|jsonl|xml|tf|tfvars|tfstate|tfplan|tfbackend|conf|cfg|ini|toml|properties|sh|py|rb|php|sql|log|txt|md|env|j2|tpl|tmpl|"
    "pem|crt|key|csr|pfx|p12|p7b|der|cer|crl|pub|tar|gz|tgz|zip|xz|bz2|zst|rpm|deb|jar|war|iso|img|bin|dump|bak|dat|db|sqlite|hprof|"
    "pcap|patch|diff|bundle|lock|service|timer|socket|mount|csv|parquet|pdf|png|jpe?g|svg|html|css|xlsx|docx"
)
_FILE = (
    rf"(?:[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})|"
    r"(?:Docker|Container|Make|Jenkins|Vagrant|Proc|Caddy)file(?:\.[\w-]+)?|\.env(?:\.[\w-]+)?)"
)
_IPV4 = r"\d{1,3}(?:\.\d{1,3}){3}"
WHOLE: dict[str, re.Pattern[str]] = {  # kinds that a piece of text is known by alone
    "url": re.compile(r"[a-z][a-z0-9+]*://[\w.~:/@%+=,#-]+|[\w.-]+@[\w.-]+:[\w./~+-]+\.git"),
    "image": re.compile(rf"(?=[^:]*[a-z])[a-z0-9][\w.-]*(?::\d+(?=/))?(?:/[\w.-]+)*(?::{_TAG}|@sha256:[0-9a-f]{{64}})"),
    "path": re.compile(rf"(?:~|\.{{1,2}})?(?:/[\w.@+-]+)+/?|(?:[\w.-]+/)*{_FILE}"),
    "address": re.compile(rf"{_IPV4}(?:/\d{{1,2}})?"),
    "host": re.compile(rf"(?:[\w.-]{{1,64}}@)?(?:{_HOST_NAME}|{_IPV4}|localhost)|[\w.-]{{1,64}}@[a-z][\w-]*"),
    "label": re.compile(r"[A-Za-z0-9][\w./-]*=[\w.-]+"),
    "revision": re.compile(r"HEAD(?:[~^]\d*)*|(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}|v\d+(?:\.\d+)+[\w.-]*"),
}
_PORT = re.compile(
    r"(?i)\b(?:ports?|tcp|udp)\s+(?:number\s+)?(\d{1,5})(?:\s*(?:,|and|to|->)\s*(\d{1,5}))?\b|(?<=[\w\]]):(22|25|53|[89]\d|\d{3,5})(?![\w.:-])"
    r"|(?<![\w.:/-])(\d{2,5})/(?:tcp|udp)\b|\b(?:listens?|listening) (?:there )?(?:on|at) (\d{2,5})(?![\w.:])"
)
_PORT_BEHIND = re.compile(r":\d{2,5}$")
_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?([kKmMgGtT])(i?)[bB]?(?:ytes)?(?![\w.])")
_DURATION = re.compile(r"(?i)(?<![\w.])(\d+)\s?(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|[smhdw])(?![\w.])")
_LAST = re.compile(r"(?i)\b(?:last|past)\s+(second|minute|hour|day|week)\b")
_NAMED_UNITS = {"second": "s", "sec": "s", "minute": "m", "min": "m", "hour": "h", "hr": "h", "day": "d", "week": "w"}
_SCHEDULE = re.compile(
    r"(?<![^\s\"'`])((?:[\d*/,-]+ ){4}[\d*/,A-Za-z-]+)(?![^\s\"'`.,?])"
    r"|(?<!\S)(@(?:hourly|daily|weekly|monthly|yearly|reboot))\b"
)
_QUOTED = re.compile(  # as a text to be used; in errors quotes stand around names of all kinds
    r"(?i)\b(?:for|with|message|pattern|text|string|words?|query|comment|-m|to|as|into|says?|reads?) +"
    r"(?:\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'(?!\w)|`([^`\n]{1,200})`)"
)


def of_kind(kind: str, text: str, pieces: Sequence[Piece]) -> Iterator[str]:
    """Everything in the text that can only be of this kind, in its order."""
    if kind == "host":
        yield from (
            host
            for piece in pieces
            if WHOLE["host"].fullmatch(host := _PORT_BEHIND.sub("", piece.text)) and not _is_of_other_kind(kind, host)
        )
    elif kind in WHOLE:
        for piece in pieces:
            if WHOLE[kind].fullmatch(piece.text) and not _is_of_other_kind(kind, piece.text):
                yield piece.text
    elif kind == "port":
        yield from (port for match in _PORT.finditer(text) for port in match.groups() if port)
    elif kind == "size":
        yield from (f"{number}{unit.upper()}{binary}" for number, unit, binary in _SIZE.findall(text))
    elif kind == "duration":
        yield from (number + _unit(unit) for number, unit in _DURATION.findall(text))
        yield from ("1" + _unit(unit) for unit in _LAST.findall(text))
    elif kind == "schedule":
        yield from (times or name for times, name in _SCHEDULE.findall(text))
    elif kind == "text":
        yield from (next(filter(None, groups)) for groups in _QUOTED.findall(text))


def _is_of_other_kind(kind: str, value: str) -> bool:
    return kind == "host" and bool(WHOLE["path"].fullmatch(value))


def _unit(name: str) -> str:
    name = name.casefold()
    return name if len(name) == 1 else _NAMED_UNITS[name.rstrip("s")]
