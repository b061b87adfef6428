"""Numbers of replicas and targets of scaling, retries, deadlines."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading.request import NUMBER, number

_REPLICAS = re.compile(
    rf"(?<![\w.:-])({NUMBER})\s+(?:(?!with\b|and\b|on\b|in\b)[a-z-]+\s+){{0,2}}?(?:replicas?|pods?|copies|instances|nodes|members|brokers)\b|\breplicas?\s*(?:count|number)?\s*(?:of|is|to|at|[:=])?\s*({NUMBER})\b|\bscaled? (?:it )?to ({NUMBER})\b|\breplicated ({NUMBER}) times|(?<![\w.])x ?(\d{{1,3}})\b(?![.:/-])",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\b(?:between|from|scal\w+|min\w*)\s+(?:it\s+|the\s+\w+\s+|[\w-]+\s+){{0,3}}?(?:between\s+|from\s+)?({NUMBER})\s*(?:replicas?|pods?|instances)?\s*(?:and|to|-|up to|\.\.)\s*(?:max(?:imum)?\s*(?:of\s*)?)?({NUMBER})\b(?!\s?(?:%|percent|cpu|mi|gi|core))|\b({NUMBER})\s*(?:-|to)\s*({NUMBER})\s+(?:replicas?|pods?|instances)",
    re.IGNORECASE,
)
_AUTOSCALED = re.compile(
    r"\b(?:auto-?\s?scal\w*|hpa)\b[^.;\n\d]{0,24}(\d{1,4})\s*(?:-|to|\.\.+|and|/|up to)\s*(\d{1,4})\b(?!\s?(?:%|percent))",
    re.IGNORECASE,
)
_MINIMUM = re.compile(
    rf"\b(?:min(?:imum)?(?:replicas)?|at least|no fewer than|never (?:below|fewer than|less than)|lower bound)\s*(?:replicas?|pods?|of|is|available|[:=])*\s*({NUMBER})\b(?!\s?(?:%|percent|[kmg]i?b?\b|days?|minutes?|seconds?|hours?))|\b({NUMBER})\s+(?:replicas?\s+)?min(?:imum)?\b(?!\s*(?:of\s*)?\d)",
    re.IGNORECASE,
)
_MAXIMUM = re.compile(
    rf"\b(?:max(?:imum)?(?:replicas)?|at most|up to|no more than|upper bound)\s*(?:replicas?|pods?|of|is|[:=])*\s*({NUMBER})\b(?!\s?(?:%|percent|[kmg]i?b?\b|m\b|days?|minutes?|seconds?|hours?|cores?|cpus?(?!\s*(?:at\s*)?\d)|unavailable|retries|\.\d))|\b({NUMBER})\s+(?:replicas?\s+)?max(?:imum)?\b(?!\s*(?:of\s*)?\d)",
    re.IGNORECASE,
)
_PERCENT = r"(\d{1,3})\s?(?:%|percent)"
_TARGETS = {
    what: re.compile(rf"\b{words}\b[\w\s:=>-]{{0,40}}?{_PERCENT}|{_PERCENT}\s*(?:\w+\s+){{0,2}}?{words}\b", re.IGNORECASE)
    for what, words in (("cpu_target", r"(?:cpu|processor)"), ("memory_target", r"(?:memory|ram|mem)"))
}
_ANY_PERCENT = re.compile(r"\b(?:target|utili[sz]ation|at)\b[\w\s]{0,20}?" + _PERCENT, re.IGNORECASE)
_PLAIN_CPU = re.compile(r"\bcpu\s*(?:at|target|of|is|[:=>])?\s*([1-9]\d)\b(?!m|\.|\s?(?:cores?|%))", re.IGNORECASE)
_UNAVAILABLE = re.compile(
    rf"\bmax(?:imum)?[ -]?unavailable\s*(?:of|is|pods?|[:=])*\s*(\d{{1,3}}\s?%|{NUMBER})|\b(?:at most|no more than|only|allow(?:ing)?)\s+({NUMBER}|\d{{1,3}}\s?%)\s+(?:of )?(?:\w+\s+){{0,2}}?(?:unavailable|down|disrupted)",
    re.IGNORECASE,
)
_AVAILABLE = re.compile(
    rf"\bmin(?:imum)?[ -]?available\s*(?:of|is|pods?|[:=])*\s*(\d{{1,3}}\s?%|{NUMBER})|\b(?:at least|minimum(?: of)?|keep(?:ing)?(?: at least)?|always)\s+(\d{{1,3}}\s?(?:%|percent)|{NUMBER})\s+(?:of (?:the )?)?(?:\w+\s+){{0,3}}?(?:available|up|running|alive|ready|pods?|replicas?)",
    re.IGNORECASE,
)
_COUNTS = {
    "retries": re.compile(
        rf"\b(?:backoff ?limit|retr(?:y|ies)|attempts?)\s*(?:of|is|limit|up to|at most|[:=])*\s*({NUMBER})\b|\b({NUMBER})\s+(?:retries|attempts)\b|\bretry (?:it )?(?:up to |at most )?({NUMBER}) times",
        re.IGNORECASE,
    ),
    "parallelism": re.compile(
        rf"\bparallelism\s*(?:of|is|[:=])?\s*({NUMBER})|(?<![\w:./-])({NUMBER})\s+(?:\w+\s+)?in parallel\b|(?<![\w:./-])({NUMBER}) parallel\b",
        re.IGNORECASE,
    ),
    "completions": re.compile(
        rf"\bcompletions?\s*(?:of|is|[:=])?\s*({NUMBER})|(?<![\w:./-])({NUMBER})\s+completions?\b", re.IGNORECASE
    ),
    "rotations": re.compile(
        rf"\b(?:keep(?:ing)?|retain(?:ing)?|rotate|rotations?)\s+(?:the last |of )?({NUMBER})\b|\b({NUMBER})\s+(?:rotations|backups|old logs|copies|archives|rotated)",
        re.IGNORECASE,
    ),
    "quota_pods": re.compile(rf"(?<![\w:./-])({NUMBER})\s+pods\b|\bpods?\s*(?:max|limit|[:=])*\s*(\d{{1,5}})\b", re.IGNORECASE),
    "requests_per_second": re.compile(
        r"\b(\d{1,6})\s*(?:requests?|reqs?|r)\s*(?:/|per|a)\s*(?:s|sec|second)\b|\b(\d{1,6})\s?(?:rps|r/s)\b", re.IGNORECASE
    ),
    "requests_per_minute": re.compile(
        r"\b(\d{1,6})\s*(?:requests?|reqs?|r)\s*(?:/|per|a)\s*(?:m|min|minute)\b|\b(\d{1,6})\s?r/m\b", re.IGNORECASE
    ),
    "burst": re.compile(r"\bburst\s*(?:of|is|[:=])?\s*(\d{1,5})\b", re.IGNORECASE),
}
_SUSPICIOUS = re.compile(r"\b(?:run\w*|max)\b", re.IGNORECASE)


def read(text: str) -> dict[str, Any]:  # noqa: C901  # one clause a field
    """Read `replicas`, `min_replicas`, `max_replicas`, `cpu_target`, `memory_target`, `max_unavailable`, `min_available` and counts."""
    facts: dict[str, Any] = {}
    if (match := _RANGE.search(text)) and (bounds := _numbers(match)) and bounds[0] <= bounds[1]:
        facts["min_replicas"], facts["max_replicas"] = bounds[0], bounds[1]
    elif match := _AUTOSCALED.search(text):
        facts["min_replicas"], facts["max_replicas"] = sorted((int(match[1]), int(match[2])))
    for field, pattern in (("min_replicas", _MINIMUM), ("max_replicas", _MAXIMUM), ("replicas", _REPLICAS), *_COUNTS.items()):
        if (match := pattern.search(text)) and field not in facts:
            facts[field] = _numbers(match)[0]
    for field, pattern in _TARGETS.items():
        if match := pattern.search(text):
            facts[field] = int(match[1] or match[2])
    if "retries" not in facts and re.search(r"\b(?:no|without(?: any)?|never) retr(?:y|ies)\b", text, re.IGNORECASE):
        facts["retries"] = 0
    if "cpu_target" not in facts and "memory_target" not in facts and (match := _ANY_PERCENT.search(text)):
        facts["cpu_target"] = int(match[1])
    if "cpu_target" not in facts and (match := _PLAIN_CPU.search(text)):
        facts["cpu_target"] = int(match[1])
    for field, pattern in (("max_unavailable", _UNAVAILABLE), ("min_available", _AVAILABLE)):
        if match := pattern.search(text):
            facts[field] = _share(next(group for group in match.groups() if group))
    return {
        field: value
        for field, value in facts.items()
        if value not in (0, "0%") or field in {"replicas", "retries", "max_unavailable", "min_replicas"}
    }


def _numbers(match: re.Match[str]) -> list[int]:
    return [number(group) for group in match.groups() if group]


def _share(words: str) -> int | str:
    digits = re.match(r"\d+", words)
    if digits and ("%" in words or "percent" in words.lower()):
        return f"{min(int(digits[0]), 100)}%"
    return number(words)
