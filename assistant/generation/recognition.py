"""Which kinds a request asks for, told from those it only speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.generation.kinds import KUBERNETES, WORKLOADS, Kind
from assistant.generation.reading import images, pod_options
from assistant.generation.reading import request as requests
from assistant.generation.vocabulary import MENTION, kind_of

_JOINS_TEXT = """
and plus with also + & including incl along together as well then or both ,
"""
_JOINS = frozenset(_JOINS_TEXT.split())
_REFERS_TEXT = """
for of to from in into behind targeting target targets exposing expose exposes scale scales scaling against using uses
use by when if existing between via per all my our this these each every other any selecting selects mounting mounts
mount protects protecting protect until restart allows allow allowing lets let running runs run onto through named
called inside my-existing its current list get watch read on deploy deploys deploying where whose points pointing
sends send routes routing route builds has
"""
_REFERS = frozenset(_REFERS_TEXT.split())
_ASKS_TEXT = """
create write generate make give build need needs want show provide produce draft add scaffold me please new define set up
yaml manifest template example sample file config definition manifests yamls
"""
_ASKS = frozenset(_ASKS_TEXT.split())
_DOCUMENT = re.compile(
    r"\b(?:manifests?|ya?mls?|templates?|configs?|configuration|definitions?|examples?|specs?|resources?|objects?|files?|skeleton|boilerplate|workflows?|pipelines?|code|site|setup)\s+(?:for|of)\s+(?:an?|the|my|our|this)?\s*(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_ATTRIBUTES = frozenset(
    {Kind.NAMESPACE, Kind.SERVICE_ACCOUNT, Kind.SECRET, Kind.CONFIG_MAP, Kind.POD, Kind.PVC, Kind.JOB, Kind.ROLE}
)
_ARTICLES = frozenset({"a", "an", "another", "kubernetes", "k8s", "matching", "its", "one", "two"})
_OWN_WORDS = {
    Kind.TERRAFORM: frozenset(Kind),
    Kind.PROMETHEUS_ALERT: KUBERNETES,
    Kind.PROMETHEUS_RECORDING: KUBERNETES,
    Kind.COMPOSE: frozenset({Kind.SERVICE, Kind.SECRET, Kind.CONFIG_MAP, Kind.NAMESPACE, Kind.JOB, Kind.POD, Kind.NGINX}),
    Kind.GITHUB_ACTIONS: KUBERNETES | {Kind.DOCKERFILE, Kind.COMPOSE, Kind.TERRAFORM},
    Kind.GITLAB_CI: KUBERNETES | {Kind.DOCKERFILE, Kind.COMPOSE, Kind.TERRAFORM},
    Kind.SYSTEMD_SERVICE: KUBERNETES | {Kind.COMPOSE, Kind.NGINX},
    Kind.SYSTEMD_TIMER: KUBERNETES,
    Kind.NGINX: frozenset({Kind.SERVICE, Kind.POD, Kind.JOB, Kind.ROLE, Kind.SECRET, Kind.NAMESPACE}),
    Kind.DOCKERFILE: frozenset({Kind.POD, Kind.JOB, Kind.ROLE, Kind.SECRET, Kind.NAMESPACE}),
    Kind.CRONTAB: KUBERNETES,
    Kind.LOGROTATE: frozenset(Kind),
    Kind.SSH_CONFIG: frozenset(Kind),
    Kind.GITIGNORE: frozenset({Kind.TERRAFORM, Kind.SERVICE}),
    Kind.DOCKERIGNORE: frozenset(Kind),
    Kind.ANSIBLE: frozenset(Kind),
    Kind.SHELL_SCRIPT: frozenset(Kind),
    Kind.MAKEFILE: frozenset(Kind),
    Kind.PROMETHEUS_SCRAPE: frozenset(Kind),
    Kind.HELM_VALUES: KUBERNETES,
    Kind.NETWORK_POLICY: frozenset({Kind.POD, Kind.NAMESPACE, Kind.SERVICE, Kind.DEPLOYMENT, Kind.INGRESS}),
    Kind.ROLE: frozenset(KUBERNETES) - {Kind.SERVICE_ACCOUNT, Kind.NAMESPACE},
    Kind.CLUSTER_ROLE: frozenset(KUBERNETES) - {Kind.SERVICE_ACCOUNT},
    Kind.RESOURCE_QUOTA: frozenset({Kind.POD, Kind.SERVICE, Kind.PVC, Kind.SECRET, Kind.CONFIG_MAP, Kind.JOB, Kind.DEPLOYMENT}),
    Kind.LIMIT_RANGE: frozenset({Kind.POD, Kind.PVC}),
    Kind.PDB: frozenset({Kind.POD, Kind.DEPLOYMENT, Kind.STATEFULSET}),
    Kind.HPA: frozenset({Kind.POD, Kind.DEPLOYMENT, Kind.STATEFULSET}),
    Kind.KUSTOMIZATION: KUBERNETES,
    Kind.SERVICE_MONITOR: frozenset({Kind.SERVICE, Kind.POD, Kind.NAMESPACE, Kind.PROMETHEUS_SCRAPE, Kind.DEPLOYMENT}),
    Kind.ARGO_APPLICATION: KUBERNETES | {Kind.HELM_VALUES, Kind.KUSTOMIZATION},
    Kind.ISSUER: KUBERNETES | {Kind.NGINX},
    Kind.CERTIFICATE: KUBERNETES,
    **dict.fromkeys(
        (
            *(
                Kind.JENKINSFILE,
                Kind.HAPROXY,
                Kind.CADDYFILE,
                Kind.ALERTMANAGER,
                Kind.PROMTAIL,
                Kind.CLOUD_INIT,
                Kind.INVENTORY,
            ),
            *(Kind.FAIL2BAN, Kind.DEPENDABOT, Kind.PRE_COMMIT),
        ),
        frozenset(Kind),
    ),
}
"""What is spoken of inside a file of some kind, as jobs are inside a pipeline, and is no file of its own."""


@dataclass(frozen=True)
class _Mention:
    kind: Kind
    start: int
    end: int
    asked: bool


def recognise(text: str) -> list[Kind]:
    """The kinds that a request asks for, in its order; empty where it asks for none.

    That the text is a request at all, not a question or a pasted error, is for others to say.
    """
    plain = requests.read(text).text
    mentions = _mentions(pod_options.read(plain)[1] if _of_a_workload(plain) else plain)
    asked: list[Kind] = []
    for mention in mentions:
        inside = any(mention.kind in _OWN_WORDS.get(kind, ()) for kind in asked)
        if mention.asked and mention.kind not in asked and (not inside or _stands_alone(plain, mention, asked)):
            asked.append(mention.kind)
    if not asked and mentions and not (implied := _implied(plain)):
        asked = [mentions[0].kind]
    elif not asked:
        asked = implied if mentions else _implied(plain)
    return _settled(asked, plain)


_DEPLOYED = re.compile(r"^\W*(?:\w+\s+){0,4}?(?:deploy|run)\s+(?:an?\s+|the\s+|our\s+|my\s+)?[a-z][\w.-]*\b", re.IGNORECASE)


def _of_a_workload(text: str) -> bool:
    return (bool(_DEPLOYED.match(text)) and bool(images.read(text))) or any(
        kind_of(match) in WORKLOADS for match in MENTION.finditer(text)
    )


def _mentions(text: str) -> list[_Mention]:
    found: list[_Mention] = []
    for match in MENTION.finditer(text):
        kind = kind_of(match)
        if kind is not None:
            asked = _is_asked(text, match, kind, first=not found)
            found.append(_Mention(kind, match.start(), match.end(), asked))
    return found


def _is_asked(text: str, match: re.Match[str], kind: Kind, *, first: bool) -> bool:  # noqa: PLR0911  # each word decides
    if kind is Kind.POD and re.search(
        rf"\b{requests.NUMBER}\s+(?:[a-z-]+\s+)?$", text[max(0, match.start() - 30) : match.start()], re.IGNORECASE
    ):
        return False  # a number of them is a matter of scale
    sentence = re.split(r"[;\n]|[.!?:]\s", text[max(0, match.start() - 90) : match.start()])[-1]
    if _DOCUMENT.search(sentence):
        return True
    words = re.findall(r"[\w'./:@-]+|[+&,]", sentence.lower())
    article = False
    for distance, word in enumerate(reversed(words[-7:])):
        if word in _ARTICLES:
            article = True
        elif word == "the" and distance == 0 and not first:
            return False
        elif word in _REFERS:
            plain = kind not in KUBERNETES and word in {"for", "of", "in", "with", "our", "my"} and distance < 2
            return first and kind not in _ATTRIBUTES and (word in {"use", "using"} or plain)
        elif word in _ASKS:
            return True
        elif word in _JOINS:
            return _joined(text, match, kind, word, article=article, near=distance < 3)
    return not (not first and kind in _ATTRIBUTES and not article)


def _joined(text: str, match: re.Match[str], kind: Kind, word: str, *, article: bool, near: bool) -> bool:
    if kind is Kind.NAMESPACE or (kind in _ATTRIBUTES and word == "with"):
        return article and word != "with" and not re.match(r"\s+(?:with|to|allow)\b", text[match.end() :])
    if kind in _ATTRIBUTES and not article:
        return (
            bool(re.match(r"\s*(?:$|[,.;+&]|and\b|for\b|with\b|plus\b|manifest|in\b|yaml|named|called)", text[match.end() :]))
            and near
        )
    return near or article


def _stands_alone(text: str, mention: _Mention, asked: list[Kind]) -> bool:
    """A Kubernetes object beside a file of another kind: `and a Kubernetes deployment`."""
    if {Kind.TERRAFORM, Kind.LOGROTATE, Kind.HELM_VALUES, Kind.ANSIBLE, Kind.SHELL_SCRIPT, Kind.MAKEFILE} & set(asked):
        return False
    pipeline = bool({Kind.GITHUB_ACTIONS, Kind.GITLAB_CI, Kind.ROLE, Kind.CLUSTER_ROLE} & set(asked))
    before = text[max(0, mention.start - 40) : mention.start].lower()
    return bool(re.search(r"(?:\band|\bplus|\+|,)\s+(?:also\s+)?(?:an?\s+)?(?:kubernetes|k8s)\s+(?:\w+\s+)?$", before)) or (
        mention.kind
        in {
            Kind.ROLE,
            Kind.CLUSTER_ROLE,
            Kind.COMPOSE,
            Kind.DOCKERFILE,
            Kind.RESOURCE_QUOTA,
            Kind.DEPLOYMENT,
            Kind.STATEFULSET,
            Kind.INGRESS,
        }
        and bool(re.search(r"(?:\band|\bplus|\+|,)\s+(?:also\s+)?" + ("an?" if pipeline else "(?:an?)?") + r"\s*$", before))
        and not re.search(r"\b(job|stage|step)\b", text[mention.end : mention.end + 12])
    )


_IMPLIED: tuple[tuple[Kind, str], ...] = (
    (Kind.SSH_CONFIG, r"\bproxy ?jump\b|\bjump host\b|\bbastion\b.*\bssh\b|\bssh\b.*\b(?:bastion|alias|host entry)\b"),
    (
        Kind.NGINX,
        r"^\W*nginx\s*:\s|\bnginx\b.*\b(?:upstream|proxy|prox(?:y|ies|ying)|load[- ]?balanc|server_name|static|spa\b|single[- ]page|web ?socket|rate[- ]?limit|limit|basic[- ]auth|auth|allow|deny|listen|redirect|https|serve|tls)"
        r"|\b(?:reverse[- ]?proxy|load[- ]?balanc\w*|static|redirect)\b.*\bnginx\b",
    ),
    (
        Kind.NETWORK_POLICY,
        r"\b(?:deny|block|isolate)\b.*\b(?:traffic|ingress|egress|pods)\b|\bonly allow\b.*\b(?:traffic|pods)\b",
    ),
    (Kind.HPA, r"\bscal(?:e|es|ing)\b.*\b(?:between|from)\b.*\b(?:and|to)\b|\bscal(?:e|ing)\b.*\b(?:cpu|memory)\b"),
    (Kind.PROMETHEUS_ALERT, r"\balert(?:s|ing)?\b.*\b(?:when|if|on|above|below|over)\b"),
    (
        Kind.ROLE,
        r"\b(?:read[- ]?only|allow|grant|give|permission)\b.*\b(?:pods|configmaps|secrets|deployments)\b.*\b(?:namespace|ns)\b|\bpermissions?\b.*\bpods\b",
    ),
    (Kind.CRONTAB, r"\bcron\b"),
    (
        Kind.INGRESS,
        r"\b(?:expose|route)\b.*\b(?:at|on|under|via)\b.*\b[a-z0-9-]+\.[a-z]{2,}\b.*\b(?:cluster|k8s|kubernetes|service)\b",
    ),
    (Kind.SERVICE, r"\bexpose\b.*\b(?:deployment|pods?|cluster|app)\b"),
    (Kind.GITHUB_ACTIONS, r"\b(?:ci|ci/cd) (?:pipeline|workflow)\b|\bworkflow\b.*\b(?:push|pull request|test|build)"),
    (Kind.COMPOSE, r"\bcompose\b"),
    (
        Kind.DEPLOYMENT,
        r"\b(?:deploy(?:ing)?|run|manifest|yaml)\b.*\b(?:pods?|namespace|replicas?|kubernetes|k8s|cluster|copies|instances)\b|\breplicas?\b.*\b(?:of|image)\b|\b(?:k8s|kubernetes)\b.*\b(?:manifests?|yaml)\b",
    ),
    (Kind.DOCKERFILE, r"\b(?:docker|container) image for\b|\bimage for (?:a|my)\b"),
)


def _implied(text: str) -> list[Kind]:
    """What is meant where no kind is named."""
    for kind, pattern in _IMPLIED:
        if re.search(pattern, text.replace("\n", " "), re.IGNORECASE):
            return [kind]
    return []


_ON_EVERY_NODE = re.compile(
    r"\b(?:on|per|to) (?:every|each|all)?(?: of the)? ?(?:worker )?nodes?\b|\bauf (?:jedem|allen) (?:node|knoten)\w*",
    re.IGNORECASE,
)


def _settled(asked: list[Kind], text: str) -> list[Kind]:  # noqa: C901  # each rule decides
    """Repair what the words alone get wrong."""
    kinds = list(asked)
    if set(kinds) <= {Kind.NAMESPACE, Kind.POD} and _ON_EVERY_NODE.search(text) and images.read(text):
        kinds = [Kind.DAEMONSET]
    if Kind.DOCKERFILE in kinds and not re.search(
        r"\b(?:kubernetes|k8s|cluster ?ip|node ?port|load ?balancer)\b", text, re.IGNORECASE
    ):
        kinds = [kind for kind in kinds if kind is not Kind.SERVICE]  # a service is what is built
    cluster = re.search(r"\b(?:kubernetes|k8s|namespace|image|cluster|pod)\b", text, re.IGNORECASE)
    if (
        Kind.CRONJOB in kinds
        and not cluster
        and re.search(r"\bcron job\b", text, re.IGNORECASE)
        and re.search(r"(?<!\w)/(?:\w[\w.-]*/)+\w|\bas (?:root|user)\b", text)
    ):
        kinds[kinds.index(Kind.CRONJOB)] = Kind.CRONTAB
    if kinds and set(kinds) <= {Kind.HAPROXY, Kind.CADDYFILE} and re.search(r"\bcompose\b(?! file for)", text, re.IGNORECASE):
        kinds = [Kind.COMPOSE]
    if kinds and kinds[0] in WORKLOADS | {Kind.COMPOSE, Kind.HELM_VALUES, Kind.SERVICE}:
        kinds = [kind for kind in kinds if kind not in {Kind.HAPROXY, Kind.PROMTAIL, Kind.CADDYFILE}]  # what runs there
    if Kind.SYSTEMD_TIMER in kinds:
        kinds = [kind for kind in kinds if kind is not Kind.SYSTEMD_SERVICE]  # a timer comes with its service
    if Kind.PROMETHEUS_RECORDING in kinds and not re.search(r"\balerts?\b|\balerting\b", text, re.IGNORECASE):
        kinds = [kind for kind in kinds if kind is not Kind.PROMETHEUS_ALERT]
    if Kind.CLUSTER_ROLE in kinds:
        kinds = [kind for kind in kinds if kind is not Kind.ROLE]
    if kinds and set(kinds) <= {Kind.SERVICE, Kind.INGRESS, Kind.HPA, Kind.PDB} and _tells_a_workload(text):
        kinds.insert(0, Kind.DEPLOYMENT)
    if kinds == [Kind.SERVICE_ACCOUNT] and re.search(
        r"\b(?:access to|permissions?|(?:that )?can (?:get|list|read|watch|create|delete|update))\b", text, re.IGNORECASE
    ):
        kinds.append(Kind.ROLE)
    strong: list[Kind] = [kind for kind in kinds if kind is not Kind.NAMESPACE]
    return (
        strong
        if strong
        and Kind.NAMESPACE in kinds
        and not re.search(r"\b(?:a|new|the) (?:\w+ )?namespace\b|^namespace|\bnamespace (?:manifest|yaml)", text, re.IGNORECASE)
        else kinds
    )


def _tells_a_workload(text: str) -> bool:
    """Image and replicas are told, and no workload is only spoken of."""
    spoken = any(kind_of(match) in WORKLOADS - {Kind.POD} for match in MENTION.finditer(text))
    replicas = re.search(rf"\b{requests.NUMBER}\s+(?:replicas|copies|instances)\b|\breplicas\s*[:=]", text, re.IGNORECASE)
    return not spoken and replicas is not None and bool(images.read(text))
