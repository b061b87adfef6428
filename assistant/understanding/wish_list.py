"""Requests as a list: a line that names what is wanted, and under it what it must have, one wish a line."""

from __future__ import annotations

import re

from assistant.understanding import noun_phrase, phrases
from assistant.understanding.artefacts import MARK, mark

_MOST = 2_500  # characters
_MOST_LINES = 40
_FEWEST = 2  # wishes
_MOST_IN_HEAD = 24  # words
_ITEM = re.compile(r"[ \t]{0,3}(?:[-*•+]|\d{1,2}[.)])[ \t]+\S")
_PAIR = re.compile(r"[A-Za-z][\w /.-]{0,40}?[ \t]?(?:=|:)[ \t]*\S|[\w(/].{0,200}$")
_OF_A_FILE = re.compile(
    r"(?m)^[ \t]*(?:-[ \t]+)?(?:apiVersion|kind|metadata|spec|hosts|tasks|uses|runs-on|"
    r"steps|script|stages|services|jobs):(?:[ \t]|$)"
    r"|^\s*(?:FROM|RUN|COPY|WORKDIR|CMD|ENTRYPOINT) \S"
    r"|^\[\w+\]\s*$|[{};]\s*$|^\s*[$#>] |^-{3}\s*$|^\s*(?:resource|provider|variable) \""
)
_NESTED = re.compile(r"(?m)^[ \t]{2,}\S[^\n]{0,80}:[ \t]*\S*[ \t]*$")
_TOLD = re.compile(r"\b(?:my|this|these|the following|here(?:'s| is| are) (?:my|our|the)|below)\b")


def is_one(text: str) -> bool:
    """Whether a text without fences is such a request, not a pasted file.

    Args:
        text: as it was written.
    """
    if len(text) > _MOST or "\n" not in text:
        return False
    lines = [line.rstrip() for line in text.strip("\n").splitlines() if line.strip()]
    if not _FEWEST < len(lines) <= _MOST_LINES or _OF_A_FILE.search(text) or _NESTED.search(text):
        return False
    head, wishes = lines[0], lines[1:]
    if not _names_what_is_wanted(head):
        return False
    items = sum(bool(_ITEM.match(line)) for line in wishes)
    if items >= _FEWEST and items >= len(wishes) - 2:
        return True
    flat = not any(line[0].isspace() for line in wishes)
    return flat and all(_PAIR.match(line) for line in wishes) and len(head.split()) <= _MOST_IN_HEAD // 2


def _names_what_is_wanted(head: str) -> bool:
    words = mark(phrases.plain(head).strip(" :.-"))[0]
    if len(words.split()) > _MOST_IN_HEAD or phrases.HOW.search(words) or phrases.TROUBLE.search(words) or "?" in words:
        return False
    if phrases.REVIEW.search(words) or (_TOLD.search(words) and not phrases.asks_to_write(words)):
        return False
    return MARK in words or noun_phrase.speaks_of_a_file(words) or phrases.asks_to_write(words)
