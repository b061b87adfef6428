"""What form an answer must have; put together from parts, without knowing the model that will give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Json:
    """A JSON value that a schema describes, written with a space after each comma and colon.

    Attributes:
        schema: JSON Schema, draft 2020-12 (tuples also as in older drafts); True for any value.
        where: the field of the request that it came from; errors begin with it.
        function: whose arguments it describes; empty for none.
    """

    schema: Mapping[str, Any] | bool
    where: str
    function: str = ""


@dataclass(frozen=True)
class Call:
    """A call of a function as a JSON object of two keys, such as `{"name": "f", "arguments": {...}}`.

    Attributes:
        arguments: its schema keeps its own root: `#` in it means itself.
    """

    name: str
    arguments: Json
    name_key: str = "name"
    arguments_key: str = "arguments"


@dataclass(frozen=True)
class Literal:
    """Exactly this text, not empty. A control token of the model that is spelt in it is meant as that token."""

    text: str


@dataclass(frozen=True)
class Regex:
    """Text that a regular expression (ECMA-262) matches from its beginning to its end.

    In front of other parts it takes as much as it can and never gives back.
    """

    pattern: str
    where: str


@dataclass(frozen=True)
class Text:
    """Any text, also none, in which none of some strings occurs; to stand at the end, or before a control token.

    Attributes:
        openings: regular expressions (ECMA-262), none of which it begins with.
    """

    without: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextUntil:
    """Any text up to the first occurrence of a string, which belongs to it."""

    end: str


@dataclass(frozen=True)
class Series:
    """One part after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Choice:
    """One of some parts, at least one."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Repeat:
    """A part several times.

    Attributes:
        most: None for any number.
        between: stands between two of them; empty for nothing.
    """

    part: Part
    least: int = 1
    most: int | None = None
    between: str = ""


Part: TypeAlias = Json | Call | Literal | Regex | Text | TextUntil | Series | Choice | Repeat


@dataclass(frozen=True)
class Grammar:
    """The form of a whole answer.

    Attributes:
        where: the field of the request that asks for it.
        openings: regular expressions (ECMA-262); an answer that cannot begin with one of them any more is free from then
            on. None of them where it is never free.
    """

    root: Part
    where: str
    openings: tuple[str, ...] = ()
