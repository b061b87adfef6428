"""The seam between a conversation and what answers it: a model in this process, or a dedicated inference server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.engine.generation import FinishReason, SamplingParams
from assistant.engine.load import Load
from assistant.model.tokenizer import Message


@dataclass(frozen=True)
class CompletionRequest:
    """A conversation to be answered.

    Attributes:
        messages: at least one.
        max_tokens: limit of the answer, at least one; None where the client named none.
        default_max_tokens: the limit then, which shrinks to the room that the context leaves.
        stop: strings before the first of which the answer ends; none of them empty.
        min_tokens: the answer does not end before so many tokens, at most `max_tokens`.
        ignore_eos: whether the answer goes on where the model would end it.
    """

    messages: tuple[Message, ...]
    max_tokens: int | None
    default_max_tokens: int
    sampling: SamplingParams
    stop: tuple[str, ...] = ()
    min_tokens: int = 0
    ignore_eos: bool = False


@dataclass(frozen=True)
class Piece:
    """Some text of an answer and the number of tokens that made it; the last piece has a finish reason.

    The text may be empty: of half a character, or of what may become a stop string.
    """

    text: str
    tokens: int
    finish_reason: FinishReason | None = None


@dataclass(frozen=True)
class Usage:
    """Tokens of one answer."""

    prompt_tokens: int
    completion_tokens: int


class Completion(Protocol):
    """One answer while it is generated; to be closed in any case, which stops it where it has not ended."""

    @property
    def usage(self) -> Usage:
        """Tokens so far."""
        ...

    async def __anext__(self) -> Piece:
        """The next piece.

        Raises:
            AssistantError: the answer cannot go on.
        """
        ...

    async def aclose(self) -> None: ...


class CompletionEngine(Protocol):
    """Answers conversations, several at a time."""

    @property
    def takes_system_messages(self) -> bool:
        """Whether the model's chat template knows the role `system`."""
        ...

    @property
    def load(self) -> Load:
        """Running and waiting requests now."""
        ...

    @property
    def alive(self) -> bool:
        """Whether it can ever answer again."""
        ...

    @property
    def awaits(self) -> str | None:
        """Why it cannot answer now and will by itself later, as a sentence; None where it can."""
        ...

    async def complete(self, request: CompletionRequest) -> Completion:
        """Accept a request.

        Raises:
            QueueFull: at once, where all places are taken.
            RequestError: it cannot be answered as it is.
            Unavailable: nothing can be answered now.
        """
        ...

    def close(self) -> None:
        """End every request with an error and free what was taken; may be called from any thread."""
        ...
