"""The tensors of a checkpoint as NumPy arrays, whatever file they are in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.model import safetensors_file

Array = NDArray[np.float32]

_END = 1 << 16  # bytes of each end of a file that make its identity


class Weights(Protocol):
    """Named tensors that can be read in pieces, by several threads at a time."""

    @property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """Of every tensor, by the name it has in Hugging Face's Llama."""
        ...

    def rows(self, name: str, begin: int = 0, end: int | None = None) -> Array:
        """Rows `begin` to `end` of a tensor along its first axis, as a float32 copy."""
        ...


def identity_of(files: Sequence[Path], *more: str) -> str:
    """A name for the content of some files, by their sizes, times and ends, and for whatever else shall make a difference.

    Reading all of a large checkpoint would take seconds at every start.
    """
    digest = hashlib.sha256(repr(more).encode())
    for file in files:
        status = file.stat()
        digest.update(repr((file.name, status.st_size, status.st_mtime_ns)).encode())
        with file.open("rb") as stream:
            digest.update(stream.read(_END))
            stream.seek(max(0, status.st_size - _END))
            digest.update(stream.read(_END))
    return digest.hexdigest()[:16]


class SafetensorsWeights:
    """The tensors of one or more safetensors files: mapped, not read; implements `Weights`."""

    def __init__(self, files: Sequence[Path]) -> None:
        """
        Raises:
            ModelError: a tensor has a number format that cannot be read.
        """
        self._tensors = {name: tensor for file in files for name, tensor in safetensors_file.mapped(file).items()}
        self.shapes: Mapping[str, tuple[int, ...]] = {name: array.shape for name, (array, _) in self._tensors.items()}

    def rows(self, name: str, begin: int = 0, end: int | None = None) -> Array:
        """See `Weights.rows`."""
        array, kind = self._tensors[name]
        part = array[begin:end]
        if kind == "BF16":  # the upper half of a float32
            return (part.astype(np.uint32) << 16).view(np.float32)
        return part.astype(np.float32)
