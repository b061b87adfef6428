"""Rules between the fields of a request, in the words of JSON Schema, for the document; parsing holds requests to the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ConfigDict

Schema = Mapping[str, Any]


def held_to(*rules: Schema) -> ConfigDict:
    """The configuration of a model whose schema tells these rules.

    Args:
        rules: keywords of JSON Schema, each but `dependentSchemas` in one of them only.
    """
    extra: dict[str, Any] = {}
    for rule in rules:
        for keyword, value in rule.items():
            extra[keyword] = {**extra.get(keyword, {}), **value} if keyword == "dependentSchemas" else value
    return ConfigDict(json_schema_extra=extra)


def only_with(field: str, needed: str, value: Schema, *, neutral: Sequence[Any] = (None,)) -> Schema:
    """A field asks for something only where another has such a value.

    Args:
        value: the schema of it.
        neutral: values of the field that ask for nothing.
    """
    told = {"required": [needed], "properties": {needed: value}}
    return {"dependentSchemas": {field: {"anyOf": [one_of(field, neutral), told]}}}


def not_with(field: str, *others: str, neutral: Sequence[Any] = (None,)) -> Schema:
    """A field asks for something only where others are null or not there."""
    without = {"properties": {other: {"enum": [None]} for other in others}}
    return {"dependentSchemas": {field: {"anyOf": [one_of(field, neutral), without]}}}


def exactly_one(*fields: str) -> Schema:
    """One of these fields is there, and the others are null or not there."""
    return {"oneOf": [given(field) for field in fields]}


def given(field: str) -> Schema:
    """The field is there and not null."""
    return {"required": [field], "properties": {field: {"not": {"type": "null"}}}}


def one_of(field: str, values: Sequence[Any]) -> Schema:
    """The field has one of these values, or is not there."""
    return {"properties": {field: {"enum": [*values]}}}
