"""`POST /v1/completions`: texts gone on with as they are, without template or system prompt."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, aclosing
from typing import Any, Literal

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from assistant.api.answer_stream import DONE, AnswerStream
from assistant.api.chunks import finite, identity, usage_of
from assistant.api.error_responses import CLIENT_LEFT
from assistant.api.leaving import unless_disconnected
from assistant.api.messages import refuse_unsupported
from assistant.api.parsing import includes_usage, sampling_fields
from assistant.api.running import Running, errors
from assistant.api.wire.answers import PromptTokensDetails, Usage
from assistant.api.wire.completions import (
    DEFAULT_MAX_TOKENS,
    Completion,
    CompletionChoice,
    CompletionChunk,
    CompletionLogprobs,
    CompletionRequest,
)
from assistant.chat.answer import Answer, Delta
from assistant.chat.assistant import Assistant
from assistant.chat.merging import merged
from assistant.chat.request import ChatRequest
from assistant.engine.completion import AnsweredToken, EndReason
from assistant.errors import InvalidParameter

router = APIRouter(tags=["completions"])

UNSUPPORTED: dict[str, tuple[Any, ...]] = {"best_of": (1,), "suffix": ("",)}
_STREAM_SCHEMA = {
    "type": "string",
    "description": "With `stream: true`: events of `data: ` and a CompletionChunk, then `data: [DONE]`; "
    "an ErrorResponse as the last event where the answer failed.",
}


@router.post(
    "/v1/completions",
    response_model=Completion,
    responses={
        200: {"content": {"text/event-stream": {"schema": _STREAM_SCHEMA}}},
        **errors(400, 404, 413, 429, 500, 503, 504),
    },
)
async def create_completion(body: CompletionRequest, request: Request, application: Running) -> Response:
    """Go on with a text, or with several, as a whole or as a stream of server-sent events.

    A client that leaves ends its answer.
    """
    texts = await unless_disconnected(_start(body, application.assistant), request)
    if texts is None:
        return Response(status_code=CLIENT_LEFT)
    if body.stream:
        return AnswerStream(texts.events(include_usage=includes_usage(body)), texts, application.settings)
    async with aclosing(texts):
        completion = await unless_disconnected(texts.whole(), request)
    return JSONResponse(completion.model_dump()) if completion else Response(status_code=CLIENT_LEFT)


class _Texts:
    """The answers to all prompts of a request; the choices of each prompt come behind those of the one before."""

    def __init__(self, answers: Sequence[Answer], echoes: Sequence[str]) -> None:
        """
        Args:
            answers: one for each prompt; taken over.
            echoes: what each of them begins with.
        """
        self._answers = answers
        self._echoes = echoes
        self._identity = identity(answers[0], "cmpl")
        self._shown: dict[int, int] = {}  # characters of each choice so far

    async def whole(self) -> Completion:
        """All of it at once."""
        choices: dict[int, list[CompletionChoice]] = {}
        async for choice in self._pieces():
            choices.setdefault(choice.index, []).append(choice)
        joined = [_joined(choices[index]) for index in sorted(choices)]
        return Completion(**self._identity, choices=joined, usage=self._usage())

    async def events(self, *, include_usage: bool) -> AsyncGenerator[bytes]:
        """As they come."""
        leave_out = None if include_usage else {"usage"}
        async for choice in self._pieces():
            chunk = CompletionChunk(**self._identity, choices=[choice])
            yield f"data: {chunk.model_dump_json(exclude=leave_out)}\n\n".encode()
        if include_usage:
            last = CompletionChunk(**self._identity, choices=[], usage=self._usage())
            yield f"data: {last.model_dump_json()}\n\n".encode()
        yield DONE

    async def aclose(self) -> None:
        """Stop what has not ended."""
        for answer in self._answers:
            await answer.aclose()

    async def _pieces(self) -> AsyncGenerator[CompletionChoice]:
        for number, (answer, echo) in enumerate(zip(self._answers, self._echoes, strict=True)):
            for choice in range(answer.choices) if echo else ():
                yield self._choice(answer, number, Delta(choice, echo))
        async with aclosing(merged([answer.__aiter__() for answer in self._answers])) as deltas:
            async for number, delta in deltas:
                yield self._choice(self._answers[number], number, delta)

    def _choice(self, answer: Answer, number: int, delta: Delta) -> CompletionChoice:
        index = number * answer.choices + delta.choice
        offset = self._shown.get(index, 0)
        self._shown[index] = offset + len(delta.text)
        return CompletionChoice(
            index=index,
            text=delta.text,
            logprobs=_logprobs(delta.logprobs, offset),
            finish_reason=_end(delta.finish_reason),
        )

    def _usage(self) -> Usage:
        usages = [usage_of(answer) for answer in self._answers]
        return Usage(
            prompt_tokens=sum(usage.prompt_tokens for usage in usages),
            completion_tokens=sum(usage.completion_tokens for usage in usages),
            total_tokens=sum(usage.total_tokens for usage in usages),
            prompt_tokens_details=PromptTokensDetails(
                cached_tokens=sum(usage.prompt_tokens_details.cached_tokens for usage in usages)
            ),
        )


async def _start(body: CompletionRequest, assistant: Assistant) -> _Texts:
    """The answers to all prompts; all of them or none."""
    requests = _requests(body)
    if sum(request.choices for request in requests) > assistant.most_choices:
        raise InvalidParameter(
            f"prompt: this server gives at most {assistant.most_choices} answers at once, n to each prompt.", param="prompt"
        )
    echoes = [await _text(request, assistant) if body.echo else "" for request in requests]
    async with AsyncExitStack() as started:
        answers = []
        for request in requests:
            answers.append(await assistant.answer(request))
            started.push_async_callback(answers[-1].aclose)
        started.pop_all()
        return _Texts(answers, echoes)


def _requests(body: CompletionRequest) -> list[ChatRequest]:
    refuse_unsupported(body, UNSUPPORTED)
    if body.echo and body.logprobs is not None:
        raise InvalidParameter("echo is not possible together with logprobs: leave one of them out.", param="echo")
    fields = sampling_fields(body, body.max_tokens or DEFAULT_MAX_TOKENS)
    return [ChatRequest(model=body.model, raw=prompt, top_logprobs=body.logprobs, **fields) for prompt in _prompts(body)]


def _prompts(body: CompletionRequest) -> list[str | tuple[int, ...]]:
    prompt = body.prompt
    prompts: list[Any] = [prompt] if isinstance(prompt, str) or isinstance(prompt[0], int) else [*prompt]
    return [one if isinstance(one, str) else tuple(one) for one in prompts]


async def _text(request: ChatRequest, assistant: Assistant) -> str:
    raw = request.raw
    return raw if isinstance(raw, str) else await assistant.decode(request.model, raw or ())


def _joined(pieces: Sequence[CompletionChoice]) -> CompletionChoice:
    told = [piece.logprobs for piece in pieces if piece.logprobs]
    return CompletionChoice(
        index=pieces[0].index,
        text="".join(piece.text for piece in pieces),
        logprobs=CompletionLogprobs(
            tokens=[token for logprobs in told for token in logprobs.tokens],
            token_logprobs=[logprob for logprobs in told for logprob in logprobs.token_logprobs],
            top_logprobs=[top for logprobs in told for top in logprobs.top_logprobs],
            text_offset=[offset for logprobs in told for offset in logprobs.text_offset],
        )
        if told
        else None,
        finish_reason=pieces[-1].finish_reason,
    )


def _end(reason: EndReason | None) -> Literal["stop", "length"] | None:
    """The reason as this route spells it; nothing that is gone on with calls functions."""
    return "stop" if reason == "tool_calls" else reason


def _logprobs(tokens: Sequence[AnsweredToken], offset: int) -> CompletionLogprobs | None:
    if not tokens:
        return None
    offsets = [offset + sum(len(token.text) for token in tokens[:index]) for index in range(len(tokens))]
    return CompletionLogprobs(
        tokens=[token.text for token in tokens],
        token_logprobs=[finite(token.logprob) for token in tokens],
        top_logprobs=[{top.text: finite(top.logprob) for top in token.top} for token in tokens],
        text_offset=offsets,
    )
