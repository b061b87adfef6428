"""Functions that a model may call, and its calls, as all routes have them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from assistant.api.wire.fields import FunctionName, NonEmpty, Request, Response
from assistant.api.wire.rules import only_with

MAX_TOOLS = 128
CHOICE_ONLY_WITH_TOOLS = only_with("tool_choice", "tools", {"type": "array", "minItems": 1}, neutral=(None, "none", "auto"))


class FunctionDefinition(Request):
    """A function that the model may call."""

    name: FunctionName
    description: str | None = None
    parameters: dict[str, Any] | None = Field(None, description="JSON Schema of its arguments; none without.")
    strict: bool | None = Field(None, description="Accepted; arguments are always held to the schema.")


class FunctionCall(Request):
    """Which function, with what."""

    name: FunctionName
    arguments: str = Field(description="A JSON object, as text.")


class ToolCall(Request):
    """A call of a function that the assistant asked for."""

    id: NonEmpty
    type: Literal["function"] = "function"
    function: FunctionCall


class NamedFunction(Request):
    """The name of a function."""

    name: FunctionName


class AnsweredFunctionCall(Response):
    """Which function the model calls, with what."""

    name: str
    arguments: str = Field(description="A JSON object, as text; cut off where the answer was.")


class AnsweredToolCall(Response):
    """A call that the model asks for."""

    id: str
    type: Literal["function"] = "function"
    function: AnsweredFunctionCall
