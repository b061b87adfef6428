"""Branches, commits and who made them: `onto develop`, `the last three commits`, `stash 2`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.slots.phrases.counts import number
from assistant.knowledge.slots.slot import Slot

_LAST_COMMITS = re.compile(r"(?i)\b(?:last|latest|newest)\s+(\d{1,4}|two|three|four|five)\s+commits\b")
_STASH = re.compile(r"(?i)\bstash(?:es)?\s*(?:@\{|no\.?\s|number\s|#\s?)?\s?(\d{1,3})\b|\bstash@\{(\d+)\}")
_OF_A_BRANCH = re.compile(
    r"(?i)\b(?:onto|into|on|to|from|of|branch|zweig|auf|nach)\s+(?:the\s+)?(?:branch\s+)?[\"'`]?((?:[\w.-]+/)+[\w.-]+|main|master|develop|dev|staging|production|trunk)(?![\w/:])"
)
_BRANCH_NAMED = re.compile(
    r"(?i)\bbranch\s+(?:named\s+|called\s+)?[\"'`]?(?!(?:is|are|was|has|of|from|to|into|onto|in|on|at|and|or|but|with|without|that|which|so|for|by|as|i|we|it|"
    r"the|a|an|my|our|this|here|there|locally|remotely|again|instead|name|names|list|protection|only|back|up|off|where|when|after|before|contains?|did|does|do|can|"
    r"should|must|needs?|based|does|then|now|please|already|cannot|still|exists?|both|yet)\b)([\w][\w./-]*)"
)
_COMMIT_RANGE = re.compile(r"(?i)\b([0-9a-f]{7,40})\s*(?:\.{2,3}|-|to|through|until|up to|till|and)\s*([0-9a-f]{7,40})\b")
_BY_AUTHOR = re.compile(r"(?i)\b(?:by|of|from|author)\s+([\w.+-]+@[\w.-]+\w)")
_COMMITS_AGO = re.compile(
    r"(?i)\b(\d{1,4}|one|two|three|four|five)\s+(?:commits?|versions?|revisions?)\s+(?:ago|earlier|before|back)\b"
)
_LAST_COMMIT = re.compile(r"(?i)\b(?:previous|last)\s+commit\b|\bone commit (?:ago|back)\b")
_REPOSITORY = re.compile(r"(?i)\b(?:for|in|of|on|repo(?:sitory)?|project)\s+([A-Za-z0-9][\w-]*/[A-Za-z0-9][\w.-]*)(?![\w/:])")


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "depth" in slots and (match := _LAST_COMMITS.search(text)):
        yield "depth", number(match[1])
    if "entry" in slots and (match := _STASH.search(text)):
        yield "entry", match[1]
    if "branch" in slots and slots["branch"].kind == "name" and "old" not in slots:
        named = [match[1] for match in _OF_A_BRANCH.finditer(text)]
        others = [each for each in named if "/" in each] or named
        if not others and (match := _BRANCH_NAMED.search(text)):
            others = [match[1].rstrip(".")]
        if others and not {"main", "target", "start"} & slots.keys():
            yield "branch", others[-1]
    yield from _commits(text, slots)
    if "author" in slots and (match := _BY_AUTHOR.search(text)):
        yield "author", match[1]
    if "repository" in slots and (match := _REPOSITORY.search(text)):
        yield "repository", match[1]


def _commits(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "first" in slots and "last" in slots and slots["first"].kind == "revision" and (match := _COMMIT_RANGE.search(text)):
        yield "first", match[1]
        yield "last", match[2]
    if "base" in slots and slots["base"].kind == "revision" and (match := _LAST_COMMITS.search(text)):
        yield "base", f"HEAD~{number(match[1])}"
    for name, slot in slots.items():
        if slot.kind == "revision" and slot.example.startswith("HEAD"):
            if match := _COMMITS_AGO.search(text):
                yield name, f"HEAD~{number(match[1])}"
            elif _LAST_COMMIT.search(text):
                yield name, "HEAD~1"
