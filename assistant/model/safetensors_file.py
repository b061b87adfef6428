"""Safetensors files, mapped into memory.

The format: eight bytes with the length of a JSON header, the header with the place of every tensor, the data
(https://github.com/huggingface/safetensors#format). The library's own reader has no bfloat16 for NumPy and its writer
wants all tensors in memory at once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError

Tensor = NDArray[Any]

_TYPES: dict[str, np.dtype[Any]] = {
    "F64": np.dtype(np.float64),
    "F32": np.dtype(np.float32),
    "F16": np.dtype(np.float16),
    "BF16": np.dtype(np.uint16),  # as whole numbers: NumPy has no such type
    "U8": np.dtype(np.uint8),
}
_NAMES = {np.dtype(np.float32): "F32", np.dtype(np.float16): "F16", np.dtype(np.uint8): "U8"}
_ALIGNMENT = 64


def mapped(file: Path, mode: Literal["r", "c"] = "r") -> dict[str, tuple[Tensor, str]]:
    """Map the tensors of a file, each with the name of its number format.

    Args:
        mode: `c` for arrays that can be written to without changing the file.

    Raises:
        ModelError: a number format that cannot be read.
    """
    data = np.memmap(file, np.uint8, mode)
    start = 8 + int.from_bytes(data[:8].tobytes(), "little")
    tensors = {}
    for name, entry in json.loads(data[8:start].tobytes()).items():
        if name == "__metadata__":
            continue
        kind = entry["dtype"]
        if kind not in _TYPES:
            raise ModelError(
                f"The tensor {name} in {file} has the number format {kind}: choose the model in bfloat16, float16 or float32."
            )
        begin, end = entry["data_offsets"]
        tensors[name] = _view(data, start + begin, start + end, _TYPES[kind]).reshape(entry["shape"]), kind
    return tensors


def create(file: Path, layout: Mapping[str, tuple[np.dtype[Any], tuple[int, ...]]]) -> dict[str, Tensor]:
    """Write a file with room for these tensors and map them for writing.

    Raises:
        OSError: the disk has no room for all of it.
    """
    header: dict[str, dict[str, Any]] = {}
    offset = 0
    for name, (dtype, shape) in sorted(layout.items(), key=lambda item: -item[1][0].itemsize):  # so that all are aligned
        end = offset + int(np.prod(shape)) * dtype.itemsize
        header[name] = {"dtype": _NAMES[dtype], "shape": shape, "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-(8 + len(text)) % _ALIGNMENT)
    start = 8 + len(text)
    with file.open("wb") as stream:
        stream.write(len(text).to_bytes(8, "little") + text)
        stream.flush()
        os.posix_fallocate(stream.fileno(), 0, start + offset)  # a full disk would kill the process that writes to the map
    data = np.memmap(file, np.uint8, "r+")
    places = {name: entry["data_offsets"] for name, entry in header.items()}
    return {
        name: _view(data, start + begin, start + end, layout[name][0]).reshape(layout[name][1])
        for name, (begin, end) in places.items()
    }


def _view(data: NDArray[np.uint8], begin: int, end: int, dtype: np.dtype[Any]) -> Tensor:
    return np.frombuffer(data[begin:end], dtype)
