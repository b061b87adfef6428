"""The commands of a shell script as words, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tree_sitter import Node

from assistant.checks.commands.line import Token, Unknown
from assistant.checks.commands.reading import Reader
from assistant.checks.risk.syntax import parse
from assistant.checks.risk.words import text_of, word_of

_MOST_COMMANDS = 500
_MOST_INSIDE = 50
_MOST_FOUND = 60
_WORDS = frozenset(
    "word number string raw_string ansi_c_string translated_string concatenation simple_expansion expansion"
    " command_substitution process_substitution brace_expression arithmetic_expansion regex extglob_pattern"
    " command_name".split()
)


@dataclass(frozen=True)
class Place:
    """Where a word stands: line and columns from 1, in characters, the end excluded.

    Attributes:
        plain: the word is written without quotes and escapes.
    """

    line: int
    column: int
    end: int
    plain: bool


@dataclass(frozen=True)
class Found:
    """A word that no tool has, and where; the place is that of the whole script inside which it stands, if it does."""

    unknown: Unknown
    place: Place
    exact: bool


def unknown_words(script: str) -> list[Found]:
    """All sub-commands and flags of a script that their tools do not have; none where it cannot be parsed."""
    found: list[Found] = []
    waiting: list[tuple[str, Place | None]] = [(script, None)]
    for text, outer in waiting:
        source = text.encode(errors="replace")
        root = parse(source)
        if root is None:
            continue
        lines = source.split(b"\n")
        defined = _defined(root)
        for number, node in enumerate(_commands(root)):
            if number >= _MOST_COMMANDS or len(found) >= _MOST_FOUND:
                break
            nodes, words = _words(node)
            if not words or words[0].text in defined:
                continue
            reader = Reader()
            places = [_place(each, lines) for each in nodes]
            for unknown in islice(reader.read(words), _MOST_FOUND - len(found)):
                if _is_own(unknown, defined):
                    continue
                at = unknown.token.place
                exact = outer is None
                found.append(Found(unknown, outer or places[at], exact))
            for inner in reader.scripts:
                if len(waiting) <= _MOST_INSIDE:
                    waiting.append((inner.text, outer or places[inner.place]))
    return found


def _is_own(unknown: Unknown, defined: frozenset[str]) -> bool:
    """Whether the script itself makes it: `git config alias.undo ...`."""
    return not unknown.flag and f"alias.{unknown.token.text}" in defined


def _defined(root: Node) -> frozenset[str]:
    """Functions of the script, its aliases, and those it gives to git."""
    names = set()
    for node in _nodes(root):
        if node.type == "function_definition":
            name = node.child_by_field_name("name")
            names.add(text_of(name) if name else "")
        elif node.type == "command":
            texts = [word_of(child).text for child in node.children if child.type in _WORDS]
            if texts[:1] == ["alias"]:
                names |= {text.partition("=")[0] for text in texts[1:]}
            names |= {text.partition("=")[0] for text in texts if text.startswith("alias.")}
    return frozenset(names)


def _commands(root: Node) -> Iterator[Node]:
    return (node for node in _nodes(root) if node.type == "command")


def _nodes(root: Node) -> Iterator[Node]:
    """All nodes, but none inside what could not be read."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or (node.type == "command" and node.has_error):
            continue
        yield node
        waiting += reversed(node.children)


def _words(node: Node) -> tuple[list[Node], list[Token]]:
    nodes: list[Node] = []
    words: list[Token] = []
    for child in node.children:
        if child.type in _WORDS:
            word = word_of(child)
            words.append(Token(word.text, word.known and not (word.pattern and child.text != word.text.encode()), len(nodes)))
            nodes.append(child)
        elif not child.is_named and child.type not in ("\n", ";"):
            words.append(Token(text_of(child), place=len(nodes)))
            nodes.append(child)
    return nodes, words


def _place(node: Node, lines: list[bytes]) -> Place:
    start, end = node.start_point, node.end_point
    line = lines[start.row] if start.row < len(lines) else b""
    column = len(line[: start.column].decode(errors="replace")) + 1
    last = len(line[: end.column].decode(errors="replace")) + 1
    text = text_of(node)
    return Place(start.row + 1, column, last, start.row == end.row and not set(text) & set("\"'\\$`{"))
