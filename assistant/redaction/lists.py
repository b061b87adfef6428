"""Lists below one key: `passwords:` with items of YAML, JSON or TOML, on one line or several."""

from __future__ import annotations

import re

from assistant.redaction.keys import Strength, judge
from assistant.redaction.values import is_secret, read
from assistant.redaction.view import LINE, Span, Spans, View

BEGIN = re.compile(r"[ \t]*(?:\[[ \t]*)?(?:#[^\n]*)?$")
_PLURAL = re.compile(
    r"(?:words|phrases|keys|tokens|secrets|codes|pins|wörter|communities)(?:[_-]?(?:b64|base64|hex))?$", re.IGNORECASE
)
_FLOW = re.compile(r"\[[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t]*,[ \t]*)?\]|[ \t]*,[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:-[ \t]+|(?=[\"']))")
_PAIR = re.compile(r"[ \t]+[\"']?([\w.@-]{1,80})[\"']?[ \t]*:[ \t]+")
_AFTER_ITEM = re.compile(r"[\"']?[ \t]*,?[ \t]*(?:#[^\n]*)?")


def is_plural(key: str) -> bool:
    """Whether a key speaks of several secrets."""
    return bool(_PLURAL.search(key))


def on_line(view: View, place: int, end: int, kind: str, *, code: bool) -> Spans:
    """The secrets of `[a, "b"]`.

    Args:
        code: what has no quotes is a name.
    """
    opening = _FLOW.match(view.text, place, end)
    if not opening:
        return ()
    spans: list[Span] = []
    place = opening.end()
    while value := read(view.text, place, end, cut=False):
        after = value.end + (1 if value.quote else 0)
        between = _BETWEEN.match(view.text, after, end)
        if not between or (code and not value.quote):
            return ()  # no list of scalars
        if _is_item(value.text, kind):
            spans.append(Span(kind, value.start, value.end))
        if between[0].startswith("]"):
            break
        place = between.end()
    return spans


def follow(view: View, place: int, indent: int, kind: str) -> tuple[int, Spans] | None:
    """One line of the list.

    Args:
        indent: of the key.

    Returns:
        where the next one begins and what is secret in this one; None where the list has ended.
    """
    end = view.line_end(place)
    line = view.text[place:end]
    after = end + (2 if view.text.startswith("\r\n", end) else 1 if view.text.startswith("\n", end) else 0)
    if not line.strip() or BEGIN.match(line):
        return after, ()
    if "://" in line or len(line) - len(line.lstrip(" \t")) < indent:
        return None
    item, pair = _ITEM.match(view.text, place, end), _PAIR.match(view.text, place, end)
    found = item or (pair if kind == "password" and len(line) - len(line.lstrip(" ")) > indent else None)
    value = read(view.text, found.end(), end, cut=end == place + LINE) if found else None
    if not found or not value or value.open or value.text[:1] in "[{|>&*":
        return None
    if not _AFTER_ITEM.fullmatch(view.text, value.end, end):
        return None  # more than a scalar: other rules know what it is
    if found is item:
        secret = _is_item(value.text, kind)
    else:
        strength = max(Strength.WEAK, judge(found[1])[1])
        secret = is_secret(value.text, strength, quoted=bool(value.quote)) or _is_chosen(value.text)
    return after, (Span(kind, value.start, value.end),) if secret else ()


def _is_item(value: str, kind: str) -> bool:
    return is_secret(value, Strength.SURE if kind == "password" else Strength.WEAK, quoted=True)


def _is_chosen(value: str) -> bool:
    """As people choose passwords: capitals or symbols, and digits."""
    mixed = re.search(r"[0-9]", value) and re.search(r"[A-Z].*[a-z]|[a-z].*[A-Z]|[!#$%^*?+~]", value)
    return len(value) >= 6 and bool(mixed) and is_secret(value, Strength.SURE, quoted=False)
