"""Markdown read into sections: headings of both forms, fences of both kinds, front matter."""

from __future__ import annotations

import re

from assistant.knowledge.runbooks.sections import Outline, Section, bounded

_ATX = re.compile(r" {0,3}(#{1,6})(?=\s|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")
_FENCE = re.compile(r"( *(?:(?:[-*+]|\d{1,9}[.)]) +)?)(`{3,}|~{3,})(.*)")
_TITLE = re.compile(r"title:\s*[\"']?(.{1,300}?)[\"']?\s*")
_COMMENT = re.compile(r"<!--(?:(?!-->|<!--).){0,2000}-->", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,200})\]\([^)\n]{0,1000}\)")
_NO_PARAGRAPH = re.compile(r"\s*(?:[-*+] |\d{1,9}[.)] |>|\|)")
_LONGEST_FRONT_MATTER = 100  # lines


def sections(lines: list[str]) -> list[Section]:
    """The sections of a document, the first one without a heading."""
    outline = Outline()
    at = _front_matter(lines, outline)
    while at < len(lines):
        at = _block(lines, at, outline)
    outline.end_paragraph()
    return outline.sections


def shown(text: str) -> str:
    """Prose of others as it may be shown: no image is fetched from anywhere, and comments stay what they are."""
    return _IMAGE.sub(lambda match: match[1], _COMMENT.sub("", text))


def _front_matter(lines: list[str], outline: Outline) -> int:
    """Take the title out of it; the number of its lines."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for end in range(1, min(len(lines), _LONGEST_FRONT_MATTER)):
        if lines[end].rstrip() in ("---", "..."):
            titles = (_TITLE.fullmatch(line) for line in lines[1:end])
            if title := next(filter(None, titles), None):
                outline.heading(1, title[1], 1)
            return end + 1
    return 0


def _block(lines: list[str], at: int, outline: Outline) -> int:
    """Read what begins on a line; the line behind it."""
    line = lines[at]
    if fence := _FENCE.fullmatch(line):
        if fence[2][0] != "`" or "`" not in fence[3]:
            return _fence(lines, at, fence, outline)
    elif heading := _ATX.match(line):
        outline.heading(len(heading[1]), line[heading.end() :].strip().rstrip("#"), at + 1)
        return at + 1
    elif _is_underlined(lines, at):
        outline.heading(1 if "=" in lines[at + 1] else 2, line, at + 1)
        return at + 2
    for piece in bounded(line):
        outline.text(piece, at + 1)
    return at + 1


def _fence(lines: list[str], at: int, opening: re.Match[str], outline: Outline) -> int:
    end = next((i for i in range(at + 1, len(lines)) if _closes(lines[i], opening[2])), len(lines))
    info = " ".join(opening[3].split())[:40].replace("`", "")
    outline.code(lines[at + 1 : end], info, at + 2)
    return end + 1


def _closes(line: str, fence: str) -> bool:
    line = line.strip()
    return len(line) >= len(fence) and not line.strip(fence[0])


def _is_underlined(lines: list[str], at: int) -> bool:
    """Whether it is a heading of one line with a line below; a list, a table or an empty line is none."""
    if at + 1 >= len(lines) or not _UNDERLINE.fullmatch(lines[at + 1]) or not lines[at].strip():
        return False
    alone = at == 0 or not lines[at - 1].strip()
    return alone and not _NO_PARAGRAPH.match(lines[at]) and not lines[at].startswith("    ")
