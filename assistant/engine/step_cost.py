"""How long a step takes, by what is in it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from assistant.model.runner import ModelRunner, SequenceChunk

_MANY = 33  # tokens of the larger trial
_FAR = 1024  # tokens before them in the trial with a context
_TRIALS = 3


@dataclass(frozen=True)
class StepCost:
    """Duration of a step as `fixed + tokens * (per_token + tokens before them * per_context_token)`.

    Only proportions matter, so the unit is free.
    """

    fixed: float
    per_token: float
    per_context_token: float = 0.0

    def of(self, tokens: int, context: int) -> float:
        """Duration of `tokens` tokens of one sequence that has `context` before them, without the fixed part."""
        return tokens * (self.per_token + context * self.per_context_token)


TYPICAL = StepCost(fixed=16, per_token=1, per_context_token=5e-4)
"""Of a small model on a CPU; used where it is not measured."""


def measure(runner: ModelRunner, context_length: int) -> StepCost:
    """Time a few steps; what the runner's cache held is lost.

    Args:
        context_length: how long a sequence may be.
    """
    capacity = min(runner.blocks * runner.block_tokens, context_length)
    many = min(_MANY, capacity)
    far = min(_FAR, capacity - many)
    _duration(runner, many, 0)  # a runner prepares for a shape when it first meets it
    one, near, beyond = _duration(runner, 1, 0), _duration(runner, many, 0), _duration(runner, many, far)
    per_token = max((near - one) / max(many - 1, 1), one / 1000)
    return StepCost(max(one - per_token, per_token), per_token, max(beyond - near, 0.0) / (many * far) if far else 0.0)


def _duration(runner: ModelRunner, tokens: int, context: int) -> float:
    """The shortest of some trials with one row of logits, in seconds: other work on the machine only ever adds."""
    chunk = SequenceChunk([0] * tokens, context, range(runner.blocks), logits=1)
    durations = []
    for _ in range(_TRIALS):
        start = time.perf_counter()
        runner.forward([chunk])
        durations.append(time.perf_counter() - start)
    return min(durations)
