"""What a request says of a Job beside its schedule: deadlines, history, overlaps, arguments."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading.request import NUMBER, number

_UNIT = r"(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)"
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_KEPT = re.compile(
    rf"\bttl\w*\s*(?:after finish\w*)?(?:\s*(?:(?:of|is|seconds)\b|[:=]))*\s*({NUMBER}|an?)\s?{_UNIT}?\b"
    rf"|\b(?:clean\w*(?: up| away)?|delet\w+|remov\w+|gone|disappears?|garbage[- ]collected)\b[^.;\n]{{0,30}}?({NUMBER}|an?)\s?{_UNIT}\b[^.;\n]{{0,20}}\b(?:after|finish\w*|complet\w*|done|later)"
    rf"|\b(?:clean\w*(?: up| away)?|delet\w+|remov\w+|gone)\b[^.;\n]{{0,20}}?\bafter\s+({NUMBER}|an?)\s?{_UNIT}\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    rf"\b(?:active ?)?deadline(?: ?seconds)?\s*(?:of|is|[:=])?\s*({NUMBER}|an?)\s?{_UNIT}?\b"
    rf"|\b(?:time ?out|times out|kill\w*|stop\w*|abort\w*|at most|max(?:imum)?(?: runtime| run time| duration)?|no longer than|run(?:s|ning)? (?:for )?(?:at most|max(?:imum)?))\s*(?:is|of|it|after|if (?:it )?runs longer than|[:=])*\s*({NUMBER}|an?)\s?{_UNIT}\b",
    re.IGNORECASE,
)
_OVERLAP = re.compile(
    r"\b(?:forbid|no|never|not|without|prevent|avoid|disallow)\w*\b[^.;\n]{0,20}\boverlap\w*|\bconcurrency(?: ?policy)?\s*(?:is|of|[:=])?\s*(forbid|replace|allow)\b|\b(replace)\s+(?:a |the )?running\b"
    r"|\b(allow)\w*\s+(?:runs? to )?(?:concurrent|overlap\w*|parallel runs)",
    re.IGNORECASE,
)
_SUCCEEDED = re.compile(
    rf"\b({NUMBER})\s+(?:success\w*|completed|succeeded|good)\b|\bsuccessful\w*\s*(?:jobs?)?\s*(?:history)?\s*(?:limit)?\s*(?:of|is|[:=])?\s*({NUMBER})",
    re.IGNORECASE,
)
_FAILED = re.compile(
    rf"\b({NUMBER})\s+fail\w*(?: ones| jobs| runs)?\b(?!\s*(?:tries|attempts))|\bfailed\s*(?:jobs?)?\s*(?:history)?\s*(?:limit)?\s*(?:of|is|[:=])?\s*({NUMBER})",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    rf"\bhistory(?: limits?)?\s*(?:of|is|[:=])?\s*({NUMBER})|\bkeep (?:the )?(?:last )?({NUMBER}) (?:jobs|runs)\b",
    re.IGNORECASE,
)
_ARGUMENTS = re.compile(
    r"\bargs?(?:uments?)?\b\s*(?:are|is|of|[:=])?\s*(?:\[(?P<listed>[^\]\n]{1,300})\]|[\"'`](?P<quoted>[^\"'`\n]{1,300})[\"'`]|(?P<bare>-{1,2}[\w-]+\S*(?:\s+(?:-{1,2}[\w-]+\S*|(?!and\b|with\b|in\b|every\b|at\b|on\b|forbid\b)[\w./:=@%-]+))*))",
    re.IGNORECASE,
)
_ON_FAILURE = re.compile(r"\brestart ?policy\s*(?:is|[:=])?\s*(on[- ]?failure|never)\b", re.IGNORECASE)


def read(text: str) -> tuple[dict[str, Any], str]:
    """Read them.

    Returns:
        the fields, and the text without the words that told them.
    """
    facts: dict[str, Any] = {}
    for field, pattern in (("ttl_s", _KEPT), ("deadline_s", _DEADLINE)):
        if match := pattern.search(text):
            groups = [group for group in match.groups() if group]
            unit = groups[1][0].lower() if len(groups) > 1 else "s"
            facts[field] = (1 if groups[0].lower() in {"a", "an"} else number(groups[0])) * _SECONDS[unit]
            text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    if match := _OVERLAP.search(text):
        word = next((group for group in match.groups() if group), "forbid")
        facts["concurrency"] = word.capitalize()
    if match := _HISTORY.search(text):
        facts["kept_successful"] = facts["kept_failed"] = number(match[1] or match[2])
    for field, pattern in (("kept_successful", _SUCCEEDED), ("kept_failed", _FAILED)):
        if match := pattern.search(text):
            facts[field] = number(match[1] or match[2])
    if match := _ARGUMENTS.search(text):
        words = match["quoted"] or match["bare"] or " ".join(re.findall(r"[^\"',\s\[\]]+", match["listed"] or ""))
        facts["arguments"] = words.strip().rstrip(",.")
        text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    if match := _ON_FAILURE.search(text):
        facts["job_restart"] = "Never" if match[1].lower() == "never" else "OnFailure"
    return facts, text
