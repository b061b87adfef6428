"""Guesses the next tokens of a sequence from its own text (prompt lookup decoding, Saxena 2023).

A repeated piece of text, such as a file that is to be corrected, is likely to go on as it did before. The model then
checks all guesses in one step. What it draws is compared with the guess, token by token, so every token of the answer is
one that the model drew itself with that position's own randomness: greedy answers and the distribution of sampled ones
stay what they are without guesses. Where the form of an answer leaves one way to go on, that is the guess.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from assistant.engine.step_cost import StepCost

MOST_DRAFTED = 12
_NGRAM = 3  # tokens that must agree before a guess is made
_TRY_AGAIN_AFTER = 16  # guesses that were left out because they did not pay
_MEMORY = 0.9  # weight of an old observation after one more
_PRIOR_RIGHT, _PRIOR_WRONG = 2.0, 1.0
_PRIOR_FORCED = 8.0  # to one: text that must follow may still be cut into other tokens


class Record:
    """How often guesses of one kind were right."""

    def __init__(self, right: float = _PRIOR_RIGHT, wrong: float = _PRIOR_WRONG) -> None:
        """
        Args:
            right, wrong: what is supposed before the first guess.
        """
        self._right, self._wrong = right, wrong
        self._passed = 0

    @property
    def confidence(self) -> float:
        """How likely one more guessed token is right."""
        return self._right / (self._right + self._wrong)

    def observe(self, drafted: int, accepted: int) -> None:
        """Learn from a step that checked some guesses."""
        if drafted:
            self._right = self._right * _MEMORY + accepted
            self._wrong = self._wrong * _MEMORY + (accepted < drafted)

    def tries_again(self) -> bool:
        """Whether to make a guess that does not pay: now and then one tells whether they have become better."""
        self._passed = (self._passed + 1) % _TRY_AGAIN_AFTER
        return self._passed == 0


def record_of_forced() -> Record:
    """Of guesses that the form of an answer gives."""
    return Record(_PRIOR_FORCED, 1.0)


class Drafter(Record):
    """The guesses for one sequence: where each run of three tokens was last seen, and how often guesses were right."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[int, ...], int] = {}  # run of tokens -> the index after its latest occurrence but the last
        self._indexed = 0

    def draft(self, token_ids: Sequence[int], most: int) -> list[int]:
        """At most `most` tokens that may come next; none where the last three are new."""
        begin = self._lookup(token_ids)
        return [] if begin is None else list(token_ids[begin : begin + most])

    def _lookup(self, token_ids: Sequence[int]) -> int | None:
        """Index after the latest earlier occurrence of the last tokens."""
        last = tuple(token_ids[-_NGRAM:])
        for end in range(max(self._indexed, _NGRAM), len(token_ids)):
            self._seen[tuple(token_ids[end - _NGRAM : end])] = end
        self._indexed = max(self._indexed, len(token_ids))
        return self._seen.get(last)


def worthwhile(
    guesses: Sequence[tuple[float, int]], *, answers: int, cost: StepCost, context: float, longest: float = math.inf
) -> list[int]:
    """How many guesses pay.

    A guess is right where it and all before it are. The likeliest are taken, so many that the step gives the most
    tokens in its time.

    Args:
        guesses: of each sequence that has some, how likely one is right where those before it are, and how many there
            are.
        answers: sequences that generate in the step.
        context: tokens of a sequence.
        longest: how long the step may become.

    Returns:
        Of each sequence, how many of its guesses, the first ones.
    """
    if not guesses:
        return []
    confidences, counts = np.array(guesses).T
    ahead = np.arange(1, MOST_DRAFTED + 1)
    right = np.where(ahead <= counts[:, None], confidences[:, None] ** ahead, 0.0).ravel()
    order = np.argsort(-right, kind="stable")  # so that no guess comes before one that it depends on
    given = answers + np.concatenate(([0.0], np.cumsum(right[order])))
    durations = cost.of_answers(answers + np.arange(len(given)), context)
    taken = np.argmax(np.where(durations <= max(longest, durations[0]), given / durations, 0.0))
    taken_of_each: list[int] = np.bincount(order[:taken] // MOST_DRAFTED, minlength=len(guesses)).tolist()
    return taken_of_each
