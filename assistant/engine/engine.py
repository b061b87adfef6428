"""The engine: one thread that runs the model step by step."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque

from assistant.engine.block_manager import BlockManager, BlockTable
from assistant.engine.delivery import Generation, deliver
from assistant.engine.drawing import Drawn, Row, draw
from assistant.engine.generation import GenerationRequest, Step
from assistant.engine.load import Load
from assistant.engine.scheduler import Scheduled, Scheduler
from assistant.engine.sequence import Sequence
from assistant.engine.step_cost import TYPICAL, StepCost
from assistant.errors import AssistantError, GenerationFailed, QueueFull, ShuttingDown
from assistant.model.runner import ModelRunner, SequenceChunk
from assistant.observability.metrics import metrics

_RETRY_AFTER_S = 5
_log = logging.getLogger(__name__)


class Engine:
    """Generates for many requests at once.

    Requests join and leave at any step. The event loop never computes and the step thread never awaits: they
    meet at `_inbox`, under one lock, and at `deliver`: all that a step gave is handed over in one call.
    """

    def __init__(
        self,
        runner: ModelRunner,
        *,
        name: str,
        max_running: int,
        max_waiting: int,
        step_tokens: int,
        cost: StepCost = TYPICAL,
        speculate: bool = True,
    ) -> None:
        """
        Args:
            runner: taken over; only the step thread uses it from now on.
            name: of the model, in the metrics.
            max_running: requests that generate at the same time.
            max_waiting: requests that may wait beside them; one more is refused.
            step_tokens: tokens of one step, prompts and answers together; at least `max_running`.
            cost: what a step of this runner costs.
            speculate: whether to guess tokens where that pays.
        """
        self.vocab_size = runner.vocab_size
        self.name = name
        self.max_running = max_running
        self.max_waiting = max_waiting
        self._runner = runner
        self._blocks = BlockManager(runner.blocks, runner.block_tokens)
        self._scheduler = Scheduler(
            self._blocks, max_running=max_running, step_tokens=step_tokens, cost=cost, speculate=speculate
        )
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

    def reserve(self, places: int) -> None:
        """Take places for requests that are submitted later, all of them or none.

        Raises:
            QueueFull: at once, where so many are not free.
            ShuttingDown: the engine is closed.
        """
        with self._wake:
            if self._closed:
                raise ShuttingDown("The server is shutting down: send the request to another replica or try again.")
            if self._accepted + places > self.max_running + self.max_waiting:
                raise QueueFull(max(0, self._accepted - self.max_running), _RETRY_AFTER_S)
            self._accepted += places

    def free(self, places: int) -> None:
        """Give back places that were reserved and not used."""
        with self._wake:
            self._accepted -= 0 if self._closed else places

    def submit(self, request: GenerationRequest, *, reserved: bool = False) -> Generation:
        """Accept a request; its steps come from the result. To be called on an event loop.

        Args:
            reserved: whether it has a place already.

        Raises:
            QueueFull: at once, where all places are taken.
            ShuttingDown: the engine is closed.
            ValueError: the request has no token, or can never fit the cache; the caller knows the context length.
        """
        if not request.prompt_ids:
            raise ValueError("a prompt has at least one token")
        if self._blocks.needed(len(request.prompt_ids) + request.max_tokens) > self._blocks.blocks:
            raise ValueError("the request is longer than the key-value cache")
        with self._wake:
            if not reserved or self._closed:
                self.reserve(1)
            generation = Generation(request, self._abandon)
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
            self._leave(generation)  # its place is free now, its cache before the next step
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

    def _take_step(self, step: list[Scheduled]) -> None:
        """Compute one step and hand out its tokens; requests on which it fails end with an error."""
        start = time.perf_counter()
        try:
            drawn = self._compute(step)
        except Exception as error:  # noqa: BLE001 - a failed step ends the requests in it, not the server
            _log.exception("a step of %d sequences failed", len(step))
            self._recover(step, error)
            return
        self._observe_step(step, time.perf_counter() - start)
        self._hand_out(step, drawn)

    def _compute(self, step: list[Scheduled]) -> Drawn:
        """A token for each row of logits."""
        logits = self._runner.forward([chunk for part in step for chunk in part.chunks])
        return draw(logits, [Row(part.sequence, part.drafts[:ahead]) for part in step for ahead in range(part.rows)])

    def _hand_out(self, step: list[Scheduled], drawn: Drawn) -> None:
        """Give each sequence of a step what was drawn for it."""
        results = self._scheduler.advance(step, drawn.tokens, drawn.logprobs)
        metrics().draft_tokens.labels(self.name, "guessed").inc(sum(len(part.drafts) for part in step))
        metrics().draft_tokens.labels(self.name, "accepted").inc(sum(len(result.token_ids) - 1 for _, result in results))
        items: list[tuple[Generation, Step | AssistantError]] = []
        for sequence, result in results:
            failure = sequence.state.failure if sequence.state else None
            items.append((self._generations[sequence], failure or result))
            if failure or result.finish_reason:  # its place is free before the client hears of the end
                self._forget(sequence)
        deliver(items)

    def _recover(self, step: list[Scheduled], error: Exception) -> None:
        """Take the step again for each sequence alone; those on which it fails again end.

        Raises:
            Exception: of the runner, where it is broken for all.
        """
        failed = [step[0].sequence] if len(step) == 1 else []
        for part in step if len(step) > 1 else []:
            try:
                drawn = self._compute([part])
            except Exception as again:  # noqa: BLE001 - this is the request that the step failed on
                error = again
                failed.append(part.sequence)
            else:
                self._hand_out([part], drawn)
        self._fail(failed, error)

    def _require_working_runner(self) -> None:
        """Compute one harmless token; a device that lost its state fails here too, and that ends the engine."""
        table = BlockTable()
        if self._blocks.extend(table, 1):
            try:
                self._runner.forward([SequenceChunk([0], 0, table.blocks, logits=1)])
            finally:
                self._blocks.release(table)

    def _end_all(self) -> None:
        """End every request that is left, and accept no more."""
        with self._wake:
            self._closed = True
            error = ShuttingDown("The server shut down before the answer was complete: try again.")
            deliver((generation, error) for generation in (*self._generations.values(), *self._inbox))
            self._generations.clear()
            self._inbox.clear()
            self._accepted = 0
            Load(0, 0).observe(self.name)
            metrics().cache_use.labels(self.name).set(0)

    def _exchange(self) -> bool:
        """Take in what arrived and let go what was abandoned; waits while there is nothing to do.

        Returns:
            False when the engine was closed.
        """
        with self._wake:
            self._observe_load()
            while not (self._inbox or self._abandoned or self._generations or self._closed):
                self._wake.wait()
            while self._inbox:
                generation = self._inbox.popleft()
                self._generations[generation.sequence] = generation
                self._scheduler.add(generation.sequence)
            while self._abandoned:
                self._forget(self._abandoned.popleft().sequence)
            return not self._closed

    def _observe_load(self) -> None:
        self.load.observe(self.name)
        metrics().cache_use.labels(self.name).set(1 - self._blocks.free / self._blocks.blocks)

    def _observe_step(self, step: list[Scheduled], duration_s: float) -> None:
        metrics().step_duration_s.labels(self.name).observe(duration_s)
        metrics().step_sequences.labels(self.name).observe(len(step))
        metrics().step_tokens.labels(self.name).observe(sum(part.tokens for part in step))
        for part in step:
            generation = self._generations[part.sequence]
            if generation.begun is None:
                generation.begun = time.perf_counter() - duration_s
                metrics().queue_time_s.labels(self.name).observe(max(0.0, generation.begun - generation.submitted))
                metrics().prefix_tokens.labels(self.name, "reused").inc(part.sequence.reused)
                metrics().prefix_tokens.labels(self.name, "computed").inc(
                    len(generation.request.prompt_ids) - part.sequence.reused
                )

    def _fail(self, sequences: list[Sequence], error: Exception) -> None:
        """End requests with an error; raises where the runner is found to be broken for all."""
        generations = [self._generations[sequence] for sequence in sequences]
        for sequence in sequences:
            self._forget(sequence)
        self._blocks.forget_all()  # what a failed step left in the cache is nobody's prefix
        try:
            self._require_working_runner()
        finally:
            failure = GenerationFailed(f"The engine failed on this request ({type(error).__name__}): try again.")
            failure.__cause__ = error
            deliver((generation, failure) for generation in generations)

    def _forget(self, sequence: Sequence) -> None:
        self._scheduler.remove(sequence)
        if generation := self._generations.pop(sequence, None):
            with self._wake:
                self._leave(generation)

    def _leave(self, generation: Generation) -> None:
        """Free the place of a request, once."""
        if not generation.left:
            generation.left = True
            self._accepted -= 0 if self._closed else 1
