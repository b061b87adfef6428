"""Loads a checkpoint: weights through transformers and accelerate, tokenizer, runner."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from assistant.errors import ModelError
from assistant.model.checkpoint import Checkpoint
from assistant.model.tokenizer import Tokenizer

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from assistant.model.runner import ModelRunner

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Placement:
    """Where and how a model runs.

    Attributes:
        device: `cpu` or `cuda`; several GPUs are filled one after the other.
        dtype: `float32`, `bfloat16` or `float16`.
        threads: CPU threads of one operation.
    """

    device: Literal["cpu", "cuda"]
    dtype: Literal["float32", "bfloat16", "float16"]
    threads: int


@dataclass(frozen=True)
class LoadedModel:
    """A model that can run."""

    checkpoint: Checkpoint
    placement: Placement
    runner: ModelRunner
    tokenizer: Tokenizer
    context_length: int
    parameters: int


def place(device: str, dtype: str, threads: int | None) -> Placement:
    """Choose for this machine what was left to `auto`.

    Raises:
        ModelError: a GPU is asked for and there is none.
    """
    import torch

    gpu = torch.cuda.is_available()
    if device == "cuda" and not gpu:
        raise ModelError("ASSISTANT_DEVICE=cuda, and this machine shows no usable CUDA GPU: set it to `auto` or `cpu`.")
    chosen: Literal["cpu", "cuda"] = "cuda" if gpu and device != "cpu" else "cpu"
    number_format = dtype if dtype != "auto" else "bfloat16" if chosen == "cuda" else "float32"
    return Placement(chosen, number_format, threads or len(os.sched_getaffinity(0)))  # type: ignore[arg-type]


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
    if not tokenizer.chat_template:
        raise ModelError(
            f"The model {checkpoint.source.location} has no chat template: choose an instruction-tuned model, "
            "such as one whose name ends in -Instruct."
        )
    ends = model.generation_config.eos_token_id if model.generation_config else None
    ends = ends if isinstance(ends, list) else [ends]
    return Tokenizer(tokenizer, {int(end) for end in [*ends, tokenizer.eos_token_id] if end is not None})


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
