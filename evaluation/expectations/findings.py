"""A review finds what was planted, invents nothing, and the corrected file is right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.findings import Severity
from assistant.checks.kinds import Kind
from evaluation.expectations.verdict import Given, Verdict, short
from evaluation.seen import Seen

_PLACE = re.compile(r"\blines? (\d{1,4})(?:(?: ?[-\u2013] ?| to | and )(\d{1,4}))?", re.IGNORECASE)
_CLEAN = re.compile(
    r"\bno (?:findings|errors|problems|issues|mistakes)|"
    r"\b(?:looks?|is|are) (?:good|fine|correct|valid|ok(?:ay)?|right)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Defect:
    """Something wrong in a pasted file.

    Attributes:
        lines: any of which may be named for it, from 1.
        about: found in what is said of it.
    """

    lines: frozenset[int]
    about: re.Pattern[str]


@dataclass(frozen=True)
class Findings:
    """
    Attributes:
        defects: all that is planted; none for a file without faults.
        also: further lines of which something may be said.
        corrected: the kind of the corrected file that must be there; None where it cannot be known.
    """

    defects: tuple[Defect, ...]
    also: frozenset[int] = frozenset()
    corrected: Kind | None = None

    def judge(self, given: Given) -> Iterator[Verdict]:
        yield from self._judged(given.whole)
        if given.is_pipeline:
            for defect in self.defects:
                found = any(defect.about.search(line) and defect.lines & _places(line) for line in _lines(given.lead))
                expected = f"line {min(defect.lines)} and /{defect.about.pattern}/ among the findings"
                yield Verdict(expected, found, _told(given.lead), "lead")
            for verdict in self._judged(given.lead):
                yield Verdict(verdict.expected, verdict.holds, verdict.came, "checks")

    def _judged(self, seen: Seen) -> Iterator[Verdict]:
        for defect in self.defects:
            found = any(defect.about.search(line) for line in _lines(seen))
            yield Verdict(f"the defect /{defect.about.pattern}/ named", found, _told(seen))
        if not self.defects:
            yield Verdict("that nothing is wrong", bool(_CLEAN.search(seen.prose)), short(seen.text) or "nothing")
        known = self.also.union(*(defect.lines for defect in self.defects))
        invented = {place for line in _lines(seen) for place in _places(line)} - known
        yield Verdict("no other line blamed", not invented, f"lines {sorted(invented)[:6]}")
        if self.corrected:
            blocks = [checked for _, checked in seen.blocks if checked.kind is self.corrected]
            fine = [checked for checked in blocks if checked.status != "not_checked" and not checked.count(Severity.ERROR)]
            came = "it has errors" if blocks else "no such block"
            yield Verdict(f"the corrected {self.corrected} file without errors", bool(fine), came)


def _lines(seen: Seen) -> list[str]:
    return seen.prose.splitlines()


def _places(line: str) -> set[int]:
    """The lines of the file that a line of the answer names."""
    places: set[int] = set()
    for found in _PLACE.finditer(line):
        first, last = int(found[1]), int(found[2] or found[1])
        places |= {first, last}
    return places


def _told(seen: Seen) -> str:
    told = [line for line in _lines(seen) if _PLACE.search(line)]
    return short("; ".join(told) or seen.text) or "nothing"
