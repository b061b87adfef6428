"""Finds the fenced code blocks of Markdown while its text comes in pieces cut anywhere (CommonMark 0.31, section 4.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*(.*)", re.DOTALL)
_ITEM = re.compile(r"([-+*]|\d{1,9}[.)])(?=[ \t]|$)")
_RULE = re.compile(r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_TAB = 4
_MOST_CONTAINERS = 100  # in each other; what looks like more is text: each of them reads the rest of the line
_CODE_INDENT = 4  # columns, from which on text is indented code and no fence


@dataclass(frozen=True)
class FencedBlock:
    """A fenced code block.

    Attributes:
        info: all that follows the opening fence, such as `yaml title="web.yaml"`.
        text: its lines, each with a line feed, without the indentation and markers of what it stands in.
        line: of its first line of text, from 1.
        start: offset of its opening line in the whole text, in characters.
        end: offset after its closing line.
        closed: whether a closing fence, or the end of the list or quote around it, was seen.
    """

    info: str
    text: str
    line: int
    start: int
    end: int
    closed: bool = True


def blocks_of(text: str) -> list[FencedBlock]:
    """The blocks of a whole text."""
    splitter = FenceSplitter()
    return [*splitter.feed(text), *splitter.finish()]


class FenceSplitter:
    """Takes the pieces of one text in order."""

    def __init__(self) -> None:
        self._pending: list[str] = []  # of a line that has not ended
        self._after_return = False  # the last piece ended with a carriage return: a line feed may belong to it
        self._offset = 0
        self._line = 0
        self._containers: list[int] = []  # columns of content of list items; 0 for a block quote
        self._paragraph = False
        self._bare_item = False  # the last line opened a list item and had nothing else
        self._open: _Open | None = None

    @property
    def is_open(self) -> bool:
        """Whether the line that comes next stands in a block, or ends it."""
        return self._open is not None

    def feed(self, piece: str) -> list[FencedBlock]:
        """Take the next piece; the blocks that end in it."""
        return [block for line in self._lines(piece) for block in self._take(line)]

    def finish(self) -> list[FencedBlock]:
        """The text is over; what was still open is a block too, as CommonMark says, but not `closed`."""
        rest = "".join(self._pending)
        self._pending = []
        blocks = self._take(rest) if rest else []
        if self._open:
            blocks.append(self._open.block(self._offset, closed=False))
            self._open = None
        return blocks

    def _lines(self, piece: str) -> Iterator[str]:
        """Whole lines with their endings; a carriage return waits for what follows it."""
        if self._after_return and piece:
            self._after_return = False
            if piece[0] == "\n":
                self._pending.append("\n")
                piece = piece[1:]
            yield self._ended("")
        start = 0
        for end in re.finditer(r"\r\n?|\n", piece):
            if end.group() == "\r" and end.end() == len(piece):
                self._after_return = True
                break
            yield self._ended(piece[start : end.end()])
            start = end.end()
        if start < len(piece):
            self._pending.append(piece[start:])

    def _ended(self, tail: str) -> str:
        line = "".join(self._pending) + tail
        self._pending = []
        return line

    def _take(self, raw: str) -> list[FencedBlock]:
        start, self._offset = self._offset, self._offset + len(raw)
        self._line += 1
        line = _Line(raw.rstrip("\r\n"))
        kept = self._continued(line)
        blocks = []
        if self._open:
            if kept == len(self._containers):
                if line.closes(self._open.fence):
                    blocks.append(self._open.block(self._offset))
                    self._open = None
                else:
                    self._open.lines.append(line.rest(self._open.indent))
                return blocks
            blocks.append(self._open.block(start))  # what it stands in is over
            self._open = None
        self._outside(line, kept, start)
        return blocks

    def _continued(self, line: _Line) -> int:
        """How many of the containers this line is in; their markers and indentation are consumed."""
        for depth, width in enumerate(self._containers):
            if width:
                if line.blank and self._bare_item and depth == len(self._containers) - 1:
                    return depth  # an item begins with one blank line at most
                if line.indent < width and not line.blank:
                    return depth
                line.skip(min(width, line.indent))
            elif not line.skip_quote():
                return depth
        return len(self._containers)

    def _outside(self, line: _Line, kept: int, start: int) -> None:
        lazy = self._paragraph and kept < len(self._containers)  # may go on with the paragraph of the inner container
        containers = self._containers[:kept]
        opened = self._new_containers(line, containers, interrupts=self._paragraph and not lazy)
        self._bare_item = opened and line.blank and containers[-1] > 0
        if line.blank:
            self._containers, self._paragraph = containers, False
            return
        fence = line.fence()
        if fence:
            self._open = _Open(fence[0], fence[1], line.indent, self._line + 1, start)
        elif lazy and not opened and not line.starts_block:
            return
        self._containers = containers
        self._paragraph = (
            not fence and (line.indent < _CODE_INDENT or (self._paragraph and not opened)) and not line.starts_block
        )

    def _new_containers(self, line: _Line, containers: list[int], *, interrupts: bool) -> bool:
        opened = False
        while line.indent < _CODE_INDENT and len(containers) < _MOST_CONTAINERS:
            if line.skip_quote():
                containers.append(0)
            else:
                width = line.skip_item(interrupts=interrupts and not opened)
                if not width:
                    break
                containers.append(width)
            opened = True
        return opened


@dataclass
class _Open:
    """The block whose end has not come yet."""

    fence: str
    info: str
    indent: int
    line: int
    start: int

    def __post_init__(self) -> None:
        self.lines: list[str] = []

    def block(self, end: int, *, closed: bool = True) -> FencedBlock:
        return FencedBlock(self.info, "".join(f"{line}\n" for line in self.lines), self.line, self.start, end, closed)


class _Line:
    """What is left of a line, whose leading tabs reach to columns that are multiples of four."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._column = 0  # of the first character of the text
        self._measure()

    def _measure(self) -> None:
        body = self._text.lstrip(" \t")
        column = self._column
        for character in self._text[: len(self._text) - len(body)]:
            column += _TAB - column % _TAB if character == "\t" else 1
        self.indent = column - self._column
        self._body = body
        self.blank = not body

    @property
    def starts_block(self) -> bool:
        """It is a heading or a rule, which no paragraph takes in."""
        return self.indent < _CODE_INDENT and bool(_HEADING.match(self._body) or _RULE.match(self._body))

    def skip(self, columns: int) -> None:
        """Drop so many columns of indentation."""
        taken = 0
        while taken < columns and self._text[:1] in (" ", "\t"):
            width = _TAB - self._column % _TAB if self._text[0] == "\t" else 1
            step = min(width, columns - taken)
            self._text = " " * (width - step) + self._text[1:]
            self._column += step
            taken += step
        self._measure()

    def skip_quote(self) -> bool:
        if self.indent >= _CODE_INDENT or not self._body.startswith(">"):
            return False
        self._drop(1)
        self.skip(1)
        return True

    def skip_item(self, *, interrupts: bool) -> int:
        """Columns from the line's beginning to the content of the list item that it starts; 0 if it starts none."""
        item = _ITEM.match(self._body)
        if not item or _RULE.match(self._body):
            return 0
        marker, content = item.group(), self._body[item.end() :]
        if interrupts and (not content.strip() or marker[:-1] not in ("", "1")):
            return 0
        indent = self.indent
        self._drop(len(marker))
        gap = self.indent if not self.blank and self.indent <= _CODE_INDENT else 1
        self.skip(gap)
        return indent + len(marker) + gap

    def _drop(self, characters: int) -> None:
        self._column += self.indent + characters
        self._text = self._body[characters:]
        self._measure()

    def fence(self) -> tuple[str, str] | None:
        """The fence and the info string, if it opens a block."""
        match = _FENCE.match(self._body) if self.indent < _CODE_INDENT else None
        if not match or (match[1][0] == "`" and "`" in match[2]):
            return None
        return match[1], match[2].strip(" \t")

    def closes(self, fence: str) -> bool:
        body = self._body.rstrip(" \t")
        return self.indent < _CODE_INDENT and len(body) >= len(fence) and not body.strip(fence[0])

    def rest(self, indent: int) -> str:
        """All of it but so much indentation at the most."""
        self.skip(min(indent, self.indent))
        return self._text
