"""Words that match nothing, brought to the nearest known one."""

from __future__ import annotations

from collections.abc import Iterable

_SHORTEST = 4
_SHORTEST_FOR_TWO = 8  # errors; in shorter words two errors make another word
_SHORTEST_FOR_ANY_ERROR = 6  # in shorter ones, letters left out or swapped
_LONGEST = 24


class Spelling:
    """Known words by each spelling with one letter left out.

    Two words with one error in common share such a spelling (Garbe's symmetric deletes), so no word is compared with all.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(word for word in known if _SHORTEST <= len(word) <= _LONGEST and word.isalpha())
        self._shortened: dict[str, list[str]] = {}
        for word in sorted(self._known):
            for spelling in _with_one_letter_less(word):
                self._shortened.setdefault(spelling, []).append(word)

    def nearest(self, word: str) -> str | None:
        """The known word that was meant, or None. The first letter is taken to be right, but for two that changed places."""
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return None
        candidates = {known for spelling in _with_one_letter_less(word) for known in self._shortened.get(spelling, ())}
        if len(word) < _SHORTEST_FOR_ANY_ERROR:  # `world` is no `word`, `bread` no `break`; `ngnix` is a name of nothing else
            candidates = {known for known in candidates if len(known) > len(word) or sorted(known) == sorted(word)}
        best = min(((_distance(word, known), known) for known in candidates if known[0] in word[:2]), default=None)
        allowed = 2 if len(word) >= _SHORTEST_FOR_TWO else 1
        return best[1] if best and best[0] <= allowed else None

    def halves(self, word: str) -> tuple[str, str] | None:
        """Two known words that were written as one: `crashloop`."""
        if len(word) > _LONGEST:
            return None
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
            if word[:cut] in self._known and word[cut:] in self._known:
                return word[:cut], word[cut:]
        return None


def _with_one_letter_less(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _distance(one: str, other: str) -> int:
    """Letters put in, left out, exchanged, or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        new = [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        before, row = row, new
    return row[-1]
