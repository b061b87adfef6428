"""`POST /v1/chat/completions`, whole or streamed, and single requests of the bulk route."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
import uuid
from collections.abc import AsyncIterator, Coroutine
from contextlib import aclosing, suppress
from functools import cache
from typing import TypeVar

from fastapi import APIRouter, Request
from pydantic_core import to_json
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.api.error_responses import CLIENT_LEFT, error_body, note_error
from assistant.api.parsing import chat_request
from assistant.api.running import Running, errors
from assistant.api.wire import (
    AnswerMessage,
    ChatCompletion,
    ChatCompletionChunk,
    ChatCompletionRequest,
    Choice,
    ChunkChoice,
    Delta,
    Usage,
)
from assistant.application import versions
from assistant.chat.answer import Answer
from assistant.errors import AssistantError, GenerationFailed

router = APIRouter(tags=["chat"])

_TEXT = "\ufdd0"  # stands for the text in the pattern of a chunk; no other part of a chunk can have it
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
    text = await answer.text()
    if answer.finish_reason is None:
        raise RuntimeError("an answer ended without a reason")
    choice = Choice(message=AnswerMessage(content=text), finish_reason=answer.finish_reason)
    return ChatCompletion(**_identity(answer), choices=[choice], usage=_usage(answer))


async def _events(answer: Answer, *, include_usage: bool) -> AsyncIterator[bytes]:
    """Server-sent events of a stream; an error in the middle is the last one."""
    identity = _identity(answer)

    def event(*choices: ChunkChoice, usage: Usage | None = None) -> bytes:
        chunk = ChatCompletionChunk(**identity, choices=list(choices), usage=usage)
        leave_out = None if include_usage else {"usage"}
        return f"data: {chunk.model_dump_json(exclude=leave_out)}\n\n".encode()

    async with aclosing(answer):
        try:
            yield event(ChunkChoice(delta=Delta(role="assistant", content="")))
            before, after = event(ChunkChoice(delta=Delta(content=_TEXT))).split(to_json(_TEXT))
            async with aclosing(answer.__aiter__()) as pieces:
                async for text in pieces:
                    yield before + to_json(text) + after  # all that differs: this runs for every token
            yield event(ChunkChoice(delta=Delta(), finish_reason=answer.finish_reason))
            if include_usage:
                yield event(usage=_usage(answer))
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


def _identity(answer: Answer) -> dict[str, object]:
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "created": int(time.time()),
        "model": answer.model,
        "system_fingerprint": _fingerprint(answer.model),
    }


def _usage(answer: Answer) -> Usage:
    usage = answer.usage
    return Usage(
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        total_tokens=usage.prompt_tokens + usage.completion_tokens,
    )


@cache
def _fingerprint(model: str) -> str:
    return "fp_" + hashlib.sha256(repr((model, sorted(versions().items()))).encode()).hexdigest()[:12]
