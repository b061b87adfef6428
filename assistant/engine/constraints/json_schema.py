"""Reads a JSON Schema into one whose every keyword the grammar library enforces; refuses what would not be enforced."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import unquote

from assistant.engine.constraints.alternatives import Disjointness, without_endless
from assistant.engine.constraints.complexity import MOST_LEVELS, MOST_TOGETHER, Patterns, levels
from assistant.engine.constraints.json_keywords import KEYWORDS, ORDER
from assistant.engine.constraints.place import Place

Node: TypeAlias = dict[str, Any] | bool

ANNOTATIONS = frozenset(
    [
        "title", "description", "default", "examples", "example", "$comment",
        "deprecated", "readOnly", "writeOnly", "$schema", "$id", "id",
        "$anchor", "$dynamicAnchor", "$vocabulary", "$defs", "definitions", "discriminator",
        "strict",
    ]
)  # fmt: skip
"""Keywords that ask nothing of a value; `discriminator` is OpenAPI's hint which of the alternatives it is."""

WITHOUT_EFFECT = {"uniqueItems": False, "nullable": False, "unevaluatedProperties": True, "unevaluatedItems": True}
"""Keywords that are not supported, with the value of each that asks nothing."""

_MOST_CHARACTERS = 400_000
_MOST_DEPTH = 90  # of brackets; the grammar library reads 128
_MOST_SCHEMAS = 20_000
_MOST_VALUES = 20_000
_MOST_MULTIPLE = 10_000  # the automaton has a state for each remainder


def read(schema: Mapping[str, Any] | bool, where: str, prefix: str = "") -> Node:
    """Write a schema anew, with all that it refers to in its `$defs`.

    Args:
        schema: as JSON has it.
        where: the field of the request that it came from.
        prefix: of the names of its definitions.

    Raises:
        InvalidParameter: it is no JSON Schema, too large, or has a reference to nothing.
        UnsupportedParameter: a keyword, or what it says, cannot be enforced; the message tells where it is.
    """
    return SchemaReader(schema, Place(where), prefix).read()


class SchemaReader:
    """What is known of one document while it is read."""

    def __init__(self, document: Mapping[str, Any] | bool, place: Place, prefix: str) -> None:
        self._document = document
        self._place = place
        self._prefix = prefix
        self._names: dict[str, str] = {}  # reference -> name of its definition
        self._definitions: dict[str, Node] = {}
        self._pending: list[tuple[str, Any, Place]] = []
        self._alternatives: list[tuple[list[Node], Place]] = []
        self._schemas = self._values = 0
        self._multiple = 1

    def read(self) -> Node:
        """The whole document."""
        self._measure()
        root = self.schema(self._document, self._place)
        while self._pending:
            name, target, place = self._pending.pop()
            self._definitions[name] = self.schema(target, place)
        if levels({"": root, **self._definitions}) > MOST_LEVELS:
            raise self._place.unsupported(f"its definitions are more than {MOST_LEVELS} levels deep together")
        patterns = Patterns(self._definitions)
        if any(patterns.together(each) > MOST_TOGETHER for each in (root, *self._definitions.values())):
            raise self._place.unsupported(f"more than {MOST_TOGETHER} patterns for one string are not supported")
        disjoint = Disjointness(self._definitions)
        for options, place in self._alternatives:
            _require_disjoint(disjoint, options, place)
        if root is False:
            raise self._place.invalid("no value can satisfy it")
        return {**root, "$defs": without_endless(self._definitions)} if isinstance(root, dict) and self._definitions else root

    def schema(self, schema: Any, place: Place) -> Node:
        """One schema in it."""
        if isinstance(schema, bool):
            return schema
        if not isinstance(schema, Mapping):
            raise place.invalid("a schema is an object or a boolean")
        self._schemas += 1
        if self._schemas > _MOST_SCHEMAS:
            raise self._place.invalid(f"it has more than {_MOST_SCHEMAS} schemas in it")
        _refuse_unenforced(schema, place, inner=place != self._place)
        found: dict[str, Any] = {}
        for keyword in sorted(KEYWORDS.keys() & schema.keys(), key=ORDER.__getitem__):
            KEYWORDS[keyword](self, found, schema[keyword], place / keyword)
        return found or True

    def definition(self, reference: Any, place: Place) -> str:
        """The name of the definition that takes the place of what a `$ref` points at."""
        if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
            raise place.unsupported("only references into the same schema (#/$defs/...) are supported")
        if reference not in self._names:
            self._names[reference] = f"{self._prefix}d{len(self._names)}"
            self._pending.append((self._names[reference], *self._find(reference, place)))
        return self._names[reference]

    def one_of(self, options: list[Node], place: Place) -> None:
        """Note alternatives of which no two may hold; whether that is so is seen once all definitions are read."""
        self._alternatives.append((options, place))

    def count_value(self, place: Place) -> None:
        """Note a name or value that the answer may have to spell."""
        self._values += 1
        if self._values > _MOST_VALUES:
            raise place.invalid(f"the schema has more than {_MOST_VALUES} names and values in it")

    def count_multiple(self, digits: int, place: Place) -> None:
        """Note the digits of a `multipleOf`; several of them may come together."""
        self._multiple = math.lcm(self._multiple, digits)
        if not 0 < self._multiple <= _MOST_MULTIPLE:
            raise place.unsupported(f"multiples whose digits come to more than {_MOST_MULTIPLE} together are not supported")

    def _measure(self) -> None:
        """Refuse what is too large before anything recursive touches it."""
        level: list[Any] = [self._document]
        characters = depth = 0
        while level:
            below: list[Any] = []
            for value in level:
                if isinstance(value, Mapping):
                    characters += sum(len(str(key)) + 4 for key in value)
                    below += value.values()
                elif isinstance(value, list):
                    characters += 2 * len(value)
                    below += value
                else:
                    characters += len(value) if isinstance(value, str) else 8
            depth += 1
            if depth > _MOST_DEPTH:
                raise self._place.invalid(f"it is more than {_MOST_DEPTH} levels deep")
            if characters > _MOST_CHARACTERS:
                raise self._place.invalid(f"it is more than {_MOST_CHARACTERS} characters long")
            level = below

    def _find(self, reference: str, place: Place) -> tuple[Any, Place]:
        """What a JSON pointer (RFC 6901) points at, and where that is."""
        target: Any = self._document
        found = self._place
        for step in unquote(reference).split("/")[1:]:
            key: str | int = step.replace("~1", "/").replace("~0", "~")
            if isinstance(target, list) and str(key).isdecimal():
                key = int(key)
            try:
                target = target[key]
            except (KeyError, IndexError, TypeError):
                raise place.invalid(f"there is nothing at {reference!r}") from None
            found /= key
        return target, found


def _refuse_unenforced(schema: Mapping[str, Any], place: Place, *, inner: bool) -> None:
    for keyword, value in schema.items():
        if inner and keyword == "$id" and "'$ref'" in repr(schema):
            raise (place / keyword).unsupported("references under an inner $id are not supported")
        if keyword in KEYWORDS or keyword in ANNOTATIONS or str(keyword).startswith("x-"):
            continue
        if keyword not in WITHOUT_EFFECT or value is not WITHOUT_EFFECT[keyword]:
            raise (place / keyword).unsupported(f"the keyword {keyword!r} is not supported")


def _require_disjoint(disjoint: Disjointness, options: list[Node], place: Place) -> None:
    for index, option in enumerate(options):
        for other in range(index):
            if not disjoint(option, options[other]):
                raise place.unsupported(
                    f"both [{other}] and [{index}] may hold: use anyOf, or tell them apart by type, or by a required property "
                    "with another const in each"
                )
