"""From messages of the wire to a conversation."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.api.unsupported import IN_MESSAGES, refuse_unsupported
from assistant.api.wire.chat import ChatMessage
from assistant.errors import InvalidParameter, MissingParameter
from assistant.model.conversation import Message, ToolCall


def conversation(messages: Sequence[ChatMessage]) -> tuple[Message, ...]:
    """The messages without the forms of the wire.

    Raises:
        InvalidParameter: a message lacks what its role needs, or has what another role has.
        UnsupportedParameter: a message has what this server does not do.
    """
    called: set[str] = set()
    for index, message in enumerate(messages):
        refuse_unsupported(message, IN_MESSAGES, prefix=f"messages[{index}].")
        _check(message, f"messages[{index}]", called)
        called |= {call.id for call in message.tool_calls or ()}
    return tuple(_message(message) for message in messages)


def _check(message: ChatMessage, place: str, called: set[str]) -> None:
    """Refuse a message that does not fit its role.

    Args:
        called: the ids of the calls before it.
    """
    if message.content is None and not message.tool_calls:
        raise MissingParameter(f"{place}.content: Field required, and not null.", param=f"{place}.content")
    if message.tool_calls and message.role != "assistant":
        raise InvalidParameter(f"{place}.tool_calls: only an assistant calls functions.", param=f"{place}.tool_calls")
    if message.role != "tool":
        return
    if message.tool_call_id not in called:
        raise InvalidParameter(
            f"{place}.tool_call_id: a tool's message must name a call of an assistant's message before it.",
            param=f"{place}.tool_call_id",
        )


def _message(message: ChatMessage) -> Message:
    content = message.content or ""
    return Message(
        "system" if message.role == "developer" else message.role,
        content if isinstance(content, str) else "".join(part.text for part in content),
        message.name,
        tuple(ToolCall(call.id, call.function.name, call.function.arguments) for call in message.tool_calls or ()),
        message.tool_call_id,
    )
