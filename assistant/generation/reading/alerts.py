"""What an alert watches: metric, threshold, duration, severity."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading import quantities

_TOPICS: tuple[tuple[str, str], ...] = (
    ("restarts", r"crash[- ]?loop\w*|restart(?:s|ed|ing)?\b"),
    ("disk", r"disk|filesystem|file system|inode|partition"),
    ("pvc", r"pvc|persistent volume"),
    ("errors", r"error[- ]?rate|errors?|5xx|500s|http 5\d\d|failure rate|failed requests"),
    ("latency", r"latency|p9[059]|slow|response time|request duration|9[059]th percentile"),
    ("certificate", r"cert(?:ificate)?s?|tls|ssl"),
    (
        "not_ready",
        r"(?:pods?|deployments?|replicas?)\b.{0,30}\b(?:not ready|unavailable|mismatch|missing|pending)|unavailable replicas|not ready",
    ),
    ("node_down", r"nodes?\b.{0,20}\b(?:down|not ready|unreachable)"),
    ("container_memory", r"(?:container|pod)\b.{0,20}\bmemory|oom(?:killed)?|memory limit"),
    ("container_cpu", r"(?:container|pod)\b.{0,20}\bcpu|throttl\w+"),
    ("memory", r"memory|ram\b|mem\b"),
    ("cpu", r"cpu|processor|load average"),
    ("job_failed", r"(?:cron)?jobs?\b.{0,12}\bfail\w*"),
    ("queue", r"queue|backlog|lag\b"),
    ("down", r"down|unreachable|up == 0|not responding|target|unavailable|absent|offline|dead|stops?"),
    ("traffic", r"request rate|requests per second|rps|qps|traffic"),
)
_EXPRESSION = re.compile(
    r"\b(?:expr(?:ession)?|query|promql)\s*(?:is|[:=])?\s*[`\"]([^`\"\n]{3,300})[`\"]|`([^`\n]{3,300}[<>=]+[^`\n]{1,60})`",
    re.IGNORECASE,
)
_METRIC = re.compile(
    r"\b([a-z][a-z0-9]*(?:_[a-z0-9]+){1,12}(?:_total|_seconds|_bytes|_count|_sum|_bucket|_ratio|_info|_length|_size|_depth|_lag|_percent)?)\b"
)
_COMPARED = re.compile(
    r"(>=|<=|>|<|\b(?:above|over|exceed(?:s|ing)?|more than|greater than|higher than|at least|reaches|below|under|less than|lower than|fewer than|drops? (?:below|under|to)|hits)\b)\s*(?:of )?(\d{1,9}(?:\.\d{1,4})?)\s*(%|percent|ms|milliseconds?|seconds?|s\b|gi?b\b|mi?b\b|days?|hours?|weeks?|minutes?|times)?",
    re.IGNORECASE,
)
_SPELLED_PERCENT = re.compile(r"\b(\d{1,3}(?:\.\d+)?)\s?(?:%|percent)", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:for|lasting|longer than|at least|during|over the last|within|in the last|in)\s+(?:at least |more than |the last |over )?(?=\d|an?\s|one|two|five|ten|fifteen|thirty|half)",
    re.IGNORECASE,
)
_SEVERITY = re.compile(
    r"\b(critical|warning|warn|info|page|high|low|medium|p1|p2|p3|urgent)\b(?=[\w ,-]{0,20}(?:severity|alert|level)|[\s.,;]|$)",
    re.IGNORECASE,
)
_SAID_SEVERITY = re.compile(
    r"\bseverity\s*(?:is|of|[:=])?\s*[\"'`]?(critical|warning|info|page|high|low|medium)\b", re.IGNORECASE
)
_RECORD_ALONE = re.compile(r"(?<![\w:/.-])([a-z_][\w]*:[a-z_][\w]*:[a-z_]\w*)(?![\w:])")
_RECORD = re.compile(
    r"\b(?:record(?:ed)?|named?|called|as|save(?:d)? as)\s*[:=]?\s*[\"'`]?([a-zA-Z_][\w]*(?::[\w]+){1,3})", re.IGNORECASE
)
_JOB = re.compile(r"\bjob(?!:\w)\s*(?:=|:|called|named)?\s*[\"'`]?([a-z][\w-]{1,60})", re.IGNORECASE)
_TEAM = re.compile(r"\bteam\s*(?:=|:|label)?\s*[\"'`]?([a-z][\w-]{1,40})", re.IGNORECASE)
_EXPIRES_IN = re.compile(
    r"\b(?:within|in|next|before|under)\s+(?:the next\s+)?(\d{1,4})\s*(hours?|days?|weeks?|d|h|w)\b", re.IGNORECASE
)
_WINDOW = re.compile(
    r"\b(?:within|in|over|during|per|in the last|over the last|in any|inside)\s+(?:the last\s+|the past\s+|any\s+)?(?=\d|an?\s|one|two|five|ten|fifteen|thirty|half)",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|per)\s+((?:[a-z_]{2,30}(?:\s*,\s*|\s+and\s+)?){1,4})", re.IGNORECASE)
_NO_BY_TEXT = """
the a an second minute hour day for in over with and on that is has down of rate hand severity label team which errors
name
"""
_NO_BY = frozenset(_NO_BY_TEXT.split())
_OF_SERVICE = re.compile(r"\b(?:of|for|on)\s+(?:the\s+)?(?:service|app|api|job)\s+[\"'`]?([a-z][\w-]{1,60})\b", re.IGNORECASE)
_LESS = ("<", "below", "under", "less", "lower", "fewer", "drop")


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read `topic`, `metric`, `expression`, `operator`, `threshold`, `unit`, `for_duration`, `severity`, `record`."""
    facts: dict[str, Any] = {}
    if match := _EXPRESSION.search(text):
        facts["expression"] = match[1] or match[2]
    lowered = text.lower()
    if metric := next((match[1] for match in _METRIC.finditer(text) if not match[1].startswith(("http_5", "for_"))), None):
        facts["metric"] = metric
    if topic := next((name for name, words in _TOPICS if re.search(rf"\b(?:{words})", lowered)), None):
        facts["topic"] = topic
    facts |= _compared(text)
    for match in _FOR.finditer(text):
        found = next(
            (duration for start, _, duration in quantities.durations(text[match.end() : match.end() + 24]) if start < 4), None
        )
        if found:
            facts["for_duration"] = found
            break
    if facts.get("topic") == "restarts" and (match := _WINDOW.search(text)):
        found = next((each for start, _, each in quantities.durations(text[match.end() : match.end() + 24]) if start < 4), None)
        if found:
            facts["window"] = found
            if facts.get("for_duration") == found and not re.search(
                r"\bfor\s+(?:at least\s+)?(?:\d|an?\b|one\b|ten\b)", text, re.IGNORECASE
            ):
                del facts["for_duration"]
    if rate := re.search(
        r"\b(\d{1,3})[ -]?(m|min(?:ute)?s?|h|hours?)\s+(?:rate|average|avg|increase)\b|\b(?:rate|over|range|window)(?: of)?\s+(?:the last\s+)?(\d{1,3})\s?(m|min(?:ute)?s?|h|hours?)\b",
        text,
        re.IGNORECASE,
    ):
        facts["rate_window"] = f"{int(rate[1] or rate[3])}{(rate[2] or rate[4])[0].lower()}"
    if match := _BY.search(text):
        facts["by"] = tuple(name for name in re.split(r"[\s,]+|\band\b", match[1].lower()) if name and name not in _NO_BY)[:4]
    if (match := _OF_SERVICE.search(text)) and match[1].lower() not in _NO_BY:
        facts.setdefault("scrape_job", match[1])
    if facts.get("topic") == "certificate" and "threshold" not in facts and (match := _EXPIRES_IN.search(text)):
        facts["threshold"], facts["unit"] = match[1], match[2][0].lower()
        facts.pop("for_duration", None)
    said = _SAID_SEVERITY.search(text) or _SEVERITY.search(text)
    if said:
        word = said[1].lower()
        facts["severity"] = {
            "warn": "warning",
            "high": "critical",
            "p1": "critical",
            "urgent": "critical",
            "p2": "warning",
            "medium": "warning",
            "low": "info",
            "p3": "info",
        }.get(word, word)
    if match := _RECORD_ALONE.search(text):
        facts["record"] = match[1]
    for field, pattern in (("record", _RECORD), ("scrape_job", _JOB), ("team", _TEAM)):
        if (match := pattern.search(text)) and match[1].lower() not in {
            "fails",
            "failed",
            "fail",
            "is",
            "failure",
            "failures",
            "has",
        }:
            facts[field] = match[1]
    return facts


_PARTS = re.compile(r"\n|;|,\s*(?:and\s+)?|\s+and\s+|\.\s+|\s+plus\s+", re.IGNORECASE)
_QUANTILE = re.compile(r"\bp(\d{2}(?:\.\d)?)\b|\b(\d{2})(?:th)?[ -]percentile\b", re.IGNORECASE)
_SHARED = ("scrape_job", "namespace", "team")


def several(text: str) -> dict[str, Any]:  # noqa: C901  # one clause a field
    """Read `quantile` and, where more than one condition is told, `rules`: the facts of each."""
    facts: dict[str, Any] = {}
    if match := _QUANTILE.search(text):
        facts["quantile"] = f"0.{(match[1] or match[2]).replace('.', '')}"
    parts: list[str] = []
    for part in _PARTS.split(text):
        told = read(part)
        if parts and not _is_condition(part, told):
            parts[-1] += f" {part}"
        elif told or parts:
            parts.append(part)
    parts = [part for part in parts if _is_condition(part, read(part))]
    if len(parts) < 2 or "expression" in read(text):
        return facts
    whole = read(text)
    rules = []
    for part in parts:
        told = {**{name: whole[name] for name in _SHARED if name in whole}, **read(part)}
        if (
            "severity" not in told
            and len(re.findall(r"\b(?:critical|warning|page)\b", text, re.IGNORECASE)) == 1
            and "severity" in whole
        ):
            told["severity"] = whole["severity"]
        if "for_duration" not in told and len(re.findall(r"\bfor\s+\d", text, re.IGNORECASE)) == 1 and "for_duration" in whole:
            told["for_duration"] = whole["for_duration"]
        if match := _QUANTILE.search(part):
            told["quantile"] = f"0.{(match[1] or match[2]).replace('.', '')}"
        rules.append(tuple(sorted(told.items())))
    if len(set(rules)) > 1:
        facts["rules"] = tuple(rules)[:8]
    return facts


def _is_condition(part: str, told: dict[str, Any]) -> bool:
    return ("topic" in told or "metric" in told) and (
        "threshold" in told
        or bool(re.search(r"\b(?:down|absent|unreachable|not ready|crash[- ]?loop\w*|fail\w*|offline)\b", part, re.IGNORECASE))
    )


def _compared(text: str) -> dict[str, Any]:
    """Operator, threshold and unit."""
    facts: dict[str, Any] = {}
    if compared := _COMPARED.search(text):
        word = compared[1].lower()
        facts["operator"] = "<" if word.startswith(_LESS) and word != "<=" else word if word in {">=", "<="} else ">"
        facts["threshold"] = compared[2]
        facts["unit"] = _unit(compared[3] or "")
    elif percent := _SPELLED_PERCENT.search(text):
        facts["threshold"], facts["unit"] = percent[1], "%"
    return facts


def _unit(word: str) -> str:
    lowered = word.lower()
    if lowered in {"%", "percent"}:
        return "%"
    if lowered.startswith(("ms", "milli")):
        return "ms"
    return {"s": "s", "g": "Gi", "m": "Mi" if lowered.endswith("b") else "m", "d": "d", "h": "h", "w": "w"}.get(lowered[:1], "")
