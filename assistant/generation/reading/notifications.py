"""Who is told of alerts: receivers, addresses, channels, and for which severities."""

from __future__ import annotations

import re
from typing import Any

_TO = {
    "slack": r"slack",
    "pagerduty": r"pager ?duty|\bpd\b",
    "opsgenie": r"ops ?genie",
    "email": r"e-?mails?|mails?|smtp",
    "teams": r"(?:ms |microsoft )?teams",
    "webhook": r"web-?hooks?",
}
_ANY = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _TO.items()), re.IGNORECASE)
_SEVERITY = r"(critical|warnings?|info|page)"
_GOES = re.compile(
    rf"\b(?:severity\s*[:=]?\s*)?{_SEVERITY}\b(?:\s+(?:alerts?|ones|severity|go(?:es)?|are|is|should|sent|routed|only|also|pages?))*\s*(?:to|->|=>|:|via|by|through|in)\s+(?:the\s+|a\s+|an\s+|our\s+)?(?P<rest>[^,;.\n]{{1,60}})",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\b(?:everything else|all (?:the )?others?|the rest|others?|rest|default|all alerts?|everything)\b[^,;.\n]{0,20}?(?:to|->|=>|:|via|by)\s+(?P<rest>[^,;\n]{1,60})",
    re.IGNORECASE,
)
_CHANNEL = re.compile(
    r"(?<![\w&/])(#[a-z][\w-]{0,60})|\bchannel\s+(?:called\s+|named\s+)?[\"'`]?([a-z][\w-]{1,60})", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?<![\w.+-])([\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)")
_FROM = re.compile(
    r"\b(?:from|sender)(?:\s*(?:(?:is|address)\b|[:=]))*\s*[\"'`<]?([\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE
)
_SMARTHOST = re.compile(r"(?<![\w.@-])((?:smtp|mail|relay|mx)[\w-]*(?:\.[\w-]+)+|localhost)(?::(\d{2,5}))?", re.IGNORECASE)
_GROUP_BY = re.compile(
    r"\bgroup(?:ed|ing)?[ _]?by\s*[:=]?\s*((?:\[?[a-z_]\w*\]?(?:\s*(?:,|and|&|\+)\s*|\s+(?=cluster\b|namespace\b|service\b|severity\b|job\b|instance\b))?){1,6})",
    re.IGNORECASE,
)
_TIME = r"\s*(?:interval|wait)?(?:\s*(?:(?:of|is|every|after)\b|[:=]))*\s*(\d{1,4})\s?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\b"
_TIMES = {
    "repeat_interval": re.compile(
        r"\b(?:repeat(?:ed|s|ing)?|remind(?:er|ers|ed)?|again|re-?send|resent)[ _]?" + _TIME, re.IGNORECASE
    ),
    "group_wait": re.compile(r"\bgroup[ _]?wait" + _TIME, re.IGNORECASE),
    "group_interval": re.compile(r"\bgroup[ _]?interval" + _TIME, re.IGNORECASE),
}
_URL = re.compile(r"(https?://[\w.-]+(?::\d{1,5})?(?:/[\w./-]*)?)")


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read `receivers`, `severity_routes`, `receiver` (of all others), channels, addresses and times."""
    match: re.Match[str] | None
    facts: dict[str, Any] = {}
    plain = _ADDRESS.sub(" an-address ", text)
    receivers = [_name(match) for match in _ANY.finditer(plain)]
    routes = []
    for match in _GOES.finditer(plain):
        if found := _ANY.search(match["rest"]):
            routes.append((match[1].lower().rstrip("s") if match[1].lower() != "warnings" else "warning", _name(found)))
        elif "an-address" in match["rest"]:
            routes.append((match[1].lower(), "email"))
    if (match := _REST.search(plain)) and (found := _ANY.search(match["rest"])):
        facts["receiver"] = _name(found)
    mails = [match[1] for match in _ADDRESS.finditer(text)]
    if match := _FROM.search(text):
        facts["mail_from"] = match[1].rstrip(".")
    mails = [each.rstrip(".") for each in dict.fromkeys(mails) if each.rstrip(".") != facts.get("mail_from")]
    if mails:
        facts["mails"] = tuple(mails)[:5]
        receivers.append("email")
    if receivers:
        facts["receivers"] = tuple(dict.fromkeys(receivers))
    if routes:
        facts["severity_routes"] = tuple(dict.fromkeys(routes))
    if match := _CHANNEL.search(text):
        facts["slack_channel"] = match[1] or f"#{match[2]}"
    if match := _SMARTHOST.search(_ADDRESS.sub(" ", text)):
        facts["smarthost"] = f"{match[1].lower()}:{match[2] or '587'}"
    if match := _GROUP_BY.search(text):
        labels = [word for word in re.findall(r"[a-z_]\w*", match[1].lower()) if word not in {"and", "then", "repeat"}]
        facts["group_by"] = tuple(dict.fromkeys(labels))[:6]
    for field, pattern in _TIMES.items():
        if match := pattern.search(text):
            facts[field] = f"{int(match[1])}{match[2][0].lower()}"
    if re.search(r"\binhibit\w*|\b(?:mute|suppress|silence)\w*\b[^.;\n]{0,30}\bwarnings?\b", text, re.IGNORECASE):
        facts["inhibit"] = True
    if match := _URL.search(text):
        facts["url"] = match[1].rstrip(".")
    return facts


def _name(match: re.Match[str]) -> str:
    return next(name for name, group in match.groupdict().items() if group)
