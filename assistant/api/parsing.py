"""From the wire to a valid chat request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from assistant.api.body_errors import invalid_body
from assistant.api.messages import conversation
from assistant.api.tools import Choice, One, Some, tool_use
from assistant.api.unsupported import IN_CHAT_COMPLETIONS, IN_STREAM_OPTIONS, refuse_unsupported, refuse_unsupported_in_body
from assistant.api.wire.answer_format import JsonObjectFormat, JsonSchemaFormat, TextFormat
from assistant.api.wire.chat import AllowedToolsChoice, ChatCompletionRequest, FunctionTool, NamedToolChoice
from assistant.api.wire.sampling import LOGIT_BIAS_KEY, ChoiceFields, SamplingFields, StreamOptions
from assistant.chat.request import ChatRequest
from assistant.engine.answer_form import JsonAnswer, ToolUse
from assistant.engine.generation import SamplingParams
from assistant.errors import InvalidParameter
from assistant.model.conversation import Tool

_LOGIT_BIAS_KEY = re.compile(LOGIT_BIAS_KEY)


def parse_item(item: object) -> ChatRequest:
    """One request of a bulk call.

    Raises:
        RequestError: it is not valid.
    """
    try:
        body = ChatCompletionRequest.model_validate(item)
    except ValidationError as error:
        raise invalid_body(error.errors(), item) from None
    if body.stream:
        raise InvalidParameter("A request of a batch cannot be streamed: leave `stream` out.", param="stream")
    return chat_request(body)


def chat_request(body: ChatCompletionRequest) -> ChatRequest:
    """The request without the forms of the wire.

    Raises:
        UnsupportedParameter: it asks for what this server does not do.
        InvalidParameter: two fields do not go together.
    """
    refuse_unsupported_in_body(body, IN_CHAT_COMPLETIONS)
    if body.top_logprobs is not None and not body.logprobs:
        raise InvalidParameter("top_logprobs is only allowed with logprobs: true.", param="top_logprobs")
    _check_where_it_begins(body)
    max_tokens = body.max_completion_tokens or body.max_tokens
    return ChatRequest(
        model=body.model,
        messages=conversation(body.messages),
        json=_json_answer(body.response_format),
        tool_use=_tool_use(body),
        top_logprobs=(body.top_logprobs or 0) if body.logprobs else None,
        choices=choices(body),
        continues=bool(body.continue_final_message),
        **sampling_fields(body, max_tokens),
    )


def _check_where_it_begins(body: ChatCompletionRequest) -> None:
    """Refuse to go on with what is no answer in words."""
    if not body.continue_final_message:
        if body.add_generation_prompt is False:
            raise InvalidParameter(
                "add_generation_prompt: false is only allowed with continue_final_message: true.", param="add_generation_prompt"
            )
        return
    name = "continue_final_message"
    if body.tools is not None or body.response_format is not None:
        raise InvalidParameter(f"{name}: not possible together with tools or response_format.", param=name)
    if body.messages[-1].role != "assistant" or body.messages[-1].tool_calls:
        raise InvalidParameter(f"{name}: the last message must be the assistant's, without calls.", param=name)


def choices(body: ChoiceFields) -> int:
    """How many answers are wanted.

    Raises:
        InvalidParameter: two fields do not go together.
    """
    if body.stream_options is not None and not body.stream:
        raise InvalidParameter("stream_options is only allowed with stream: true.", param="stream_options")
    refuse_unsupported(body.stream_options or StreamOptions(), IN_STREAM_OPTIONS, prefix="stream_options.")
    return body.n or 1


def sampling_fields(body: SamplingFields, max_tokens: int | None) -> dict[str, Any]:
    """The fields of a `ChatRequest` that every route that generates has.

    Raises:
        InvalidParameter: two fields do not go together.
    """
    min_tokens = body.min_tokens or 0
    if max_tokens is not None and min_tokens > max_tokens:
        raise InvalidParameter(f"min_tokens: {min_tokens} is more than max_tokens, {max_tokens}.", param="min_tokens")
    return {
        "temperature": body.temperature,
        "top_p": body.top_p,
        "sampling": SamplingParams(
            seed=body.seed,
            top_k=max(0, body.top_k or 0),
            min_p=body.min_p or 0.0,
            presence_penalty=body.presence_penalty or 0.0,
            frequency_penalty=body.frequency_penalty or 0.0,
            repetition_penalty=body.repetition_penalty or 1.0,
            logit_bias=_biases(body.logit_bias or {}),
        ),
        "max_tokens": max_tokens,
        "stop": (body.stop,) if isinstance(body.stop, str) else tuple(body.stop or ()),
        "min_tokens": min_tokens,
        "ignore_eos": bool(body.ignore_eos),
    }


def _tool_use(body: ChatCompletionRequest) -> ToolUse:
    choice: Choice
    match body.tool_choice:
        case NamedToolChoice(function=function):
            choice = One(function.name)
        case AllowedToolsChoice(allowed_tools=allowed):
            choice = Some(tuple(tool.function.name for tool in allowed.tools), allowed.mode)
        case word:
            choice = word
    return tool_use(tools_of(body.tools or ()), choice, parallel=body.parallel_tool_calls is not False)


def tools_of(tools: Sequence[FunctionTool]) -> list[Tool]:
    """What the model may call."""
    functions = [tool.function for tool in tools]
    return [
        Tool(each.name, each.description or "", each.parameters or {}, where=f"tools[{index}].function.parameters")
        for index, each in enumerate(functions)
    ]


def _json_answer(form: TextFormat | JsonObjectFormat | JsonSchemaFormat | None) -> JsonAnswer | None:
    match form:
        case JsonObjectFormat():
            return JsonAnswer()
        case JsonSchemaFormat(json_schema=told):
            schema = {} if told.schema_ is None else told.schema_
            return JsonAnswer(schema, told.name, bool(told.strict), where="response_format.json_schema.schema")
    return None


def _biases(given: dict[str, float]) -> dict[int, float]:
    for token in given:
        if not _LOGIT_BIAS_KEY.fullmatch(token):
            raise InvalidParameter(f"logit_bias: {token[:40]!r} is not the id of a token.", param="logit_bias")
    return {int(token): bias for token, bias in given.items()}


def includes_usage(body: ChoiceFields) -> bool:
    """Whether a stream ends with the usage."""
    return bool(body.stream_options and body.stream_options.include_usage)


def includes_usage_so_far(body: ChoiceFields) -> bool:
    """Whether every chunk of it tells the usage."""
    return includes_usage(body) and bool(body.stream_options and body.stream_options.continuous_usage_stats)
