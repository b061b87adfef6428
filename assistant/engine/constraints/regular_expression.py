r"""Regular expressions of ECMA-262, as JSON Schema has them, in the syntax of the grammar library (Rust's `regex`).

Both look alike and differ in what `.`, `\s` and nested brackets mean, so every piece is written anew. What one of them
does not know, or what clients' own validators read in another way, is refused.
"""

from __future__ import annotations

import re

_DIGIT, _WORD = "0-9", "0-9A-Za-z_"
_SPACE = r"\t\n\x0B\x0C\r\x20\u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}"
_CLASSES = {"d": _DIGIT, "w": _WORD, "s": _SPACE}
_ANY = r"[^\n\r\u{2028}\u{2029}]"
_CONTROLS = {"n": 10, "r": 13, "t": 9, "f": 12, "v": 11, "0": 0}
_QUANTIFIER = re.compile(r"([*+?]|\{[0-9]+(?:,[0-9]*)?\})\??")
_PROPERTY = re.compile(r"[pP]\{[A-Za-z_]+(?:=[A-Za-z_]+)?\}")
_CODE = re.compile(
    r"x([0-9a-fA-F]{2})|u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}"
)
_GROUP = re.compile(r"\((?:\?:|\?<[A-Za-z_$][A-Za-z0-9_$]*>)?")
_MOST_CHARACTERS = 10_000
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def translate(pattern: str) -> str:
    """Write a pattern in the library's syntax.

    Raises:
        ValueError: it is wrong, or has something that is not supported; the message says what and at which character.
    """
    if len(pattern) > _MOST_CHARACTERS:
        raise ValueError(f"a pattern of more than {_MOST_CHARACTERS} characters is not supported")
    return _Translation(pattern).run()


class _Translation:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def run(self) -> str:
        pieces: list[str] = []
        depth, repeatable = 0, False
        while self._at < len(self._pattern):
            character = self._pattern[self._at]
            if quantifier := _QUANTIFIER.match(self._pattern, self._at):
                if not repeatable:
                    raise self._error("there is nothing to repeat")
                pieces.append(quantifier[1])
                self._at, repeatable = quantifier.end(), False
                continue
            repeatable = character not in "(|^$"
            if character == "(":
                depth += 1
                pieces.append(self._group())
            elif character == ")":
                depth -= 1
                if depth < 0:
                    raise self._error("this bracket closes nothing")
                pieces.append(self._take(")"))
            elif character in "|^$":
                pieces.append(self._take(character))
            elif character == "[":
                pieces.append(self._bracket())
            else:
                pieces.append(self._atom(character))
        if depth:
            raise self._error("a bracket is not closed")
        return "".join(pieces)

    def _take(self, text: str, length: int = 1) -> str:
        self._at += length
        return text

    def _group(self) -> str:
        group = _GROUP.match(self._pattern, self._at)
        if group is None or self._pattern.startswith("?", group.end()):
            raise self._error("look-around, flags and other special groups are not supported")
        return self._take("(?:", len(group[0]))

    def _atom(self, character: str) -> str:
        if character == ".":
            return self._take(_ANY)
        if character == "\\":
            found = self._escape()
            return _spelt(found) if isinstance(found, int) else found
        if character == "{" and self._pattern.startswith("{,", self._at):
            raise self._error("`{,` means different things to different validators: write {0,n} or \\{,")
        return self._take(_spelt(ord(character)))

    def _escape(self) -> int | str:
        """A character, or a class in brackets."""
        rest = self._pattern[self._at + 1 :]
        letter = rest[:1]
        if letter.lower() in _CLASSES and letter:
            negated = "^" if letter.isupper() else ""
            return self._take(f"[{negated}{_CLASSES[letter.lower()]}]", 2)
        if found := _PROPERTY.match(rest):
            return self._take(f"\\{found[0]}", 1 + len(found[0]))
        if found := _CODE.match(rest):
            self._at += 1 + len(found[0])
            return self._code(found)
        if letter in _CONTROLS and letter and not rest[1:2].isdigit():
            self._at += 2
            return _CONTROLS[letter]
        if not letter or letter.isalnum() or not letter.isascii():
            raise self._error(f"the escape \\{letter} is not supported")
        self._at += 2
        return ord(letter)

    def _code(self, found: re.Match[str]) -> int:
        byte, high, low, unit, point = found.groups()
        code = int(byte or unit or point or "0", 16)
        if high:
            code = 0x10000 + (int(high, 16) - 0xD800) * 0x400 + int(low, 16) - 0xDC00
        if code in _SURROGATES or code > _LAST_CHARACTER:
            raise self._error("this is no character")
        return code

    def _bracket(self) -> str:
        self._at += 1
        negated = self._pattern.startswith("^", self._at)
        self._at += negated
        pieces: list[str] = []
        while not self._pattern.startswith("]", self._at):
            first = self._member()
            if not isinstance(first, int):
                pieces.append(first)
            elif self._pattern.startswith("-", self._at) and not self._pattern.startswith("-]", self._at):
                self._at += 1
                last = self._member()
                if not isinstance(last, int) or last < first:
                    raise self._error("this range is wrong")
                pieces.append(f"{_spelt(first)}-{_spelt(last)}")
            else:
                pieces.append(_spelt(first))
        if not pieces:
            raise self._error("empty brackets mean different things to different validators")
        self._at += 1
        return f"[{'^' if negated else ''}{''.join(pieces)}]"

    def _member(self) -> int | str:
        if self._at >= len(self._pattern):
            raise self._error("a square bracket is not closed")
        if self._pattern[self._at] == "\\":
            if self._pattern.startswith("\\b", self._at):
                self._at += 2
                return 8
            return self._escape()
        self._at += 1
        return ord(self._pattern[self._at - 1])

    def _error(self, problem: str) -> ValueError:
        return ValueError(f"{problem} (character {self._at + 1} of the pattern)")


def _spelt(code: int) -> str:
    """One character, so that it means nothing else."""
    if code in _SURROGATES:
        raise ValueError("half of a surrogate pair is no character")
    character = chr(code)
    return character if character.isascii() and character.isalnum() else f"\\u{{{code:X}}}"
