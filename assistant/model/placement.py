"""Where a model runs on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from assistant.errors import ModelError

_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")  # "max 100000", or microseconds of CPU in a period


@dataclass(frozen=True)
class Placement:
    """Where and how a model runs.

    Attributes:
        device: `cpu` or `cuda`; several GPUs are filled one after the other.
        dtype: number format of the weights.
        threads: CPU threads of one operation.
    """

    device: Literal["cpu", "cuda"]
    dtype: Literal["float32", "bfloat16", "float16"]
    threads: int


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
    return Placement(chosen, cast(Literal["float32", "bfloat16", "float16"], number_format), threads or usable_cpus())


def usable_cpus() -> int:
    """Cores that this process may use: its affinity and the quota of its container."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = _CPU_QUOTA.read_text().split()
    except (OSError, ValueError):
        return cores
    return cores if quota == "max" else max(1, min(cores, int(quota) // int(period)))
