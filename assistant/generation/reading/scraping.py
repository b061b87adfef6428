"""How often, where and by which discovery metrics are scraped."""

from __future__ import annotations

import re
from typing import Any

_INTERVAL = re.compile(
    r"\b(?:every|each|interval(?: of)?|scrape_interval:?)\s+(\d{1,4})\s?(s|secs?|seconds?|m|mins?|minutes?)\b", re.IGNORECASE
)


def read(text: str) -> dict[str, Any]:
    """Read `interval`, `metrics_path` and `discovery`."""
    facts: dict[str, Any] = {}
    if match := _INTERVAL.search(text):
        facts["interval"] = f"{int(match[1])}{match[2][0].lower()}"
    if match := re.search(
        r"\b(?:metrics_?)?path\s*(?:is|of|[:=])?\s*[\"'`]?(/[\w./-]{1,120})|(?<![\w.:])(/(?:[\w-]+/){0,4}(?:metrics|prometheus))\b",
        text,
        re.IGNORECASE,
    ):
        facts["metrics_path"] = (match[1] or match[2]).rstrip(".")
    for kind, words in (("pods", r"\bpods?\b"), ("services", r"\bservices?\b"), ("nodes", r"\bnodes\b")):
        if re.search(words, text, re.IGNORECASE) and re.search(
            r"\b(?:kubernetes|k8s|annotat\w+|service discovery|kubernetes_sd\w*)\b", text, re.IGNORECASE
        ):
            facts["discovery"] = kind
            break
    return facts


_LOG_JOB = re.compile(
    r"\bjob(?:[_ ]?name)?(?:\s+label)?(?:\s*(?:(?:is|of|called|named)\b|[:=]))*\s*[\"'`]?(?P<name>(?!label\b|name\b|for\b|to\b)[a-z][\w-]*)|\blabels?\s+(?P<name2>[a-z][\w-]*)(?!\s*=)",
    re.IGNORECASE,
)
_URL = re.compile(r"(https?://[\w.-]+(?::\d{1,5})?(?:/[\w./-]*)?)")


def shipped(text: str) -> dict[str, Any]:
    """Read `log_job` and `url`: how logs are called, and where they go."""
    facts: dict[str, Any] = {}
    if match := _LOG_JOB.search(text):
        facts["log_job"] = (match["name"] or match["name2"]).lower()
    if match := _URL.search(text):
        facts["url"] = match[1].rstrip(".")
    return facts


_JOB = re.compile(
    r"(?<![\w./-])(?P<name>[a-z][\w-]{1,40})\s*(?:\(|:|=|->|at|on)\s*(?P<rest>[^()\n;]*?(?:[a-z0-9][\w.-]*:\d{2,5})[^()\n;]*)",
    re.IGNORECASE,
)
_TARGET = re.compile(r"(?<![\w./:-])([a-z0-9](?:[\w.-]*[a-z0-9])?:\d{2,5})(?![\w:])", re.IGNORECASE)
_NO_JOBS_TEXT = """
targets target job jobs config prometheus scrape on at metrics endpoint every path labels label and with http https
hosts servers static name
"""
_NO_JOBS = frozenset(_NO_JOBS_TEXT.split())


def several(text: str) -> dict[str, Any]:
    """Read `scrape_jobs` where more than one is told: name, targets, path and interval of each."""
    found: list[tuple[str, tuple[str, ...], str, str]] = []
    for match in _JOB.finditer(text):
        name, words = match["name"].lower(), match["rest"]
        if name in _NO_JOBS or "://" in words:
            continue
        targets = tuple(dict.fromkeys(each.lower() for each in _TARGET.findall(words)))
        path = re.search(r"(?<![\w.])(/[\w./-]+)", words)
        interval = _INTERVAL.search(words)
        if targets:
            found.append(
                (
                    name,
                    targets,
                    path[1].rstrip(".") if path else "",
                    f"{int(interval[1])}{interval[2][0].lower()}" if interval else "",
                )
            )
    return {"scrape_jobs": tuple(found)[:12]} if len(found) > 1 else {}


_MODULE = re.compile(
    r"\bmodule\s*(?:is|called|named|[:=])?\s*[\"'`]?(?P<name>[a-z]\w*)|\b(?P<plain>http_2xx|http_post_2xx|tcp_connect|icmp|ssh_banner|dns_\w+)\b",
    re.IGNORECASE,
)
_PROBER = re.compile(
    r"(?<![\w./-])((?:blackbox[\w.-]*|[a-z][\w.-]*):9115)\b|\bexporter\s+(?:is\s+|runs\s+|listens\s+)*(?:at|on)\s+([a-z0-9][\w.-]*:\d{2,5})",
    re.IGNORECASE,
)


def probed(text: str) -> dict[str, Any]:
    """Read what the blackbox exporter is to ask: `probed`, `probe_module`, `prober`."""
    if not re.search(r"\bblackbox\b|\bprob(?:e|es|ing)\b", text, re.IGNORECASE):
        return {}
    facts: dict[str, Any] = {
        "probed": tuple(
            dict.fromkeys(match.rstrip(".") for match in re.findall(r"https?://[\w.-]+(?::\d{1,5})?(?:/[\w./-]*)?", text))
        )[:20]
    }
    if match := _MODULE.search(text):
        facts["probe_module"] = (match["name"] or match["plain"]).lower()
    if match := _PROBER.search(text):
        facts["prober"] = (match[1] or match[2]).lower()
    if "scrape_job" not in facts and facts["probed"]:
        facts["scrape_job"] = "blackbox"
    return facts
