"""Lists in Markdown."""

from __future__ import annotations

from collections.abc import Iterable


def listed(items: Iterable[str], *, numbered: bool = False) -> str:
    return "".join(f"{f'{number}.' if numbered else '-'} {item}\n" for number, item in enumerate(items, 1))
