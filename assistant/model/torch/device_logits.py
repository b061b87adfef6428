"""Logits in the memory of a device."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from assistant.model.runner import Head, Integers, Numbers, TokenLogprobs


class DeviceLogits:
    """Implements `Logits` over a tensor, which stays where it is; only what is likely comes over."""

    def __init__(self, logits: Tensor) -> None:
        """
        Args:
            logits: (rows, vocab_size) float32; taken over.
        """
        self._logits = logits

    def add(self, rows: Integers, tokens: Integers, values: Numbers) -> None:
        """See `Logits.add`."""
        self._logits[self._at(rows), self._at(tokens)] += self._floats(values)

    def penalise(self, rows: Integers, tokens: Integers, factors: Numbers) -> None:
        """See `Logits.penalise`."""
        at, by = (self._at(rows), self._at(tokens)), self._floats(factors)
        values = self._logits[at]
        self._logits[at] = torch.where(values > 0, values / by, values * by)

    def allow(self, rows: Sequence[int], masks: NDArray[np.int32]) -> None:
        """See `Logits.allow`."""
        packed = torch.from_numpy(masks).to(self._logits.device)  # 1/32 of the logits
        bits = torch.arange(32, dtype=torch.int32, device=packed.device)
        allowed = ((packed[:, :, None] >> bits) & 1).bool().flatten(1)
        vocab_size = self._logits.shape[1]
        allowed = torch.nn.functional.pad(allowed, (0, max(0, vocab_size - allowed.shape[1])))[:, :vocab_size]
        at = self._at(rows)
        self._logits[at] = self._logits[at].masked_fill(~allowed, -torch.inf)

    def log_probabilities(self, rows: Sequence[int]) -> DeviceLogProbabilities:
        """See `Logits.log_probabilities`."""
        return DeviceLogProbabilities(torch.log_softmax(self._logits[self._at(rows)], -1, dtype=torch.float32))

    def argmax(self) -> list[int]:
        """See `Logits.argmax`."""
        tokens: list[int] = self._logits.argmax(-1).tolist()
        return tokens

    def heads(self, rows: Sequence[int], temperatures: Sequence[float], least: float) -> list[Head]:
        """See `Logits.heads`."""
        if not rows:
            return []
        divisors = torch.tensor(temperatures, device=self._logits.device)[:, None]
        probabilities = torch.softmax(self._logits[list(rows)] / divisors, -1, dtype=torch.float32)
        likely = (probabilities >= least).nonzero()  # (likely tokens, 2), row by row
        values = probabilities[likely[:, 0], likely[:, 1]].double().cpu().numpy()
        places = likely.cpu().numpy()
        bounds = np.searchsorted(places[:, 0], range(len(rows) + 1))
        return [Head(places[a:b, 1], values[a:b]) for a, b in pairwise(bounds)]

    def _at(self, numbers: Integers) -> Tensor:
        return torch.tensor(numbers, dtype=torch.int64, device=self._logits.device)

    def _floats(self, numbers: Numbers) -> Tensor:
        return torch.tensor(numbers, dtype=torch.float32, device=self._logits.device)


class DeviceLogProbabilities:
    """Implements `LogProbabilities` over a tensor; only what is told comes over."""

    def __init__(self, values: Tensor) -> None:
        """
        Args:
            values: (rows, vocab_size) float32.
        """
        self._values = values

    def of(self, tokens: Sequence[int], top: Sequence[int]) -> list[TokenLogprobs]:
        """See `LogProbabilities.of`."""
        chosen = self._values.gather(1, torch.tensor(tokens, device=self._values.device)[:, None])[:, 0].tolist()
        best = self._values.topk(max(top, default=0), dim=-1)
        values, ids = best.values.tolist(), best.indices.tolist()
        return [
            TokenLogprobs(logprob, tuple(zip(ids[row][:count], values[row][:count], strict=True)))
            for row, (logprob, count) in enumerate(zip(chosen, top, strict=True))
        ]
