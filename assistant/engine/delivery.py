"""Hands the steps of the engine's thread over to the event loops that wait for them."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assistant.engine.generation import GenerationRequest, Step
from assistant.engine.sequence import Sequence
from assistant.errors import AssistantError


@dataclass(eq=False)
class Generation:
    """The steps of one request, to be iterated on the event loop that submitted it.

    Closing it before its end aborts the request and frees its cache.
    """

    request: GenerationRequest
    abandon: Callable[[Generation], None]
    sequence: Sequence = field(init=False)
    begun: float | None = None  # when its first step did, of `time.perf_counter`
    left: bool = False  # its place is free again
    submitted: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self.sequence = Sequence(self.request)
        self.loop = asyncio.get_running_loop()
        self._steps: deque[Step | AssistantError] = deque()
        self._arrival: asyncio.Future[None] | None = None
        self._ended = False

    @property
    def reused_tokens(self) -> int:
        """Tokens of the prompt that were in the cache already; known once the first step came."""
        return self.sequence.reused

    def __aiter__(self) -> Generation:
        return self

    async def __anext__(self) -> Step:
        """The next step.

        Raises:
            GenerationFailed, ShuttingDown: the engine could not go on.
        """
        if self._ended:
            raise StopAsyncIteration
        while not self._steps:
            self._arrival = self.loop.create_future()
            try:
                await self._arrival
            finally:
                self._arrival = None
        step = self._steps.popleft()
        if isinstance(step, AssistantError):
            self._ended = True
            raise step
        self._ended = step.finish_reason is not None
        return step

    async def aclose(self) -> None:
        """Abort the request if it has not ended."""
        if not self._ended:
            self._ended = True
            self.abandon(self)

    def put(self, step: Step | AssistantError) -> None:
        """Take a step, or the error that ends the answer; called on the event loop."""
        self._steps.append(step)
        if self._arrival and not self._arrival.done():
            self._arrival.set_result(None)


def deliver(items: Iterable[tuple[Generation, Step | AssistantError]]) -> None:
    """Hand steps over to the event loops that wait for them, in one call for each; called by the engine's thread."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Generation, Step | AssistantError]]] = {}
    for generation, step in items:
        by_loop.setdefault(generation.loop, []).append((generation, step))
    for loop, steps in by_loop.items():
        try:
            loop.call_soon_threadsafe(_put_all, steps)
        except RuntimeError:  # the loop is closed: nobody waits any more
            for generation, _ in steps:
                generation.abandon(generation)


def _put_all(steps: list[tuple[Generation, Step | AssistantError]]) -> None:
    for generation, step in steps:
        generation.put(step)
