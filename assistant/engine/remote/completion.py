"""One answer of an inference server, read from its stream as fast as our client takes it."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from typing import Protocol

import httpx

from assistant.engine.completion import AnsweredToken, CompletionRequest, EndReason, Piece, ToolCallPiece, Usage, new_call_id
from assistant.engine.remote import failures
from assistant.engine.remote.events import EventReader
from assistant.engine.remote.places import Place
from assistant.engine.remote.wire import DONE, Chunk, UsageChunk, parse_chunk
from assistant.engine.stop_strings import StopStrings
from assistant.errors import AssistantError

_LAST_WORDS_S = 2.0  # for the usage, after the finish reason
_DRAIN_S = 0.1  # for the end of the stream after its last event, so that the connection can be used again


class Forwarding(Protocol):
    """What a completion asks of its engine."""

    host: str

    def until_closed(self) -> AbstractAsyncContextManager[None]: ...

    def failure(self, error: httpx.RequestError) -> AssistantError: ...

    def heard(self) -> None: ...


class RemoteCompletion:
    """The pieces of one answer.

    The server is told the stop strings and they are looked for here too: some servers show them or ignore some.
    """

    def __init__(self, engine: Forwarding, response: httpx.Response, place: Place, request: CompletionRequest) -> None:
        """
        Args:
            response: open, nothing read; taken over.
            place: taken over.
        """
        self._engine = engine
        self._response = response
        self._place = place
        self._min_tokens = request.min_tokens
        self._stop = StopStrings(request.stop)
        self._bytes = response.aiter_bytes()
        self._events = EventReader()
        self._pending: deque[str] = deque()
        self._calls: set[int] = set()  # that have begun
        self._counted = 0
        self._told: UsageChunk | None = None
        self._ended: EndReason | None = None  # as the server says
        self._last_words_until: float | None = None
        self._done = False
        self._over = False

    @property
    def usage(self) -> Usage:
        """As the server counts; where it does not, its chunks, and nothing for the prompt."""
        if self._told:
            return Usage(self._told.prompt_tokens, self._told.completion_tokens, self._told.cached_tokens)
        return Usage(0, self._counted)

    @property
    def began(self) -> None:
        return None  # the server does not say

    async def __anext__(self) -> Piece:
        """The next piece.

        Raises:
            GenerationFailed: the connection broke, or what came is not an answer.
            RemoteTimeout: the server fell silent.
            AssistantError: what the server says went wrong.
            ShuttingDown: the engine was closed.
        """
        if self._over:
            raise StopAsyncIteration
        try:
            async with self._engine.until_closed():
                piece = await self._next_piece()
        except httpx.RequestError as error:
            raise self._engine.failure(error) from error
        except ValueError as error:
            raise failures.malformed(error, self._engine.host) from error
        self._over = piece.finish_reason is not None
        return piece

    async def aclose(self) -> None:
        """Close the stream, which ends the answer on the server where it has not ended."""
        try:
            if self._done and not self._response.is_closed:
                await self._drain()
        finally:
            try:
                await self._response.aclose()
            finally:
                self._place.release()

    async def _next_piece(self) -> Piece:
        text, tokens = "", 0
        logprobs: tuple[AnsweredToken, ...] = ()
        calls: tuple[ToolCallPiece, ...] = ()
        while chunk := await self._next_chunk():
            if chunk.error is not None:
                raise failures.of_event(chunk.error, self._engine.host)
            looking = self._counted >= self._min_tokens
            tokens += self._count(chunk)
            logprobs += chunk.logprobs
            if chunk.calls:
                text += self._stop.finish()  # a call in between makes two texts of it
            if not self._stop.met:
                calls += self._named_once(chunk.calls)
                text += self._stop.push(chunk.text, looking=looking)
            if self._stop.met:
                return Piece(text, tokens, self._stopped, logprobs, calls)
            self._note_end(chunk.finish_reason)
            if self._ended is None and (text or tokens or calls):
                return Piece(text, tokens, None, logprobs, calls)
        if self._ended is None:
            raise ValueError("it ended without a finish reason")
        text += self._stop.finish()
        return Piece(text, tokens, self._stopped if self._stop.met else self._ended, logprobs, calls)

    @property
    def _stopped(self) -> EndReason:
        """Why an answer ended that a stop string ends."""
        return "tool_calls" if self._calls else "stop"

    def _count(self, chunk: Chunk) -> int:
        """How many tokens came with a chunk."""
        if chunk.usage:
            self._told = chunk.usage
            tokens = max(0, chunk.usage.completion_tokens - self._counted)
        else:
            tokens = chunk.tokens
        self._counted += tokens
        return tokens

    def _named_once(self, calls: tuple[ToolCallPiece, ...]) -> tuple[ToolCallPiece, ...]:
        """The pieces with id and name in the first of each call alone: some servers repeat them, some give no id."""
        pieces = []
        for piece in calls:
            if piece.call in self._calls:
                pieces.append(replace(piece, id=None, name=None))
            else:
                self._calls.add(piece.call)
                pieces.append(replace(piece, id=piece.id or new_call_id(), name=piece.name or ""))
        return tuple(pieces)

    def _note_end(self, reason: EndReason | None) -> None:
        if reason and not self._ended:
            self._ended = "tool_calls" if reason == "stop" and self._calls else reason
            self._last_words_until = asyncio.get_running_loop().time() + _LAST_WORDS_S

    async def _next_chunk(self) -> Chunk | None:
        """None at the end of the stream."""
        while not self._pending:
            received = await self._receive()
            if received is None:
                return None
            self._engine.heard()
            self._pending.extend(self._events.push(received))
        event = self._pending.popleft()
        if event == DONE:
            self._done = True
            return None
        return parse_chunk(event)

    async def _receive(self) -> bytes | None:
        """The next bytes; None at the end of the stream, or where only the usage is missing and does not come."""
        if self._ended is None:
            return await anext(self._bytes, None)
        with suppress(httpx.RequestError, TimeoutError):
            async with asyncio.timeout_at(self._last_words_until):
                return await anext(self._bytes, None)
        return None

    async def _drain(self) -> None:
        with suppress(httpx.RequestError, TimeoutError):
            async with asyncio.timeout(_DRAIN_S):
                async for _ in self._bytes:
                    pass
