"""Logits in the memory of a device."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from assistant.model.runner import Head


class DeviceLogits:
    """Implements `Logits` over a tensor, which stays where it is; only what is likely comes over."""

    def __init__(self, logits: Tensor) -> None:
        """
        Args:
            logits: (rows, vocab_size) float32; taken over.
        """
        self._logits = logits

    def forbid(self, row: int, token_ids: Collection[int]) -> None:
        """See `Logits.forbid`."""
        self._logits[row, list(token_ids)] = -torch.inf

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
