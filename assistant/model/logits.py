"""Logits in the memory of the CPU."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.model.runner import Head


class ArrayLogits:
    """Implements `Logits` over a NumPy array."""

    def __init__(self, array: NDArray[np.float32]) -> None:
        """
        Args:
            array: (rows, vocab_size); taken over.
        """
        self.array = array

    def forbid(self, row: int, token_ids: Collection[int]) -> None:
        """See `Logits.forbid`."""
        self.array[row, list(token_ids)] = -np.inf

    def argmax(self) -> list[int]:
        """See `Logits.argmax`."""
        tokens: list[int] = self.array.argmax(-1).tolist()
        return tokens

    def heads(self, rows: Sequence[int], temperatures: Sequence[float], least: float) -> list[Head]:
        """See `Logits.heads`."""
        return [self._head(row, temperature, least) for row, temperature in zip(rows, temperatures, strict=True)]

    def _head(self, row: int, temperature: float, least: float) -> Head:
        weights = self.array[row] - self.array[row].max()
        if temperature != 1:
            weights /= np.float32(temperature)
        np.exp(weights, out=weights)
        total = weights.sum(dtype=np.float64)
        tokens = np.flatnonzero(weights >= least * total)
        return Head(tokens, weights[tokens] / total)
