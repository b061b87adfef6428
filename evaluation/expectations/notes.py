"""What the field `assistant` says of the message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.expectations.verdict import Given, Verdict, short

NOTHING_FITS = "none"
_LOOKED_UP = ("handbook", "runbook")


@dataclass(frozen=True)
class Intent:
    """What was understood to be asked for; any of them will do."""

    any_of: tuple[str, ...]

    def judge(self, given: Given) -> Iterator[Verdict]:
        if given.is_pipeline:
            came = given.answer.notes.intent if given.answer.notes else None
            yield Verdict(f"intent {' or '.join(self.any_of)}", came in self.any_of, str(came), "lead")


@dataclass(frozen=True)
class Reference:
    """What the answer starts from.

    Attributes:
        sources: where it must be from, one of them; `none` where nothing fits and nothing may be cited.
        title: found in the title or id of one from there.
    """

    sources: tuple[str, ...]
    title: re.Pattern[str] | None = None

    def judge(self, given: Given) -> Iterator[Verdict]:
        if not given.is_pipeline:
            return
        all_notes = given.answer.notes.references if given.answer.notes else []
        came = short("; ".join(f"{each.source} {each.id}" for each in all_notes)) or "no reference"
        if NOTHING_FITS in self.sources:
            yield Verdict("no reference", all(each.source not in _LOOKED_UP for each in all_notes), came, "references")
            return
        ours = [each for each in all_notes if each.source in self.sources]
        found = [each for each in ours if not self.title or self.title.search(f"{each.title}\n{each.id}")]
        titled = f" about /{self.title.pattern}/" if self.title else ""
        yield Verdict(f"a reference to {' or '.join(self.sources)}{titled}", bool(found), came, "references")
