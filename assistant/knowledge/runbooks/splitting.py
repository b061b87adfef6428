"""A document cut into passages: at its headings, bounded in size, no block of code torn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from assistant.knowledge.runbooks import markdown, plain_text, restructured_text
from assistant.knowledge.runbooks.sections import Block, Section, fenced, lines_of

READERS = {
    **dict.fromkeys((".md", ".markdown", ".mdown"), markdown.sections),
    **dict.fromkeys((".txt", ".text"), plain_text.sections),
    **dict.fromkeys((".rst", ".rest"), restructured_text.sections),
}
"""By the ending of a file's name, in lower case."""

MOST_PASSAGES = 2_000  # of one file
_USUAL = 1_600  # characters of a passage; a block of code that is longer stays whole
_LONGEST_CODE = 12_000  # characters; a longer one is cut between lines
_INLINE_CODE = re.compile(r"`([^`\n]{1,300})`")
_NO_SLUG = re.compile(r"[^\w\- ]")
_LEFT_OUT = re.compile(r"[\s_-]+")
_PATH_SEPARATORS = re.compile(r"[/\\._-]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One passage of a document.

    Attributes:
        key: its name within the file: the heading as a link would name it; empty for what stands before the first heading.
        title: the headings above it, the outermost first.
        text: Markdown.
        line: in the file, from 1.
        phrases: what may be asked for it.
        commands: code of blocks and between backticks.
        prose: everything else.
    """

    key: str
    title: str
    text: str
    line: int
    phrases: tuple[str, ...]
    commands: str
    prose: str


def split(text: str, path: PurePosixPath) -> list[Piece]:
    """The passages of a document, in its order.

    Args:
        path: in its folder; the ending tells the form.
    """
    sections = READERS[path.suffix.lower()](lines_of(text))
    name = _LEFT_OUT.sub(" ", path.stem).strip() or path.name
    title = next((section.headings[0] for section in sections if section.headings), name)
    words = _PATH_SEPARATORS.sub(" ", str(path.with_suffix("")))
    pieces: list[Piece] = []
    keys: dict[str, int] = {}
    for section in sections:
        key = _unique(_slug(section.headings[-1]) if section.headings else "", keys)
        for number, blocks in enumerate(_bounded(section.blocks), 1):
            numbered = key if number == 1 else f"{key}~{number}"
            pieces.append(_piece(numbered, section, blocks, title, words, first=number == 1))
            if len(pieces) >= MOST_PASSAGES:
                return pieces
    return pieces


def _piece(key: str, section: Section, blocks: Sequence[Block], title: str, words: str, *, first: bool) -> Piece:
    headings = section.headings or (title,)
    leaf = headings[-1]
    phrases = (leaf, f"{title} {leaf}" if leaf != title else f"{title} {words}", " ".join((words, *headings)))
    prose = [markdown.shown(block.text) for block in blocks if not block.code]
    code = [block.text for block in blocks if block.code]
    inline = [match for text in prose for match in _INLINE_CODE.findall(text)]
    shown = (block.text if block.code else markdown.shown(block.text) for block in blocks)
    return Piece(
        key,
        " > ".join(headings if headings[0] == title else (title, *headings)),
        "\n\n".join(filter(None, shown)) + "\n",
        section.line if first and section.headings else blocks[0].line,
        tuple(dict.fromkeys(phrases)),
        "\n".join((*code, *inline)),
        "\n".join(prose),
    )


def _bounded(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks in groups of the usual size; code stays with the words before it where that is possible."""
    group: list[Block] = []
    size = 0
    for block in chain.from_iterable(map(_parts, blocks)):
        introduced = block.code and len(group) == 1 and not group[0].code
        if group and size + len(block.text) > _USUAL and not introduced:
            keep = [group.pop()] if block.code and not group[-1].code and len(group) > 1 else []
            yield group
            group, size = keep, sum(len(each.text) for each in keep)
        group.append(block)
        size += len(block.text)
    if group:
        yield group


def _parts(block: Block) -> Iterator[Block]:
    """A block, or pieces of one that is too long, cut between lines."""
    longest = _LONGEST_CODE if block.code else _USUAL
    if len(block.text) <= longest:
        yield block
        return
    lines = block.text.split("\n")
    info = ""
    if block.code:
        info = lines[0].lstrip("`")
        lines = lines[1:-1]
    start, size = 0, 0
    for at, line in enumerate([*lines, None]):
        if line is None or (at > start and size + len(line) > longest):
            text = "\n".join(lines[start:at])
            yield Block(block.line + start, fenced(text, info) if block.code else text, block.code)
            start, size = at, 0
        size += len(line or "") + 1


def _slug(heading: str) -> str:
    """As the hosts of Markdown make links to a heading."""
    return re.sub(r"\s", "-", _NO_SLUG.sub("", heading.casefold()).strip())[:80] or "section"


def _unique(slug: str, seen: dict[str, int]) -> str:
    """A heading that comes again has a number behind it."""
    count = seen.get(slug, 0)
    seen[slug] = count + 1
    name = slug if not count else f"{slug}-{count}"
    if count and name in seen:
        return _unique(name, seen)
    seen.setdefault(name, 1)
    return name
