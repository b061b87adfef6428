"""Candidates of all sources in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

_TIES = ("runbook", "handbook", "pack")  # who comes first of those that fit as well
_LESS = 0.001  # than the best passage with the name has any without it
_MOST_OF_ONE_FILE = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage before it is read.

    Attributes:
        confidence: 0 to 1.
        number: of the entry, or of the stored passage.
        group: of which only some are shown; empty where there is none.
        named: whether it has a name of the question that only runbooks have.
    """

    confidence: float
    source: Literal["handbook", "runbook", "pack"]
    number: int
    group: str = ""
    named: bool = False

    @property
    def order(self) -> tuple[float, int, bool]:
        return -round(self.confidence, 6), _TIES.index(self.source), not self.named


def in_order(found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Best first; of one runbook, and of one pack beside other sources, only some.

    What lacks a name that others have stands behind them.

    Args:
        found: those of one source in the order that breaks ties between them.
    """
    candidates = list(found)
    most = max((each.confidence for each in candidates if each.named), default=1.0 + 2 * _LESS) - _LESS
    candidates = [each if each.named else replace(each, confidence=min(each.confidence, most)) for each in candidates]
    shown: Counter[str] = Counter()
    for each in sorted(candidates, key=lambda each: each.order):
        shown[each.group] += bool(each.group)
        if shown[each.group] <= _MOST_OF_ONE_FILE:
            yield each
