"""Permissions: verbs, resources and who gets them."""

from __future__ import annotations

import re
from typing import Any

READ = ("get", "list", "watch")
WRITE = ("get", "list", "watch", "create", "update", "patch", "delete")
GROUPS = {
    "apps": ("deployments", "statefulsets", "daemonsets", "replicasets", "deployments/scale", "statefulsets/scale"),
    "batch": ("jobs", "cronjobs"),
    "networking.k8s.io": ("ingresses", "networkpolicies", "ingressclasses"),
    "autoscaling": ("horizontalpodautoscalers",),
    "policy": ("poddisruptionbudgets",),
    "rbac.authorization.k8s.io": ("roles", "rolebindings", "clusterroles", "clusterrolebindings"),
    "storage.k8s.io": ("storageclasses", "volumeattachments"),
    "apiextensions.k8s.io": ("customresourcedefinitions",),
    "coordination.k8s.io": ("leases",),
    "metrics.k8s.io": ("pods.metrics", "nodes.metrics"),
    "gateway.networking.k8s.io": ("httproutes", "gateways"),
    "events.k8s.io": (),
    "": (
        "pods",
        "pods/log",
        "pods/exec",
        "pods/portforward",
        "services",
        "configmaps",
        "secrets",
        "serviceaccounts",
        "persistentvolumeclaims",
        "persistentvolumes",
        "namespaces",
        "nodes",
        "events",
        "endpoints",
        "replicationcontrollers",
        "resourcequotas",
        "limitranges",
    ),
}
"""The resources of each API group."""

CLUSTER_WIDE = frozenset(
    {
        "nodes",
        "persistentvolumes",
        "namespaces",
        "storageclasses",
        "clusterroles",
        "clusterrolebindings",
        "customresourcedefinitions",
        "ingressclasses",
    }
)
_SPOKEN = {
    "pvc": "persistentvolumeclaims",
    "pvcs": "persistentvolumeclaims",
    "pvs": "persistentvolumes",
    "logs": "pods/log",
    "pod logs": "pods/log",
    "log": "pods/log",
    "hpa": "horizontalpodautoscalers",
    "hpas": "horizontalpodautoscalers",
    "crds": "customresourcedefinitions",
    "config maps": "configmaps",
    "cron jobs": "cronjobs",
    "network policies": "networkpolicies",
    "service accounts": "serviceaccounts",
    "stateful sets": "statefulsets",
    "exec": "pods/exec",
    "port-forward": "pods/portforward",
}
_RESOURCES = {name: name for names in GROUPS.values() for name in names if "." not in name}
_WORDS = {
    **_RESOURCES,
    **{
        name[:-3] + "y" if name.endswith("ies") else name[:-2] if name.endswith("sses") else name[:-1]: name
        for name in _RESOURCES
        if "/" not in name and name.endswith("s") and name != "endpoints"
    },
    "ingress": "ingresses",
    **_SPOKEN,
}
_RESOURCE = re.compile(
    r"(?<![\w/.-])("
    + "|".join(sorted((re.escape(word) for word in _WORDS), key=len, reverse=True))
    + r")(?![\w-])(?!\s*account\b(?<!s))(?!/)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(get|list|watch|create|update|patch|delete|deletecollection|read|view|edit|modify|restart|scale|exec|write|manage|describe)\b(?!\s+(?:me\b|an?\s+(?:cluster)?role|rbac|a rolebinding|the yaml|role\b))",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"\b(?:full (?:access|control)|all (?:verbs|permissions|access)|everything on|manage|read[ /-]*(?:and[ -])?write|crud)\b",
    re.IGNORECASE,
)
_READ_ONLY = re.compile(r"\b(?:read[- ]?only|view[- ]?only|reader|viewer|read access|readonly)\b", re.IGNORECASE)
_SPOKEN_VERBS = {
    "read": READ,
    "view": READ,
    "describe": READ,
    "edit": ("get", "list", "watch", "update", "patch"),
    "modify": ("get", "list", "watch", "update", "patch"),
    "restart": ("get", "list", "watch", "patch"),
    "scale": ("get", "list", "watch", "update", "patch"),
    "write": ("create", "update", "patch", "delete"),
    "manage": WRITE,
    "exec": ("create",),
}
_USER = re.compile(r"\b(?:user|developer)\s+[\"'`]?([a-z0-9][\w.@-]{0,80})", re.IGNORECASE)
_GROUP = re.compile(r"\bgroup\s+(?:called\s+|named\s+)?[\"'`]?([a-z0-9][\w.@:-]{0,80})", re.IGNORECASE)
_BIND_TO = re.compile(
    r"\b(?:bind|bound|binding|grant(?:ed)?|assign(?:ed)?)\b[^.;]{0,40}?\bto\s+(?:the\s+)?(?:user\s+|group\s+|service ?account\s+)?[\"'`]?([a-z0-9][\w.@-]{0,80})",
    re.IGNORECASE,
)
_NOT_NAMES_TEXT = """
the a an to for in with and can should of service account role user group it them who that group's read create
"""
_NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())


def read(text: str) -> dict[str, Any]:
    """Read `verbs`, `resources`, `subject_kind` and `subject`."""
    facts: dict[str, Any] = {}
    resources = [_WORDS[match[1].lower()] for match in _RESOURCE.finditer(text) if _means_the_resource(text, match)]
    if resources:
        facts["resources"] = tuple(dict.fromkeys(resources))
    if verbs := _verbs(text):
        facts["verbs"] = verbs
    for kind, pattern in (("Group", _GROUP), ("User", _USER)):
        match = pattern.search(text)
        if match and match[1].lower() not in _NOT_NAMES:
            facts["subject_kind"], facts["subject"] = kind, match[1].rstrip(".")
            break
    else:
        match = _BIND_TO.search(text)
        if match and match[1].lower() not in _NOT_NAMES | _RESOURCES.keys():
            facts["subject_kind"], facts["subject"] = "ServiceAccount", match[1].rstrip(".").lower()
    if match := _ACCOUNT_BEFORE.search(text):
        facts["service_account"] = (match[1] or match[3]).lower()
    if (match := _ACCOUNT_IN.search(text)) and match[1].lower() not in _NOT_NAMES | {"namespace", "ns"}:
        facts["subject_namespace"] = match[1].lower()
    return facts


_ACCOUNT_IN = re.compile(
    r"\b(?:service ?account|sa)\s+(?:called\s+|named\s+)?[\"'`]?[a-z0-9][\w.-]{0,62}[\"'`]?\s+(?:in|of|from)\s+(?:the\s+)?(?:namespace\s+|ns\s+)?[\"'`]?([a-z0-9][a-z0-9-]{0,62})",
    re.IGNORECASE,
)
_ACCOUNT_BEFORE = re.compile(
    r"(?<![\w./-])([a-z0-9][a-z0-9-]{0,62})\s*\((?:a\s+|the\s+)?(?:service ?account|sa)\)|\b([a-z0-9-]+):([a-z0-9-]+)\s+(?:service ?account|sa)\b",
    re.IGNORECASE,
)


def group_of(resource: str) -> str:
    """The API group of a resource; the core group is empty."""
    return next((group for group, names in GROUPS.items() if resource in names), "")


def _means_the_resource(text: str, match: re.Match[str]) -> bool:
    """`in namespace dev`, `a role`, `for service account ci` name other things."""
    word = match[1].lower()
    after, before = text[match.end() : match.end() + 14].lower(), text[max(0, match.start() - 16) : match.start()].lower()
    if word in {"role", "roles", "rolebinding", "clusterrole", "clusterrolebinding", "rolebindings", "serviceaccount"}:
        return word.endswith("s") and word != "roles"
    if word == "namespace":
        return False
    if word == "namespaces":
        return not re.search(r"\b(?:all|across|every|both|any)\s+$", before)
    if word == "service":
        return not after.lstrip().startswith("account")
    if word in {"log", "exec", "event", "node", "job", "pod", "secret", "deployment", "ingress"}:
        return (
            bool(
                re.search(
                    r"(?:\b(?:read|get|list|watch|delete|create|update|patch|view|to|on|and|restart|exec|scale)\s+|[,/]\s*)$",
                    before,
                )
            )
            or word == "exec"
        )
    return True


def _verbs(text: str) -> tuple[str, ...] | None:
    if _READ_ONLY.search(text):
        return READ
    if _FULL.search(text):
        return WRITE
    found: list[str] = []
    for match in _VERB.finditer(text):
        word = match[1].lower()
        before = text[: match.start()].strip()
        if word in {"create", "write", "list"} and not before:
            continue
        if word == "write" and re.match(r"\s+(?:an?|me|the)\b", text[match.end() :]):
            continue
        found += _SPOKEN_VERBS.get(word, (word,))
    return tuple(dict.fromkeys(found)) or None
