"""Draws the next token of every row of a step at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.engine.generation import SamplingParams
from assistant.model.runner import Head, Logits

LEAST = 1e-4  # tokens at least so likely are weighed one by one, the others together

_LEAST_TEMPERATURE = 1e-4  # nearer to 0 the quotient would overflow; the likeliest token has all the probability there
_NOTHING = 1e-9
_REST = -1  # stands for all tokens outside the head

# SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_ALL_BITS = (1 << 64) - 1


@dataclass(frozen=True)
class Draw:
    """How one token is drawn.

    Attributes:
        seed: one seed, one position and one distribution give one token.
        position: of the token in its answer, from 0.
    """

    sampling: SamplingParams
    seed: int
    position: int


def sample(logits: Logits, draws: Sequence[Draw]) -> list[int]:
    """Draw a token for each row.

    The likeliest one where the temperature is 0; else the Gumbel-max trick over the tokens that `top_k`, `top_p` and
    `min_p` leave, in this order: each gets noise that depends only on seed, position and token, and the highest sum wins.
    So the token hardly depends on the last digits of the logits, and not at all on the other rows. Tokens that are very
    unlikely compete as one; where they win, the trick is played again among them, so the distribution is exact.

    Args:
        logits: a row for each draw.
        draws: in the order of the rows.
    """
    tokens = logits.argmax()
    rows = [row for row, draw in enumerate(draws) if draw.sampling.temperature > 0]
    temperatures = [max(draws[row].sampling.temperature, _LEAST_TEMPERATURE) for row in rows]
    for row, temperature, head in zip(rows, temperatures, logits.heads(rows, temperatures, LEAST), strict=True):
        tokens[row] = _draw(logits, row, temperature, head, draws[row])
    return tokens


def _draw(logits: Logits, row: int, temperature: float, head: Head, draw: Draw) -> int:
    sampling = draw.sampling
    if sampling.top_k or sampling.top_p < 1 or sampling.min_p:
        if not _holds_all_that_is_left(head, sampling):
            [head] = logits.heads([row], [temperature], 0.0)
        return _best(_truncated(head, sampling), draw)
    rest = max(0.0, 1.0 - float(head.probabilities.sum()))
    if rest < _NOTHING:
        return _best(head, draw)
    token = _best(Head(np.append(head.tokens, _REST), np.append(head.probabilities, rest)), draw)
    if token != _REST:
        return token
    [whole] = logits.heads([row], [temperature], 0.0)
    outside = ~np.isin(whole.tokens, head.tokens) & (whole.probabilities > 0)
    if not outside.any():  # what seemed to be left was rounding
        return _best(head, draw)
    return _best(Head(whole.tokens[outside], whole.probabilities[outside]), draw)


def _holds_all_that_is_left(head: Head, sampling: SamplingParams) -> bool:
    """Whether no token outside the head can be among those to draw from."""
    if sampling.top_k:
        return len(head.tokens) >= sampling.top_k
    known = float(head.probabilities.sum())
    return known >= sampling.top_p < 1 or sampling.min_p * float(head.probabilities.max(initial=0)) >= LEAST


def _truncated(head: Head, sampling: SamplingParams) -> Head:
    """The likeliest tokens: `top_k` of them, of these as few as reach `top_p` of them, of these no unlikely ones."""
    order = np.argsort(-head.probabilities, kind="stable")[: sampling.top_k or None]
    sums = np.cumsum(head.probabilities[order])
    whole = sums[-1] if sampling.top_k else 1.0
    order = order[: max(1, int(np.searchsorted(sums - head.probabilities[order], sampling.top_p * whole)))]
    kept = order[head.probabilities[order] >= sampling.min_p * head.probabilities[order[0]]]
    return Head(head.tokens[kept], head.probabilities[kept])


def _best(head: Head, draw: Draw) -> int:
    """The token with the highest sum of log-probability and noise."""
    with np.errstate(divide="ignore"):  # a token that became impossible
        return int(head.tokens[np.argmax(np.log(head.probabilities) + _gumbel(draw, head.tokens))])


def _gumbel(draw: Draw, tokens: NDArray[np.int64]) -> NDArray[np.float64]:
    """Noise -log(-log u) for each token, with u in (0, 1) from a hash of seed, position and token."""
    state = (draw.seed + (draw.position + 1) * int(_GOLDEN)) & _ALL_BITS
    bits = _mix(_mix(np.array([state], np.uint64)) + tokens.astype(np.uint64) * _GOLDEN)
    uniform = ((bits >> np.uint64(12)).astype(np.float64) + 0.5) * math.ldexp(1, -52)  # 52 bits: 53 would round to 1
    return -np.log(-np.log(uniform))


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64; overflow wraps."""
    x = (x ^ (x >> np.uint64(30))) * _MIX_1
    x = (x ^ (x >> np.uint64(27))) * _MIX_2
    return x ^ (x >> np.uint64(31))
