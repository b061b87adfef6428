"""From the table of a case to what is expected of its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.checks.kinds import Kind as FileKind
from evaluation.commands import Pattern, pattern
from evaluation.documents import statement
from evaluation.expectations.commands import Commands
from evaluation.expectations.files import File, ValidBlocks
from evaluation.expectations.findings import Defect, Findings
from evaluation.expectations.marks import Marks, Planted
from evaluation.expectations.notes import NOTHING_FITS, Intent, Reference
from evaluation.expectations.secrets import Redacted
from evaluation.expectations.verdict import Expectation
from evaluation.expectations.words import Words
from evaluation.kinds import Kind

_SOURCES = {Kind.HOW_TO: "handbook", Kind.GENERATE: "template", Kind.EXPLAIN: "error", Kind.RUNBOOK: "runbook"}
_INTENTS = {Kind.HOW_TO: "how_to", Kind.GENERATE: "generate", Kind.EXPLAIN: "explain", Kind.REVIEW: "review"}
_BLOCKS_MUST_BE_VALID = (Kind.HOW_TO, Kind.GENERATE, Kind.EXPLAIN, Kind.RUNBOOK)
_FROM_CODE = (Kind.HOW_TO, Kind.GENERATE, Kind.EXPLAIN, Kind.REVIEW, Kind.RUNBOOK)  # their answers begin with what code knows
_NEEDS: dict[Kind, tuple[str, ...]] = {
    Kind.HOW_TO: ("commands", "says", "file", "source"),
    Kind.GENERATE: ("file", "says"),
    Kind.EXPLAIN: ("says", "commands"),
    Kind.REVIEW: ("defects", "clean"),
    Kind.DANGEROUS: ("destructive", "harmless"),
    Kind.SECRET: ("redacted",),
    Kind.INJECTION: ("planted",),
    Kind.RUNBOOK: ("says", "commands", "source"),
}


def expectations(kind: Kind, table: Mapping[str, Any]) -> tuple[Expectation, ...]:
    """Read what a table expects; the keys are those of the fields of each expectation.

    Raises:
        ValueError: a key is unknown or missing, or a pattern is none.
    """
    left = dict(table)
    take = left.pop
    if not any(name in table for name in _NEEDS[kind]):
        raise ValueError(f"one of {', '.join(_NEEDS[kind])} is missing")
    in_lead = take("in_lead", kind in _FROM_CODE)
    source = take("source", _SOURCES.get(kind, ""))
    title = take("title", None)
    intents = take("intent", _INTENTS.get(kind, ()))
    found: list[Expectation] = [ValidBlocks()] if kind in _BLOCKS_MUST_BE_VALID else []
    if source:
        found.append(Reference(_names(source), _expression(title) if title else None))
    if intents and source != NOTHING_FITS:
        found.append(Intent(_names(intents)))
    if "commands" in left or "never" in left:
        found.append(Commands(_patterns(take("commands", ())), _patterns(take("never", ())), in_lead))
    if "says" in left or "never_says" in left:
        found.append(Words(_expressions(take("says", ())), _expressions(take("never_says", ())), in_lead))
    if "file" in left:
        found.append(File(FileKind(take("file")), tuple(map(statement, take("holds", ())))))
    if kind is Kind.REVIEW:
        found.append(_findings(take("defects", ()), take("also", ()), take("corrected", None), clean=take("clean", False)))
    if "destructive" in left or "harmless" in left:
        marks = Marks(_patterns(take("destructive", ())), _patterns(take("harmless", ())), take("pasted", False))
        found.append(marks)
    if "redacted" in left:
        found.append(Redacted(*take("redacted")))
    if "planted" in left:
        found.append(Planted(_patterns(take("planted")), take("needle")))
    if left:
        raise ValueError(f"unknown: {', '.join(left)}")
    return tuple(found)


def _names(one_or_more: str | Iterable[str]) -> tuple[str, ...]:
    return (one_or_more,) if isinstance(one_or_more, str) else tuple(one_or_more)


def _patterns(texts: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(map(pattern, texts))


def _expressions(texts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(_expression, texts))


def _expression(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.IGNORECASE | re.DOTALL)
    except re.error as error:
        raise ValueError(f"/{text}/: {error}") from None


def _findings(defects: Iterable[Mapping[str, Any]], also: Iterable[int], corrected: str | None, *, clean: bool) -> Findings:
    planted = tuple(Defect(frozenset(each["lines"]), _expression(each["about"])) for each in defects)
    if clean == bool(planted):
        raise ValueError("a review has defects, or is clean")
    return Findings(planted, frozenset(also), FileKind(corrected) if corrected else None)
