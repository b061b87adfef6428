"""The model's own words, which nothing guarantees: reported, and held to no floor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from evaluation.expectations.verdict import Given

_RUN = 6  # words
_MOST_RUNS = 3
_LONG_LINE = 12
_MOST_LINES = 2


@dataclass(frozen=True)
class OwnWords:
    """What is seen of them.

    Attributes:
        valid: whether no block of theirs has an error; None where there is no block.
        repeats: whether they go in circles.
        ends: whether they came to an end within the limit.
    """

    valid: bool | None
    repeats: bool
    ends: bool


def look_at(given: Given) -> OwnWords:
    """Look at the model's words of an answer."""
    valid = None if not given.own.blocks else not any(True for _ in given.own.errors())
    return OwnWords(valid, repeats(given.own.text), given.answer.finish_reason == "stop")


def repeats(text: str) -> bool:
    """Whether a line stands there more than twice, or six words in a row more than three times."""
    lines = Counter(line.strip() for line in text.splitlines() if len(line.strip()) >= _LONG_LINE)
    words = text.split()
    runs = Counter(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    return max(lines.values(), default=0) > _MOST_LINES or max(runs.values(), default=0) > _MOST_RUNS
