"""Several services of one request, and servers behind a proxy."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation import well_known
from assistant.generation.reading import names

KNOWN = re.compile(
    r"(?<![\w./-])("
    + "|".join(
        sorted(
            (
                re.escape(name)
                for name in {*well_known.WELL_KNOWN, *well_known.SYNONYMS}
                - {"python", "node", "nodejs", "curl", "alpine", "debian", "ubuntu", "busybox"}
            ),
            key=len,
            reverse=True,
        )
    )
    + r")(?::([\w][\w.-]{0,60})|\s+(?:version\s+|v)?(\d{1,4}(?:\.\d{1,4}){0,3}(?:-[a-z][a-z0-9.]{0,20})?)(?![\w%:]| ?(?:replicas|workers|instances)))?(?![\w/])",
    re.IGNORECASE,
)
_UPSTREAM = re.compile(
    r"(?<![\w./-])(?:https?://)?((?:\d{1,3}\.){3}\d{1,3}|localhost|[a-z][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,5})(?::(\d{2,5}))(?![\w.])",
    re.IGNORECASE,
)
OWN = re.compile(
    r"\b(web|api|app|backend|frontend|worker|server|web ?app|celery|gateway|scheduler|django|flask|fastapi|rails|laravel|express|node(?:\.?js)?|python|go|php|java|spring(?: boot)?)\b",
    re.IGNORECASE,
)


_ENTRY_POINT = re.compile(r"\bentry ?points?\s*[:=]?\s*$", re.IGNORECASE)
_OWN_NAMES = {
    **dict.fromkeys(("node-js", "node", "nodejs", "python", "go", "php", "java", "spring-boot", "spring"), "app"),
    **dict.fromkeys(("webapp", "web-app"), "web"),
}


def own_name(word: str) -> str:
    """What a service that is built here is called."""
    name = names.slug(word)
    return _OWN_NAMES.get(name, name)


def _flavoured(tag: str | None, known: well_known.WellKnown, after: str) -> str:
    """The tag, with the user interface of RabbitMQ where that is asked for."""
    if tag and known.image == "rabbitmq" and "management" not in tag and re.search(r"\bmanagement|\bui\b|15672", after[:120]):
        return f"{tag}-management"
    return tag or known.tag


def read(text: str) -> dict[str, Any]:  # noqa: C901  # one clause a field
    """Read `services` (well-known images, in order), `own_services` (built here) and `upstreams`."""
    facts: dict[str, Any] = {}
    found: dict[str, str] = {}
    for match in KNOWN.finditer(text):
        known = well_known.lookup(match[1])
        if known is not None:
            base = known.image.rpartition("/")[2]
            version = match[2] or match[3]
            if base not in found or version:
                found[base] = well_known.tagged(known, _flavoured(version, known, text[match.end() :]))
    if found:
        facts["services"] = tuple(list(found.values())[:20])
    own = []
    for match in OWN.finditer(text):
        name = names.slug(match[1])
        if (
            re.match(r"\s*(?:images?|:\S)", text[match.end() :])
            or name in own
            or _ENTRY_POINT.search(text[: match.start()][-14:])
        ):
            continue
        own.append(own_name(match[1]))
    if own := _without_same(own, text):
        facts["own_services"] = tuple(own[:6])
    built = re.search(
        r"\bbuil[dt]\w*\s+(?:it\s+)?(?:from|in|with(?: context)?|context(?: is)?|context:?)?\s*(?:the\s+)?(?:directory\s+|folder\s+|context\s+)?[\"'`]?(\.(?:/[\w-]+)*/?|\./[\w./-]+)(?=[\s,;\"'`]|$)",
        text,
        re.IGNORECASE,
    )
    if built:
        facts["context"] = built[1].rstrip("/") or "."
    placed = {}
    for match in _PLACED.finditer(text):
        name = (match[1] or match[4]).lower()
        known = well_known.lookup(name)
        if known is not None or name in own:
            placed[known.image.rpartition("/")[2] if known else name] = int(match[2] or match[3])
    if placed:
        facts["published"] = {name: str(port) for name, port in placed.items() if 0 < port < 65_536}
    upstreams = [f"{match[1].lower()}:{int(match[2])}" for match in _UPSTREAM.finditer(text) if 0 < int(match[2]) < 65536]
    if upstreams:
        facts["upstreams"] = tuple(dict.fromkeys(upstreams))[:20]
    return facts


_PLACED = re.compile(
    r"\b([a-z][\w-]{1,30})\s+(?:is\s+|should be\s+)?(?:reachable\s+|available\s+|exposed\s+|published\s+|listening\s+|ui\s+|served\s+)?(?:on|at)\s+(?:port\s+|host port\s+|localhost:|:)?(\d{2,5})\b(?!\s*(?:%|replicas))"
    r"|\bport\s+(\d{2,5})\s+(?:for|of)\s+(?:the\s+)?([a-z][\w-]{1,30})",
    re.IGNORECASE,
)


def _without_same(own: list[str], text: str) -> list[str]:
    """`a Flask app` and `a web app in Go` are one service, not two."""
    unique = list(dict.fromkeys(own))
    frameworks = {"django", "flask", "fastapi", "rails", "laravel", "express"}
    roles = [name for name in unique if name not in frameworks and name != "app"]
    if roles:
        return (
            roles
            if len(roles) > 1 or not re.search(r"\b\w+ (?:web|api|backend|server) (?:app|service|server)\b", text)
            else roles[:1]
        )
    plain = [name for name in unique if name == "app" or name in frameworks]
    return ["app"] if "app" in plain else plain[:1]
