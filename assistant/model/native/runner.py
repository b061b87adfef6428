"""Runs a Llama decoder on a CPU with our own kernels: 8-bit weights, paged attention, one call a step."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.model.llama import sizes_of
from assistant.model.logits import ArrayLogits
from assistant.model.native.library import BLOCK_TOKENS, Decoder
from assistant.model.rope import Rope
from assistant.model.runner import SequenceChunk


class NativeRunner:
    """The decoder and its cache, in bfloat16 where the CPU multiplies that, else in half precision.

    Every token gets the same logits, bit by bit, in any batch.
    """

    def __init__(
        self,
        library: Path,
        config: Mapping[str, Any],
        tensors: Mapping[str, NDArray[np.generic]],
        rope: Rope,
        *,
        kv_cache_bytes: int,
        context_length: int,
        threads: int,
    ) -> None:
        """
        Args:
            library: the compiled decoder.
            config: config.json of the model.
            tensors: of `quantization.quantized` in the format `Panels`.
            kv_cache_bytes: memory of the cache, rounded down to whole blocks.
            context_length: how long a sequence may become.

        Raises:
            ModelError: the cache would not hold one block.
        """
        self.vocab_size: int = config["vocab_size"]
        self.block_tokens = BLOCK_TOKENS
        cache = _allocate(config, kv_cache_bytes)
        self.blocks = cache.shape[1]
        self._decoder = Decoder(library, config, tensors, rope, cache, positions=context_length, threads=threads)
        weakref.finalize(self, self._decoder.close).atexit = False  # a step may still be computed when Python ends

    def forward(self, batch: Sequence[SequenceChunk]) -> ArrayLogits:
        """See `ModelRunner.forward`."""
        return ArrayLogits(self._decoder.forward(batch))


def _allocate(config: Mapping[str, Any], kv_cache_bytes: int) -> NDArray[np.uint16]:
    sizes = sizes_of(config)
    block = (sizes.kv_heads, 2, BLOCK_TOKENS * sizes.head_dim)
    block_bytes = sizes.layers * int(np.prod(block)) * np.dtype(np.uint16).itemsize
    blocks = kv_cache_bytes // block_bytes
    if not blocks:
        raise ModelError(f"The key-value cache holds no block of {block_bytes} bytes: raise ASSISTANT_KV_CACHE_BYTES.")
    return np.zeros((sizes.layers, blocks, *block), np.uint16)
