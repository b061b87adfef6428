"""The words of a command as the shell hands them over: quotes removed, escapes resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tree_sitter import Node

_ESCAPED = re.compile(r"\\(\n|.)", re.DOTALL)
_ESCAPED_IN_STRING = re.compile(r"\\([$`\"\\\n])")
_ANSI = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c(.)|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "E": "\x1b"}
_GLOB = re.compile(r"[*?\[\]{}~]")
_MOST_DEPTH = 60


@dataclass(frozen=True)
class Word:
    """One word.

    Attributes:
        text: without quotes; what only the running shell knows (variables, substitutions) stays as it is written.
        known: whether the text is all of it.
        pattern: whether the shell would expand it (globs, braces, tilde).
    """

    text: str
    known: bool = True
    pattern: bool = False


def plain(text: str) -> list[Word]:
    """The words of a text that is split at white space, without regard to quotes."""
    return [Word(each, known="$" not in each and "`" not in each) for each in text.split()]


def joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def word_of(node: Node) -> Word:
    """The word that a node of the tree stands for."""
    parts: list[str] = []
    known, pattern = _collect(node, parts, 0)
    return Word("".join(parts), known, pattern)


def _collect(node: Node, parts: list[str], depth: int) -> tuple[bool, bool]:
    kind = node.type
    text = text_of(node)
    if kind in ("word", "number", "command_name", "variable_name", "extglob_pattern", "regex", "brace_expression", "subscript"):
        if node.named_child_count and depth < _MOST_DEPTH:
            if kind == "brace_expression":
                parts.append(text)
                return True, True
            return _children(node, parts, depth)
        parts.append(_ESCAPED.sub(lambda found: "" if found[1] == "\n" else found[1], text))
        return True, bool(_GLOB.search(_ESCAPED.sub("", text)))
    if kind == "raw_string":
        parts.append(text[1:-1])
        return True, False
    if kind == "ansi_c_string":
        parts.append(unescaped(text[2:-1]))
        return True, False
    if kind in ("string", "translated_string"):
        return _string(node, parts, depth), False
    if kind == "concatenation" and depth < _MOST_DEPTH:
        return _children(node, parts, depth)
    parts.append(text)
    return kind in ("string_content", "heredoc_content"), False


def _children(node: Node, parts: list[str], depth: int) -> tuple[bool, bool]:
    known, pattern, at = True, False, node.start_byte
    whole = node.text or b""
    for child in node.children:
        gap = whole[at - node.start_byte : child.start_byte - node.start_byte].decode(errors="replace")
        parts.append(_ESCAPED.sub(lambda found: "" if found[1] == "\n" else found[1], gap))
        child_known, child_pattern = _collect(child, parts, depth + 1)
        known, pattern, at = known and child_known, pattern or child_pattern, child.end_byte
    return known, pattern


def _string(node: Node, parts: list[str], depth: int) -> bool:
    """Between double quotes; what the tree leaves out between its children is white space that belongs to the text."""
    if node.type == "translated_string":
        inner = next((child for child in node.named_children if child.type == "string"), None)
        return _string(inner, parts, depth) if inner is not None else False
    whole = node.text or b""
    known, at = True, node.start_byte + 1
    for child in node.named_children:
        parts.append(_in_string(whole[at - node.start_byte : child.start_byte - node.start_byte].decode(errors="replace")))
        if child.type == "string_content":
            parts.append(_in_string(text_of(child)))
        else:
            parts.append(text_of(child))
            known = False
        at = child.end_byte
    end = node.end_byte - (1 if whole.endswith(b'"') else 0)
    parts.append(_in_string(whole[at - node.start_byte : max(end - node.start_byte, 0)].decode(errors="replace")))
    return known


def _in_string(text: str) -> str:
    return _ESCAPED_IN_STRING.sub(lambda found: "" if found[1] == "\n" else found[1], text)


def unescaped(text: str) -> str:
    r"""Resolve the escapes of `$'...'` and of `echo -e`: `\n`, `\x41`, `\101`, `\u0041`."""

    def character(found: re.Match[str]) -> str:
        hexadecimal = found[1] or found[2] or found[3]
        if hexadecimal:
            code = int(hexadecimal, 16)
            return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "?"
        if found[4]:
            return chr(int(found[4], 8) & 0xFF)
        if found[5]:
            return ""
        return _CONTROLS.get(found[6], found[6])

    return _ANSI.sub(character, text)


def text_of(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")
