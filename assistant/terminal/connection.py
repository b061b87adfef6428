"""Asks a running server over its API, and says in sentences what went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import httpx

from assistant.engine.remote.events import EventReader

_ROUTE = "/v1/chat/completions"
_DONE = "[DONE]"
_CONNECT_S, _READ_S = 10.0, 900.0  # an answer may wait for a place, or for its model to be loaded
_PASSING = ("model_loading", "engine_unavailable")  # what is worth to wait for
_LEAST_WAIT_S = 0.5
_MOST_SAID = 500  # characters of a server's own words


class ChatError(Exception):
    """There is no answer; the message says why and what to do.

    Attributes:
        retry_after_s: where it is worth to try again, after so long.
    """

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after_s = retry_after_s


class Connection:
    """To one server."""

    def __init__(self, url: str, api_key: str | None) -> None:
        """
        Args:
            url: without the `/v1` behind it.
            api_key: printable ASCII without spaces.
        """
        self.url = url
        headers = {"authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(headers=headers, timeout=httpx.Timeout(_CONNECT_S, read=_READ_S))

    def close(self) -> None:
        self._client.close()

    def chunks(self, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The answer as it comes; closing the iterator ends it on the server.

        Raises:
            ChatError: there is none, or no whole one.
        """
        with (
            self._failures(),
            self._client.stream("POST", self.url + _ROUTE, json={**body, "stream": True}) as response,
        ):
            if response.status_code != HTTPStatus.OK:
                response.read()
                raise _refusal(response)
            yield from _chunks(response)

    def whole(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The whole answer.

        Raises:
            ChatError: there is none.
        """
        with self._failures():
            response = self._client.post(self.url + _ROUTE, json=dict(body))
            if response.status_code != HTTPStatus.OK:
                raise _refusal(response)
            return _object(response.content)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turns those of the connection into sentences."""
        try:
            yield
        except httpx.ConnectError as error:
            raise ChatError(
                f"no server answers at {self.url} ({error}): start one with `assistant serve` or `make serve`, or name another "
                "with --url"
            ) from None
        except httpx.TimeoutException:
            raise ChatError(f"the server at {self.url} does not answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ChatError(f"the connection to {self.url} broke: {error}") from None


def _chunks(response: httpx.Response) -> Iterator[dict[str, Any]]:
    reader = EventReader()
    for received in response.iter_bytes():
        try:
            events = reader.push(received)
        except ValueError as error:
            raise ChatError(f"the answer cannot be read: {error}") from None
        for event in events:
            if event == _DONE:
                return
            chunk = _object(event)
            if "error" in chunk:
                raise ChatError(_said(chunk) or "the server failed on this answer")
            yield chunk
    raise ChatError("the connection broke before the answer was complete")


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ChatError("what came is not of OpenAI's API: is this the right address?")
    return value


def _refusal(response: httpx.Response) -> ChatError:
    try:
        body = _object(response.content)
    except ChatError:
        body = {}
    said = _said(body) or f"the server answered with status {response.status_code}"
    told_s = response.headers.get("retry-after", "")
    after_s = max(float(told_s), _LEAST_WAIT_S) if told_s.isdecimal() else 1.0
    match response.status_code:
        case HTTPStatus.UNAUTHORIZED:
            return ChatError("the server asks for an API key, or does not know this one: set ASSISTANT_API_KEY")
        case HTTPStatus.TOO_MANY_REQUESTS:
            return ChatError(f"the server has no place free now: try again in {after_s:g} s")
        case HTTPStatus.SERVICE_UNAVAILABLE if _error(body).get("code") in _PASSING:
            return ChatError(said, after_s)
    return ChatError(said)


def _said(body: Mapping[str, Any]) -> str:
    """The server's own words, if there are any."""
    return str(_error(body).get("message") or "")[:_MOST_SAID]


def _error(body: Mapping[str, Any]) -> Mapping[str, Any]:
    error = body.get("error")
    return error if isinstance(error, dict) else {"message": error}
