"""What a request names and the files made for it do not have: nothing of a request is dropped in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.generation.generated import Generated
from assistant.generation.reading import request as requests

_MOST = 8
_QUOTED = re.compile(r"`([^`\n]{2,120})`|\"([^\"\n]{2,120})\"|(?<!\w)'([^'\n]{2,120})'(?!\w)")
_PLACE = re.compile(
    r"(?<![\w@/.~-])(~?/(?:[\w.@*+-]+/){0,10}[\w.@*+-]*[\w*]/?|(?:\.{1,2}/)+[\w./-]*\w|(?:[\w.-]+/){1,6}[\w.-]+\.[a-z]\w{0,5}\b|\*\.[\w.]+\w)"
)
_ADDRESS = re.compile(
    r"(?<![\w./-])(\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?|(?:[a-z0-9-]+\.){1,5}(?:io|com|org|net|dev|local|internal|example|corp|shop|cloud|de))(?![\w-])",
    re.IGNORECASE,
)
_TAGGED = re.compile(
    r"(?<![\w./:-])((?:[\w.-]+/)*[a-z][\w.-]*:v?\d[\w.-]*\w|(?:[\w.-]+/)+[a-z][\w.-]*:[\w.-]*\w)(?![\w/])", re.IGNORECASE
)
_PAIR = re.compile(r"(?<![\w/.-])([A-Za-z_][\w./-]{0,60})=([\w./:@-]{1,80})")
_NAMED = re.compile(
    r"\b(?:named|called|namespace|ns|user|branch|bucket|table|issuer|storage ?class|region|severity)\s+(?:is\s+|named\s+|called\s+)?([a-z][\w-]*\w)(?![\w./])",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w./:,-])(?P<number>\d{1,7}(?:\.\d{1,4}){0,3})(?:\s?(?P<unit>%|percent|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhdw]\b|am\b|pm\b|[kmgt]i?b?\b|m\b|millicores|cores?|cpus?|st\b|nd\b|rd\b|th\b))?"
    r"(?![\w/]|\.\d|:\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<![\w:.])(\d{1,2}):(\d{2})\s*(am|pm)?(?![\w:])", re.IGNORECASE)
_RANGE = re.compile(r"(?<=\d)\s?-\s?(?=\d)|(?<=[a-z\d])/(?=\d)")
_STATUS = re.compile(r"\b(?:http|status|code|errors?|returns?)\s*$", re.IGNORECASE)
_SCALES = {
    "s": (1000,),
    "m": (60, 1024, 1000),
    "h": (60, 3600),
    "d": (24, 86_400, 1440),
    "w": (7, 168, 604_800),
    "y": (365,),
    "k": (1024, 1000),
    "g": (1024, 1000, 1 << 30, 10**9),
    "t": (1024,),
    "c": (1000, 100),
}
_NOT_NAMES_TEXT = """
the a an and or with in on of for to from is that it all any each every this my our same new default selector label
labels name as by group account manifest yaml file please if when which using via called named should must can has who
only warning
"""
_NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())
_CLAUSES = {
    "gzip": r"gzip",
    "websocket": r"upgrade",
    "health ?check|probe": r"health|probe",
    "persist|survive": r"volume|persist|storage",
    "rate[- ]limit": r"limit",
    "toleration|tolerat": r"tolerat",
    "anti-?affinity|spread": r"affinity|topologyspread",
    "node ?selector": r"nodeselector",
    "init ?container": r"initcontainers",
    "side ?car": r"sidecar",
    "priority ?class": r"priorityclass",
    "basic auth": r"auth_basic|auth-type|basic-auth|basic_auth|basicauth",
    "cors": r"access-control|cors",
    "cach(?:e|ing)": r"cache|expires",
    "artifacts?": r"artifact",
    "coverage": r"cov",
    "alpine": r"alpine",
    "distroless": r"distroless",
    "retr(?:y|ies)": r"retr|backoff|attempt|tries",
    "ipv6": r"\[::\]|ipv6|::",
    "hsts": r"strict-transport",
    "versioning": r"versioning",
    "encrypt(?:ed|ion)?": r"encrypt|sse",
    "slack": r"slack",
    "by hand|manual(?:ly)?": r"manual|workflow_dispatch",
    "notif(?:y|ication)\\w*": r"notify|mail|slack",
    "redirect(?:s|ed)?": r"301|redirect",
    "sticky": r"ip_hash|affinity|sticky",
    "backups?": r"backup|dump",
    "read-?only": r"readonly|read_only|get|:ro|ro,",
    "service ?account": r"serviceaccount",
    "tls|https|ssl": r"tls|https|ssl",
    "dns": r"53",
    "sudo": r"sudo",
    "postrotate": r"postrotate",
    "matrix": r"matrix",
}
"""Wishes without a value, and by which words a file shows that it has them."""

_WISHES = tuple((re.compile(rf"(?<![\w-])(?:{said})\b", re.IGNORECASE), re.compile(shown)) for said, shown in _CLAUSES.items())
_WITHOUT = re.compile(r"\b(?:no|not|without|never|plain|don't|instead of)\s+(?:any\s+|a\s+|an\s+)?$", re.IGNORECASE)


def left_out(text: str, made: Iterable[Generated]) -> tuple[str, ...]:
    """The values and wishes of a request that no file has and no sentence about the files tells, as they were written.

    Args:
        text: the request.
        made: all that was made for it.
    """
    plain = requests.read(text).text
    files = [*made]
    texts = [f"{block.file_name}\n{block.text}" for generated in files for block in generated.blocks]
    texts += [sentence for generated in files for sentence in (*generated.assumptions, generated.title)]
    told = "\n".join(texts)
    lowered = told.lower()
    numbers = {_canonical(number) for number in re.findall(r"\d+(?:\.\d+)?", told)} | {
        _canonical(n) for n in re.findall(r"\d+", told)
    }
    missing = [value for value in _written(plain) if not _stands(value.lower(), lowered)]
    rest = _blanked(plain)
    missing += [match[0].strip() for match in _counted(rest) if not _counts(match, numbers, lowered)]
    missing += [each for each in _wished(plain, lowered) if each.lower() not in " ".join(missing).lower()]
    return tuple(dict.fromkeys(missing))[:_MOST]


def _written(text: str) -> Iterator[str]:
    """What has to be in a file as it was written."""
    for match in _QUOTED.finditer(text):
        yield (match[1] or match[2] or match[3]).strip()
    for pattern in (_PLACE, _ADDRESS, _TAGGED):
        for match in pattern.finditer(text):
            yield match[1].rstrip(".,")
    for match in _PAIR.finditer(text):
        yield match[2].rstrip(".,")
    for match in _NAMED.finditer(text):
        if match[1].lower() not in _NOT_NAMES:
            yield match[1]


def _stands(value: str, told: str) -> bool:
    """Whether a file has it, be its words apart or its end cut."""
    bare = value.strip("/").removeprefix("./")
    if bare in told or bare.replace("_", "-") in told or bare.replace(".", "-") in told or bare.replace(".", "_") in told:
        return True
    if re.fullmatch(r"[\w.-]+:\d{2,5}", bare):  # a service and its port stand in two fields
        name, _, port = bare.partition(":")
        return name in told and port in told
    if ":" in bare and " " not in bare and re.search(r"[a-z]", bare):  # an image by name and tag
        name, _, tag = bare.rpartition(":")
        return name in told and tag in told
    words = re.findall(r"[\w./-]+", bare)
    return len(words) > 1 and all(word in told for word in words)


def _blanked(text: str) -> str:
    """Without what was compared as it is written."""
    for pattern in (_QUOTED, _PLACE, _ADDRESS, _TAGGED, _PAIR):
        text = pattern.sub(" ", text)
    return _RANGE.sub(" ", text)


def _counted(text: str) -> Iterator[re.Match[str]]:
    for match in _CLOCK.finditer(text):
        yield match
    for match in _NUMBER.finditer(_CLOCK.sub(" ", text)):
        if not _STATUS.search(text[: match.start()][-12:]):
            yield match


def _counts(match: re.Match[str], numbers: set[str], told: str) -> bool:  # noqa: PLR0911  # each rule decides
    """Whether a number, or what it is in another unit, is in a file."""
    if match.re is _CLOCK:
        hour = int(match[1]) % 12 + (12 if (match[3] or "").lower() == "pm" else 0) if match[3] else int(match[1])
        return str(hour) in numbers and str(int(match[2])) in numbers
    number, unit = match["number"], (match["unit"] or "").lower()
    if _canonical(number) in numbers or number in told:
        return True
    if number.count(".") > 1:
        return False
    value = float(number)
    if unit in {"%", "percent", "th"} and (
        f"{value / 100:g}" in numbers or f"{100 - value:g}" in numbers or f"{1 - value / 100:g}" in numbers
    ):
        return True
    if unit == "pm":
        return str(int(value) % 12 + 12) in numbers
    if unit == "am":
        return str(int(value) % 12) in numbers
    scales = _SCALES.get("m" if unit.startswith("mo") else unit[:1], ()) if unit else (1000,) if "." in number else ()
    if any(
        f"{value * scale:g}" in numbers or f"{value / scale:g}" in numbers or str(int(value * scale)) in numbers
        for scale in scales
    ):
        return True
    return unit.startswith(("day", "hour", "week", "minute")) and value == 1


def _wished(text: str, told: str) -> Iterator[str]:
    for said, shown in _WISHES:
        if (match := said.search(text)) and not shown.search(told) and not _WITHOUT.search(text[: match.start()][-20:]):
            yield match[0]


def _canonical(number: str) -> str:
    return number.lstrip("0") or "0"
