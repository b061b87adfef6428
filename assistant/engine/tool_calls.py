"""Finds the calls of functions in an answer while it comes."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.engine.stop_strings import overlap
from assistant.model.tool_format import ToolFormat

_SPACE = " \t\r\n"
_BETWEEN_BARE_CALLS = _SPACE + ";,"


@dataclass(frozen=True)
class CallPiece:
    """More of a call.

    Attributes:
        call: its number in the answer.
        arguments: text that goes on where that of the last piece ended.
        name: only in the first piece of a call.
    """

    call: int
    arguments: str
    name: str | None = None


class ToolCallParser:
    """Parts an answer into text and calls; what looks like a call and is none is text.

    The arguments of a call are passed on as they come, once its name is known.

    Attributes:
        calls: how many were begun.
    """

    def __init__(self, form: ToolFormat, names: Collection[str]) -> None:
        """
        Args:
            names: of the functions that may be called.
        """
        self._form = form
        self._names = names
        string = r'("(?:[^"\\]|\\.)*")'
        self._head = re.compile(rf'\s*\{{\s*"{form.name_key}"\s*:\s*{string}\s*,\s*"{form.arguments_key}"\s*:\s*', re.DOTALL)
        self._first_key = re.compile(rf"\s*\{{\s*{string}", re.DOTALL)
        self._held = ""
        self._fresh = True  # nothing but white space came since the beginning or since the last call
        self._state = self._read_text
        self._value = JsonValue()
        self.calls = 0

    def push(self, text: str) -> tuple[str, list[CallPiece]]:
        """Take the next text and give what is certain now: text of the answer, and pieces of calls."""
        self._held += text
        shown = ""
        pieces: list[CallPiece] = []
        state = None
        while self._held and state != self._state:
            state = self._state
            more, found = state()
            shown += more
            pieces += found
        return shown, pieces

    def finish(self) -> str:
        """The text that was held back and turned out to belong to no call."""
        if self._state == self._read_text:
            held = self._held if self._held.strip() or not self.calls else ""
        else:
            held = self._form.begin + self._held if self._state == self._read_head else ""
        self._held = ""
        return held

    def _read_text(self) -> tuple[str, list[CallPiece]]:
        if not self._form.begin:
            return self._read_text_of_bare_calls(), []
        before, found, after = self._held.partition(self._form.begin)
        if found:
            self._held, self._state = after, self._read_head
            return ("" if self._fresh and not before.strip() else before), []
        keep = overlap(self._held, self._form.begin)
        if self._fresh and not self._held[: len(self._held) - keep].strip():
            return "", []  # white space is shown only in front of text
        return self._show(len(self._held) - keep), []

    def _read_text_of_bare_calls(self) -> str:
        """The same where nothing but its brace begins a call: such a call stands in front of all text."""
        bare = self._held.lstrip(_BETWEEN_BARE_CALLS if self.calls else _SPACE)
        if not self._fresh:
            return self._show(len(self._held))
        if bare.startswith("{"):
            self._held, self._state = bare, self._read_head
            return ""
        return self._show(len(self._held)) if bare else ""

    def _show(self, count: int) -> str:
        text, self._held = self._held[:count], self._held[count:]
        self._fresh = self._fresh and not text
        return text

    def _read_head(self) -> tuple[str, list[CallPiece]]:
        """Up to the arguments; where they stand in front of the name, to the end of the call."""
        head = self._head.match(self._held)
        if head and (name := json.loads(head[1], strict=False)) in self._names:
            self._held, self._state, self._value = self._held[head.end() :], self._read_arguments, JsonValue()
            self.calls += 1
            return "", [CallPiece(self.calls - 1, "", name)]
        call, end = self._whole_call()
        if call:
            self.calls += 1
            self._held, self._state = self._held[end:], self._read_tail
            return "", [CallPiece(self.calls - 1, call[1], call[0])]
        return (self._give_back() if self._is_no_call(whole=end > 0) else ""), []

    def _whole_call(self) -> tuple[tuple[str, str] | None, int]:
        """Name and arguments of a call whose keys come in another order, and where its object ends; 0 where it does not."""
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(self._held.lstrip(_SPACE))
        except ValueError:
            return None, 0
        end += len(self._held) - len(self._held.lstrip(_SPACE))
        if isinstance(value, dict) and value.get(self._form.name_key) in self._names:
            arguments = value.get(self._form.arguments_key, {})
            return (value[self._form.name_key], json.dumps(arguments, ensure_ascii=False)), end - 1  # the tail has the brace
        return None, end

    def _is_no_call(self, *, whole: bool) -> bool:
        if whole:
            return True
        if self._form.end.strip():
            return self._form.end.strip() in self._held
        first = self._first_key.match(self._held)
        return first is not None and first[1] not in (f'"{self._form.name_key}"', f'"{self._form.arguments_key}"', '"type"')

    def _give_back(self) -> str:
        self._state, self._fresh = self._read_text, False
        text, self._held = self._form.begin + self._held, ""
        return text

    def _read_arguments(self) -> tuple[str, list[CallPiece]]:
        if not self._value.begun:
            self._held = self._held.lstrip(_SPACE)
        count = self._value.push(self._held)
        arguments, self._held = self._held[:count], self._held[count:]
        if self._value.complete:
            self._state = self._read_tail
        return "", [CallPiece(self.calls - 1, arguments)] if arguments else []

    def _read_tail(self) -> tuple[str, list[CallPiece]]:
        """What is left of a call after its arguments, which is nothing that anybody needs."""
        _, found, after = self._held.partition(self._form.end.strip() or "}")
        if found:
            self._held, self._state, self._fresh = after, self._read_text, True
        return "", []


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
