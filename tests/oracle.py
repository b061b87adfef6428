"""transformers itself, in float32: what our runners are held against."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from assistant.model.loader import LoadedModel


def oracle(model: LoadedModel) -> Any:
    """The same checkpoint as transformers loads it, from the operator's own files."""
    return _load(model.checkpoint.files[0])


@cache
def _load(file: Path) -> Any:
    import torch
    from transformers import AutoModelForCausalLM

    if file.suffix == ".gguf":
        return AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32)
    return AutoModelForCausalLM.from_pretrained(file.parent, dtype=torch.float32)
