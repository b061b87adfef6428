"""Every error of this process in OpenAI's shape, wherever it was raised."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.parsing import invalid_body, unreadable_body
from assistant.api.wire import ErrorBody, ErrorResponse
from assistant.errors import AssistantError, QueueFull, RequestTimeout, RequestTooLarge, Unavailable
from assistant.observability.metrics import metrics
from assistant.observability.request_log import annotate, request_id

CLIENT_LEFT = 499  # nginx's word for it; nobody reads the answer
PROBES = ("/livez", "/readyz", "/healthz", "/metrics", "/v1/health")
_SERVER = HTTPStatus.INTERNAL_SERVER_ERROR
_KINDS: dict[int, tuple[str, str | None]] = {  # type and code of answers that are not ours
    HTTPStatus.NOT_FOUND: ("invalid_request_error", "not_found"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("invalid_request_error", "method_not_allowed"),
    **{kind.status: (kind.type, kind.code) for kind in (QueueFull, RequestTimeout, RequestTooLarge, Unavailable)},
}
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
    headers = {"retry-after": str(error.retry_after_s)} if error.retry_after_s is not None else None
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
        error = _translate(start, self._scope["path"], parsed, text)
        response = _response(error) if self._scope["path"] in PROBES else error_response(error)
        self.started = self.complete = True
        for name in ("allow", "retry-after"):
            if value := Headers(raw=start["headers"]).get(name):
                MutableHeaders(raw=response.raw_headers)[name] = value
        await response(self._scope, self._receive, self._send)


def _is_error(status: int) -> bool:
    return status >= HTTPStatus.BAD_REQUEST and status != CLIENT_LEFT


def _translate(start: Message, path: str, parsed: Any, text: str) -> AssistantError:
    """The error for an answer of BentoML or the router: JSON with `error` and `detail`, or plain text."""
    status = start["status"]
    detail = parsed.get("detail") if isinstance(parsed, dict) else None
    if status == HTTPStatus.BAD_REQUEST and isinstance(detail, list) and detail:
        return invalid_body(detail)
    if status == HTTPStatus.BAD_REQUEST and detail == _FASTAPI_CANNOT_PARSE:
        return unreadable_body()
    if status == _SERVER:
        return AssistantError(_UNEXPECTED)
    told = {
        HTTPStatus.NOT_FOUND: f"There is no route {path[:100]}: /openapi.json lists them.",
        HTTPStatus.METHOD_NOT_ALLOWED: f"This route takes {Headers(raw=start['headers']).get('allow', 'another method')}.",
    }.get(status, (parsed.get("error") or detail) if isinstance(parsed, dict) else text.strip())
    error = AssistantError(str(told or f"The server answered with status {status}."))
    error.status = status
    error.type, error.code = _KINDS.get(status, ("server_error" if status >= _SERVER else "invalid_request_error", None))
    return error


def _is_foreign(parsed: Any) -> bool:
    """Whether a body is text, a router's `{"detail": ...}` or BentoML's `{"error": "..."}`."""
    return not isinstance(parsed, dict) or "detail" in parsed or isinstance(parsed.get("error"), str)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
