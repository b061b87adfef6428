"""YAML as plain values, each with its place in the text. JSON is read by it too, which is a part of YAML.

The parser is libyaml: the tools of our field use it or its translation into Go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from assistant.checks.findings import Edit, Finding, Fix, Severity
from assistant.checks.report import NotChecked

Path = tuple[str | int, ...]

_MOST_NODES = 50_000  # with every alias in full
_MOST_LEVELS = 60
_MOST_DIGITS = 300
_WORDS = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_OLD_TRUE = frozenset("y Y yes Yes YES on On ON".split())
_OLD_FALSE = frozenset("n N no No NO off Off OFF".split())
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)$|[-+]?0[0-7_]+$|0o[0-7]+$|0x[0-9a-fA-F]+$")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$|[-+]?\.(?:inf|Inf|INF)$|\.(?:nan|NaN|NAN)$"
)
_PLACEHOLDER = re.compile(
    r"<[^<>\n]{1,200}>|\$[{(A-Za-z_]|\{\{|\b(?i:your|replace|change)[_-]|\bMY_|\[[A-Z_ -]{3,}\]|^\.\.\.$|\b[xX]{3,}\b"
)
_BLOCK_KEY = re.compile(r"[ \t]*(?:- )?[\w.-]+:(?:[ \t]|$)")
_CORE_TAG = "tag:yaml.org,2002:"
_LEFT_OUT = re.compile(r"^([ \t]*)(?:- )?(?:\.\.\.|…)[ \t]*(?=#|$)", re.MULTILINE)
_LEFT_OUT_COMMENT = re.compile(r"(?:^|\s)#[^\n]*(?:\.\.\.|…)", re.MULTILINE)


class Opaque(str):
    """A value that only another program knows: of a tag of its own, such as `!vault`, or `!reference`."""

    __slots__ = ()


@dataclass(frozen=True)
class Place:
    """Of a key or value; lines and columns count from 1, the end is not part of it."""

    line: int
    column: int
    end_line: int
    end_column: int
    written: str = ""
    plain: bool = False

    def edit(self, replacement: str) -> Edit:
        return Edit(self.line, self.column, self.end_line, self.end_column, replacement)


@dataclass
class Document:
    """One YAML document.

    Attributes:
        keys: places of keys by the path of their values.
        values: places of values by path; what an alias stands for has none of its own.
        elided: something was left out of it with dots.
    """

    value: Any = None
    line: int = 1
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    duplicates: list[Finding] = field(default_factory=list)
    elided: bool = False

    def place(self, path: Path) -> Place:
        """Of the key of that path, or of the item, or of the nearest thing around it."""
        while path:
            place = self.keys.get(path) or self.values.get(path)
            if place:
                return place
            path = path[:-1]
        return self.values.get((), Place(self.line, 1, self.line, 1))


class YamlSyntax(Exception):
    """The text is no YAML; carries the finding, and the documents before it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def read_documents(text: str, *, old_booleans: bool = False) -> list[Document]:
    """All documents that are not empty.

    Args:
        old_booleans: `yes`, `on` and their like are booleans, as in YAML 1.1; their keys are always text.

    Raises:
        YamlSyntax: where it is broken.
        NotChecked: it is nested or expanded beyond all use.
    """
    elided = bool(_LEFT_OUT.search(text) or _LEFT_OUT_COMMENT.search(text))
    if elided:
        text = _LEFT_OUT.sub(lambda match: f"{match[1]}#" if match[1] or match[0].lstrip() != "..." else match[0], text)
    builder = _Builder(old_booleans=old_booleans)
    try:
        for event in yaml.parse(text, Loader=_loader()):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise YamlSyntax(_syntax(error, text)) from None
    except yaml.reader.ReaderError as error:
        raise NotChecked(f"it holds the character U+{_code(error):04X}, which YAML does not allow") from None
    for document in builder.documents:
        document.elided = elided
    return [document for document in builder.documents if document.value is not None]


def is_placeholder(value: Any) -> bool:
    """Somebody or something puts the real value in later."""
    return isinstance(value, Opaque) or (isinstance(value, str) and bool(_PLACEHOLDER.search(value)))


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _code(error: yaml.reader.ReaderError) -> int:
    return error.character if isinstance(error.character, int) else ord(error.character)


@dataclass
class _Open:
    """A collection whose end has not come."""

    value: Any
    path: Path
    anchor: str | None
    opaque: bool
    key: str | None = None
    awaiting_key: bool = True
    merges: list[Any] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    nodes: int = 1
    start: Any = None


class _Builder:
    def __init__(self, *, old_booleans: bool) -> None:
        self.documents: list[Document] = []
        self._old_booleans = old_booleans
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}

    def take(self, event: Any) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.documents.append(Document(line=event.start_mark.line + 1))
                self._anchors = {}
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._start(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end(event)

    def _scalar(self, event: Any) -> None:
        if self._is_key():
            self._key(event, event.value)
            return
        place = _place(event)
        value = self._resolve(event)
        self.documents[-1].values[self._path()] = place
        self._add(value, 1)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            known = any(each.anchor == event.anchor for each in self._stack)
            if known:
                raise NotChecked(f"the alias *{event.anchor} stands inside of what it means")
            mark = event.start_mark
            raise YamlSyntax(_finding(mark.line + 1, mark.column + 1, f"no anchor &{event.anchor} stands before this alias"))
        value, nodes = self._anchors[event.anchor]
        if self._is_key():
            self._key(event, str(value))
        else:
            self._add(value, nodes)

    def _start(self, event: Any) -> None:
        if len(self._stack) >= _MOST_LEVELS:
            raise NotChecked(f"it is nested deeper than {_MOST_LEVELS} levels")
        if self._is_key():
            raise _complex_key(event)
        opaque = bool(event.tag) and not event.tag.startswith(_CORE_TAG)
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._stack.append(_Open(value, self._path(), event.anchor, opaque, start=event.start_mark))

    def _end(self, event: Any) -> None:
        done = self._stack.pop()
        for merged in done.merges:
            for key, value in merged.items() if isinstance(merged, dict) else ():
                done.value.setdefault(key, value)
        value = Opaque() if done.opaque else done.value
        start, end = done.start, event.end_mark
        self.documents[-1].values[done.path] = Place(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if done.anchor:
            self._anchors[done.anchor] = (value, done.nodes)
        self._add(value, done.nodes)

    def _is_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._stack[-1].awaiting_key

    def _key(self, event: Any, key: str) -> None:
        here = self._stack[-1]
        here.key, here.awaiting_key = key, False
        place = _place(event)
        before = here.seen.get(key)
        if before is not None and key != "<<":
            message = f"the key {key!r} stands on line {before} already: one of the two is lost"
            self.documents[-1].duplicates.append(_finding(place.line, place.column, message, "yaml-duplicate-key"))
        here.seen.setdefault(key, place.line)
        self.documents[-1].keys[(*here.path, key)] = place

    def _path(self) -> Path:
        if not self._stack:
            return ()
        here = self._stack[-1]
        return (*here.path, here.key or "" if isinstance(here.value, dict) else len(here.value))

    def _add(self, value: Any, nodes: int) -> None:
        if not self._stack:
            self.documents[-1].value = value
            return
        here = self._stack[-1]
        here.nodes += nodes
        if here.nodes > _MOST_NODES:
            raise NotChecked(f"its aliases expand to more than {_MOST_NODES} values")
        if isinstance(here.value, list):
            here.value.append(value)
            return
        here.awaiting_key = True
        if here.key == "<<":
            here.merges += value if isinstance(value, list) else [value]
        else:
            here.value[here.key] = value

    def _resolve(self, event: Any) -> Any:
        text = event.value
        tag = event.tag
        if tag and tag != "!" and not tag.startswith(_CORE_TAG):
            return Opaque(text)
        if (not event.implicit[0] and not tag) or tag in ("!", f"{_CORE_TAG}str", f"{_CORE_TAG}binary"):
            return text
        return self._plain(text)

    def _plain(self, text: str) -> Any:
        if text in _WORDS:
            return _WORDS[text]
        if self._old_booleans and text in _OLD_TRUE | _OLD_FALSE:
            return text in _OLD_TRUE
        return _number(text) if len(text) <= _MOST_DIGITS else text


def _number(text: str) -> int | float | str:
    digits = text.replace("_", "")
    if _INTEGER.match(text):
        signless = digits.lstrip("+-")
        octal = len(signless) > 1 and signless[0] == "0" and signless.isdigit()
        return int(digits, 8) if octal else int(digits, 0)
    if _FLOAT.match(text):
        return float(re.sub(r"\.(inf|nan)$", r"\1", digits.lower()))
    return text


def _place(event: Any) -> Place:
    start, end = event.start_mark, event.end_mark
    written = event.value if isinstance(event, yaml.ScalarEvent) else ""
    plain = isinstance(event, yaml.ScalarEvent) and event.style in (None, "")
    return Place(start.line + 1, start.column + 1, end.line + 1, end.column + 1, written, plain)


def _complex_key(event: Any) -> YamlSyntax:
    mark = event.start_mark
    message = "a mapping or list stands where a key is expected; quote the text if it shall begin with a brace or bracket"
    return YamlSyntax(_finding(mark.line + 1, mark.column + 1, message))


def _finding(line: int, column: int, message: str, rule: str = "yaml-syntax", fix: Fix | None = None) -> Finding:
    return Finding(line, message, rule, "yaml", Severity.ERROR, column, fix)


_MESSAGES = (  # what libyaml says, what it means to a person, whether the place is where the thing began
    ("mapping values are not allowed", "a key cannot stand here: look at the indentation, or quote text with ': '", False),
    ("could not find expected ':'", "a colon is missing after this key, or this text belongs to the line before", True),
    ("found unexpected end of stream", "a quote that opens here is never closed", True),
    ("found unexpected document indicator", "a quote that opens here is never closed", True),
    ("did not find expected ',' or ']'", "a list in brackets is not closed, or a comma is missing", False),
    ("did not find expected ',' or '}'", "a mapping in braces is not closed, or a comma is missing", False),
    ("did not find expected '-' indicator", "this does not belong to the list above: look at the indentation", False),
    ("did not find expected key", "this is no key of the mapping above: look at the indentation and the quotes", False),
    ("block sequence entries are not allowed", "a list item cannot stand here: look at the indentation", False),
    ("found undefined tag handle", "text that begins with ! is a tag: quote it", False),
    ("found unknown escape character", "this escape is unknown in double quotes: use single quotes", False),
    ("did not find expected alphabetic or numeric", "text that begins with * or & is an alias or anchor: quote it", True),
)  # fmt: skip


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Finding:
    problem = error.problem or "it is no YAML"
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    if "cannot start any token" in problem and mark:
        return _bad_start(mark, lines)
    told, at_start = next(((told, start) for part, told, start in _MESSAGES if part in problem), (problem, False))
    if at_start and error.context_mark:
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    tab = next(_indenting_tabs(lines, line), None)
    if tab:
        return tab
    opened = error.context_mark
    if "expected ','" in problem and opened and line == opened.line + 2 and _BLOCK_KEY.match(lines[line - 1]):
        line, column = opened.line + 1, opened.column + 1  # the next key shows that the bracket should have been closed
    while line > 1 and (line > len(lines) or not lines[line - 1].strip()):
        line, column = line - 1, 1  # the end of the text is nobody's fault
    return _finding(line, column, told)


def _bad_start(mark: Any, lines: list[str]) -> Finding:
    line = lines[mark.line] if mark.line < len(lines) else ""
    character = line[mark.column : mark.column + 1]
    tab = next(_indenting_tabs(lines, mark.line + 1), None)
    if character == "\t" and tab:
        return tab
    return _finding(mark.line + 1, mark.column + 1, f"text cannot begin with {character!r}: quote it")


def _indenting_tabs(lines: list[str], number: int) -> Iterator[Finding]:
    """The first tab that indents a line, near where the parser stopped."""
    edits = []
    for at, line in enumerate(lines, 1):
        lead = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in lead and line.strip():
            edits.append(Edit(at, 1, at, len(lead) + 1, lead.replace("\t", "  ")))
    near = [edit.line for edit in edits if number - 1 <= edit.line <= number + 1]
    if near:
        fix = Fix(tuple(edits), "spaces for the tabs")
        yield _finding(near[0], 1, "a tab indents this line: YAML takes spaces alone", "yaml-tab", fix)


def syntax_findings(documents: list[Document]) -> list[Finding]:
    """What any YAML reader should say of documents that it could read."""
    return [finding for document in documents for finding in document.duplicates]
