"""What of a schema costs the grammar library more than its own limits see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MOST_LEVELS = 2_500
"""Of all definitions together: the library may go down all of them, one stack frame of some kilobytes for each."""

MOST_TOGETHER = 10
"""Patterns that one string has to match: the library's work doubles with each."""


def levels(schemas: Mapping[str, Any]) -> int:
    """How deep some schemas are, all together."""
    total = 0
    for schema in schemas.values():
        level = [schema]
        while level:
            total += 1
            level = [below for above in level for below in _subschemas(above)]
    return total


class Patterns:
    """Counts how many patterns one string may have to match at the most, somewhere in a schema."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        """
        Args:
            definitions: that `$ref` means.
        """
        self._known: dict[str, int] = {}
        for name in _inner_first(definitions):
            self._known[name] = self.together(definitions[name])

    def together(self, schema: Any) -> int:
        """The number; what comes together at different places is counted as if it were one."""
        if not isinstance(schema, Mapping):
            return 0
        children = [*schema.get("properties", {}).values(), *schema.get("prefixItems", ()), schema.get("items")]
        fallbacks = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
        below = max(map(self.together, children)) + sum(map(self.together, fallbacks))
        conjuncts = sum(map(self.together, schema.get("allOf", ()))) + max(
            map(self.together, schema.get("anyOf", ())), default=0
        )
        if "$ref" in schema:
            conjuncts += self._known.get(_name(schema), 0)  # the library refuses to join a schema with itself
        return max("pattern" in schema, below) + conjuncts


def _inner_first(definitions: Mapping[str, Any]) -> list[str]:
    """The names in an order in which what a definition refers to stands before it, as far as there is one."""
    order: list[str] = []
    seen: set[str] = set()
    for first in definitions:
        path = [(first, _references(definitions[first]))] if first not in seen else []
        seen.add(first)
        while path:
            name, references = path[-1]
            following = next((each for each in references if each not in seen), None)
            if following is None:
                order.append(name)
                path.pop()
            else:
                seen.add(following)
                path.append((following, _references(definitions[following])))
    return order


def _references(schema: Any) -> Iterator[str]:
    level = [schema]
    while level:
        yield from (_name(each) for each in level if isinstance(each, Mapping) and "$ref" in each)
        level = [below for above in level for below in _subschemas(above)]


def _name(schema: Mapping[str, Any]) -> str:
    name: str = schema["$ref"].rpartition("/")[2]
    return name


def _subschemas(schema: Any) -> Iterator[Any]:
    if not isinstance(schema, Mapping):
        return
    for keyword, value in schema.items():
        if keyword in {"properties", "patternProperties"}:
            yield from value.values()
        elif keyword in {"allOf", "anyOf", "prefixItems"}:
            yield from value
        elif keyword in {"items", "additionalProperties"}:
            yield value
