"""How tokens are drawn, where an answer ends, and how many answers there are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assistant.api.wire.fields import NonEmpty, Request, Whole
from assistant.api.wire.plain_json import Body
from assistant.api.wire.rules import held_to, only_with

MAX_STOPS = 16
MAX_CHOICES = 128
LOGIT_BIAS_KEY = "^[0-9]{1,9}$"
STREAM_OPTIONS_ONLY_STREAMED = only_with("stream_options", "stream", {"const": True})


class SamplingFields(Body):
    """How tokens are drawn and where the answer ends; the same for every route that generates."""

    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, ge=0, le=1)
    top_k: Annotated[int, Field(ge=-1), Whole] | None = Field(
        None, description="Draw from so many of the likeliest tokens; 0 or -1 for all."
    )
    min_p: float | None = Field(
        None, ge=0, le=1, description="Leave out tokens less likely than this part of the likeliest one."
    )
    presence_penalty: float | None = Field(
        None, ge=-2, le=2, description="Taken from the logits of tokens that the answer has already."
    )
    frequency_penalty: float | None = Field(None, ge=-2, le=2, description="The same, times how often it has them.")
    repetition_penalty: float | None = Field(
        None, gt=0, le=10, description="Makes tokens of prompt and answer less likely above 1 (as in vLLM and transformers)."
    )
    logit_bias: dict[str, Annotated[float, Field(ge=-100, le=100)]] | None = Field(
        None,
        description="Token id to what is added to its logit.",
        json_schema_extra={"propertyNames": {"pattern": LOGIT_BIAS_KEY}},
    )
    seed: Annotated[int, Field(ge=-(2**63), lt=2**63), Whole] | None = Field(
        None, description="The same seed gives the same answer."
    )
    stop: NonEmpty | Annotated[list[NonEmpty], Field(max_length=MAX_STOPS)] | None = Field(
        None, description="Strings before the first of which the answer ends."
    )
    min_tokens: Annotated[int, Field(ge=0), Whole] | None = Field(
        None, description="The answer does not end before so many tokens (as in vLLM)."
    )
    ignore_eos: bool | None = Field(
        None, description="Go on where the model would end its answer (as in vLLM and llama.cpp); for load tests."
    )


class StreamOptions(Request):
    """Options of a streamed answer."""

    include_usage: bool | None = Field(None, description="Send one more chunk with the usage of the whole request.")
    continuous_usage_stats: bool | None = Field(
        None, description="With `include_usage`: tell the usage so far in every chunk (as in vLLM)."
    )


class ChoiceFields(SamplingFields):
    """How many answers there are and how they come; the same for chat completions and completions."""

    model_config = held_to(STREAM_OPTIONS_ONLY_STREAMED)

    n: Annotated[int, Field(ge=1, le=MAX_CHOICES), Whole] | None = Field(
        None, description="How many answers; choice i of a seed s has the seed s + i."
    )
    stream: bool | None = None
    stream_options: StreamOptions | None = Field(None, description="Only with `stream: true`.")
    user: str | None = Field(None, description="Accepted; changes nothing.")
