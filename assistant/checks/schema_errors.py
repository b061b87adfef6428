"""Errors of JSON Schema, reduced to what a person has to change, each at its line, with a fix where it is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from assistant.checks.findings import Finding, Fix
from assistant.checks.nearest import certain_name, likely_name
from assistant.checks.yaml_document import Document, Path, Place, is_placeholder

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

FORM = "x-form"
"""The keyword by which our own schemas say in words what a pattern describes."""

_MOST_SHOWN = 60  # characters of a value
_MOST_FORM = 120  # of a regular expression
_MOST_CHOICES = 12
_DEEPEST = 4
_NOUNS = {
    "string": "text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})$")
_UNKNOWN = ("additionalProperties", "unevaluatedProperties")
_OF_VALUE = frozenset(
    ("type", "enum", "const", "pattern", "format", "anyOf", "oneOf", "minimum", "maximum", "minLength", "multipleOf")
)


@dataclass(frozen=True)
class Telling:
    """How the errors of one document are told.

    Attributes:
        rule: the name to give to all of them.
        base: where in the document the instance stands that was validated.
        root: the schema that references beginning with `#/` mean.
    """

    document: Document
    rule: str
    checker: str
    base: Path = ()
    root: Any = None

    def findings(self, errors: Iterable[ValidationError]) -> list[Finding]:
        """What a person has to change."""
        told: dict[tuple[int, str], Finding] = {}
        for error in errors:
            for leaf in self._leaves(error):
                for finding in self._told(leaf):
                    told.setdefault((finding.line, finding.message), finding)
        return list(told.values())

    def _leaves(self, error: ValidationError) -> Iterator[ValidationError]:
        """The errors of the alternative that was meant, where that is one of them; else the error itself."""
        if error.validator not in ("anyOf", "oneOf") or not error.context:
            yield error
            return
        branches: dict[Any, list[ValidationError]] = {}
        for below in error.context:
            branches.setdefault(below.schema_path[0], []).append(below)
        meant = [branch for branch in branches.values() if not any(_tells_apart(each) for each in branch)]
        if not meant or all(len(branch) == 1 and _is_missing(branch[0]) for branch in meant):
            yield error
            return
        for each in min(meant, key=self._badness):
            yield from self._leaves(each)

    def _badness(self, branch: list[ValidationError]) -> tuple[int, int]:
        unknown = sum(len(self._unknown(each)) for each in branch if each.validator in _UNKNOWN)
        missing = sum(each.validator == "required" for each in branch)
        return 2 * unknown + 2 * missing + len(branch), -max(len(each.path) for each in branch)

    def _told(self, error: ValidationError) -> Iterator[Finding]:
        path: Path = (*self.base, *error.absolute_path)
        if error.validator in _OF_VALUE and is_placeholder(error.instance):
            return
        if error.validator == "required" and self.document.elided:
            return
        if error.validator in _UNKNOWN and isinstance(error.instance, Mapping):
            yield from (self._unknown_key(error, key, (*path, key)) for key in self._unknown(error) if not is_placeholder(key))
            return
        where = f"{dotted(path)}: " if path else ""
        message, fix = _message(error, self.document, path)
        yield self._finding(self.document.place(path), where + message, fix)

    def _finding(self, place: Place, message: str, fix: Fix | None) -> Finding:
        return Finding(place.line, message, self.rule, self.checker, column=place.column, fix=fix)

    def _unknown(self, error: ValidationError) -> list[str]:
        schema = error.schema if isinstance(error.schema, Mapping) else {}
        patterns = [re.compile(pattern) for pattern in schema.get("patternProperties", ())]
        known = set(self._known(schema))
        keys = [key for key in error.instance if key not in known and not any(each.search(key) for each in patterns)]
        if error.validator == "unevaluatedProperties":  # others may be known to schemas that this one refers to
            keys = [key for key in keys if repr(key) in error.message]
        return keys

    def _known(self, schema: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
        """The names of properties, also of the schemas that it is made of."""
        yield from schema.get("properties", ())
        reference = schema.get("$ref")
        parts = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, ())]
        if isinstance(reference, str) and reference.startswith("#/"):
            parts.append(reduce(lambda node, step: node.get(step, {}), reference[2:].split("/"), self.root or {}))
        for part in parts if depth < _DEEPEST else ():
            if isinstance(part, Mapping):
                yield from self._known(part, depth + 1)

    def _unknown_key(self, error: ValidationError, key: str, path: Path) -> Finding:
        known = [name for name in self._known(error.schema) if name not in error.instance]
        meant = certain_name(key, known)
        asked = meant or likely_name(key, known)
        place = self.document.keys.get(path)
        fix = None
        if meant and place and place.written == key and place.plain:
            fix = Fix((place.edit(meant),), f"{meant} for {key}")
        where = f"{dotted(path[:-1])}: " if path[:-1] else ""
        message = f"{where}unknown field {key!r}" + (f"; is {asked!r} meant?" if asked else "")
        at = place or self.document.place(path)
        return self._finding(at, message, fix)


def dotted(path: Path) -> str:
    """`spec.containers[0].name`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _is_missing(error: ValidationError) -> bool:
    return error.validator == "required" and not error.path


def _tells_apart(error: ValidationError) -> bool:
    """The value is of another type, or says itself that it is another thing."""
    own = not error.path
    named = len(error.path) == 1 and isinstance(error.path[0], str) and error.validator in ("enum", "const")
    nested = error.validator in ("anyOf", "oneOf") and own and all(_tells_apart(each) for each in error.context or ())
    return (own and error.validator in ("type", "enum", "const", "pattern", "format")) or named or nested


def _message(error: ValidationError, document: Document, path: Path) -> tuple[str, Fix | None]:
    place = document.values.get(path)
    limit = error.validator_value
    match error.validator:
        case "type":
            wanted = _types(limit)
            return f"{_shown(error.instance)} is not {_or([_NOUNS[each] for each in wanted])}", _retyped(
                error.instance, wanted, place
            )
        case "enum" | "const":
            return _not_one_of(error.instance, [limit] if error.validator == "const" else limit, place)
        case "anyOf" | "oneOf":
            return _no_alternative(error, place)
    return _plain_message(error, str(error.validator), limit), None


def _plain_message(error: ValidationError, keyword: str, limit: Any) -> str:
    """Of errors that nobody can mend but the author."""
    messages = {
        "pattern": f"{_shown(error.instance)} does not have the form {str(limit)[:_MOST_FORM]}",
        "format": f"{_shown(error.instance)} is no {limit}",
        "uniqueItems": "an item is there twice",
        "not": "what stands here excludes each other, or is not allowed here",
    }
    form = error.schema.get(FORM) if isinstance(error.schema, Mapping) else None
    if form and keyword == "pattern":
        return f"{_shown(error.instance)} is not {form}"
    if keyword == "required":
        return f"{next((key for key in limit if key not in error.instance), '')!r} is missing"
    if keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        return f"{_shown(error.instance)} is {'below' if 'inimum' in keyword else 'above'} {limit}"
    if keyword.startswith(("min", "max")):
        return f"there {'is too little' if keyword.startswith('min') else 'is too much'} of it: {limit} is the limit"
    return messages.get(keyword, str(error.message)[:200])


def _no_alternative(error: ValidationError, place: Place | None) -> tuple[str, Fix | None]:
    """A value that is of none of the types, or none of the words, that the alternatives take."""
    leaves = [leaf for below in error.context or () for leaf in _flat(below) if not leaf.path]
    choices = [value for leaf in leaves if leaf.validator == "enum" for value in leaf.validator_value]
    wanted = list(dict.fromkeys(each for leaf in leaves if leaf.validator == "type" for each in _types(leaf.validator_value)))
    missing = [
        key for leaf in leaves if leaf.validator == "required" for key in leaf.validator_value if key not in error.instance
    ]
    if missing:
        return f"{_or([repr(key) for key in dict.fromkeys(missing)])} is missing", None
    if not error.context and isinstance(error.instance, Mapping):
        both = [key for each in error.validator_value for key in each.get("required", ()) if key in error.instance]
        return f"{' and '.join(map(repr, dict.fromkeys(both))) or 'what stands here'} exclude each other", None
    if choices and isinstance(error.instance, str):
        return _not_one_of(error.instance, choices, place)
    if wanted:
        fix = _retyped(error.instance, wanted, place) if len(wanted) == 1 else None
        return f"{_shown(error.instance)} is not {_or([_NOUNS[each] for each in wanted])}", fix
    return f"{_shown(error.instance)} has none of the forms that are allowed here", None


def _flat(error: ValidationError) -> Iterator[ValidationError]:
    if error.validator in ("anyOf", "oneOf") and error.context:
        for below in error.context:
            yield from _flat(below)
    else:
        yield error


def _not_one_of(instance: Any, choices: list[Any], place: Place | None) -> tuple[str, Fix | None]:
    words = list(dict.fromkeys(str(each) for each in choices if each is not None))
    meant = certain_name(instance, words) if isinstance(instance, str) else None
    fix = Fix((place.edit(meant),), f"{meant} for {instance}") if meant and place and place.plain else None
    if len(words) > _MOST_CHOICES:
        asked = likely_name(str(instance), words)
        return f"{_shown(instance)} is not known here" + (f"; is {asked!r} meant?" if asked else ""), fix
    return f"{_shown(instance)} is not {'one of ' if len(words) > 1 else ''}{', '.join(words)}", fix


def _types(value: Any) -> list[str]:
    return [each for each in ([value] if isinstance(value, str) else value) if each != "null" or value == "null"]


def _retyped(instance: Any, wanted: list[str], place: Place | None) -> Fix | None:
    """Quotes put on or taken off, where the text is beyond doubt."""
    if not place or place.line != place.end_line:
        return None
    if isinstance(instance, str):
        text = instance.strip()
        if ("integer" in wanted or "number" in wanted) and _INTEGER.match(text):
            return Fix((place.edit(text),), f"the number {text}")
        if wanted == ["boolean"] and text.lower() in ("true", "false"):
            return Fix((place.edit(text.lower()),), text.lower())
    elif wanted == ["string"] and isinstance(instance, bool | int | float) and place.plain:
        return Fix((place.edit(f'"{place.written}"'),), f'the text "{place.written}"')
    return None


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
