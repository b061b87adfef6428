"""`POST /v1/responses`, whole or streamed, and the responses that are kept."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from assistant.api.answer_stream import AnswerStream
from assistant.api.error_responses import CLIENT_LEFT
from assistant.api.leaving import unless_disconnected
from assistant.api.messages import refuse_unsupported
from assistant.api.responses_events import ResponseWriter
from assistant.api.responses_input import conversation
from assistant.api.running import Running, errors
from assistant.api.tools import Choice, One, Some, tool_use
from assistant.api.wire.answer_format import JsonObjectFormat
from assistant.api.wire.responses import (
    AllowedResponseTools,
    DeletedResponse,
    NamedResponseFunction,
    OutputFunctionCall,
    OutputMessage,
    ResponseJsonSchemaFormat,
    ResponseObject,
    ResponseRequest,
)
from assistant.application import Application
from assistant.chat.answer import Answer
from assistant.chat.request import ChatRequest
from assistant.chat.response_store import ResponseStore, StoredResponse
from assistant.engine.answer_form import JsonAnswer
from assistant.errors import InvalidParameter, ResponseNotFound, UnsupportedParameter
from assistant.model.conversation import Message, Tool, ToolCall

router = APIRouter(tags=["responses"])

UNSUPPORTED: dict[str, tuple[Any, ...]] = {
    "background": (False,),
    "context_management": (),
    "conversation": (),
    "max_tool_calls": (),
    "moderation": (),
    "prompt": (),
    "reasoning": ({}, {"effort": "none"}, {"effort": None, "summary": None}),
    "service_tier": ("auto", "default"),
    "truncation": ("disabled",),
}
_LOGPROBS = "message.output_text.logprobs"
_NEUTRAL_INCLUDES = ("reasoning.encrypted_content",)
_STREAM_SCHEMA = {
    "type": "string",
    "description": "With `stream: true`: OpenAI's events of a response, from `response.created` to `response.completed`, "
    "`response.incomplete`, or `error` and `response.failed`.",
}


@router.post(
    "/v1/responses",
    response_model=ResponseObject,
    responses={
        200: {"content": {"text/event-stream": {"schema": _STREAM_SCHEMA}}},
        **errors(400, 404, 413, 429, 500, 503, 504),
    },
)
async def create_response(body: ResponseRequest, request: Request, application: Running) -> Response:
    """Answer a conversation of items, as a whole or as a stream of server-sent events.

    A client that leaves ends its answer.
    """
    store = application.responses
    messages = _messages(body, store)
    writer = ResponseWriter(_shell(body, stored=_is_to_be_kept(body, store)))
    answer = await unless_disconnected(application.assistant.answer(_chat_request(body, messages)), request)
    if answer is None:
        return Response(status_code=CLIENT_LEFT)
    if body.stream:
        events = _kept(writer, answer, messages, store)
        return AnswerStream(events, answer, application.settings, writer.failed)
    async with aclosing(answer):
        response = await unless_disconnected(writer.whole(answer), request)
    if response is None:
        return Response(status_code=CLIENT_LEFT)
    _keep(response, messages, store)
    return JSONResponse(response.model_dump())


@router.get("/v1/responses/{response_id}", response_model=ResponseObject, responses=errors(400, 404, 500, 503))
async def get_response(response_id: str, application: Running) -> Response:
    """A response that was kept."""
    return Response(_stored(response_id, application).body, media_type="application/json")


@router.delete("/v1/responses/{response_id}", responses=errors(400, 404, 500, 503))
async def delete_response(response_id: str, application: Running) -> DeletedResponse:
    """Forget a response."""
    _stored(response_id, application)
    _require_store(application.responses, "response_id").delete(response_id)
    return DeletedResponse(id=response_id)


def _messages(body: ResponseRequest, store: ResponseStore | None) -> tuple[Message, ...]:
    """The conversation without the instructions."""
    before: tuple[Message, ...] = ()
    if body.previous_response_id is not None:
        previous = _require_store(store, "previous_response_id").get(body.previous_response_id)
        if previous is None:
            raise ResponseNotFound(body.previous_response_id, param="previous_response_id")
        before = previous.messages
    return conversation(body.input, before)


def _chat_request(body: ResponseRequest, messages: tuple[Message, ...]) -> ChatRequest:
    refuse_unsupported(body, UNSUPPORTED)
    for name in body.include or ():
        if name not in (_LOGPROBS, *_NEUTRAL_INCLUDES):
            raise UnsupportedParameter(f"include: this server has no {name[:80]!r}: leave it out.", param="include")
    instructions = (Message("system", body.instructions),) if body.instructions else ()
    tools = [Tool(tool.name, tool.description or "", tool.parameters or {}) for tool in body.tools or ()]
    return ChatRequest(
        model=body.model,
        messages=(*instructions, *messages),
        temperature=body.temperature,
        top_p=body.top_p,
        max_tokens=body.max_output_tokens,
        json=_json_answer(body),
        tool_use=tool_use(tools, _choice(body), parallel=body.parallel_tool_calls is not False),
        top_logprobs=(body.top_logprobs or 0) if _LOGPROBS in (body.include or ()) else None,
    )


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
            return JsonAnswer()
        case ResponseJsonSchemaFormat() as told:
            return JsonAnswer(told.schema_, told.name, bool(told.strict))
    return None


def _shell(body: ResponseRequest, *, stored: bool) -> ResponseObject:
    """The response before anything is said."""
    asked = body.model_dump(by_alias=True, exclude_none=True)
    return ResponseObject(
        id=f"resp_{uuid.uuid4().hex}",
        created_at=int(time.time()),
        status="in_progress",
        instructions=body.instructions,
        max_output_tokens=body.max_output_tokens,
        metadata=body.metadata or {},
        model=body.model,
        output=[],
        parallel_tool_calls=body.parallel_tool_calls is not False,
        previous_response_id=body.previous_response_id,
        store=stored,
        temperature=body.temperature,
        text={"format": {"type": "text"}, **asked.get("text", {})},
        tool_choice=asked.get("tool_choice", "auto"),
        tools=asked.get("tools", []),
        top_logprobs=body.top_logprobs or 0,
        top_p=body.top_p,
        usage=None,
        user=body.user,
    )


async def _kept(
    writer: ResponseWriter, answer: Answer, messages: tuple[Message, ...], store: ResponseStore | None
) -> AsyncGenerator[bytes]:
    """The events; the response is kept before its last one is sent."""
    async with aclosing(writer.events(answer)) as events:
        async for event in events:
            if writer.response.status in ("completed", "incomplete") and writer.response.usage:
                _keep(writer.response, messages, store)
            yield event


def _is_to_be_kept(body: ResponseRequest, store: ResponseStore | None) -> bool:
    if body.store and store is None:
        _require_store(store, "store")
    return store is not None and body.store is not False


def _keep(response: ResponseObject, messages: tuple[Message, ...], store: ResponseStore | None) -> None:
    if not response.store or store is None:
        return
    text = "".join(part.text for item in response.output if isinstance(item, OutputMessage) for part in item.content)
    calls = tuple(
        ToolCall(item.call_id, item.name, item.arguments) for item in response.output if isinstance(item, OutputFunctionCall)
    )
    kept = (*messages, Message("assistant", text, tool_calls=calls))
    store.put(response.id, StoredResponse(response.model_dump_json().encode(), kept))


def _require_store(store: ResponseStore | None, param: str) -> ResponseStore:
    if store is None:
        raise InvalidParameter(
            f"{param}: this server keeps no responses; send the whole conversation in input, or the operator can set "
            "ASSISTANT_RESPONSE_STORE_BYTES.",
            param=param,
        )
    return store


def _stored(response_id: str, application: Application) -> StoredResponse:
    stored = _require_store(application.responses, "response_id").get(response_id)
    if stored is None:
        raise ResponseNotFound(response_id, param="response_id")
    return stored
