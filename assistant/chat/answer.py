"""The answer of one turn while it is generated: text, finish reason, usage."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from assistant.chat.stop_strings import StopStrings
from assistant.engine.engine import Generation
from assistant.engine.generation import FinishReason, Step
from assistant.errors import AssistantError, RequestTimeout
from assistant.model.detokenizer import Detokenizer
from assistant.observability.metrics import metrics
from assistant.observability.request_log import annotate


@dataclass(frozen=True)
class Usage:
    """Tokens of one turn."""

    prompt_tokens: int
    completion_tokens: int


class Answer:
    """Iterates over pieces of text; `finish_reason` and `usage` are complete afterwards.

    To be closed in any case: an answer closed before its end stops generating.
    """

    def __init__(
        self,
        generation: Generation,
        detokenizer: Detokenizer,
        *,
        model: str,
        stop: tuple[str, ...],
        start: float,
        timeout_s: float,
    ) -> None:
        self.model = model
        self.finish_reason: FinishReason | None = None
        self._generation = generation
        self._detokenizer = detokenizer
        self._stop = StopStrings(stop)
        self._timeout_s = timeout_s
        self._deadline = asyncio.get_running_loop().time() + timeout_s
        self._start = self._last = start  # of time.perf_counter, when the request was accepted
        self._completion_tokens = 0
        self._error: AssistantError | None = None
        self._recorded = False

    @property
    def usage(self) -> Usage:
        """Tokens so far."""
        return Usage(len(self._generation.request.prompt_ids), self._completion_tokens)

    async def __aiter__(self) -> AsyncGenerator[str]:
        try:
            while self.finish_reason is None:
                text = self._take(await self._next_step())
                if text:
                    yield text
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
        await self._generation.aclose()
        if not self._recorded:
            self._recorded = True
            self._record()

    async def _next_step(self) -> Step:
        try:
            async with asyncio.timeout_at(self._deadline):
                return await anext(self._generation)
        except TimeoutError:
            raise RequestTimeout(self._timeout_s) from None

    def _take(self, step: Step) -> str:
        """Count a token and give the text that can be shown now."""
        self._count_token()
        text = self._stop.push(self._detokenizer.push([step.token_id]))
        if step.finish_reason and not self._stop.met:
            text += self._stop.push(self._detokenizer.finish())
            text += "" if self._stop.met else self._stop.finish()
        self.finish_reason = "stop" if self._stop.met else step.finish_reason
        return text

    def _count_token(self) -> None:
        now = time.perf_counter()
        if self._completion_tokens == 0:
            metrics().time_to_first_token_s.labels(self.model).observe(now - self._start)
            annotate(time_to_first_token_s=round(now - self._start, 4))
        else:
            metrics().inter_token_s.labels(self.model).observe(now - self._last)
        self._last = now
        self._completion_tokens += 1

    def _record(self) -> None:
        how = self.finish_reason or (self._error.code if self._error else None) or "aborted"
        metrics().request_duration_s.labels(self.model, how).observe(time.perf_counter() - self._start)
        metrics().tokens.labels(self.model, "prompt").inc(self.usage.prompt_tokens)
        metrics().tokens.labels(self.model, "completion").inc(self._completion_tokens)
        annotate(
            model=self.model,
            prompt_tokens=self.usage.prompt_tokens,
            completion_tokens=self._completion_tokens,
            finish_reason=how,
        )
