"""The number formats in which a CPU multiplies weights fast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Layout = Mapping[str, tuple[np.dtype[Any], tuple[int, ...]]]
_Array = NDArray[np.float32]

_F16, _U8 = np.dtype(np.float16), np.dtype(np.uint8)
_SMALLEST_SCALE = 1e-7  # still a number in half precision
_LEVELS = 255
_GROUP = 64
_FINE = ("embed_tokens", "lm_head", "down_proj")
_PEAK = 127


class WeightFormat(Protocol):
    """How a matrix of weights is kept.

    Attributes:
        name: changes whenever the same weights give other arrays.
        rows: how many rows of a matrix make one entry of its arrays along their first axis.
    """

    name: str
    rows: int

    def layout(self, name: str, rows: int, columns: int) -> Layout:
        """The arrays of a matrix, with their types and shapes."""
        ...

    def convert(self, name: str, rows: _Array) -> Mapping[str, NDArray[Any]]:
        """Some rows of a matrix, (rows, columns), as parts of these arrays."""
        ...


class Float16:
    """Half precision, in one array `NAME`."""

    name = "float16-v2"
    rows = 1

    def layout(self, name: str, rows: int, columns: int) -> Layout:
        """See `WeightFormat.layout`."""
        return {name: (_F16, (rows, columns))}

    def convert(self, name: str, rows: _Array) -> Mapping[str, NDArray[Any]]:
        """See `WeightFormat.convert`."""
        return {name: rows.astype(np.float16)}


class Affine:
    """8 bits with zero points, as OpenVINO multiplies them.

    `NAME.values` (uint8), `NAME.zeros` (uint8) and `NAME.scales` (float16), of shape (rows, groups, columns of a group),
    the last two with one column: weight = (value - zero) * scale.
    """

    name = "int8-v2"
    rows = 1

    def layout(self, name: str, rows: int, columns: int) -> Layout:
        """See `WeightFormat.layout`."""
        group = _group(name, columns)
        column = (rows, columns // group, 1)
        return {
            f"{name}.values": (_U8, (rows, columns // group, group)),
            f"{name}.zeros": (_U8, column),
            f"{name}.scales": (_F16, column),
        }

    def convert(self, name: str, rows: _Array) -> Mapping[str, NDArray[Any]]:
        """See `WeightFormat.convert`."""
        grouped = affine(rows.reshape(len(rows), -1, _group(name, rows.shape[1])))
        return dict(zip((f"{name}.values", f"{name}.zeros", f"{name}.scales"), grouped, strict=True))


class Panels:
    """8 bits in the order in which the native decoder reads them, in one array `NAME`.

    Of shape (panels of 32 rows, groups of 64 columns, bytes): the scales of the rows as float16, then value + 128 of
    four neighbouring columns, row by row (`Block` in native/matrix.h): weight = value * scale. The last panel is filled
    up with zeros.
    """

    name = "int8-panels-v1"
    rows = 32

    def layout(self, name: str, rows: int, columns: int) -> Layout:
        """See `WeightFormat.layout`."""
        return {name: (_U8, (-(-rows // self.rows), columns // _GROUP, self.rows * (_F16.itemsize + _GROUP)))}

    def convert(self, name: str, rows: _Array) -> Mapping[str, NDArray[Any]]:
        """See `WeightFormat.convert`."""
        filled = np.concatenate([rows, np.zeros((-len(rows) % self.rows, rows.shape[1]), np.float32)])
        weight = filled.reshape(-1, self.rows, rows.shape[1] // _GROUP, _GROUP // 4, 4)  # panel, row, group, four, column
        scales = np.maximum(np.abs(weight).max((3, 4), keepdims=True) / _PEAK, _SMALLEST_SCALE).astype(np.float16)
        values = np.clip(np.rint(weight / scales.astype(np.float32)), -_PEAK, _PEAK) + 128
        panels, _, groups = weight.shape[:3]
        parts = [
            np.ascontiguousarray(scales.transpose(0, 2, 1, 3, 4)).reshape(panels, groups, self.rows).view(np.uint8),
            values.astype(np.uint8).transpose(0, 2, 3, 1, 4).reshape(panels, groups, -1),
        ]
        return {name: np.concatenate(parts, -1)}


def affine(weight: _Array) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float16]]:
    """Quantise each group to 0..255 (asymmetric, round to nearest).

    Args:
        weight: (rows, groups, columns of a group).

    Returns:
        Values in the same shape, zero points and scales (rows, groups, 1).
    """
    low, high = np.minimum(weight.min(-1, keepdims=True), 0), np.maximum(weight.max(-1, keepdims=True), 0)
    scales = np.maximum((high - low) / _LEVELS, _SMALLEST_SCALE).astype(np.float16)
    step = scales.astype(np.float32)
    zeros = np.clip(np.rint(-low / step), 0, _LEVELS)
    values = weight / step
    values += zeros
    np.rint(values, out=values)
    return np.clip(values, 0, _LEVELS, out=values).astype(np.uint8), zeros.astype(np.uint8), scales


def _group(name: str, columns: int) -> int:
    """Columns that share a scale: some where that tells most in the answers, else all, which is faster."""
    fine = columns % _GROUP == 0 and any(part in name for part in _FINE)
    return _GROUP if fine else columns
