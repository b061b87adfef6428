"""The form that an answer is asked in."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from assistant.api.wire.fields import NonEmpty, Request


class TextFormat(Request):
    """Any text."""

    type: Literal["text"]


class JsonObjectFormat(Request):
    """A JSON object."""

    type: Literal["json_object"]


class JsonSchemaDefinition(Request):
    """The schema of the answer."""

    name: NonEmpty
    description: str | None = None
    schema_: dict[str, Any] | None = Field(None, alias="schema")
    strict: bool | None = Field(None, description="Accepted; the answer is always held to the schema.")


class JsonSchemaFormat(Request):
    """JSON that a schema describes."""

    type: Literal["json_schema"]
    json_schema: JsonSchemaDefinition
