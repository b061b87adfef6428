"""Small models fall into saying the same again and again: there an answer ends."""

from __future__ import annotations

import re
from collections import Counter

_MOST = 2  # times that a sentence is said
_LEAST_WORDS = 3  # of one that counts
_END = re.compile(r"[.!?][\"')\]*_`]*(?=\s)|\n")
_MARKER = re.compile(r"\s*(?:\d+[.)]|[-*+])\s+")  # of an item
_BEGUN = re.compile(r"\s*(?:\d+[.)]?|[-*+])?\s*")  # of one
_FENCE = re.compile(r"\s*(?:```|~~~)")


class LoopGuard:
    """Takes the pieces of an answer in order, and holds back what may be a sentence once more; code is left as it is."""

    def __init__(self, begun: str = "") -> None:
        """
        Args:
            begun: what of the answer was shown before.
        """
        self._said: Counter[str] = Counter()
        self._open = ""  # since the last end of a sentence
        self._shown = 0  # characters of it
        self._fenced = False
        self.ended = False
        self.feed(begun)
        self.ended = False
        self._shown = len(self._open)

    def feed(self, text: str) -> str:
        """Take the next text; what is certain now."""
        self._open += text
        certain = ""
        while not self.ended and (end := self._end_of_sentence()):
            certain += self._take(end)
        return certain + self._certain()

    def close(self) -> str:
        """What is left once the model has ended."""
        return self._take(len(self._open))

    def _end_of_sentence(self) -> int:
        """Where the first one ends; 0 if it has not."""
        marker = _MARKER.match(self._open)
        found = _END.search(self._open, marker.end() if marker else 0)
        return found.end() if found else 0

    def _take(self, end: int) -> str:
        sentence, shown = self._open[:end], self._shown
        self._open, self._shown = self._open[end:], 0
        if _FENCE.match(sentence):
            self._fenced = not self._fenced
        said = _plain(sentence)
        if not self._fenced and len(said.split()) >= _LEAST_WORDS:
            if self._said[said] == _MOST:
                self.ended = True
                return ""
            self._said[said] += 1
        return sentence[shown:]

    def _certain(self) -> str:
        """What is open and cannot become a sentence too many."""
        said = _plain(self._open)
        if self.ended or _BEGUN.fullmatch(self._open):
            return ""
        if not self._fenced and any(count == _MOST and each.startswith(said) for each, count in self._said.items()):
            return ""
        text, self._shown = self._open[self._shown :], len(self._open)
        return text


def _plain(sentence: str) -> str:
    marker = _MARKER.match(sentence)
    return " ".join(sentence[marker.end() if marker else 0 :].split())
