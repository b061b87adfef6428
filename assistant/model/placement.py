"""Where and how a model runs on this machine."""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, cast

from assistant.errors import ModelError
from assistant.model import llama
from assistant.model.native import build as native

Runner = Literal["native", "openvino", "torch"]
Dtype = Literal["int8", "float32", "bfloat16", "float16"]

_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")  # "max 100000", or microseconds of CPU in a period
_MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")  # "max", or bytes
_MEMORY_USED = Path("/sys/fs/cgroup/memory.current")
_MEMORY = Path("/proc/meminfo")
_COLUMNS, _HEAD_COLUMNS, _WIDEST_HEAD = 64, 32, 256  # what the native decoder computes at once, and has room for
_log = logging.getLogger(__name__)


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
    gpu = device != "cpu" and runner not in _CPU_RUNNERS and has_gpu()
    if device == "cuda" and runner in _CPU_RUNNERS:
        raise ModelError(f"ASSISTANT_RUNNER={runner} runs on the CPU: leave ASSISTANT_DEVICE out, or choose the runner torch.")
    if device == "cuda" and not gpu:
        raise ModelError("ASSISTANT_DEVICE=cuda, and this machine shows no usable CUDA GPU: set it to `auto` or `cpu`.")
    threads = threads or usable_cpus()
    obstacles = []
    for name, (obstacle_of, dtypes) in _CPU_RUNNERS.items():
        if gpu or runner not in ("auto", name):
            continue
        wanted = cast(Dtype, dtypes[0] if dtype == "auto" else dtype)
        obstacle = obstacle_of(config) if wanted in dtypes else f"which is to have {dtype} weights"
        if obstacle is None:
            return Placement(name, "cpu", wanted, threads)
        if runner == name:
            raise ModelError(f"The runner {name} cannot run this model, {obstacle}: set ASSISTANT_RUNNER to `auto`.")
        obstacles.append(obstacle)
    if dtype == "int8":
        reason = obstacles[-1] if obstacles else "the runner torch has no 8-bit weights"
        raise ModelError(f"ASSISTANT_DTYPE=int8 cannot be had here, {reason}: set it to `auto`.")
    chosen = dtype if dtype != "auto" else "bfloat16" if gpu else "float32"
    return Placement("torch", "cuda" if gpu else "cpu", cast(Dtype, chosen), threads)


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


def _native_obstacle(config: Mapping[str, Any]) -> str | None:
    if obstacle := llama.obstacle(config) or _odd_size(config):
        return obstacle
    if missing := native.missing_instructions():
        return f"since this machine lacks {missing}"
    try:
        ctypes.CDLL(str(native.build()))
    except (native.BuildError, OSError) as error:
        _log.warning("the native decoder, which is the fastest here, is left out, since %s", error)
        return f"since {error}"
    return None


def _odd_size(config: Mapping[str, Any]) -> str | None:
    sizes = llama.sizes_of(config)
    widths = {
        "the hidden state": (sizes.hidden, _COLUMNS),
        "the inner layer": (sizes.inner, _COLUMNS),
        "the heads together": (sizes.attention, _COLUMNS),
        "a head": (sizes.head_dim, _HEAD_COLUMNS),
    }
    if sizes.heads % sizes.kv_heads:
        return "since its heads do not share the keys evenly"
    odd = [f"{what} is no multiple of {unit} wide" for what, (width, unit) in widths.items() if width % unit]
    return f"since {odd[0]}" if odd else "since its heads are too wide" if sizes.head_dim > _WIDEST_HEAD else None


def _openvino_obstacle(config: Mapping[str, Any]) -> str | None:
    if find_spec("openvino") is None:
        return "since the package openvino is not installed"
    return llama.obstacle(config)


_CPU_RUNNERS: dict[Runner, tuple[Callable[[Mapping[str, Any]], str | None], tuple[Dtype, ...]]] = {
    "native": (_native_obstacle, ("int8",)),
    "openvino": (_openvino_obstacle, ("int8", "float16")),
}
