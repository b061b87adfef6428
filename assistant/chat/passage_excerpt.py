"""The beginning of a runbook's passage, as it may stand in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MOST_LINES = 24
_MOST_CHARACTERS = 1_800
_LONGEST_LINE = 400
_FENCE = re.compile(r"(`{3,})([^`]*)")
_NUMBER = re.compile(r"(`[^`]*`)|\[(\^?\d{1,3}(?:[ \t]?[,;][ \t]?\d{1,3})*)\]")
_MORE = "…"


def passage_excerpt(text: str) -> str:
    """The first blocks of a Markdown text, as many as fit; of a block of code that does not, its beginning.

    A number in brackets, which would cite a reference of the answer, is made text.

    Args:
        text: as the store keeps it: blocks between empty lines, each fence of backticks and closed.
    """
    parts: list[str] = []
    lines = characters = 0
    for block in _blocks(text.splitlines()):
        block = [line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + _MORE for line in block]  # noqa: PLW2901
        if not _FENCE.match(block[0]):
            block = [_NUMBER.sub(lambda match: match[1] or rf"\[{match[2]}\]", line) for line in block]  # noqa: PLW2901
        left = _left(block, _MOST_LINES - lines, _MOST_CHARACTERS - characters)
        if left < len(block):
            if begun := _begun(block, left):
                parts.append("\n".join(begun))
            return "\n\n".join([*parts, _MORE]) + "\n"
        parts.append("\n".join(block))
        lines += len(block)
        characters += sum(map(len, block))
    return "\n\n".join(parts) + "\n"


def _left(block: list[str], lines: int, characters: int) -> int:
    """How many of its lines fit."""
    for count, line in enumerate(block):
        characters -= len(line)
        if count >= lines or characters < 0:
            return count
    return len(block)


def _begun(block: list[str], count: int) -> list[str]:
    """The first lines of a block, nothing where they would be too few."""
    if count < 4:  # noqa: PLR2004 # a fence and a line or two tell nothing
        return []
    fence = _FENCE.fullmatch(block[0])
    return [*block[: count - 1], fence[1]] if fence else block[:count]


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Paragraphs, and blocks of code with their fences."""
    block: list[str] = []
    closing = ""
    for line in lines:
        if closing:
            block.append(line)
            if line == closing:
                yield block
                block, closing = [], ""
        elif fence := _FENCE.fullmatch(line):
            if block:
                yield block
            block, closing = [line], fence[1]
        elif line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield [*block, closing] if closing else block
