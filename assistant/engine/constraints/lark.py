"""Writes a grammar in the language of the grammar library, a dialect of Lark
(https://github.com/guidance-ai/llguidance/blob/main/docs/syntax.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from assistant.engine.constraints.grammar import (
    Call,
    Choice,
    Grammar,
    Json,
    Literal,
    Part,
    Regex,
    Repeat,
    Series,
    Text,
    TextUntil,
)
from assistant.engine.constraints.json_schema import Node, read
from assistant.engine.constraints.regular_expression import translate
from assistant.errors import UnsupportedParameter

# One way to write each value. White space would be more for the model to get lost in; \u is for characters that can be
# written as they are, and a second spelling of a name would pass as another name.
_STYLE = {"item_separator": ", ", "key_separator": ": ", "whitespace_flexible": False, "json_allowed_escapes": 'nrbtf\\"'}
_MOST_REPEATS = 1000


def write(grammar: Grammar, controls: Mapping[str, int]) -> str:
    """The grammar as text.

    Args:
        controls: the control tokens of the model by their spelling.

    Raises:
        InvalidParameter, UnsupportedParameter: a schema or an expression in it cannot be enforced.
    """
    return _Writer(controls).write(grammar.root)


def write_opened(openings: tuple[str, ...]) -> str:
    """The grammar of any text that begins with one of some regular expressions."""
    return f"start: {_opened(openings)}"


class _Writer:
    def __init__(self, controls: Mapping[str, int]) -> None:
        self._controls = controls
        spellings = sorted(controls, key=len, reverse=True)
        self._control = re.compile("(" + ("|".join(map(re.escape, spellings)) or "(?!)") + ")")
        self._rules: list[str] = []

    def write(self, root: Part) -> str:
        start = self._part(root)
        return "\n".join([f"start: {start}", *self._rules])

    def _part(self, part: Part) -> str:
        if isinstance(part, Json | Call):
            return self._rule(_json([part]))
        if isinstance(part, Series):
            return f"({' '.join(map(self._part, part.parts)) or _quoted('')})"
        if isinstance(part, Choice):
            return self._choice(part.parts)
        if isinstance(part, Repeat):
            return self._repeat(part)
        return self._text(part)

    def _text(self, part: Literal | Regex | Text | TextUntil) -> str:
        match part:
            case Literal(text):
                return self._literal(text)
            case Regex(pattern, where):
                return self._terminal(f"/{_expression(pattern, where)}/")
            case Text(without, openings):
                return self._terminal(_without(without) + (f" & ~{_opened(openings)}" if openings else ""))
            case TextUntil(end) if control := self._control.search(end):
                before = f" & /(?s:.*){translate(re.escape(end[: control.start()]))}/" if control.start() else ""
                text = self._terminal(f"{_without((end,))}{before}")
                return f"({text} {self._literal(end[control.start() :])})"
            case TextUntil(end):
                return self._rule(f"/(?s:.*)/ {_quoted(end)}", options="[lazy]")

    def _rule(self, body: str, options: str = "") -> str:
        name = f"r{len(self._rules)}"
        self._rules.append(f"{name}{options}: {body}")
        return name

    def _terminal(self, body: str) -> str:
        name = f"T{len(self._rules)}"
        self._rules.append(f"{name}: {body}")
        return name

    def _literal(self, text: str) -> str:
        pieces = [
            f"<[{self._controls[piece]}]>" if index % 2 else _quoted(piece)
            for index, piece in enumerate(self._control.split(text))
            if piece
        ]
        return f"({' '.join(pieces)})"

    def _choice(self, parts: tuple[Part, ...]) -> str:
        """Values of JSON in one rule, where the library tells them apart at the right place; the others beside it."""
        values = [part for part in parts if isinstance(part, Json | Call)]
        options = [self._part(part) for part in parts if not isinstance(part, Json | Call)]
        if values:
            options.insert(0, self._rule(_json(values)))
        return f"({' | '.join(options)})"

    def _repeat(self, repeat: Repeat) -> str:
        least, most = repeat.least, repeat.most
        if not 0 <= least <= _MOST_REPEATS or (most is not None and not max(least, 1) <= most <= _MOST_REPEATS):
            raise ValueError(f"a part cannot be repeated {least} to {most} times")
        part = self._part(repeat.part)
        between = self._literal(repeat.between) if repeat.between else ""
        more = "" if most == 1 else f"({between} {part}){{{max(least - 1, 0)},{'' if most is None else most - 1}}}"
        return f"({part} {more})" + ("" if least else "?")


def _without(strings: tuple[str, ...]) -> str:
    """Any text in which none of some strings occurs."""
    return " & ".join(["/(?s:.*)/", *(f"~/(?s:.*){translate(re.escape(each))}(?s:.*)/" for each in strings)])


def _opened(openings: tuple[str, ...]) -> str:
    """Any text that begins with one of some regular expressions."""
    return f"/(?:{'|'.join(map(translate, openings))})(?s:.*)/"


def _json(parts: list[Json | Call]) -> str:
    definitions: dict[str, Node] = {}
    schemas = [_schema(part, definitions, f"p{index}_") for index, part in enumerate(parts)]
    root = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    whole = {"x-guidance": _STYLE, **(root if isinstance(root, dict) else {}), "$defs": definitions}
    return "%json " + json.dumps(whole, ensure_ascii=False)


def _schema(part: Json | Call, definitions: dict[str, Node], prefix: str) -> Node:
    """The schema of a part, with what it refers to among the definitions of all."""
    if isinstance(part, Json):
        node = read(part.schema, part.where, prefix)
        if isinstance(node, dict):
            definitions.update(node.pop("$defs", {}))
        return node
    return {
        "type": "object",
        "properties": {part.name_key: {"const": part.name}, part.arguments_key: _schema(part.arguments, definitions, prefix)},
        "required": [part.name_key, part.arguments_key],
        "additionalProperties": False,
    }


def _expression(pattern: str, where: str) -> str:
    try:
        return f"(?:{translate(pattern)})"
    except ValueError as error:
        raise UnsupportedParameter(f"{where}: {error}.", param=where) from error


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
