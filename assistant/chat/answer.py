"""The answer of one turn while it is generated: text, finish reason, usage."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator

from assistant.engine.completion import Completion, Piece, Usage
from assistant.engine.generation import FinishReason
from assistant.errors import AssistantError, RequestTimeout
from assistant.observability.metrics import metrics
from assistant.observability.request_log import annotate


class Answer:
    """Iterates over pieces of text; `finish_reason` and `usage` are complete afterwards.

    To be closed in any case: an answer closed before its end stops generating.
    """

    def __init__(self, completion: Completion, *, model: str, start: float, deadline: float, timeout_s: float) -> None:
        """
        Args:
            start: when the request was accepted, of `time.perf_counter`.
            deadline: when the answer must be complete, in the time of the event loop.
            timeout_s: how long after the start that is.
        """
        self.model = model
        self.finish_reason: FinishReason | None = None
        self._completion = completion
        self._deadline = deadline
        self._timeout_s = timeout_s
        self._start = self._last = start
        self._between = metrics().inter_token_s.labels(model)
        self._began = False
        self._error: AssistantError | None = None
        self._recorded = False

    @property
    def usage(self) -> Usage:
        """Tokens so far."""
        return self._completion.usage

    async def __aiter__(self) -> AsyncGenerator[str]:
        try:
            while self.finish_reason is None:
                piece = await self._next_piece()
                self._count(piece.tokens)
                self.finish_reason = piece.finish_reason
                if piece.text:
                    yield piece.text
        except AssistantError as error:
            self._error = error
            raise
        finally:
            await self.aclose()

    async def text(self) -> str:
        """The whole answer."""
        return "".join([piece async for piece in self])

    async def aclose(self) -> None:
        """Stop generating if the answer is not complete, and record how it went."""
        await self._completion.aclose()
        if not self._recorded:
            self._recorded = True
            self._record()

    async def _next_piece(self) -> Piece:
        try:
            async with asyncio.timeout_at(self._deadline):
                return await anext(self._completion)
        except TimeoutError:
            raise RequestTimeout(self._timeout_s) from None

    def _count(self, tokens: int) -> None:
        """Observe the time of tokens that came together."""
        if not tokens:
            return
        now = time.perf_counter()
        if not self._began:
            self._began = True
            metrics().time_to_first_token_s.labels(self.model).observe(now - self._start)
            annotate(time_to_first_token_s=round(now - self._start, 4))
        else:
            for _ in range(tokens):
                self._between.observe((now - self._last) / tokens)
        self._last = now

    def _record(self) -> None:
        how = self.finish_reason or (self._error.code if self._error else None) or "aborted"
        usage = self.usage
        metrics().request_duration_s.labels(self.model, how).observe(time.perf_counter() - self._start)
        metrics().tokens.labels(self.model, "prompt").inc(usage.prompt_tokens)
        metrics().tokens.labels(self.model, "completion").inc(usage.completion_tokens)
        annotate(
            model=self.model,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            finish_reason=how,
        )
