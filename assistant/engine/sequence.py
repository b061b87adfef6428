"""A request inside the engine."""

from __future__ import annotations

import secrets
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass, field

from assistant.engine.block_manager import BlockTable
from assistant.engine.constraints.state import GrammarState
from assistant.engine.generation import FinishReason, GenerationRequest, Step
from assistant.engine.penalties import Penalties
from assistant.engine.sampler import Draw
from assistant.engine.speculation import Drafter, Record, record_of_forced
from assistant.model.runner import TokenLogprobs


@dataclass(eq=False)
class Sequence:
    """A request's tokens so far, and how many of them are in the cache.

    Attributes:
        cached: tokens at the beginning that are in the cache.
        reused: tokens of the prompt that were in the cache already when it started.
        started: whether it ever got a place.
        state: how far the answer has come in the form that it must have; None where it is free.
    """

    request: GenerationRequest
    token_ids: list[int] = field(init=False)
    seed: int = field(init=False)
    cached: int = 0
    reused: int = 0
    started: bool = False
    table: BlockTable = field(default_factory=BlockTable)
    drafter: Drafter = field(default_factory=Drafter)
    state: GrammarState | None = field(init=False)
    penalties: Penalties = field(init=False)
    forced: Record = field(default_factory=record_of_forced)

    def __post_init__(self) -> None:
        self.token_ids = list(self.request.prompt_ids)
        self.state = self.request.grammar.start() if self.request.grammar else None
        self.penalties = Penalties(self.request.sampling, self.request.prompt_ids)
        seed = self.request.sampling.seed
        self.seed = secrets.randbits(63) if seed is None else seed

    @property
    def pending(self) -> int:
        """Tokens that are still to be computed; 1 while it generates."""
        return len(self.token_ids) - self.cached

    @property
    def generated(self) -> int:
        """Tokens of the answer so far."""
        return len(self.token_ids) - len(self.request.prompt_ids)

    @property
    def left(self) -> int:
        """Tokens that the answer may still get."""
        return self.request.max_tokens - self.generated

    def draw(self, ahead: int) -> Draw:
        """How the token `ahead` places after the next one is drawn."""
        return Draw(self.request.sampling, self.seed, self.generated + ahead)

    def accept(
        self, drafts: AbstractSequence[int], drawn: AbstractSequence[int], logprobs: AbstractSequence[TokenLogprobs] = ()
    ) -> Step:
        """Take what was drawn: every token up to the first that is not the guess after which the next was drawn.

        Args:
            drafts: tokens that were guessed.
            drawn: one more; each is drawn as if the guesses before it were right.
            logprobs: of each that was drawn, where they were asked for.
        """
        finish_reason: FinishReason | None = None
        count = 0
        for index, token in enumerate(drawn):
            count += 1
            if token in self.request.stop_token_ids or self._completes(token):
                finish_reason = "stop"
            elif count == self.left:
                finish_reason = "length"
            if finish_reason or (index < len(drafts) and token != drafts[index]):
                break
        taken = tuple(drawn[:count])
        self.token_ids += taken
        self.penalties.take(taken)
        return Step(taken, finish_reason, tuple(logprobs[:count]))

    def _completes(self, token: int) -> bool:
        """Go on in the form of the answer; whether nothing may follow."""
        if self.state is None:
            return False
        self.state.accept(token)
        ended = self.state.ended
        if self.state.free and not self.state.failure:
            self.state = None
        return ended
