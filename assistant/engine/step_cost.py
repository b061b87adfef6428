"""How long a step takes, by what is in it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.model.runner import ModelRunner, SequenceChunk

_ANSWERS = (1, 2, 4, 8, 9, 16, 32)  # kernels take rows in eights: the ninth may cost as much as the seven before
_MANY = 33  # tokens of the trial with a piece of a prompt
_FAR = 1024  # tokens before them in the trial with a context
_TRIALS = 3


@dataclass(frozen=True)
class StepCost:
    """Duration of a step; only proportions matter, so the unit is free.

    Attributes:
        answers: numbers of single tokens with a row of logits each, at least two, ascending, and the durations of steps of
            them; in between and beyond a line is drawn.
        per_token: what a token of a prompt adds.
        per_context_token: what each token before it adds to that, and to a single token.
    """

    answers: tuple[tuple[int, float], ...]
    per_token: float
    per_context_token: float = 0.0

    @classmethod
    def linear(cls, fixed: float, per_token: float, per_context_token: float = 0.0) -> Self:
        """Where the first token costs `fixed` more than any other."""
        return cls(((0, fixed), (1, fixed + per_token)), per_token, per_context_token)

    def of_prompt(self, tokens: int, context: int) -> float:
        """What `tokens` tokens of a prompt that has `context` before them add to a step."""
        return tokens * (self.per_token + context * self.per_context_token)

    def of_answers(self, tokens: int | NDArray[np.int64], context: float) -> NDArray[np.float64]:
        """Durations of steps of so many single tokens with `context` tokens before each.

        Returns:
            float64 of the shape of `tokens`.
        """
        counts, durations = np.array(self.answers).T
        slope = (durations[-1] - durations[-2]) / (counts[-1] - counts[-2])
        beyond = np.maximum(tokens - counts[-1], 0)
        line = np.interp(tokens, counts, durations)
        return np.asarray(line + beyond * slope + tokens * (context * self.per_context_token))


TYPICAL = StepCost.linear(fixed=16, per_token=1, per_context_token=5e-4)
"""Of a small model on a CPU; used where it is not measured."""


def measure(runner: ModelRunner, context_length: int) -> StepCost:
    """Time a few steps; what the runner's cache held is lost.

    Args:
        context_length: how long a sequence may be.
    """
    capacity = min(runner.blocks * runner.block_tokens, context_length)
    many = min(_MANY, capacity)
    far = min(_FAR, capacity - many)

    def piece(context: int) -> list[SequenceChunk]:
        return [SequenceChunk([0] * many, context, range(runner.blocks), logits=1)]

    def singles(count: int) -> list[SequenceChunk]:
        return [SequenceChunk([0], context, range(runner.blocks), logits=1) for context in range(count)]

    counts = [count for count in _ANSWERS if count <= capacity]
    durations = np.maximum.accumulate([_duration(runner, singles(count)) for count in counts])
    one, near, beyond = durations[0], _duration(runner, piece(0)), _duration(runner, piece(far))
    per_token = max((near - one) / max(many - 1, 1), one / 1000)
    return StepCost(
        tuple(zip(counts, durations.tolist(), strict=True)),
        per_token,
        max(beyond - near, 0.0) / (many * far) if far else 0.0,
    )


def _duration(runner: ModelRunner, chunks: Sequence[SequenceChunk]) -> float:
    """The shortest of some trials, in seconds: other work on the machine only ever adds."""
    runner.forward(chunks)  # it may prepare for a shape when it first meets it
    durations = []
    for _ in range(_TRIALS):
        start = time.perf_counter()
        runner.forward(chunks)
        durations.append(time.perf_counter() - start)
    return min(durations)
