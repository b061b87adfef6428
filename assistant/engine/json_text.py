"""JSON as text that comes in pieces: where a value ends, and how the members of an object are spelt."""

from __future__ import annotations

import json
import re

SPACE = " \t\r\n"
_BETWEEN = re.compile(f"[{SPACE}]*")
_DECODER = json.JSONDecoder(strict=False)


class JsonValue:
    """Tells where a JSON value that comes in pieces ends.

    Attributes:
        begun: whether any of it has come.
        complete: whether it has ended.
    """

    def __init__(self) -> None:
        self.begun = self.complete = False
        self._depth = 0
        self._in_string = self._escaped = False

    def push(self, text: str) -> int:
        """How many characters of `text` belong to the value."""
        for index, character in enumerate(text):
            if self._in_string:
                self._in_string = self._escaped or character != '"'
                self._escaped = character == "\\" and not self._escaped
            elif character == '"':
                self._in_string = True
            elif character in "{[":
                self._depth += 1
            elif character in "]}":
                self._depth -= 1
            if self._depth < 0 or (not self._depth and not self._in_string and character in ", \n\t\r"):
                self.complete = True  # a number or a word ends where something else begins
                return index
            self.begun = True
            if not self._depth and not self._in_string and character in '}]"':
                self.complete = True
                return index + 1
        return len(text)


def members(text: str) -> dict[str, str]:
    """The members of a JSON object, each value as it is spelt.

    So a value stays what was written: numbers of any length, and escapes of half a surrogate pair, which no text holds.

    Raises:
        ValueError: the text is something else, or nested deeper than Python's reader goes.
    """
    found: dict[str, str] = {}
    at = _after("{", text, 0)
    if text[at : at + 1] == "}":
        return found
    try:
        while True:
            if text[at : at + 1] != '"':
                raise ValueError("a name is missing")
            key, at = _DECODER.raw_decode(text, at)
            begin = _after(":", text, at)
            _, at = _DECODER.raw_decode(text, begin)
            found[key] = text[begin:at]
            if text[_space(text, at) :][:1] == "}":
                return found
            at = _after(",", text, at)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _after(mark: str, text: str, at: int) -> int:
    """Where the next value begins behind a mark that has to come now."""
    at = _space(text, at)
    if text[at : at + 1] != mark:
        raise ValueError(f"{mark} is missing")
    return _space(text, at + 1)


def _space(text: str, at: int) -> int:
    """Where the white space that begins at a place ends."""
    match = _BETWEEN.match(text, at)
    return match.end() if match else at
