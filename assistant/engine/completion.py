"""The seam between a conversation and what answers it: a model in this process, or a dedicated inference server."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, TypeAlias

from assistant.engine.answer_form import JsonAnswer, ToolUse
from assistant.engine.constraints.grammar import Grammar
from assistant.engine.generation import FinishReason, SamplingParams
from assistant.engine.load import Load
from assistant.model.conversation import Message, Tool

EndReason: TypeAlias = FinishReason | Literal["tool_calls"]  # the last where a finished answer calls functions


@dataclass(frozen=True)
class CompletionRequest:
    """A conversation to be answered, or a text to be gone on with.

    Attributes:
        messages: at least one, or none where there is a raw prompt.
        raw: the whole prompt as it is, as text in which control tokens are what they say, or as tokens.
        max_tokens: limit of the answer, at least one; None where the client named none.
        default_max_tokens: the limit then, which shrinks to the room that the context leaves.
        stop: strings before the first of which the answer ends; none of them empty.
        min_tokens: the answer does not end before so many tokens, at most `max_tokens`.
        ignore_eos: whether the answer goes on where the model would end it.
        top_logprobs: how many of the likeliest tokens are told beside each; None where not even its own probability is.
        grammar: the form that the answer must have; None for any. It goes before `min_tokens` and `ignore_eos`: where the
            form allows nothing more, the answer ends.
        json: the same for an answer in JSON, which an inference server can be told of too.
        tool_use: what the model may call.
        choices: how many answers are wanted.
        continues: whether the answer goes on with the last message, which is the assistant's; with text alone.
    """

    messages: tuple[Message, ...]
    max_tokens: int | None
    default_max_tokens: int
    sampling: SamplingParams
    stop: tuple[str, ...] = ()
    min_tokens: int = 0
    ignore_eos: bool = False
    top_logprobs: int | None = None
    raw: str | tuple[int, ...] | None = None
    grammar: Grammar | None = None
    json: JsonAnswer | None = None
    tool_use: ToolUse = field(default_factory=ToolUse)
    choices: int = 1
    continues: bool = False

    def sampling_of(self, choice: int) -> SamplingParams:
        """How the tokens of one of its answers are drawn: each with a seed of its own."""
        seed = self.sampling.seed
        return self.sampling if seed is None else replace(self.sampling, seed=seed + choice)


@dataclass(frozen=True)
class LikelyToken:
    """A token and how likely it was.

    Attributes:
        token: its bytes; some are no whole character.
        logprob: natural logarithm of its probability, before temperature, penalties, biases and constraints.
    """

    token: bytes
    logprob: float

    @property
    def text(self) -> str:
        """The token as text, with U+FFFD for what is no whole character."""
        return self.token.decode("utf-8", "replace")


@dataclass(frozen=True)
class AnsweredToken(LikelyToken):
    """A token of the answer.

    Attributes:
        top: the likeliest tokens at its place, the likeliest first.
    """

    top: tuple[LikelyToken, ...] = ()


@dataclass(frozen=True)
class ToolCallPiece:
    """More of a call of a function.

    Attributes:
        call: its number in the answer.
        arguments: text that goes on where that of the last piece ended.
        id: only in the first piece of a call, as is the name.
    """

    call: int
    arguments: str
    id: str | None = None
    name: str | None = None


def new_call_id() -> str:
    """An id for a call, unlike all others."""
    return f"call_{uuid.uuid4().hex[:24]}"


@dataclass(frozen=True)
class Piece:
    """Some text of an answer and the number of tokens that made it; the last piece has a finish reason.

    The text may be empty: of half a character, or of what may become a stop string.

    Attributes:
        logprobs: of its tokens where they were asked for, without one that only ended the answer.
        calls: of functions, which are no part of the text.
    """

    text: str
    tokens: int
    finish_reason: EndReason | None = None
    logprobs: tuple[AnsweredToken, ...] = ()
    calls: tuple[ToolCallPiece, ...] = ()


@dataclass(frozen=True)
class Usage:
    """Tokens of one answer.

    Attributes:
        cached_tokens: of the prompt, those that did not have to be computed.
    """

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int = 0


class Completion(Protocol):
    """One answer while it is generated; to be closed in any case, which stops it where it has not ended."""

    @property
    def usage(self) -> Usage:
        """Tokens so far."""
        ...

    @property
    def began(self) -> float | None:
        """When its first step did, of `time.perf_counter`; None before, and where that is not known."""
        ...

    async def __anext__(self) -> Piece:
        """The next piece.

        Raises:
            AssistantError: the answer cannot go on.
        """
        ...

    async def aclose(self) -> None: ...


class PromptTokenizer(Protocol):
    """Tells the tokens of texts."""

    async def encode(self, prompt: Sequence[Message] | str, tools: Sequence[Tool] = ()) -> list[int]:
        """The tokens of a conversation up to its answer, with what the model may call, or of a raw prompt.

        Raises:
            InvalidParameter: the model's template refuses these messages.
        """
        ...

    async def decode(self, token_ids: Sequence[int]) -> str:
        """The text of tokens, control tokens included.

        Raises:
            InvalidParameter: a token that the model does not have.
        """
        ...

    def token_bytes(self, token_id: int) -> bytes:
        """What a token that `encode` gave stands for."""
        ...


class CompletionEngine(Protocol):
    """Answers conversations, several at a time."""

    @property
    def tokenizer(self) -> PromptTokenizer | None:
        """What tells the tokens of texts; None where only the server that runs the model can."""
        ...

    @property
    def takes_system_messages(self) -> bool:
        """Whether messages of the role `system` are taken, whatever becomes of them in the prompt."""
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

    async def complete(self, requests: Sequence[CompletionRequest]) -> Sequence[Sequence[Completion]]:
        """Accept all requests or none.

        Returns:
            For each request its answers.

        Raises:
            QueueFull: at once, where so many places are not free.
            RequestError: it cannot be answered as it is.
            Unavailable: nothing can be answered now.
        """
        ...

    def close(self) -> None:
        """End every request with an error and free what was taken; may be called from any thread."""
        ...
