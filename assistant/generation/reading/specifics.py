"""What only one or two kinds know: types of services, steps of pipelines, peers of policies, aliases of SSH."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading import hosts
from assistant.generation.reading.names import slug

_NAME = r"[\"'`]?([a-z0-9][a-z0-9-]{0,62})[\"'`]?"
_STORAGE_CLASS = re.compile(r"\bstorage ?class(?:name)?\s*(?:is|of|called|named|[:=])?\s*" + _NAME, re.IGNORECASE)
_CLASS_AFTER = re.compile(rf"\b{_NAME}\s+storage ?class\b", re.IGNORECASE)
_CLASS = re.compile(r"(?<!ingress )(?<!ingress-)(?<!priority )\bclass(?:name)?\s*[:=]?\s*" + _NAME, re.IGNORECASE)
_FROM_APP = re.compile(
    r"\b(?:from|by)\s+(?:only\s+)?(?:the\s+|pods?\s+(?:of|in|with|labell?ed)\s+)?(?:app(?:lication)?s?|pods?|service|deployment)?[ =]*(?:labell?ed\s+)?(?:app=)?"
    + _NAME,
    re.IGNORECASE,
)
_APP_PODS = re.compile(rf"\b(?:from|by)\s+(?:only\s+)?(?:the\s+)?{_NAME}\s+(?:app|pods?|service|deployment)\b", re.IGNORECASE)
_FROM_NAMESPACE = (
    re.compile(
        rf"\bfrom\s+(?:all\s+pods\s+in\s+|pods\s+in\s+|anything\s+in\s+|everything\s+in\s+)?(?:the\s+)?{_NAME}\s+(?:namespace|ns)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\bfrom\s+(?:[\w-]+\s+){{0,5}}?(?:namespace|ns)\s+{_NAME}", re.IGNORECASE),
)
_ONLY_APP = re.compile(
    rf"\bonly (?:the )?{_NAME}\s+(?:(?:app|pods?|service|deployment)\s+)?(?:can|may|should|is|are)\b", re.IGNORECASE
)
_TO_APP = re.compile(
    rf"\b(?:egress|out(?:bound)?|talk|connect)\s+(?:only\s+)?(?:to|towards)\s+(?:the\s+)?{_NAME}", re.IGNORECASE
)
_RESTART_DELAY = re.compile(
    r"\brestart\w*\b[^.;\n]{0,40}?\b(?:after|in|delay(?: of)?|wait(?:ing)?)\s+(\d{1,4})\s?(?:s|secs?|seconds?|(m|mins?|minutes?))\b|\brestart ?sec\w*[ =:]+(\d{1,4})\b",
    re.IGNORECASE,
)
_CERTIFICATE = re.compile(
    r"\b(?:ssl |tls )?(?:cert(?:ificate)?|fullchain|crt|pem)(?: file| path)?\s*(?:is|are|in|at|from|under|[:=])*\s*[\"'`]?(/[\w./-]{3,150})",
    re.IGNORECASE,
)
_CERTIFICATE_KEY = re.compile(
    r"\b(?:private )?key(?: file| path)?\s*(?:is|in|at|from|under|[:=])*\s*[\"'`]?(/[\w./-]{3,150})", re.IGNORECASE
)
_NFS = re.compile(
    r"\bnfs\b(?:[ -](?:server|share|export|volume|mount))?\s*(?:is|on|at|from|[:=])*\s*(?:server\s+)?([a-z0-9][\w.-]{0,200})(?::(/[\w./-]{1,150}))?",
    re.IGNORECASE,
)
_EXPORT = re.compile(r"\b(?:path|export(?:ed)?|share|directory|dir)\s*(?:is|at|[:=])?\s*(/[\w./-]{1,150})", re.IGNORECASE)
_HOST_PATH = re.compile(
    r"\bhost ?path\s*(?:is|at|on|[:=])?\s*(/[\w./-]{1,150})|\b(?:local|directory|dir|folder)\s+(?:path\s+)?(/[\w./-]{1,150})",
    re.IGNORECASE,
)
_FILES = re.compile(r"\b([\w./-]{1,80}\.ya?ml)\b")
_LISTED = re.compile(
    r"\b(?:resources?|including|includes|with|files?)\s*:?\s*((?:[a-z][\w-]{1,40}(?:\.ya?ml)?(?:\s*(?:,|and|,\s*and)\s*)?){1,10})",
    re.IGNORECASE,
)
_BRANCH = re.compile(
    r"\b(?:branch|push(?:es)? to|merge(?:s|d)? (?:to|into))\s+(?:the\s+)?[\"'`]?([A-Za-z0-9][\w./-]{0,80})|\b(?:on|to|the)\s+(main|master|develop|production|release)\b",
    re.IGNORECASE,
)
_REGISTRY = re.compile(
    r"\b(ghcr\.io|docker\.io|quay\.io|(?:[\w-]+\.)*(?:dkr\.ecr\.[\w-]+\.amazonaws\.com|azurecr\.io|pkg\.dev|gcr\.io)|registry(?:\.[\w-]+)+)(/[\w./-]{1,80})?",
    re.IGNORECASE,
)
_ROOT = re.compile(
    r"\b(?:root|from|in|served?|files?|directory|folder|content|static\w*|site|build|bundle|serv(?:es?|ing))\s*(?:is|at|in|from|[:=])*\s*[\"'`]?(/(?:var|srv|usr|opt|home|data|app)/[\w./-]{1,150})",
    re.IGNORECASE,
)
_SSH_ALIAS = re.compile(
    r"\b(?:alias(?:es)?|host entry for|hosts?|entry(?: for)?|for|named|called|shortcut)\s+(?:the\s+)?(?:alias\s+|host\s+|server\s+)?[\"'`]?([a-z0-9][\w.-]{0,60})",
    re.IGNORECASE,
)
_SSH_HOST = re.compile(
    r"\b(?:hostname|address|at|ip|connects? to|reachable at|server)\s*(?:is|of|[:=])?\s*[\"'`]?((?:\d{1,3}\.){3}\d{1,3}|[a-z0-9](?:[a-z0-9-]*\.)+[a-z0-9-]+)|((?:\d{1,3}\.){3}\d{1,3})",
    re.IGNORECASE,
)
_JUMP = re.compile(
    r"\b(?:via|through|over|behind|proxy ?jump|jump(?:ing)?(?: host| through| via| server)?|bastion(?: host)?)\s+(?:the\s+)?(?:jump ?host\s+|bastion(?: host)?\s+|host\s+|server\s+|named\s+|called\s+|[:=]\s*)?[\"'`]?([a-z0-9_][\w.@:-]{1,100})",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"(~?/[\w./-]*(?:id_[\w.-]+|[\w-]+\.pem|\.ssh/[\w.-]+))")
_SIZE = re.compile(r"\b(\d{1,6})\s?([kmg])i?b?\b", re.IGNORECASE)
_NOT_NAMES_TEXT = """
the a an all any same other only namespace namespaces pods pod app apps traffic anywhere everywhere ingress everything
anything port within outside internet its that and in on to tcp label labels localhost with inside everyone this my
our external cluster dns another default kubernetes from
"""
_NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())


_FROM_LABELS = re.compile(
    r"\bfrom\s+(?:only\s+)?(?:the\s+)?(?:pods?\s+)?(?:with\s+|labell?ed\s+|labels?\s+)*((?:app\s?=\s?[\w-]+\s*(?:,\s*(?:and\s+)?|and\s+|or\s+|&\s*)?){2,6})",
    re.IGNORECASE,
)


def read(text: str) -> dict[str, Any]:  # noqa: C901  # one clause a field
    """Read the rest."""
    facts = {
        **_mounts(text),
        **_service(text),
        **_storage(text),
        **_policy(text),
        **_pipeline(text),
        **_proxy(text),
        **_ssh(text),
    }
    files = [
        name
        for name in _FILES.findall(text)
        if "kustomization" not in name and not name.startswith(("/", ".")) and ".." not in name
    ]
    if not files and (match := _LISTED.search(text)):
        files = [
            f"{slug(word)}.yaml"
            for word in re.split(r"[\s,]+|\band\b", match[1])
            if slug(word)
            in {
                "deployment",
                "service",
                "ingress",
                "configmap",
                "secret",
                "hpa",
                "pdb",
                "namespace",
                "statefulset",
                "cronjob",
                "networkpolicy",
                "serviceaccount",
                "rbac",
                "pvc",
            }
        ]
    if files:
        facts["files_listed"] = tuple(dict.fromkeys(files))[:20]
    if match := re.search(
        r"\bbases?\s*(?:is|at|in|of|:|=)?\s*[\"'`]?((?:\.\./){1,3}[A-Za-z0-9_][\w/-]{0,80}|[\w-]+/[\w/-]+)", text
    ):
        facts["base"] = match[1].rstrip("/.")
    if match := re.search(r"\b(hourly|daily|weekly|monthly)\b", text, re.IGNORECASE):
        facts["frequency"] = match[1].lower()
    elif match := re.search(r"\bevery (hour|day|week|month)\b", text, re.IGNORECASE):
        facts["frequency"] = {"hour": "hourly", "day": "daily", "week": "weekly", "month": "monthly"}[match[1].lower()]
    if match := _SIZE.search(text):
        facts["size"] = match[1] + {"k": "k", "m": "M", "g": "G"}[match[2].lower()]
    if match := re.search(
        r"\brestart(?:s|ed|ing)?\b[\w\s=:]{0,20}?\b(always|on[- ]failure|never|no)\b|\b(always) restart", text, re.IGNORECASE
    ):
        word = (match[1] or match[2]).lower().replace(" ", "-")
        facts["restart"] = "no" if word == "never" else word
    elif re.search(r"\brestart\w*\b.{0,20}\b(?:fail|crash)", text, re.IGNORECASE):
        facts["restart"] = "on-failure"
    elif re.search(r"\bunless[- ]stopped\b", text, re.IGNORECASE):
        facts["restart"] = "unless-stopped"
    if match := re.search(
        r"\bpost-?rotate\b\s*(?:script|command|:|is|with|runs?|run|,|should)*\s*[\"'`]?([a-z/][^,;\"'`\n]{2,120})",
        text,
        re.IGNORECASE,
    ):
        facts["postrotate"] = match[1].strip().rstrip(".")
    elif match := re.search(
        r"\b(reload|restart)(?:s|ing)?\s+(?:the\s+)?(?:service\s+)?([a-z][\w@.-]{1,40})\s+(?:after|afterwards|then)\b|\b(?:then|and|afterwards)\s+(reload|restart)s?\s+(?:the\s+)?([a-z][\w@.-]{1,40})",
        text,
        re.IGNORECASE,
    ):
        facts["postrotate"] = f"systemctl {(match[1] or match[3]).lower()} {match[2] or match[4]}"
    if match := _RESTART_DELAY.search(text):
        facts["restart_delay"] = int(match[1] or match[3]) * (60 if match[2] else 1)
    return facts


_OF_THE_NODE = re.compile(
    r"\bhost ?paths?\s*(?:is|at|on|volumes?|mounts?|of|for|[:=])*\s*(/[\w./-]{1,150})|\bhosts?(?:'s)?\s+(/[\w./-]{1,150})|\bnode(?:'s|s')?\s+(/[\w./-]{1,150})"
    r"|(/(?:var/(?:log|lib|run)|run|proc|sys|dev|etc)[\w./-]{0,120})\s+(?:of|from|on)\s+(?:the\s+|each\s+|every\s+)?(?:host|node)s?\b",
    re.IGNORECASE,
)


def _mounts(text: str) -> dict[str, Any]:
    found = [next(group for group in match.groups() if group).rstrip(".,/") for match in _OF_THE_NODE.finditer(text)]
    if not found and re.search(r"\bon (?:every|each|all) nodes?\b|\bdaemon ?sets?\b|\bper node\b", text, re.IGNORECASE):
        found = re.findall(r"(?<![\w.])(/var/(?:log|lib|run)(?:/[\w.-]+)*)", text)
    return {"host_paths": tuple(dict.fromkeys(path for path in found if path))[:8]} if any(found) else {}


def _service(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for words, name in (
        (r"node ?port", "NodePort"),
        (r"load ?balancer|externally", "LoadBalancer"),
        (r"cluster ?ip", "ClusterIP"),
    ):
        if re.search(rf"\b{words}\b", text, re.IGNORECASE):
            facts["service_type"] = name
            break
    if re.search(r"\bheadless\b|\bclusterip:? none\b", text, re.IGNORECASE):
        facts["headless"] = True
    return facts


def _storage(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for pattern in (_STORAGE_CLASS, _CLASS_AFTER, _CLASS):
        if (match := pattern.search(text)) and (name := match[1].lower()) not in _NOT_NAMES:
            facts["storage_class"] = name.strip("-")
            break
    for words, mode in (
        (r"read[- ]?write[- ]?once[- ]?pod|rwop", "ReadWriteOncePod"),
        (r"read[- ]?write[- ]?many|rwx|shared", "ReadWriteMany"),
        (r"read[- ]?only[- ]?many|rox", "ReadOnlyMany"),
        (r"read[- ]?write[- ]?once|rwo", "ReadWriteOnce"),
    ):
        if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
            facts["access_mode"] = mode
            break
    if (match := _NFS.search(text)) and match[1].lower() not in _NOT_NAMES | {"path", "server", "share", "export"}:
        facts["nfs_server"] = match[1].rstrip(".,").lower()
        if exported := match[2] or ((found := _EXPORT.search(text)) and found[1]):
            facts["nfs_path"] = exported.rstrip(".,")
    elif match := _HOST_PATH.search(text):
        facts["host_path"] = (match[1] or match[2]).rstrip(".,")
    return facts


def _policy(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if re.search(
        r"\b(?:default[- ]deny|den(?:y|ies|ying) (?:all|everything|any)|block(?:s|ing)? (?:all|everything|any)|isolat\w+|deny[- ]all)\b",
        text,
        re.IGNORECASE,
    ):
        facts["deny_all"] = True
    if re.search(r"\b(?:den|block)\w+ (?:all |any )?(?:egress|outgoing|outbound)\b(?!\s+and)", text, re.IGNORECASE):
        facts.pop("deny_all", None)
    if re.search(r"\begress\b|\boutgoing\b|\boutbound\b|\ball traffic\b|\bboth directions\b", text, re.IGNORECASE):
        facts["deny_egress"] = True
    if re.search(r"\bdns\b", text, re.IGNORECASE):
        facts["allow_dns"] = True
    namespaces = [match[1].lower() for pattern in _FROM_NAMESPACE for match in pattern.finditer(text)]
    namespaces = [name for name in dict.fromkeys(namespaces) if name not in _NOT_NAMES]
    if namespaces:
        facts["from_namespaces"] = tuple(namespaces)
    apps = [match[1].lower() for pattern in (_APP_PODS, _FROM_APP, _ONLY_APP) for match in pattern.finditer(text)]
    apps = [
        name.strip("-")
        for name in dict.fromkeys(apps)
        if name not in _NOT_NAMES and name not in namespaces and not name.isdigit()
    ]
    for match in _FROM_LABELS.finditer(text):
        apps += [name.lower() for name in re.findall(r"\bapp\s?=\s?([\w-]+)", match[1]) if name.lower() not in apps]
    if apps:
        facts["from_apps"] = tuple(apps[:5] if len(apps) > 1 and _FROM_LABELS.search(text) else apps[:1])
    to = [match[1].lower().strip("-") for match in _TO_APP.finditer(text)]
    if to := [name for name in dict.fromkeys(to) if name not in _NOT_NAMES and not name.isdigit()]:
        facts["allow_to"] = tuple(to[:5])
    if cidrs := hosts.cidrs(text):
        facts["cidrs"] = cidrs
    return facts


_NO_BRANCHES = frozenset(
    {
        "",
        "the",
        "a",
        "an",
        "is",
        "and",
        "each",
        "every",
        "name",
        "registry",
        "docker",
        "github",
        "ecr",
        "gitlab",
        "only",
        "or",
        "with",
    }
)


def _pipeline(text: str) -> dict[str, Any]:
    match: re.Match[str] | None
    facts: dict[str, Any] = {}
    words = {
        "test": r"tests?|testing|pytest|unit tests",
        "lint": r"lint\w*|ruff|eslint|format|vet\b|clippy|flake8|golangci",
        "build": r"builds?|building|images?|docker|compile",
        "push": r"push(?:es|ing)?(?! (?:to (?:the )?(?:main|master|develop)|event|on))\b|publish\w*|registry|ghcr|ecr",
        "deploy": r"deploy\w*|kubectl|rollout|cd\b",
    }
    plain = re.sub(
        r"\bon (?:every |each )?push\b|\bpush(?:es)? to (?:the )?(?:\w+ branch|main|master|develop)\b|\bwhen \w+ push\w*",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    found = [step for step, pattern in words.items() if re.search(rf"\b(?:{pattern})", plain, re.IGNORECASE)]
    if not found and re.search(r"\bci\b", plain, re.IGNORECASE):
        found = ["test"]
    if found:
        facts["steps"] = tuple(found)
    for match in _BRANCH.finditer(text):
        branch = (match[1] or match[2]).rstrip(".-/")
        if branch.lower() not in _NO_BRANCHES and "." not in branch:
            facts["branch"] = branch
            break
    if match := _REGISTRY.search(text):
        facts["registry"] = match[1].lower() + (match[2] or "").lower().rstrip("./")
    return facts


def _proxy(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    facts: dict[str, Any] = {}
    if re.search(r"\bweb ?sockets?\b|\bwss?\b", text, re.IGNORECASE):
        facts["websocket"] = True
    if re.search(
        r"\bspa\b|\bsingle[- ]page\b|\breact\b|\bvue\b|\bangular\b|\bsvelte\b|\btry_files\b|fall ?back to index",
        text,
        re.IGNORECASE,
    ):
        facts["spa"] = True
    if re.search(r"\bleast[_ -]?conn\w*", text, re.IGNORECASE):
        facts["balancing"] = "least_conn"
    elif re.search(r"\bip[_ -]?hash\b|\bsticky\b", text, re.IGNORECASE):
        facts["balancing"] = "ip_hash"
    if re.search(r"\bgzip\b|\bcompress(?:ion|ed)?\b", text, re.IGNORECASE):
        facts["gzip"] = not re.search(r"\b(?:no|without) (?:gzip|compression)\b|\bgzip off\b", text, re.IGNORECASE)
    if match := re.search(r"\blisten(?:s|ing)?(?: on)?(?: port)?\s*[:=]?\s*(\d{2,5})\b", text, re.IGNORECASE):
        facts["listen"] = int(match[1])
    if match := re.search(r"(?<![\w.])(/(?:var/)?run/[\w./-]{1,100}\.sock)\b", text):
        facts["fastcgi"] = match[1]
    if match := re.search(
        r"\bbasic[- ]?auth\w*\b[^.;\n]{0,30}?\bsecret\s+(?:called\s+|named\s+)?[\"'`]?([a-z0-9][a-z0-9.-]{0,62})|\bsecret\s+([a-z0-9][a-z0-9.-]{0,62})\s+for basic[- ]?auth",
        text,
        re.IGNORECASE,
    ):
        facts["auth_secret"] = (match[1] or match[2]).lower()
    if re.search(r"\bstateful ?sets?\b|\bsts\b", text, re.IGNORECASE):
        facts["target_kind"] = "StatefulSet"
    if match := _CACHED.search(text):
        facts["cache_days"] = _days(
            next(group for group in match.groups()[::2] if group), next(g for g in match.groups()[1::2] if g)
        )
    if re.search(r"\bredirect\w*\b", text, re.IGNORECASE):
        facts["redirect"] = True
    for field, pattern in (("certificate", _CERTIFICATE), ("certificate_key", _CERTIFICATE_KEY)):
        if match := pattern.search(text):
            facts[field] = match[1].rstrip(".,")
            facts["tls"] = True
    if match := _ROOT.search(text):
        facts["root"] = match[1].rstrip("./")
    return facts


_CACHED = re.compile(
    r"\b(?:cach\w*|expires?|max-age|cache-control)\b[^.;\n]{0,50}?\b(\d{1,4})\s?(d|days?|weeks?|months?|y|years?|h|hours?)\b|\b(\d{1,4})[ -](days?|weeks?|months?|years?)\s+(?:of\s+)?cach\w*",
    re.IGNORECASE,
)


def _days(count: str, unit: str) -> int:
    per = {"d": 1, "w": 7, "m": 30, "y": 365}.get(unit[0].lower())
    return int(count) * per if per else max(1, int(count) // 24)


def _ssh(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if match := _SSH_HOST.search(text):
        facts["host_name"] = (match[1] or match[2]).rstrip(".")
    if (match := _JUMP.search(text)) and match[1].lower() not in {"host", "the", "a", "server", "an"}:
        facts["jump"] = match[1].rstrip(".:-")
    aliases = [match[1].rstrip(".") for match in _SSH_ALIAS.finditer(text)]
    aliases = [
        name
        for name in aliases
        if name.lower()
        not in _NOT_NAMES | {"host", "server", "ssh", "github", "user", "jump", "name", "bastion" if "jump" in facts else ""}
        and not name.isdigit()
        and name != facts.get("host_name")
    ]
    if aliases:
        facts["ssh_hosts"] = tuple(dict.fromkeys(aliases))[:1]
    if match := _IDENTITY.search(text):
        facts["identity_file"] = match[1]
    return facts
