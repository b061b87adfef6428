"""A Llama decoder as an OpenVINO graph with paged attention (Kwon et al. 2023, arXiv:2309.06180).

The graph is made already paged, one PagedAttention node a layer, and shares the arrays of its weights. Building it
takes a fraction of a second, so it is made at every start: a saved graph with this node cannot be loaded again
(OpenVINO 2026.4).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op
from openvino.op import Constant, Parameter, _PagedAttentionExtension

from assistant.model.llama import sizes_of
from assistant.model.rope import Rope

Tensors = Mapping[str, NDArray[np.generic]]

_TO_THE_END = 2**63 - 1


def build(config: Mapping[str, Any], tensors: Tensors, rope: Rope) -> ov.Model:
    """Build the decoder over the arrays of `quantization.quantized`; the model keeps them alive.

    Its inputs are flat over the sequences of one ragged batch:
        input_ids, position_ids: (tokens,) int64.
        past_lens: (sequences,) int32, tokens that are in the cache already.
        subsequence_begins: (sequences + 1,) int32, where the new tokens of each sequence start.
        block_indices: (blocks,) int32, the block tables one after the other.
        block_indices_begins: (sequences + 1,) int32.
        max_context_len: () int32.
        logit_rows: (rows,) int64, the tokens whose logits are wanted.
        key_cache.N, value_cache.N: their shapes and types are known once the model is compiled.

    Its output is `logits`, (rows, vocab) float32.
    """
    return _Builder(config, tensors, rope).model()


class _Builder:
    def __init__(self, config: Mapping[str, Any], tensors: Tensors, rope: Rope) -> None:
        self._tensors = tensors
        self._rope = rope
        self._sizes = sizes_of(config)
        self._epsilon: float = config["rms_norm_eps"]
        i32, i64 = ov.Type.i32, ov.Type.i64
        self._ids = _parameter("input_ids", [-1], i64)
        self._positions = _parameter("position_ids", [-1], i64)
        self._past_lens = _parameter("past_lens", [-1], i32)
        self._begins = _parameter("subsequence_begins", [-1], i32)
        self._blocks = _parameter("block_indices", [-1], i32)
        self._block_begins = _parameter("block_indices_begins", [-1], i32)
        self._longest = _parameter("max_context_len", [], i32)
        self._rows = _parameter("logit_rows", [-1], i64)
        self._caches: list[Parameter] = []

    def model(self) -> ov.Model:
        embeddings = self._weight("model.embed_tokens")
        turn = self._rotation()
        x = op.gather(embeddings, op.convert(self._ids, "i32"), _i32(0))
        for layer in range(self._sizes.layers):
            x = self._layer(x, f"model.layers.{layer}", turn)
        x = self._norm(op.gather(x, self._rows, _i32(0)), "model.norm")
        head = self._weight("lm_head") if self._has("lm_head") else embeddings
        logits = op.matmul(x, head, transpose_a=False, transpose_b=True)
        logits.output(0).get_tensor().set_names({"logits"})
        inputs = [self._ids, self._positions, self._past_lens, self._begins, self._blocks, self._block_begins]
        return ov.Model([op.result(logits)], [*inputs, self._longest, self._rows, *self._caches], "llama")

    def _layer(self, x: ov.Node, name: str, turn: tuple[ov.Node, ov.Node]) -> ov.Node:
        h = self._norm(x, f"{name}.input_layernorm")
        widths = [self._sizes.attention, *[self._sizes.kv_heads * self._sizes.head_dim] * 2]
        q, k, v = op.variadic_split(self._linear(h, f"{name}.self_attn.qkv_proj"), _i64(1), _i64(widths)).outputs()
        h = self._attention(self._rotate(q, self._sizes.heads, turn), self._rotate(k, self._sizes.kv_heads, turn), v)
        x = op.add(x, self._linear(h, f"{name}.self_attn.o_proj"))
        h = self._norm(x, f"{name}.post_attention_layernorm")
        gate, up = op.split(self._linear(h, f"{name}.mlp.gate_up_proj"), _i64(1), 2).outputs()
        return op.add(x, self._linear(op.multiply(op.swish(gate), up), f"{name}.mlp.down_proj"))

    def _attention(self, q: ov.Node, k: ov.Node, v: ov.Output) -> ov.Output:
        index = len(self._caches) // 2
        caches = [_parameter(f"{kind}_cache.{index}", [-1] * 4, ov.Type.dynamic) for kind in ("key", "value")]
        self._caches += caches
        inputs = [
            *(q, k, v, *caches, self._past_lens, self._begins, self._blocks, self._block_begins),
            *(_f32(1 / math.sqrt(self._sizes.head_dim)), _i32(0), _f32([]), self._longest),  # scale, no window, no ALiBi
            *(_i32([]), _i32([])),  # no scores asked for, no rotated blocks
            *(_i32([]), _f32([])),  # no rotation of the cache
            *(_f32([]), _i32(0), _i32(0), _f32(np.zeros((0, 0, 0, 0)))),  # no sparse attention, no sinks
            *(_i32(0), *[_i32([]) for _ in range(4)]),  # no eviction, no token types
            *(op.constant(np.zeros(0, np.uint8)), _i32([])),  # no tree of drafts
        ]
        node = _PagedAttentionExtension([x if isinstance(x, ov.Output) else x.output(0) for x in inputs])
        info = node.get_rt_info()
        for key in ("num_k_heads", "num_v_heads"):
            info[key] = self._sizes.kv_heads
        for key in ("k_head_size", "v_head_size"):
            info[key] = self._sizes.head_dim
        return node.output(0)

    def _rotation(self) -> tuple[ov.Node, ov.Node]:
        """Cosine and sine for each token of the batch, (tokens, 1, 1, head_dim): a token is a sequence of one here."""
        position = op.reshape(op.convert(self._positions, "f32"), _i64([-1, 1, 1, 1]), special_zero=False)
        angle = op.multiply(position, _f32(self._rope.frequencies))
        angle = op.concat([angle, angle], -1)
        cos, sin = op.cos(angle), op.sin(angle)
        if self._rope.scale == 1:
            return cos, sin
        return op.multiply(cos, _f32(self._rope.scale)), op.multiply(sin, _f32(self._rope.scale))

    def _rotate(self, x: ov.Output, heads: int, turn: tuple[ov.Node, ov.Node]) -> ov.Node:
        """The pattern that the plugin replaces by one RoPE node."""
        cos, sin = turn
        y = op.reshape(x, _i64([-1, heads, 1, self._sizes.head_dim]), special_zero=False)
        half = self._sizes.head_dim // 2
        first = op.slice(y, _i64([0]), _i64([half]), _i64([1]), _i64([3]))
        second = op.slice(y, _i64([half]), _i64([_TO_THE_END]), _i64([1]), _i64([3]))
        turned = op.concat([op.multiply(second, _f32(-1)), first], -1)
        y = op.add(op.multiply(y, cos), op.multiply(turned, sin))
        return op.reshape(y, _i64([-1, heads * self._sizes.head_dim]), special_zero=False)

    def _norm(self, x: ov.Node, name: str) -> ov.Node:
        """The pattern that the plugin replaces by one RMS node."""
        mean = op.reduce_mean(op.power(x, _f32(2)), _i64([-1]), keep_dims=True)
        root = op.sqrt(op.add(mean, _f32(self._epsilon)))
        return op.multiply(_f32(self._tensors[f"{name}.weight"]), op.multiply(x, op.divide(_f32(1), root)))

    def _linear(self, x: ov.Node, name: str) -> ov.Node:
        y = op.matmul(x, self._weight(name), transpose_a=False, transpose_b=True)
        return op.add(y, _f32(self._tensors[f"{name}.bias"])) if f"{name}.bias" in self._tensors else y

    def _weight(self, name: str) -> ov.Node:
        """A matrix as float32, by the chain that the plugin folds into a matrix product of 8-bit weights."""
        name = f"{name}.weight"
        if name in self._tensors:
            return op.convert(_shared(self._tensors[name]), "f32")
        values, zeros = (op.convert(_shared(self._tensors[f"{name}.{kind}"]), "f16") for kind in ("values", "zeros"))
        node = op.multiply(op.subtract(values, zeros), _shared(self._tensors[f"{name}.scales"]))
        rows, groups, columns = self._tensors[f"{name}.values"].shape
        return op.convert(op.reshape(node, _i64([rows, groups * columns]), special_zero=False), "f32")

    def _has(self, name: str) -> bool:
        return any(key.startswith(f"{name}.") for key in self._tensors)


def _parameter(name: str, shape: list[int], dtype: ov.Type) -> Parameter:
    node = Parameter(dtype, ov.PartialShape(shape))
    node.set_friendly_name(name)
    node.output(0).get_tensor().set_names({name})
    return node


def _shared(array: NDArray[np.generic]) -> Constant:
    return Constant(array, shared_memory=True)


def _f32(value: Any) -> ov.Node:
    return cast(ov.Node, op.constant(np.asarray(value, np.float32)))


def _i32(value: Any) -> ov.Node:
    return cast(ov.Node, op.constant(np.asarray(value, np.int32)))


def _i64(value: Any) -> ov.Node:
    return cast(ov.Node, op.constant(np.asarray(value, np.int64)))
