"""A valid chat request, as the parts below the API know it."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.engine.answer_form import JsonAnswer, ToolUse
from assistant.engine.generation import SamplingParams
from assistant.model.conversation import Message


@dataclass(frozen=True)
class ChatRequest:
    """What a client asked for; None where it left the choice to the server.

    Attributes:
        messages: at least one, or none where there is a raw prompt.
        raw: text or tokens that are gone on with as they are, without template or system prompt.
        sampling: how tokens are drawn, but for `temperature` and `top_p`, which stand beside it.
        choices: how many answers are wanted.
        continues: whether the answer goes on with the last message, which is the assistant's.
        stop: none of them empty.
        min_tokens: at most `max_tokens`.
        ignore_eos: whether the answer goes on where the model would end it.
        json: where the answer is to be JSON.
        tool_use: what the model may call.
        top_logprobs: how many of the likeliest tokens are told beside each; None where not even its own probability is.
    """

    model: str
    messages: tuple[Message, ...] = ()
    raw: str | tuple[int, ...] | None = None
    temperature: float | None = None
    top_p: float | None = None
    sampling: SamplingParams = field(default_factory=SamplingParams)
    choices: int = 1
    continues: bool = False
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    min_tokens: int = 0
    ignore_eos: bool = False
    top_logprobs: int | None = None
    json: JsonAnswer | None = None
    tool_use: ToolUse = field(default_factory=ToolUse)


@dataclass(frozen=True)
class Defaults:
    """What a served model does where a request does not choose."""

    temperature: float
    top_p: float
    max_tokens: int
    system_prompt: str = ""
