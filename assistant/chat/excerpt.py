"""What is kept of a pasted log that does not fit: its head, its tail and the lines that tell what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LONGEST_LINE = 400
_CUT_LINE = "{head} [... {count} characters left out ...] {tail}"
_GAP = "[... {count} lines left out ...]"
_HEAD, _TAIL = 0.15, 0.35  # shares of the room; the rest is for what went wrong
_WORST = re.compile(
    r"\b(?:fatal|panic(?:ked)?|emerg|alert|crit(?:ical)?|oom(?:killed)?|out ?of ?memory\w*|segfault|traceback|core dumped"
    r"|killed|(?:crashloop|imagepull)?backoff|errimagepull|evicted|no space left|corrupt(?:ed|ion)?)\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(?:err|\w{0,60}errors?|\w{0,60}exceptions?|fail(?:s|ed|ures?|ing)?|denied|forbidden|unauthori[sz]ed|refused"
    r"|unreachable|timed? ?out|cannot|can't|could ?n[o']t|unable|not found|no such|missing|invalid|expired|unknown|aborted"
    r"|rejected|exceeded|deadlock|conflict|unhealthy|exit(?:ed)?(?: with)?(?: code| status)? [1-9]\d*|status[= ][45]\d\d)\b"
    r"|\" [45]\d\d (?=\d|-)",
    re.IGNORECASE,
)
_SUSPICIOUS = re.compile(r"\b(?:warn(?:ing)?|retry(?:ing)?|deprecated|slow|degraded|restart(?:ed|ing)?)\b", re.IGNORECASE)
_VARYING = re.compile(r"[0-9a-f]{8,}|\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Excerpt:
    """A text that was made to fit.

    Attributes:
        lines: of the whole text.
        kept: how many of them are in the excerpt, some perhaps cut in their middle.
    """

    text: str
    lines: int
    kept: int

    @property
    def note(self) -> str:
        """What was done, for a person."""
        if self.kept == self.lines:
            return "The pasted text was too long for the model: the middle of its long lines was left out."
        return (
            f"The pasted text was too long for the model: of its {self.lines:,} lines {self.kept:,} were read "
            "(the first, the last, and those that look like errors, without repetitions)."
        )


def excerpt(text: str, room: int) -> Excerpt | None:
    """Keep what matters of a text.

    Args:
        room: characters that it may have, at least some hundreds.

    Returns:
        None where it fits as it is.
    """
    if len(text) <= room:
        return None
    longest = min(_LONGEST_LINE, int(room * _HEAD / 2))
    lines = [_cut(line, longest) for line in text.splitlines()]
    kept = _chosen(lines, room)
    return Excerpt(_joined(lines, sorted(kept)), len(lines), len(kept))


def _cut(line: str, longest: int) -> str:
    end = (longest - len(_CUT_LINE)) // 2
    if len(line) <= longest or end <= 0:
        return line[:longest]
    return _CUT_LINE.format(head=line[:end], tail=line[-end:], count=len(line) - 2 * end)


def _chosen(lines: Sequence[str], room: int) -> set[int]:
    """The numbers of the lines that are kept."""
    kept: set[int] = set()
    gap = len(_GAP) + 6  # what a line may cost beside itself
    count = len(lines)
    _take(kept, lines, range(count), room * _HEAD)
    _take(kept, lines, range(count - 1, -1, -1), room * _TAIL)
    left = room - sum(len(lines[at]) + 1 for at in kept) - 2 * gap
    for at in _by_weight(lines):
        cost = len(lines[at]) + 1 + gap
        if at not in kept and cost <= left:
            kept.add(at)
            left -= cost
    return kept


def _take(kept: set[int], lines: Sequence[str], order: Iterable[int], room: float) -> None:
    """Keep lines in their order as long as there is room."""
    for at in order:
        room -= len(lines[at]) + 1
        if room < 0:
            return
        kept.add(at)


def _by_weight(lines: Sequence[str]) -> list[int]:
    """Lines that tell what went wrong, the worst first; of lines that only differ in numbers the first and the last."""
    ends: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        ends.setdefault(_VARYING.sub("0", line), []).append(at)
    firsts = {each[0] for each in ends.values()}
    lasts = {each[-1] for each in ends.values()} - firsts
    ranked = [(weight, at in lasts, at) for at in firsts | lasts if (weight := _weight(lines, at)) is not None]
    return [at for _, _, at in sorted(ranked)]


def _weight(lines: Sequence[str], at: int) -> int | None:
    line = lines[at]
    for weight, pattern in enumerate((_WORST, _WRONG, _SUSPICIOUS)):
        if pattern.search(line):
            return weight
    return None


def _joined(lines: Sequence[str], kept: Sequence[int]) -> str:
    """The kept lines with a word for each gap."""
    parts: list[str] = []
    expected = 0
    for at in (*kept, len(lines)):
        if at > expected:
            parts.append(_GAP.format(count=at - expected))
        parts += lines[at : at + 1]
        expected = at + 1
    return "\n".join(parts)
