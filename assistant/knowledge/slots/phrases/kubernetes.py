"""Objects of Kubernetes, their fields and what may be done with them: `may create pods`, `the spec of an ingress`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.search.words import STOP_WORDS
from assistant.knowledge.slots.slot import Slot

_REQUEST = re.compile(
    r"(?i)\b(get|list|watch|create|update|patch|delete|read|see|view|deploy|edit|exec into|impersonate)\s+(?:the\s+|any\s+|new\s+)?"
    r"(pods?/\w+|[a-z]{3,40}s?)\b"
)
_VERBS = {"read": "get", "see": "get", "view": "get", "edit": "update", "deploy": "create", "exec into": "create"}
_OBJECT_AND_NAME = re.compile(
    r"(?i)\b(node|pod|deployment|statefulset|daemonset|service|namespace|configmap|secret|ingress|pvc|job|cronjob|serviceaccount)[ /]+"
    r"(?:named |called )?([a-z0-9][a-z0-9.-]{0,100})(?![\w/])"
)
_KIND = (
    r"(pods?|deployments?|services?|ingress(?:es)?|statefulsets?|daemonsets?|cronjobs?|jobs?|configmaps?|secrets?|pvcs?|nodes?|namespaces?|hpas?|"
    r"network ?polic(?:y|ies)|serviceaccounts?|persistentvolumeclaims?|endpoints?|roles?|rolebindings?)"
)
_FIELD_PATH = re.compile(
    r"(?<![\w./-])((?:pod|deployment|service|ingress|statefulset|daemonset|cronjob|job|node|pvc|hpa|configmap|secret)s?(?:\.[a-zA-Z]+)+)(?![\w/])"
)
_FIELD_OF = re.compile(
    rf"(?i)\b((?:spec|status|metadata|strategy|template|containers?|resources|probes?)(?:\.[a-z]+)*)\s+(?:of|in|for)\s+(?:an?\s+|the\s+)?(?:k8s\s+|kubernetes\s+)?{_KIND}\b"
)
_KIND_ALONE = re.compile(rf"(?i)\b(?:fields?|keys?|schema|explain|documentation|structure)\b.{{0,40}}?\b{_KIND}\b")
_BELOW_SPEC = {"strategy": "spec.strategy", "template": "spec.template"}
_SHORT = {"networkpolicies": "networkpolicy", "ingresses": "ingress"}
_NAMESPACES = re.compile(
    r"(?i)(?:\b(?:namespace|ns)|\s-n)[ =]([a-z0-9][a-z0-9-]*)|\b(?:in|of|from)\s+(?:the\s+)?([a-z0-9][a-z0-9-]*)\s+(?:namespace|ns)\b"
)
_ACCOUNT_IN = re.compile(
    r"(?i)\b(?:serviceaccount|service account|sa)\s+[\w-]+,?\s+(?:of|in|from)\s+(?:the\s+)?(?:namespace|ns)\s+([a-z0-9-]+)|\b(?:serviceaccount|service account|sa)\s+([a-z0-9-]+)[:/][a-z0-9-]+"
)
_LABEL = re.compile(r"(?<![\w/.])([A-Za-z0-9][\w./-]*=[\w.:/-]+)")
_QUANTITY = re.compile(
    r"(?i)(?<![\w.])(\d+(?:\.\d+)?(?:m|[kmgt]i?b?)?)\s+(?:of\s+)?(cpu|memory|mem|ram)\b(?:\s+(requests?|limits?))?"
    r"|\b(cpu|memory|mem|ram)\s+(requests?\s+|limits?\s+)?(?:of\s+|to\s+|=\s*)?(\d+(?:\.\d+)?(?:m|[kmgt]i?b?)?)(?![\w.])"
)
_SERVICE_TYPE = re.compile(r"(?i)\b(?:to|into|as|of type|type)\s+(?:an?\s+)?(nodeport|loadbalancer|clusterip|externalname)\b")
_SERVICE_TYPES = {name.casefold(): name for name in ("NodePort", "LoadBalancer", "ClusterIP", "ExternalName")}


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    yield from _request(text, slots)
    if (
        "kind" in slots
        and "name" in slots
        and (match := _OBJECT_AND_NAME.search(text))
        and match[2].casefold() not in STOP_WORDS
    ):
        yield "kind", match[1].casefold()
        yield "name", match[2]
    if "field" in slots and slots["field"].example.startswith("deployment.") and (field := _fields(text)):
        yield "field", field
    if "account_namespace" in slots:
        yield from _namespaces(text)
    if "note" in slots and re.search(r"(?i)\bannotat", text) and (match := _LABEL.search(text)):
        yield "note", match[1]
    if "cpu" in slots and slots["cpu"].kind == "name":
        yield from _quantities(text)
    if "type" in slots and (match := _SERVICE_TYPE.search(text)):
        yield "type", _SERVICE_TYPES[match[1].casefold()]


def _request(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "verb" not in slots or "resource" not in slots:
        return
    for match in _REQUEST.finditer(text):
        verb, resource = match[1].casefold(), match[2].casefold()
        if resource in STOP_WORDS or resource in ("permissions", "rights", "namespace", "rbac", "access", "all"):
            continue
        yield "verb", _VERBS.get(verb, verb)
        yield "resource", "pods/exec" if verb == "exec into" else resource
        return


def _fields(text: str) -> str | None:
    """A field of a kind as kubectl names it: `the spec of an ingress`, `deployment.spec.strategy`."""
    if match := _FIELD_PATH.search(text):
        return match[1]
    match = _FIELD_OF.search(text) or _KIND_ALONE.search(text)
    if match is None:
        return None
    groups = match.groups()
    kind = groups[-1].casefold().replace(" ", "")
    path = f".{_BELOW_SPEC.get(groups[0], groups[0])}" if len(groups) > 1 else ""
    return f"{_SHORT.get(kind, kind)}{path}"


def _namespaces(text: str) -> Iterator[tuple[str, str]]:
    """Of a service account, and where something is done."""
    named = list(dict.fromkeys(next(filter(None, match.groups())) for match in _NAMESPACES.finditer(text)))
    if match := _ACCOUNT_IN.search(text):
        own = next(filter(None, match.groups()))
        yield "account_namespace", own
        yield "namespace", next((each for each in named if each != own), own)
    elif len(named) == 1:
        yield "account_namespace", named[0]


def _quantities(text: str) -> Iterator[tuple[str, str]]:
    """What a container asks for and may take: `500m cpu request`, `memory limit of 1Gi`."""
    for match in _QUANTITY.finditer(text):
        amount, resource, bound = (
            match[1] or match[6],
            (match[2] or match[4]).casefold(),
            (match[3] or match[5] or "").casefold(),
        )
        name = "cpu" if resource == "cpu" else "memory_limit" if bound.startswith("limit") else "memory"
        yield name, amount
