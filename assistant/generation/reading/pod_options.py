"""What a request says of a Pod beside its image: where its settings come from, what is mounted, where it runs, what runs beside it.

What is read here is taken out of the text, so that nobody reads the image of a sidecar as that of the Pod, or the labels of a
node as labels of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.generation.reading import containers_beside
from assistant.generation.reading.request import NUMBER, number

_NAME = r"[\"'`]?(?P<name>[a-z0-9][a-z0-9.-]{0,80})[\"'`]?"
_CALLED = r"(?:(?:is |object |store )?(?:called|named|=|:)\s*)?"
_OF_A_SECRET = r"(?:k8s |kubernetes )?secret(?:s|keyref| key ref)?"  # noqa: S105  # a pattern
_CONFIG = r"(?:config[- ]?map|cm)(?:keyref| key ref|s)?"
_SOURCE = rf"(?P<kind>{_OF_A_SECRET}|{_CONFIG})"
_VARIABLE = r"(?P<env>(?<![\w$/.-])(?-i:[A-Z][A-Z0-9_]{1,62}))"
_KEY = r"[\"'`]?(?P<key>[A-Za-z0-9_][\w.-]{0,100})[\"'`]?"
_TO_SOURCE = r"(?:(?![;\n]|(?<![\w$/.-])(?-i:[A-Z][A-Z0-9]*_[A-Z0-9_]+)|\b(?:secret|config ?map)\b)[^\n]){0,60}?"
_THE_KEY = rf"(?:\s*[,/(:-]?\s*(?:with |under |at |in |using |and |its )*(?:the )?key\s*(?:is|named|called|[:=])?\s*{_KEY}|\s?[/:#]\s?{_KEY.replace('?P<key>', '?P<key2>')})?"
_REFERENCES = (
    re.compile(rf"{_VARIABLE}{_TO_SOURCE}\bkey\s+{_KEY}\s+(?:of|in|from|inside)\s+(?:the\s+)?{_SOURCE}\s*{_CALLED}{_NAME}"),
    re.compile(
        rf"{_VARIABLE}{_TO_SOURCE}(?<![\w-]){_SOURCE}\s*(?:[:=]\s*)?{_CALLED}(?!key\b|and\b|with\b|in\b|for\b|of\b){_NAME}{_THE_KEY}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_VARIABLE}{_TO_SOURCE}\b(?:from|in|of)\s+(?:the\s+)?(?!an?\b|the\b|our\b|my\b|this\b|k8s\b|kubernetes\b){_NAME}\s+{_SOURCE}{_THE_KEY}"
    ),
    re.compile(
        rf"\bkey\s+{_KEY}\s+(?:of|in|from)\s+(?:the\s+)?{_SOURCE}\s*{_CALLED}{_NAME}\s+(?:as|into|to|in)\s+(?:the\s+)?(?:env\w*\s+(?:var\w*\s+)?)?{_VARIABLE}"
    ),
)
_ALL_OF = re.compile(
    r"\benv ?from\b|\b(?:all |its |the )?(?:env(?:ironment)?(?: ?var(?:iable)?)?s?|variables|settings)\b[^.;\n]{0,30}?\b(?:from|in|out of|via|of)\b(?=[^.;\n]{0,24}\b(?:secret|config ?map|cm)\b)",
    re.IGNORECASE,
)
_ONE_SOURCE = re.compile(
    rf"\s*(?:[,+&:=]|and|plus|from|with|both|the|a)*\s*{_SOURCE}\s*{_CALLED}(?!key\b|and\b|with\b|for\b){_NAME}", re.IGNORECASE
)
_SOURCE_AS_ENV = re.compile(
    rf"{_SOURCE}\s*{_CALLED}(?!key\b|and\b|with\b|for\b){_NAME}\s+(?:as|for|into)\s+(?:the |its |all )?env(?:ironment|ironment variables| ?vars?|s|From)?\b",
    re.IGNORECASE,
)
_VOLUME = r"(?P<what>pvcs?|(?:persistent ?volume ?|volume ?)?claims?|config[- ]?maps?|cm|secrets?|empty ?dirs?|tmpfs|scratch(?: (?:volume|space))?)"
_VOLUME_NAME = r"(?:(?:volumes?\s+)?(?:called|named|=|:)?\s*[\"'`]?(?!(?:at|to|on|in|into|under|as|mounted|mount|read|readonly|volumes?|for|and|the|is|should|with)\b)(?P<name>[a-z0-9][a-z0-9.-]{0,80})[\"'`]?)?"
_PATH = r"[\"'`]?(?P<path>/[\w./@-]{1,150})"
_READ_ONLY = r"(?P<ro>\s*,?\s*\(?(?:as )?(?:read[- ]?only|ro)\b\)?)?"
_MOUNTS = (
    re.compile(
        rf"(?<![\w/.-]){_VOLUME}\s*{_VOLUME_NAME}\s*(?:volumes?\s*)?,?\s*(?:\([\w ]+\)\s*)?(?:(?:that |which )?(?:is |should be |gets |has to be |must be )?mount(?:ed|s)?\s*)?(?P<before>read[- ]?only\s+)?"
        rf"(?:at|to|on|under|in|into|->|=>|:|as|with path|path|mount ?path)+\s*(?:the (?:path|directory)\s+)?{_PATH}{_READ_ONLY}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_PATH}\s*(?:<-|[:=(]|from|is|comes? from|backed by|on)+\s*(?:an?\s+|the\s+)?(?P<before>read[- ]?only\s+)?{_VOLUME}\b\s*{_VOLUME_NAME}{_READ_ONLY}",
        re.IGNORECASE,
    ),
)
_LABEL = r"(?P<key>[a-z0-9][\w./-]{0,120}?)\s?(?:=|:\s?)\s?[\"'`]?(?P<value>[\w.-]{1,63})[\"'`]?"
_NODES = (
    re.compile(
        rf"\bnode ?selectors?(?:\s*(?:(?:is|of|for|with)\b|[:=]))*\s*[\"'`{{]*{_LABEL}(?:\s*(?:,|and)\s*{_LABEL.replace('?P<key>', '?P<key2>').replace('?P<value>', '?P<value2>')}(?=\s|$|[,;.]))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bnodes?\s+(?:that\s+(?:are|have|has)\s+|which\s+(?:are|have)\s+|with\s+|having\s+|where\s+|labell?ed\s+|tagged\s+|by\s+|of\s+)+(?:the\s+|a\s+)?(?:labels?\s+)?[\"'`]?{_LABEL}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:on|to|only)\s+(?:the\s+)?[\"'`]?{_LABEL}\s+nodes?\b", re.IGNORECASE),
)
_EFFECT = r"(?P<effect>NoSchedule|PreferNoSchedule|NoExecute)"
_TAINT = r"[\"'`]?(?P<key>[a-z][\w./-]{0,120})(?:\s?=\s?(?P<value>[\w.-]{1,63}))?[\"'`]?"
_TOLERATIONS = (
    re.compile(
        rf"\btolerat\w+\s*(?:(?:for|of|with|the|a|taint|[:=])\s*)*key\s*[:=]?\s*(?P<key>[a-z][\w./-]{{0,120}})(?:\s*,?\s*(?:operator\s*[:=]?\s*\w+\s*,?\s*)?value\s*[:=]?\s*[\"']?(?P<value>[\w.-]{{1,63}})[\"']?)?(?:\s*,?\s*(?:and\s+)?effect\s*[:=]?\s*{_EFFECT})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\btolerat\w+\s+(?:(?:of|for|the|a|an|any|key|taints?|to|node|with|[:=])\s*)*(?!all\b|every){_TAINT}(?:\s*[: ,(]\s*(?:with\s+|and\s+)?(?:effect\s*[:=]?\s*)?{_EFFECT})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:tolerat\w+)\s+(?:the\s+)?{_EFFECT}\s+(?:taint\s+)?(?:of\s+|for\s+|on\s+)?{_TAINT}".replace(
            "(?P<value>", "(?P<value>"
        ),
        re.IGNORECASE,
    ),
    re.compile(rf"\btaints?\s+{_TAINT}\s?:\s?{_EFFECT}", re.IGNORECASE),
)
_TOLERATES_ALL = re.compile(
    r"\btolerat\w+\s+(?:all|every|any)(?:thing| taints?)?\b|\bon (?:really )?(?:every|all) nodes?,? (?:whatever|regardless|even|including)",
    re.IGNORECASE,
)
_CONTROL_PLANE = re.compile(
    r"\b(?:on|to|including|incl\.?|also|tolerat\w+)\b[^.;\n]{0,30}\b(?:control[- ]?planes?|masters?)\b(?: nodes?)?(?: (?:too|as well|also))?",
    re.IGNORECASE,
)
_NO_TAINTS_TEXT = """
taint taints on in all the a an and for of to nodes node control master with effect
"""
_NO_TAINTS = frozenset(_NO_TAINTS_TEXT.split())
_DELAY = re.compile(
    rf"\binitial ?delay(?: ?seconds)?\s*(?:of|is|[:=])?\s*({NUMBER})|\b(?:wait(?:s|ing)?|starts?|delay(?:ed)?(?: by)?|begins?|after)\s+(?:for\s+|only\s+|after\s+)*({NUMBER})\s?(?:s|secs?|seconds?)\b(?=\s*(?:before|delay|$|[,.;\n)]|initial|after|for))",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"\bperiod(?: ?seconds)?\s*(?:of|is|[:=])?\s*({NUMBER})\s?s?\b|\b(?:prob\w*|check\w*|liveness|readiness|health)\b[^.;\n]{{0,40}}?\bevery\s+({NUMBER})\s?(?:s|secs?|seconds?)\b",
    re.IGNORECASE,
)
_THRESHOLD = re.compile(
    rf"\bfailure ?threshold\s*(?:of|is|[:=])?\s*({NUMBER})|\b(?:after|with)\s+({NUMBER})\s+fail(?:ures|ed (?:checks|probes|tries))\b",
    re.IGNORECASE,
)
_STARTUP = re.compile(
    r"\bstart-?up\s*(?:probes?)?(?:\s*(?:(?:on|at|path|is|check|get)\b|[:=]))*\s*[\"'`]?(?P<path>/[\w./~-]{1,100})",
    re.IGNORECASE,
)
_GRACE = re.compile(
    rf"\bgrace(?: ?period)?(?: ?seconds)?\s*(?:of|is|for|[:=])?\s*({NUMBER})\s?(s|secs?|seconds?|m|min\w*)?\b|\b({NUMBER})\s?-?(s|secs?|seconds?|m|min\w*)\s+(?:of\s+)?(?:termination\s+|shutdown\s+)?grace\b|\bterminationGracePeriodSeconds\s*[:=]?\s*({NUMBER})",
    re.IGNORECASE,
)
_PULL = re.compile(
    r"\b(?:image ?)?pull ?secrets?(?:\s*(?:(?:is|called|named)\b|[:=]))*\s*[\"'`]?(?P<name>[a-z0-9][a-z0-9.-]{0,80})|\b(?P<name2>[a-z0-9][a-z0-9.-]{0,80})\s+(?:as\s+)?(?:the\s+)?(?:image ?)?pull ?secret\b",
    re.IGNORECASE,
)
_PRIORITY = re.compile(
    r"\bpriority ?class(?: ?name)?\s*(?:is|of|called|named|[:=])?\s*[\"'`]?(?P<name>[a-z0-9][a-z0-9.-]{0,80})", re.IGNORECASE
)
_SPREAD = re.compile(
    r"\banti-?\s?affinit\w+|\bspread(?:s|ing)?\b[^.;\n]{0,30}\b(?P<over>nodes?|hosts?|zones?|azs?|availability)\b|\b(?:one|1|a single) (?:pod|replica)s? per (?:node|host)\b"
    r"|\b(?:different|separate|distinct) (?P<other>nodes?|hosts?|zones?)\b|\b(?:never|not|no) (?:two|2|more than one)\b[^.;\n]{0,20}\bsame (?:node|host)\b|\btopology ?spread\w*",
    re.IGNORECASE,
)
_USER_ID = re.compile(
    r"\b(?:run(?:s|ning|AsUser)?|user|uid|as)(?:\s*(?:(?:as|is|with)\b|[:=]))*\s*(?:the\s+)?(?:user|uid)?\s*(?:id)?\s*[:=]?\s*(?P<id>[1-9]\d{2,9})\b(?!\s*(?:replicas|pods|m\b|mi|gi|%|seconds))",
    re.IGNORECASE,
)
_GROUP_ID = re.compile(r"\b(?:fs ?group|gid|runAsGroup|group(?: id)?)\s*(?:is|[:=])?\s*(?P<id>[1-9]\d{1,9})\b", re.IGNORECASE)
_WRITABLE = re.compile(r"\b(?:writable|writeable)\s+root\b|\breadOnlyRootFilesystem\s*[:=]\s*false", re.IGNORECASE)
_SURGE = re.compile(
    rf"\b(?:max(?:imum)? ?)?surge\s*(?:of|is|pods?|[:=])*\s*(\d{{1,3}}\s?%|{NUMBER})|\b(?:adds?|adding|create|start|have)\s+(?:at most|no more than|up to|max(?:imum)?)\s+({NUMBER}|\d{{1,3}}\s?%)\s+(?:extra|additional|more|new|surplus)\b",
    re.IGNORECASE,
)
_DOWN_AT_ONCE = re.compile(
    rf"\b(?:takes?|brings?|have|has|kills?|lose|loses|stops?|removes?)\b(?:\s+down)?\s+(?:down\s+)?(?:more than|at most|no more than|only)\s+({NUMBER}|\d{{1,3}}\s?%)\s+(?:pods?|replicas?|instances?)?(?:\s+(?:down|at (?:a|one) time|at once|unavailable))?"
    rf"|\b(?:at most|no more than|only)\s+({NUMBER}|\d{{1,3}}\s?%)\s+(?:pods?|replicas?|instances?)?\s*(?:may be\s+|can be\s+)?(?:down|missing|unavailable|gone)",
    re.IGNORECASE,
)
_RECREATE = re.compile(r"\brecreate\b", re.IGNORECASE)
_HOST_NETWORK = re.compile(r"\bhost ?network(?:ing)?\b|\bnetwork of the (?:host|node)\b", re.IGNORECASE)


def read(text: str) -> tuple[dict[str, Any], str]:
    """Read the options.

    Returns:
        the fields, and the text without the words that told them.
    """
    facts: dict[str, Any] = {}
    for reader in (
        containers_beside.read,
        _sources,
        _references,
        _mounts,
        _placement,
        _probes,
        _security,
        _rollout,
    ):
        found, text = reader(text)
        facts |= found
    return {name: value for name, value in facts.items() if value not in (None, (), {})}, text


def _blank(text: str, match: re.Match[str]) -> str:
    """The text with a stretch made empty, so that places stay where they are."""
    return f"{text[: match.start()]}{' ' * (match.end() - match.start())}{text[match.end() :]}"


def _all_of(patterns: tuple[re.Pattern[str], ...], text: str) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(text)


def _kind(word: str) -> str:
    return "secret" if "secret" in word.lower() else "config"


def _sources(text: str) -> tuple[dict[str, Any], str]:
    """All keys of a Secret or ConfigMap as variables."""
    found: list[tuple[str, str]] = []
    for opening in list(_ALL_OF.finditer(text)):
        at = opening.end()
        while match := _ONE_SOURCE.match(text, at):
            if re.match(r"[\s,(/]*(?:with |the |its )*key\b", text[match.end() :]):
                break
            found.append((_kind(match["kind"]), match["name"].rstrip(".-").lower()))
            text = _blank(text, match)
            at = match.end()
    while match := _SOURCE_AS_ENV.search(text):
        found.append((_kind(match["kind"]), match["name"].rstrip(".-").lower()))
        text = _blank(text, match)
    return {"env_sources": tuple(dict.fromkeys(found))[:8]}, text


def _references(text: str) -> tuple[dict[str, Any], str]:
    """Single variables out of keys."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for pattern in _REFERENCES:
        while match := pattern.search(text):
            groups = match.groupdict()
            key = groups.get("key") or groups.get("key2") or match["env"]
            found.setdefault(
                match["env"], (match["env"], _kind(match["kind"]), match["name"].rstrip(".-").lower(), key.rstrip("."))
            )
            text = _blank(text, match)
    return {"env_references": tuple(found.values())[:20]}, text


def _mounts(text: str) -> tuple[dict[str, Any], str]:
    found: list[tuple[str, str, str, bool]] = []
    for pattern in _MOUNTS:
        while match := pattern.search(text):
            word = match["what"].lower()
            kind = (
                "secret"
                if "secret" in word
                else "config"
                if word.startswith(("config", "cm"))
                else "claim"
                if "claim" in word or "pvc" in word
                else "empty"
            )
            name = (match["name"] or "").rstrip(".-").lower()
            read_only = bool(match["ro"] or match["before"])
            if kind == "empty" or name:
                found.append((kind, name, match["path"].rstrip("./"), read_only))
            text = _blank(text, match)
    return {"mounts": tuple(dict.fromkeys(found))[:10]}, text


def _placement(text: str) -> tuple[dict[str, Any], str]:  # noqa: C901  # one clause a field
    nodes: dict[str, str] = {}
    tolerated: list[tuple[str, str, str]] = []
    facts: dict[str, Any] = {}
    for pattern in _NODES:
        while match := pattern.search(text):
            groups = match.groupdict()
            nodes[match["key"].strip("\"'`")] = match["value"].rstrip(".")
            if groups.get("key2"):
                nodes[groups["key2"]] = groups["value2"].rstrip(".")
            text = _blank(text, match)
    if match := _TOLERATES_ALL.search(text):
        tolerated.append(("", "", ""))
        text = _blank(text, match)
    if match := _CONTROL_PLANE.search(text):
        tolerated.append(("node-role.kubernetes.io/control-plane", "", "NoSchedule"))
        text = _blank(text, match)
    for pattern in _TOLERATIONS:
        while match := pattern.search(text):
            effect = match["effect"] or ""
            spelled = next(
                (each for each in ("NoSchedule", "PreferNoSchedule", "NoExecute") if each.lower() == effect.lower()), ""
            )
            if match["key"].lower() not in _NO_TAINTS:
                tolerated.append((match["key"].rstrip("."), (match["value"] or "").rstrip("."), spelled))
            text = _blank(text, match)
    if match := _PRIORITY.search(text):
        facts["priority_class"] = match["name"].rstrip(".-").lower()
        text = _blank(text, match)
    if match := _SPREAD.search(text):
        over = (match["over"] or match["other"] or "node").lower()
        facts["spread"] = "zone" if over.startswith(("zone", "az", "avail")) else "node"
        text = _blank(text, match)
    if match := _HOST_NETWORK.search(text):
        facts["host_network"] = True
        text = _blank(text, match)
    return {**facts, "node_labels": nodes, "tolerations": tuple(dict.fromkeys(tolerated))[:8]}, text


def _probes(text: str) -> tuple[dict[str, Any], str]:
    facts: dict[str, Any] = {}
    if not re.search(r"\b(?:prob\w+|liveness|readiness|start-?up|health|live|ready)\b", text, re.IGNORECASE):
        return facts, text
    if match := _STARTUP.search(text):
        facts["startup_path"] = match["path"].rstrip(".")
        text = _blank(text, match)
    for field, pattern in (("probe_delay_s", _DELAY), ("probe_period_s", _PERIOD), ("probe_failures", _THRESHOLD)):
        if match := pattern.search(text):
            facts[field] = number(next(group for group in match.groups() if group))
            if field == "probe_delay_s":
                before = text[: match.start()].lower()
                live, ready = before.rfind("live"), before.rfind("read")
                facts["probe_delayed"] = "" if live == ready else "liveness" if live > ready else "readiness"
            text = _blank(text, match)
    return facts, text


def _security(text: str) -> tuple[dict[str, Any], str]:
    facts: dict[str, Any] = {}
    for field, pattern in (("user_id", _USER_ID), ("group_id", _GROUP_ID)):
        if match := pattern.search(text):
            facts[field] = int(match["id"])
            text = _blank(text, match)
    if _WRITABLE.search(text):
        facts["writable_root"] = True
    if (match := _PULL.search(text)) and (name := match["name"] or match["name2"]).lower() not in {
        "an",
        "the",
        "a",
        "image",
        "with",
    }:
        facts["pull_secret"] = name.rstrip(".-").lower()
        text = _blank(text, match)
    return facts, text


def _rollout(text: str) -> tuple[dict[str, Any], str]:
    facts: dict[str, Any] = {}
    if re.search(r"\b(?:no|without(?: any)?|needs no|has no) (?:open |exposed |container )?ports?\b", text, re.IGNORECASE):
        facts["portless"] = True
    if match := _RECREATE.search(text):
        facts["strategy"] = "Recreate"
        text = _blank(text, match)
    shares: tuple[tuple[str, re.Pattern[str]], ...] = (("max_surge", _SURGE), ("down_at_once", _DOWN_AT_ONCE))
    for field, pattern in shares:
        if match := pattern.search(text):
            facts[field] = _share(next(group for group in match.groups() if group))
            text = _blank(text, match)
    if match := _GRACE.search(text):
        amount, unit = match[1] or match[3] or match[5], match[2] or match[4] or "s"
        facts["grace_s"] = number(amount) * (60 if unit.lower().startswith("m") else 1)
        text = _blank(text, match)
    return facts, text


def _share(words: str) -> int | str:
    return f"{min(int(words.rstrip('% ')), 100)}%" if "%" in words else number(words)
