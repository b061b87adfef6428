"""Attention over a paged key-value cache, plugged into transformers' models through its registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers import AttentionInterface, AttentionMaskInterface

from assistant.errors import ModelError
from assistant.model.torch.batch_layout import Answers, BatchLayout, Span
from assistant.model.torch.kv_cache import LayerCache

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_NAME = "assistant_paged"


def plug_in(model: PreTrainedModel) -> None:
    """Make the attention of a model ours; its forward then takes a `paged_layout`."""
    AttentionInterface.register(_NAME, _attend)
    AttentionMaskInterface.register(_NAME, _no_mask)
    model.set_attn_implementation(_NAME)


def _attend(
    module: torch.nn.Module,
    query: Tensor,  # (1, heads, tokens, head_dim)
    key: Tensor,  # (1, kv_heads, tokens, head_dim)
    value: Tensor,
    attention_mask: Tensor | None,  # noqa: ARG001 - part of the interface
    *,
    paged_layout: BatchLayout,
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
    output = torch.empty_like(query[0].transpose(0, 1))  # (tokens, heads, head_dim)
    for span in paged_layout.prompts:
        tokens = slice(span.begin, span.begin + span.end - span.cached)
        output[tokens] = _attend_prompt(query[:, :, tokens], cache, span, scaling)
    if paged_layout.answers:
        rows = paged_layout.answers.rows.to(query.device)
        output[rows] = _attend_answers(query[0].transpose(0, 1)[rows], cache, paged_layout.answers, scaling)
    return output.unsqueeze(0), None


def _attend_prompt(query: Tensor, cache: LayerCache, span: Span, scaling: float | None) -> Tensor:
    """Attention of several tokens of one sequence; gives (new tokens, heads, head_dim)."""
    blocks = span.blocks.to(query.device)
    key = cache.keys[blocks].flatten(0, 1)[: span.end].transpose(0, 1)[None]  # (1, kv_heads, end, head_dim)
    value = cache.values[blocks].flatten(0, 1)[: span.end].transpose(0, 1)[None]
    groups = query.shape[1] // key.shape[1]
    output = functional.scaled_dot_product_attention(
        query,
        key.repeat_interleave(groups, 1),
        value.repeat_interleave(groups, 1),
        attn_mask=_causal(span, query.device) if span.cached else None,
        is_causal=not span.cached,
        scale=scaling,
    )
    return output[0].transpose(0, 1)


def _attend_answers(query: Tensor, cache: LayerCache, answers: Answers, scaling: float | None) -> Tensor:
    """Attention of one token of each sequence; takes and gives (answers, heads, head_dim)."""
    tables, lengths = answers.tables.to(query.device), answers.lengths.to(query.device)
    key = cache.keys[tables].flatten(1, 2).transpose(1, 2)  # (answers, kv_heads, positions, head_dim)
    value = cache.values[tables].flatten(1, 2).transpose(1, 2)
    visible = torch.arange(key.shape[2], device=query.device) < lengths[:, None]
    # the heads that share keys become queries of one head: nothing is copied
    packed = query.reshape(query.shape[0], key.shape[1], -1, query.shape[2])
    output = functional.scaled_dot_product_attention(packed, key, value, attn_mask=visible[:, None, None], scale=scaling)
    return output.flatten(1, 2)


def _causal(span: Span, device: torch.device) -> Tensor:
    """(new tokens, end) true where a token may look."""
    return torch.arange(span.end, device=device) <= torch.arange(span.cached, span.end, device=device)[:, None]


def _no_mask(*_args: Any, **_options: Any) -> None:
    """The mask of the whole batch: none, each sequence has its own."""
