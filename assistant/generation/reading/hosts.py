"""Host names, addresses, paths in URLs, TLS."""

from __future__ import annotations

import re
from typing import Any

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(
    rf"(?<![\w.@/-])(?:https?://)?((?:\*\.)?(?:{_LABEL}\.){{1,6}}[a-z]{{2,24}})(?![\w-])(?!\.\w)(?!/[\w./-]*:[\w.-])",
    re.IGNORECASE,
)
_NOT_TOP_LEVEL_TEXT = """
yaml yml json conf txt log sh py js ts go rs rb php html css md toml ini cfg service timer target socket mount env
lock xml sql gz tar zip csv tf hcl jar war exe pem key crt cert gitignore d dockerignore io-api local-path jsx tsx pid
sock example-not k8s net6 mod sum png properties bak cpp java kt
"""
_NOT_TOP_LEVEL = frozenset(_NOT_TOP_LEVEL_TEXT.split())
_NOT_HOSTS = frozenset(
    {
        "node.js",
        "next.js",
        "asp.net",
        "vue.js",
        "express.js",
        "nest.js",
        "nuxt.js",
        "react.js",
        "docker.io",
        "ghcr.io",
        "quay.io",
        "gcr.io",
        "registry.k8s.io",
        "registry.gitlab.com",
        "docker.elastic.co",
    }
)
_PATH = re.compile(
    r"\b(?:path|prefix|under|at|location|route|on)s?\s*(?:is|of|prefix|[:=])?\s*[\"'`]?(/[A-Za-z0-9._~/*-]{0,100})",
    re.IGNORECASE,
)
_HEALTH = re.compile(
    r"\b(?:health[- ]?checks?|health|probes?|livez?|liveness|readiness|ready|startup|healthz|checks?)\b[\w ,:=-]{0,40}?[\s\"'`](/[A-Za-z0-9._~/-]{1,100})|(?<!\w)(/(?:healthz?|readyz?|livez?|ping|status|actuator/health|_health|api/health|health/ready|health/live)\b)",
    re.IGNORECASE,
)
_LIVENESS = re.compile(
    r"\b(?:liveness|live)\b(?:\s*probes?)?\s*(?:(?:on|at|path|is|check|get|http|httpget|via|under|goes to|uses?)\b|[:=]|\s)*[\"'`]?(/[A-Za-z0-9._~/-]{1,100})",
    re.IGNORECASE,
)
_READINESS = re.compile(
    r"\b(?:readiness|ready)\b(?:\s*probes?)?\s*(?:(?:on|at|path|is|check|get|http|httpget|via|under|goes to|uses?)\b|[:=]|\s)*[\"'`]?(/[A-Za-z0-9._~/-]{1,100})",
    re.IGNORECASE,
)
_TLS = re.compile(r"\b(?:tls|https|ssl|cert(?:ificate)?s?|cert-manager|let'?s ?encrypt)\b", re.IGNORECASE)
_NO_TLS = re.compile(r"\b(?:without|no|plain)\s+(?:tls|https|ssl|http\b(?!s))", re.IGNORECASE)
_TLS_SECRET = re.compile(
    r"\b(?:tls[- ]|certificate[- ]|cert[- ])?secret(?:\s*name)?\s*(?:is|called|named|[:=])?\s*[\"'`]?([a-z0-9][a-z0-9.-]{0,80}[a-z0-9])|\b([a-z0-9][a-z0-9-]{0,60}-(?:tls|cert))\b",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"\b(?:cluster[- ]?)?issuer\s*(?:(?:is|called|named)\b|[:=]|\s)*[\"'`]?([a-z0-9][a-z0-9.-]{0,80})|\b(letsencrypt-[a-z0-9-]{1,40}|let'?s ?encrypt|cert-manager)\b",
    re.IGNORECASE,
)
_CLASS = re.compile(
    r"\b(?:ingress ?class(?:name)?|class(?:name)?)\s*(?:is|called|named|[:=])?\s*[\"'`]?([a-z0-9][a-z0-9-]{0,60})|\b(nginx|traefik|haproxy|alb|kong|contour)\s+(?:ingress|class)",
    re.IGNORECASE,
)
_CIDR = re.compile(r"(?<![\w.])((?:\d{1,3}\.){3}\d{1,3})(?:/(\d{1,2}))?(?![\w.])")


def is_host(value: str) -> bool:
    """Whether it is a DNS name, a wildcard allowed in front (RFC 1123)."""
    return len(value) <= 253 and re.fullmatch(rf"(?:\*\.)?(?:{_LABEL}\.){{0,8}}{_LABEL}", value) is not None


def read(text: str) -> dict[str, Any]:
    """Read `hosts`, `path`, `health_path`, `liveness_path`, `readiness_path`, `tls`, `tls_secret`, `issuer`, `ingress_class`."""
    facts: dict[str, Any] = {}
    hosts = [match[1].lower() for match in _HOST.finditer(text)]
    hosts = [
        host
        for host in dict.fromkeys(hosts)
        if host.rpartition(".")[2] not in _NOT_TOP_LEVEL
        and host not in _NOT_HOSTS
        and is_host(host)
        and not _in_an_image(host, text)
    ]
    if hosts:
        facts["hosts"] = tuple(hosts[:20])
    for field, pattern in (("liveness_path", _LIVENESS), ("readiness_path", _READINESS), ("health_path", _HEALTH)):
        if path := _path(pattern, text):
            facts[field] = path
    probes = {facts.get(field) for field in ("liveness_path", "readiness_path", "health_path")}
    paths = [match[1].rstrip(".,*") or "/" for match in _PATH.finditer(text)]
    if paths := [
        path
        for path in paths
        if path not in probes and not path.startswith(("/var/", "/etc/", "/usr/", "/srv/", "/opt/", "/home/"))
    ]:
        facts["path"] = paths[0]
    facts |= _tls(text)
    if match := _CLASS.search(text):
        found = match[1] or match[2]
        if "storage" not in text[max(0, match.start() - 10) : match.start()].lower() and found.lower() not in {
            "the",
            "a",
            "is",
            "and",
            "with",
        }:
            facts["ingress_class"] = found.lower()
    return facts


def cidrs(text: str) -> tuple[str, ...]:
    """Networks and addresses (as /32) in a text."""
    found = []
    for match in _CIDR.finditer(text):
        if all(int(part) < 256 for part in match[1].split(".")) and int(match[2] or 32) <= 32:
            found.append(f"{match[1]}/{match[2] or 32}")
    return tuple(dict.fromkeys(found))[:20]


def _in_an_image(host: str, text: str) -> bool:
    return re.search(re.escape(host) + r"(?::\d+)?/[\w./-]*[\w-]:[\w.]", text, re.IGNORECASE) is not None


def _path(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    path = next((group for group in match.groups() if group), None) if match else None
    return path.rstrip(".,") or None if path else None


def _tls(text: str) -> dict[str, Any]:
    if _NO_TLS.search(text):
        return {"tls": False}
    if not _TLS.search(text):
        return {}
    facts: dict[str, Any] = {"tls": True}
    if (match := _TLS_SECRET.search(text)) and (secret := (match[1] or match[2])).lower() not in {
        "and",
        "for",
        "from",
        "with",
        "the",
    }:
        facts["tls_secret"] = secret.lower().rstrip(".")
    if issuer := _issuer(text):
        facts["issuer"] = issuer
    return facts


def _issuer(text: str) -> str | None:
    """The issuer that is named; the usual one where only cert-manager or Let's Encrypt is."""
    found = None
    for match in _ISSUER.finditer(text):
        if match[1] and match[1].lower() not in {"for", "and", "with", "to", "is", "in"}:
            return match[1].lower().rstrip(".")
        if match[2] and match[2].lower().startswith("letsencrypt-"):
            return match[2].lower()
        found = "letsencrypt-prod"
    return found
