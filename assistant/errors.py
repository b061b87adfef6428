"""Every error that a user or operator can meet, with its HTTP status and OpenAI `type` and `code`.

AssistantError
├── StartupError              ends start-up with one sentence and a non-zero exit
│   ├── SettingsError         an ASSISTANT_... variable is wrong
│   ├── ModelError            the chosen model cannot be had or is not a chat model
│   ├── HandbookError         an entry of the handbook has not the form of one
│   ├── KnowledgeError        runbooks or a pack cannot be read
│   │   └── StoreError        the file that keeps them cannot be read or written
│   └── PageError             the page cannot be published, put back or pruned
│       ├── BucketError       the bucket cannot be reached, read or written
│       └── PageChanged       somebody else published at the same time
├── RequestError        400   the client must change something
│   ├── InvalidParameter      a field has a wrong type or value
│   │   ├── MissingParameter  it is not there
│   │   └── InvalidJson       the body cannot be read
│   ├── UnsupportedParameter  a field is known, and this server does not honour it
│   ├── ConstraintTooComplex  the form asked for cannot be followed to its end
│   ├── PromptTooLong         prompt and answer do not fit the context
│   ├── ModelNotFound   404   no such model here
│   ├── ResponseNotFound 404  no such response is kept here
│   │   └── ItemNotFound      no such item of one
│   ├── ReferenceNotFound 404 no such passage here
│   ├── RemoteRefused         the inference server refused it; the message is its own
│   └── RequestTooLarge 413   the body is over the limit
├── QueueFull           429   try again after `retry_after_s`
│   └── RemoteBusy            the queue of the inference server is full
├── Unavailable         503   try again after `retry_after_s`
│   ├── ModelLoading          the weights are still being read
│   ├── ModelFailed           loading ended with an error
│   ├── ModelMemoryFull       the models in use leave no room for this one
│   ├── RemoteUnavailable     the inference server cannot be reached or cannot answer
│   └── ShuttingDown          this replica is going away
├── RequestTimeout      504   the answer took longer than the limit
│   ├── WorkTimeout           work on a text took longer than the limit
│   └── RemoteTimeout         the inference server said nothing for too long
└── GenerationFailed    500   the engine lost this request
"""

from __future__ import annotations


class AssistantError(Exception):
    """An error whose message says what happened and what to change."""

    status = 500
    type = "server_error"
    code: str | None = "internal_error"
    param: str | None = None
    retry_after_s: int | None = None

    def __init__(self, message: str, *, param: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if param is not None:
            self.param = param


class StartupError(AssistantError):
    """Start-up cannot go on."""


class SettingsError(StartupError):
    """A setting has a value that cannot be used."""


class ModelError(StartupError):
    """The chosen model is gated, missing, incomplete or of the wrong kind."""


class HandbookError(StartupError):
    """An entry of the handbook has not the form of one; the message begins with file and line."""


class KnowledgeError(StartupError):
    """Runbooks cannot be read, or a pack cannot be built."""


class StoreError(KnowledgeError):
    """The file that keeps runbooks and packs cannot be read or written."""


class PageError(StartupError):
    """The page cannot be published, put back or pruned."""


class BucketError(PageError):
    """The bucket cannot be reached, read or written."""


class PageChanged(PageError):
    """What is published was changed by somebody else in between."""


class RequestError(AssistantError):
    """The request cannot be answered as it is."""

    status = 400
    type = "invalid_request_error"
    code: str | None = None


class InvalidParameter(RequestError):
    """A field of the request has a wrong type or value."""

    code = "invalid_value"


class MissingParameter(InvalidParameter):
    """A field that the request needs is not there."""

    code = "missing_required_parameter"


class InvalidJson(InvalidParameter):
    """The body is not JSON."""

    code = "invalid_json"


class UnsupportedParameter(RequestError):
    """A field of the OpenAI API that this server knows and does not honour."""

    code = "unsupported_parameter"


class ConstraintTooComplex(RequestError):
    """Following the form that was asked for took more than one request may take."""

    code = "constraint_too_complex"

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{where}: it became too complex during the answer: use shorter patterns and fewer optional properties.",
            param=where,
        )


class PromptTooLong(RequestError):
    """The prompt, or the prompt and the answer asked for, exceed the context.

    Clients know this error by words of its message: LiteLLM by OpenAI's "this model's maximum context length is",
    LangChain by "prompt is too long".
    """

    code = "context_length_exceeded"

    def __init__(
        self, *, prompt_tokens: int, context_length: int, max_tokens: int | None = None, at_least: bool = False
    ) -> None:
        limit = f"This model's maximum context length is {context_length} tokens"
        if max_tokens and prompt_tokens < context_length:
            super().__init__(
                f"{limit}, and the prompt has {prompt_tokens}: max_tokens can be at most {context_length - prompt_tokens}, "
                f"and {max_tokens} are asked. Lower it, or shorten the messages: the prompt is too long for such an answer.",
                param="max_tokens",
            )
            return
        has = f"it has {'more than ' * at_least}{prompt_tokens}"
        super().__init__(f"{limit}, and the prompt is too long for it: {has}. Shorten the messages.", param="messages")


class ModelNotFound(RequestError):
    """The request names a model that is not served here."""

    status = 404
    code = "model_not_found"

    def __init__(self, model: str, served: list[str]) -> None:
        super().__init__(f"There is no model {model[:100]!r} here; this server has: {', '.join(served)}.", param="model")


class ResponseNotFound(RequestError):
    """The request names a response that is not kept here, or not any more."""

    status = 404
    code = "response_not_found"

    def __init__(self, response_id: str, *, param: str) -> None:
        super().__init__(f"There is no response {response_id[:80]!r} here, or not any more.", param=param)


class ItemNotFound(ResponseNotFound):
    """The request refers to an item of no response that is kept here."""

    def __init__(self, item_id: str, *, param: str) -> None:
        super().__init__(item_id, param=param)
        self.message = f"There is no item {item_id[:80]!r} here, or not any more: send the item itself."


class ReferenceNotFound(RequestError):
    """The request names a passage that is not here."""

    status = 404
    code = "reference_not_found"

    def __init__(self, source: str, identity: str) -> None:
        super().__init__(
            f"There is no reference {identity[:100]!r} of {source[:40]!r} here: POST /v1/devops/search finds those there are."
        )


class RemoteRefused(RequestError):
    """The inference server that answers for us refused the request; its message is passed on."""

    def __init__(self, message: str, *, code: str | None, param: str | None) -> None:
        super().__init__(message, param=param)
        self.code = code


class RequestTooLarge(RequestError):
    """The body is longer than the limit."""

    status = 413
    code = "request_too_large"

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"The request body is over the limit of {limit_bytes} bytes: send less text.")


class QueueFull(AssistantError):
    """All places are taken; the request was not queued."""

    status = 429
    type = "rate_limit_error"
    code = "queue_full"

    def __init__(self, waiting: int, retry_after_s: int) -> None:
        super().__init__(f"The server is busy (waiting requests: {waiting}): try again in {retry_after_s} s.")
        self.retry_after_s = retry_after_s


class RemoteBusy(QueueFull):
    """The inference server that answers for us has no place free."""

    def __init__(self, host: str, retry_after_s: int) -> None:
        AssistantError.__init__(self, f"The inference server at {host} is busy (429). Try again in {retry_after_s} s.")
        self.retry_after_s = retry_after_s


class Unavailable(AssistantError):
    """The server cannot answer now and may later."""

    status = 503
    type = "service_unavailable_error"
    code = "unavailable"
    retry_after_s = 5


class ModelLoading(Unavailable):
    """The model is still being loaded."""

    code = "model_loading"
    retry_after_s = 2


class ModelFailed(Unavailable):
    """Loading the model, or the engine that runs it, ended with an error."""

    code = "model_failed"
    retry_after_s = 30


class ModelMemoryFull(Unavailable):
    """Other models are in use and leave no room for the one that is asked for."""

    code = "model_memory_full"
    retry_after_s = 10

    def __init__(self, model: str, needed_bytes: int) -> None:
        super().__init__(
            f"The model {model} is not loaded, and the models in use leave no room for its {needed_bytes} bytes: try again "
            "when they are idle."
        )


class RemoteUnavailable(Unavailable):
    """The inference server that answers for us cannot be reached, or cannot answer anybody now."""

    code = "engine_unavailable"

    def __init__(self, message: str, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        if retry_after_s is not None:
            self.retry_after_s = retry_after_s


class ShuttingDown(Unavailable):
    """This replica no longer takes new work."""

    code = "shutting_down"


class RequestTimeout(AssistantError):
    """The answer was not complete within the limit."""

    status = 504
    type = "timeout_error"
    code = "request_timeout"

    def __init__(self, limit_s: float) -> None:
        super().__init__(f"The answer was not complete after {limit_s:g} s: ask for less with max_tokens.")


class WorkTimeout(RequestTimeout):
    """Looking through a text without the model was not done within the limit."""

    def __init__(self, limit_s: float) -> None:
        AssistantError.__init__(self, f"The work was not done after {limit_s:g} s: send less text.")


class RemoteTimeout(RequestTimeout):
    """The inference server that answers for us took too long."""

    def __init__(self, message: str) -> None:
        AssistantError.__init__(self, message)


class GenerationFailed(AssistantError):
    """The engine could not go on with this request."""

    code = "generation_failed"
