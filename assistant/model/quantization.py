"""The weights of a Llama in the number format that a CPU multiplies fast, made once and kept in a cache."""

from __future__ import annotations

import logging
import math
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.model import safetensors_file
from assistant.model.llama import Stack, stacks_of
from assistant.model.weights import Array, Weights

Scheme = Literal["int8", "float16"]
_FORMAT = 2  # to be raised whenever the same checkpoint gives other files
_PIECE = 1 << 22  # elements that one thread holds as float32 at a time
_LEVELS = 255
_GROUP = 64
_FINE = ("embed_tokens", "lm_head", "down_proj")
_SECONDS_BETWEEN_REPORTS = 2.0
_F32, _F16, _U8 = np.dtype(np.float32), np.dtype(np.float16), np.dtype(np.uint8)
_log = logging.getLogger(__name__)


def quantized(
    config: Mapping[str, Any],
    open_weights: Callable[[], Weights],
    *,
    scheme: Scheme,
    name: str,
    identity: str,
    cache_dir: Path,
    threads: int,
) -> dict[str, NDArray[Any]]:
    """Give the tensors of the decoder, mapped from a file that is written at the first call.

    `NAME` is a float array, or `NAME.values` (uint8), `NAME.zeros` (uint8) and `NAME.scales` (float16), all of shape
    (rows, groups, columns of a group), the last two with one column: weight = (value - zero) * scale.

    The file appears as a whole: what was interrupted is never taken, and of two at a time one waits for the other.

    Args:
        config: config.json of the model.
        open_weights: called only where the file is still to be written.
        name: what the model is called in messages.
        identity: changes whenever the checkpoint does.

    Raises:
        ModelError: the checkpoint lacks tensors, or the cache cannot be written.
    """
    file = cache_dir / "quantized" / f"{_file_name(name)}-{identity}-{scheme}-v{_FORMAT}.safetensors"
    try:
        if not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(file.with_suffix(".lock")):
                if not file.is_file():  # else another start wrote it while this one waited
                    _write(file, stacks_of(config), open_weights(), scheme=scheme, name=name, threads=threads)
        return {key: tensor for key, (tensor, _) in safetensors_file.mapped(file, "c").items()}  # as OpenVINO wants them
    except OSError as error:
        raise ModelError(
            f"The quantised weights of {name} cannot be kept in {cache_dir} ({error}): free some room there, or set "
            "ASSISTANT_CACHE_DIR."
        ) from None


def affine(weight: Array) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float16]]:
    """Quantise each group to 0..255 (asymmetric, round to nearest).

    Args:
        weight: (rows, groups, columns of a group).

    Returns:
        Values in the same shape, zero points and scales (rows, groups, 1).
    """
    low, high = np.minimum(weight.min(-1, keepdims=True), 0), np.maximum(weight.max(-1, keepdims=True), 0)
    scales = np.maximum((high - low) / _LEVELS, 1e-7).astype(np.float16)
    step = scales.astype(np.float32)
    zeros = np.clip(np.rint(-low / step), 0, _LEVELS)
    values = weight / step
    values += zeros
    np.rint(values, out=values)
    return np.clip(values, 0, _LEVELS, out=values).astype(np.uint8), zeros.astype(np.uint8), scales


def _write(file: Path, stacks: Sequence[Stack], weights: Weights, *, scheme: Scheme, name: str, threads: int) -> None:
    _require_all(stacks, weights, name)
    _log.info("quantising %s to %s, once; the result is kept in %s", name, scheme, file)
    partial = file.with_suffix(".partial")
    targets = safetensors_file.create(partial, {key: spec for stack in stacks for key, spec in _layout(stack, scheme).items()})
    progress = _Progress(sum(math.prod(stack.shape) for stack in stacks))

    def convert(piece: _Piece) -> None:
        rows = weights.rows(piece.source, piece.begin, piece.end)
        for key, part in _converted(piece.name, rows, scheme).items():
            targets[key][piece.target : piece.target + len(rows)] = part
        progress.add(rows.size)

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(convert, [piece for stack in stacks for piece in _pieces(stack)]):
            pass
    with partial.open("rb+") as stream:
        os.fsync(stream.fileno())
    partial.replace(file)


def _converted(name: str, rows: Array, scheme: Scheme) -> dict[str, NDArray[Any]]:
    if rows.ndim == 1:
        return {name: rows}
    if scheme == "float16":
        return {name: rows.astype(np.float16)}
    grouped = affine(rows.reshape(len(rows), -1, _group(name, rows.shape[1])))
    return dict(zip((f"{name}.values", f"{name}.zeros", f"{name}.scales"), grouped, strict=True))


def _group(name: str, columns: int) -> int:
    """Columns that share a scale: some where that tells most in the answers, else all, which is faster."""
    fine = columns % _GROUP == 0 and any(part in name for part in _FINE)
    return _GROUP if fine else columns


def _require_all(stacks: Sequence[Stack], weights: Weights, name: str) -> None:
    expected = {
        part: (rows, *stack.shape[1:]) for stack in stacks for part, rows in zip(stack.parts, stack.part_rows, strict=True)
    }
    missing = sorted(part for part in expected if part not in weights.shapes)
    if missing:
        raise ModelError(
            f"The model {name} is incomplete, {len(missing)} tensors such as {missing[0]} are missing: copy or download it "
            "again."
        )
    for part, shape in expected.items():
        if weights.shapes[part] != shape:
            raise ModelError(
                f"The model {name} does not fit its config.json: {part} has the shape {weights.shapes[part]}, not {shape}. "
                "Copy or download it again."
            )


@dataclass(frozen=True)
class _Piece:
    """Some rows of one tensor of the checkpoint, and where they go."""

    name: str
    target: int
    source: str
    begin: int
    end: int


def _pieces(stack: Stack) -> Iterator[_Piece]:
    step = max(1, _PIECE // math.prod(stack.shape[1:]))
    offset = 0
    for source, rows in zip(stack.parts, stack.part_rows, strict=True):
        for begin in range(0, rows, step):
            yield _Piece(stack.name, offset + begin, source, begin, min(begin + step, rows))
        offset += rows


def _layout(stack: Stack, scheme: Scheme) -> dict[str, tuple[np.dtype[Any], tuple[int, ...]]]:
    if len(stack.shape) == 1:
        return {stack.name: (_F32, stack.shape)}
    if scheme == "float16":
        return {stack.name: (_F16, stack.shape)}
    rows, columns = stack.shape
    group = _group(stack.name, columns)
    column = (rows, columns // group, 1)
    return {
        f"{stack.name}.values": (_U8, (rows, columns // group, group)),
        f"{stack.name}.zeros": (_U8, column),
        f"{stack.name}.scales": (_F16, column),
    }


class _Progress:
    """Says now and then how far the conversion is; several threads report to it."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._last = time.monotonic()
        self._lock = threading.Lock()

    def add(self, count: int) -> None:
        with self._lock:
            self._done += count
            if time.monotonic() - self._last > _SECONDS_BETWEEN_REPORTS or self._done == self._total:
                self._last = time.monotonic()
                _log.info("quantised %d %%", 100 * self._done // self._total)


def _file_name(name: str) -> str:
    return re.sub(r"[^\w.-]+", "_", name)[:80]
