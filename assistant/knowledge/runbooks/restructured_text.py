"""reStructuredText read into sections: adorned titles, literal blocks and code directives; roles become their text."""

from __future__ import annotations

import re

from assistant.knowledge.runbooks.sections import Outline, Section, bounded

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{1,}\s*")
_DIRECTIVE = re.compile(r"( *)\.\. ([a-zA-Z][\w:+.-]{0,60})::\s*(.*)")
_CODE = frozenset({"code", "code-block", "sourcecode", "parsed-literal", "prompt", "literalinclude"})
_TOLD = frozenset(  # directives whose content is prose
    {"note", "warning", "caution", "danger", "tip", "hint", "important", "attention", "error", "admonition", "topic", "seealso"}
)
_OPTION = re.compile(r"\s*:[\w-]{1,40}:")
_ROLE = re.compile(r":[\w:+.-]{1,60}:`([^`\n<]{1,300}?)(?: <[^>`\n]{1,300}>)?`")
_LINK = re.compile(r"`([^`<\n]{1,200}?) ?<([^>`\n]{1,500})>`__?")
_LITERAL = re.compile(r"``([^`\n]{1,300})``")
_LONGEST_TITLE = 120


def sections(lines: list[str]) -> list[Section]:
    """The sections of a document, the first one without a heading."""
    return _Reader(lines).read()


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._outline = Outline()
        self._styles: list[tuple[str, bool]] = []  # of titles, in the order in which they came: the first is the outermost

    def read(self) -> list[Section]:
        at = 0
        while at < len(self._lines):
            at = self._block(at)
        self._outline.end_paragraph()
        return self._outline.sections

    def _block(self, at: int) -> int:
        line = self._lines[at]
        if self._is_title(at + 1) and _ADORNMENT.fullmatch(line) and line.rstrip() == self._lines[at + 2].rstrip():
            self._heading(line.strip()[0], at + 1, overlined=True)
            return at + 3
        if self._is_title(at):
            self._heading(self._lines[at + 1].strip()[0], at, overlined=False)
            return at + 2
        if directive := _DIRECTIVE.fullmatch(line):
            return self._directive(at, directive)
        if line.lstrip().startswith(".. "):  # a comment, a target, a footnote
            return self._end_of_indented(at + 1, len(line) - len(line.lstrip()))
        if line.rstrip().endswith("::"):
            return self._literal(at)
        for piece in bounded(_inline(line)):
            self._outline.text(piece, at + 1)
        return at + 1

    def _is_title(self, at: int) -> bool:
        """Whether a line has an adornment below that is as long as it is."""
        if at + 1 >= len(self._lines):
            return False
        text, below = self._lines[at].strip(), self._lines[at + 1].rstrip()
        if not text or len(text) > _LONGEST_TITLE or self._lines[at].startswith("  ") or _ADORNMENT.fullmatch(text):
            return False
        return bool(_ADORNMENT.fullmatch(below)) and len(below) >= min(len(text), 4)

    def _heading(self, sign: str, at: int, *, overlined: bool) -> None:
        style = (sign, overlined)
        if style not in self._styles:
            self._styles.append(style)
        self._outline.heading(self._styles.index(style) + 1, _inline(self._lines[at]), at + 1)

    def _directive(self, at: int, directive: re.Match[str]) -> int:
        name, indent = directive[2].casefold(), len(directive[1])
        end = self._end_of_indented(at + 1, indent)
        start = at + 1
        while start < end and (_OPTION.match(self._lines[start]) or not self._lines[start].strip()):
            start += 1
        if name in _CODE and start < end:
            self._outline.code(self._lines[start:end], directive[3].strip()[:40].replace("`", ""), start + 1)
        elif name in _TOLD:
            self._outline.text(_inline(f"{name.capitalize()}: {directive[3]}".strip()), at + 1)
            return start  # its content is read as prose
        return end

    def _literal(self, at: int) -> int:
        """A paragraph that ends in `::` with the indented block behind it."""
        line = self._lines[at]
        said = _inline(line.rstrip()[:-1].rstrip() if line.strip() != "::" else "")
        if said.strip(" :"):
            self._outline.text(said, at + 1)
        start = at + 1
        while start < len(self._lines) and not self._lines[start].strip():
            start += 1
        end = self._end_of_indented(start, len(line) - len(line.lstrip()))
        if start < end:
            self._outline.code(self._lines[start:end], "", start + 1)
        return max(end, at + 1)

    def _end_of_indented(self, at: int, indent: int) -> int:
        """The line behind those that are empty or indented by more."""
        while at < len(self._lines):
            line = self._lines[at]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
                break
            at += 1
        return at


def _inline(text: str) -> str:
    """Roles, links and literals as Markdown."""
    text = _ROLE.sub(lambda match: match[1], text)
    text = _LINK.sub(lambda match: f"{match[1]} ({match[2]})", text)
    return _LITERAL.sub(lambda match: f"`{match[1]}`", text)
