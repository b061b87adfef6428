"""Logits in the memory of the CPU."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.model.runner import Head, Integers, Numbers, TokenLogprobs

# What a byte of a mask adds to eight logits: one look-up for eight tokens is faster than a mask of single ones.
_BITS = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
_TERMS = np.where(_BITS, np.float32(0), np.float32(-np.inf))  # (256, 8)


class ArrayLogits:
    """Implements `Logits` over a NumPy array."""

    def __init__(self, array: NDArray[np.float32]) -> None:
        """
        Args:
            array: (rows, vocab_size); taken over.
        """
        self.array = array

    def add(self, rows: Integers, tokens: Integers, values: Numbers) -> None:
        """See `Logits.add`."""
        self.array[rows, tokens] += np.asarray(values, np.float32)

    def penalise(self, rows: Integers, tokens: Integers, factors: Numbers) -> None:
        """See `Logits.penalise`."""
        values, by = self.array[rows, tokens], np.asarray(factors, np.float32)
        self.array[rows, tokens] = np.where(values > 0, values / by, values * by)

    def allow(self, rows: Sequence[int], masks: NDArray[np.int32]) -> None:
        """See `Logits.allow`."""
        for row, mask in zip(rows, masks, strict=True):
            terms = np.take(_TERMS, mask.astype("<i4", copy=False).view(np.uint8), axis=0).reshape(-1)
            known = min(len(terms), self.array.shape[1])
            self.array[row, :known] += terms[:known]
            self.array[row, known:] = -np.inf

    def log_probabilities(self, rows: Sequence[int]) -> ArrayLogProbabilities:
        """See `Logits.log_probabilities`."""
        shifted = self.array[rows] - self.array[rows].max(-1, keepdims=True)
        return ArrayLogProbabilities(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True, dtype=np.float64)))

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


class ArrayLogProbabilities:
    """Implements `LogProbabilities` over a NumPy array."""

    def __init__(self, array: NDArray[np.floating[Any]]) -> None:
        """
        Args:
            array: (rows, vocab_size).
        """
        self._array = array

    def of(self, tokens: Sequence[int], top: Sequence[int]) -> list[TokenLogprobs]:
        """See `LogProbabilities.of`."""
        return [
            TokenLogprobs(float(row[token]), _likeliest(row, count))
            for row, token, count in zip(self._array, tokens, top, strict=True)
        ]


def _likeliest(row: NDArray[np.floating[Any]], count: int) -> tuple[tuple[int, float], ...]:
    """The tokens with the highest values, the highest first and of equal ones the lowest id."""
    if not count:
        return ()
    some = np.flatnonzero(row >= np.partition(row, -count)[-count])
    return tuple((int(token), float(row[token])) for token in some[np.argsort(-row[some], kind="stable")][:count])
