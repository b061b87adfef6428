"""How a model spells the calls of functions, found out from its chat template."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.errors import InvalidParameter
from assistant.model.chat_template import ChatTemplate
from assistant.model.conversation import Message, Tool, ToolCall

_MOST_DEPTH = 90  # of arguments, as of a schema
_PROBE, _VALUE = "probe_a1", "probe_b2"
_CALL = re.compile(
    rf'\{{\s*"(?P<name>\w+)":\s*"{_PROBE}",\s*"(?P<arguments>\w+)":\s*\{{\s*"x":\s*"{_VALUE}"\s*\}}\s*\}}', re.ASCII
)
_INTRODUCTION = (
    "You may call functions. Each is described by a line of JSON, with a JSON Schema of its parameters:\n"
    "<tools>\n{tools}\n</tools>\n"
    "To call one, answer with its name and arguments as JSON, in this form:\n"
    '<tool_call>\n{{"name": "the name", "arguments": {{"parameter": "value"}}}}\n</tool_call>'
)


@dataclass(frozen=True)
class ToolFormat:
    """The spelling of a call: `begin`, a JSON object with the name and the arguments, `end`.

    Attributes:
        begin: empty where a call is an answer that is nothing but the JSON object.
        between: what stands between two calls of one answer; None where an answer has only one.
        native: whether the chat template tells the model of functions, calls and results; else we tell it in words.
    """

    begin: str = "<tool_call>\n"
    end: str = "\n</tool_call>"
    name_key: str = "name"
    arguments_key: str = "arguments"
    between: str | None = "\n"
    native: bool = False

    def messages(self, messages: Sequence[Message], tools: Sequence[Tool]) -> list[Message]:
        """A conversation as this model's template takes it."""
        if self.native:
            return list(messages) if self.between is not None else _one_call_a_message(messages)
        return _introduced([self._in_words(message) for message in messages], tools)

    def _in_words(self, message: Message) -> Message:
        """Calls and results as text."""
        if message.role == "tool":
            return Message("user", f"<tool_response>\n{message.content}\n</tool_response>")
        if not message.tool_calls:
            return message
        calls = [f"{self.begin}{self._call(call)}{self.end}" for call in message.tool_calls]
        return Message(message.role, "\n".join(filter(None, (message.content, *calls))))

    def _call(self, call: ToolCall) -> str:
        name = json.dumps(call.name, ensure_ascii=False)
        return f'{{"{self.name_key}": {name}, "{self.arguments_key}": {call.arguments.strip() or "{}"}}}'


def find_tool_format(template: ChatTemplate) -> ToolFormat:
    """The spelling that the template shows when it is given a call; ours where it shows none that we could read."""
    tool = {"type": "function", "function": {"name": _PROBE, "description": "", "parameters": {"type": "object"}}}
    call = {"id": "a1b2c3d4e", "type": "function", "function": {"name": _PROBE, "arguments": {"x": _VALUE}}}
    before = [{"role": "user", "content": "u"}]
    answer = {"role": "assistant", "content": "", "tool_calls": [call]}
    try:
        told = template.render(before, tools=[tool], add_generation_prompt=False)
        one = template.render([*before, answer], tools=[tool], add_generation_prompt=False)
        plain = template.render([*before, {"role": "assistant", "content": _VALUE}], tools=[tool], add_generation_prompt=False)
    except InvalidParameter:
        return ToolFormat()
    found = _CALL.search(one, len(_common_start(told, one)))
    if _PROBE not in told or found is None:
        return ToolFormat()
    head, _, tail = plain.rpartition(_VALUE)
    begin, end = one[len(_common_start(head, one)) : found.start()], one[found.end() :].removesuffix(tail)
    form = ToolFormat(begin, end, found["name"], found["arguments"], None, native=True)
    try:
        two = template.render([*before, answer | {"tool_calls": [call, call]}], tools=[tool], add_generation_prompt=False)
    except InvalidParameter:
        return form
    calls = list(_CALL.finditer(two, found.start()))
    between = two[calls[0].end() : calls[-1].start()] if len(calls) == 2 else ""  # noqa: PLR2004 - two were given
    if not (between.startswith(end) and between.endswith(begin)):
        return form
    return replace(form, between=between.removeprefix(end).removesuffix(begin))


def _one_call_a_message(messages: Sequence[Message]) -> list[Message]:
    """Several calls of one answer one after the other, each with its result behind it.

    A result belongs to a call of the answer that it follows: many clients number the calls of each answer from 0 again.
    """
    split: list[Message] = []
    left = deque(messages)
    while left:
        message = left.popleft()
        if len(message.tool_calls) < 2:  # noqa: PLR2004 - several
            split.append(message)
            continue
        results: list[Message] = []
        while left and left[0].role == "tool":
            results.append(left.popleft())
        for index, call in enumerate(message.tool_calls):
            split.append(replace(message, tool_calls=(call,), content="" if index else message.content))
            own = next((result for result in results if result.tool_call_id == call.id), None)
            if own:
                results.remove(own)
                split.append(own)
        split += results  # of calls before, or a second one
    return split


def _introduced(messages: list[Message], tools: Sequence[Tool]) -> list[Message]:
    """With the functions in words at the end of the system message, which is added where there is none."""
    if not tools:
        return messages
    lines = "\n".join(json.dumps(schema(tool)["function"], ensure_ascii=False) for tool in tools)
    text = _INTRODUCTION.format(tools=lines)
    first, *rest = messages
    if first.role == "system":
        return [replace(first, content=f"{first.content}\n\n{text}"), *rest]
    return [Message("system", text), *messages]


def schema(tool: Tool) -> dict[str, Any]:
    """A function as templates and OpenAI's API spell it."""
    return {
        "type": "function",
        "function": {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)},
    }


def as_json(message: Message) -> Mapping[str, Any]:
    """A message as templates take it; what it has not is left out."""
    calls = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": _parsed(call.arguments)}}
        for call in message.tool_calls
    ]
    optional = {"name": message.name, "tool_calls": calls, "tool_call_id": message.tool_call_id}
    return {"role": message.role, "content": message.content, **{key: value for key, value in optional.items() if value}}


def _parsed(arguments: str) -> Any:
    """What templates write as JSON; they get the text where it is none, or none that they could write."""
    try:
        value = json.loads(arguments.strip() or "{}")  # some clients write nothing where there are no arguments
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()  # fails on half of a surrogate pair
    except (ValueError, RecursionError):
        return arguments
    return arguments if _is_deep(value) else value


def _is_deep(value: Any) -> bool:
    """Whether it is nested deeper than templates, which are recursive, may have to go."""
    level = [value]
    for _ in range(_MOST_DEPTH):
        level = [below for each in level for below in _below(each)]
    return bool(level)


def _below(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _common_start(a: str, b: str) -> str:
    return next((a[:n] for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(a, b, key=len))
