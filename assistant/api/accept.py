"""Which form of an answer a client would rather have (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_RANGES = 50


def preferred(accept: str, offered: Sequence[str]) -> str:
    """The media type with the highest weight; the first of those with the same, and where none is accepted.

    Args:
        accept: the header; empty where there is none.
        offered: media types in lower case, at least one.
    """
    ranges = [_range(part) for part in accept.lower().split(",")[:_MOST_RANGES] if part.strip()]
    return max(offered, key=lambda kind: _weight(kind, ranges)) if ranges else offered[0]


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (each.strip() for each in part.split(";"))
    weights = [each[2:] for each in parameters if each.startswith("q=")]
    try:
        return name, float(weights[0]) if weights else 1.0
    except ValueError:
        return name, 0.0


def _weight(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    """That of the most specific range that the type is in."""
    told = dict(ranges)
    for name in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if name in told:
            return told[name]
    return 0.0
