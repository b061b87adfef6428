"""Reads GGUF files (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): metadata at once, tensors where asked for.

The reader of the package gguf takes half a minute for the vocabulary of a model of today; its dequantisation is used.
"""

from __future__ import annotations

import math
import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, dequantize
from numpy.typing import NDArray

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_ALIGNMENT = 32
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_TEXT, _ARRAY = 8, 9
_PLAIN: dict[GGMLQuantizationType, type[np.generic]] = {
    GGMLQuantizationType.F32: np.float32,
    GGMLQuantizationType.F16: np.float16,
    GGMLQuantizationType.F64: np.float64,
}


@dataclass(frozen=True)
class GgufTensor:
    """One tensor of a file.

    Attributes:
        shape: the axis that lies together in memory is the last.
        type: how its numbers are written.
        data: mapped; (rows, bytes of a row) where it is quantised, else the numbers in their shape.
    """

    shape: tuple[int, ...]
    type: GGMLQuantizationType
    data: NDArray[Any]

    def rows(self, rows: Any = slice(None)) -> NDArray[np.float32]:
        """Some rows as float32, a copy."""
        return np.array(dequantize(self.data[rows], self.type), np.float32)


class GgufFile:
    """A file, mapped.

    Attributes:
        metadata: lists of numbers are arrays, texts are str.
        tensors: by their names in the file.
    """

    def __init__(self, path: Path) -> None:
        """
        Raises:
            ValueError: it is no GGUF file of a version that is known, or damaged.
        """
        with path.open("rb") as stream:
            head = stream.read(8)
            if head[:4] != _MAGIC:
                raise ValueError("it does not begin as a GGUF file")
            if (version := struct.unpack("<I", head[4:])[0]) not in _VERSIONS:
                raise ValueError(f"its version is {version}, not {' or '.join(map(str, _VERSIONS))}")
            self._bytes = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._position = 8
        try:
            self.metadata, self.tensors = self._read()
        except (struct.error, IndexError, KeyError, OverflowError, MemoryError) as error:
            raise ValueError(f"it is damaged or only half there ({type(error).__name__})") from None

    def _read(self) -> tuple[dict[str, Any], Mapping[str, GgufTensor]]:
        tensors, fields = self._number("Q"), self._number("Q")
        metadata = {}
        for _ in range(fields):
            name = self._text()
            metadata[name] = self._value(self._number("I"))
        places = [self._place() for _ in range(tensors)]
        alignment = int(metadata.get("general.alignment", _ALIGNMENT))
        begin = -(-self._position // alignment) * alignment
        return metadata, {name: self._tensor(shape, kind, begin + offset) for name, shape, kind, offset in places}

    def _number(self, form: str) -> Any:
        (value,) = struct.unpack_from(f"<{form}", self._bytes, self._position)
        self._position += struct.calcsize(f"<{form}")
        return value

    def _text(self) -> str:
        length = self._number("Q")
        if length > len(self._bytes) - self._position:
            raise ValueError("it is damaged or only half there (a text is longer than the file)")
        self._position += length
        return self._bytes[self._position - length : self._position].decode("utf-8", "replace")

    def _value(self, kind: int) -> Any:
        if kind == _TEXT:
            return self._text()
        if kind != _ARRAY:
            return self._number(_NUMBERS[kind])
        kind, count = self._number("I"), self._number("Q")
        if kind not in _NUMBERS:
            return [self._value(kind) for _ in range(count)]
        array = np.frombuffer(self._bytes, f"<{_NUMBERS[kind]}", count, self._position)
        self._position += array.nbytes
        return array

    def _place(self) -> tuple[str, tuple[int, ...], GGMLQuantizationType, int]:
        name, axes = self._text(), self._number("I")
        shape = tuple(self._number("Q") for _ in range(axes))[::-1]
        return name, shape, GGMLQuantizationType(self._number("I")), self._number("Q")

    def _tensor(self, shape: tuple[int, ...], kind: GGMLQuantizationType, offset: int) -> GgufTensor:
        if kind in _PLAIN:
            data = np.frombuffer(self._bytes, _PLAIN[kind], math.prod(shape), offset).reshape(shape)
        else:
            block, block_bytes = GGML_QUANT_SIZES[kind]
            row = (*shape[:-1], shape[-1] // block * block_bytes)
            data = np.frombuffer(self._bytes, np.uint8, math.prod(row), offset).reshape(row)
        return GgufTensor(shape, kind, data)
