"""Loads a checkpoint: weights, tokenizer, runner."""

from __future__ import annotations

import logging
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.model import quantization
from assistant.model.checkpoint import Checkpoint
from assistant.model.llama import stacks_of
from assistant.model.placement import Placement, usable_memory_bytes
from assistant.model.rope import rope_of
from assistant.model.tokenizer import Tokenizer
from assistant.model.weight_formats import Affine, Float16, Panels, WeightFormat
from assistant.model.weights import identity_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from transformers import PreTrainedModel

    from assistant.model.runner import ModelRunner

_WEIGHT_FORMATS: dict[tuple[str, str], WeightFormat] = {
    ("native", "int8"): Panels(),
    ("openvino", "int8"): Affine(),
    ("openvino", "float16"): Float16(),
}
_ITEM_BYTES = {"int8": 1, "float32": 4, "bfloat16": 2, "float16": 2}
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


def prepare(checkpoint: Checkpoint, placement: Placement, cache_dir: Path) -> None:
    """Do now what is done once for a checkpoint, so that `load` is quick.

    Raises:
        ModelError: the weights do not fit the configuration, or the cache cannot be written.
    """
    if placement.runner != "torch":
        _quantized(checkpoint, placement, cache_dir)


def load(
    checkpoint: Checkpoint,
    placement: Placement,
    *,
    kv_cache_bytes: int,
    cache_dir: Path,
    context_length: int | None = None,
) -> LoadedModel:
    """Read the weights and make the runner and the tokenizer.

    Args:
        cache_dir: where quantised weights are kept.
        context_length: upper limit in tokens; None for what the model allows.

    Raises:
        ModelError: the weights do not fit the configuration or the memory.
    """
    if placement.device == "cpu":
        _require_memory(kv_cache_bytes)
    allowed = allowed_context(checkpoint)
    limit = min(allowed, context_length or allowed)
    if context_length and context_length > allowed:
        _log.warning("ASSISTANT_CONTEXT_LENGTH is %d, and the model takes %d tokens: that counts", context_length, allowed)
    if placement.runner == "native":
        runner, parameters = _load_native(checkpoint, placement, kv_cache_bytes, cache_dir, limit)
    elif placement.runner == "openvino":
        runner, parameters = _load_openvino(checkpoint, placement, kv_cache_bytes, cache_dir, limit)
    else:
        runner, parameters = _load_torch(checkpoint, placement, kv_cache_bytes, limit)
    cache_tokens = runner.blocks * runner.block_tokens
    if cache_tokens < limit:
        _log.warning("the key-value cache holds %d tokens: the context is cut to that", cache_tokens)
    return LoadedModel(
        checkpoint,
        placement,
        runner,
        Tokenizer.load(checkpoint.folder),
        context_length=min(limit, cache_tokens),
        parameters=parameters,
    )


def allowed_context(checkpoint: Checkpoint) -> int:
    """Tokens that a prompt and its answer may have together, as far as the model goes.

    Raises:
        ModelError: its configuration does not say.
    """
    config = {**checkpoint.config, **(checkpoint.config.get("text_config") or {})}
    allowed = config.get("max_position_embeddings")
    if not isinstance(allowed, int):
        raise ModelError(
            f"The config.json of {checkpoint.source.location} has no max_position_embeddings: choose another model."
        )
    return allowed


def weight_bytes(checkpoint: Checkpoint, placement: Placement, cache_dir: Path) -> int:
    """Memory that the weights take where they are placed.

    Raises:
        ModelError: they cannot be read.
    """
    if placement.runner != "torch":
        return sum(array.nbytes for array in _quantized(checkpoint, placement, cache_dir).values())
    if checkpoint.config.get("quantization_config"):
        return sum(file.stat().st_size for file in checkpoint.files)  # they stay as they are
    return sum(math.prod(shape) for shape in checkpoint.open_weights().shapes.values()) * _ITEM_BYTES[placement.dtype]


def _require_memory(kv_cache_bytes: int) -> None:
    usable = usable_memory_bytes()
    if usable is not None and kv_cache_bytes > usable:
        raise ModelError(
            f"The key-value cache of {kv_cache_bytes} bytes does not fit into the {usable} bytes of memory that are free: "
            "lower ASSISTANT_KV_CACHE_BYTES."
        )


def _load_native(
    checkpoint: Checkpoint, placement: Placement, kv_cache_bytes: int, cache_dir: Path, context_length: int
) -> tuple[ModelRunner, int]:
    from assistant.model.native import build
    from assistant.model.native.runner import NativeRunner

    runner = NativeRunner(
        build.build(),
        checkpoint.config,
        _quantized(checkpoint, placement, cache_dir),
        rope_of(checkpoint.config, context_length),
        kv_cache_bytes=kv_cache_bytes,
        context_length=context_length,
        threads=placement.threads,
    )
    return runner, _parameters(checkpoint)


def _load_openvino(
    checkpoint: Checkpoint, placement: Placement, kv_cache_bytes: int, cache_dir: Path, context_length: int
) -> tuple[ModelRunner, int]:
    from assistant.model.openvino.runner import OpenVinoRunner

    runner = OpenVinoRunner(
        checkpoint.config,
        _quantized(checkpoint, placement, cache_dir),
        rope_of(checkpoint.config, context_length),
        kv_cache_bytes=kv_cache_bytes,
        kv_type="f16" if placement.dtype == "int8" else "f32",
        threads=placement.threads,
    )
    return runner, _parameters(checkpoint)


def _parameters(checkpoint: Checkpoint) -> int:
    return sum(math.prod(stack.shape) for stack in stacks_of(checkpoint.config))


def _quantized(checkpoint: Checkpoint, placement: Placement, cache_dir: Path) -> dict[str, NDArray[Any]]:
    return quantization.quantized(
        checkpoint.config,
        checkpoint.open_weights,
        weight_format=_WEIGHT_FORMATS[placement.runner, placement.dtype],
        name=checkpoint.source.name,
        identity=identity_of(checkpoint.files),
        cache_dir=cache_dir,
        threads=placement.threads,
    )


def _load_torch(
    checkpoint: Checkpoint, placement: Placement, kv_cache_bytes: int, context_length: int
) -> tuple[ModelRunner, int]:
    import torch

    from assistant.model.torch.runner import TorchRunner

    torch.set_num_threads(placement.threads)
    model = _load_weights(checkpoint, placement)
    return TorchRunner(model, kv_cache_bytes, context_length), sum(p.numel() for p in model.parameters())


def _load_weights(checkpoint: Checkpoint, placement: Placement) -> PreTrainedModel:
    import torch
    import transformers
    from transformers.utils import logging as transformers_logging

    if not sys.stderr.isatty():
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar in a log file is noise
    several = placement.device == "cuda" and torch.cuda.device_count() > 1
    options: dict[str, Any] = {
        "dtype": getattr(torch, placement.dtype),
        "device_map": "auto" if several else {"": placement.device},
        "output_loading_info": True,
    }
    try:
        loaded: Any
        if checkpoint.is_gguf:
            weights = checkpoint.open_weights()
            tensors = {name: torch.from_numpy(weights.rows(name)).to(options["dtype"]) for name in weights.shapes}
            config = transformers.AutoConfig.from_pretrained(checkpoint.folder)
            kind = getattr(transformers, config.architectures[0])
            loaded = kind.from_pretrained(None, config=config, state_dict=tensors, **options)
        else:
            loaded = transformers.AutoModelForCausalLM.from_pretrained(checkpoint.folder, local_files_only=True, **options)
    except (ValueError, KeyError, OSError, RuntimeError) as error:
        raise ModelError(f"The model {checkpoint.source.location} cannot be loaded: {_first_line(error)}") from error
    model, report = loaded
    if missing := sorted(report["missing_keys"]):
        raise ModelError(
            f"The model {checkpoint.source.location} is incomplete, {len(missing)} tensors such as {missing[0]} are "
            "missing: copy or download it again."
        )
    return model  # type: ignore[no-any-return]


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
