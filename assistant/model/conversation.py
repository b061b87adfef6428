"""Conversations: messages, the functions that a model may call, and its calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["system", "user", "assistant", "tool"]


@dataclass(frozen=True)
class Tool:
    """A function that the model may call.

    Attributes:
        parameters: JSON Schema of its arguments, which are an object.
        where: the field of the request that the schema came from; errors begin with it.
    """

    name: str
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    where: str = "tools"


@dataclass(frozen=True)
class ToolCall:
    """A call that the model asked for.

    Attributes:
        id: what the message with the result refers to.
        arguments: as the model wrote them, usually JSON.
    """

    id: str
    name: str
    arguments: str


@dataclass(frozen=True)
class Message:
    """One message of a conversation.

    Attributes:
        name: of who speaks, or of the function that gave this result.
        tool_calls: of the assistant.
        tool_call_id: the call whose result this is, where the role is `tool`.
    """

    role: Role
    content: str
    name: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
