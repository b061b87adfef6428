"""Where and how a model runs on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, cast

from assistant.errors import ModelError
from assistant.model import llama

Runner = Literal["torch", "openvino"]
Dtype = Literal["int8", "float32", "bfloat16", "float16"]

_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")  # "max 100000", or microseconds of CPU in a period
_MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")  # "max", or bytes
_MEMORY_USED = Path("/sys/fs/cgroup/memory.current")
_MEMORY = Path("/proc/meminfo")
_OPENVINO_DTYPES = ("int8", "float16")


@dataclass(frozen=True)
class Placement:
    """Where and how a model runs.

    Attributes:
        runner: what computes it.
        device: `cpu` or `cuda`; several GPUs are filled one after the other.
        dtype: number format of the weights.
        threads: CPU threads of one operation.
    """

    runner: Runner
    device: Literal["cpu", "cuda"]
    dtype: Dtype
    threads: int


def place(
    config: Mapping[str, Any], *, runner: str = "auto", device: str = "auto", dtype: str = "auto", threads: int | None = None
) -> Placement:
    """Choose for this model and this machine what was left to `auto`.

    Args:
        config: config.json of the model.

    Raises:
        ModelError: a GPU is asked for and there is none, or two choices do not go together.
    """
    gpu = device != "cpu" and runner != "openvino" and has_gpu()
    if device == "cuda" and runner == "openvino":
        raise ModelError("ASSISTANT_RUNNER=openvino runs on the CPU: leave ASSISTANT_DEVICE out, or choose the runner torch.")
    if device == "cuda" and not gpu:
        raise ModelError("ASSISTANT_DEVICE=cuda, and this machine shows no usable CUDA GPU: set it to `auto` or `cpu`.")
    obstacle = _openvino_obstacle(config, dtype)
    if runner == "openvino" and obstacle:
        raise ModelError(f"The runner openvino cannot run this model, {obstacle}: set ASSISTANT_RUNNER to `auto`.")
    if runner != "torch" and not gpu and not obstacle:
        return Placement("openvino", "cpu", cast(Dtype, "int8" if dtype == "auto" else dtype), threads or usable_cpus())
    if dtype == "int8":
        reason = obstacle or "the runner torch has no 8-bit weights"
        raise ModelError(f"ASSISTANT_DTYPE=int8 cannot be had here, {reason}: set it to `auto`.")
    chosen = dtype if dtype != "auto" else "bfloat16" if gpu else "float32"
    return Placement("torch", "cuda" if gpu else "cpu", cast(Dtype, chosen), threads or usable_cpus())


def has_gpu() -> bool:
    """Whether torch can compute on a GPU; torch is asked, which takes seconds, only where there is a driver."""
    import pynvml

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return False
    pynvml.nvmlShutdown()
    import torch

    return torch.cuda.is_available()


def usable_cpus() -> int:
    """Cores that this process may use: its affinity and the quota of its container."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = _CPU_QUOTA.read_text().split()
    except (OSError, ValueError):
        return cores
    return cores if quota == "max" else max(1, min(cores, int(quota) // int(period)))


def usable_memory_bytes() -> int | None:
    """Memory that this process may still take, of the machine and of its container; None where that is not known."""
    limits = []
    try:
        fields = dict(line.split(":", 1) for line in _MEMORY.read_text().splitlines())
        limits.append(int(fields["MemAvailable"].split()[0]) * 1024)
        limits.append(int(_MEMORY_LIMIT.read_text()) - int(_MEMORY_USED.read_text()))
    except (OSError, ValueError, KeyError):  # no Linux, or a container without a limit
        pass
    return min(limits, default=None)


def _openvino_obstacle(config: Mapping[str, Any], dtype: str) -> str | None:
    if dtype not in ("auto", *_OPENVINO_DTYPES):
        return f"which is to have {dtype} weights"
    if find_spec("openvino") is None:
        return "since the package openvino is not installed"
    return llama.obstacle(config)
