"""Lines of password files that have no keys: .pgpass, /etc/shadow, htpasswd."""

from __future__ import annotations

import re

from assistant.redaction.keys import Strength
from assistant.redaction.values import is_secret
from assistant.redaction.view import Span, Spans, View

ANCHORS = r":(?:54[0-9]{2}|6432|\*|[0-9]{4,5}):(?=[^\s:]|.)"
_PGPASS = re.compile(r":(?P<port>\d{4,5}|\*):(?:[\w.*$-]{1,64}):(?:[\w.*@$+-]{1,64}):(?P<value>(?:\\.|[^\s:\\]){4,200})[ \t]*")
_HOST = re.compile(r"(?:[\"'$ ]|echo +[\"']?)*[\w.*-]{1,255}$")


def decide(view: View, place: int) -> Spans:
    """host:port:database:user:password (libpq, "The Password File")."""
    end = view.line_end(place)
    found = _PGPASS.match(view.text, place, end)
    if not found or not _HOST.fullmatch(view.line_before(place, 300)):
        return ()
    usual = found["port"] in ("*", "6432") or found["port"].startswith("54")
    rest = view.text[found.end() : end]
    value = found["value"].rstrip("\"'")
    if (rest and not rest.startswith((">", "|"))) or not is_secret(
        value, Strength.SURE if usual else Strength.WEAK, quoted=True
    ):
        return ()
    start = found.start("value")
    return (Span("password", start, start + len(value)),)
