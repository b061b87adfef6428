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
