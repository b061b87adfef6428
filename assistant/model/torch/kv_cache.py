"""The key-value cache of a torch model, in blocks (PagedAttention: Kwon et al. 2023, arXiv:2309.06180)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

BLOCK_TOKENS = 32


@dataclass(frozen=True)
class LayerCache:
    """Keys and values of one layer."""

    keys: Tensor  # (blocks, block_tokens, kv_heads, head_dim)
    values: Tensor  # (blocks, block_tokens, kv_heads, head_dim)

    @classmethod
    def zeros(cls, blocks: int, row: tuple[int, int], **options: Any) -> LayerCache:
        # not empty: what is masked still counts where it is no number
        return cls(torch.zeros(blocks, BLOCK_TOKENS, *row, **options), torch.zeros(blocks, BLOCK_TOKENS, *row, **options))
