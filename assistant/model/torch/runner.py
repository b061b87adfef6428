"""Runs the transformers model itself, on a CPU or GPU, over a paged key-value cache."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from assistant.errors import ModelError
from assistant.model.logits import ArrayLogits
from assistant.model.rope import rope_of
from assistant.model.runner import Logits, SequenceChunk
from assistant.model.torch import paged_attention
from assistant.model.torch.batch_layout import BatchLayout
from assistant.model.torch.decode_graphs import DecodeGraphs
from assistant.model.torch.device_logits import DeviceLogits
from assistant.model.torch.kv_cache import BLOCK_TOKENS, LayerCache

if TYPE_CHECKING:
    from transformers import PreTrainedModel


class TorchRunner:
    """A causal language model of transformers whose attention reads and writes our cache.

    Only the attention is ours; the rest is the library's own code, so every Llama variant that it loads runs here.
    """

    def __init__(self, model: PreTrainedModel, kv_cache_bytes: int, context_length: int) -> None:
        """
        Args:
            model: on its device(s), in its dtype; taken over.
            kv_cache_bytes: memory of the cache, rounded down to whole blocks.
            context_length: tokens that the longest request may have.

        Raises:
            ModelError: the cache would not hold one block.
        """
        model.train(mode=False)
        paged_attention.plug_in(model)
        _fix_rotation(model, context_length)
        self._model = model
        self._device = _device_of(model.get_input_embeddings())
        config = model.config.get_text_config()
        self.vocab_size: int = config.vocab_size
        self.block_tokens = BLOCK_TOKENS
        head_dim = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        row = (config.num_key_value_heads, head_dim)
        block_bytes = 2 * config.num_hidden_layers * BLOCK_TOKENS * row[0] * row[1] * model.dtype.itemsize
        self.blocks = kv_cache_bytes // block_bytes
        if not self.blocks:
            raise ModelError(f"The key-value cache holds no block of {block_bytes} bytes: raise ASSISTANT_KV_CACHE_BYTES.")
        self._caches = [  # one block more than anybody gets, for the rows that fill up a graph's batch
            LayerCache.zeros(self.blocks + 1, row, dtype=model.dtype, device=_device_of(layer)) for layer in _layers(model)
        ]
        on_one_gpu = self._device.type == "cuda" and len({cache.keys.device for cache in self._caches}) == 1
        self._graphs = DecodeGraphs(self._compute, self._caches, self.blocks) if on_one_gpu else None

    @torch.inference_mode()
    def forward(self, batch: Sequence[SequenceChunk]) -> Logits:
        """See `ModelRunner.forward`."""
        answers_only = all(len(chunk.token_ids) == 1 and chunk.logits for chunk in batch)
        logits = self._graphs.run(batch) if self._graphs and answers_only else None
        if logits is None:
            layout = BatchLayout.of(batch, self._caches, self._device)
            logits = self._compute(layout, torch.tensor(layout.rows, dtype=torch.long, device=self._device))
        return ArrayLogits(logits.numpy()) if logits.device.type == "cpu" else DeviceLogits(logits)

    def _compute(self, layout: BatchLayout, rows: Tensor) -> Tensor:
        output = self._model(
            input_ids=layout.ids[None],
            position_ids=layout.positions[None],
            use_cache=False,
            logits_to_keep=rows,
            paged_layout=layout,
        )
        logits: Tensor = output.logits[0].float()
        return logits


def _fix_rotation(model: PreTrainedModel, context_length: int) -> None:
    """Choose the form of LongRoPE once: transformers would by the longest text of each batch, for all texts in it."""
    rotary = getattr(model.get_decoder(), "rotary_emb", None)  # type: ignore[no-untyped-call]
    if getattr(rotary, "rope_type", None) == "longrope":
        rope = rope_of(model.config.to_dict(), context_length)
        rotary.inv_freq.copy_(torch.from_numpy(rope.frequencies))  # type: ignore[union-attr]
        rotary.attention_scaling = rope.scale  # type: ignore[union-attr]
        rotary.rope_type = "default"  # type: ignore[union-attr]


def _layers(model: PreTrainedModel) -> Sequence[torch.nn.Module]:
    layers: Sequence[torch.nn.Module] = model.get_decoder().layers  # type: ignore[no-untyped-call]
    return layers


def _device_of(layer: torch.nn.Module) -> torch.device:
    return next(layer.parameters()).device
