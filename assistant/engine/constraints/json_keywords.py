"""What becomes of each keyword of JSON Schema that is enforced."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.engine.constraints.json_formats import FORMATS
from assistant.engine.constraints.place import Place
from assistant.engine.constraints.regular_expression import translate

if TYPE_CHECKING:
    from assistant.engine.constraints.json_schema import SchemaReader

Found: TypeAlias = dict[str, Any]

TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")

_MOST_OPTIONAL = 500  # properties of one object; after each of them all the others may follow
_LARGEST = 2**53  # whole numbers up to it are exact everywhere
_MOST_DECIMALS = 9
_UNWRITABLE = frozenset(chr(code) for code in (*range(0x20), 0x7F) if chr(code) not in "\b\t\n\f\r")


def _type(_: SchemaReader, found: Found, value: Any, place: Place) -> None:
    types = value if isinstance(value, list) else [value]
    if not types or not all(isinstance(each, str) and each in TYPES for each in types):
        raise place.invalid(f"a type is one of {', '.join(TYPES)}, or a list of them")
    found["type"] = value


def _const(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    found["const"] = _value(reader, value, place)


def _enum(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    if not isinstance(value, list) or not value:
        raise place.invalid("it has to be a list of at least one value")
    found["enum"] = [_value(reader, each, place / index) for index, each in enumerate(value)]


def _limit(_: SchemaReader, found: Found, value: Any, place: Place) -> None:
    keyword = str(place.steps[-1])
    if keyword.startswith("exclusive") and value is False:
        return  # draft 4
    if abs(_number(value, place)) > _LARGEST:
        raise place.unsupported(f"limits beyond {_LARGEST} are not supported")
    found[keyword] = _exact(value)


def _multiple_of(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    if _number(value, place) <= 0:
        raise place.invalid("it has to be above 0")
    decimals = next((count for count in range(_MOST_DECIMALS + 1) if round(value, count) == value), None)
    if decimals is None or value > _LARGEST:
        raise place.unsupported(f"more than {_MOST_DECIMALS} decimals, or numbers beyond {_LARGEST}, are not supported")
    reader.count_multiple(round(value * 10**decimals), place)
    found["multipleOf"] = _exact(value)


def _count(_: SchemaReader, found: Found, value: Any, place: Place) -> None:
    if _number(value, place) < 0 or value != int(value) or value > _LARGEST:
        raise place.invalid("it has to be a whole number, at least 0")
    found[str(place.steps[-1])] = int(value)


def _pattern(_: SchemaReader, found: Found, value: Any, place: Place) -> None:
    found["pattern"] = _translated(value, place)


def _format(_: SchemaReader, found: Found, value: Any, place: Place) -> None:
    if not isinstance(value, str) or value not in FORMATS:
        raise place.unsupported(f"the format {value!r} is not supported; these are: {', '.join(FORMATS)}")
    _also(found, FORMATS[value])


def _properties(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    if not isinstance(value, Mapping):
        raise place.invalid("it has to be an object of schemas")
    optional = value.keys() - set(found.get("required", ()))
    if len(optional) > _MOST_OPTIONAL:
        raise place.unsupported(f"{len(optional)} properties are optional; no more than {_MOST_OPTIONAL} are supported")
    found["properties"] = {_value(reader, name, place): reader.schema(each, place / name) for name, each in value.items()}


def _pattern_properties(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    if not isinstance(value, Mapping):
        raise place.invalid("it has to be an object of schemas")
    found["patternProperties"] = {
        _translated(pattern, place / pattern): reader.schema(each, place / pattern) for pattern, each in value.items()
    }


def _required(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise place.invalid("it has to be a list of names")
    found["required"] = [_value(reader, name, place) for name in dict.fromkeys(value)]


def _one(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    found[str(place.steps[-1])] = reader.schema(value, place)


def _least_properties(_: SchemaReader, found: Found, value: Any, place: Place) -> None:
    required = len(found.get("required", ()))
    _count(_, found, value, place)
    if value <= required:
        del found["minProperties"]
    elif value > required + 1:  # a name that is not given may come twice, and counts once
        raise place.unsupported("it is supported up to one more than there are required properties")


def _most_properties(_: SchemaReader, found: Found, value: Any, place: Place) -> None:
    _count(_, found, value, place)
    closed = found.get("additionalProperties") is False and "patternProperties" not in found
    if closed and value >= len({*found.get("properties", ()), *found.get("required", ())}):
        del found["maxProperties"]


def _items(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    if isinstance(value, list):  # a tuple, up to draft 2019-09
        found["prefixItems"] = _schemas(reader, value, place)
    else:
        found["items"] = reader.schema(value, place)


def _additional_items(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    if "items" not in found and "prefixItems" in found:  # else it means nothing
        found["items"] = reader.schema(value, place)


def _prefix_items(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    found["prefixItems"] = _schemas(reader, value, place)


def _all_of(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    found["allOf"] = [*found.get("allOf", []), *_schemas(reader, value, place)]


def _any_of(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    _also(found, {"anyOf": _schemas(reader, value, place)})


def _one_of(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    options = _schemas(reader, value, place)
    reader.one_of([{"type": found.get("type", list(TYPES)), "allOf": [option]} for option in options], place)
    _also(found, {"anyOf": options})


def _reference(reader: SchemaReader, found: Found, value: Any, place: Place) -> None:
    _also(found, {"$ref": f"#/$defs/{reader.definition(value, place)}"})


def _schemas(reader: SchemaReader, value: Any, place: Place) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise place.invalid("it has to be a list of at least one schema")
    return [reader.schema(each, place / index) for index, each in enumerate(value)]


def _also(found: Found, more: Found) -> None:
    """Ask for more, where it may be said already."""
    if found.keys() & more.keys():
        found["allOf"] = [*found.get("allOf", []), more]
    else:
        found.update(more)


def _translated(pattern: Any, place: Place) -> str:
    if not isinstance(pattern, str):
        raise place.invalid("a pattern is a string")
    try:
        return translate(pattern)
    except ValueError as error:
        raise place.unsupported(str(error)) from error


def _value(reader: SchemaReader, value: Any, place: Place) -> Any:
    """A value that the answer may have to spell."""
    reader.count_value(place)
    if isinstance(value, str) and not (_UNWRITABLE.isdisjoint(value) and _is_text(value)):
        raise place.unsupported("control characters in names and values are not supported")
    if isinstance(value, list):
        return [_value(reader, each, place) for each in value]
    if isinstance(value, Mapping):
        return {_value(reader, name, place): _value(reader, each, place) for name, each in value.items()}
    if isinstance(value, float):
        return _exact(_number(value, place))
    return value


def _number(value: Any, place: Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise place.invalid("it has to be a number")
    return value


def _exact(value: float) -> float:
    """A whole number as an int: 1.0 is 1 in JSON Schema, and is written like it."""
    return int(value) if value == int(value) else value


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


KEYWORDS: dict[str, Callable[[SchemaReader, Found, Any, Place], None]] = {
    "type": _type,
    "const": _const,
    "enum": _enum,
    "minimum": _limit,
    "maximum": _limit,
    "exclusiveMinimum": _limit,
    "exclusiveMaximum": _limit,
    "multipleOf": _multiple_of,
    "minLength": _count,
    "maxLength": _count,
    "pattern": _pattern,
    "format": _format,
    "required": _required,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _one,
    "minProperties": _least_properties,
    "maxProperties": _most_properties,
    "prefixItems": _prefix_items,
    "items": _items,
    "additionalItems": _additional_items,
    "minItems": _count,
    "maxItems": _count,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "$ref": _reference,
}
"""In the order in which they are written: what is said of one kind of value together, then what is intersected with it."""

ORDER = {keyword: index for index, keyword in enumerate(KEYWORDS)}
