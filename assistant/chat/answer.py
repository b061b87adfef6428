"""The answer of one turn while it is generated: text, finish reason, usage."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from assistant.chat.deadline import Deadline
from assistant.chat.merging import merged
from assistant.chat.notes import Notes, Part, all_of
from assistant.chat.turn import Reader
from assistant.engine.completion import AnsweredToken, Completion, EndReason, Piece, ToolCallPiece, Usage
from assistant.errors import AssistantError, RequestTimeout
from assistant.model.conversation import ToolCall
from assistant.observability.metrics import metrics
from assistant.observability.request_log import annotate
from assistant.observability.tracing import span


@dataclass(frozen=True)
class Delta:
    """What a choice gets more of.

    Attributes:
        choice: its number.
        finish_reason: only on its last one.
        logprobs: of its tokens, where they were asked for.
        calls: of functions, which are no part of the text.
        notes: what more is known of it; it belongs behind the text.
    """

    choice: int
    text: str
    finish_reason: EndReason | None = None
    logprobs: tuple[AnsweredToken, ...] = ()
    calls: tuple[ToolCallPiece, ...] = ()
    notes: Notes | None = None


@dataclass(frozen=True)
class Choice:
    """One of the answers to a request, whole."""

    text: str
    finish_reason: EndReason
    logprobs: tuple[AnsweredToken, ...]
    calls: tuple[ToolCall, ...]
    notes: Notes | None


class Answer:
    """Iterates over the deltas of all its choices; `usage` is complete afterwards.

    To be closed in any case: an answer closed before its end stops generating.
    """

    def __init__(
        self,
        completions: Sequence[Completion],
        *,
        model: str,
        start: float,
        deadline: float,
        timeout_s: float,
        readers: Sequence[Reader] = (),
        notes: Notes | None = None,
        lead: str = "",
    ) -> None:
        """
        Args:
            completions: one for each choice; taken over.
            readers: one for each choice, or none.
            notes: what is known of every choice from the beginning; None where nothing will be.
            lead: what every choice begins with, before the words of the model; only with readers.
            start: when the request was accepted, of `time.perf_counter`.
            deadline: when the answer must be complete, in the time of the event loop.
            timeout_s: how long after the start that is.
        """
        self.model = model
        self.choices = len(completions)
        self._completions = completions
        self._readers = readers
        self._notes = notes
        self._lead = lead
        self._ends: list[EndReason | None] = [None] * len(completions)
        self._deadline = deadline
        self._deadlines = [Deadline(deadline) for _ in completions]
        self._timeout_s = timeout_s
        self._start = start
        self._accepted = time.perf_counter()  # by the engine
        self._last: list[float | None] = [None] * len(completions)  # when the last token of each choice came
        self._between = metrics().inter_token_s.labels(model)
        self._first: float | None = None  # when the first token of all came
        self._error: AssistantError | None = None
        self._recorded = False

    @property
    def usage(self) -> Usage:
        """Tokens so far: the prompt once, the answers of all choices."""
        usages = [completion.usage for completion in self._completions]
        return Usage(usages[0].prompt_tokens, sum(usage.completion_tokens for usage in usages), usages[0].cached_tokens)

    async def __aiter__(self) -> AsyncGenerator[Delta]:
        try:
            async with aclosing(merged([self._pieces(choice) for choice in range(self.choices)])) as pieces:
                for choice in range(self.choices) if self._notes is not None else ():
                    yield Delta(choice, "", notes=self._notes)
                for choice in range(self.choices) if self._lead else ():
                    for delta in await self._deltas(choice, Piece(self._lead, 0)):
                        yield delta
                async for choice, piece in pieces:
                    self._count(choice, piece.tokens)
                    for delta in await self._deltas(choice, piece):
                        yield delta
        except AssistantError as error:
            self._error = error
            raise
        finally:
            await self.aclose()

    async def whole(self) -> list[Choice]:
        """Each choice, once all are complete."""
        deltas: list[list[Delta]] = [[] for _ in self._completions]
        async for delta in self:
            deltas[delta.choice].append(delta)
        return [_joined(of_one) for of_one in deltas]

    async def aclose(self) -> None:
        """Stop generating if the answer is not complete, and record how it went."""
        for deadline in self._deadlines:
            deadline.close()
        for completion in self._completions:
            await completion.aclose()
        if not self._recorded:
            self._recorded = True
            self._record()

    async def _pieces(self, choice: int) -> AsyncGenerator[Piece]:
        while self._ends[choice] is None:
            piece = await self._next_piece(choice)
            self._ends[choice] = piece.finish_reason
            if piece.finish_reason:  # at a stop string the model itself would go on, for as long as other choices do
                await self._completions[choice].aclose()
            yield piece

    async def _deltas(self, choice: int, piece: Piece) -> list[Delta]:
        """What a piece of the model gives the client."""
        parts = await self._read(choice, piece) if self._readers else [Part(piece.text)]
        last = len(parts) - 1
        deltas = [
            Delta(
                choice,
                part.text,
                piece.finish_reason if at == last else None,
                piece.logprobs if at == 0 else (),
                piece.calls if at == last else (),
                part.notes,
            )
            for at, part in enumerate(parts)
        ]
        return [d for d in deltas if d.text or d.finish_reason or d.logprobs or d.calls or d.notes]

    async def _read(self, choice: int, piece: Piece) -> list[Part]:
        reader = self._readers[choice]
        try:
            async with asyncio.timeout_at(self._deadline):
                parts = await reader.take(piece.text)
                if piece.finish_reason:
                    parts += await reader.finish(limited=piece.finish_reason == "length")
        except TimeoutError:
            raise RequestTimeout(self._timeout_s) from None
        return parts or [Part("")]

    async def _next_piece(self, choice: int) -> Piece:
        try:
            with self._deadlines[choice]:
                return await anext(self._completions[choice])
        except TimeoutError:
            raise RequestTimeout(self._timeout_s) from None

    def _count(self, choice: int, tokens: int) -> None:
        """Observe the time of tokens that came together."""
        if not tokens:
            return
        now, last = time.perf_counter(), self._last[choice]
        if self._first is None:
            self._first = now
            metrics().time_to_first_token_s.labels(self.model).observe(now - self._start)
            annotate(time_to_first_token_s=round(now - self._start, 4))
        if last is not None:
            for _ in range(tokens):
                self._between.observe((now - last) / tokens)
        self._last[choice] = now

    def _record(self) -> None:
        complete = "+".join(sorted({end for end in self._ends if end}))
        how = (complete if None not in self._ends else None) or (self._error.code if self._error else None) or "aborted"
        usage = self.usage
        self._trace(usage)
        metrics().request_duration_s.labels(self.model, how).observe(time.perf_counter() - self._start)
        metrics().tokens.labels(self.model, "prompt").inc(usage.prompt_tokens)
        metrics().tokens.labels(self.model, "completion").inc(usage.completion_tokens)
        annotate(
            model=self.model,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            finish_reason=how,
        )

    def _trace(self, usage: Usage) -> None:
        """Tell what the time was for; where nobody knows when the first step began, the wait is part of the prefill."""
        began = min((each.began for each in self._completions if each.began is not None), default=None)
        end = time.perf_counter()
        if began is not None:
            span("queue", self._accepted, began)
        if self._first is not None:
            span("prefill", began or self._accepted, self._first, tokens=usage.prompt_tokens, cached_tokens=usage.cached_tokens)
            span("decode", self._first, end, tokens=usage.completion_tokens)


def _joined(deltas: Sequence[Delta]) -> Choice:
    end = deltas[-1].finish_reason if deltas else None
    if end is None:
        raise RuntimeError("an answer ended without a reason")
    return Choice(
        "".join(delta.text for delta in deltas),
        end,
        tuple(token for delta in deltas for token in delta.logprobs),
        _calls([piece for delta in deltas for piece in delta.calls]),
        all_of(delta.notes for delta in deltas) if any(delta.notes is not None for delta in deltas) else None,
    )


def _calls(pieces: Sequence[ToolCallPiece]) -> tuple[ToolCall, ...]:
    calls: dict[int, ToolCall] = {}
    for piece in pieces:
        known = calls.get(piece.call) or ToolCall(piece.id or "", piece.name or "", "")
        calls[piece.call] = replace(known, arguments=known.arguments + piece.arguments)
    return tuple(calls.values())
