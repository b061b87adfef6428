"""Secrets in headers of HTTP: credentials, cookies."""

from __future__ import annotations

import base64
import binascii
import re

from assistant.redaction.keys import Strength, judge
from assistant.redaction.values import SPACE, is_literal, is_secret, looks_random
from assistant.redaction.view import LINE, Span, Spans, View

ANCHORS = "bearer|basic|cookie|authorization"
_CREDENTIAL = re.compile(rf"(?:bearer|basic){SPACE}+(?:token=)?([\w.~+/=:%|-]{{6,1024}})", re.IGNORECASE)
_AUTHORIZATION = re.compile(
    rf"""authorization\\{{0,7}}["']?\]?{SPACE}*(?:[:=,]|=>){SPACE}*\\{{0,7}}["'`]?(?:f?["'])?
    (?:(?:bearer|basic|token|apikey|api-key|bot|jwt|ssws|splunk|key|geniekey|hmac|negotiate){SPACE}+)?(?:token{SPACE}*={SPACE}*)?(?:username=[\w@."'-]+,?\s*)?\\{{0,7}}["']?
    ([\w.~+/=:%|!@\#$^&*-]{{6,1024}})""",
    re.IGNORECASE | re.VERBOSE,
)
_PAIR = re.compile(r"[a-z][a-z_]{0,30}=(?!=|$)")  # token_type=Bearer expires_in=3600
_COOKIES = re.compile(
    rf"""(?:set-)?cookies?\\{{0,7}}["']?\]?{SPACE}*(?:[:=]){SPACE}*\\{{0,7}}["'`]?(?=[\w.%-]+=)""", re.IGNORECASE
)
_COOKIE = re.compile(r"""([\w.%\[\]-]{1,80})=("?)([^\s;,"'\\\x1b]{1,1024})""")
_ATTRIBUTES = frozenset("path expires domain max-age samesite secure httponly version partitioned priority".split())


def decide(view: View, place: int) -> Spans | None:
    """Credentials after their scheme, or the cookies of a line; None where it is none of these headers."""
    end = view.line_end(place)
    word = view.lower[place : place + 6]
    if word == "cookie":
        return _cookies(view, place, end)
    if word.startswith("author"):
        found = _AUTHORIZATION.match(view.text, place, end)
        if not found or re.fullmatch(r"(?i)bearer|basic|digest|aws4-hmac-sha256|token|negotiate", found[1]):
            return None
        start, stop = found.span(1)
        stop = _trimmed(view.text, start, stop)
        value = view.text[start:stop]
        return _span("authorization", start, stop, end, place) if _is_credential(value, strict=False) else None
    found = _CREDENTIAL.match(view.text, place, end)
    if not found:
        return None
    start, stop = found.span(1)
    stop = _trimmed(view.text, start, stop)
    value = view.text[start:stop]
    if _PAIR.match(value):
        return None
    if word.startswith("basic"):
        return _span("authorization", start, stop, end, place) if _is_user_and_password(value) else None
    return _span("bearer_token", start, stop, end, place) if _is_credential(value, strict=True) else None


def _span(kind: str, start: int, stop: int, end: int, place: int) -> Spans:
    return (Span(kind, start, stop, "word" if stop == end == place + LINE else "none"),)


def _trimmed(text: str, start: int, stop: int) -> int:
    while stop > start and text[stop - 1] in ".:|%":
        stop -= 1
    return stop


def _is_credential(value: str, *, strict: bool) -> bool:
    if not is_literal(value, quoted=True) or len(value) < (12 if strict else 6):
        return False
    return looks_random(value) or (len(value) >= 20 and not re.fullmatch(r"[a-z]+(?:[-_./][a-z]+)*", value))


def _is_user_and_password(value: str) -> bool:
    """Base64 of user:password (RFC 7617, section 2)."""
    try:
        plain = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False
    return b":" in plain and all(byte >= 32 for byte in plain)


def _cookies(view: View, place: int, end: int) -> Spans | None:
    opening = _COOKIES.match(view.text, place, end)
    if not opening:
        return None
    spans = []
    for found in _COOKIE.finditer(view.text, opening.end(), end):
        name, value = found[1], found[3]
        if len(value) < 4 or name.lower() in _ATTRIBUTES or not is_literal(value, quoted=True):
            continue
        known = judge(name)[1] or re.search(r"sess|sid|auth|token|csrf|jwt|remember|login|\.sig$", name, re.IGNORECASE)
        if looks_random(value) if len(value) >= 16 or known else is_secret(value, judge(name)[1] or Strength.NONE, quoted=True):
            start, stop = found.span(3)
            spans.append(Span("cookie", start, stop, "word" if stop == end == place + LINE else "none"))
    return spans or None
