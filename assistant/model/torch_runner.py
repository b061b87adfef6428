"""Runs the transformers model itself, on a CPU or GPU, over a paged key-value cache."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from transformers import AttentionInterface, AttentionMaskInterface

from assistant.errors import ModelError
from assistant.model.logits import ArrayLogits
from assistant.model.rope import rope_of
from assistant.model.runner import Head, Logits, SequenceChunk

if TYPE_CHECKING:
    from transformers import PreTrainedModel

BLOCK_TOKENS = 32
ATTENTION = "assistant_paged"


class TorchRunner:
    """A causal language model of transformers whose attention reads and writes our cache.

    Only the attention is ours, plugged in through transformers' registry; the rest is the library's own code, so
    every Llama variant that it loads runs here (PagedAttention: Kwon et al. 2023, arXiv:2309.06180).
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
        model.set_attn_implementation(ATTENTION)
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
            _LayerCache.zeros(self.blocks + 1, row, dtype=model.dtype, device=_device_of(layer)) for layer in _layers(model)
        ]
        on_one_gpu = self._device.type == "cuda" and len({cache.keys.device for cache in self._caches}) == 1
        self._graphs = _DecodeGraphs(self._compute, self._caches, self.blocks) if on_one_gpu else None

    @torch.inference_mode()
    def forward(self, batch: Sequence[SequenceChunk]) -> Logits:
        """See `ModelRunner.forward`."""
        if self._graphs and all(len(chunk.token_ids) == 1 and chunk.logits for chunk in batch):
            logits = self._graphs.run(batch)
        else:
            layout = _Layout.of(batch, self._caches, self._device)
            logits = self._compute(layout, torch.tensor(layout.rows, dtype=torch.long, device=self._device))
        return ArrayLogits(logits.numpy()) if logits.device.type == "cpu" else DeviceLogits(logits)

    def _compute(self, layout: _Layout, rows: Tensor) -> Tensor:
        output = self._model(
            input_ids=layout.ids[None],
            position_ids=layout.positions[None],
            use_cache=False,
            logits_to_keep=rows,
            paged_layout=layout,
        )
        logits: Tensor = output.logits[0].float()
        return logits


class DeviceLogits:
    """Implements `Logits` over a tensor, which stays on its device; only what is likely comes over."""

    def __init__(self, logits: Tensor) -> None:
        """
        Args:
            logits: (rows, vocab_size) float32; taken over.
        """
        self._logits = logits

    def forbid(self, row: int, token_ids: Collection[int]) -> None:
        """See `Logits.forbid`."""
        self._logits[row, list(token_ids)] = -torch.inf

    def argmax(self) -> list[int]:
        """See `Logits.argmax`."""
        tokens: list[int] = self._logits.argmax(-1).tolist()
        return tokens

    def heads(self, rows: Sequence[int], temperatures: Sequence[float], least: float) -> list[Head]:
        """See `Logits.heads`."""
        if not rows:
            return []
        divisors = torch.tensor(temperatures, device=self._logits.device)[:, None]
        probabilities = torch.softmax(self._logits[list(rows)] / divisors, -1, dtype=torch.float32)
        likely = (probabilities >= least).nonzero()  # (likely tokens, 2), row by row
        values = probabilities[likely[:, 0], likely[:, 1]].double().cpu().numpy()
        places = likely.cpu().numpy()
        bounds = np.searchsorted(places[:, 0], range(len(rows) + 1))
        return [Head(places[a:b, 1], values[a:b]) for a, b in pairwise(bounds)]


@dataclass(frozen=True)
class _LayerCache:
    """Keys and values of one layer."""

    keys: Tensor  # (blocks, block_tokens, kv_heads, head_dim)
    values: Tensor  # (blocks, block_tokens, kv_heads, head_dim)

    @classmethod
    def zeros(cls, blocks: int, row: tuple[int, int], **options: Any) -> _LayerCache:
        # not empty: what is masked still counts where it is no number
        return cls(torch.zeros(blocks, BLOCK_TOKENS, *row, **options), torch.zeros(blocks, BLOCK_TOKENS, *row, **options))


@dataclass(frozen=True)
class _Span:
    """Where the prompt of one sequence stands in the batch and in the cache."""

    begin: int  # index of its first new token in the batch
    cached: int
    end: int  # tokens in the cache after this step
    blocks: Tensor  # (blocks,) ids of the blocks that hold them


@dataclass(frozen=True)
class _Answers:
    """The sequences that get one token each, for one attention over all of them."""

    rows: Tensor  # (answers,) their indices in the batch
    tables: Tensor  # (answers, blocks) block tables, filled up at the end with any block
    lengths: Tensor  # (answers,) tokens in the cache after this step

    @classmethod
    def of(cls, chunks: Sequence[SequenceChunk], rows: Sequence[int], device: torch.device) -> _Answers:
        lengths = [chunk.cached + 1 for chunk in chunks]
        used = [list(chunk.block_table[: -(-n // BLOCK_TOKENS)]) for chunk, n in zip(chunks, lengths, strict=True)]
        most = max(map(len, used))
        tables = [table + table[-1:] * (most - len(table)) for table in used]
        return cls(*(torch.tensor(x, device=device) for x in (rows, tables, lengths)))


@dataclass(frozen=True)
class _Layout:
    """The batch, and where every token of it is kept."""

    ids: Tensor  # (tokens,)
    positions: Tensor  # (tokens,)
    slots: Tensor  # (tokens,) index of each new token in the flattened cache
    rows: list[int]  # the tokens whose logits are wanted
    prompts: list[_Span]
    answers: _Answers | None
    caches: list[_LayerCache]

    @classmethod
    def of(cls, batch: Sequence[SequenceChunk], caches: list[_LayerCache], device: torch.device) -> _Layout:
        ids: list[int] = []
        rows: list[int] = []
        answer_rows: list[int] = []
        positions, slots, prompts, answers = [], [], [], []
        for chunk in batch:
            begin, end = len(ids), chunk.cached + len(chunk.token_ids)
            ids += chunk.token_ids
            rows += range(len(ids) - chunk.logits, len(ids))
            place = torch.arange(chunk.cached, end)
            blocks = torch.tensor(chunk.block_table[: -(-end // BLOCK_TOKENS)])
            positions.append(place)
            slots.append(blocks[place // BLOCK_TOKENS] * BLOCK_TOKENS + place % BLOCK_TOKENS)
            if len(chunk.token_ids) == 1:
                answers.append(chunk)
                answer_rows.append(begin)
            else:
                prompts.append(_Span(begin, chunk.cached, end, blocks))
        return cls(
            torch.tensor(ids, device=device),
            torch.cat(positions).to(device),
            torch.cat(slots).to(device),
            rows,
            prompts,
            _Answers.of(answers, answer_rows, device) if answers else None,
            caches,
        )


class _DecodeGraphs:
    """Replays steps in which every sequence gets one token as CUDA graphs: one launch instead of hundreds.

    A graph has fixed shapes, so the batch and the longest block table are filled up to powers of two.
    """

    def __init__(self, compute: Callable[[_Layout, Tensor], Tensor], caches: list[_LayerCache], spare_block: int) -> None:
        """
        Args:
            spare_block: a block that no sequence has.
        """
        self._compute = compute
        self._caches = caches
        self._spare = SequenceChunk([0], 0, [spare_block], logits=1)
        self._device = caches[0].keys.device
        self._graphs: dict[tuple[int, int], tuple[torch.cuda.CUDAGraph, _Layout, Tensor]] = {}

    def run(self, batch: Sequence[SequenceChunk]) -> Tensor:
        """(sequences, vocab) logits, valid until the next run."""
        blocks = max(-(-(chunk.cached + 1) // BLOCK_TOKENS) for chunk in batch)
        sizes = (_power_of_two(len(batch)), _power_of_two(blocks))
        if sizes not in self._graphs:
            self._graphs[sizes] = self._capture(*sizes)
        graph, static, logits = self._graphs[sizes]
        _copy(self._filled(batch, *sizes), static)
        graph.replay()
        return logits[: len(batch)]

    def _filled(self, batch: Sequence[SequenceChunk], sequences: int, blocks: int) -> _Layout:
        layout = _Layout.of([*batch, *[self._spare] * (sequences - len(batch))], self._caches, self._device)
        return replace(layout, answers=_filled_up(_required(layout.answers), blocks))

    def _capture(self, sequences: int, blocks: int) -> tuple[torch.cuda.CUDAGraph, _Layout, Tensor]:
        static = self._filled([], sequences, blocks)
        rows = torch.arange(sequences, device=self._device)
        stream = torch.cuda.Stream(self._device)  # type: ignore[no-untyped-call]
        stream.wait_stream(torch.cuda.current_stream(self._device))
        with torch.cuda.stream(stream):  # libraries set themselves up at the first call, which cannot be captured
            self._compute(static, rows)
        torch.cuda.current_stream(self._device).wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            logits = self._compute(static, rows)
        return graph, static, logits


def _filled_up(answers: _Answers, blocks: int) -> _Answers:
    """The same with block tables of `blocks` blocks."""
    return replace(answers, tables=functional.pad(answers.tables, (0, blocks - answers.tables.shape[1])))


def _copy(source: _Layout, target: _Layout) -> None:
    """Put a batch into the tensors that a graph reads."""
    for name in ("ids", "positions", "slots"):
        getattr(target, name).copy_(getattr(source, name))
    for name in ("tables", "lengths"):
        getattr(_required(target.answers), name).copy_(getattr(_required(source.answers), name))


def _required(answers: _Answers | None) -> _Answers:
    if answers is None:
        raise ValueError("a batch without answers has no graph")
    return answers


def _power_of_two(number: int) -> int:
    return 1 << (number - 1).bit_length()


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
    output = torch.empty_like(query[0].transpose(0, 1))  # (tokens, heads, head_dim)
    for span in paged_layout.prompts:
        tokens = slice(span.begin, span.begin + span.end - span.cached)
        output[tokens] = _attend_prompt(query[:, :, tokens], cache, span, scaling)
    if paged_layout.answers:
        rows = paged_layout.answers.rows.to(query.device)
        output[rows] = _attend_answers(query[0].transpose(0, 1)[rows], cache, paged_layout.answers, scaling)
    return output.unsqueeze(0), None


def _attend_prompt(query: Tensor, cache: _LayerCache, span: _Span, scaling: float | None) -> Tensor:
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


def _attend_answers(query: Tensor, cache: _LayerCache, answers: _Answers, scaling: float | None) -> Tensor:
    """Attention of one token of each sequence; takes and gives (answers, heads, head_dim)."""
    tables, lengths = answers.tables.to(query.device), answers.lengths.to(query.device)
    key = cache.keys[tables].flatten(1, 2).transpose(1, 2)  # (answers, kv_heads, positions, head_dim)
    value = cache.values[tables].flatten(1, 2).transpose(1, 2)
    visible = torch.arange(key.shape[2], device=query.device) < lengths[:, None]
    # the heads that share keys become queries of one head: nothing is copied
    packed = query.reshape(query.shape[0], key.shape[1], -1, query.shape[2])
    output = functional.scaled_dot_product_attention(packed, key, value, attn_mask=visible[:, None, None], scale=scaling)
    return output.flatten(1, 2)


def _causal(span: _Span, device: torch.device) -> Tensor:
    """(new tokens, end) true where a token may look."""
    return torch.arange(span.end, device=device) <= torch.arange(span.cached, span.end, device=device)[:, None]


def _no_mask(*_args: Any, **_options: Any) -> None:
    """The mask of the whole batch: none, each sequence has its own."""


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


AttentionInterface.register(ATTENTION, _attend)
AttentionMaskInterface.register(ATTENTION, _no_mask)
