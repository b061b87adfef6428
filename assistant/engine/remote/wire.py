"""What is sent to an inference server, and what its chunks and lists mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from assistant.engine.completion import AnsweredToken, CompletionRequest, EndReason, LikelyToken, ToolCallPiece
from assistant.engine.generation import SamplingParams
from assistant.errors import UnsupportedParameter
from assistant.model.conversation import Message
from assistant.model.tool_format import schema

DONE = "[DONE]"
_FINISH_REASONS: dict[str, EndReason] = {
    "tool_calls": "tool_calls",
    "stop": "stop",
    "length": "length",
    "eos_token": "stop",  # these two are TGI's
    "stop_sequence": "stop",
}
_SEEDS = 1 << 31  # llama.cpp takes 32 bits and draws by chance at the highest number


@dataclass(frozen=True)
class Dialect:
    """What a server and its model understand beyond OpenAI's wire.

    Attributes:
        samplers: whether it takes the parameters that switch off the samplers we do not ask for, which many servers
            have on by default; without them its defaults apply.
        system_messages: whether the model's template knows the role `system`.
    """

    samplers: bool = True
    system_messages: bool = True


class _PromptDetails(BaseModel):
    cached_tokens: int | None = None


class UsageChunk(BaseModel):
    """Tokens so far."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _PromptDetails | None = None

    @property
    def cached_tokens(self) -> int:
        """Of the prompt, where the server tells it."""
        return (self.prompt_tokens_details and self.prompt_tokens_details.cached_tokens) or 0


class _Function(BaseModel):
    name: str | None = None
    arguments: str | None = None


class _ToolCall(BaseModel):
    index: int = 0
    id: str | None = None
    function: _Function = _Function()


class _Delta(BaseModel):
    content: str | None = None
    reasoning_content: str | None = None
    tool_calls: list[_ToolCall] | None = None


class _Likely(BaseModel):
    token: str
    spelt: list[int] | None = Field(None, alias="bytes")
    logprob: float

    @property
    def spelling(self) -> bytes:
        return bytes(self.spelt) if self.spelt else self.token.encode("utf-8", "replace")


class _Answered(_Likely):
    top_logprobs: list[_Likely] = []


class _Logprobs(BaseModel):
    content: list[_Answered] | None = None


class _Choice(BaseModel):
    delta: _Delta = _Delta()
    text: str | None = None  # where a raw prompt is gone on with
    logprobs: _Logprobs | None = None
    finish_reason: str | None = None


class Chunk(BaseModel):
    """One event of a stream; other fields are ignored."""

    choices: list[_Choice] = []
    usage: UsageChunk | None = None
    error: Any = None

    @property
    def text(self) -> str:
        """What it adds to the answer; a model's reasoning is not part of it."""
        return "".join(choice.delta.content or choice.text or "" for choice in self.choices)

    @property
    def calls(self) -> tuple[ToolCallPiece, ...]:
        """Of functions."""
        return tuple(
            ToolCallPiece(call.index, call.function.arguments or "", call.id, call.function.name)
            for choice in self.choices
            for call in choice.delta.tool_calls or ()
        )

    @property
    def logprobs(self) -> tuple[AnsweredToken, ...]:
        """Of the tokens of the answer, where they were asked for."""
        return tuple(
            AnsweredToken(
                told.spelling, told.logprob, tuple(LikelyToken(other.spelling, other.logprob) for other in told.top_logprobs)
            )
            for choice in self.choices
            for told in (choice.logprobs and choice.logprobs.content) or ()
        )

    @property
    def tokens(self) -> int:
        """How many tokens it probably is where the server does not say."""
        return int(any(c.delta.content or c.delta.reasoning_content or c.delta.tool_calls or c.text for c in self.choices))

    @property
    def finish_reason(self) -> EndReason | None:
        """Why the answer ends here.

        Raises:
            ValueError: for a reason that no answer of ours can have.
        """
        told = next((choice.finish_reason for choice in self.choices if choice.finish_reason), None)
        if told is not None and told not in _FINISH_REASONS:
            raise ValueError(f"it ended the answer with the reason {told[:40]!r}")
        return _FINISH_REASONS[told] if told else None


def parse_chunk(event: str) -> Chunk:
    """The chunk in an event.

    Raises:
        ValueError: it is none; without its text, which nobody may log.
    """
    try:
        return Chunk.model_validate_json(event)
    except ValidationError:
        raise ValueError("an event is not a chunk of OpenAI's API") from None


class _Meta(BaseModel):
    n_ctx: int | None = None


class ListedModel(BaseModel):
    """A model that a server offers."""

    id: str = Field(min_length=1)
    context_length: int | None = None  # ours
    max_model_len: int | None = None  # vLLM's
    meta: _Meta | None = None  # llama.cpp's

    @property
    def context(self) -> int | None:
        """Tokens of a prompt and its answer together, where the server tells them."""
        return self.context_length or self.max_model_len or (self.meta.n_ctx if self.meta else None)


class ModelList(BaseModel):
    """Body of `/v1/models`."""

    data: list[ListedModel]


def request_body(request: CompletionRequest, *, model: str, max_tokens: int | None, dialect: Dialect) -> dict[str, Any]:
    """The JSON of a streamed completion; what asks for nothing is left out.

    Raises:
        UnsupportedParameter: the request asks for what the server does not understand.
    """
    sampling = request.sampling
    body: dict[str, Any] = {
        "model": model,
        **_prompt(request),
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": sampling.temperature,
    }
    if dialect.samplers:
        body |= {
            "top_p": sampling.top_p,
            "top_k": sampling.top_k or -1,
            "min_p": sampling.min_p,
            "repetition_penalty": sampling.repetition_penalty,
        }
        body["stream_options"]["continuous_usage_stats"] = True
    else:
        _refuse_samplers(sampling)
    if not dialect.samplers and sampling.top_p < 1:  # TGI takes no 1
        body["top_p"] = sampling.top_p
    optional = {
        "max_tokens": max_tokens,
        "seed": None if sampling.seed is None else sampling.seed % _SEEDS,
        "stop": list(request.stop),
        "min_tokens": request.min_tokens,
        "ignore_eos": request.ignore_eos,
        "presence_penalty": sampling.presence_penalty,
        "frequency_penalty": sampling.frequency_penalty,
        "logit_bias": {str(token): bias for token, bias in sampling.logit_bias.items()},
        "logprobs": request.top_logprobs is not None,
        "top_logprobs": request.top_logprobs,
        **_form(request),
    }
    kept = {name: value for name, value in optional.items() if value or (name == "seed" and value == 0)}
    return body | kept | ({"parallel_tool_calls": False} if "parallel_tool_calls" in optional else {})


def _prompt(request: CompletionRequest) -> dict[str, Any]:
    if request.raw is None:
        goes_on = {"continue_final_message": True, "add_generation_prompt": False} if request.continues else {}
        return {"messages": [_message(message) for message in request.messages], **goes_on}
    if request.top_logprobs is not None:
        raise UnsupportedParameter("The inference server behind this one tells no logprobs of a raw prompt.", param="logprobs")
    return {"prompt": request.raw if isinstance(request.raw, str) else list(request.raw)}


def _message(message: Message) -> dict[str, Any]:
    calls = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
        for call in message.tool_calls
    ]
    optional = {"name": message.name, "tool_calls": calls, "tool_call_id": message.tool_call_id}
    return {"role": message.role, "content": message.content, **{key: value for key, value in optional.items() if value}}


def _form(request: CompletionRequest) -> dict[str, Any]:
    """What the answer shall look like, as far as it is chosen."""
    use, json = request.tool_use, request.json
    form: dict[str, Any] = {}
    if json and json.schema is None:
        form["response_format"] = {"type": "json_object"}
    elif json:
        told = {"name": json.name or "answer", "schema": json.schema, "strict": json.strict}
        form["response_format"] = {"type": "json_schema", "json_schema": told}
    if use.names:
        form["tools"] = [schema(tool) for tool in use.tools]
        form["tool_choice"] = {"type": "function", "function": {"name": use.name}} if use.name else use.mode
    if use.names and not use.parallel:
        form["parallel_tool_calls"] = False
    return form


def _refuse_samplers(sampling: SamplingParams) -> None:
    neutral = SamplingParams()
    for name in ("top_k", "min_p", "repetition_penalty"):
        if getattr(sampling, name) != getattr(neutral, name):
            raise UnsupportedParameter(f"The inference server behind this one has no {name!r}: leave it out.", param=name)
