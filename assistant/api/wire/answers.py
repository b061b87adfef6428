"""What answers of several routes have in common: who answered, what it cost, how likely it was."""

from __future__ import annotations

from pydantic import BaseModel, Field

from assistant.api.wire.fields import Response

MAX_TOP_LOGPROBS = 20


class AnswerIdentity(BaseModel):
    """What all parts of one answer have in common."""

    id: str
    created: int = Field(description="Unix time, in seconds.")
    model: str
    system_fingerprint: str = Field(description="Of the model and the versions that answer with it.")


class PromptTokensDetails(Response):
    """Of the tokens of the prompt."""

    cached_tokens: int = Field(description="Those that were in the cache already.")


class Usage(Response):
    """Tokens of a request."""

    prompt_tokens: int
    completion_tokens: int = Field(description="Of all choices together.")
    total_tokens: int
    prompt_tokens_details: PromptTokensDetails


class LogprobToken(Response):
    """A token and how likely it was."""

    token: str = Field(description="With U+FFFD for what is no whole character.")
    logprob: float
    bytes: list[int]


class TokenLogprob(LogprobToken):
    """A token of the answer."""

    top_logprobs: list[LogprobToken] = Field(description="The likeliest tokens at its place, the likeliest first.")
