"""The one paragraph that a model says behind a lead, sentence by sentence, for as long as it adds something.

A small model soon repeats itself, announces what never comes, or makes numbers up. Code cannot tell whether a sentence is
true; it can tell that one says nothing, or speaks of what nobody told it.
"""

from __future__ import annotations

import re

from assistant.knowledge.search.words import STOP_WORDS, tokens

_MOST = 4  # sentences
_LONGEST = 400  # characters
_LEAST_WORDS = 2  # that tell something
_LEAST_KNOWN = 0.4  # of them, that stand in the question or the lead
_REPEATED = 0.75  # of the words of one of two sentences, with which they say the same
_COPIED = 0.8  # of the words of a sentence that stand in one of what was told: it only says it again, or the other way round
_LEAST_DISTINCT = 0.6
_END = re.compile(r"[.!?][\"')\]*_`]*(?=\s)|\n")
_MARKER = re.compile(r"\s*(?:\d+[.)]|[-*+])\s*")  # of an item
_NO_STATEMENT = re.compile(r"[?:][\"')\]*_`]*\s*$")
_OF_ITSELF = re.compile(r"\b(?:I(?!/)|I'm|my|me|AI|[Aa]ssistants?|language model)\b|(?i:\b(?:should|need to|must|to) know\b)")
_DENIES = re.compile(
    r"(?i)\b(?:can't|cannot|can not|not (?:be )?(?:able|possible|allowed)|impossible|unable|never|no longer)\b"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TASK = frozenset(
    token.whole for token in tokens("know beside besides short paragraph command thing question answer following")
)


class Remark:
    """Takes the pieces of the paragraph in order; once it has `ended`, the model need not go on."""

    def __init__(self, known: str) -> None:
        """
        Args:
            known: all that the model was told of the matter: the question and the lead.
        """
        self._known = _stems(known)
        self._sentences = [stems for each in _END.split(known) if (stems := _stems(each))]
        self._numbers = set(_NUMBER.findall(known))
        self._denied = bool(_DENIES.search(known))
        self._said: list[frozenset[str]] = []
        self._open = ""
        self.ended = False

    def feed(self, text: str) -> str:
        """Take the next text; the sentences that are whole now and stay."""
        self._open += text
        shown = []
        while not self.ended and (end := self._end_of_sentence()):
            sentence, self._open = self._open[:end], self._open[end:]
            shown.append(self._kept(sentence))
        if len(self._open) > _LONGEST:
            self.ended = True
        return "".join(shown)

    def close(self) -> str:
        """What is left once the model has ended, if it stays."""
        return "" if self.ended else self._kept(self._open)

    def _end_of_sentence(self) -> int:
        """Where the first one ends; 0 if it has not."""
        marker = _MARKER.match(self._open)
        found = _END.search(self._open, marker.end() if marker else 0)
        return found.end() if found else 0

    def _kept(self, sentence: str) -> str:
        if not sentence.strip():
            return sentence if self._said else ""
        if not self._adds(sentence):
            self.ended = True
            return ""
        first = not self._said
        self._said.append(_stems(sentence))
        self.ended = len(self._said) == _MOST
        return f"\n{sentence.lstrip()}" if first else sentence

    def _adds(self, sentence: str) -> bool:
        text = _MARKER.sub("", sentence, count=1) if _MARKER.match(sentence) else sentence
        if _NO_STATEMENT.search(text) or _OF_ITSELF.search(text) or (_DENIES.search(text) and not self._denied):
            return False
        words = [token.whole for token in tokens(text)]
        told = _stems(text)
        if len(told - _TASK) < _LEAST_WORDS or len(set(words)) < _LEAST_DISTINCT * len(words):
            return False
        if len(told & self._known) < _LEAST_KNOWN * len(told) or not self._numbers.issuperset(_NUMBER.findall(text)):
            return False
        if any(len(told & each) >= _COPIED * len(told) for each in self._sentences):
            return False
        return not any(len(told & each) >= _REPEATED * min(len(told), len(each)) for each in self._said)


def _stems(text: str) -> frozenset[str]:
    return frozenset(token.whole for token in tokens(text) if token.raw not in STOP_WORDS)
