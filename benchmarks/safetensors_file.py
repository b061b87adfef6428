"""Safetensors files, written and mapped with numpy alone, which has no bfloat16: it travels as uint16."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIZES = {"F32": 4, "BF16": 2}


@dataclass(frozen=True)
class Entry:
    """A tensor to be written: its values are made when their turn comes, so that never all are in memory."""

    name: str
    shape: tuple[int, ...]
    make: Callable[[], NDArray[np.float32]]


def write(file: Path, entries: list[Entry], dtype: str) -> None:
    """Write all tensors as `F32` or `BF16`."""
    import numpy as np

    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    offset = 0
    for entry in entries:
        size = int(np.prod(entry.shape)) * _SIZES[dtype]
        header[entry.name] = {"dtype": dtype, "shape": entry.shape, "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with file.open("wb") as stream:
        stream.write(len(text).to_bytes(8, "little") + text)
        for entry in entries:
            values = np.ascontiguousarray(entry.make(), np.float32)
            stream.write((values.view(np.uint32) >> 16).astype(np.uint16).data if dtype == "BF16" else values.data)


def read(file: Path) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Give every tensor as float32, one at a time."""
    import numpy as np

    data = np.memmap(file, np.uint8, "r")
    size = int(data[:8].view(np.uint64)[0])
    for name, info in json.loads(data[8 : 8 + size].tobytes()).items():
        if name != "__metadata__":
            begin, end = (8 + size + offset for offset in info["data_offsets"])
            raw = data[begin:end]
            if info["dtype"] == "BF16":
                yield name, (raw.view(np.uint16).astype(np.uint32) << 16).view(np.float32).reshape(info["shape"])
            else:
                yield name, raw.view(np.float32).reshape(info["shape"])
