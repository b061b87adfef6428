"""From the wire to a valid chat request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from assistant.api.messages import conversation, refuse_unsupported
from assistant.api.tools import Choice, One, Some, tool_use
from assistant.api.wire.answer_format import JsonObjectFormat, JsonSchemaFormat, TextFormat
from assistant.api.wire.chat import AllowedToolsChoice, ChatCompletionRequest, NamedToolChoice
from assistant.api.wire.sampling import SamplingFields
from assistant.chat.request import ChatRequest
from assistant.engine.answer_form import JsonAnswer, ToolUse
from assistant.engine.generation import SamplingParams
from assistant.errors import InvalidParameter, RequestError
from assistant.model.conversation import Tool

# Parameters of the API that change the answer and are not built yet, with the values that ask for nothing.
UNSUPPORTED: dict[str, tuple[Any, ...]] = {
    "audio": (),
    "best_of": (1,),
    "function_call": ("none", "auto"),
    "functions": ([],),
    "modalities": (["text"],),
    "moderation": (),
    "prediction": (),
    "reasoning_effort": ("none",),
    "service_tier": ("auto", "default"),
    "store": (False,),
    "verbosity": ("medium",),
    "web_search_options": (),
}
_TOKEN_ID = re.compile(r"[0-9]{1,9}", re.ASCII)
_CODES = {"missing": "missing_required_parameter", "json_invalid": "invalid_json"}


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
        UnsupportedParameter: it asks for something that is not built.
        InvalidParameter: two fields do not go together.
    """
    refuse_unsupported(body, UNSUPPORTED)
    if body.top_logprobs is not None and not body.logprobs:
        raise InvalidParameter("top_logprobs is only allowed with logprobs: true.", param="top_logprobs")
    max_tokens = body.max_completion_tokens or body.max_tokens
    return ChatRequest(
        model=body.model,
        messages=conversation(body.messages),
        json=_json_answer(body.response_format),
        tool_use=_tool_use(body),
        top_logprobs=(body.top_logprobs or 0) if body.logprobs else None,
        **sampling_fields(body, max_tokens),
    )


def sampling_fields(body: SamplingFields, max_tokens: int | None) -> dict[str, Any]:
    """The fields of a `ChatRequest` that every route that generates has.

    Raises:
        InvalidParameter: two fields do not go together.
    """
    if body.stream_options is not None and not body.stream:
        raise InvalidParameter("stream_options is only allowed with stream: true.", param="stream_options")
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
        "choices": body.n or 1,
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
    tools = [
        Tool(tool.function.name, tool.function.description or "", tool.function.parameters or {}) for tool in body.tools or ()
    ]
    return tool_use(tools, choice, parallel=body.parallel_tool_calls is not False)


def _json_answer(form: TextFormat | JsonObjectFormat | JsonSchemaFormat | None) -> JsonAnswer | None:
    match form:
        case JsonObjectFormat():
            return JsonAnswer()
        case JsonSchemaFormat(json_schema=told):
            return JsonAnswer({} if told.schema_ is None else told.schema_, told.name, bool(told.strict))
    return None


def _biases(given: dict[str, float]) -> dict[int, float]:
    for token in given:
        if not _TOKEN_ID.fullmatch(token):
            raise InvalidParameter(f"logit_bias: {token[:40]!r} is not the id of a token.", param="logit_bias")
    return {int(token): bias for token, bias in given.items()}


def includes_usage(body: SamplingFields) -> bool:
    """Whether a stream ends with the usage."""
    return bool(body.stream_options and body.stream_options.include_usage)


def invalid_body(errors: Sequence[Any], body: object = None) -> RequestError:
    """The error that tells a client what is wrong with its body.

    Args:
        errors: pydantic's list.
        body: what the client sent, where that is at hand.
    """
    first = max(errors, key=lambda error: _fit(_path(error, body)))
    param = _path(first, body)
    if first["type"] == "json_invalid":
        reason = first.get("ctx", {}).get("error") or first["msg"].removeprefix("Invalid JSON: ")
        error = InvalidParameter(f"The body is not valid JSON: {reason}.")
    elif not param:
        error = InvalidParameter("A request must be a JSON object.")
    else:
        reasons = dict.fromkeys(e["msg"].partition(" or instance of ")[0] for e in errors if _path(e, body) == param)
        error = InvalidParameter(f"{_dotted(param)}: {' or '.join(reasons)}.", param=_dotted(param))
    error.code = _CODES.get(first["type"], error.code)
    return error


def unreadable_body() -> RequestError:
    """The error for a body that the JSON reader gave up on without saying where."""
    error = InvalidParameter(
        "The body cannot be read as JSON: it is not UTF-8, nested too deep, or has a number of too many digits."
    )
    error.code = _CODES["json_invalid"]
    return error


def _fit(path: Sequence[str | int]) -> tuple[int, bool]:
    """How well one of the forms that a value may have fits: it failed late, or said at once that it is another."""
    return len(path), path[-1:] == ("type",)


def _path(error: Any, body: object) -> tuple[str | int, ...]:
    """Where in the body, without the names that pydantic gives to the members of a union."""
    place = error["loc"][1:] if error["loc"][:1] == ("body",) else error["loc"]
    if body is None:
        return tuple(place)
    path = []
    for position, part in enumerate(place, 1):
        if isinstance(body, list | dict) and part in (body if isinstance(body, dict) else range(len(body))):
            path.append(part)
            body = body[part]
        elif error["type"] == "missing" and position == len(place):
            path.append(part)
    return tuple(path)


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
