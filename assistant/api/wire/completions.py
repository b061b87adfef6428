"""What goes over the wire of `POST /v1/completions`, OpenAI's older route for text without a conversation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from assistant.api.wire.answers import AnswerIdentity, Usage
from assistant.api.wire.fields import NonEmpty, Response, TokenId, Whole
from assistant.api.wire.rules import held_to, not_with
from assistant.api.wire.sampling import STREAM_OPTIONS_ONLY_STREAMED, ChoiceFields

DEFAULT_MAX_TOKENS = 16  # OpenAI's
MAX_PROMPTS = 128
MAX_LOGPROBS = 5

Tokens = Annotated[list[TokenId], Field(min_length=1)]
_Several = Field(min_length=1, max_length=MAX_PROMPTS)


class CompletionRequest(ChoiceFields):
    """A text to be gone on with."""

    model_config = held_to(STREAM_OPTIONS_ONLY_STREAMED, not_with("echo", "logprobs", neutral=(None, False)))

    model: NonEmpty
    prompt: str | Tokens | Annotated[list[str], _Several] | Annotated[list[Tokens], _Several] = Field(
        description="One text or several, as text, in which control tokens are what they say, or as token ids."
    )
    max_tokens: Annotated[int, Field(ge=1), Whole] | None = Field(
        None, description=f"Upper limit of the answer, in tokens; {DEFAULT_MAX_TOKENS} by default."
    )
    echo: bool | None = Field(None, description="Begin the answer with the prompt; not together with `logprobs`.")
    logprobs: Annotated[int, Field(ge=0, le=MAX_LOGPROBS), Whole] | None = Field(
        None, description="Tell how likely each token was, and so many of the likeliest beside it."
    )


class CompletionLogprobs(Response):
    """How likely the tokens of an answer were; all lists are of the same length."""

    tokens: list[str] = Field(description="As text, or `bytes:` and the bytes of what is no whole character.")
    token_logprobs: list[float]
    top_logprobs: list[dict[str, float]]
    text_offset: list[int] = Field(description="Where in the text each token begins, in characters.")


class CompletionChoice(Response):
    """One answer, or a piece of it."""

    index: int
    text: str
    logprobs: CompletionLogprobs | None = None
    finish_reason: Literal["stop", "length"] | None


class Completion(AnswerIdentity, Response):
    """A whole answer."""

    object: Literal["text_completion"] = "text_completion"
    choices: list[CompletionChoice]
    usage: Usage


class CompletionChunk(AnswerIdentity, Response):
    """One event of a streamed answer."""

    object: Literal["text_completion"] = "text_completion"
    choices: list[CompletionChoice] = Field(description="Empty in the chunk that carries the usage.")
    usage: Usage | None = None
