"""From the items of a response request to a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.api.wire.responses import InputFunctionCall, InputFunctionCallOutput, InputItem, InputText
from assistant.errors import InvalidParameter
from assistant.model.conversation import Message, ToolCall


def conversation(items: str | Sequence[InputItem], before: Sequence[Message] = ()) -> tuple[Message, ...]:
    """The messages that items are, behind those that went before.

    Calls that stand together, and a message of the assistant in front of them, are one message.

    Raises:
        InvalidParameter: a result of a call that nobody made.
    """
    if isinstance(items, str):
        return (*before, Message("user", items))
    messages = list(before)
    for index, item in enumerate(items):
        match item:
            case InputFunctionCall():
                call = ToolCall(item.call_id, item.name, item.arguments)
                if messages and messages[-1].role == "assistant":
                    messages[-1] = replace(messages[-1], tool_calls=(*messages[-1].tool_calls, call))
                else:
                    messages.append(Message("assistant", "", tool_calls=(call,)))
            case InputFunctionCallOutput():
                _require_call(item.call_id, messages, f"input[{index}].call_id")
                messages.append(Message("tool", _text(item.output), tool_call_id=item.call_id))
            case _:
                messages.append(Message("system" if item.role == "developer" else item.role, _text(item.content)))
    return tuple(messages)


def _require_call(call_id: str, messages: Sequence[Message], param: str) -> None:
    if not any(call.id == call_id for message in messages for call in message.tool_calls):
        raise InvalidParameter(f"{param}: there is no call {call_id[:80]!r} before it.", param=param)


def _text(content: str | Sequence[InputText]) -> str:
    return content if isinstance(content, str) else "".join(part.text for part in content)
