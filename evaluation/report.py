"""The tables: the bare model and the pipeline side by side, what code guarantees against its floors, the model's own words."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from evaluation.expectations.verdict import PARTS
from evaluation.kinds import TERMS, Kind
from evaluation.outcome import Outcome

T = TypeVar("T")
_MOST_SHOWN = 6  # failures of a case


@dataclass(frozen=True)
class Report:
    """What a run found.

    Attributes:
        skipped: kinds that could not be asked, and why.
        is_sample: whether only some cases of each kind were asked, of which one more may fail than the floor lets.
        has_floors: whether the cases are those for which the floors were set.
    """

    outcomes: Sequence[Outcome]
    skipped: dict[Kind, str]
    is_sample: bool = False
    has_floors: bool = True

    def missed(self) -> list[Kind]:
        """The kinds whose deterministic parts hold too seldom."""
        return [kind for kind in Kind if self.has_floors and not self._reaches_floor(kind)]

    def tables(self) -> str:
        """All of them, in Markdown."""
        tables = [self._by_kind(), self._own_words()]
        remarks = [f"Not asked: {TERMS[kind].label}, because {reason}." for kind, reason in self.skipped.items()]
        return "\n\n".join((*tables, *remarks))

    def failures(self, *, deterministic: bool) -> list[str]:
        """The failed cases: id, what was expected, what came."""
        lines = []
        for each in self.outcomes:
            if deterministic and not each.is_pipeline:
                continue
            failed = list(dict.fromkeys(each.failures(deterministic=deterministic)))
            if failed:
                model = "" if deterministic else " (pipeline)" if each.is_pipeline else " (bare model)"
                lines.append(f"{each.case.kind}/{each.case.id}{model}")
                lines += [f"    {line}" for line in failed[:_MOST_SHOWN]]
        return lines

    def _of(self, kind: Kind | None, *, pipeline: bool) -> list[Outcome]:
        return [each for each in self.outcomes if each.is_pipeline is pipeline and kind in (None, each.case.kind)]

    def _reaches_floor(self, kind: Kind) -> bool:
        ours = self._of(kind, pipeline=True)
        may_fail = len(ours) * (100 - TERMS[kind].floor) / 100
        failed = sum(not each.guaranteed for each in ours)
        return failed <= (math.ceil(may_fail) if self.is_sample else may_fail + 1e-9)

    def _by_kind(self) -> str:
        head = ("Kind", "Cases", "Bare model", "Pipeline", *PARTS, "all of these", "floor")
        rows = [self._row(kind) for kind in Kind if self._of(kind, pipeline=True) or self._of(kind, pipeline=False)]
        return _table(head, [*rows, self._row(None)])

    def _row(self, kind: Kind | None) -> list[str]:
        bare, ours = self._of(kind, pipeline=False), self._of(kind, pipeline=True)
        parts = [_share([held for each in ours if (held := each.holds(part)) is not None]) for part in PARTS]
        return [
            TERMS[kind].label if kind else "**all**",
            str(len(ours) or len(bare)),
            _share([each.passes for each in bare]),
            _share([each.passes for each in ours]),
            *parts,
            _share([each.guaranteed for each in ours]),
            "" if kind is None else f"{TERMS[kind].floor:g} %" if self.has_floors else "-",
        ]

    def _own_words(self) -> str:
        bare, ours = self._of(None, pipeline=False), self._of(None, pipeline=True)

        def row(name: str, figure: Callable[[list[Outcome]], str]) -> list[str]:
            return [name, figure(bare), figure(ours)]

        rows = [
            row("code blocks without errors", lambda all_: _share(_known(each.own_words.valid for each in all_))),
            row("no going in circles", lambda all_: _share([not each.own_words.repeats for each in all_])),
            row("came to an end within the limit", lambda all_: _share([each.own_words.ends for each in all_])),
            row("time to first text, median", lambda all_: _median_ms(_known(each.answer.first_text_s for each in all_))),
        ]
        return _table(("The model's own words", "Bare model", "Pipeline"), rows)


def _known(values: Iterable[T | None]) -> list[T]:
    return [value for value in values if value is not None]


def _share(held: Sequence[bool]) -> str:
    return f"{100 * sum(held) / len(held):.0f} %" if held else "-"


def _median_ms(seconds: Sequence[float]) -> str:
    return f"{1000 * statistics.median(seconds):.0f} ms" if seconds else "-"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
