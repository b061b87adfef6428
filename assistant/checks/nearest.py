"""The name that was meant by one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_SHORTEST = 4
_MOST_NAMES = 3000


def certain_name(written: str, known: Iterable[str]) -> str | None:
    """The only known name that differs by case, separators, a final s, or one typing mistake."""
    names = list(known)[:_MOST_NAMES]
    same = [name for name in names if _bare(name) == _bare(written)]
    if len(same) == 1:
        return same[0]
    if len(written) < _SHORTEST or same:
        return None
    near = [name for name in names if one_mistake(_bare(written), _bare(name))]
    return near[0] if len(near) == 1 else None


def likely_name(written: str, known: Iterable[str]) -> str | None:
    """A known name to ask about, certain or not."""
    names = list(known)[:_MOST_NAMES]
    return certain_name(written, names) or next(iter(get_close_matches(written[:100], names, n=1, cutoff=0.75)), None)


def one_mistake(a: str, b: str) -> bool:
    """One character more, less or other, or two in the wrong order."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        return a[at + 1 :] == b[at + 1 :] or (a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :])
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[at + 1 :] == shorter[at:]


def _bare(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()
