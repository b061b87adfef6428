"""Who takes part in the next step (iteration-level scheduling: Orca, Yu et al., OSDI 2022)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass, field

from assistant.engine.block_manager import BlockManager
from assistant.engine.generation import GenerationRequest, Step
from assistant.model.runner import SequenceChunk


@dataclass(eq=False)
class Sequence:
    """A request inside the engine: its tokens so far, and how many of them are in the cache."""

    request: GenerationRequest
    token_ids: list[int] = field(init=False)
    cached: int = 0
    block_table: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.token_ids = list(self.request.prompt_ids)

    @property
    def room_tokens(self) -> int:
        """Tokens that it can have at its end."""
        return len(self.request.prompt_ids) + self.request.max_tokens

    def append(self, token_id: int) -> Step:
        """Take a drawn token and tell whether it is the last one."""
        self.token_ids.append(token_id)
        if token_id in self.request.stop_token_ids:
            return Step(token_id, "stop")
        return Step(token_id, "length" if len(self.token_ids) == self.room_tokens else None)


class Scheduler:
    """Mixes prompts and running answers into steps of a bounded number of tokens.

    A sequence gets the blocks for all that it may grow to when it starts, so a running one never lacks memory.
    Running answers go first, one token each; what is left of the budget goes to prompts, first come, first served,
    in pieces where a prompt is longer (chunked prefill: Agrawal et al. 2023, arXiv:2308.16369).
    """

    def __init__(self, blocks: BlockManager, *, max_running: int, step_tokens: int) -> None:
        self._blocks = blocks
        self._max_running = max_running
        self._step_tokens = step_tokens
        self.waiting: deque[Sequence] = deque()
        self.running: list[Sequence] = []

    def add(self, sequence: Sequence) -> None:
        """Put a sequence at the end of the queue."""
        self.waiting.append(sequence)

    def remove(self, sequence: Sequence) -> None:
        """Take a sequence out, wherever it is, and free its blocks; nothing happens where it is gone already."""
        if sequence in self.running:
            self.running.remove(sequence)
            self._blocks.release(sequence.block_table)
        elif sequence in self.waiting:
            self.waiting.remove(sequence)

    def schedule(self) -> list[tuple[Sequence, SequenceChunk]]:
        """Choose the tokens of the next step; empty where there is nothing to do."""
        self._admit()
        budget = self._step_tokens
        step = []
        for sequence in sorted(self.running, key=_is_prompt):  # stable: each kind in order of arrival
            count = min(_pending(sequence), budget)
            if not count:
                break
            budget -= count
            step.append((sequence, _next_chunk(sequence, count)))
        return step

    def advance(
        self, step: AbstractSequence[tuple[Sequence, SequenceChunk]], drawn: AbstractSequence[int]
    ) -> list[tuple[Sequence, Step]]:
        """Note what a step did and drop the sequences that ended.

        Args:
            step: as scheduled.
            drawn: a token for each chunk that wanted logits, in order.
        """
        tokens = iter(drawn)
        results = []
        for sequence, chunk in step:
            sequence.cached += len(chunk.token_ids)
            if chunk.wants_logits:
                result = sequence.append(next(tokens))
                results.append((sequence, result))
                if result.finish_reason:
                    self.remove(sequence)
        return results

    def _admit(self) -> None:
        while self.waiting and len(self.running) < self._max_running:
            table = self._blocks.allocate(self.waiting[0].room_tokens)
            if table is None:
                return
            sequence = self.waiting.popleft()
            sequence.block_table = table
            self.running.append(sequence)


def _pending(sequence: Sequence) -> int:
    return len(sequence.token_ids) - sequence.cached


def _is_prompt(sequence: Sequence) -> bool:
    return _pending(sequence) > 1


def _next_chunk(sequence: Sequence, count: int) -> SequenceChunk:
    end = sequence.cached + count
    return SequenceChunk(
        sequence.token_ids[sequence.cached : end], sequence.cached, sequence.block_table, end == len(sequence.token_ids)
    )
