"""Repairs blocks by the certain fixes of their findings. Whether it got better is for the checkers to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checks.findings import CheckedBlock, Edit, Finding, Fix, Severity

_MOST_ALONE = 6


@dataclass(frozen=True)
class Repaired:
    """A block that checks better than before.

    Attributes:
        changes: what was changed, in words.
    """

    text: str
    changes: tuple[str, ...]
    before: CheckedBlock
    after: CheckedBlock


def apply_fixes(text: str, findings: Sequence[Finding]) -> Iterator[tuple[str, list[str]]]:
    """Candidates for a better text, the best first: all fixes together, those of errors, and then single ones."""
    fixes = [finding for finding in findings if finding.fix]
    errors = [finding for finding in fixes if finding.severity is Severity.ERROR]
    groups = [fixes, errors, *([each] for each in fixes[:_MOST_ALONE])]
    tried: list[Sequence[Finding]] = []
    for group in groups:
        if group and group not in tried:
            tried.append(group)
            edited, applied = _applied(text, group)
            if edited != text:
                yield edited, [_told(finding) for finding in applied]


def is_better(after: CheckedBlock, before: CheckedBlock) -> bool:
    """Fewer errors; with as many, fewer warnings; with as many, less of the rest. A block that was not checked is not."""
    return after.status != "not_checked" and _badness(after) < _badness(before)


def _badness(checked: CheckedBlock) -> tuple[int, ...]:
    return (*(checked.count(severity) for severity in Severity), checked.left_out)


def _told(finding: Finding) -> str:
    description = finding.fix.description if finding.fix else ""
    return f"line {finding.line}: {finding.rule}: {description}"


def _applied(text: str, findings: Sequence[Finding]) -> tuple[str, list[Finding]]:
    """The text with all fixes that do not overlap; the first come first."""
    starts = _line_starts(text)
    taken: list[tuple[int, int, str]] = []
    applied = []
    for finding in findings:
        edits = [_range(edit, starts, text) for edit in _edits(finding.fix)]
        if all(edit in taken for edit in edits):
            continue  # one fix for several findings
        if not any(_overlap(edit, other) for edit in edits for other in taken):
            taken += edits
            applied.append(finding)
    pieces, at = [], 0
    for start, end, replacement in sorted(taken, key=lambda each: each[:2]):
        pieces += [text[at:start], replacement]
        at = end
    return "".join(pieces) + text[at:], applied


def _edits(fix: Fix | None) -> tuple[Edit, ...]:
    return fix.edits if fix else ()


def _overlap(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Two insertions at one place do too: nobody knows their order."""
    return (one[0] < other[1] and other[0] < one[1]) or one[:2] == other[:2]


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _range(edit: Edit, starts: list[int], text: str) -> tuple[int, int, str]:
    return (
        _offset(edit.line, edit.column, starts, text),
        _offset(edit.end_line, edit.end_column, starts, text),
        edit.replacement,
    )


def _offset(line: int, column: int, starts: list[int], text: str) -> int:
    line = min(max(line, 1), len(starts) - 1)
    return min(starts[line - 1] + column - 1, starts[line] - 1, len(text))
