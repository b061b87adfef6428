"""Names: of the object itself, of what it points at, of its namespace and accounts."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from assistant.generation import well_known
from assistant.generation.kinds import KUBERNETES, WORKLOADS, Kind
from assistant.generation.vocabulary import MENTION, kind_of

_VALUE = r"(?:\"([^\"\n]{1,120})\"|'([^'\n]{1,120})'|`([^`\n]{1,120})`|([^\s\"'`,;()]{1,120}))"
_NAMED = re.compile(
    r"(?:\b(?:named|called|by the name(?: of)?|with (?:the )?name(?: of)?|name it|call it|whose name is)\s*:?"
    r"|(?<![/.\w-])name\s*(?:[:=]|is\b)|(?<=[,;:(] )name(?= +[a-z0-9])|--name[ =])\s*" + _VALUE,
    re.IGNORECASE,
)
_NAMESPACE = (
    re.compile(r"\b(?:namespace|ns)\s*(?:is|called|named|[:=])?\s*" + _VALUE, re.IGNORECASE),
    re.compile(r"(?:-n|--namespace)[ =]" + _VALUE),
    re.compile(
        r"\b(?:in|into|to|for|within)\s+(?:the\s+|our\s+|my\s+)?[\"'`]?([a-z0-9][a-z0-9-]{0,62})[\"'`]?\s+(?:namespace|ns)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b[\"'`]?([a-z0-9][a-z0-9-]{0,62})[\"'`]?\s+namespace\b", re.IGNORECASE),
)
_ACCOUNT = re.compile(r"\b(?:service ?account|sa)s?\s*(?:is|called|named|[:=])?\s*" + _VALUE, re.IGNORECASE)
_ACCOUNT_AFTER = re.compile(r"\b(?:the\s+)?[\"'`]?([a-z0-9][a-z0-9-]{0,62})[\"'`]?\s+service ?account\b", re.IGNORECASE)
_LABEL = re.compile(r"\b([a-z][a-z0-9_./-]{0,62})\s*=\s*([A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)(?![\w/])")
_LABELS = re.compile(
    r"\b(?:labels?|labelled|labeled|tagged)\b(?:\s+with)?\s*:?\s*((?:[\w./-]+\s*[=:]\s*[\w.-]+(?:\s*(?:,|and)\s*)?){1,12})",
    re.IGNORECASE,
)
_PAIR = re.compile(r"([\w./-]+)\s*[=:]\s*([\w.-]+)")
_TARGET = re.compile(
    r"\b(?:for|of|to|targeting|targets?|exposing|exposes?|scaling|scales?|behind|backend|protects?|protecting|selects?|selecting|point(?:s|ing)? (?:to|at)|rout(?:es?|ing) to|send(?:s|ing)? (?:it )?to|reach|access|traffic to)\s+"
    r"(?:an?\s+|the\s+|my\s+|our\s+|existing\s+)*(?:(?:deployment|service|svc|statefulset|app(?:lication)?|backend|pods?|daemonset|replicaset)(?:/|\s+(?:called\s+|named\s+)?))[\"'`]?([a-z0-9][a-z0-9.-]{0,62})",
    re.IGNORECASE,
)
_TARGET_AFTER = re.compile(
    r"\b(?:for|of|to|targeting|targets?|exposing|exposes?|scaling|scales?|behind|protects?|protecting|selecting|selects?|point(?:s|ing)? (?:to|at)|rout(?:es?|ing) to|send(?:s|ing)? (?:it )?to|reach|access|traffic to)\s+"
    r"(?:an?\s+|the\s+|my\s+|our\s+|existing\s+)*[\"'`]?([a-z0-9][a-z0-9-]{0,62})[\"'`]?\s+(?:deployment|service|svc|statefulset|app(?:lication)?|backend|pods|daemonset)\b",
    re.IGNORECASE,
)
_TARGET_PLAIN = re.compile(r"\b(?:deployment|statefulset)(?:/|\s+)[\"'`]?([a-z0-9][a-z0-9.-]{0,62})", re.IGNORECASE)
_TARGET_PLAIN_SERVICE = re.compile(
    r"\b(?:deployment|statefulset|service|svc)(?:/|\s+)[\"'`]?([a-z0-9][a-z0-9.-]{0,62})", re.IGNORECASE
)
_ROUTED_TO = re.compile(
    r"(?:->|=>|\bto\b)\s+(?:the\s+)?(?:svc\s+|service\s+)?[\"'`]?([a-z0-9][a-z0-9-]{0,62})[\"'`]?"
    r"(?=:\d{2,5}\b|\s+(?:on\s+)?(?:port\s+)?\d{2,5}\b|\s*(?:[,;]|$|with\b|using\b|tls\b))",
    re.IGNORECASE,
)
_STOP_TEXT = """
env envs environment key keys variable variables
read write view only readonly read-only edit list watch get full admin access
min max minimum maximum minavailable maxunavailable
a an the my our your this that these those it its with on in at to from of for and or plus using use uses used which
who whose where when by via as is are be has have running runs run listening listens exposing exposes exposed should
must can will would into per port ports image images replicas replica named called name every each than then if but so
not no only also under over between through up down out pulls pulling pushing scaled limit limits cpu memory mounting
mounts mount storing stores reading reads based built allowing allows allow sets set needs need that's i we you they
me please deployed keeping needing having denying limiting sending proxying starting containing including consuming handling letting giving scaling taking getting forwarding redirecting terminating that serving serves serve behind across against about around before after requiring requires require
targeting targets target create write generate make give show build add provide draft produce want like update hourly
daily nightly weekly monthly triggered scheduled egress ingress tls https http tcp udp host hostname domain path
schedule + & = -> :
"""
_STOP = frozenset(_STOP_TEXT.split())
_GENERIC_TEXT = """
app apps application applications service services svc server deployment deployments website site microservice
container containers pod pods workload workloads simple small basic new production prod-ready existing kubernetes k8s
docker stateless stateful cluster clusters helm project projects program process script team deploy minimal good
secure robust sample example test-ready generic default single multi-stage multistage highly available scalable
standard complete full nodeport clusterip loadbalancer headless web-based internal external public private custom
proper hardened linux daemon unit file files repository repo codebase image images manifest yaml manifests config
configuration rule rules policy object resource resources spec template called named statefulset daemonset job cronjob
database db-backed cached tcp udp component components replicated replicas instance instances namespace namespaces
ingress secret configmap pvc storage volume all core cores ram gigs vcpu cpus both us them something everything anything any some one two three four
five selector label labels labelled s3 iam ec2 aws azure gcp rds vpc security
"""
_GENERIC = frozenset(_GENERIC_TEXT.split())
_LANGUAGES_TEXT = """
python flask django fastapi node nodejs node.js express nestjs next nextjs next.js react vue angular svelte go golang
java spring boot springboot maven gradle rust cargo php laravel symfony ruby rails sinatra .net dotnet asp.net aspnet
c# static html typescript javascript kotlin scala elixir poetry pip uv npm yarn pnpm bun deno
"""
_LANGUAGES = frozenset(_LANGUAGES_TEXT.split())
_TOKEN = re.compile(r"[\"'`]?([A-Za-z0-9_.#+@/:=-]+)[\"'`]?|([,;!?()])")
_ATTRIBUTE_NOUNS_TEXT = """
namespace ns secret secrets configmap class storageclass issuer clusterissuer account container host hostname domain
user role group image database bucket volume claim network key cert certificate tls label port queue topic server
table upstream variable env job step branch environment registry
"""
_ATTRIBUTE_NOUNS = frozenset(_ATTRIBUTE_NOUNS_TEXT.split())


def slug(text: str, most: int = 63) -> str:
    """Make a DNS label (RFC 1123) of any text; empty where nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:most].rstrip("-")


def read(text: str, kind: Kind) -> tuple[dict[str, Any], list[str]]:
    """Read `name`, `target`, `namespace`, `service_account` and `labels`.

    Returns:
        the facts, and sentences that tell which names had to change.
    """
    facts: dict[str, Any] = {}
    notes: list[str] = []
    for field, found in (
        ("namespace", _namespace(text, kind)),
        ("name", _name(text, kind)),
        ("target", _target(text, kind)),
        ("service_account", _account(text, kind)),
    ):
        if not found:
            continue
        made = slug(found)
        if made and not (made[0].isdigit() and field in {"name", "target"} and kind is Kind.SERVICE):
            facts[field] = made
        elif made:
            facts[field] = f"svc-{made}"[:63].rstrip("-")
        if facts.get(field) != found:
            notes.append(_changed(field, found, facts.get(field)))
    if labels := _labels(text):
        facts["labels"] = labels
        if kind in _POINTING and (app := slug(labels.get("app", ""))):
            facts["target"] = app
    return facts, notes


def _changed(field: str, found: str, made: str | None) -> str:
    shown = "".join(c for c in found if c.isprintable())[:60]
    if not made:
        return f"The {field.replace('_', ' ')} {shown!r} cannot be made valid and was left out."
    return f"The {field.replace('_', ' ')} {shown!r} is not valid there (lower-case letters, digits and hyphens, at most 63) and became {made!r}."


def _value(match: re.Match[str], first: int) -> str:
    value = next((group for group in match.groups()[first:] if group is not None), "")
    return value.strip().rstrip(".,:!?") if len(value) > 1 else value


_NO_NAMESPACES = _STOP | {"namespace", "all", "new", "same", "kubernetes", "k8s", "create", "called", "named"}


def namespaces(text: str) -> list[str]:
    """Every namespace that a text names, the surest first."""
    found = [_value(match, 0) for pattern in _NAMESPACE for match in pattern.finditer(text)]
    return [
        each
        for each in dict.fromkeys(found)
        if each.lower() not in _NO_NAMESPACES and not each.lower().startswith(("label", "selector"))
    ]


def _namespace(text: str, kind: Kind) -> str | None:
    return next(iter(namespaces(text)), None) if kind is not Kind.NAMESPACE else None


def _account(text: str, kind: Kind) -> str | None:
    if kind is Kind.SERVICE_ACCOUNT:
        return None
    for pattern in (_ACCOUNT, _ACCOUNT_AFTER):
        for match in pattern.finditer(text):
            value = _value(match, 0)
            if value.lower() not in _STOP | _GENERIC | {"token", "create"}:
                return value.rpartition(":")[2] or None
    return None


def _target(text: str, kind: Kind) -> str | None:
    plain = _TARGET_PLAIN if kind is Kind.SERVICE or kind in WORKLOADS else _TARGET_PLAIN_SERVICE
    routed = (_ROUTED_TO,) if kind in {Kind.INGRESS, Kind.HTTP_ROUTE} else ()
    for pattern in (_TARGET, _TARGET_AFTER, plain, *routed):
        for match in pattern.finditer(text):
            value: str = match[1].rstrip(".-")
            if value.lower() not in (_STOP | _GENERIC | _LANGUAGES) - {"admin"} and not value.isdigit() and "." not in value:
                return value
    return _name_for(text, kind) if kind in _POINTING else None


def _labels(text: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    for match in _LABELS.finditer(text):
        for key, value in _PAIR.findall(match[1]):
            if is_label(key, value):
                labels[key] = value
    for match in _LABEL.finditer(text):
        if match[1] in {"app", "team", "tier", "env", "environment", "owner", "version", "component", "role"} and is_label(
            match[1], match[2]
        ):
            labels.setdefault(match[1], match[2])
    return dict(list(labels.items())[:20])


def is_label(key: str, value: str) -> bool:
    """Whether Kubernetes takes it as a label."""
    prefix, _, name = key.rpartition("/")
    return (
        re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?", name) is not None
        and (not prefix or (re.fullmatch(r"[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?", prefix) is not None and ".." not in prefix))
        and re.fullmatch(r"(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?", value) is not None
    )


_SAID_ONLY = frozenset(
    {
        Kind.PROMETHEUS_ALERT,
        Kind.PROMETHEUS_RECORDING,
        Kind.PROMETHEUS_SCRAPE,
        Kind.ANSIBLE,
        Kind.SHELL_SCRIPT,
        Kind.NGINX,
        Kind.KUSTOMIZATION,
        Kind.GITHUB_ACTIONS,
        Kind.GITLAB_CI,
        Kind.ISSUER,
        Kind.JENKINSFILE,
        Kind.HAPROXY,
        Kind.CADDYFILE,
        Kind.ALERTMANAGER,
        Kind.PROMTAIL,
        Kind.CLOUD_INIT,
        Kind.INVENTORY,
        Kind.FAIL2BAN,
        Kind.DEPENDABOT,
        Kind.PRE_COMMIT,
    }
)
"""What follows `for` in a request of these is no name of the file."""

_POINTING = frozenset({Kind.SERVICE, Kind.INGRESS, Kind.HTTP_ROUTE, Kind.NETWORK_POLICY, Kind.HPA, Kind.PDB})


def _name(text: str, kind: Kind) -> str | None:
    if kind in _SAID_ONLY:
        return _said_name(text, kind)
    return _said_name(text, kind) or _name_beside(text, kind) or _name_for(text, kind)


def _nouns(kind: Kind, text: str) -> list[re.Match[str]]:
    return [match for match in MENTION.finditer(text) if kind_of(match) is kind]


def _said_name(text: str, kind: Kind) -> str | None:
    """`named X`: what is named is told from the noun before."""
    others: list[tuple[int, str]] = []
    for match in _NAMED.finditer(text):
        value = _value(match, 0)
        words = text[max(0, match.start() - 60) : match.start()].split()
        before = words[-1].lower() if words else ""
        start = match.start()
        noun = _kind_before(text, start)
        if not value or (value.lower() in _STOP and match[4] is not None):
            continue
        if noun is kind or (noun in {Kind.ROLE, Kind.CLUSTER_ROLE} and kind in {Kind.ROLE, Kind.CLUSTER_ROLE}):
            return value
        if noun is None and before not in _ATTRIBUTE_NOUNS and "account" not in before:
            others.append((0, value))
        elif noun in WORKLOADS or noun is Kind.SERVICE:
            others.append((1 if noun is not Kind.SERVICE else 2, value))
    return min(others, key=lambda each: each[0])[1] if others else None


def _kind_before(text: str, end: int) -> Kind | None:
    window = text[max(0, end - 40) : end]
    last = None
    for match in MENTION.finditer(window):
        if window[match.end() :].strip().lower() in {"", "that is", "is", "file", "object", "resource", "manifest", "unit"}:
            last = kind_of(match)
    return last


def _name_beside(text: str, kind: Kind) -> str | None:
    """`deployment api`, `the api deployment`."""
    for match in _nouns(kind, text):
        after = re.match(
            r"\s+[\"'`]([^\"'`\n]{1,80})[\"'`]|\s+([A-Za-z0-9][\w.-]{0,80})(?=[\s,;.:]|$)(?!:\w)", text[match.end() :]
        )
        if after and (after[1] or _is_a_name(after[2])):
            return after[1] or after[2].rstrip(".")
    if kind not in KUBERNETES:
        return None
    for match in _nouns(kind, text):
        before = re.search(r"[\"'`]?([A-Za-z0-9][\w-]{0,80})[\"'`]?\s+$", text[: match.start()][-90:])
        if before and _is_a_name(before[1]) and not re.search(r"\b(?:liveness|readiness|type|kind|api)\b", before[1].lower()):
            return before[1]
    return None


def _is_a_name(word: str) -> bool:
    lowered = word.lower().rstrip(".")
    return (
        lowered not in _STOP | _GENERIC | _LANGUAGES
        and not re.fullmatch(r"[\d.]+\w?|v?\d[\w.]*", lowered)
        and MENTION.fullmatch(lowered) is None
        and (well_known.lookup(lowered) is not None or not lowered.endswith(("ing", "able")))
        and "/" not in word
    )


_FOR = re.compile(
    r"\b(?:for|of|deploy|expose|run|scale|protect|running|deploying|exposing|containeri[sz]e|dockeri[sz]e)\s+", re.IGNORECASE
)


def _name_for(text: str, kind: Kind) -> str | None:
    """`for my payments api on port 80` is `payments-api`."""
    found = list(_FOR.finditer(text))
    if own := [match for match in found if _kind_before(text, match.start()) is kind]:
        found = [match for match in found if match in own or _kind_before(text, match.start()) is None]
    # "for" tells a name more surely than "of", which also follows quantities
    for match in sorted(found, key=lambda each: each[0].lower().startswith("of")):
        words: list[str] = []
        for token in _TOKEN.finditer(text, match.end(), match.end() + 120):
            word = token[1] or ""
            plain = word.rstrip(".:")
            if not word or (
                plain.lower() in _STOP and (words or plain.lower() not in {"a", "an", "the", "my", "our", "your", "this", "it"})
            ):
                break
            if plain.lower() in {"a", "an", "the", "my", "our", "your", "this", "it"}:
                continue
            words.append(plain)
            if word != plain or len(words) > 5:
                break
        if name := _from_phrase(words):
            return name
    return None


def _from_phrase(words: list[str]) -> str | None:
    kept: list[str] = []
    for word in words:
        lowered = word.lower()
        if re.search(r"[:/=]", word):
            image = re.fullmatch(r"(?:[\w.:-]+/)*([\w.-]+?)(?::[\w.-]+)?", word)
            return (
                slug(image[1])
                if image and re.search("[a-z]", image[1]) and not kept and image[1].lower() not in _STOP | _GENERIC
                else "-".join(kept) or None
            )
        if re.fullmatch(r"v?[\d.]+\w?|\d+[a-z%]+", lowered) or ("." in lowered and lowered not in _LANGUAGES):
            continue
        if lowered in _GENERIC or lowered in _LANGUAGES or MENTION.fullmatch(lowered):
            continue
        kept.append(word)
    return "-".join(kept[:3]) if kept else None
