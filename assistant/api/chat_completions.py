"""`POST /v1/chat/completions`, whole or streamed, and single requests of the bulk route."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import aclosing, suppress
from typing import TypeVar

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.api.chunks import ChunkWriter, identity, logprobs_of, usage_of
from assistant.api.error_responses import CLIENT_LEFT, error_body, note_error
from assistant.api.parsing import chat_request
from assistant.api.running import Running, errors
from assistant.api.wire import AnswerMessage, ChatCompletion, ChatCompletionRequest, Choice
from assistant.chat.answer import Answer
from assistant.errors import AssistantError, GenerationFailed

router = APIRouter(tags=["chat"])

T = TypeVar("T")

_log = logging.getLogger(__name__)

_STREAM_HEADERS = {"cache-control": "no-cache", "x-accel-buffering": "no"}
_STREAM_SCHEMA = {
    "type": "string",
    "description": "With `stream: true`: events of `data: ` and a ChatCompletionChunk, then `data: [DONE]`; "
    "an ErrorResponse as the last event where the answer failed.",
}


@router.post(
    "/v1/chat/completions",
    response_model=ChatCompletion,
    responses={
        200: {"content": {"text/event-stream": {"schema": _STREAM_SCHEMA}}},
        **errors(400, 404, 413, 429, 500, 503, 504),
    },
)
async def create_chat_completion(body: ChatCompletionRequest, request: Request, application: Running) -> Response:
    """Answer a conversation, as a whole or as a stream of server-sent events.

    A client that leaves ends its answer.
    """
    answer = await _unless_disconnected(application.assistant.answer(chat_request(body)), request)
    if answer is None:
        return Response(status_code=CLIENT_LEFT)
    if body.stream:
        options = body.stream_options
        return AnswerStream(answer, include_usage=bool(options and options.include_usage))
    async with aclosing(answer):
        completion = await _unless_disconnected(complete(answer), request)
    return JSONResponse(completion.model_dump()) if completion else Response(status_code=CLIENT_LEFT)


class AnswerStream(StreamingResponse):
    """An answer as server-sent events; closed in any case, also where the client left before the first one."""

    def __init__(self, answer: Answer, *, include_usage: bool) -> None:
        super().__init__(_events(answer, include_usage=include_usage), media_type="text/event-stream", headers=_STREAM_HEADERS)
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self._answer):
            await super().__call__(scope, receive, send)


async def complete(answer: Answer) -> ChatCompletion:
    """The whole answer in the form of the wire."""
    choices = [
        Choice(
            index=index,
            message=AnswerMessage(content=choice.text),
            logprobs=logprobs_of(choice.logprobs),
            finish_reason=choice.finish_reason,
        )
        for index, choice in enumerate(await answer.whole())
    ]
    return ChatCompletion(**identity(answer), choices=choices, usage=usage_of(answer))


async def _events(answer: Answer, *, include_usage: bool) -> AsyncIterator[bytes]:
    """Server-sent events of a stream; an error in the middle is the last one."""
    chunks = ChunkWriter(identity(answer), include_usage=include_usage)
    async with aclosing(answer):
        try:
            for choice in range(answer.choices):
                yield chunks.start(choice)
            async with aclosing(answer.__aiter__()) as deltas:
                async for delta in deltas:
                    yield chunks.delta(delta)
            if include_usage:
                yield chunks.usage(answer)
            yield b"data: [DONE]\n\n"
        except AssistantError as error:
            yield _error_event(error)
        except Exception:  # noqa: BLE001 - the HTTP boundary: the client gets an error, not a cut connection
            _log.exception("a stream failed")
            yield _error_event(GenerationFailed("The server failed on this answer: report the request's id to the operator."))


def _error_event(error: AssistantError) -> bytes:
    note_error(error)
    return f"data: {error_body(error).model_dump_json()}\n\n".encode()


async def _unless_disconnected(work: Coroutine[None, None, T], request: Request) -> T | None:
    """The result of `work`, or None where the client left first."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, leaving):
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
