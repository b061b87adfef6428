"""What goes over the wire of `POST /v1/responses`, OpenAI's newer route: items in, items out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from assistant.api.wire.accepted import AcceptedFields
from assistant.api.wire.answer_format import JsonObjectFormat, JsonSchemaDefinition, TextFormat
from assistant.api.wire.answers import MAX_TOP_LOGPROBS, PromptTokensDetails, TokenLogprob
from assistant.api.wire.fields import FunctionName, NonEmpty, OnlyText, Request, Response, Whole
from assistant.api.wire.functions import CHOICE_ONLY_WITH_TOOLS, MAX_TOOLS, FunctionDefinition, NamedFunction
from assistant.api.wire.notes import AssistantNotes
from assistant.api.wire.rules import held_to, only_with
from assistant.api.wire.sampling import SamplingFields

INCLUDE_LOGPROBS = "message.output_text.logprobs"
INCLUDES = (INCLUDE_LOGPROBS, "reasoning.encrypted_content")


class InputText(Request):
    """A part of a message; `output_text` is what an answer had."""

    type: Annotated[Literal["input_text", "output_text", "text"], OnlyText]
    text: str


class InputMessage(Request):
    """A message of the conversation."""

    type: Literal["message"] = "message"
    role: Literal["user", "assistant", "system", "developer"]
    content: str | list[InputText]


class InputFunctionCall(Request):
    """A call that the model asked for."""

    type: Literal["function_call"]
    call_id: NonEmpty
    name: FunctionName
    arguments: str


class InputFunctionCallOutput(Request):
    """The result of a call."""

    type: Literal["function_call_output"]
    call_id: NonEmpty
    output: str | list[InputText]


class InputItemReference(Request):
    """An item of a response that was kept, instead of the item itself."""

    type: Literal["item_reference"] | None = "item_reference"
    id: NonEmpty


def _kind_of_item(item: object) -> str:
    """The tag of an item; one that does not say its type is a message, or a reference where it has no role."""
    kind = item.get("type") if isinstance(item, dict) else getattr(item, "type", None)
    if kind is None:
        kind = "item_reference" if isinstance(item, dict) and "id" in item and "role" not in item else "message"
    return f"<{kind}>"


InputItem = Annotated[
    Annotated[InputMessage, Tag("<message>")]
    | Annotated[InputFunctionCall, Tag("<function_call>")]
    | Annotated[InputFunctionCallOutput, Tag("<function_call_output>")]
    | Annotated[InputItemReference, Tag("<item_reference>")],
    Discriminator(
        _kind_of_item,
        custom_error_type="item_type",
        custom_error_message="an item is a message, a function_call, a function_call_output or an item_reference",
    ),
]


class ResponseFunctionTool(FunctionDefinition):
    """A tool; only functions are known."""

    type: Literal["function"]


class NamedResponseFunction(NamedFunction):
    """The one function that must be called."""

    type: Literal["function"]


class AllowedResponseTools(Request):
    """Some of the functions, of which one may or must be called."""

    type: Literal["allowed_tools"]
    mode: Literal["auto", "required"]
    tools: list[NamedResponseFunction] = Field(min_length=1)


class ResponseJsonSchemaFormat(JsonSchemaDefinition):
    """JSON that a schema describes."""

    type: Literal["json_schema"]
    schema_: dict[str, Any] = Field(alias="schema")


ResponseToolChoice = (
    Literal["none", "auto", "required"] | Annotated[NamedResponseFunction | AllowedResponseTools, Field(discriminator="type")]
)


class TextOptions(Request):
    """The form of the text."""

    format: Annotated[TextFormat | JsonObjectFormat | ResponseJsonSchemaFormat, Field(discriminator="type")] | None = None


class ResponseRequest(SamplingFields, AcceptedFields):
    """What to answer, and how."""

    model_config = held_to(
        CHOICE_ONLY_WITH_TOOLS,
        only_with("top_logprobs", "include", {"type": "array", "contains": {"const": INCLUDE_LOGPROBS}}, neutral=(None, 0)),
    )

    model: NonEmpty
    input: str | Annotated[list[InputItem], Field(min_length=1)]
    instructions: str | None = Field(None, description="A system message in front of the conversation, of this answer alone.")
    previous_response_id: NonEmpty | None = Field(
        None, description="Go on with what was asked and answered there; only with a store (`ASSISTANT_RESPONSE_STORE_BYTES`)."
    )
    store: bool | None = Field(None, description="Whether to keep the response; true by default where there is a store.")
    max_output_tokens: Annotated[int, Field(ge=1), Whole] | None = Field(
        None, description="Upper limit of the answer, in tokens."
    )
    top_logprobs: Annotated[int, Field(ge=0, le=MAX_TOP_LOGPROBS), Whole] | None = Field(
        None, description=f"Only with `{INCLUDE_LOGPROBS}` in `include`."
    )
    include: list[Annotated[str, Field(json_schema_extra={"enum": [*INCLUDES]})]] | None = Field(
        None, description=f"Only `{INCLUDE_LOGPROBS}` has an effect."
    )
    text: TextOptions | None = None
    tools: list[ResponseFunctionTool] | None = Field(None, max_length=MAX_TOOLS)
    tool_choice: ResponseToolChoice | None = Field(None, description="`auto` where there are tools.")
    parallel_tool_calls: bool | None = Field(None, description="Whether an answer may have several calls; true by default.")
    stream: bool | None = None
    metadata: dict[str, str] | None = Field(None, description="Given back with the response.")
    user: str | None = Field(None, description="Accepted; changes nothing.")


_Notes = Annotated[
    AssistantNotes | None,
    Field(exclude_if=lambda notes: notes is None, description="What code found out; of `devops-assistant` alone."),
]


class OutputText(Response):
    """The text of a message."""

    type: Literal["output_text"] = "output_text"
    text: str
    annotations: list[Any] = Field(default_factory=list, max_length=0)
    logprobs: list[TokenLogprob] = Field(default_factory=list)


class OutputMessage(Response):
    """What the model says."""

    id: str
    type: Literal["message"] = "message"
    status: Literal["in_progress", "completed", "incomplete"]
    role: Literal["assistant"] = "assistant"
    content: list[OutputText]
    assistant: _Notes = None


class OutputFunctionCall(Response):
    """A call that the model asks for."""

    id: str
    type: Literal["function_call"] = "function_call"
    status: Literal["in_progress", "completed", "incomplete"]
    call_id: str
    name: str
    arguments: str
    assistant: _Notes = None


OutputItem = OutputMessage | OutputFunctionCall


class OutputTokensDetails(Response):
    """Of the tokens of the answer."""

    reasoning_tokens: int = 0


class ResponseUsage(Response):
    """Tokens of a response."""

    input_tokens: int
    input_tokens_details: PromptTokensDetails
    output_tokens: int
    output_tokens_details: OutputTokensDetails
    total_tokens: int


class IncompleteDetails(Response):
    """Why an answer is not whole."""

    reason: Literal["max_output_tokens"] = "max_output_tokens"


class ResponseError(Response):
    """What went wrong."""

    code: str
    message: str


class ResponseObject(Response):
    """A response, whole or as far as it is."""

    id: str
    object: Literal["response"] = "response"
    created_at: int = Field(description="Unix time, in seconds.")
    status: Literal["in_progress", "completed", "incomplete", "failed"]
    background: Literal[False] = False
    error: ResponseError | None = None
    incomplete_details: IncompleteDetails | None = None
    instructions: str | None
    max_output_tokens: int | None
    metadata: dict[str, str]
    model: str
    output: list[OutputItem]
    parallel_tool_calls: bool
    previous_response_id: str | None
    reasoning: dict[str, None] = Field(default_factory=lambda: dict.fromkeys(("effort", "summary")))
    service_tier: Literal["default"] = "default"
    store: bool
    temperature: float
    text: dict[str, Any]
    tool_choice: Any
    tools: list[dict[str, Any]]
    top_logprobs: int
    top_p: float
    truncation: Literal["disabled"] = "disabled"
    usage: ResponseUsage | None
    user: str | None


class DeletedResponse(Response):
    """What was deleted."""

    id: str
    object: Literal["response"] = "response"
    deleted: Literal[True] = True
