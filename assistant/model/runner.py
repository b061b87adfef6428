"""What the engine asks of a model: a ragged batch of tokens in, logits out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = Sequence[int] | NDArray[np.int64]
Numbers: TypeAlias = Sequence[float] | NDArray[np.floating[Any]]


@dataclass(frozen=True)
class SequenceChunk:
    """The next tokens of one sequence.

    A sequence may have several chunks in a batch, one after the other: all new tokens are in the cache before any of
    them looks at it. Each gets the same result alone as in any batch; a single token may get another one, in the last
    digits, than as part of a longer chunk.

    Attributes:
        token_ids: the new tokens, at least one.
        cached: how many tokens of the sequence are in the cache already; the position of the first new one.
        block_table: ids of the cache blocks of the sequence in the order of its tokens, enough for the new ones.
        logits: of how many of its last tokens the logits are wanted; 0 for none.
    """

    token_ids: Sequence[int]
    cached: int
    block_table: Sequence[int]
    logits: int


@dataclass(frozen=True)
class Head:
    """The likely tokens of one row.

    Attributes:
        tokens: (n,) int64 ids, in no order.
        probabilities: (n,) float64, of the softmax over the whole row.
    """

    tokens: NDArray[np.int64]
    probabilities: NDArray[np.float64]


@dataclass(frozen=True)
class TokenLogprobs:
    """How likely a token was to the model, before temperature, penalties, biases and constraints.

    Attributes:
        logprob: natural logarithm of its probability.
        top: the likeliest tokens and theirs, the likeliest first.
    """

    logprob: float
    top: tuple[tuple[int, float], ...] = ()


class LogProbabilities(Protocol):
    """The log-softmax of some rows as they were when it was asked for."""

    def of(self, tokens: Sequence[int], top: Sequence[int]) -> list[TokenLogprobs]:
        """What is told of a token of each row.

        Args:
            tokens: one for each row.
            top: how many of the likeliest tokens are wanted beside each.
        """
        ...


class Logits(Protocol):
    """The logits of one step, (rows, vocab_size), where the runner left them; valid until its next step."""

    def add(self, rows: Integers, tokens: Integers, values: Numbers) -> None:
        """Add a value to single logits, no two at the same place; minus infinity makes a token impossible."""
        ...

    def penalise(self, rows: Integers, tokens: Integers, factors: Numbers) -> None:
        """Divide single logits that are positive by a factor and multiply the others, no two at the same place."""
        ...

    def allow(self, rows: Sequence[int], masks: NDArray[np.int32]) -> None:
        """Make all tokens of some rows impossible but those of which the bit is set.

        Args:
            masks: (len(rows), words); token t is bit t % 32 of word t // 32, tokens beyond the last word are impossible.
        """
        ...

    def log_probabilities(self, rows: Sequence[int]) -> LogProbabilities:
        """The log-softmax of some rows as they are now."""
        ...

    def argmax(self) -> list[int]:
        """The likeliest token of each row."""
        ...

    def heads(self, rows: Sequence[int], temperatures: Sequence[float], least: float) -> list[Head]:
        """The tokens of some rows that have at least the probability `least` at these temperatures (above 0)."""
        ...


class ModelRunner(Protocol):
    """One loaded model with its key-value cache; used by one thread at a time.

    Attributes:
        vocab_size: number of logits.
        block_tokens: tokens that one block of the cache holds.
        blocks: number of blocks in the cache.
    """

    vocab_size: int
    block_tokens: int
    blocks: int

    def forward(self, batch: Sequence[SequenceChunk]) -> Logits:
        """Put the new tokens of each sequence into the cache and compute what follows them.

        Returns:
            The logits of the last `chunk.logits` tokens of each chunk, one chunk after the other.
        """
        ...
