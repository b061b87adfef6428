"""Rotary position embedding: how fast each pair of a head's dimensions turns (Su et al. 2021, arXiv:2104.09864)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.model.llama import head_dim_of

Frequencies = NDArray[np.float64]


@dataclass(frozen=True)
class Rope:
    """The rotation of a model.

    Attributes:
        frequencies: (head_dim / 2,) radians a token.
        scale: factor of the rotated vectors; 1 but for YaRN and LongRoPE.
    """

    frequencies: NDArray[np.float32]
    scale: float = 1.0


def rope_of(config: Mapping[str, Any], context_length: int) -> Rope:
    """The rotation that a model's config.json describes.

    A variant that depends on how long the text is takes the form for `context_length`, once for all requests: what
    was cached stays valid and no request changes another.

    Args:
        context_length: tokens that the longest request may have.

    Raises:
        ModelError: a variant that no Llama has.
    """
    rope = {**(config.get("rope_scaling") or {}), **(config.get("rope_parameters") or {})}
    kind = rope.get("rope_type") or rope.get("type") or "default"
    theta = rope.get("rope_theta") or config.get("rope_theta") or 10000.0
    head_dim = head_dim_of(config)
    make = _VARIANTS.get(kind)
    if make is None or rope.get("partial_rotary_factor", 1.0) != 1.0:
        raise ModelError(f"The position embedding {kind!r} of this model is not supported: choose a Llama model.")
    frequencies = 1.0 / theta ** (np.arange(0, head_dim, 2, dtype=np.float64) / head_dim)
    trained = rope.get("original_max_position_embeddings") or config["max_position_embeddings"]
    lengths = _Lengths(trained, config["max_position_embeddings"], context_length)
    changed, scale = make(frequencies, {**rope, "theta": theta}, lengths)
    return Rope(changed.astype(np.float32), scale)


@dataclass(frozen=True)
class _Lengths:
    """In tokens: what the model was first trained for, what it allows, what is served."""

    trained: int
    allowed: int
    served: int

    @property
    def stretch(self) -> float:
        return self.allowed / self.trained


_Variant = Callable[[Frequencies, Mapping[str, Any], _Lengths], tuple[Frequencies, float]]


def _default(frequencies: Frequencies, _rope: Mapping[str, Any], _lengths: _Lengths) -> tuple[Frequencies, float]:
    return frequencies, 1.0


def _linear(frequencies: Frequencies, rope: Mapping[str, Any], _lengths: _Lengths) -> tuple[Frequencies, float]:
    return frequencies / rope["factor"], 1.0


def _llama3(frequencies: Frequencies, rope: Mapping[str, Any], lengths: _Lengths) -> tuple[Frequencies, float]:
    """Slow turns are slowed down by `factor`, fast ones kept, with a smooth passage between (Llama 3.1's release)."""
    turns = lengths.trained * frequencies / (2 * math.pi)
    low, high = rope["low_freq_factor"], rope["high_freq_factor"]
    kept = np.clip((turns - low) / (high - low), 0, 1)
    return kept * frequencies + (1 - kept) * frequencies / rope["factor"], 1.0


def _yarn(frequencies: Frequencies, rope: Mapping[str, Any], lengths: _Lengths) -> tuple[Frequencies, float]:
    """YaRN (Peng et al. 2023, arXiv:2309.00071), sections 3.2 and 3.4."""
    factor = rope.get("factor") or lengths.stretch
    pairs = len(frequencies)

    def pair_that_turns(times: float) -> float:
        return pairs * math.log(lengths.trained / (times * 2 * math.pi)) / math.log(rope["theta"])

    first, last = pair_that_turns(rope.get("beta_fast") or 32), pair_that_turns(rope.get("beta_slow") or 1)
    if rope.get("truncate", True):
        first, last = math.floor(first), math.ceil(last)
    first, last = max(first, 0), min(last, 2 * pairs - 1)
    slowed = np.clip((np.arange(pairs) - first) / ((last - first) or 0.001), 0, 1)

    def temperature(weight: float) -> float:
        return 1.0 if factor <= 1 else 0.1 * weight * math.log(factor) + 1.0

    scale = rope.get("attention_factor")
    if scale is None and rope.get("mscale") and rope.get("mscale_all_dim"):
        scale = temperature(rope["mscale"]) / temperature(rope["mscale_all_dim"])
    return slowed * frequencies / factor + (1 - slowed) * frequencies, temperature(1) if scale is None else scale


def _longrope(frequencies: Frequencies, rope: Mapping[str, Any], lengths: _Lengths) -> tuple[Frequencies, float]:
    """LongRoPE (Ding et al. 2024, arXiv:2402.13753): a factor for each pair, one set for short texts, one for long."""
    factors = rope["long_factor"] if lengths.served > lengths.trained else rope["short_factor"]
    factor = rope.get("factor") or lengths.stretch
    scale = rope.get("attention_factor")
    if scale is None:
        scale = 1.0 if factor <= 1 else math.sqrt(1 + math.log(factor) / math.log(lengths.trained))
    return frequencies / np.asarray(factors, np.float64), scale


_VARIANTS: dict[str, _Variant] = {
    "default": _default,
    "linear": _linear,
    "dynamic": _default,  # it changes only beyond what the model allows, and nothing longer is served
    "llama3": _llama3,
    "yarn": _yarn,
    "longrope": _longrope,
}
