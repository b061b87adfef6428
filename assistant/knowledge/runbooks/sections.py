"""A document as search needs it: its sections by their headings, and in each the paragraphs and the code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_LONGEST_LINE = 2_000  # characters; what follows is cut into lines of its own
_LONGEST_HEADING = 160
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ESCAPES = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")  # colours of a terminal
_FORMATTING = re.compile(r"[*`]+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|\[([^\[\]\n]{1,200})\]\([^)\n]{0,500}\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list, a table, or one block of code.

    Attributes:
        line: of its first line in the file, from 1.
        text: Markdown; of code with its fence.
    """

    line: int
    text: str
    code: bool = False


@dataclass(slots=True)
class Section:
    """What stands below one heading, up to the next.

    Attributes:
        headings: the heading and those above it, the outermost first; none before the first heading.
        line: of the heading.
    """

    headings: tuple[str, ...]
    line: int
    blocks: list[Block] = field(default_factory=list)


class Outline:
    """Gathers the sections of a document while it is read."""

    def __init__(self) -> None:
        self.sections = [Section((), 1)]
        self._open: list[tuple[int, str]] = []  # level and text of the headings that the next line stands below
        self._paragraph: list[str] = []
        self._paragraph_line = 1

    def heading(self, level: int, text: str, line: int) -> None:
        """
        Args:
            level: 1 for the outermost.
        """
        self.end_paragraph()
        text = plain_heading(text)
        if not text:
            return
        self._open = [each for each in self._open if each[0] < level] + [(level, text)]
        self.sections.append(Section(tuple(each for _, each in self._open), line))

    def text(self, text: str, line: int) -> None:
        """A line of prose; an empty one ends the paragraph."""
        if not text.strip():
            self.end_paragraph()
            return
        if not self._paragraph:
            self._paragraph_line = line
        self._paragraph.append(text.rstrip())

    def code(self, lines: Iterable[str], info: str, line: int) -> None:
        """A block of code, without its fence.

        Args:
            info: what stands behind the fence.
            line: of the first line of the code itself.
        """
        self.end_paragraph()
        text = dedented(lines)
        if text:
            self.sections[-1].blocks.append(Block(line, fenced(text, info), code=True))

    def end_paragraph(self) -> None:
        if self._paragraph:
            self.sections[-1].blocks.append(Block(self._paragraph_line, "\n".join(self._paragraph)))
            self._paragraph = []


def lines_of(text: str) -> list[str]:
    """The lines of a text without what only a terminal understands; none is longer than a limit."""
    text = _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [_CONTROL.sub("", line).expandtabs(4) for line in text.split("\n")]


def bounded(line: str) -> list[str]:
    """A line, or the pieces of one that is too long."""
    return [line[start : start + _LONGEST_LINE] for start in range(0, len(line), _LONGEST_LINE)] or [""]


def plain_heading(text: str) -> str:
    """A heading without emphasis, code and links."""
    text = _FORMATTING.sub(lambda match: match[1] or "", text[: 2 * _LONGEST_HEADING])
    return " ".join(text.split())[:_LONGEST_HEADING].strip()


def dedented(lines: Iterable[str]) -> str:
    """Without the indent that all lines share, and without empty lines at both ends."""
    kept = [piece.rstrip() for line in lines for piece in bounded(line)]
    while kept and not kept[0]:
        kept.pop(0)
    while kept and not kept[-1]:
        kept.pop()
    indent = min((len(line) - len(line.lstrip(" ")) for line in kept if line), default=0)
    return "\n".join(line[indent:] for line in kept)


def fenced(text: str, info: str = "") -> str:
    """A code block whose fence is longer than any in it."""
    fence = "`" * (1 + max(map(len, re.findall("`{2,}", text)), default=2))
    return f"{fence}{info}\n{text}\n{fence}"
