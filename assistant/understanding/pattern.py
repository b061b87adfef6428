"""Patterns of error signatures: regular expressions that are only tried where a word they need stands.

A text of some megabytes is searched for the words of hundreds of patterns with `str.find`, and the expressions are tried
on the lines that have them, within bounds. So the time grows with the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.understanding import slot

_BEFORE, _AFTER = 400, 600  # characters of a long line that an expression sees around its word
_STRIDE = 300
_MOST_TRIES, _MOST_COSTLY_TRIES = 20_000, 100  # lines that have the word of a pattern and do not match it
_LONGEST_WORD = 300
_GAP = ".{0,"
_SHORTEST_WORD = 3
_LETTERS = bytes(byte | 32 if chr(byte) in string.ascii_letters else 32 for byte in range(256))
_DENIED = re.compile(r"\b(?:no|0|zero|without|any)\s$", re.IGNORECASE)
_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_QUANTIFIER = re.compile(r"[*?]|\{\d*,?\d*\}")


@dataclass(frozen=True)
class LinePattern:
    """An expression that matches within one line; case does not matter.

    Attributes:
        source: the regular expression, slots expanded.
    """

    source: str

    @cached_property
    def literal(self) -> str:
        """The longest run of characters that every match has, in lower case."""
        return _literal(self.source)

    @cached_property
    def words(self) -> tuple[bytes, ...]:
        """The letters of the literal, in runs."""
        return tuple(word for word in _words(self.literal) if len(word) >= _SHORTEST_WORD)

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Compiled when the literal was found for the first time: there are hundreds."""
        return re.compile(self.source, re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Pattern:
    """One line that matches, and perhaps others near it that must match too.

    Attributes:
        within: lines between the first and each of the others, at most.
    """

    first: LinePattern
    others: tuple[LinePattern, ...] = ()
    within: int = 0

    @property
    def key(self) -> bytes:
        """Letters that a text must have, in lower case, for the pattern to match at all."""
        return max(self.first.words, key=len, default=b"")


@dataclass(frozen=True)
class Match:
    """A place where a pattern matched.

    Attributes:
        line_start: where its line begins, or on a very long line, where the part that was looked at begins.
        slots: what the named groups took.
    """

    start: int
    end: int
    line_start: int
    line_end: int
    slots: dict[str, str]


class SearchedText:
    """A text, made ready to be searched for many patterns."""

    def __init__(self, text: str) -> None:
        self.text = text
        folded = text.lower()
        # One letter (İ) becomes two in lower case: then only ASCII is folded, so that places stay the same.
        self._folded = folded if len(folded) == len(text) else re.sub("[A-Z]+", lambda match: match[0].lower(), text)
        self._vocabulary = b" ".join({word[:_LONGEST_WORD] for word in set(_words(text))})

    def has(self, key: bytes) -> bool:
        """Whether the letters stand anywhere in a row."""
        return key in self._vocabulary

    def find(self, pattern: Pattern, most: int) -> Iterator[Match]:
        """Where a pattern matches, in order, the first `most` of them."""
        if all(self.has(word) for each in (pattern.first, *pattern.others) for word in each.words):
            for match in self._lines(pattern.first, most):
                if (whole := self._with_others(pattern, match)) is not None:
                    yield whole

    def line_number(self, at: int) -> int:
        """Counted from 1."""
        return self.text.count("\n", 0, at) + 1

    def around(self, match: Match, lines: int, most: int) -> str:
        """The text some lines before and after a match, and not more characters than `most` on each side."""
        start, end = match.line_start, match.line_end
        first, last = max(0, start - most), min(len(self.text), end + most)
        for _ in range(lines):
            if start > first:
                start = max(first, self.text.rfind("\n", first, start - 1) + 1)
            if end < last:
                at = self.text.find("\n", end + 1, last)
                end = at if at >= 0 else last
        return self.text[start:end]

    def _lines(self, pattern: LinePattern, most: int) -> Iterator[Match]:
        at, tries = 0, _MOST_COSTLY_TRIES if _GAP in pattern.source else _MOST_TRIES
        while most and tries and (at := self._folded.find(pattern.literal, at)) >= 0:
            start, end = self._line(at)
            match = pattern.expression.search(self.text, start, end)
            if match and not _DENIED.search(self.text[max(0, match.start() - 9) : match.start()]):
                most -= 1
                slots = {name: value for name, value in match.groupdict().items() if value}
                yield Match(match.start(), match.end(), start, end, slots)
            else:
                tries -= 1
            at = end if end < at + _AFTER else at + _STRIDE

    def _line(self, at: int) -> tuple[int, int]:
        first = max(0, at - _BEFORE)
        start = self._folded.rfind("\n", first, at)
        end = self._folded.find("\n", at, at + _AFTER)
        return (first if start < 0 else start + 1), (end if end >= 0 else min(len(self.text), at + _AFTER))

    def _with_others(self, pattern: Pattern, match: Match) -> Match | None:
        if not pattern.others:
            return match
        near = self.around(match, pattern.within, 8000)
        slots = dict(match.slots)
        for other in pattern.others:
            found = other.expression.search(near)
            if found is None:
                return None
            slots |= {name: value for name, value in found.groupdict().items() if value}
        return Match(match.start, match.end, match.line_start, match.line_end, slots)


def read_pattern(value: str | dict[str, object]) -> Pattern:
    """A pattern of the table: an expression, or `{ all = [...], within = lines }`.

    Raises:
        ValueError: it has no word by which it could be found.
        TypeError: `all` or `within` is of another type.
    """
    if isinstance(value, str):
        return Pattern(_first(value))
    expressions, within = value["all"], value["within"]
    if not isinstance(expressions, list) or not isinstance(within, int):
        raise TypeError(f"{value}: all is a list of expressions and within a number of lines.")
    first, *others = expressions
    return Pattern(_first(first), tuple(LinePattern(slot.expand(each)) for each in others), within)


def _first(source: str) -> LinePattern:
    pattern = LinePattern(slot.expand(source))
    if len(pattern.literal) < _SHORTEST_WORD:
        raise ValueError(f"{source!r}: no three characters in a row stand in every match of it.")
    return pattern


def _words(text: str) -> list[bytes]:
    return text.encode("utf-8", "replace").translate(_LETTERS).split()


def _literal(source: str) -> str:
    """The longest run of plain characters outside of groups, sets and options."""
    runs = [""]
    at, depth = 0, 0
    while at < len(source):
        char, after = source[at], at + 1
        plain = ""
        if char == "\\":
            after = at + 2
            plain = source[at + 1] if not source[at + 1].isalnum() else ""
        elif char == "[":
            found = _SET.match(source, at)
            after = found.end() if found else after
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            raise ValueError(f"{source!r}: write alternatives as patterns of their own, or in a group.")
        elif char not in ".^$*+?{}|":
            plain = char
        option = _QUANTIFIER.match(source, after)
        if plain and depth == 0 and not option:
            runs[-1] += plain
        elif runs[-1]:
            runs.append("")
        at = option.end() if option else after
    return max(runs, key=len).lower()
