"""Runs the transformers model itself, on a CPU or GPU, over a paged key-value cache."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

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

_TRIED_TOKENS = 40  # over the end of a block
_EXACT, _ROUNDED = 1e-3, 0.1  # relative error of logits that only the order of additions makes, and number formats of 16 bits


class TorchRunner:
    """A causal language model of transformers whose attention reads and writes our cache.

    Only the attention is ours; the rest is the library's own code, so what it loads runs here, where the attention is
    of a kind that ours knows. That is tried on a few tokens, and what would be computed wrongly is refused.
    """

    def __init__(self, model: PreTrainedModel, kv_cache_bytes: int, context_length: int) -> None:
        """
        Args:
            model: on its device(s), in its dtype; taken over.
            kv_cache_bytes: memory of the cache, rounded down to whole blocks.
            context_length: tokens that the longest request may have.

        Raises:
            ModelError: the cache would not hold one block, or the model is of a kind that would be computed wrongly.
        """
        model.train(mode=False)
        _fix_rotation(model, context_length)
        self._model = model
        self._device = _device_of(model.get_input_embeddings())
        config = model.config.get_text_config()
        self.vocab_size: int = config.vocab_size
        self.block_tokens = BLOCK_TOKENS
        row = _row_of(config)
        block_bytes = 2 * config.num_hidden_layers * BLOCK_TOKENS * row[0] * row[1] * model.dtype.itemsize
        self.blocks = kv_cache_bytes // block_bytes
        if not self.blocks:
            raise ModelError(f"The key-value cache holds no block of {block_bytes} bytes: raise ASSISTANT_KV_CACHE_BYTES.")
        self._caches = [  # one block more than anybody gets, for the rows that fill up a graph's batch
            LayerCache.zeros(self.blocks + 1, row, dtype=model.dtype, device=_device_of(layer)) for layer in _layers(model)
        ]
        self._require_agreement()
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
            attention_mask=torch.ones_like(layout.ids[None]),  # without one, positions that start anew are taken for packing
            use_cache=False,
            logits_to_keep=rows,
            paged_layout=layout,
        )
        logits: Tensor = output.logits[0].float()
        return logits

    @torch.inference_mode()
    def _require_agreement(self) -> None:
        """Make the attention ours and hold the logits of some tokens, in pieces, against those with the model's own."""
        ids = torch.arange(min(_TRIED_TOKENS, self.blocks * BLOCK_TOKENS), device=self._device) * 7919 % self.vocab_size
        table = list(range(-(-len(ids) // BLOCK_TOKENS)))[::-1]
        name = type(self._model).__name__
        try:
            self._model.set_attn_implementation("eager")
            expected = self._model(input_ids=ids[None], use_cache=False).logits[0].float()
            paged_attention.plug_in(self._model)
            pieces = []
            for begin, end in pairwise((0, len(ids) // 3, len(ids) - 1, len(ids))):
                chunk = SequenceChunk(ids[begin:end].tolist(), begin, table, end - begin)
                layout = BatchLayout.of([chunk], self._caches, self._device)
                pieces.append(self._compute(layout, torch.tensor(layout.rows, device=self._device)))
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
            raise _unsupported(name, f"it fails ({str(error).strip().splitlines()[0]})") from error
        if not all(cache.keys[table].any() for cache in self._caches):
            raise _unsupported(name, "some of its layers keep another memory than keys and values")
        wrong = (torch.cat(pieces) - expected).norm(dim=-1) / expected.norm(dim=-1).clamp(min=1e-6)
        limit = _EXACT if self._model.dtype == torch.float32 else _ROUNDED
        if not wrong.median() <= limit:  # the median, since rounding may send single tokens to other experts
            raise _unsupported(name, f"its logits would be wrong by {wrong.median():.1%}")


def _unsupported(model: str, why: str) -> ModelError:
    return ModelError(
        f"The runner torch cannot run a {model}, {why}: choose another model, or let an inference server run it and name that "
        "in ASSISTANT_ENGINE_URL."
    )


def _row_of(config: Any) -> tuple[int, int]:
    """Heads of keys and values, and their width."""
    head_dim = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    return getattr(config, "num_key_value_heads", None) or config.num_attention_heads, head_dim


def _fix_rotation(model: PreTrainedModel, context_length: int) -> None:
    """Choose the form of LongRoPE once: transformers would by the longest text of each batch, for all texts in it."""
    rotary = getattr(model.get_decoder(), "rotary_emb", None)  # type: ignore[no-untyped-call]
    if getattr(rotary, "rope_type", None) == "longrope":
        rope = rope_of(model.config.to_dict(), context_length)
        rotary.inv_freq.copy_(torch.from_numpy(rope.frequencies))  # type: ignore[union-attr]
        rotary.attention_scaling = rope.scale  # type: ignore[union-attr]
        rotary.rope_type = "default"  # type: ignore[union-attr]


def _layers(model: PreTrainedModel) -> Sequence[torch.nn.Module]:
    layers: Sequence[torch.nn.Module] | None = getattr(model.get_decoder(), "layers", None)  # type: ignore[no-untyped-call]
    if layers is None:
        raise _unsupported(type(model).__name__, "its layers are not found")
    return layers


def _device_of(layer: torch.nn.Module) -> torch.device:
    return next(layer.parameters()).device
