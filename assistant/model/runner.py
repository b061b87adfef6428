"""What the engine asks of a model: a ragged batch of tokens in, logits out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class SequenceChunk:
    """The next tokens of one sequence.

    Attributes:
        token_ids: the new tokens, at least one.
        cached: how many tokens of the sequence are in the cache already; the position of the first new one.
        block_table: ids of the cache blocks of the sequence in the order of its tokens, enough for the new ones.
        wants_logits: whether the logits of its last token are needed.
    """

    token_ids: Sequence[int]
    cached: int
    block_table: Sequence[int]
    wants_logits: bool


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

    def forward(self, batch: Sequence[SequenceChunk]) -> Tensor:
        """Put the new tokens of each sequence into the cache and compute what follows them.

        Returns:
            (rows, vocab_size) float32 logits on the CPU or the model's device, one row for each chunk that
            `wants_logits`, in their order.
        """
        ...
