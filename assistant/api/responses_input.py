"""From a response request to a chat request, and from its items to a conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.api.parsing import sampling_fields
from assistant.api.tools import Choice, One, Some, tool_use
from assistant.api.unsupported import IN_RESPONSES, IN_TEXT_OPTIONS, refuse_unsupported, refuse_unsupported_in_body
from assistant.api.wire.answer_format import JsonObjectFormat
from assistant.api.wire.responses import (
    INCLUDE_LOGPROBS,
    INCLUDES,
    AllowedResponseTools,
    InputFunctionCall,
    InputFunctionCallOutput,
    InputItem,
    InputItemReference,
    InputText,
    NamedResponseFunction,
    ResponseJsonSchemaFormat,
    ResponseRequest,
    TextOptions,
)
from assistant.chat.request import ChatRequest
from assistant.engine.answer_form import JsonAnswer
from assistant.errors import InvalidParameter, UnsupportedParameter
from assistant.model.conversation import Message, Tool, ToolCall


def chat_request(body: ResponseRequest, messages: tuple[Message, ...]) -> ChatRequest:
    """The request without the forms of the wire.

    Args:
        messages: the conversation without the instructions.

    Raises:
        UnsupportedParameter: it asks for what this server does not do.
        InvalidParameter: fields do not go together.
    """
    refuse_unsupported_in_body(body, IN_RESPONSES)
    refuse_unsupported(body.text or TextOptions(), IN_TEXT_OPTIONS, prefix="text.")
    for name in body.include or ():
        if name not in INCLUDES:
            raise UnsupportedParameter(f"include: this server has no {name[:80]!r}: leave it out.", param="include")
    told = INCLUDE_LOGPROBS in (body.include or ())
    if body.top_logprobs and not told:
        raise InvalidParameter(f"top_logprobs: needs {INCLUDE_LOGPROBS!r} in include.", param="top_logprobs")
    instructions = (Message("system", body.instructions),) if body.instructions else ()
    tools = [
        Tool(tool.name, tool.description or "", tool.parameters or {}, where=f"tools[{index}].parameters")
        for index, tool in enumerate(body.tools or ())
    ]
    return ChatRequest(
        model=body.model,
        messages=(*instructions, *messages),
        json=_json_answer(body),
        tool_use=tool_use(tools, _choice(body), parallel=body.parallel_tool_calls is not False),
        top_logprobs=(body.top_logprobs or 0) if told else None,
        **sampling_fields(body, body.max_output_tokens),
    )


def conversation(
    items: str | Sequence[InputItem], referred: Callable[[str, str], Message], before: Sequence[Message] = ()
) -> tuple[Message, ...]:
    """The messages that items are, behind those that went before.

    Calls that stand together, and a message of the assistant in front of them, are one message.

    Args:
        referred: finds what an item of an earlier response said, by its id; is told the parameter that has it.

    Raises:
        InvalidParameter: a result of a call that nobody made.
    """
    if isinstance(items, str):
        return (*before, Message("user", items))
    said = _Said(before)
    for index, item in enumerate(items):
        match item:
            case InputFunctionCall():
                said.add(Message("assistant", "", tool_calls=(ToolCall(item.call_id, item.name, item.arguments),)))
            case InputItemReference():
                said.add(referred(item.id, f"input[{index}].id"))
            case InputFunctionCallOutput():
                said.require_call(item.call_id, f"input[{index}].call_id")
                said.add(Message("tool", _text(item.output), tool_call_id=item.call_id))
            case _:
                said.add(Message("system" if item.role == "developer" else item.role, _text(item.content)))
    return said.messages()


class _Said:
    """A conversation while it is put together; calls join the message of the assistant in front of them."""

    def __init__(self, before: Sequence[Message]) -> None:
        self._messages = list(before)
        self._calls: list[ToolCall] = []  # more of the last message
        self._known = {call.id for message in before for call in message.tool_calls}

    def add(self, message: Message) -> None:
        self._known |= {call.id for call in message.tool_calls}
        if message.tool_calls and self._messages and self._messages[-1].role == "assistant":
            self._calls += message.tool_calls
        else:
            self._close()
            self._messages.append(message)

    def require_call(self, call_id: str, param: str) -> None:
        if call_id not in self._known:
            raise InvalidParameter(f"{param}: there is no call {call_id[:80]!r} before it.", param=param)

    def messages(self) -> tuple[Message, ...]:
        self._close()
        return tuple(self._messages)

    def _close(self) -> None:
        if self._calls:
            last = self._messages[-1]
            self._messages[-1] = replace(last, tool_calls=(*last.tool_calls, *self._calls))
            self._calls = []


def _choice(body: ResponseRequest) -> Choice:
    match body.tool_choice:
        case NamedResponseFunction(name=name):
            return One(name)
        case AllowedResponseTools(tools=tools, mode=mode):
            return Some(tuple(tool.name for tool in tools), mode)
        case word:
            return word


def _json_answer(body: ResponseRequest) -> JsonAnswer | None:
    match body.text.format if body.text else None:
        case JsonObjectFormat():
            return JsonAnswer(where="text.format")
        case ResponseJsonSchemaFormat() as told:
            return JsonAnswer(told.schema_, told.name, bool(told.strict), where="text.format.schema")
    return None


def _text(content: str | Sequence[InputText]) -> str:
    return content if isinstance(content, str) else "".join(part.text for part in content)
