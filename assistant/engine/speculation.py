"""Guesses the next tokens of a sequence from its own text (prompt lookup decoding, Saxena 2023).

A repeated piece of text, such as a file that is to be corrected, is likely to go on as it did before. The model then
checks all guesses in one step. What it draws is compared with the guess, token by token, so every token of the answer is
one that the model drew itself with that position's own randomness: greedy answers and the distribution of sampled ones
stay what they are without guesses. Where the form of an answer leaves one way to go on, that is the guess.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

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

    @property
    def confidence(self) -> float:
        """How likely one more guessed token is right."""
        return self._right / (self._right + self._wrong)

    def observe(self, drafted: int, accepted: int) -> None:
        """Learn from a step that checked some guesses."""
        if drafted:
            self._right = self._right * _MEMORY + accepted
            self._wrong = self._wrong * _MEMORY + (accepted < drafted)


def record_of_forced() -> Record:
    """Of guesses that the form of an answer gives."""
    return Record(_PRIOR_FORCED, 1.0)


class Drafter(Record):
    """The guesses for one sequence: where each run of three tokens was last seen, and how often guesses were right."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[int, ...], int] = {}  # run of tokens -> the index after its latest occurrence but the last
        self._indexed = 0
        self._passed = 0

    def draft(self, token_ids: Sequence[int], most: int) -> list[int]:
        """At most `most` tokens that may come next; none where the last three are new.

        Where `most` is 0, a single one is given now and then.
        """
        begin = self._lookup(token_ids)
        if begin is None:
            return []
        if not most:  # now and then a single guess tells whether they have become better
            self._passed = (self._passed + 1) % _TRY_AGAIN_AFTER
            most = int(self._passed == 0)
        return list(token_ids[begin : begin + most])

    def _lookup(self, token_ids: Sequence[int]) -> int | None:
        """Index after the latest earlier occurrence of the last tokens."""
        last = tuple(token_ids[-_NGRAM:])
        for end in range(max(self._indexed, _NGRAM), len(token_ids)):
            self._seen[tuple(token_ids[end - _NGRAM : end])] = end
        self._indexed = max(self._indexed, len(token_ids))
        return self._seen.get(last)


def worthwhile(confidence: float, sequences: int, cost: StepCost, context: int) -> int:
    """How many guesses pay for a sequence.

    A guess pays while the chance that it is right, and all before it, is larger than what it adds to the duration of the
    step, counted in what the step gives anyway.

    Args:
        sequences: that generate in the step.
        context: tokens of this sequence.
    """
    one = cost.of(1, context)
    threshold = one * sequences / (cost.fixed + one * sequences)
    if confidence <= threshold:
        return 0
    return min(MOST_DRAFTED, int(math.log(threshold) / math.log(confidence))) if confidence < 1 else MOST_DRAFTED
