"""What form an answer must have, from what the request asks for and how the model spells calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.engine.constraints import grammar as g
from assistant.engine.constraints.grammar import Grammar
from assistant.model.conversation import Tool
from assistant.model.tool_format import ToolFormat

MOST_CALLS = 8  # of one answer: a small model would not stop by itself
_NO_ARGUMENTS: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
_ANY_OBJECT: dict[str, Any] = {"type": "object"}


@dataclass(frozen=True)
class JsonAnswer:
    """The answer is JSON.

    Attributes:
        schema: JSON Schema of it; None for any object.
        name: the client's name of the schema.
        strict: as the client asked; here every schema is held to.
    """

    schema: Mapping[str, Any] | None = None
    name: str = ""
    strict: bool = False


@dataclass(frozen=True)
class ToolUse:
    """What the model may call and whether it has to.

    Attributes:
        tools: with different names.
        mode: `required` for at least one call.
        name: the only function that may be called; None for all.
        parallel: whether an answer may have several calls.
    """

    tools: tuple[Tool, ...] = ()
    mode: Literal["none", "auto", "required"] = "none"
    name: str | None = None
    parallel: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Of the functions that may be called."""
        names = tuple(tool.name for tool in self.tools) if self.mode != "none" else ()
        return names if self.name is None else (self.name,)


def answer_form(json: JsonAnswer | None, use: ToolUse, spelling: ToolFormat) -> Grammar | None:
    """The grammar of the answer; None for any text."""
    content = _json(json) if json else None
    if not use.names:
        return Grammar(content, "response_format") if content else None
    calls = _calls(use, spelling)
    if use.mode == "required":
        return Grammar(calls, "tools")
    if content:
        return Grammar(g.Choice((calls, content)), "response_format")
    if not spelling.begin:
        return None  # any text can begin as a call does
    text = g.Text(without=(spelling.begin,))
    return Grammar(g.Choice((text, g.Series((g.TextUntil(spelling.begin), *_after_begin(use, spelling))))), "tools")


def _json(json: JsonAnswer) -> g.Json:
    where = "response_format" if json.schema is None else "response_format.json_schema.schema"
    return g.Json(_ANY_OBJECT if json.schema is None else json.schema, where)


def _calls(use: ToolUse, spelling: ToolFormat) -> g.Part:
    call = g.Series((*_literal(spelling.begin), _objects(use, spelling), *_literal(spelling.end)))
    return g.Repeat(call, 1, _most(use, spelling), spelling.between or "")


def _after_begin(use: ToolUse, spelling: ToolFormat) -> Sequence[g.Part]:
    """The calls without what begins the first."""
    first = (_objects(use, spelling), *_literal(spelling.end))
    most = _most(use, spelling)
    if most == 1:
        return first
    more = g.Series((*_literal((spelling.between or "") + spelling.begin), *first))
    return (*first, g.Repeat(more, 0, most - 1))


def _most(use: ToolUse, spelling: ToolFormat) -> int:
    return MOST_CALLS if use.parallel and spelling.between is not None else 1


def _objects(use: ToolUse, spelling: ToolFormat) -> g.Part:
    calls = tuple(
        g.Call(
            tool.name,
            g.Json({"type": "object", **tool.parameters} if tool.parameters else _NO_ARGUMENTS, _place(index)),
            spelling.name_key,
            spelling.arguments_key,
        )
        for index, tool in enumerate(use.tools)
        if tool.name in use.names
    )
    return calls[0] if len(calls) == 1 else g.Choice(calls)


def _place(index: int) -> str:
    return f"tools[{index}].function.parameters"


def _literal(text: str) -> tuple[g.Part, ...]:
    return (g.Literal(text),) if text else ()
