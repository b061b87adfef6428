"""Who takes part in the next step (iteration-level scheduling: Orca, Yu et al., OSDI 2022)."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass
from types import MappingProxyType

from assistant.engine.block_manager import BlockManager
from assistant.engine.generation import Step
from assistant.engine.sequence import Sequence
from assistant.engine.speculation import MOST_DRAFTED, Record, worthwhile
from assistant.engine.step_cost import TYPICAL, StepCost
from assistant.model.runner import SequenceChunk, TokenLogprobs

STRETCH = 1.5  # how much longer prompts may make a step of at least as many answers, in its length
GUESSES_STRETCH = 0.5  # the same of guesses that prompts wait for
_LEAST_PROMPT_TOKENS = 8  # of a step: prompts go on however long the texts are


@dataclass(frozen=True)
class Scheduled:
    """The part of one sequence in a step: a piece of its prompt, or its last token and guesses, each a chunk.

    So a guess is computed as it would be as the last token of an answer.
    """

    sequence: Sequence
    chunks: tuple[SequenceChunk, ...]
    drafts: AbstractSequence[int] = ()
    record: Record | None = None  # that learns whether the drafts were right

    @property
    def tokens(self) -> int:
        """Tokens of the step."""
        return sum(len(chunk.token_ids) for chunk in self.chunks)

    @property
    def rows(self) -> int:
        """Rows of logits."""
        return sum(chunk.logits for chunk in self.chunks)


class Scheduler:
    """Mixes prompts and running answers into steps.

    Answers go first, one token each and the guesses that pay. Prompts get what is left: of a number of tokens where
    no answer waits, and else so many that the step stays short, the shorter the more answers there are (chunked
    prefill: Agrawal et al. 2023, arXiv:2308.16369); guesses are as few meanwhile. Half of that is for the oldest prompt
    and half for the shortest ones, so that neither a long prompt holds up short ones nor many short ones a long one.

    A prompt that begins as one that is being computed waits for their common beginning; others may overtake it.

    A sequence takes blocks of the cache as it grows. Where none is left, the youngest gives its blocks back, waits, and
    is computed again from what the cache still holds then.
    """

    def __init__(
        self,
        blocks: BlockManager,
        *,
        max_running: int,
        step_tokens: int,
        cost: StepCost = TYPICAL,
        speculate: bool = True,
    ) -> None:
        """
        Args:
            step_tokens: upper limit of a step.
        """
        self._blocks = blocks
        self._max_running = max_running
        self._step_tokens = max(step_tokens, max_running)
        self._speculate = speculate
        self.cost = cost
        self.waiting: deque[Sequence] = deque()
        self.running: list[Sequence] = []  # in order of arrival

    def add(self, sequence: Sequence) -> None:
        """Put a sequence at the end of the queue."""
        self.waiting.append(sequence)

    def remove(self, sequence: Sequence) -> None:
        """Take a sequence out, wherever it is, and free its blocks; nothing happens where it is gone already."""
        if sequence in self.running:
            self.running.remove(sequence)
            self._blocks.release(sequence.table, sequence.token_ids, sequence.cached)
        elif sequence in self.waiting:
            self.waiting.remove(sequence)

    def schedule(self) -> list[Scheduled]:
        """Choose the tokens of the next step; empty where there is nothing to do."""
        self._admit()
        while self.running:
            step = self._answers()
            step += self._prompts(step)
            if step:
                return step
            self._preempt(self.running[-1])  # prompts alone hold the cache and none can go on
            self._admit()
        return []

    def advance(
        self,
        step: AbstractSequence[Scheduled],
        drawn: AbstractSequence[int],
        logprobs: Mapping[int, TokenLogprobs] = MappingProxyType({}),
    ) -> list[tuple[Sequence, Step]]:
        """Note what a step did and drop the sequences that ended.

        Args:
            step: as scheduled.
            drawn: a token for each row of logits, in order.
            logprobs: by row, of the sequences that asked for them.
        """
        results = []
        begin = 0
        for part in step:
            sequence = part.sequence
            tokens = drawn[begin : begin + part.rows]
            told = [logprobs[row] for row in range(begin, begin + part.rows) if row in logprobs] if logprobs else ()
            begin += part.rows
            sequence.cached += part.tokens - len(part.drafts)
            if tokens:
                result = sequence.accept(part.drafts, tokens, told)
                sequence.cached += len(result.token_ids) - 1
                if part.record:
                    part.record.observe(len(part.drafts), len(result.token_ids) - 1)
                results.append((sequence, result))
            self._blocks.publish(sequence.table, sequence.token_ids, sequence.cached)
            if tokens and result.finish_reason:
                self.remove(sequence)
        return results

    def _admit(self) -> None:
        for sequence in list(self.waiting):
            if len(self.running) >= self._max_running:
                return
            if self._is_computed_by_another(sequence):
                continue
            sequence.cached = self._blocks.reuse(sequence.table, sequence.token_ids)
            promised = sum(self._lacking(other) for other in self.running if other.pending > 1)
            if self.running and self._lacking(sequence) > self._blocks.free - promised:
                self._blocks.release(sequence.table, sequence.token_ids, sequence.cached)
                return
            self.waiting.remove(sequence)
            if not sequence.started:
                sequence.started, sequence.reused = True, sequence.cached
            self.running.append(sequence)

    def _is_computed_by_another(self, sequence: Sequence) -> bool:
        """Whether the next block of a running prompt will be one of this one too; it is then not computed twice."""
        for other in self.running:
            end = (other.cached // self._blocks.block_tokens + 1) * self._blocks.block_tokens
            if (
                other.pending > 1
                and end < min(len(other.token_ids), len(sequence.token_ids)) - 1
                and other.token_ids[end - 1] == sequence.token_ids[end - 1]  # most differ here already
                and other.token_ids[:end] == sequence.token_ids[:end]
            ):
                return True
        return False

    def _lacking(self, sequence: Sequence) -> int:
        """Blocks that it needs for its next token and does not have."""
        return self._blocks.needed(len(sequence.token_ids) + 1) - len(sequence.table.blocks)

    def _preempt(self, sequence: Sequence) -> None:
        self.remove(sequence)
        sequence.cached = 0
        self.waiting.appendleft(sequence)

    def _answers(self) -> list[Scheduled]:
        step = []
        answers = [sequence for sequence in self.running if sequence.pending == 1]
        guesses = self._guesses(answers)
        for sequence in answers:
            if sequence not in self.running:  # it had to make room for an older one
                continue
            drafts, record = guesses.get(sequence, ((), None))
            if not self._blocks.extend(sequence.table, len(sequence.token_ids) + len(drafts)):
                drafts = ()
                if not self._make_room(sequence):
                    continue
            step.append(_answer(sequence, drafts, record))
        return step

    def _guesses(self, answers: AbstractSequence[Sequence]) -> dict[Sequence, tuple[AbstractSequence[int], Record]]:
        """The guesses that pay; so few that those who wait for prompts do not wait for guesses."""
        found = {sequence: _found(sequence) for sequence in answers if sequence.left > 1} if self._speculate else {}
        found = {sequence: (drafts, record) for sequence, (drafts, record) in found.items() if drafts}
        if not found:
            return {}
        counts = worthwhile(
            [(record.confidence, len(drafts)) for drafts, record in found.values()],
            answers=len(answers),
            cost=self.cost,
            context=_mean_context(answers),
            longest=math.inf if len(answers) == len(self.running) else (1 + GUESSES_STRETCH) * self._cost_alone(answers),
        )
        return {
            sequence: (drafts[: count or int(record.tries_again())], record)
            for (sequence, (drafts, record)), count in zip(found.items(), counts, strict=True)
        }

    def _make_room(self, sequence: Sequence) -> bool:
        """Free blocks for the next token of a sequence; False where it is itself the one that has to wait."""
        while not self._blocks.extend(sequence.table, len(sequence.token_ids)):
            youngest = self.running[-1]
            self._preempt(youngest)
            if youngest is sequence:
                return False
        return True

    def _prompts(self, answers: AbstractSequence[Scheduled]) -> list[Scheduled]:
        prompts = [sequence for sequence in self.running if sequence.pending > 1]
        if not prompts:
            return []
        oldest, *others = prompts
        others.sort(key=lambda sequence: sequence.pending)  # stable: equal ones in order of arrival
        budget = self._prompt_tokens(answers, oldest, len(prompts))
        reserved = min(oldest.pending, budget // 2 if others else budget)
        counts = {}
        budget -= reserved
        for sequence in others:
            counts[sequence] = min(sequence.pending, budget)
            budget -= counts[sequence]
        counts = {oldest: min(oldest.pending, reserved + budget), **counts}
        return [
            _piece(sequence, count)
            for sequence, wanted in counts.items()
            if (count := _whole(wanted, sequence.pending)) and self._blocks.extend(sequence.table, sequence.cached + count)
        ]

    def _prompt_tokens(self, answers: AbstractSequence[Scheduled], prompt: Sequence, waiting: int) -> int:
        """How many tokens of `waiting` prompts the step takes beside the answers."""
        room = self._step_tokens - sum(part.tokens for part in answers)
        if not answers:
            return room
        alone = self._cost_alone([part.sequence for part in answers])
        share = 1 + (waiting - 1) / len(answers)  # who waits behind a prompt counts as much as who waits for an answer
        affordable = int(STRETCH * share * alone / self.cost.of_prompt(1, prompt.cached))
        return min(room, max(affordable, _LEAST_PROMPT_TOKENS))

    def _cost_alone(self, answers: AbstractSequence[Sequence]) -> float:
        """Of a step of nothing but a token of each answer."""
        return float(self.cost.of_answers(len(answers), _mean_context(answers)))


def _found(sequence: Sequence) -> tuple[AbstractSequence[int], Record]:
    """What may come next in an answer, whether or not it pays to check it."""
    most = min(MOST_DRAFTED, sequence.left - 1)
    if sequence.state and (forced := sequence.state.forced()[:most]):
        return forced, sequence.forced
    drafts = sequence.drafter.draft(sequence.token_ids, most)
    return sequence.state.fit(drafts) if sequence.state else drafts, sequence.drafter


def _mean_context(answers: AbstractSequence[Sequence]) -> float:
    return sum(sequence.cached for sequence in answers) / len(answers)


def _whole(wanted: int, pending: int) -> int:
    """So many tokens of a prompt that neither they nor those left are a single one, see `SequenceChunk`."""
    count = wanted - 1 if pending - wanted == 1 else wanted
    return count if count > 1 else 0


def _piece(sequence: Sequence, count: int) -> Scheduled:
    end = sequence.cached + count
    last = end == len(sequence.token_ids)
    tokens = sequence.token_ids[sequence.cached : end]
    return Scheduled(sequence, (SequenceChunk(tokens, sequence.cached, sequence.table.blocks, int(last)),))


def _answer(sequence: Sequence, drafts: AbstractSequence[int], record: Record | None) -> Scheduled:
    tokens = [sequence.token_ids[-1], *drafts]
    chunks = (SequenceChunk([token], sequence.cached + ahead, sequence.table.blocks, 1) for ahead, token in enumerate(tokens))
    return Scheduled(sequence, tuple(chunks), drafts, record)
