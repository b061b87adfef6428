"""Draws the next token of every request of a step at once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.engine.generation import SamplingParams

if TYPE_CHECKING:
    from torch import Tensor

LIKELIEST = 512  # a nucleus is looked for among so many tokens first; nearly all fit

# SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195), its constants as signed 64-bit numbers
_GOLDEN = 0x9E3779B97F4A7C15 - (1 << 64)
_MIX_1 = 0xBF58476D1CE4E5B9 - (1 << 64)
_MIX_2 = 0x94D049BB133111EB - (1 << 64)


class Draws:
    """The randomness of one request: a seed and how many tokens were drawn with it."""

    def __init__(self, seed: int | None) -> None:
        self.seed = secrets.randbits(63) if seed is None else seed
        self.count = 0


def sample(logits: Tensor, parameters: Sequence[SamplingParams], draws: Sequence[Draws]) -> list[int]:
    """Draw the next token of every request.

    The likeliest token where the temperature is 0; else the Gumbel-max trick over the tokens that `top_p` leaves:
    each gets noise that depends only on seed, position and token, and the highest sum wins. So the token hardly
    depends on the last digits of the logits, and not at all on the other requests.

    Args:
        logits: (requests, vocab) float32, left unchanged.
        parameters: of the same requests, in the same order.
        draws: of the same requests; each is advanced by one.

    Returns:
        One token id for each request.
    """
    tokens: list[int] = logits.argmax(-1).tolist()
    nucleus = [row for row, p in enumerate(parameters) if p.temperature > 0 and p.top_p < 1]
    whole = [row for row, p in enumerate(parameters) if p.temperature > 0 and p.top_p >= 1]
    for rows, draw in ((nucleus, _draw_from_nucleus), (whole, _draw_from_all)):
        if rows:
            chosen = draw(logits[rows], [parameters[row] for row in rows], [draws[row] for row in rows])
            for row, token in zip(rows, chosen.tolist(), strict=True):
                tokens[row] = token
    for used in draws:
        used.count += 1
    return tokens


def _draw_from_all(logits: Tensor, parameters: Sequence[SamplingParams], draws: Sequence[Draws]) -> Tensor:
    import torch

    tokens = torch.arange(logits.shape[-1], device=logits.device)[None]
    return (_scale(logits, parameters) + _gumbel(draws, tokens)).argmax(-1)


def _draw_from_nucleus(logits: Tensor, parameters: Sequence[SamplingParams], draws: Sequence[Draws]) -> Tensor:
    import torch

    scaled = _scale(logits, parameters)
    top_p = torch.tensor([[p.top_p] for p in parameters], device=logits.device)
    probabilities, tokens = torch.softmax(scaled, -1).topk(min(LIKELIEST, scaled.shape[-1]))
    if (probabilities.sum(-1, keepdim=True) < top_p).any():
        probabilities, tokens = torch.softmax(scaled, -1).sort(-1, descending=True)
    before = probabilities.cumsum(-1) - probabilities
    kept = before < top_p
    kept[:, 0] = True
    keys = torch.where(kept, scaled.gather(1, tokens) + _gumbel(draws, tokens), -torch.inf)
    return tokens.gather(1, keys.argmax(-1, keepdim=True))[:, 0]


def _scale(logits: Tensor, parameters: Sequence[SamplingParams]) -> Tensor:
    import torch

    # nearer to 0 the quotient would overflow; the likeliest token has all the probability there anyway
    return logits / torch.tensor([[max(p.temperature, 1e-4)] for p in parameters], device=logits.device)


def _gumbel(draws: Sequence[Draws], tokens: Tensor) -> Tensor:
    """(requests, tokens) noise -log(-log u), with u in (0, 1) from a hash of seed, position and token."""
    import torch

    state = torch.tensor([[_signed(d.seed + (d.count + 1) * 0x9E3779B97F4A7C15)] for d in draws], device=tokens.device)
    bits = _mix(_mix(state) + tokens * _GOLDEN)
    uniform = ((bits >> 12 & ((1 << 52) - 1)).double() + 0.5) / (1 << 52)  # 52 bits: 53 would round to 1
    return -torch.log(-torch.log(uniform)).float()


def _mix(x: Tensor) -> Tensor:
    """The finaliser of SplitMix64, on int64 whose overflow wraps."""
    x = (x ^ (x >> 30 & ((1 << 34) - 1))) * _MIX_1
    x = (x ^ (x >> 27 & ((1 << 37) - 1))) * _MIX_2
    return x ^ (x >> 31 & ((1 << 33) - 1))


def _signed(number: int) -> int:
    """The lower 64 bits as a signed number."""
    return (number + (1 << 63)) % (1 << 64) - (1 << 63)
