"""Private keys in armour: PEM (RFC 7468), OpenSSH, PGP (RFC 9580), PuTTY; over lines, on one line, in JSON and YAML."""

from __future__ import annotations

import re

from assistant.redaction.view import Span, Spans, View

ANCHORS = "-----begin|----begin|private-lines:"
_BEGIN = re.compile(r"-{3,5} ?BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{3,5}")
_PUTTY = re.compile(r"Private-Lines: \d{1,4}\r?\n(?=[A-Za-z0-9+/=]{16})")
_HEADER = r"(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|MessageID):"
_END = re.compile(r"-{3,5} ?END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{3,5}")
_BODY_FOLLOWS = re.compile(rf"(?:[\s>|#*+\"',;\\-]|\\[nrt]|{_HEADER}[^\n\\]{{0,200}})*[A-Za-z0-9+/=]{{16}}")
_NOISE = re.compile(r"\\[nrt]|[^A-Za-z0-9+/=]")
_LINE_OF_KEY = re.compile(
    rf"[ \t>|#*+\"'-]{{0,40}}(?:{_HEADER}.*|[A-Za-z0-9+/=]{{0,256}}(?:\\[nr\\]*)*[\"',;+ \t\\]{{0,10}})\r?"
)
_ONE_LINE = re.compile(
    r"(?:\\{1,8}[nrt]|[\\\"',+; \t]|[A-Za-z0-9+/=]{16,}|[A-Za-z0-9+/=]{1,15}(?=[\\\"'\s-]|$)(?![ ][A-Za-z]{1,15}[ ]))+"
)
_WINDOW = 512
_TAIL = 96  # the longest end marker


def decide(view: View, place: int) -> Spans:
    """The begin of a private key; the rest of it is `follow`ed."""
    end = view.end(place, _WINDOW)
    found = _BEGIN.match(view.text, place, end)
    if found and not _BODY_FOLLOWS.match(view.text, found.end(), end):
        return ()  # somebody speaks of keys
    start = place
    if not found and (found := _PUTTY.match(view.text, place, end)):
        start = found.end()
    if not found:
        return ()
    stop = _END.search(view.text, found.end(), end)
    body = view.text[found.end() : stop.start() if stop else end]
    identity = found[0] + _NOISE.sub("", body)[:256]
    return (Span("private_key", start, found.end(), "private key", identity=identity),)


def follow(view: View, place: int) -> tuple[int, bool]:
    """Go on inside a key.

    Returns:
        up to where it is part of the key, and whether it ends there.
    """
    end = view.end(place, _WINDOW)
    newline = view.text.find("\n", place, end)
    line_end = newline if newline >= 0 else end
    if marker := _END.search(view.text, place, line_end):
        return marker.end(), True
    if newline >= 0:
        if not _LINE_OF_KEY.fullmatch(view.text, place, newline) and not _is_rest(view, place, newline):
            return _back(view, place), True
        return newline + 1, False
    if end < place + _WINDOW:  # the text ends here
        whole = _ONE_LINE.match(view.text, place, end)
        return (whole.end() if whole else place), True
    whole = _ONE_LINE.match(view.text, place, end)
    if not whole or whole.end() < end - _TAIL:
        return (whole.end() if whole else place), True
    return place + _WINDOW - _TAIL, False


def _is_rest(view: View, place: int, newline: int) -> bool:
    """One long line of a key that lost its end marker, or whose line ends were escaped."""
    found = _ONE_LINE.match(view.text, place, newline)
    return bool(found) and found.end() >= newline - 3  # type: ignore[union-attr]


def _back(view: View, place: int) -> int:
    """The end of the line before stays where the key has no end marker."""
    return place - 1 if place and view.text[place - 1] == "\n" else place
