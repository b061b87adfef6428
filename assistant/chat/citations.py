"""Citations in the words of a model: those that point at what it was given stay, all others go."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.checks.fences import FenceSplitter

_LONGEST = 400  # characters that wait for the end of what may be a citation or a link
_CODE = r"(?P<code>`[^`\n]*`)"
_MARK = r"(?P<space>[ \t]?)\[\^?(?P<numbers>\d{1,3}(?:[ \t]?[,;][ \t]?\d{1,3})*)\](?![(\[:]|\.?\w)"
_LINK = r"!?\[(?P<words>[^\[\]\n]*)\]\((?P<target>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:[ \t]\"[^\"\n]*\")?\)"
_WHOLE = re.compile(f"{_CODE}|{_MARK}|{_LINK}")
_BEGUN = re.compile(r"(?:`[^`\n]*|[ \t]?!?\[[^\[\]\n]*(?:\]\.?|\]\(\S*(?:[ \t]\"[^\"\n]*)?\"?)?|[ \t]!?|!)$")
_NUMBER = re.compile(r"\d+")
_OF_A_PATH = re.compile(r"\w*[._/-]\w+$|[\])]$")  # `spec.containers[1]` is no citation


class CitationFilter:
    """Takes the pieces of one answer in order. What stands in code is left as it is.

    A citation is a number in brackets, `[2]`, for the second of the references; a link points at a place that it was
    told.
    """

    def __init__(self, references: int, is_given: Callable[[str], bool]) -> None:
        """
        Args:
            references: that were given; they are counted from 1.
            is_given: tells of the target of a link whether the model was told it.
        """
        self._references = references
        self._is_given = is_given
        self._fences = FenceSplitter()
        self._line = ""  # what came of the line that has not ended
        self._told = 0  # characters of it that were certain

    def go_on(self, begun: str) -> None:
        """Take what was said before, of which nothing comes back."""
        lines = begun.splitlines(keepends=True)
        self._line = lines.pop() if lines and not lines[-1].endswith("\n") else ""
        self._fences.feed("".join(lines))
        self._told = len(self._line)

    def feed(self, text: str) -> str:
        """Take the next text; what is certain now."""
        return "".join(map(self._take, text.splitlines(keepends=True)))

    def close(self) -> str:
        """The rest, once the model has ended."""
        return self._read(len(self._line), over=True)

    def _take(self, piece: str) -> str:
        self._line += piece
        if not piece.endswith("\n"):
            return self._read(len(self._line), over=False)
        certain = self._read(len(self._line), over=True)
        self._fences.feed(self._line)
        self._line, self._told = "", 0
        return certain

    def _read(self, end: int, *, over: bool) -> str:
        """What is certain of the line up to `end`, which may be its end."""
        start, parts = self._told, []
        if self._fences.is_open:
            self._told = end
            return self._line[start:end]
        for match in _WHOLE.finditer(self._line, start, end):
            if match["numbers"] and not over and self._line[match.end() : end] in ("", "."):
                break  # what follows decides
            parts += [self._line[start : match.start()], self._kept(match)]
            start = match.end()
        begun = None if over else _BEGUN.search(self._line, max(start, end - _LONGEST), end)
        self._told = begun.start() if begun else end
        return "".join((*parts, self._line[start : self._told]))

    def _kept(self, match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        if match["target"] is not None:
            return match[0] if self._is_given(match["target"]) else match["words"]
        if not match["space"] and _OF_A_PATH.search(self._line, max(0, match.start() - _LONGEST), match.start()):
            return match[0]
        right = [number for number in _NUMBER.findall(match["numbers"]) if 1 <= int(number) <= self._references]
        return f"{match['space']}[{', '.join(right)}]" if right else ""
