"""`POST /v1/chat/completions`, whole or streamed, and single requests of the bulk route."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from assistant.api.answer_stream import DONE, AnswerStream
from assistant.api.answers import identity, logprobs_of, usage_of
from assistant.api.chunks import ChunkWriter
from assistant.api.error_responses import CLIENT_LEFT
from assistant.api.leaving import unless_disconnected
from assistant.api.notes import notes_of
from assistant.api.parsing import chat_request, includes_usage, includes_usage_so_far
from assistant.api.running import Running, errors, stream_limits
from assistant.api.stream_schema import chunks_until_done
from assistant.api.wire.chat import AnswerMessage, ChatCompletion, ChatCompletionRequest, Choice
from assistant.api.wire.functions import AnsweredFunctionCall, AnsweredToolCall
from assistant.chat import answer as chat
from assistant.chat.answer import Answer

router = APIRouter(tags=["chat"])


@router.post(
    "/v1/chat/completions",
    response_model=ChatCompletion,
    responses={
        200: {"content": chunks_until_done("ChatCompletionChunk")},
        **errors(400, 404, 413, 429, 500, 503, 504),
    },
)
async def create_chat_completion(body: ChatCompletionRequest, request: Request, application: Running) -> Response:
    """Answer a conversation, as a whole or as a stream of server-sent events.

    A client that leaves ends its answer.
    """
    answer = await unless_disconnected(application.assistant.answer(chat_request(body)), request)
    if answer is None:
        return Response(status_code=CLIENT_LEFT)
    if body.stream:
        events = events_of(answer, include_usage=includes_usage(body), in_every_chunk=includes_usage_so_far(body))
        return AnswerStream(events, answer, stream_limits(application))
    async with aclosing(answer):
        completion = await unless_disconnected(complete(answer), request)
    return JSONResponse(completion.model_dump()) if completion else Response(status_code=CLIENT_LEFT)


async def complete(answer: Answer) -> ChatCompletion:
    """The whole answer in the form of the wire."""
    choices = [
        Choice(
            index=index,
            message=_message(choice),
            logprobs=logprobs_of(choice.logprobs),
            finish_reason=choice.finish_reason,
        )
        for index, choice in enumerate(await answer.whole())
    ]
    return ChatCompletion(**identity(answer), choices=choices, usage=usage_of(answer))


def _message(choice: chat.Choice) -> AnswerMessage:
    calls = [
        AnsweredToolCall(id=call.id, function=AnsweredFunctionCall(name=call.name, arguments=call.arguments))
        for call in choice.calls
    ]
    return AnswerMessage(
        content=choice.text or (None if calls else ""),
        tool_calls=calls or None,
        assistant=notes_of(choice.notes) if choice.notes else None,
    )


async def events_of(answer: Answer, *, include_usage: bool, in_every_chunk: bool = False) -> AsyncGenerator[bytes]:
    """A stream of chunks."""
    so_far = partial(usage_of, answer) if in_every_chunk else None
    chunks = ChunkWriter(identity(answer), include_usage=include_usage, usage_so_far=so_far)
    for choice in range(answer.choices):
        yield chunks.start(choice)
    async with aclosing(answer.__aiter__()) as deltas:
        async for delta in deltas:
            yield chunks.delta(delta)
    if include_usage:
        yield chunks.usage(answer)
    yield DONE
