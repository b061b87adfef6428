"""An inference server as an operator named it: which model it has, and what that understands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus

import httpx
from pydantic import ValidationError

from assistant.engine.completion import CompletionRequest
from assistant.engine.generation import SamplingParams
from assistant.engine.remote import failures
from assistant.engine.remote.events import EventReader
from assistant.engine.remote.wire import DONE, Chunk, Dialect, ListedModel, ModelList, parse_chunk, request_body
from assistant.errors import RemoteRefused, RemoteUnavailable
from assistant.model.conversation import Message

CHAT = "/v1/chat/completions"
COMPLETIONS = "/v1/completions"
MODELS = "/v1/models"
_DIALECTS = (  # in the order of preference
    Dialect(),
    Dialect(samplers=False),
    Dialect(system_messages=False),
    Dialect(samplers=False, system_messages=False),
)
_LIST_TIMEOUT_S = 10.0
_QUESTION_TIMEOUT_S = 60.0  # a server that just started may compile at its first one


@dataclass(frozen=True)
class RemoteModel:
    """The model that answers.

    Attributes:
        context_length: tokens of a prompt and its answer together, where the server tells them.
        tells_usage: whether the server counts the tokens for us.
    """

    id: str
    context_length: int | None
    dialect: Dialect
    tells_usage: bool


class InferenceServer:
    """Asks the questions of start-up and readiness; blocks, so it is for a thread of its own."""

    def __init__(self, url: str, api_key: str | None, *, model: str | None, skip: Collection[str]) -> None:
        """
        Args:
            url: without `/v1`.
            model: the id to use; None for the first that the server lists.
            skip: ids that are never that first one.
        """
        self.host = httpx.URL(url).netloc.decode()
        self._wanted = model
        self._skip = skip
        self._client = httpx.Client(
            base_url=url,
            headers=headers(api_key),
            timeout=httpx.Timeout(_LIST_TIMEOUT_S, connect=failures.CONNECT_TIMEOUT_S),
        )

    def find_model(self) -> RemoteModel:
        """Choose the model and let it say one token.

        Raises:
            AssistantError: not now, and why.
        """
        listed = self._choose(self._models())
        refusal: RemoteRefused | None = None
        for dialect in _DIALECTS:
            try:
                tells_usage = self._ask(listed.id, dialect)
            except RemoteRefused as error:
                refusal = refusal or error
            else:
                return RemoteModel(listed.id, listed.context, dialect, tells_usage)
        raise RemoteUnavailable(f"The inference server at {self.host} refuses every question: {refusal}")

    def require(self, model: RemoteModel) -> None:
        """Make sure that it is still there.

        Raises:
            AssistantError: it is not.
        """
        listed = self._models()
        if model.id not in [candidate.id for candidate in listed]:
            raise self._no_model(model.id, listed)

    def close(self) -> None:
        self._client.close()

    def _models(self) -> list[ListedModel]:
        try:
            response = self._client.get(MODELS)
        except httpx.RequestError as error:
            raise failures.of_transport(error, self.host, _LIST_TIMEOUT_S) from error
        if response.status_code != HTTPStatus.OK:
            raise failures.of_response(response.status_code, response.headers, response.content, self.host)
        try:
            return ModelList.model_validate_json(response.content).data
        except ValidationError:
            raise RemoteUnavailable(
                f"The inference server at {self.host} does not list its models at {MODELS} as OpenAI's API does: "
                "the operator must correct ASSISTANT_ENGINE_URL."
            ) from None

    def _choose(self, listed: list[ListedModel]) -> ListedModel:
        if self._wanted is None:
            found = [model for model in listed if model.id not in self._skip]
        else:
            found = [model for model in listed if model.id == self._wanted]
        if not found:
            raise self._no_model(self._wanted, listed)
        return found[0]

    def _no_model(self, model: str | None, listed: list[ListedModel]) -> RemoteUnavailable:
        ids = ", ".join(candidate.id for candidate in listed)
        return RemoteUnavailable(
            f"The inference server at {self.host} has no model{f' {model!r}' if model else ''}"
            + (f"; it has: {ids}. The operator must set ASSISTANT_ENGINE_MODEL to one of them." if ids else ".")
        )

    def _ask(self, model: str, dialect: Dialect) -> bool:
        """Get one token as requests will get theirs.

        Returns:
            Whether the server told the usage.
        """
        system = (Message("system", "Answer briefly."),) if dialect.system_messages else ()
        request = CompletionRequest((*system, Message("user", "ready?")), 1, 1, SamplingParams())
        body = request_body(request, model=model, max_tokens=1, dialect=dialect)
        events, told, chunks = EventReader(), False, 0
        try:
            timeout = httpx.Timeout(_QUESTION_TIMEOUT_S, connect=failures.CONNECT_TIMEOUT_S)
            with self._client.stream("POST", CHAT, json=body, timeout=timeout) as response:
                if response.status_code != HTTPStatus.OK:
                    raise failures.of_response(response.status_code, response.headers, response.read(), self.host)
                for received in response.iter_bytes():
                    for event in events.push(received):
                        chunk = Chunk() if event == DONE else parse_chunk(event)
                        if chunk.error is not None:
                            raise failures.of_event(chunk.error, self.host)
                        told, chunks = told or chunk.usage is not None, chunks + len(chunk.choices)
        except httpx.RequestError as error:
            raise failures.of_transport(error, self.host, _QUESTION_TIMEOUT_S) from error
        except ValueError as error:
            raise failures.malformed(error, self.host) from error
        if not chunks:
            raise failures.malformed("it streams no chunks", self.host)
        return told


def headers(api_key: str | None) -> dict[str, str]:
    """What every request carries."""
    return {"authorization": f"Bearer {api_key}"} if api_key else {}
