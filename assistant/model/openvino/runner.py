"""Runs a Llama decoder on a CPU with OpenVINO: 8-bit weights, paged attention, one call a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, Literal

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.model.logits import ArrayLogits
from assistant.model.openvino.graph import build
from assistant.model.rope import Rope
from assistant.model.runner import SequenceChunk

BLOCK_TOKENS = 32  # fixed by the CPU plugin
KvType = Literal["u8", "f16", "f32"]

_ACTIVATION_GROUP = 32  # activations are quantised in such groups before they meet 8-bit weights: 64 doubles the error


class OpenVinoRunner:
    """The compiled decoder and its cache. Needs neither torch nor transformers."""

    def __init__(
        self,
        config: Mapping[str, Any],
        tensors: Mapping[str, NDArray[np.generic]],
        rope: Rope,
        *,
        kv_cache_bytes: int,
        kv_type: KvType = "f16",
        threads: int,
    ) -> None:
        """
        Args:
            config: config.json of the model.
            tensors: of `quantization.quantized`.
            kv_cache_bytes: memory of the cache, rounded down to whole blocks.
            kv_type: number format of the cache.

        Raises:
            ModelError: the cache would not hold one block.
        """
        options = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": threads,
            "INFERENCE_PRECISION_HINT": "f32",  # the plugin would take bfloat16 where the CPU has it
            "KV_CACHE_PRECISION": kv_type,
            "KEY_CACHE_QUANT_MODE": "BY_TOKEN",  # of u8: by channel, an entry would depend on when its block filled up
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": _ACTIVATION_GROUP,
        }
        compiled = ov.Core().compile_model(build(config, tensors, rope), "CPU", options)
        self._request = compiled.create_infer_request()
        self.vocab_size: int = config["vocab_size"]
        self.block_tokens = BLOCK_TOKENS
        self.blocks, self._caches = _allocate(compiled, kv_cache_bytes)
        # the product with a single row is another kernel, whose last digits differ: a single token gets company
        self._company = SequenceChunk([0], 0, [self.blocks], logits=0)
        for name, tensor in self._caches.items():
            self._request.set_tensor(name, tensor)

    def forward(self, batch: Sequence[SequenceChunk]) -> ArrayLogits:
        """See `ModelRunner.forward`."""
        alone = len(batch) == 1 and len(batch[0].token_ids) == 1
        for name, value in _inputs([*batch, self._company] if alone else batch).items():
            self._request.set_tensor(name, ov.Tensor(value))
        self._request.infer()
        logits = self._request.get_tensor("logits").data
        return ArrayLogits(logits[: sum(chunk.logits for chunk in batch)])


def _allocate(compiled: ov.CompiledModel, kv_cache_bytes: int) -> tuple[int, dict[str, ov.Tensor]]:
    """As many blocks as fit into the memory, and one more; one tensor for the keys and one for the values of each layer."""
    ports = {port.get_any_name(): port for port in compiled.inputs if "_cache." in port.get_any_name()}
    shapes = {name: [size.get_length() for size in list(port.get_partial_shape())[1:]] for name, port in ports.items()}
    types = {name: port.get_element_type() for name, port in ports.items()}
    block_bytes = sum(int(np.prod(shape)) * types[name].size for name, shape in shapes.items())
    blocks = kv_cache_bytes // block_bytes
    if not blocks:
        raise ModelError(f"The key-value cache holds no block of {block_bytes} bytes: raise ASSISTANT_KV_CACHE_BYTES.")
    return blocks, {name: ov.Tensor(types[name], ov.Shape([blocks + 1, *shape])) for name, shape in shapes.items()}


def _inputs(batch: Sequence[SequenceChunk]) -> dict[str, NDArray[np.generic]]:
    """The inputs of the graph, see `graph.build`."""
    ends = [chunk.cached + len(chunk.token_ids) for chunk in batch]
    tables = [chunk.block_table[: -(-end // BLOCK_TOKENS)] for chunk, end in zip(batch, ends, strict=True)]
    begins = list(accumulate((len(chunk.token_ids) for chunk in batch), initial=0))
    rows = [range(end - chunk.logits, end) for chunk, end in zip(batch, begins[1:], strict=True)]
    positions = [range(chunk.cached, end) for chunk, end in zip(batch, ends, strict=True)]
    return {
        "input_ids": np.fromiter(chain.from_iterable(chunk.token_ids for chunk in batch), np.int64, begins[-1]),
        "position_ids": np.fromiter(chain.from_iterable(positions), np.int64, begins[-1]),
        "past_lens": np.array([chunk.cached for chunk in batch], np.int32),
        "subsequence_begins": np.array(begins, np.int32),
        "block_indices": np.fromiter(chain.from_iterable(tables), np.int32),
        "block_indices_begins": np.array(list(accumulate(map(len, tables), initial=0)), np.int32),
        "max_context_len": np.array(max(ends), np.int32),
        "logit_rows": np.array(list(chain.from_iterable(rows)) or [0], np.int64),  # an empty product is not computed
    }
