"""`POST /v1/completions`: texts gone on with as they are, without template or system prompt."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any, Literal

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from assistant.api.answer_stream import DONE, AnswerStream
from assistant.api.answers import finite, identity, usage_of
from assistant.api.error_responses import CLIENT_LEFT
from assistant.api.leaving import unless_disconnected
from assistant.api.parsing import choices, includes_usage, includes_usage_so_far, sampling_fields
from assistant.api.running import Running, errors, stream_limits
from assistant.api.stream_schema import chunks_until_done
from assistant.api.unsupported import IN_COMPLETIONS, refuse_unsupported_in_body
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
from assistant.engine.completion import AnsweredToken, EndReason, LikelyToken
from assistant.errors import InvalidParameter

router = APIRouter(tags=["completions"])


@router.post(
    "/v1/completions",
    response_model=Completion,
    responses={
        200: {"content": chunks_until_done("CompletionChunk")},
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
        events = texts.events(include_usage=includes_usage(body), in_every_chunk=includes_usage_so_far(body))
        return AnswerStream(events, texts, stream_limits(application))
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
        self._told: dict[int, _TextSoFar] = {}  # of each choice whose tokens are told

    async def whole(self) -> Completion:
        """All of it at once."""
        choices: dict[int, list[CompletionChoice]] = {}
        async for choice in self._pieces():
            choices.setdefault(choice.index, []).append(choice)
        joined = [_joined(choices[index]) for index in sorted(choices)]
        return Completion(**self._identity, choices=joined, usage=self._usage())

    async def events(self, *, include_usage: bool, in_every_chunk: bool = False) -> AsyncGenerator[bytes]:
        """As they come."""
        leave_out = None if include_usage else {"usage"}
        async for choice in self._pieces():
            chunk = CompletionChunk(**self._identity, choices=[choice], usage=self._usage() if in_every_chunk else None)
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
        return CompletionChoice(
            index=index,
            text=delta.text,
            logprobs=_logprobs(delta.logprobs, self._told.setdefault(index, _TextSoFar())),
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
    echoes = [await _text(request, assistant) if body.echo else "" for request in requests]
    return _Texts(await assistant.answers(requests), echoes)


def _requests(body: CompletionRequest) -> list[ChatRequest]:
    refuse_unsupported_in_body(body, IN_COMPLETIONS)
    if body.echo and body.logprobs is not None:
        raise InvalidParameter("echo is not possible together with logprobs: leave one of them out.", param="echo")
    fields = sampling_fields(body, body.max_tokens or DEFAULT_MAX_TOKENS) | {"choices": choices(body)}
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


class _TextSoFar:
    """Counts the characters of tokens, which may be cut inside of one."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._characters = 0

    def push(self, token: bytes) -> int:
        """How many whole characters stand before a token."""
        before = self._characters
        self._characters += len(self._decoder.decode(token))
        return before


def _logprobs(tokens: Sequence[AnsweredToken], told: _TextSoFar) -> CompletionLogprobs | None:
    if not tokens:
        return None
    return CompletionLogprobs(
        tokens=[_spelt(token) for token in tokens],
        token_logprobs=[finite(token.logprob) for token in tokens],
        top_logprobs=[{_spelt(top): finite(top.logprob) for top in token.top} for token in tokens],
        text_offset=[told.push(token.token) for token in tokens],
    )


def _spelt(token: LikelyToken) -> str:
    """A token as OpenAI writes it here: what is no text by its bytes, so that no two are written alike."""
    try:
        return token.token.decode()
    except UnicodeDecodeError:
        return "bytes:" + "".join(f"\\x{byte:02x}" for byte in token.token)
