"""Secrets in the settings of servers and routers that give them no key: ACLs of Redis, SNMP, IPsec, Wi-Fi."""

from __future__ import annotations

import re

from assistant.redaction.keys import Strength
from assistant.redaction.values import is_secret, read
from assistant.redaction.view import Span, Spans, View

ANCHORS = (
    r"user(?=[ \t])|setuser|rocommunity|rwcommunity|com2sec|createuser(?=[ \t])|snmp-server(?=[ \t])"
    r"|eap(?=[ \t])|xauth(?=[ \t])|ntlm(?=[ \t])|isakmp|wpa_passphrase(?=[ \t])"
)
_LINE_START = re.compile(r"[ \t]*[\"']?")
_ACL = re.compile(
    r"(?P<set>set)?user[\"']?,?[ \t]+[\"']?[\w.@:%+-]{1,64}[\"']?,?(?=[ \t]+[\"']?(?:on|off|reset\w*|nopass|sanitize-payload|[>#~&%+-]\S))",
    re.IGNORECASE,
)
_ACL_RULE = re.compile(r"(?<=[\s\"'])(?:>(?P<password>[^\s\"'`]{3,200})|#(?P<hash>[0-9a-f]{64})(?!\w))")
_ACL_TELLS = re.compile(r"[\s\"'](?:[~&]\S|[+-]@[a-z]|[+]\w|all(?:keys|commands|channels)|resetkeys|nopass)")
_SETTINGS = re.compile(
    r"""(?:r[ow]community6?(?:[ \t]+-[sV][ \t]+\S{1,64})?[ \t]+
    |com2sec6?[ \t]+(?:-Cn[ \t]+\S{1,64}[ \t]+)?\S{1,64}[ \t]+\S{1,64}[ \t]+
    |snmp-server[ \t]+host[ \t]+\S{1,100}[ \t]+(?:(?:traps?|informs?)[ \t]+)?version[ \t]+(?:1|2c)[ \t]+
    |snmp-server[ \t]+host[ \t]+\S{1,100}[ \t]+(?=\S+[ \t]*$)
    |isakmp[ \t]+key[ \t]+(?:[06][ \t]+)?(?=\S+[ \t]+(?:address|hostname)\b)
    |wpa_passphrase[ \t]+(?:"[^"\n]{1,64}"|'[^'\n]{1,64}'|[^\s"'<>|=:]{1,64})[ \t]+(?![<>|=:]))""",
    re.VERBOSE | re.IGNORECASE,
)
_KEY = re.compile(r"[\w-]{1,40}[\"']?[ \t]*[=:]")
_IPSEC = re.compile(r"(?:eap|xauth|ntlm)[ \t]+(?=[\"'0])", re.IGNORECASE)
_USER_OF_SNMP = re.compile(
    r"""(?:createuser[ \t]+(?:-e[ \t]+\S{1,64}[ \t]+)?\S{1,64}|snmp-server[ \t]+user[ \t]+\S{1,64}(?:[ \t]+\S{1,64})?[ \t]+v3(?:[ \t]+encrypted)?[ \t]+auth)
    [ \t]+(?:MD5|SHA[\w-]{0,8})[ \t]+(?P<auth>"[^"\n]{1,100}"|\S{1,100})
    (?:[ \t]+(?:priv[ \t]+)?(?:3?DES|AES)[\w-]{0,8}(?:[ \t]+(?:128|192|256))?[ \t]+(?P<priv>"[^"\n]{1,100}"|\S{1,100}))?""",
    re.VERBOSE | re.IGNORECASE,
)


def decide(view: View, place: int) -> Spans | None:
    """What the setting that begins here holds; None where it is a key like any other."""
    before, lower = view.line_before(place), view.lower
    if lower.startswith(("user", "setuser"), place):
        if lower.startswith("user", place) and not _LINE_START.fullmatch(before):
            return ()
        return _acl(view, place)
    if lower.startswith(("eap", "xauth", "ntlm"), place):
        return _given(view, place, _IPSEC) if before.rstrip().endswith(":") else ()
    if found := _USER_OF_SNMP.match(view.text, place, view.line_end(place)):
        spans = (_trimmed(found, name) for name in ("auth", "priv") if found[name])
        return tuple(span for span in spans if span)
    end = view.line_end(place)
    return None if _KEY.match(view.text, place, end) else _given(view, place, _SETTINGS)


def _given(view: View, place: int, pattern: re.Pattern[str]) -> Spans:
    end = view.line_end(place)
    found = pattern.match(view.text, place, end)
    value = read(view.text, found.end(), end, cut=False) if found else None
    if not value or not is_secret(value.text, Strength.SURE, quoted=True):
        return ()
    return (Span("password", value.start, value.end),)


def _acl(view: View, place: int) -> Spans:
    """Passwords of a user of Redis: `user alice on >password ~* +@all`."""
    if not _ACL.match(view.text, place, view.line_end(place, 160)):
        return ()
    end = view.line_end(place)
    tells = _ACL_TELLS.search(view.text, place, end) or view.lower.startswith("setuser", place)
    spans = []
    for found in _ACL_RULE.finditer(view.text, place, end) if tells else ():
        if found["hash"]:
            spans.append(Span("password_hash", *found.span("hash")))
        elif is_secret(found["password"], Strength.SURE, quoted=True):
            spans.append(Span("password", *found.span("password")))
    return spans


def _trimmed(found: re.Match[str], name: str) -> Span | None:
    start, end = found.span(name)
    if found[name].startswith('"') and end - start > 1:
        start, end = start + 1, end - 1
    return Span("password", start, end) if is_secret(found.string[start:end], Strength.SURE, quoted=True) else None
