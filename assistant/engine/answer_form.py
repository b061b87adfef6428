"""What form an answer must have, from what the request asks for and how the model spells calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.engine import bare_calls
from assistant.engine.constraints import grammar as g
from assistant.engine.constraints.grammar import Grammar
from assistant.engine.constraints.json_keywords import TYPES
from assistant.errors import InvalidParameter
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
        where: the field of the request that it came from; errors begin with it.
    """

    schema: Mapping[str, Any] | None = None
    name: str = ""
    strict: bool = False
    where: str = "response_format"


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
    """The grammar of the answer; None for any text.

    Raises:
        InvalidParameter: the arguments of a function would be no object.
    """
    content = _json(json) if json else None
    if not use.names:
        return Grammar(content, content.where) if content else None
    if use.mode == "required":
        return calls_alone(use, spelling)
    if content:
        return Grammar(g.Choice((_calls(use, spelling), content)), content.where)
    if not spelling.begin:
        return _text_or_bare_call(use, spelling)
    text = g.Text(without=(spelling.begin,))
    return Grammar(g.Choice((text, g.Series((g.TextUntil(spelling.begin), *_after_begin(use, spelling))))), "tools")


def calls_alone(use: ToolUse, spelling: ToolFormat) -> Grammar:
    """The grammar of an answer that is nothing but calls."""
    return Grammar(_calls(use, spelling), "tools")


def _json(json: JsonAnswer) -> g.Json:
    return g.Json(_ANY_OBJECT if json.schema is None else json.schema, json.where)


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


def _text_or_bare_call(use: ToolUse, spelling: ToolFormat) -> Grammar:
    """One call, or text that does not begin as a call does, which is free as soon as that is certain."""
    calls = tuple(
        g.Series((g.Regex(bare_calls.head(spelling, tool.name), tool.where), _arguments(tool), g.Literal("}")))
        for tool in _callable(use)
    )
    openings = bare_calls.openings(spelling, use.names)
    return Grammar(g.Choice((g.Text(openings=openings), *calls)), "tools", openings)


def _most(use: ToolUse, spelling: ToolFormat) -> int:
    return MOST_CALLS if use.parallel and spelling.between is not None else 1


def _objects(use: ToolUse, spelling: ToolFormat) -> g.Part:
    calls = tuple(g.Call(tool.name, _arguments(tool), spelling.name_key, spelling.arguments_key) for tool in _callable(use))
    return calls[0] if len(calls) == 1 else g.Choice(calls)


def _callable(use: ToolUse) -> Sequence[Tool]:
    return [tool for tool in use.tools if tool.name in use.names]


def _arguments(tool: Tool) -> g.Json:
    """The schema of the arguments, held to objects."""
    types = tool.parameters.get("type", "object")
    if types in TYPES or (isinstance(types, list) and types and all(each in TYPES for each in types)):
        if "object" not in ([types] if isinstance(types, str) else types):
            raise InvalidParameter(
                f"{tool.where}.type: the arguments of a function are an object, and the schema of {tool.name!r} allows none.",
                param=tool.where,
            )
        return g.Json({**tool.parameters, "type": "object"} if tool.parameters else _NO_ARGUMENTS, tool.where, tool.name)
    return g.Json(tool.parameters, tool.where, tool.name)  # it is refused where it is read


def _literal(text: str) -> tuple[g.Part, ...]:
    return (g.Literal(text),) if text else ()
