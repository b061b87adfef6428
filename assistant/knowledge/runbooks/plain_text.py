"""Plain text read into sections: underlined and capitalised lines are headings, indented ones are code."""

from __future__ import annotations

import re

from assistant.knowledge.runbooks.sections import Outline, Section, bounded

_UNDERLINE = re.compile(r"([=~*#-])\1{2,}\s*")
_LEVELS = {"=": 1, "*": 1, "#": 1, "-": 2, "~": 3}
_CAPITALS = re.compile(r"(?=.*[A-Z]{3})[A-Z0-9][A-Z0-9 &/()'.,:_-]{2,60}")
_LONGEST_TITLE = 80
_CODE = re.compile(r"(?: {4}| {1,3}\$ |\$ |# (?=[a-z./]))")
_LIST = re.compile(r"\s*(?:[-*+o] |\d{1,3}[.)] |[a-z][.)] )")


def sections(lines: list[str]) -> list[Section]:
    """The sections of a text, the first one without a heading."""
    outline = Outline()
    at = _title(lines, outline)
    while at < len(lines):
        at = _block(lines, at, outline)
    outline.end_paragraph()
    return outline.sections


def _title(lines: list[str], outline: Outline) -> int:
    """The first line is the title where it stands alone; the line behind it."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if first == len(lines) or _is_underlined(lines, first) or _UNDERLINE.fullmatch(lines[first]):
        return first
    text = lines[first].strip()
    alone = first + 1 == len(lines) or not lines[first + 1].strip()
    if alone and len(text) <= _LONGEST_TITLE and not text.endswith((".", ";")) and not _CODE.match(lines[first]):
        outline.heading(1, text, first + 1)
        return first + 1
    return first


def _block(lines: list[str], at: int, outline: Outline) -> int:
    line = lines[at]
    before_is_empty = at == 0 or not lines[at - 1].strip()
    if _UNDERLINE.fullmatch(line) and at + 2 < len(lines) and lines[at + 2].rstrip() == line.rstrip():  # above and below
        outline.heading(_LEVELS[line.strip()[0]], lines[at + 1], at + 2)
        return at + 3
    if _is_underlined(lines, at):
        outline.heading(_LEVELS[lines[at + 1].strip()[0]], line, at + 1)
        return at + 2
    if before_is_empty and _CAPITALS.fullmatch(line.rstrip()):
        outline.heading(2, line.strip().rstrip(":").capitalize() if line.isupper() else line, at + 1)
        return at + 1
    if _CODE.match(line) and not _LIST.match(line):
        end = _end_of_code(lines, at)
        prompts = any(each.lstrip().startswith("$ ") for each in lines[at:end])
        outline.code(lines[at:end], "console" if prompts else "", at + 1)
        return end
    for piece in bounded(line):
        outline.text(piece, at + 1)
    return at + 1


def _end_of_code(lines: list[str], at: int) -> int:
    """The line behind the last indented one; single empty lines between belong to it."""
    end = at + 1
    while end < len(lines):
        if _CODE.match(lines[end]):
            end += 1
        elif not lines[end].strip() and end + 1 < len(lines) and lines[end + 1].startswith("    "):
            end += 2
        else:
            break
    return end


def _is_underlined(lines: list[str], at: int) -> bool:
    text = lines[at].strip()
    if not text or len(text) > _LONGEST_TITLE or at + 1 >= len(lines) or _UNDERLINE.fullmatch(lines[at]):
        return False
    below = lines[at + 1].strip()
    return bool(_UNDERLINE.fullmatch(below)) and len(below) >= len(text) // 2 and not _LIST.match(lines[at])
