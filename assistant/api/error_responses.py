"""Every error of this process in OpenAI's shape, wherever it was raised."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.body_errors import invalid_body, unreadable_body
from assistant.api.http_errors import HttpError, MethodNotAllowed, RouteNotFound, UnsupportedMedia
from assistant.api.routing import allowed_methods
from assistant.api.wire.errors import ErrorBody, ErrorResponse
from assistant.errors import AssistantError, QueueFull, RequestError, RequestTimeout, RequestTooLarge, Unavailable
from assistant.observability.metrics import metrics
from assistant.observability.request_log import annotate, request_id

CLIENT_LEFT = 499  # nginx's word for it; nobody reads the answer
PROBES = ("/livez", "/readyz", "/healthz", "/metrics", "/v1/health")
_SERVER = HTTPStatus.INTERNAL_SERVER_ERROR
# What an answer of BentoML or the router means where only its status tells.
_KINDS: dict[int, type[AssistantError]] = {
    kind.status: kind for kind in (RequestError, RequestTooLarge, UnsupportedMedia, QueueFull, RequestTimeout, Unavailable)
}
_RETRY_AFTER_S = {HTTPStatus.TOO_MANY_REQUESTS: 2, HTTPStatus.SERVICE_UNAVAILABLE: Unavailable.retry_after_s}
_FASTAPI_CANNOT_PARSE = "There was an error parsing the body"
_UNEXPECTED = "The server failed on this request: report its id to the operator."
_log = logging.getLogger(__name__)


def error_body(error: AssistantError) -> ErrorResponse:
    """The JSON of an error."""
    body = ErrorBody(message=error.message, type=error.type, param=error.param, code=error.code, request_id=request_id())
    return ErrorResponse(error=body)


def error_response(error: AssistantError) -> JSONResponse:
    """The whole answer to a request that ended in an error."""
    note_error(error)
    return _response(error)


def _response(error: AssistantError) -> JSONResponse:
    headers = dict(error.headers) if isinstance(error, HttpError) else {}
    if error.retry_after_s is not None:
        headers["retry-after"] = str(error.retry_after_s)
    return JSONResponse(error_body(error).model_dump(), error.status, headers)


def note_error(error: AssistantError) -> None:
    """Put the error into the metrics and the request's log line."""
    metrics().errors.labels(error.code or error.type).inc()
    annotate(error_code=error.code)
    if error.status >= _SERVER:
        annotate(error=error.message)


class ErrorShape:
    """ASGI middleware: gives errors that others answer with (routing, BentoML) the shape that clients read.

    An exception that nobody handled becomes a 500; the client gets an id, the log the traceback.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        response = _Rewriter(scope, receive, send)
        try:
            await self._app(scope, receive, response.send)
        except Exception:
            _log.exception("a request failed")
            if not response.started:
                await error_response(AssistantError(_UNEXPECTED))(scope, receive, send)
            elif not response.complete:
                raise  # the server closes the connection: the client sees that the answer is not whole


class _Rewriter:
    """Passes a response on; one that is an error of another shape is held back and sent anew."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._held: Message | None = None
        self._body = b""
        self.started = False
        self.complete = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_error(message["status"]):
            self._held = message
        elif self._held is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._held)
        else:
            self.started = True
            self.complete = message["type"] == "http.response.body" and not message.get("more_body")
            await self._send(message)

    async def _finish(self, start: Message) -> None:
        text = self._body.decode("utf-8", "replace")
        parsed = _parse(text)
        if not _is_foreign(parsed):
            self.started = self.complete = True
            await self._send(start)
            await self._send({"type": "http.response.body", "body": self._body})
            return
        error = _translate(start, self._scope, parsed, text)
        response = _response(error) if self._scope["path"] in PROBES else error_response(error)
        self.started = self.complete = True
        await response(self._scope, self._receive, self._send)


def _is_error(status: int) -> bool:
    return status >= HTTPStatus.BAD_REQUEST and status != CLIENT_LEFT


def _translate(start: Message, scope: Scope, parsed: Any, text: str) -> AssistantError:
    """The error for an answer of BentoML or the router: JSON with `error` and `detail`, or plain text."""
    status = start["status"]
    detail = parsed.get("detail") if isinstance(parsed, dict) else None
    if status == HTTPStatus.NOT_FOUND:
        return RouteNotFound(scope["path"])
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return MethodNotAllowed(allowed_methods(scope))
    if status == HTTPStatus.BAD_REQUEST and isinstance(detail, list) and detail:
        return invalid_body(detail)
    if status == HTTPStatus.BAD_REQUEST and detail == _FASTAPI_CANNOT_PARSE:
        return unreadable_body()
    if status == _SERVER:
        return AssistantError(_UNEXPECTED)
    told = (parsed.get("error") or detail) if isinstance(parsed, dict) else text.strip()
    error = AssistantError(str(told or f"The server answered with status {status}."))
    kind = _KINDS.get(status, AssistantError if status >= _SERVER else RequestError)
    error.status, error.type, error.code = status, kind.type, kind.code
    if status in _RETRY_AFTER_S:
        told_s = Headers(raw=start["headers"]).get("retry-after", "")
        error.retry_after_s = int(told_s) if told_s.isdecimal() else _RETRY_AFTER_S[status]
    return error


def _is_foreign(parsed: Any) -> bool:
    """Whether a body is text, a router's `{"detail": ...}` or BentoML's `{"error": "..."}`."""
    return not isinstance(parsed, dict) or "detail" in parsed or isinstance(parsed.get("error"), str)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
