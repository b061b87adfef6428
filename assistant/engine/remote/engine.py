"""The engine that forwards: places and waiting on our side, one streamed request to the server for each answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from http import HTTPStatus
from itertools import islice
from typing import Any

import httpx

from assistant.engine.completion import CompletionRequest
from assistant.engine.load import Load
from assistant.engine.remote import failures
from assistant.engine.remote.completion import RemoteCompletion
from assistant.engine.remote.places import Places
from assistant.engine.remote.server import CHAT, COMPLETIONS, InferenceServer, RemoteModel, headers
from assistant.engine.remote.watch import POLL_S, Watch
from assistant.engine.remote.wire import request_body
from assistant.errors import (
    AssistantError,
    InvalidParameter,
    PromptTooLong,
    RemoteRefused,
    RemoteUnavailable,
    ShuttingDown,
    UnsupportedParameter,
)

_KEPT_S = 2.0  # less than the 5 s after which most servers close a connection that nobody uses
_ERROR_BYTES = 1 << 16


class RemoteEngine:
    """Answers through an inference server.

    At most `max_running` requests are with the server at a time, `max_waiting` more wait here in order of arrival.
    Everything but `close`, `load`, `alive`, `awaits` and `wait_for_model` belongs to one event loop.
    """

    def __init__(
        self,
        url: str,
        *,
        api_key: str | None = None,
        model: str | None = None,
        skip: Collection[str] = (),
        max_running: int,
        max_waiting: int,
        silence_s: float,
        poll_s: float = POLL_S,
    ) -> None:
        """
        Args:
            url: without `/v1`.
            model: the server's id for the model; None for the first it lists.
            skip: ids that are never that first one.
            silence_s: how long the server may say nothing in an answer.
            poll_s: between two looks whether it is there.
        """
        server = InferenceServer(url, api_key, model=model, skip=skip)
        self.host = server.host
        self._silence_s = silence_s
        self._places = Places(max_running=max_running, max_waiting=max_waiting)
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={**headers(api_key), "accept-encoding": "identity"},
            timeout=httpx.Timeout(silence_s, connect=failures.CONNECT_TIMEOUT_S, pool=None),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=max_running, keepalive_expiry=_KEPT_S),
        )
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waits: set[asyncio.Timeout] = set()  # for the server; `close` ends them
        self._ending: asyncio.Task[None] | None = None
        self._watch = Watch(server, poll_s=poll_s)

    @property
    def takes_system_messages(self) -> bool:
        return self._model.dialect.system_messages

    @property
    def tokenizer(self) -> None:
        return None

    @property
    def load(self) -> Load:
        return self._places.load

    @property
    def alive(self) -> bool:
        return self._watch.alive

    @property
    def awaits(self) -> str | None:
        return self._watch.awaits

    def wait_for_model(self) -> RemoteModel | None:
        """Block until the server's model has answered; None where this was closed first."""
        return self._watch.wait_for_model()

    async def complete(self, requests: Sequence[CompletionRequest]) -> list[list[RemoteCompletion]]:
        """Accept requests; returns when the server has accepted them too.

        Raises:
            QueueFull: so many places are not free, here or there.
            InvalidParameter: there are more answers than are with the server at a time.
            RemoteRefused: the server refuses one.
            RemoteUnavailable: the server cannot be reached.
            ShuttingDown: this was closed.
            UnsupportedParameter: an answer should have a form.
        """
        for request in requests:
            _require_no_grammar(request)
        wanted = [
            replace(request, sampling=request.sampling_of(choice)) for request in requests for choice in range(request.choices)
        ]
        if len(wanted) > self._places.max_running:
            raise InvalidParameter(
                f"n: this server gives at most {self._places.max_running} answers at once, n to each prompt.", param="n"
            )
        places = self._places.take(len(wanted))
        async with AsyncExitStack() as started:
            for place in places:
                started.callback(place.release)
            async with self.until_closed():
                await self._places.start(places)
                responses = await _all([self._open(one) for one in wanted])
            started.pop_all()
        each = iter(
            RemoteCompletion(self, response, place, one) for response, place, one in zip(responses, places, wanted, strict=True)
        )
        return [list(islice(each, request.choices)) for request in requests]

    def close(self) -> None:
        """End every request with an error; returns at once, may be called from any thread."""
        self._closed = True
        self._watch.close()
        if self._loop:
            with suppress(RuntimeError):  # it is closed already
                self._loop.call_soon_threadsafe(self._end)

    @asynccontextmanager
    async def until_closed(self) -> AsyncIterator[None]:
        """Whatever is awaited inside ends with ShuttingDown when this is closed."""
        self._loop = asyncio.get_running_loop()
        if self._closed:
            raise _shutting_down()
        wait = asyncio.timeout(None)
        try:
            async with wait:
                self._waits.add(wait)
                try:
                    yield
                finally:
                    self._waits.discard(wait)
        except TimeoutError:
            if wait.expired():
                raise _shutting_down() from None
            raise

    def failure(self, error: httpx.RequestError) -> AssistantError:
        """Our error for a connection that failed."""
        failure = failures.of_transport(error, self.host, self._silence_s)
        if isinstance(failure, RemoteUnavailable):
            self._watch.look_now()
        return failure

    def heard(self) -> None:
        """Note that the server just said something."""
        self._watch.heard()

    @property
    def _model(self) -> RemoteModel:
        model = self._watch.model
        if model is None:
            raise RemoteUnavailable(f"The inference server at {self.host} did not answer yet: try again in a few seconds.")
        return model

    async def _open(self, request: CompletionRequest) -> httpx.Response:
        """The server's stream; a default number of tokens that does not fit becomes what fits."""
        try:
            return await self._post(request, request.max_tokens or max(request.default_max_tokens, request.min_tokens))
        except RemoteRefused as refusal:
            if request.max_tokens is not None or refusal.code != PromptTooLong.code:
                raise
        return await self._post(request, None)

    async def _post(self, request: CompletionRequest, max_tokens: int | None) -> httpx.Response:
        model = self._model
        body = request_body(request, model=model.id, max_tokens=max_tokens, dialect=model.dialect)
        path = CHAT if request.raw is None else COMPLETIONS
        try:
            response = await self._send(path, body)
            if response.status_code == HTTPStatus.OK:
                return response
            try:
                told = await _beginning(response)
            finally:
                await response.aclose()
        except httpx.RequestError as error:
            raise self.failure(error) from error
        raise failures.of_response(response.status_code, response.headers, told, self.host)

    async def _send(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """The response once its head is here.

        A server may close a kept connection at the moment we use it again. It has not read the request then, so that
        one is sent again; a connection made for the request that breaks is a failure.
        """
        kept = True

        async def note(event: str, _: object) -> None:
            nonlocal kept
            kept = kept and event != "connection.connect_tcp.started"

        while True:
            request = self._client.build_request("POST", path, json=body, extensions={"trace": note})
            try:
                return await self._client.send(request, stream=True)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                if not kept:
                    raise

    def _end(self) -> None:
        for wait in self._waits:
            wait.reschedule(0)
        self._ending = self._ending or asyncio.ensure_future(self._close_connections())

    async def _close_connections(self) -> None:
        await self._places.idle.wait()
        await self._client.aclose()


def _require_no_grammar(request: CompletionRequest) -> None:
    if request.grammar:
        raise UnsupportedParameter(
            f"{request.grammar.where}: an answer of an inference server cannot be held to a form.",
            param=request.grammar.where,
        )


async def _all(opening: Sequence[Coroutine[Any, Any, httpx.Response]]) -> list[httpx.Response]:
    """All responses, or the first error once every other one is closed."""
    tasks = [asyncio.ensure_future(each) for each in opening]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, httpx.Response):
                await ended.aclose()
        raise


async def _beginning(response: httpx.Response) -> bytes:
    """As much of an error as anybody reads."""
    told = b""
    async for received in response.aiter_bytes():
        told += received
        if len(told) > _ERROR_BYTES:
            break
    return told


def _shutting_down() -> ShuttingDown:
    return ShuttingDown("The server is shutting down: send the request to another replica or try again.")
