"""Attention over a paged key-value cache, plugged into transformers' models through its registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import causal_mask_function, sliding_window_causal_mask_function

from assistant.errors import ModelError
from assistant.model.torch.batch_layout import Answers, BatchLayout, Span
from assistant.model.torch.kv_cache import BLOCK_TOKENS, LayerCache

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_NAME = "assistant_paged"
_UNKNOWN = ("s_aux", "sinks", "position_bias", "indices", "block_indices")  # what changes an attention and is not known here


@dataclass(frozen=True)
class Visibility:
    """Which keys a query sees, in the words of the model: all before it, or a window, or a chunk.

    Attributes:
        function: transformers' mask function of batch, head, positions of queries and positions of keys.
        reach: how many positions it sees at most, itself included; None for all.
    """

    function: Callable[..., Any] = causal_mask_function
    reach: int | None = None

    @property
    def plain(self) -> bool:
        """Whether a query sees all before it."""
        return self.function is causal_mask_function

    def mask(self, queries: Tensor, keys: Tensor) -> Tensor:
        """True where a query sees a key; takes positions of shapes that broadcast."""
        zero = queries.new_zeros(())
        mask: Tensor = self.function(zero, zero, queries, keys)
        return mask

    def first(self, position: int) -> int:
        """The first position that a query at `position` may see."""
        return 0 if self.reach is None else max(0, position + 1 - self.reach)


@dataclass(frozen=True)
class Scores:
    """How queries and keys become weights.

    Attributes:
        scale: of their products; None for the inverse square root of their width.
        softcap: what bounds the scores (Gemma 2: arXiv:2408.00118, section 2), or None.
    """

    scale: float | None
    softcap: float | None

    def attend(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        """Attention of (..., queries, width) over (..., positions, width); without a mask it is causal."""
        if self.softcap is None:
            return functional.scaled_dot_product_attention(
                query, key, value, attn_mask=mask, is_causal=mask is None, scale=self.scale
            )
        scores = query @ key.mT * (self.scale or query.shape[-1] ** -0.5)
        scores = self.softcap * torch.tanh(scores / self.softcap)
        seen = torch.ones(scores.shape[-2:], dtype=torch.bool, device=query.device).tril() if mask is None else mask
        weights = scores.masked_fill(~seen, -torch.inf).softmax(-1, dtype=torch.float32)
        return weights.to(value.dtype) @ value


def plug_in(model: PreTrainedModel) -> None:
    """Make the attention of a model ours; its forward then takes a `paged_layout`."""
    AttentionInterface.register(_NAME, _attend)
    AttentionMaskInterface.register(_NAME, _visibility)
    model.set_attn_implementation(_NAME)


def _visibility(*_args: Any, mask_function: Callable[..., Any], local_size: int | None = None, **_options: Any) -> Visibility:
    """What stands in the place of the mask of the whole batch: how to make one for each sequence."""
    return Visibility(mask_function, local_size)


def _attend(
    module: torch.nn.Module,
    query: Tensor,  # (1, heads, tokens, head_dim)
    key: Tensor,  # (1, kv_heads, tokens, head_dim)
    value: Tensor,
    attention_mask: Visibility | None,
    *,
    paged_layout: BatchLayout,
    scaling: float | None = None,
    softcap: float | None = None,
    sliding_window: int | None = None,
    **options: Any,
) -> tuple[Tensor, None]:
    """Attention of a ragged batch over the cache, in transformers' interface."""
    if unknown := [name for name in _UNKNOWN if options.get(name) is not None]:
        raise ModelError(f"The attention of this model has {', '.join(unknown)}, which is not supported: choose another model.")
    visible, scores = attention_mask or _without_mask(sliding_window), Scores(scaling, softcap)
    cache = paged_layout.caches[module.layer_idx]  # type: ignore[index]
    slots = paged_layout.slots.to(key.device)
    cache.keys.flatten(0, 1).index_copy_(0, slots, key[0].transpose(0, 1))
    cache.values.flatten(0, 1).index_copy_(0, slots, value[0].transpose(0, 1))
    output = torch.empty_like(query[0].transpose(0, 1))  # (tokens, heads, head_dim)
    for span in paged_layout.prompts:
        tokens = slice(span.begin, span.begin + span.end - span.cached)
        output[tokens] = _attend_prompt(query[:, :, tokens], cache, span, visible, scores)
    if paged_layout.answers:
        rows = paged_layout.answers.rows.to(query.device)
        output[rows] = _attend_answers(query[0].transpose(0, 1)[rows], cache, paged_layout.answers, visible, scores)
    return output.unsqueeze(0), None


def _without_mask(sliding_window: int | None) -> Visibility:
    """For a model that makes no mask by itself."""
    if sliding_window is None:
        return Visibility()
    return Visibility(sliding_window_causal_mask_function(sliding_window), sliding_window)


def _attend_prompt(query: Tensor, cache: LayerCache, span: Span, visible: Visibility, scores: Scores) -> Tensor:
    """Attention of several tokens of one sequence; gives (new tokens, heads, head_dim)."""
    first_block = visible.first(span.cached) // BLOCK_TOKENS
    first = first_block * BLOCK_TOKENS
    blocks = span.blocks[first_block:].to(query.device)
    key = cache.keys[blocks].flatten(0, 1)[: span.end - first].transpose(0, 1)[None]  # (1, kv_heads, seen, head_dim)
    value = cache.values[blocks].flatten(0, 1)[: span.end - first].transpose(0, 1)[None]
    mask = None
    if span.cached or not visible.plain:
        positions = torch.arange(first, span.end, device=query.device)
        mask = visible.mask(positions[span.cached - first :, None], positions)
    groups = query.shape[1] // key.shape[1]
    output = scores.attend(query, key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1), mask)
    return output[0].transpose(0, 1)


def _attend_answers(query: Tensor, cache: LayerCache, answers: Answers, visible: Visibility, scores: Scores) -> Tensor:
    """Attention of one token of each sequence; takes and gives (answers, heads, head_dim)."""
    tables, lengths = answers.tables.to(query.device), answers.lengths.to(query.device)
    tables, first = _within_reach(tables, lengths, visible.reach)
    key = cache.keys[tables].flatten(1, 2).transpose(1, 2)  # (answers, kv_heads, positions, head_dim)
    value = cache.values[tables].flatten(1, 2).transpose(1, 2)
    positions = first[:, None] + torch.arange(key.shape[2], device=query.device)
    mask = visible.mask(lengths[:, None] - 1, positions)
    # the heads that share keys become queries of one head: nothing is copied
    packed = query.reshape(query.shape[0], key.shape[1], -1, query.shape[2])
    return scores.attend(packed, key, value, mask[:, None, None]).flatten(1, 2)


def _within_reach(tables: Tensor, lengths: Tensor, reach: int | None) -> tuple[Tensor, Tensor]:
    """The part of the block tables that the last tokens see, and the position at which it begins for each."""
    width = tables.shape[1]
    needed = width if reach is None else (reach - 1) // BLOCK_TOKENS + 2
    if reach is None or needed >= width:
        return tables, torch.zeros_like(lengths)
    first_block = (lengths - reach).clamp(min=0) // BLOCK_TOKENS
    seen = first_block[:, None] + torch.arange(needed, device=tables.device)
    return tables.gather(1, seen.clamp(max=width - 1)), first_block * BLOCK_TOKENS
