"""Runs the transformers model itself, on a CPU or GPU, over a paged key-value cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers import AttentionInterface, AttentionMaskInterface

from assistant.errors import ModelError
from assistant.model.runner import SequenceChunk

if TYPE_CHECKING:
    from transformers import PreTrainedModel

BLOCK_TOKENS = 32
ATTENTION = "assistant_paged"


class TorchRunner:
    """A causal language model of transformers whose attention reads and writes our cache.

    Only the attention is ours, plugged in through transformers' registry; the rest is the library's own code, so
    every Llama variant that it loads runs here (PagedAttention: Kwon et al. 2023, arXiv:2309.06180).
    """

    def __init__(self, model: PreTrainedModel, kv_cache_bytes: int) -> None:
        """
        Args:
            model: on its device(s), in its dtype; taken over.
            kv_cache_bytes: memory of the cache, rounded down to whole blocks.

        Raises:
            ModelError: the cache would not hold one block.
        """
        model.train(mode=False)
        model.set_attn_implementation(ATTENTION)
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
        self._caches = [
            _LayerCache.empty(self.blocks, row, dtype=model.dtype, device=_device_of(layer)) for layer in _layers(model)
        ]

    @torch.inference_mode()
    def forward(self, batch: Sequence[SequenceChunk]) -> Tensor:
        """See `ModelRunner.forward`."""
        ids = torch.tensor([token for chunk in batch for token in chunk.token_ids], device=self._device)
        layout = _Layout.of(batch, self._caches)
        positions = torch.cat([torch.arange(span.cached, span.end) for span in layout.spans]).to(self._device)
        last = [s.begin + s.end - s.cached - 1 for s, chunk in zip(layout.spans, batch, strict=True) if chunk.wants_logits]
        output = self._model(
            input_ids=ids[None],
            position_ids=positions[None],
            use_cache=False,
            logits_to_keep=torch.tensor(last, dtype=torch.long, device=self._device),
            paged_layout=layout,
        )
        logits: Tensor = output.logits
        return logits[0].float()


@dataclass(frozen=True)
class _LayerCache:
    """Keys and values of one layer."""

    keys: Tensor  # (blocks, block_tokens, kv_heads, head_dim)
    values: Tensor  # (blocks, block_tokens, kv_heads, head_dim)

    @classmethod
    def empty(cls, blocks: int, row: tuple[int, int], **options: Any) -> _LayerCache:
        return cls(torch.empty(blocks, BLOCK_TOKENS, *row, **options), torch.empty(blocks, BLOCK_TOKENS, *row, **options))


@dataclass(frozen=True)
class _Span:
    """Where one sequence stands in the batch and in the cache."""

    begin: int  # index of its first new token in the batch
    cached: int
    end: int  # tokens in the cache after this step
    blocks: Tensor  # (blocks,) ids of the blocks that hold them


@dataclass(frozen=True)
class _Layout:
    """Where every token of the batch is kept."""

    spans: list[_Span]
    slots: Tensor  # (tokens,) index of each new token in the flattened cache
    caches: list[_LayerCache]

    @classmethod
    def of(cls, batch: Sequence[SequenceChunk], caches: list[_LayerCache]) -> _Layout:
        spans, slots, begin = [], [], 0
        for chunk in batch:
            end = chunk.cached + len(chunk.token_ids)
            blocks = torch.tensor(chunk.block_table[: -(-end // BLOCK_TOKENS)])
            positions = torch.arange(chunk.cached, end)
            slots.append(blocks[positions // BLOCK_TOKENS] * BLOCK_TOKENS + positions % BLOCK_TOKENS)
            spans.append(_Span(begin, chunk.cached, end, blocks))
            begin += len(chunk.token_ids)
        return cls(spans, torch.cat(slots), caches)


def _attend(
    module: torch.nn.Module,
    query: Tensor,  # (1, heads, tokens, head_dim)
    key: Tensor,  # (1, kv_heads, tokens, head_dim)
    value: Tensor,
    attention_mask: Tensor | None,  # noqa: ARG001 - part of the interface
    *,
    paged_layout: _Layout,
    scaling: float | None = None,
    **options: Any,
) -> tuple[Tensor, None]:
    """Attention of a ragged batch over the cache, in transformers' interface."""
    if options.get("sliding_window") or options.get("softcap"):
        raise ModelError("This model's attention (sliding window or soft cap) is not supported: choose a Llama model.")
    cache = paged_layout.caches[module.layer_idx]  # type: ignore[index]
    slots = paged_layout.slots.to(key.device)
    cache.keys.flatten(0, 1).index_copy_(0, slots, key[0].transpose(0, 1))
    cache.values.flatten(0, 1).index_copy_(0, slots, value[0].transpose(0, 1))
    outputs = [
        _attend_one(query[:, :, span.begin : span.begin + span.end - span.cached], cache, span, scaling)
        for span in paged_layout.spans
    ]
    return torch.cat(outputs).unsqueeze(0), None


def _attend_one(query: Tensor, cache: _LayerCache, span: _Span, scaling: float | None) -> Tensor:
    """Attention of one sequence; gives (new tokens, heads, head_dim)."""
    blocks = span.blocks.to(query.device)
    key = cache.keys[blocks].flatten(0, 1)[: span.end].transpose(0, 1)[None]  # (1, kv_heads, end, head_dim)
    value = cache.values[blocks].flatten(0, 1)[: span.end].transpose(0, 1)[None]
    _, heads, new, head_dim = query.shape
    if new == 1:  # the heads that share keys become queries of one head: nothing is copied
        packed = query.reshape(1, key.shape[1], -1, head_dim)
        return functional.scaled_dot_product_attention(packed, key, value, scale=scaling).reshape(1, heads, head_dim)
    groups = heads // key.shape[1]
    output = functional.scaled_dot_product_attention(
        query,
        key.repeat_interleave(groups, 1),
        value.repeat_interleave(groups, 1),
        attn_mask=_causal(span, query.device) if span.cached else None,
        is_causal=not span.cached,
        scale=scaling,
    )
    return output[0].transpose(0, 1)


def _causal(span: _Span, device: torch.device) -> Tensor:
    """(new tokens, end) true where a token may look."""
    return torch.arange(span.end, device=device) <= torch.arange(span.cached, span.end, device=device)[:, None]


def _no_mask(*_args: Any, **_options: Any) -> None:
    """The mask of the whole batch: none, each sequence has its own."""


def _layers(model: PreTrainedModel) -> Sequence[torch.nn.Module]:
    layers: Sequence[torch.nn.Module] = model.get_decoder().layers  # type: ignore[no-untyped-call]
    return layers


def _device_of(layer: torch.nn.Module) -> torch.device:
    return next(layer.parameters()).device


AttentionInterface.register(ATTENTION, _attend)
AttentionMaskInterface.register(ATTENTION, _no_mask)
