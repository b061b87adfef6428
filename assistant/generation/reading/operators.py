"""What a request says of objects for operators: ServiceMonitors, Applications of Argo CD, issuers of certificates."""

from __future__ import annotations

import re
from typing import Any

_LABEL = re.compile(
    r"\b(?P<key>app(?:\.kubernetes\.io/name)?|k8s-app|component|name|tier)\s?[=:]\s?[\"'`]?(?P<value>[\w.-]+)|\blabels?\s+(?P<key2>[\w./-]+)\s?[=:]\s?[\"'`]?(?P<value2>[\w.-]+)",
    re.IGNORECASE,
)
_RELEASE = re.compile(r"\brelease\s?(?:=|:|label)?\s*[\"'`]?(?P<name>[a-z0-9][\w-]*)", re.IGNORECASE)
_PORT_NAME = re.compile(
    r"\bport\s*(?:name[d]?|called|is|[:=])*\s*[\"'`]?(?P<name>(?!name|named|is\b|of\b)[a-z][a-z0-9-]{0,40})|(?<![\w-])(?P<before>(?!the\b|a\b|named\b|on\b|service\b)[a-z][a-z0-9-]{0,40})\s+port\b",
    re.IGNORECASE,
)
_REPOSITORY = re.compile(r"(?P<url>https?://[^\s,;\"'`]+|git@[\w.-]+:[\w./-]+|ssh://[^\s,;\"'`]+)", re.IGNORECASE)
_BARE_REPOSITORY = re.compile(
    r"\brepo(?:sitory)?(?:\s*(?:(?:is|url|at)\b|[:=]))*\s*[\"'`]?(?P<url>(?:[\w-]+\.)+[a-z]{2,}/[\w./-]+)", re.IGNORECASE
)
_PATH = re.compile(
    r"\b(?:path|folder|directory|dir|under|subdir\w*)(?:\s*(?:(?:is|of|in)\b|[:=]))*\s*[\"'`]?(?P<path>\.?/?[\w.-]+(?:/[\w.-]+)*)",
    re.IGNORECASE,
)
_REVISION = re.compile(
    r"\b(?:branch|revision|target ?revision|tag|version|ref)(?:\s*(?:(?:is|of)\b|[:=]))*\s*[\"'`]?(?P<rev>(?!and\b|path\b|in\b)[\w][\w./-]*)|(?P<before>\bmain|\bmaster|\bdevelop)\s+branch",
    re.IGNORECASE,
)
_PROJECT = re.compile(r"\bproject(?:\s*(?:(?:is|called|named)\b|[:=]))*\s*[\"'`]?(?P<name>[a-z0-9][\w-]*)", re.IGNORECASE)
_SERVER = re.compile(r"\b(?:server|cluster)(?:\s*(?:(?:is|url|at)\b|[:=]))*\s*(?P<url>https://[\w.:-]+)", re.IGNORECASE)
_DESTINATION = re.compile(
    r"\b(?:dest(?:ination)?(?: namespace| ns)?|(?:to|into|in) (?:the )?(?:namespace|ns)|target namespace)(?:\s*(?:(?:is|ns|namespace)\b|[:=]))*\s*[\"'`]?(?P<name>[a-z0-9][a-z0-9-]*)",
    re.IGNORECASE,
)
_VALUES = re.compile(r"(?<![\w./-])([\w./-]*values[\w.-]*\.ya?ml)\b", re.IGNORECASE)
_CHART = re.compile(
    r"\bchart(?:\s*(?:(?:is|called|named)\b|[:=]))*\s*[\"'`]?(?P<name>(?!from\b|in\b|at\b|with\b|version\b)[a-z][\w-]*)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)")
_DNS = (("route53", r"route ?53|aws"), ("cloudflare", r"cloudflare"), ("cloudDNS", r"cloud ?dns|google"))
_SOLVER_CLASS = re.compile(
    r"\b(?:solver|http-?01|ingress(?: ?class(?:name)?)?|class)\b[^.;\n]{0,30}?\b(nginx|traefik|haproxy|contour|kong|istio|alb|cilium)\b|\b(nginx|traefik|haproxy|contour|kong|istio|cilium)\b",
    re.IGNORECASE,
)
_NO_PORTS_TEXT = """
and every scrape in on with path for of at to
"""
_NO_PORTS = frozenset(_NO_PORTS_TEXT.split())


def monitored(text: str) -> dict[str, Any]:
    """Read `selector`, `port_name` and `release` of a ServiceMonitor."""
    facts: dict[str, Any] = {}
    if match := _RELEASE.search(text):
        facts["release"] = match["name"].lower()
        text = text.replace(match[0], " ")
    for match in _LABEL.finditer(text):
        key, value = match["key"] or match["key2"], match["value"] or match["value2"]
        if key.lower() not in {"namespace", "ns", "name", "release", "path", "port", "interval"}:
            facts.setdefault("selector", {})[key] = value.rstrip(".")
    for match in _PORT_NAME.finditer(text):
        name = (match["name"] or match["before"]).lower()
        if name not in _NO_PORTS:
            facts["port_name"] = name
            break
    spaces = [
        match[1].lower() for match in re.finditer(r"\b(?:namespace|ns)\s+[\"'`]?([a-z0-9][a-z0-9-]*)", text, re.IGNORECASE)
    ]
    if len(spaces) > 1:
        facts["namespace"], facts["of_namespace"] = spaces[0], spaces[1]
    return facts


def application(text: str) -> dict[str, Any]:  # noqa: C901  # one clause a field
    """Read source, destination and policy of an Application."""
    facts: dict[str, Any] = {}
    if match := _SERVER.search(text):
        facts["server"] = match["url"].rstrip(".")
        text = text.replace(match[0], " ")
    if match := _REPOSITORY.search(text) or _BARE_REPOSITORY.search(text):
        url = match["url"].rstrip(".,")
        facts["repository"] = url if re.match(r"https?:|git@|ssh:", url) else f"https://{url}"
        text = text.replace(match[0], " repo ")
    if match := _PATH.search(text):
        facts["source_path"] = match["path"].strip("./") or "."
        text = text.replace(match[0], " ")
    if match := _REVISION.search(text):
        facts["revision"] = (match["rev"] or match["before"]).rstrip(".,")
    if (match := _PROJECT.search(text)) and match["name"].lower() not in {"for", "in", "with"}:
        facts["project"] = match["name"].lower()
    if match := _DESTINATION.search(text):
        facts["namespace"] = match["name"].lower()
    if match := _CHART.search(text):
        facts["chart"] = match["name"].lower()
    facts["value_files"] = tuple(dict.fromkeys(_VALUES.findall(text)))[:5]
    if re.search(r"\b(?:no|without|manual) (?:auto(?:mated|matic)?[- ]?)?sync\w*", text, re.IGNORECASE):
        facts["automated"] = False
    elif re.search(r"\bauto(?:mated|matic\w*)?\b|\bprune\w*|\bself[- ]?heal\w*", text, re.IGNORECASE):
        facts["automated"] = True
        facts["prune"] = bool(re.search(r"\bprun\w+", text, re.IGNORECASE)) and not re.search(
            r"\b(?:no|without) prun", text, re.IGNORECASE
        )
        facts["self_heal"] = bool(re.search(r"\bself[- ]?heal\w*", text, re.IGNORECASE)) and not re.search(
            r"\b(?:no|without) self", text, re.IGNORECASE
        )
    if re.search(
        r"\bcreat\w+ (?:the )?(?:namespace|ns)\b|\bCreateNamespace\b|\bnamespace\b[^.;\n]{0,20}\bcreated\b", text, re.IGNORECASE
    ):
        facts["create_namespace"] = True
    return facts


def issuer(text: str) -> dict[str, Any]:
    """Read who issues certificates, and how it is proven whose the name is."""
    facts: dict[str, Any] = {}
    facts["acme"] = "staging" if re.search(r"\bstaging\b|\btest\b", text, re.IGNORECASE) else "production"
    if match := _MAIL.search(text):
        facts["mail"] = match[1].rstrip(".")
    if re.search(r"\bself[- ]?signed\b", text, re.IGNORECASE):
        facts["self_signed"] = True
    if re.search(r"\bdns-?01\b|\bdns\b|\bwildcard\b", text, re.IGNORECASE):
        facts["dns_provider"] = next((name for name, words in _DNS if re.search(words, text, re.IGNORECASE)), "route53")
    if match := _SOLVER_CLASS.search(text):
        facts["ingress_class"] = (match[1] or match[2]).lower()
    if not re.search(r"\bcluster[- ]?(?:wide )?issuer\b|\bcluster\b", text, re.IGNORECASE):
        facts["one_namespace"] = bool(re.search(r"\b(?:namespace|ns)\b", text, re.IGNORECASE))
    return facts
