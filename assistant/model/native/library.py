"""The compiled decoder as Python sees it; the structures are those of decoder.cpp."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.model.llama import Sizes, sizes_of
from assistant.model.native.build import has_bfloat16
from assistant.model.rope import Rope
from assistant.model.runner import SequenceChunk

BLOCK_TOKENS = 32

_Int32s = NDArray[np.int32]
_Tensors = Mapping[str, NDArray[np.generic]]
_pointer = ctypes.c_void_p


class _Matrix(ctypes.Structure):
    _fields_ = (("blocks", _pointer), ("bias", _pointer), ("rows", ctypes.c_int), ("columns", ctypes.c_int))


class _Layer(ctypes.Structure):
    _fields_ = (
        ("attention_norm", _pointer),
        ("qkv", _Matrix),
        ("output", _Matrix),
        ("mlp_norm", _pointer),
        ("gate_up", _Matrix),
        ("down", _Matrix),
    )


class _Model(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int32) for name in ("layers", "hidden", "inner", "heads", "kv_heads", "head_dim", "blocks")),
        ("epsilon", ctypes.c_float),
        ("embedding", _Matrix),
        ("head", _Matrix),
        ("norm", _pointer),
        ("layer", _pointer),
        ("cosines", _pointer),
        ("sines", _pointer),
        ("cache", _pointer),
        ("has_bfloat16", ctypes.c_int32),
    )


class _Batch(ctypes.Structure):
    _fields_ = (
        ("chunks", ctypes.c_int32),
        ("rows", ctypes.c_int32),
        *((name, _pointer) for name in ("token_ids", "begins", "cached", "tables", "table_begins", "logit_rows", "logits")),
    )


class Decoder:
    """A decoder over arrays that it keeps alive."""

    def __init__(
        self,
        library: Path,
        config: Mapping[str, Any],
        tensors: _Tensors,
        rope: Rope,
        cache: NDArray[np.uint16],
        *,
        positions: int,
        threads: int,
    ) -> None:
        """
        Args:
            library: of `build.library`.
            config: config.json of the model.
            tensors: of `quantization.quantized` in the format `Panels`.
            cache: (layers, blocks, key-value heads, 2, block tokens * head size), two bytes for each number.
            positions: how long a sequence may become.

        Raises:
            MemoryError: the decoder cannot be made.
        """
        self._functions = ctypes.CDLL(str(library))
        self._functions.decoder_create.restype = _pointer
        self._functions.decoder_create.argtypes = [_pointer, ctypes.c_int]
        self._functions.decoder_forward.argtypes = [_pointer, _pointer]
        self._functions.decoder_destroy.argtypes = [_pointer]
        angles = np.arange(positions)[:, None] * np.asarray(rope.frequencies, np.float64)
        turns = [np.ascontiguousarray(f(angles) * rope.scale, np.float32) for f in (np.cos, np.sin)]
        sizes = sizes_of(config)
        layers = (_Layer * sizes.layers)(*(_layer(sizes, tensors, f"model.layers.{i}") for i in range(sizes.layers)))
        self._alive = (tensors, turns, cache, layers)
        self._vocab = sizes.vocab
        self._positions = positions
        embedding = _matrix(tensors, "model.embed_tokens", sizes.vocab, sizes.hidden)
        untied = "lm_head.weight" in tensors
        model = _Model(
            layers=sizes.layers,
            hidden=sizes.hidden,
            inner=sizes.inner,
            heads=sizes.heads,
            kv_heads=sizes.kv_heads,
            head_dim=sizes.head_dim,
            blocks=cache.shape[1],
            epsilon=config["rms_norm_eps"],
            embedding=embedding,
            head=_matrix(tensors, "lm_head", sizes.vocab, sizes.hidden) if untied else embedding,
            norm=_address(tensors["model.norm.weight"]),
            layer=ctypes.addressof(layers),
            cosines=_address(turns[0]),
            sines=_address(turns[1]),
            cache=_address(cache),
            has_bfloat16=has_bfloat16(),
        )
        self._handle = self._functions.decoder_create(ctypes.byref(model), threads)
        if not self._handle:
            raise MemoryError("no memory for the decoder")

    def forward(self, batch: Sequence[SequenceChunk]) -> NDArray[np.float32]:
        """See `ModelRunner.forward`.

        Raises:
            ValueError: a token that the model does not have, or a sequence that is too long.
            MemoryError: the batch is too large for the memory that is left.
        """
        begins = list(accumulate((len(chunk.token_ids) for chunk in batch), initial=0))
        rows = [range(end - chunk.logits, end) for chunk, end in zip(batch, begins[1:], strict=True)]
        table_begins = list(accumulate((len(chunk.block_table) for chunk in batch), initial=0))
        arrays = {
            "token_ids": _int32s(chain.from_iterable(chunk.token_ids for chunk in batch)),
            "begins": _int32s(begins),
            "cached": _int32s(chunk.cached for chunk in batch),
            "tables": _int32s(chain.from_iterable(chunk.block_table for chunk in batch)),
            "table_begins": _int32s(table_begins),
            "logit_rows": _int32s(chain.from_iterable(rows)),
            "logits": np.empty((sum(chunk.logits for chunk in batch), self._vocab), np.float32),
        }
        ids = arrays["token_ids"]
        if not ((ids >= 0) & (ids < self._vocab)).all():
            raise ValueError(f"a token id is not below {self._vocab}")
        if (longest := max(chunk.cached + len(chunk.token_ids) for chunk in batch)) > self._positions:
            raise ValueError(f"a sequence of {longest} tokens is longer than {self._positions}")
        pointers = {name: _address(array) for name, array in arrays.items()}
        call = _Batch(chunks=len(batch), rows=len(arrays["logits"]), **pointers)
        if not self._functions.decoder_forward(self._handle, ctypes.byref(call)):
            raise MemoryError(f"no memory for {begins[-1]} tokens at once")
        return arrays["logits"]  # type: ignore[return-value]

    def close(self) -> None:
        """End its threads; it cannot be used afterwards."""
        self._functions.decoder_destroy(self._handle)


def _layer(sizes: Sizes, tensors: _Tensors, name: str) -> _Layer:
    return _Layer(
        attention_norm=_address(tensors[f"{name}.input_layernorm.weight"]),
        qkv=_matrix(tensors, f"{name}.self_attn.qkv_proj", sizes.qkv, sizes.hidden),
        output=_matrix(tensors, f"{name}.self_attn.o_proj", sizes.hidden, sizes.attention),
        mlp_norm=_address(tensors[f"{name}.post_attention_layernorm.weight"]),
        gate_up=_matrix(tensors, f"{name}.mlp.gate_up_proj", 2 * sizes.inner, sizes.hidden),
        down=_matrix(tensors, f"{name}.mlp.down_proj", sizes.hidden, sizes.inner),
    )


def _matrix(tensors: _Tensors, name: str, rows: int, columns: int) -> _Matrix:
    bias = tensors.get(f"{name}.bias")
    return _Matrix(_address(tensors[f"{name}.weight"]), None if bias is None else _address(bias), rows, columns)


def _int32s(values: Any) -> _Int32s:
    return np.fromiter(values, np.int32)


def _address(array: NDArray[Any]) -> int:
    return array.ctypes.data
