"""Where every token of a ragged batch stands, in the batch and in the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from assistant.model.runner import SequenceChunk
from assistant.model.torch.kv_cache import BLOCK_TOKENS, LayerCache


@dataclass(frozen=True)
class Span:
    """Where the prompt of one sequence stands in the batch and in the cache."""

    begin: int  # index of its first new token in the batch
    cached: int
    end: int  # tokens in the cache after this step
    blocks: Tensor  # (blocks,) ids of the blocks that hold them


@dataclass(frozen=True)
class Answers:
    """The sequences that get one token each, for one attention over all of them."""

    rows: Tensor  # (answers,) their indices in the batch
    tables: Tensor  # (answers, blocks) block tables, filled up at the end with any block
    lengths: Tensor  # (answers,) tokens in the cache after this step

    @classmethod
    def of(cls, chunks: Sequence[SequenceChunk], rows: Sequence[int], device: torch.device) -> Answers:
        lengths = [chunk.cached + 1 for chunk in chunks]
        used = [list(chunk.block_table[: -(-n // BLOCK_TOKENS)]) for chunk, n in zip(chunks, lengths, strict=True)]
        most = max(map(len, used))
        tables = [table + table[-1:] * (most - len(table)) for table in used]
        return cls(*(torch.tensor(x, device=device) for x in (rows, tables, lengths)))


@dataclass(frozen=True)
class BatchLayout:
    """The batch, and where every token of it is kept."""

    ids: Tensor  # (tokens,)
    positions: Tensor  # (tokens,)
    slots: Tensor  # (tokens,) index of each new token in the flattened cache
    rows: list[int]  # the tokens whose logits are wanted
    prompts: list[Span]
    answers: Answers | None
    caches: list[LayerCache]

    @classmethod
    def of(cls, batch: Sequence[SequenceChunk], caches: list[LayerCache], device: torch.device) -> BatchLayout:
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
                prompts.append(Span(begin, chunk.cached, end, blocks))
        return cls(
            torch.tensor(ids, device=device),
            torch.cat(positions).to(device),
            torch.cat(slots).to(device),
            rows,
            prompts,
            Answers.of(answers, answer_rows, device) if answers else None,
            caches,
        )
