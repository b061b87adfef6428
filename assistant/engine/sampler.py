"""Draws the next token of every request of a step at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.engine.generation import SamplingParams

if TYPE_CHECKING:
    from torch import Tensor


class Draws:
    """The source of randomness of one request: the same seed gives the same numbers in any company."""

    def __init__(self, seed: int | None) -> None:
        self._random = random.Random(seed)  # noqa: S311 - draws words, guards nothing

    def next(self) -> float:
        """A number in [0, 1)."""
        return self._random.random()


def sample(logits: Tensor, parameters: Sequence[SamplingParams], draws: Sequence[Draws]) -> list[int]:
    """Draw the next token of every request.

    The likeliest token where the temperature is 0; else by inverting the cumulative distribution of the tokens,
    sorted by probability and cut at `top_p`, at one number of the request's own.

    Args:
        logits: (requests, vocab) float32, left unchanged.
        parameters: of the same requests, in the same order.
        draws: of the same requests; a greedy one takes no number.

    Returns:
        One token id for each request.
    """
    tokens: list[int] = logits.argmax(-1).tolist()
    drawn = [row for row, params in enumerate(parameters) if params.temperature > 0]
    if drawn:
        for row, token in zip(drawn, _draw(logits, drawn, parameters, draws), strict=True):
            tokens[row] = token
    return tokens


def _draw(logits: Tensor, rows: list[int], parameters: Sequence[SamplingParams], draws: Sequence[Draws]) -> list[int]:
    import torch

    def column(values: list[float]) -> Tensor:
        return torch.tensor(values, dtype=torch.float32, device=logits.device)[:, None]

    chosen = [parameters[row] for row in rows]
    # a temperature near 0 would overflow: below this the likeliest token has all the probability anyway
    scaled = logits[rows] / column([max(params.temperature, 1e-5) for params in chosen])
    probabilities, order = torch.softmax(scaled, -1).sort(-1, descending=True)
    total = probabilities.cumsum(-1)
    kept = (total - probabilities) < column([params.top_p for params in chosen])
    kept[:, 0] = True
    mass = torch.where(kept, total, 0.0).amax(-1, keepdim=True)
    target = column([draws[row].next() for row in rows]) * mass
    index = torch.searchsorted(total, target, right=True)
    index = index.minimum(kept.sum(-1, keepdim=True) - 1)
    return [int(token) for token in order.gather(1, index)[:, 0]]
