"""The engine: one thread that runs the model step by step, and the seam where requests meet it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.engine.block_manager import BlockManager
from assistant.engine.generation import GenerationRequest, Step
from assistant.engine.sampler import Draws, sample
from assistant.engine.scheduler import Scheduler, Sequence
from assistant.errors import AssistantError, GenerationFailed, QueueFull, ShuttingDown
from assistant.model.runner import ModelRunner, SequenceChunk
from assistant.observability.metrics import metrics

_RETRY_AFTER_S = 5
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Load:
    """How busy the engine is, in requests."""

    running: int
    waiting: int


class Engine:
    """Generates for many requests at once.

    Requests join and leave at any step. The event loop never computes and the step thread never awaits: they
    meet at `_inbox`, under one lock, and at `Generation`, which takes its steps by `call_soon_threadsafe`.
    """

    def __init__(self, runner: ModelRunner, *, max_running: int, max_waiting: int, step_tokens: int) -> None:
        """
        Args:
            runner: taken over; only the step thread uses it from now on.
            max_running: requests that generate at the same time.
            max_waiting: requests that may wait beside them; one more is refused.
            step_tokens: tokens of one step, prompts and answers together; at least `max_running`.
        """
        self.max_running = max_running
        self.max_waiting = max_waiting
        self._runner = runner
        self._blocks = BlockManager(runner.blocks, runner.block_tokens)
        self._scheduler = Scheduler(self._blocks, max_running=max_running, step_tokens=max(step_tokens, max_running))
        self._generations: dict[Sequence, Generation] = {}
        self._wake = threading.Condition()
        self._inbox: deque[Generation] = deque()
        self._abandoned: deque[Generation] = deque()
        self._accepted = 0  # requests between submit and their end
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    def warm_up(self, request: GenerationRequest) -> None:
        """Generate once and wait for it, from outside an event loop.

        Raises:
            GenerationFailed: this engine cannot produce a token.
        """

        async def generate() -> None:
            async for _ in self.submit(request):
                pass

        asyncio.run(generate())

    def require_place(self) -> None:
        """Refuse now what `submit` would refuse.

        Raises:
            QueueFull: all places are taken.
            ShuttingDown: the engine is closed.
        """
        with self._wake:
            if self._closed:
                raise ShuttingDown("The server is shutting down: send the request to another replica or try again.")
            if self._accepted >= self.max_running + self.max_waiting:
                raise QueueFull(self._accepted - self.max_running, _RETRY_AFTER_S)

    def submit(self, request: GenerationRequest) -> Generation:
        """Accept a request; its steps come from the result. To be called on an event loop.

        Raises:
            QueueFull: at once, where all places are taken.
            ShuttingDown: the engine is closed.
            ValueError: the request can never fit the cache; the caller knows the context length.
        """
        if self._blocks.needed(len(request.prompt_ids) + request.max_tokens) > self._blocks.blocks:
            raise ValueError("the request is longer than the key-value cache")
        with self._wake:
            self.require_place()
            generation = Generation(request, self._abandon)
            self._accepted += 1
            self._inbox.append(generation)
            self._wake.notify()
        return generation

    @property
    def load(self) -> Load:
        """Running and waiting requests now."""
        with self._wake:
            running = min(len(self._scheduler.running), self._accepted)
            return Load(running, self._accepted - running)

    @property
    def alive(self) -> bool:
        """Whether the step thread still runs."""
        return self._thread.is_alive() and not self._closed

    @property
    def free_blocks(self) -> int:
        """Blocks of the cache that no request has."""
        return self._blocks.free

    def close(self) -> None:
        """End every request with an error and stop the thread; returns when it has stopped."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()

    def _abandon(self, generation: Generation) -> None:
        with self._wake:
            self._abandoned.append(generation)
            self._wake.notify()

    def _run(self) -> None:
        try:
            while self._exchange():
                if step := self._scheduler.schedule():
                    self._take_step(step)
        except Exception:  # noqa: BLE001 - the edge of the thread: readiness goes off, nobody waits for ever
            _log.exception("the engine stopped")
        finally:
            self._end_all()

    def _take_step(self, step: list[tuple[Sequence, SequenceChunk]]) -> None:
        """Compute one step and hand out its tokens; where it fails, its requests end with an error."""
        drawing = [sequence for sequence, chunk in step if chunk.wants_logits]
        try:
            logits = self._runner.forward([chunk for _, chunk in step])
            tokens = sample(
                logits,
                [sequence.request.sampling for sequence in drawing],
                [self._generations[sequence].draws for sequence in drawing],
            )
        except Exception as error:  # noqa: BLE001 - a failed step ends the requests in it, not the server
            _log.exception("a step of %d sequences failed", len(step))
            self._fail([sequence for sequence, _ in step], error)
            return
        for sequence, result in self._scheduler.advance(step, tokens):
            generation = self._generations[sequence]
            if result.finish_reason:  # its place is free before the client hears of the end
                self._forget(sequence)
            generation.put(result)

    def _require_working_runner(self) -> None:
        """Compute one harmless token; a device that lost its state fails here too, and that ends the engine."""
        if table := self._blocks.allocate(1):
            try:
                self._runner.forward([SequenceChunk([0], 0, table, wants_logits=True)])
            finally:
                self._blocks.release(table)

    def _end_all(self) -> None:
        """End every request that is left, and accept no more."""
        with self._wake:
            self._closed = True
            for generation in (*self._generations.values(), *self._inbox):
                generation.fail(ShuttingDown("The server shut down before the answer was complete: try again."))
            self._generations.clear()
            self._inbox.clear()
            self._accepted = 0

    def _exchange(self) -> bool:
        """Take in what arrived and let go what was abandoned; waits while there is nothing to do.

        Returns:
            False when the engine was closed.
        """
        with self._wake:
            self._observe()
            while not (self._inbox or self._abandoned or self._generations or self._closed):
                self._wake.wait()
            while self._inbox:
                generation = self._inbox.popleft()
                self._generations[generation.sequence] = generation
                self._scheduler.add(generation.sequence)
            while self._abandoned:
                self._forget(self._abandoned.popleft().sequence)
            return not self._closed

    def _observe(self) -> None:
        load = self.load
        metrics().running.set(load.running)
        metrics().waiting.set(load.waiting)

    def _fail(self, sequences: list[Sequence], error: Exception) -> None:
        """End requests with an error; raises where the runner is found to be broken for all."""
        generations = [self._generations[sequence] for sequence in sequences]
        for sequence in sequences:
            self._forget(sequence)
        try:
            self._require_working_runner()
        finally:
            for generation in generations:
                failure = GenerationFailed(f"The engine failed on this request ({type(error).__name__}): try again.")
                failure.__cause__ = error
                generation.fail(failure)

    def _forget(self, sequence: Sequence) -> None:
        self._scheduler.remove(sequence)
        if self._generations.pop(sequence, None):
            with self._wake:
                self._accepted -= 1


@dataclass(eq=False)
class Generation:
    """The steps of one request, to be iterated on the event loop that submitted it.

    Closing it before its end aborts the request and frees its cache.
    """

    request: GenerationRequest
    abandon: Callable[[Generation], None]
    sequence: Sequence = field(init=False)
    draws: Draws = field(init=False)

    def __post_init__(self) -> None:
        self.sequence = Sequence(self.request)
        self.draws = Draws(self.request.sampling.seed)
        self._loop = asyncio.get_running_loop()
        self._steps: asyncio.Queue[Step | AssistantError] = asyncio.Queue()
        self._ended = False

    def __aiter__(self) -> Generation:
        return self

    async def __anext__(self) -> Step:
        """The next step.

        Raises:
            GenerationFailed, ShuttingDown: the engine could not go on.
        """
        if self._ended:
            raise StopAsyncIteration
        step = await self._steps.get()
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

    def put(self, step: Step) -> None:
        """Hand over a step; called by the engine's thread."""
        self._call(step)

    def fail(self, error: AssistantError) -> None:
        """End the steps with an error; called by the engine's thread."""
        self._call(error)

    def _call(self, item: Step | AssistantError) -> None:
        try:
            self._loop.call_soon_threadsafe(self._steps.put_nowait, item)
        except RuntimeError:  # the loop is closed: nobody waits any more
            self.abandon(self)
