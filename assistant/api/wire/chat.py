"""What goes over the wire of `POST /v1/chat/completions`, alone and in bulk."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, SerializerFunctionWrapHandler, model_serializer

from assistant.api.wire.accepted import AcceptedFields
from assistant.api.wire.answer_format import JsonObjectFormat, JsonSchemaFormat, TextFormat
from assistant.api.wire.answers import MAX_TOP_LOGPROBS, AnswerIdentity, TokenLogprob, Usage
from assistant.api.wire.fields import NonEmpty, OnlyText, Request, Response, Whole
from assistant.api.wire.functions import (
    CHOICE_ONLY_WITH_TOOLS,
    MAX_TOOLS,
    AnsweredToolCall,
    FunctionDefinition,
    NamedFunction,
    ToolCall,
)
from assistant.api.wire.notes import AssistantNotes
from assistant.api.wire.rules import given, held_to, not_with, one_of, only_with
from assistant.api.wire.sampling import STREAM_OPTIONS_ONLY_STREAMED, ChoiceFields

_CALLS = {"required": ["tool_calls"], "properties": {"tool_calls": {"type": "array", "minItems": 1}}}
_SAYS_OR_CALLS = {"anyOf": [given("content"), _CALLS]}
_SAYS_ALONE = {"allOf": [given("content"), one_of("tool_calls", (None, []))]}
_RESULT_HAS_ITS_CALL = {"if": one_of("role", ("tool",)), "then": given("tool_call_id")}


class TextPart(Request):
    """A part of a message; only text is understood."""

    type: Annotated[Literal["text"], OnlyText]
    text: str


class ChatMessage(Request):
    """One message; `developer` is OpenAI's newer word for `system`."""

    model_config = held_to(
        {"if": one_of("role", ("assistant",)), "then": _SAYS_OR_CALLS, "else": {**_SAYS_ALONE, **_RESULT_HAS_ITS_CALL}}
    )

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[TextPart] | None = Field(None, description="Required but for an assistant that calls functions.")
    name: str | None = Field(None, description="Told to models whose chat template has a place for it.")
    tool_calls: list[ToolCall] | None = Field(None, description="Only of an assistant.")
    tool_call_id: NonEmpty | None = Field(None, description="The call whose result a `tool` message is.")


class FunctionTool(Request):
    """A tool; only functions are known."""

    type: Literal["function"]
    function: FunctionDefinition


class NamedToolChoice(Request):
    """The one function that must be called."""

    type: Literal["function"]
    function: NamedFunction


class AllowedTools(Request):
    """Some of the functions, of which one may or must be called."""

    mode: Literal["auto", "required"]
    tools: list[NamedToolChoice] = Field(min_length=1)


class AllowedToolsChoice(Request):
    """A choice among some of the functions."""

    type: Literal["allowed_tools"]
    allowed_tools: AllowedTools


ToolChoice = Literal["none", "auto", "required"] | Annotated[NamedToolChoice | AllowedToolsChoice, Field(discriminator="type")]


class ChatCompletionRequest(ChoiceFields, AcceptedFields):
    """What to answer, and how."""

    model_config = held_to(
        STREAM_OPTIONS_ONLY_STREAMED,
        only_with("top_logprobs", "logprobs", {"const": True}),
        CHOICE_ONLY_WITH_TOOLS,
        only_with("add_generation_prompt", "continue_final_message", {"const": True}, neutral=(None, True)),
        not_with("continue_final_message", "tools", "response_format", neutral=(None, False)),
    )

    model: NonEmpty
    messages: list[ChatMessage] = Field(min_length=1)
    max_tokens: Annotated[int, Field(ge=1), Whole] | None = Field(
        None, description="The older name of `max_completion_tokens`."
    )
    max_completion_tokens: Annotated[int, Field(ge=1), Whole] | None = Field(
        None, description="Upper limit of the answer, in tokens."
    )
    logprobs: bool | None = Field(
        None, description="Tell how likely each token was to the model, before temperature, penalties and biases."
    )
    top_logprobs: Annotated[int, Field(ge=0, le=MAX_TOP_LOGPROBS), Whole] | None = Field(
        None, description="Tell so many of the likeliest tokens beside each; only with `logprobs`."
    )
    response_format: TextFormat | JsonObjectFormat | JsonSchemaFormat | None = Field(
        None, discriminator="type", description="The form of the answer, which the model is held to."
    )
    tools: list[FunctionTool] | None = Field(None, max_length=MAX_TOOLS)
    tool_choice: ToolChoice | None = Field(None, description="`auto` where there are tools.")
    parallel_tool_calls: bool | None = Field(None, description="Whether an answer may have several calls; true by default.")
    continue_final_message: bool | None = Field(
        None, description="Go on with the last message, which is the assistant's, instead of beginning an answer (as in vLLM)."
    )
    add_generation_prompt: bool | None = Field(
        None, description="False only with `continue_final_message`, where it changes nothing (as in vLLM)."
    )
    metadata: dict[str, str] | None = Field(None, description="Accepted; changes nothing.")


class ChoiceLogprobs(Response):
    """How likely the tokens of a choice were."""

    content: list[TokenLogprob]
    refusal: None = None


class AnswerMessage(Response):
    """The model's message."""

    role: Literal["assistant"] = "assistant"
    content: str | None = Field(description="None where there are only calls.")
    refusal: None = None
    tool_calls: list[AnsweredToolCall] | None = Field(
        None, exclude_if=lambda calls: not calls, description="Left out where there are none."
    )
    assistant: AssistantNotes | None = Field(
        None, exclude_if=lambda notes: notes is None, description="What code found out; of `devops-assistant` alone."
    )


class Choice(Response):
    """One answer."""

    index: int = 0
    message: AnswerMessage
    logprobs: ChoiceLogprobs | None = None
    finish_reason: Literal["stop", "length", "tool_calls"]


class ChatCompletion(AnswerIdentity, Response):
    """A whole answer."""

    object: Literal["chat.completion"] = "chat.completion"
    choices: list[Choice]
    usage: Usage


class _Addition(BaseModel):
    """Has only the fields that add something."""

    @model_serializer(mode="wrap")
    def _only_what_it_adds(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in serialize(self).items() if value is not None}


class FunctionDelta(_Addition):
    """More of a call: its name, or text that goes on with its arguments."""

    name: str | None = None
    arguments: str


class ToolCallDelta(_Addition):
    """More of a call; the first of each call has all its fields."""

    index: int
    id: str | None = None
    type: Literal["function"] | None = None
    function: FunctionDelta


class Delta(_Addition):
    """What a chunk adds to the message."""

    role: Literal["assistant"] | None = None
    content: str | None = None
    tool_calls: list[ToolCallDelta] | None = None


class ChunkChoice(Response):
    """A piece of one answer."""

    index: int = 0
    delta: Delta
    logprobs: ChoiceLogprobs | None = None
    finish_reason: Literal["stop", "length", "tool_calls"] | None = None


class ChatCompletionChunk(AnswerIdentity):
    """One event of a streamed answer."""

    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    choices: list[ChunkChoice] = Field(description="Empty in the chunk that carries the usage.")
    usage: Usage | None = None
    assistant: AssistantNotes | None = Field(
        None,
        exclude_if=lambda notes: notes is None,
        description="What more code found out about the choice in this chunk; of `devops-assistant` alone.",
    )


class BatchRequest(Request):
    """Body of the bulk route."""

    requests: list[Annotated[ChatCompletionRequest, Field(json_schema_extra={**one_of("stream", (None, False))})]] = Field(
        description="One that is not valid gets an error in its place."
    )
