"""What can be said of schemas without generating: that two have no value in common, or that one has none at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_SCALARS = frozenset({"string", "number", "boolean", "null"})
_ALL_TYPES = _SCALARS | {"object", "array"}
_MOST_CHECKS = 100_000


class Disjointness:
    """Tells whether two schemas surely have no value in common; "no" may mean that it is hard to see."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        """
        Args:
            definitions: that `$ref` means; they may come later.
        """
        self._definitions = definitions
        self._left = _MOST_CHECKS

    def __call__(self, one: Any, other: Any) -> bool:
        """Whether it is sure."""
        return self._check(one, other, 8)

    def _check(self, one: Any, other: Any, depth: int) -> bool:
        self._left -= 1
        if one is False or other is False:
            return True
        if depth == 0 or self._left < 0:
            return False
        sides = list(self._conjuncts(one, 8)), list(self._conjuncts(other, 8))
        types = frozenset.intersection(*(types_of(part) for side in sides for part in side))
        if not types:
            return True
        if any(self._told_apart(a, b, types, depth) for a in sides[0] for b in sides[1]):
            return True
        return any(
            all(self._check(option, opposite, depth - 1) for option in part["anyOf"])
            for side, opposite in ((sides[0], other), (sides[1], one))
            for part in side
            if "anyOf" in part
        )

    def _told_apart(self, one: Mapping[str, Any], other: Mapping[str, Any], types: frozenset[str], depth: int) -> bool:
        mine, theirs = values_of(one), values_of(other)
        if mine is not None and theirs is not None:
            return not any(_same(a, b) for a in mine for b in theirs)
        if types != {"object"}:
            return False
        named, named_there = one.get("properties", {}), other.get("properties", {})
        return any(
            self._check(named[name], named_there[name], depth - 1)
            for name in {*one.get("required", ()), *other.get("required", ())}
            if name in named and name in named_there
        )

    def _conjuncts(self, schema: Any, depth: int) -> Iterator[Mapping[str, Any]]:
        """All that a value of it has to satisfy."""
        if not isinstance(schema, Mapping) or depth == 0:
            yield {}
            return
        if "$ref" in schema:
            yield from self._conjuncts(self._definitions.get(schema["$ref"].rpartition("/")[2]), depth - 1)
        yield schema
        for part in schema.get("allOf", ()):
            yield from self._conjuncts(part, depth - 1)


def types_of(schema: Mapping[str, Any]) -> frozenset[str]:
    """The types that its own keywords leave; integers are numbers."""
    given = schema.get("type", list(_ALL_TYPES))
    types = frozenset("number" if each == "integer" else each for each in ([given] if isinstance(given, str) else given))
    values = values_of(schema)
    return types if values is None else types & {_type_of(value) for value in values}


def values_of(schema: Mapping[str, Any]) -> list[Any] | None:
    """The values that it lists; None where it lists none."""
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values


def without_endless(definitions: dict[str, Any]) -> dict[str, Any]:
    """Replace definitions that only endless values satisfy, such as a list that has to hold itself, by `false`."""
    finite: set[str] = set()
    while found := {name for name, schema in definitions.items() if name not in finite and _ends(schema, finite)}:
        finite |= found
    return {name: schema if name in finite else False for name, schema in definitions.items()}


def _ends(schema: Any, finite: set[str]) -> bool:
    """Whether it has a value, as far as references show."""
    if not isinstance(schema, Mapping):
        return True
    if "$ref" in schema and schema["$ref"].rpartition("/")[2] not in finite:
        return False
    if not all(_ends(part, finite) for part in schema.get("allOf", ())):
        return False
    if "anyOf" in schema and not any(_ends(part, finite) for part in schema["anyOf"]):
        return False
    types = types_of(schema)
    if types & _SCALARS or values_of(schema) is not None:
        return True
    return ("object" in types and _object_ends(schema, finite)) or ("array" in types and _array_ends(schema, finite))


def _object_ends(schema: Mapping[str, Any], finite: set[str]) -> bool:
    named = schema.get("properties", {})
    return all(_ends(named.get(name, True), finite) for name in schema.get("required", ()))


def _array_ends(schema: Mapping[str, Any], finite: set[str]) -> bool:
    least, first = schema.get("minItems", 0), schema.get("prefixItems", [])
    return all(_ends(each, finite) for each in first[:least]) and (least <= len(first) or _ends(schema.get("items"), finite))


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def _same(one: Any, other: Any) -> bool:
    """Equality of JSON, where true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return bool(one == other)
