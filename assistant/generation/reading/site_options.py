"""What a request says of an nginx site: where each path goes, who may come in, what is refused, where names are redirected."""

from __future__ import annotations

import re
from typing import Any

_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
_UPSTREAM = r"(?:https?://)?(?P<to>(?:\d{1,3}(?:\.\d{1,3}){3}|localhost|[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*):\d{2,5})"
_PATH = r"[\"'`]?(?P<path>/[\w./~-]*)\*?[\"'`]?"
_ROUTES = (
    re.compile(
        rf"(?<![\w:/.]){_PATH}\s+(?:is |are |should be |must be |gets |a |the |web ?sockets?,? |and |that |which )*(?:goes|go|going|proxied|proxies|proxy|passed|pass|forwarded|forward|routed|route|sent|served by|->|=>|to)+\s*(?:on |it |all )*(?:to\s+)?{_UPSTREAM}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w:/.]){_PATH}\s*(?:->|=>|:)\s*{_UPSTREAM}", re.IGNORECASE),
    re.compile(
        rf"\b(?:everything|all|requests?|traffic)\s+(?:under|below|at|on|to|in)\s+{_PATH}[^.;\n]{{0,60}}?\bto\s+{_UPSTREAM}",
        re.IGNORECASE,
    ),
    re.compile(rf"\bproxy(?:ing|_pass)?\s+{_PATH}\s+to\s+{_UPSTREAM}", re.IGNORECASE),
)
_REST = re.compile(
    rf"\b(?:everything else|all else|the rest|anything else|others?|default|all other[\w ]{{0,12}})\b[^.;\n]{{0,30}}?(?:to|->|=>|:|by)\s+(?:the\s+)?{_UPSTREAM}",
    re.IGNORECASE,
)
_SOCKET = re.compile(
    r"(?<![\w:/.])(?P<path>/[\w./-]*)[^.;\n]{0,30}\b(?:web ?sockets?|ws)\b|\b(?:web ?sockets?|wss?)\b[^.;\n]{0,24}?(?:on|at|under|path|for)\s+(?P<after>/[\w./-]*)",
    re.IGNORECASE,
)
_REDIRECTED = re.compile(
    rf"\bredirect\w*\b(?P<from>[^;\n]{{0,200}}?)\b(?:to|->|=>)\s+(?P<scheme>https?://)?(?P<to>{_HOST})(?P<kept>[^\s,;]*)",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(r"\b302\b|\b307\b|\btemporar\w+", re.IGNORECASE)
_HTPASSWD = re.compile(r"(?<![\w.])(/[\w./-]*htpasswd[\w.-]*|/[\w./-]*passw[\w.-]*)", re.IGNORECASE)
_AUTH = re.compile(r"\bbasic[- ]?auth\w*|\bhtpasswd\b|\bpassword[- ]protect\w*|\bauth_basic\b", re.IGNORECASE)
_REALM_PATH = re.compile(
    r"\b(?:basic[- ]?auth\w*|password|protect\w*)\b[^.;\n]{0,30}?\b(?:for|on|under|at)\s+(?P<path>/[\w./-]+)", re.IGNORECASE
)
_NETWORK = r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?"
_ALLOWED = re.compile(
    rf"\b(?:allow\w*|restrict\w*|access|reachable|only|permit\w*|limit\w*|whitelist\w*|from)\b[^.;\n\d]{{0,40}}(?P<nets>{_NETWORK}(?:\s*(?:,|and|or|\+)\s*{_NETWORK})*)(?!:\d)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    rf"\b(?:den\w+|block\w*|ban|forbid\w*|blacklist\w*)\b[^.;\n\d]{{0,30}}(?P<nets>{_NETWORK}(?:\s*(?:,|and|or)\s*{_NETWORK})*)(?!:\d)",
    re.IGNORECASE,
)
_STANDBY = re.compile(
    r"(?P<to>(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z][a-z0-9.-]*):\d{2,5})\s*(?:\(|,|is|as|the|a)*\s*(?:backup|standby|spare)\b",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    r"(?P<to>(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z][a-z0-9.-]*):\d{2,5})\s*(?:\(|,|with|has)*\s*weight\s*[:=]?\s*(?P<weight>\d{1,3})",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:rate[- ]?limit\w*|limit\w*)\b[^.;\n]{0,30}?\s(?P<path>/[\w./-]+)|(?P<before>/[\w./-]+)\s+(?:is\s+|to be\s+|should be\s+)?(?:rate[- ]?)?limited|\b(?:on|for|under|at)\s+(?P<on>/[\w./-]+)[^.;\n]{0,20}\brate",
    re.IGNORECASE,
)
_TIMEOUT = re.compile(
    r"\b(?:proxy|read|upstream)?[ _-]?time-?\s?out\w*\s*(?:of|is|to|[:=])?\s*(\d{1,5})\s?(s|secs?|seconds?|m|min\w*|h|hours?)?\b",
    re.IGNORECASE,
)
_HSTS = re.compile(r"\bhsts\b|\bstrict[- ]transport", re.IGNORECASE)
_CORS = re.compile(r"\bcors\b", re.IGNORECASE)
_PROXIED = re.compile(
    rf"\b(?:prox\w+|forward\w*|pass\w*|in front of|upstream|backend|behind|to)\b[^.;\n]{{0,30}}?(?<![\w./-]){_UPSTREAM}",
    re.IGNORECASE,
)


_BODY = re.compile(
    r"\b(?:body|upload\w*|request|proxy-body-size|client_max_body_size)\b[^.;\n]{0,30}?(\d{1,5})\s?([kmg])(?:i?b)?\b",
    re.IGNORECASE,
)
_REWRITE = re.compile(r"\brewrite(?:[- ]target)?\b[^.;\n/]{0,20}?(?P<path>/[\w$./-]*)", re.IGNORECASE)


def of_an_ingress(text: str) -> dict[str, Any]:
    """Read what an Ingress tells its controller in annotations."""
    facts: dict[str, Any] = {}
    if match := _BODY.search(text):
        facts["body_size"] = f"{match[1]}{match[2].lower()}"
    if match := _REWRITE.search(text):
        facts["rewrite_to"] = match["path"]
    nets = [net for match in _ALLOWED.finditer(text) for net in re.findall(_NETWORK, match["nets"])]
    facts["allowed_networks"] = tuple(dict.fromkeys(nets))[:12]
    if match := _TIMEOUT.search(text):
        facts["proxy_timeout"] = f"{int(match[1]) * {'s': 1, 'm': 60, 'h': 3600}[(match[2] or 's')[0].lower()]}s"
    return facts


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read them."""
    match: re.Match[str] | None
    facts: dict[str, Any] = {}
    sockets = {(match["path"] or match["after"]).rstrip("*") for match in _SOCKET.finditer(text)}
    places: dict[str, tuple[str, bool]] = {}
    for pattern in _ROUTES:
        for match in pattern.finditer(text):
            path = match["path"] or "/"
            if not path.startswith(("/etc/", "/var/", "/srv/", "/usr/", "/opt/")):
                places.setdefault(path, (match["to"].lower(), path in sockets))
    if match := _REST.search(text):
        places["/"] = (match["to"].lower(), False)
    if len(places) > 1:
        facts["locations"] = tuple(
            (path, to, socket) for path, (to, socket) in sorted(places.items(), key=lambda each: -len(each[0]))
        )[:12]
    if (match := _REDIRECTED.search(text)) and not re.search(r"\bhttps?\b\s*$", match["from"].rstrip()):
        sources = [each.lower() for each in re.findall(_HOST, match["from"], re.IGNORECASE)]
        target = match["to"].lower()
        if sources:
            facts["redirect_to"] = f"{(match['scheme'] or 'https://').lower()}{target}"
            facts["redirect_from"] = tuple(dict.fromkeys(each for each in sources if each != target))[:10]
            if _TEMPORARY.search(text):
                facts["redirect_status"] = 302
    if _AUTH.search(text):
        file = _HTPASSWD.search(text)
        facts["password_file"] = file[1].rstrip(".,)") if file else "/etc/nginx/.htpasswd"
        if match := _REALM_PATH.search(text):
            facts["protected_path"] = match["path"].rstrip(".")
    for field, pattern in (("allowed_networks", _ALLOWED), ("denied_networks", _DENIED)):
        nets = [
            net
            for match in pattern.finditer(text)
            for net in re.findall(_NETWORK, match["nets"])
            if not re.match(r":\d", text[text.find(net) + len(net) :][:2])
        ]
        if nets:
            facts[field] = tuple(dict.fromkeys(nets))[:12]
    if "denied_networks" in facts and "allowed_networks" in facts:
        facts["allowed_networks"] = tuple(net for net in facts["allowed_networks"] if net not in facts["denied_networks"])
    standby = [match["to"].lower() for match in _STANDBY.finditer(text)]
    facts["standby"] = tuple(dict.fromkeys(standby))[:8]
    facts["weights"] = tuple({match["to"].lower(): int(match["weight"]) for match in _WEIGHT.finditer(text)}.items())[:20]
    if match := _LIMITED.search(text):
        facts["limited_path"] = (match["path"] or match["before"] or match["on"]).rstrip(".")
    if match := _TIMEOUT.search(text):
        unit = (match[2] or "s")[0].lower()
        facts["proxy_timeout"] = f"{int(match[1])}{unit}"
    if _HSTS.search(text):
        facts["hsts"] = True
    if _CORS.search(text):
        facts["cors"] = True
    return facts
