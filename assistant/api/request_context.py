"""ASGI middleware around every request: its id, its log line, and headers that may come only once."""

from __future__ import annotations

import logging
import re
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.error_responses import PROBES, error_response
from assistant.api.http_errors import MalformedRequest
from assistant.observability.request_log import annotate, logged_request

REQUEST_ID_HEADER = "x-request-id"
TRACE_PARENT_HEADER = "traceparent"  # of the W3C
_REQUEST_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)
_ONCE = ("host", "content-type", "authorization")


def new_request_id() -> str:
    """An id for a request that brought none."""
    return f"req_{uuid.uuid4().hex}"


class RequestContext:
    """Takes the client's request id if it is a single sane one, or makes one; every response carries it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist(REQUEST_ID_HEADER)
        identity = given[0] if len(given) == 1 and _REQUEST_ID.fullmatch(given[0]) else new_request_id()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = identity
                annotate(status=message["status"])
            await send(message)

        level = logging.DEBUG if scope["path"] in PROBES or scope["method"] == "OPTIONS" else logging.INFO
        parents = Headers(scope=scope).getlist(TRACE_PARENT_HEADER)
        traceparent = parents[0] if len(parents) == 1 else ""
        with logged_request(identity, level=level, traceparent=traceparent, method=scope["method"], path=scope["path"]):
            await self._app(scope, receive, send_with_id)


class HeadersOnce:
    """Refuses headers whose meaning would depend on which of two lines is read (RFC 9110, section 5.3)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (wrong := _wrong(scope)):
            await error_response(MalformedRequest(wrong))(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class HeadAsGet:
    """Answers HEAD as GET would be answered, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_head)


def _wrong(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    for name in _ONCE:
        if len(headers.getlist(name)) > 1:
            return f"The header {name} came more than once: send it once."
    if scope["http_version"] == "1.1" and "host" not in headers:  # RFC 9112, section 3.2
        return "The header host is missing: HTTP/1.1 asks for it."
    if headers.get("transfer-encoding", "chunked").strip().lower() != "chunked":
        return "The body may only be sent with transfer-encoding: chunked, or with its content-length."
    return None
