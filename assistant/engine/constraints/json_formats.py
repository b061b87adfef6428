"""The values of JSON Schema's `format`, as stricter keywords.

Each describes only texts that its standard allows, not all of them: a text that is generated has to be right, and may be
plain.
"""

from __future__ import annotations

from typing import Any

_YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"  # not 0000
_LEAP_YEAR = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_DATE = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    f"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP_YEAR}-02-29)"
)
_TIME = (
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"  # no leap second
    "(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_COUNT = "[0-9]{1,9}"
_DAYS = f"(?:{_COUNT}Y(?:{_COUNT}M(?:{_COUNT}D)?)?|{_COUNT}M(?:{_COUNT}D)?|{_COUNT}D)"
_HOURS = f"T(?:{_COUNT}H(?:{_COUNT}M(?:{_COUNT}S)?)?|{_COUNT}M(?:{_COUNT}S)?|{_COUNT}S)"
_LABEL = "[A-Za-z0-9](?:-?[A-Za-z0-9]){0,30}"
_HOST = rf"(?:{_LABEL}\.)*[A-Za-z](?:-?[A-Za-z0-9]){{0,30}}"
_ATOM = "[A-Za-z0-9_+-]{1,20}"
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_PATH_CHARACTER = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_QUERY = f"(?:{_PATH_CHARACTER}|[/?])*"


def _ipv6() -> str:
    group, groups = "[0-9A-Fa-f]{1,4}", 8
    forms = [f"(?:{group}:){{{groups - 1}}}{group}"]
    for left in range(groups):  # groups before the double colon, which stands for at least one
        right = groups - 1 - left
        before = f"{group}(?::{group}){{{left - 1}}}" if left else ""
        after = f"(?:{group}(?::{group}){{0,{right - 1}}})?" if right else ""
        forms.append(f"{before}::{after}")
    return f"(?:{'|'.join(forms)})"


def _whole(pattern: str) -> dict[str, Any]:
    return {"pattern": f"^(?:{pattern})$"}


_HOSTNAME = {**_whole(_HOST), "maxLength": 253}
_EMAIL = _whole(rf"{_ATOM}(?:\.{_ATOM}){{0,2}}@(?:{_LABEL}\.){{1,3}}[A-Za-z]{{2,20}}")
_URI = _whole(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?://(?:{_HOST}|{_IPV4})(?::[1-9][0-9]{{0,3}})?(?:/{_PATH_CHARACTER}*)*"
    rf"|{_PATH_CHARACTER}+(?:/{_PATH_CHARACTER}*)*)(?:\?{_QUERY})?(?:#{_QUERY})?"
)

FORMATS: dict[str, dict[str, Any]] = {
    "date": _whole(_DATE),  # RFC 3339 with the time, RFC 5322 and 1123 with mail and host
    "time": _whole(_TIME),
    "date-time": _whole(f"{_DATE}T{_TIME}"),
    "duration": _whole(f"P(?:{_DAYS}(?:{_HOURS})?|{_HOURS}|{_COUNT}W)"),
    "email": _EMAIL,
    "idn-email": _EMAIL,
    "hostname": _HOSTNAME,
    "idn-hostname": _HOSTNAME,
    "ipv4": _whole(_IPV4),
    "ipv6": _whole(_ipv6()),
    "uuid": _whole("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
    "uri": _URI,
    "uri-reference": _URI,
    "iri": _URI,
    "iri-reference": _URI,
    "uri-template": _URI,
    "json-pointer": _whole("(?:/(?:[^~/]|~[01])*)*"),
    "relative-json-pointer": _whole("(?:0|[1-9][0-9]{0,8})(?:#|(?:/(?:[^~/]|~[01])*)*)"),
}
"""What each known format asks of a string, in keywords of JSON Schema."""
