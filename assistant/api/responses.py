"""`POST /v1/responses`, whole or streamed, and the responses that are kept."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from assistant.api.answer_stream import AnswerStream
from assistant.api.error_responses import CLIENT_LEFT
from assistant.api.leaving import unless_disconnected
from assistant.api.responses_events import ResponseWriter
from assistant.api.responses_input import chat_request, conversation
from assistant.api.running import Running, errors, stream_limits
from assistant.api.stream_schema import named_events
from assistant.api.wire.responses import (
    DeletedResponse,
    OutputFunctionCall,
    OutputItem,
    ResponseObject,
    ResponseRequest,
)
from assistant.application import Application
from assistant.chat.answer import Answer
from assistant.chat.request import Defaults
from assistant.chat.response_store import ResponseStore, StoredResponse
from assistant.errors import InvalidParameter, ItemNotFound, ResponseNotFound, UnsupportedParameter
from assistant.model.conversation import Message, ToolCall

Hidden = Annotated[bool | None, Query(include_in_schema=False)]  # known of OpenAI's API, and not served

router = APIRouter(tags=["responses"])

_LINKS = {
    name: {
        "operationId": f"{operation}_v1_responses__response_id__{method}",
        "parameters": {"response_id": "$response.body#/id"},
        "description": "Where it is kept.",
    }
    for name, operation, method in (("get", "get_response", "get"), ("delete", "delete_response", "delete"))
}


@router.post(
    "/v1/responses",
    response_model=ResponseObject,
    responses={
        200: {"content": named_events("ResponseStreamEvent"), "links": _LINKS},
        **errors(400, 404, 413, 429, 500, 503, 504),
    },
)
async def create_response(body: ResponseRequest, request: Request, application: Running) -> Response:
    """Answer a conversation of items, as a whole or as a stream of server-sent events.

    A client that leaves ends its answer.
    """
    store = application.responses
    asked = chat_request(body, _messages(body, store))
    defaults = application.assistant.defaults_of(body.model)
    clean = await application.assistant.without_secrets(body.model, asked.messages)
    instructions, messages = (clean[0].content, clean[1:]) if body.instructions else (body.instructions, clean)
    writer = ResponseWriter(_shell(body, instructions, defaults, stored=_is_to_be_kept(body, store)))
    answer = await unless_disconnected(application.assistant.answer(asked), request)
    if answer is None:
        return Response(status_code=CLIENT_LEFT)
    if body.stream:
        events = _kept(writer, answer, messages, store)
        return AnswerStream(events, answer, stream_limits(application), writer.failed)
    async with aclosing(answer):
        response = await unless_disconnected(writer.whole(answer), request)
    if response is None:
        return Response(status_code=CLIENT_LEFT)
    _keep(response, messages, store)
    return JSONResponse(response.model_dump())


@router.get("/v1/responses/{response_id}", response_model=ResponseObject, responses=errors(400, 404, 500, 503))
async def get_response(response_id: str, application: Running, stream: Hidden = None) -> Response:
    """A response that was kept."""
    if stream:
        raise UnsupportedParameter("This server keeps whole responses: it cannot stream one again.", param="stream")
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

    def referred(item_id: str, param: str) -> Message:
        item = _require_store(store, param).item(item_id)
        if item is None:
            raise ItemNotFound(item_id, param=param)
        return item

    return conversation(body.input, referred, before)


def _shell(body: ResponseRequest, instructions: str | None, defaults: Defaults, *, stored: bool) -> ResponseObject:
    """The response before anything is said."""
    asked = body.model_dump(by_alias=True, exclude_none=True)
    return ResponseObject(
        id=f"resp_{uuid.uuid4().hex}",
        created_at=int(time.time()),
        status="in_progress",
        instructions=instructions,
        max_output_tokens=body.max_output_tokens,
        metadata=body.metadata or {},
        model=body.model,
        output=[],
        parallel_tool_calls=body.parallel_tool_calls is not False,
        previous_response_id=body.previous_response_id,
        store=stored,
        temperature=defaults.temperature if body.temperature is None else body.temperature,
        text={"format": {"type": "text"}, **asked.get("text", {})},
        tool_choice=asked.get("tool_choice", "auto"),
        tools=asked.get("tools", []),
        top_logprobs=body.top_logprobs or 0,
        top_p=defaults.top_p if body.top_p is None else body.top_p,
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
    items = {item.id: _said(item) for item in response.output}
    text = "".join(said.content for said in items.values())
    calls = tuple(call for said in items.values() for call in said.tool_calls)
    kept = (*messages, Message("assistant", text, tool_calls=calls))
    store.put(response.id, StoredResponse(response.model_dump_json().encode(), kept, items))


def _said(item: OutputItem) -> Message:
    if isinstance(item, OutputFunctionCall):
        return Message("assistant", "", tool_calls=(ToolCall(item.call_id, item.name, item.arguments),))
    return Message("assistant", "".join(part.text for part in item.content))


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
