"""Loads a checkpoint: weights through transformers and accelerate, tokenizer, runner."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.model.checkpoint import Checkpoint
from assistant.model.placement import Placement
from assistant.model.tokenizer import Tokenizer

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from assistant.model.runner import ModelRunner

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoadedModel:
    """A model that can run."""

    checkpoint: Checkpoint
    placement: Placement
    runner: ModelRunner
    tokenizer: Tokenizer
    context_length: int
    parameters: int


def load(
    checkpoint: Checkpoint, placement: Placement, *, kv_cache_bytes: int, context_length: int | None = None
) -> LoadedModel:
    """Read the weights and make the runner and the tokenizer.

    Args:
        context_length: upper limit in tokens; None for what the model allows.

    Raises:
        ModelError: the weights do not fit the configuration or the memory.
    """
    import torch

    from assistant.model.torch_runner import TorchRunner

    torch.set_num_threads(placement.threads)
    model = _load_weights(checkpoint, placement)
    tokenizer = _load_tokenizer(checkpoint, model)
    runner = TorchRunner(model, kv_cache_bytes)
    allowed = int(model.config.get_text_config().max_position_embeddings)
    cache_tokens = runner.blocks * runner.block_tokens
    if cache_tokens < min(allowed, context_length or allowed):
        _log.warning("the key-value cache holds %d tokens: the context is cut to that", cache_tokens)
    return LoadedModel(
        checkpoint,
        placement,
        runner,
        tokenizer,
        context_length=min(allowed, context_length or allowed, cache_tokens),
        parameters=sum(p.numel() for p in model.parameters()),
    )


def _load_weights(checkpoint: Checkpoint, placement: Placement) -> PreTrainedModel:
    import torch
    from transformers import AutoModelForCausalLM
    from transformers.utils import logging as transformers_logging

    if not sys.stderr.isatty():
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar in a log file is noise
    several = placement.device == "cuda" and torch.cuda.device_count() > 1
    try:
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            checkpoint.folder,
            dtype=getattr(torch, placement.dtype),
            device_map="auto" if several else {"": placement.device},
            local_files_only=True,
            output_loading_info=True,
        )
    except (ValueError, KeyError, OSError, RuntimeError) as error:
        raise ModelError(f"The model {checkpoint.source.location} cannot be loaded: {_first_line(error)}") from error
    model, report = loaded
    if missing := sorted(report["missing_keys"]):
        raise ModelError(
            f"The model {checkpoint.source.location} is incomplete, {len(missing)} tensors such as {missing[0]} are "
            "missing: copy or download it again."
        )
    return model  # type: ignore[no-any-return]


def _load_tokenizer(checkpoint: Checkpoint, model: PreTrainedModel) -> Tokenizer:
    from transformers import AutoTokenizer

    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(checkpoint.folder, local_files_only=True)
    except (ValueError, KeyError, OSError) as error:
        raise ModelError(f"The tokenizer of {checkpoint.source.location} cannot be loaded: {_first_line(error)}") from error
    ends = model.generation_config.eos_token_id if model.generation_config else None
    ends = ends if isinstance(ends, list) else [ends]
    return Tokenizer(tokenizer, {int(end) for end in [*ends, tokenizer.eos_token_id] if end is not None})


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
