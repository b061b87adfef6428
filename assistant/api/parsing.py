"""From the wire to a valid chat request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.api.wire import ChatCompletionRequest, ChatMessage
from assistant.chat.request import ChatRequest
from assistant.errors import InvalidParameter, RequestError, UnsupportedParameter
from assistant.model.tokenizer import Message

# Parameters of the API that change the answer and are not built yet, with the values that ask for nothing.
_UNSUPPORTED: dict[str, tuple[Any, ...]] = {
    "audio": (),
    "best_of": (1,),
    "frequency_penalty": (0,),
    "function_call": ("none", "auto"),
    "functions": ([],),
    "logit_bias": ({},),
    "logprobs": (False,),
    "min_p": (0,),
    "modalities": (["text"],),
    "n": (1,),
    "prediction": (),
    "presence_penalty": (0,),
    "reasoning_effort": ("none",),
    "repetition_penalty": (1,),
    "response_format": ({"type": "text"},),
    "store": (False,),
    "tool_choice": ("none", "auto"),
    "tools": ([],),
    "top_k": (0, -1),
    "top_logprobs": (0,),
    "verbosity": ("medium",),
    "web_search_options": (),
}
_UNSUPPORTED_IN_MESSAGES: dict[str, tuple[Any, ...]] = {"audio": (), "function_call": (), "tool_calls": ([],)}
_CODES = {"missing": "missing_required_parameter", "json_invalid": "invalid_json"}


def parse_item(item: object) -> ChatRequest:
    """One request of a bulk call.

    Raises:
        RequestError: it is not valid.
    """
    try:
        body = ChatCompletionRequest.model_validate(item)
    except ValidationError as error:
        raise invalid_body(error.errors()) from None
    if body.stream:
        raise InvalidParameter("A request of a batch cannot be streamed: leave `stream` out.", param="stream")
    return chat_request(body)


def chat_request(body: ChatCompletionRequest) -> ChatRequest:
    """The request without the forms of the wire.

    Raises:
        UnsupportedParameter: it asks for something that is not built.
        InvalidParameter: two fields do not go together.
    """
    _refuse_unsupported(body, _UNSUPPORTED)
    for index, message in enumerate(body.messages):
        _refuse_unsupported(message, _UNSUPPORTED_IN_MESSAGES, prefix=f"messages[{index}].")
    if body.stream_options is not None and not body.stream:
        raise InvalidParameter("stream_options is only allowed with stream: true.", param="stream_options")
    max_tokens = body.max_completion_tokens or body.max_tokens
    min_tokens = body.min_tokens or 0
    if max_tokens is not None and min_tokens > max_tokens:
        raise InvalidParameter(f"min_tokens: {min_tokens} is more than max_tokens, {max_tokens}.", param="min_tokens")
    return ChatRequest(
        model=body.model,
        messages=tuple(_message(message) for message in body.messages),
        temperature=body.temperature,
        top_p=body.top_p,
        seed=body.seed,
        max_tokens=max_tokens,
        stop=(body.stop,) if isinstance(body.stop, str) else tuple(body.stop or ()),
        min_tokens=min_tokens,
        ignore_eos=bool(body.ignore_eos),
    )


def invalid_body(errors: Sequence[Any]) -> RequestError:
    """The error that tells a client what is wrong with its body, from pydantic's list of it."""
    first = max(errors, key=lambda error: len(_path(error)))  # of the forms a value may have, the one that fits best
    param = _path(first)
    if first["type"] == "json_invalid":
        reason = first.get("ctx", {}).get("error") or first["msg"].removeprefix("Invalid JSON: ")
        error = InvalidParameter(f"The body is not valid JSON: {reason}.")
    elif not param and isinstance(first.get("input"), bytes):
        error = InvalidParameter("The body must be sent with the header content-type: application/json.")
    elif not param:
        error = InvalidParameter("A request must be a JSON object.")
    else:
        reasons = dict.fromkeys(str(e["msg"]) for e in errors if _path(e) == param)
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


def _refuse_unsupported(part: BaseModel, unsupported: dict[str, tuple[Any, ...]], prefix: str = "") -> None:
    for name, value in (part.model_extra or {}).items():
        neutral = unsupported.get(name)
        if neutral is not None and value is not None and value not in neutral:
            raise UnsupportedParameter(f"This server does not support {name!r} yet: leave it out.", param=prefix + name)


def _message(message: ChatMessage) -> Message:
    content = message.content
    text = content if isinstance(content, str) else "".join(part.text for part in content)
    return Message("system" if message.role == "developer" else message.role, text)


def _path(error: Any) -> tuple[str | int, ...]:
    """Where in the body, without the names that pydantic gives to the members of a union."""
    place = error["loc"][1:] if error["loc"][:1] == ("body",) else error["loc"]
    return tuple(part for part in place if isinstance(part, int) or (part.isidentifier() and part not in ("str", "list")))


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
