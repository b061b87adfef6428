"""Finds the calls of functions in an answer while it comes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from typing import TypeAlias

from assistant.engine import bare_calls
from assistant.engine.completion import ToolCallPiece, new_call_id
from assistant.engine.json_text import SPACE, JsonValue, members
from assistant.engine.stop_strings import overlap
from assistant.model.detokenizer import without_marks
from assistant.model.tool_format import ToolFormat

Found: TypeAlias = list[str | ToolCallPiece]

_BETWEEN_BARE_CALLS = SPACE + ";,"


class ToolCallParser:
    """Parts an answer into text and calls; what looks like a call and is none is text.

    A call is a JSON object with the name of a known function and an object of arguments, which are passed on as they come
    once the name is known.

    Attributes:
        calls: how many were begun.
        complete: whether all arguments of the last call came.
    """

    def __init__(
        self,
        form: ToolFormat,
        names: Collection[str],
        *,
        demanded: bool = False,
        judge: Callable[[str], bool] | None = None,
    ) -> None:
        """
        Args:
            form: with marks for its control tokens, see `Tokenizer.marked`; none of them is ever shown.
            names: of the functions that may be called.
            demanded: whether the answer is nothing but calls; where it is cut off, what is no call yet is no text either.
            judge: tells of an object that could be a call whether it is one, where the answer may be such an object too;
                calls then come whole.
        """
        self._form = form
        self._names = names
        self._demanded = demanded
        self._judge = judge
        string = r'("(?:[^"\\]|\\.)*")'
        typed = r'(?:"type"\s*:\s*"function"\s*,\s*)?'
        head = rf'\s*\{{\s*{typed}"{form.name_key}"\s*:\s*{string}\s*,\s*"{form.arguments_key}"\s*:\s*(?=\{{)'
        self._head = re.compile(head, re.DOTALL)
        self._opening = re.compile("" if form.begin else "|".join(bare_calls.openings(form, names)), re.DOTALL)
        self._first_key = re.compile(rf"\s*\{{\s*{string}", re.DOTALL)
        self._held = ""
        self._fresh = True  # nothing but white space came since the beginning or since the last call
        self._state = self._read_text
        self._value = JsonValue()
        self._read = 0  # how much of what is held was looked at for the end of an object
        self.calls = 0
        self.complete = False

    def push(self, text: str) -> Found:
        """Take the next text and give what is certain now, in its order: text of the answer, and pieces of calls."""
        self._held += text
        found: Found = []
        state = None
        while self._held and state != self._state:
            state = self._state
            found += state()
        return [part if isinstance(part, ToolCallPiece) else without_marks(part) for part in found]

    def finish(self) -> str:
        """The text that was held back and turned out to belong to no call."""
        held, self._held = self._held, ""
        if self._demanded or (self.calls and not held.strip()):
            return ""
        begun = self._state != self._read_text and (self._form.begin or self._state != self._read_head)
        return "" if begun else without_marks(held)

    def _read_text(self) -> Found:
        if not self._form.begin:
            return self._read_text_of_bare_calls()
        before, found, after = self._held.partition(self._form.begin)
        if found:
            self._held = after
            self._begin_call()
            return [] if self._fresh and not before.strip() else [before]
        keep = overlap(self._held, self._form.begin)
        if self._fresh and not self._held[: len(self._held) - keep].strip():
            return []  # white space is shown only in front of text
        return self._show(len(self._held) - keep)

    def _read_text_of_bare_calls(self) -> Found:
        """The same where nothing but its brace begins a call: such a call stands in front of all text."""
        bare = self._held.lstrip(_BETWEEN_BARE_CALLS if self.calls else SPACE)
        if not self._fresh:
            return self._show(len(self._held))
        if bare.startswith("{"):
            self._held = bare if self.calls else self._held
            self._begin_call()
            return []
        return self._show(len(self._held)) if bare else []

    def _show(self, count: int) -> Found:
        text, self._held = self._held[:count], self._held[count:]
        self._fresh = self._fresh and not text
        return [text] if text else []

    def _begin_call(self) -> None:
        self._state, self._value, self._read = self._read_head, JsonValue(), 0

    def _read_head(self) -> Found:
        """Up to the arguments; where they stand in front of the name, to the end of the call."""
        head = self._head.match(self._held) if not self._judge and self._opening.match(self._held) else None
        if head and (name := _text_of(head[1])) in self._names:
            self._held, self._state, self._value = self._held[head.end() :], self._read_arguments, JsonValue()
            return self._call(name)
        if not self._value.begun:
            self._read = len(self._held) - len(self._held.lstrip(SPACE))
        self._read += self._value.push(self._held[self._read :])
        if self._is_no_call():
            return self._give_back()
        if not self._value.complete:
            return []
        call = self._whole_call(self._held[: self._read])
        if call is None:
            return self._give_back()
        self._held, self._state = self._held[self._read - 1 :], self._read_tail  # the tail has the brace
        return self._call(*call)

    def _call(self, name: str, arguments: str = "") -> Found:
        self.calls += 1
        self.complete = bool(arguments)
        return [ToolCallPiece(self.calls - 1, arguments, new_call_id(), name)]

    def _is_no_call(self) -> bool:
        """Whether that is certain before the object is complete."""
        begin = self._held.lstrip(SPACE)[:1]
        if begin not in ("", "{"):
            return True
        if end := self._form.end.strip():
            return end in self._held[: self._read]
        first = self._first_key.match(self._held)
        return first is not None and first[1] not in (f'"{self._form.name_key}"', f'"{self._form.arguments_key}"', '"type"')

    def _whole_call(self, text: str) -> tuple[str, str] | None:
        """Name and arguments of a call, whatever the order of its keys; None where it is none."""
        try:
            found = members(text)
        except ValueError:
            return None
        if not self._opening.match(text):
            return None  # as an answer's constraint sees it
        name, arguments = found.get(self._form.name_key, ""), found.get(self._form.arguments_key, "")
        if not name.startswith('"') or not arguments.startswith("{") or (self._judge and not self._judge(text)):
            return None
        name = _text_of(name)
        return (name, without_marks(arguments)) if name in self._names else None

    def _give_back(self) -> Found:
        self._state, self._fresh = self._read_text, False
        text, self._held = self._form.begin + self._held, ""
        return [text]

    def _read_arguments(self) -> Found:
        count = self._value.push(self._held)
        arguments, self._held = without_marks(self._held[:count]), self._held[count:]
        if self._value.complete:
            self._state, self.complete = self._read_tail, True
        return [ToolCallPiece(self.calls - 1, arguments)] if arguments else []

    def _read_tail(self) -> Found:
        """What is left of a call after its arguments, which is nothing that anybody needs."""
        _, found, after = self._held.partition(self._form.end.strip() or "}")
        if found:
            self._held, self._state, self._fresh = after, self._read_text, True
        return []


def _text_of(spelt: str) -> str:
    """What a JSON string says; nothing where it is none."""
    try:
        return str(json.loads(spelt, strict=False))
    except ValueError:
        return ""
