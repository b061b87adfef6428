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
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.model import safetensors_file
from assistant.model.llama import Stack, stacks_of
from assistant.model.weight_formats import Layout, WeightFormat
from assistant.model.weights import Weights

_PIECE = 1 << 22  # elements that one thread holds as float32 at a time
_SECONDS_BETWEEN_REPORTS = 2.0
_F32 = np.dtype(np.float32)
_log = logging.getLogger(__name__)


def quantized(
    config: Mapping[str, Any],
    open_weights: Callable[[], Weights],
    *,
    weight_format: WeightFormat,
    name: str,
    identity: str,
    cache_dir: Path,
    threads: int,
) -> dict[str, NDArray[Any]]:
    """Give the tensors of the decoder, mapped from a file that is written at the first call.

    Matrices are kept as `weight_format` says, vectors in float32.

    The file appears as a whole: what was interrupted is never taken, and of two at a time one waits for the other.

    Args:
        config: config.json of the model.
        open_weights: called only where the file is still to be written.
        name: what the model is called in messages.
        identity: changes whenever the checkpoint does.

    Raises:
        ModelError: the checkpoint lacks tensors, or the cache cannot be written.
    """
    file = cache_dir / "quantized" / f"{_file_name(name)}-{identity}-{weight_format.name}.safetensors"
    try:
        if not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(file.with_suffix(".lock")):
                if not file.is_file():  # else another start wrote it while this one waited
                    _write(file, stacks_of(config), open_weights(), weight_format, name=name, threads=threads)
        return {key: tensor for key, (tensor, _) in safetensors_file.mapped(file, "c").items()}  # as OpenVINO wants them
    except OSError as error:
        raise ModelError(
            f"The quantised weights of {name} cannot be kept in {cache_dir} ({error}): free some room there, or set "
            "ASSISTANT_CACHE_DIR."
        ) from None


def _write(
    file: Path, stacks: Sequence[Stack], weights: Weights, weight_format: WeightFormat, *, name: str, threads: int
) -> None:
    _require_all(stacks, weights, name)
    _log.info("quantising %s, once; the result is kept in %s", name, file)
    partial = file.with_suffix(".partial")
    targets = safetensors_file.create(
        partial, dict(entry for stack in stacks for entry in _layout(stack, weight_format).items())
    )
    progress = _Progress(sum(math.prod(stack.shape) for stack in stacks))

    def convert(piece: _Piece) -> None:
        rows = weights.rows(piece.source, piece.begin, piece.end)
        converted = {piece.name: rows} if rows.ndim == 1 else weight_format.convert(piece.name, rows)
        begin = piece.target if rows.ndim == 1 else piece.target // weight_format.rows
        for key, part in converted.items():
            targets[key][begin : begin + len(part)] = part
        progress.add(rows.size)

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(convert, [piece for stack in stacks for piece in _pieces(stack, weight_format.rows)]):
            pass
    with partial.open("rb+") as stream:
        os.fsync(stream.fileno())
    partial.replace(file)


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


def _pieces(stack: Stack, together: int) -> Iterator[_Piece]:
    """In multiples of the rows that are to be converted together."""
    step = max(1, _PIECE // math.prod(stack.shape[1:]) // together) * together
    offset = 0
    for source, rows in zip(stack.parts, stack.part_rows, strict=True):
        for begin in range(0, rows, step):
            yield _Piece(stack.name, offset + begin, source, begin, min(begin + step, rows))
        offset += rows


def _layout(stack: Stack, weight_format: WeightFormat) -> Layout:
    if len(stack.shape) == 1:
        return {stack.name: (_F32, stack.shape)}
    rows, columns = stack.shape
    return weight_format.layout(stack.name, rows, columns)


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
