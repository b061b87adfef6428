"""What goes over the wire: OpenAI's Chat Completions, models, health and errors."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

MAX_STOPS = 16
MAX_CHOICES = 128
MAX_TOP_LOGPROBS = 20
MAX_TOOLS = 128


def _encodable(text: str) -> str:
    """Refuse half of a surrogate pair, which JSON can spell and no text contains."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"the character at {error.start} is half of a surrogate pair") from None
    return text


Text = Annotated[str, AfterValidator(_encodable)]
NonEmpty = Annotated[Text, Field(min_length=1)]
FunctionName = Annotated[str, Field(pattern="^[a-zA-Z0-9_.-]{1,64}$")]


class Request(BaseModel):
    """Strict: a number in quotes is not a number. Fields that OpenAI may add later are let through."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)


class Response(BaseModel):
    """Every field is always sent."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class TextPart(Request):
    """A part of a message; only text is understood."""

    type: Literal["text"]
    text: Text


class FunctionCall(Request):
    """Which function, with what."""

    name: FunctionName
    arguments: Text = Field(description="A JSON object, as text.")


class ToolCall(Request):
    """A call of a function that the assistant asked for."""

    id: NonEmpty
    type: Literal["function"] = "function"
    function: FunctionCall


class ChatMessage(Request):
    """One message; `developer` is OpenAI's newer word for `system`."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: Text | list[TextPart] | None = Field(None, description="Required but for an assistant that calls functions.")
    name: Text | None = Field(None, description="Told to models whose chat template has a place for it.")
    tool_calls: list[ToolCall] | None = Field(None, description="Only of an assistant.")
    tool_call_id: NonEmpty | None = Field(None, description="The call whose result a `tool` message is.")


class FunctionDefinition(Request):
    """A function that the model may call."""

    name: FunctionName
    description: Text | None = None
    parameters: dict[str, Any] | None = Field(None, description="JSON Schema of its arguments; none without.")
    strict: bool | None = Field(None, description="Accepted; arguments are always held to the schema.")


class FunctionTool(Request):
    """A tool; only functions are known."""

    type: Literal["function"]
    function: FunctionDefinition


class NamedFunction(Request):
    """The name of a function."""

    name: FunctionName


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


class TextFormat(Request):
    """Any text."""

    type: Literal["text"]


class JsonObjectFormat(Request):
    """A JSON object."""

    type: Literal["json_object"]


class JsonSchemaDefinition(Request):
    """The schema of the answer."""

    name: NonEmpty
    description: Text | None = None
    schema_: dict[str, Any] | None = Field(None, alias="schema")
    strict: bool | None = Field(None, description="Accepted; the answer is always held to the schema.")


class JsonSchemaFormat(Request):
    """JSON that a schema describes."""

    type: Literal["json_schema"]
    json_schema: JsonSchemaDefinition


class StreamOptions(Request):
    """Options of a streamed answer."""

    include_usage: bool | None = Field(None, description="Send one more chunk with the usage of the whole request.")


class SamplingFields(Request):
    """How tokens are drawn and where the answer ends; the same for every route that generates."""

    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, ge=0, le=1)
    top_k: int | None = Field(None, ge=-1, description="Draw from so many of the likeliest tokens; 0 or -1 for all.")
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
        None, description="Token id to what is added to its logit."
    )
    seed: int | None = Field(None, ge=-(2**63), lt=2**63, description="The same seed gives the same answer.")
    stop: NonEmpty | Annotated[list[NonEmpty], Field(max_length=MAX_STOPS)] | None = Field(
        None, description="Strings before the first of which the answer ends."
    )
    min_tokens: int | None = Field(None, ge=0, description="The answer does not end before so many tokens (as in vLLM).")
    ignore_eos: bool | None = Field(
        None, description="Go on where the model would end its answer (as in vLLM and llama.cpp); for load tests."
    )
    n: int | None = Field(None, ge=1, le=MAX_CHOICES, description="How many answers; choice i of a seed s has the seed s + i.")
    stream: bool | None = None
    stream_options: StreamOptions | None = Field(None, description="Only with `stream: true`.")
    user: str | None = Field(None, description="Accepted; changes nothing.")


class ChatCompletionRequest(SamplingFields):
    """What to answer, and how."""

    model: NonEmpty
    messages: list[ChatMessage] = Field(min_length=1)
    max_tokens: int | None = Field(None, ge=1, description="The older name of `max_completion_tokens`.")
    max_completion_tokens: int | None = Field(None, ge=1, description="Upper limit of the answer, in tokens.")
    logprobs: bool | None = Field(
        None, description="Tell how likely each token was to the model, before temperature, penalties and biases."
    )
    top_logprobs: int | None = Field(
        None, ge=0, le=MAX_TOP_LOGPROBS, description="Tell so many of the likeliest tokens beside each; only with `logprobs`."
    )
    response_format: TextFormat | JsonObjectFormat | JsonSchemaFormat | None = Field(
        None, discriminator="type", description="The form of the answer, which the model is held to."
    )
    tools: list[FunctionTool] | None = Field(None, max_length=MAX_TOOLS)
    tool_choice: Literal["none", "auto", "required"] | NamedToolChoice | AllowedToolsChoice | None = Field(
        None, description="`auto` where there are tools."
    )
    parallel_tool_calls: bool | None = Field(None, description="Whether an answer may have several calls; true by default.")
    metadata: dict[str, str] | None = Field(None, description="Accepted; changes nothing.")
    prompt_cache_key: str | None = Field(None, description="Accepted; equal beginnings of prompts are found without it.")
    prompt_cache_retention: str | None = Field(None, description="Accepted; what is not used longest leaves the cache first.")
    prompt_cache_options: dict[str, Any] | None = Field(None, description="Accepted; changes nothing.")
    safety_identifier: str | None = Field(None, description="Accepted; changes nothing.")


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


class ChoiceLogprobs(Response):
    """How likely the tokens of a choice were."""

    content: list[TokenLogprob]
    refusal: None = None


class AnswerMessage(Response):
    """The model's message."""

    role: Literal["assistant"] = "assistant"
    content: str | None = Field(description="None where there are only calls.")
    refusal: None = None
    tool_calls: list[ToolCall] | None = Field(None, description="Left out where there are none.")

    @model_serializer(mode="wrap")
    def _without_no_calls(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in serialize(self).items() if name != "tool_calls" or value}


class Choice(Response):
    """One answer."""

    index: int = 0
    message: AnswerMessage
    logprobs: ChoiceLogprobs | None = None
    finish_reason: Literal["stop", "length", "tool_calls"]


class ChatCompletion(Response):
    """A whole answer."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(description="Unix time, in seconds.")
    model: str
    system_fingerprint: str
    choices: list[Choice]
    usage: Usage


class FunctionDelta(BaseModel):
    """More of a call: its name, or text that goes on with its arguments."""

    name: str | None = None
    arguments: str

    @model_serializer(mode="wrap")
    def _only_what_it_adds(self, serialize: SerializerFunctionWrapHandler) -> dict[str, str]:
        return {name: value for name, value in serialize(self).items() if value is not None}


class ToolCallDelta(BaseModel):
    """More of a call; the first of each call has all its fields."""

    index: int
    id: str | None = None
    type: Literal["function"] | None = None
    function: FunctionDelta

    @model_serializer(mode="wrap")
    def _only_what_it_adds(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in serialize(self).items() if value is not None}


class Delta(BaseModel):
    """What a chunk adds to the message."""

    role: Literal["assistant"] | None = None
    content: str | None = None
    tool_calls: list[ToolCallDelta] | None = None

    @model_serializer(mode="wrap")
    def _only_what_it_adds(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in serialize(self).items() if value is not None}


class ChunkChoice(Response):
    """A piece of one answer."""

    index: int = 0
    delta: Delta
    logprobs: ChoiceLogprobs | None = None
    finish_reason: Literal["stop", "length", "tool_calls"] | None = None


class ChatCompletionChunk(BaseModel):
    """One event of a streamed answer."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int = Field(description="Unix time, in seconds.")
    model: str
    system_fingerprint: str
    choices: list[ChunkChoice] = Field(description="Empty in the chunk that carries the usage.")
    usage: Usage | None = None


class Model(Response):
    """A model that requests can name."""

    id: str
    object: Literal["model"] = "model"
    created: int = Field(description="Unix time, in seconds, when this server loaded it.")
    owned_by: str
    context_length: int | None = Field(description="Tokens of a prompt and its answer together, where that is known.")


class ModelList(Response):
    """All models of this server."""

    object: Literal["list"] = "list"
    data: list[Model]


class HealthModel(Response):
    """The model that answers."""

    id: str
    source: Literal["hub", "folder", "gguf", "embedded", "remote"]
    architecture: str | None = Field(description="Not known of a remote one; nor are, of some, the next two.")
    parameters: int | None
    context_length: int | None


class HealthEngine(Response):
    """How it runs."""

    runner: Literal["native", "openvino", "torch", "remote"]
    device: str | None = Field(description="This and the next two are not known of a remote one.")
    dtype: str | None
    threads: int | None
    host: str | None = Field(description="The inference server that runs a remote one.")


class HealthModelState(Response):
    """How one of the models is that requests can name."""

    id: str
    state: Literal["unloaded", "loading", "ready", "failed"] = Field(description="An unloaded one is loaded when asked for.")
    reason: str | None = Field(description="Why it could not be loaded; it is tried again.")
    context_length: int | None
    memory_bytes: int | None = Field(description="What its weights and its cache take while it is loaded.")


class HealthQueue(Response):
    """Requests in the engine now, and its limits."""

    running: int
    waiting: int
    max_running: int
    max_waiting: int


class Health(Response):
    """Whether this replica can answer, and what it is."""

    status: Literal["ready", "loading", "stopping", "failed"]
    reason: str | None = Field(description="Why it is not ready.")
    version: str
    model: HealthModel | None
    engine: HealthEngine | None
    queue: HealthQueue | None = Field(description="Of the default model.")
    models: list[HealthModelState] = Field(description="Every model, the default one first.")
    versions: dict[str, str] = Field(description="Of the libraries that matter.")
    uptime_s: float


class ErrorBody(Response):
    """What went wrong and what to change."""

    message: str
    type: str
    param: str | None
    code: str | None
    request_id: str | None


class ErrorResponse(Response):
    """Every answer that is not a success, and the last event of a stream that failed."""

    error: ErrorBody


class BatchRequest(Request):
    """Body of the bulk route."""

    requests: list[ChatCompletionRequest]
