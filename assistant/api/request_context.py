"""ASGI middleware around every request: its id, its log line, and the limit of its body."""

from __future__ import annotations

import logging
import re
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.error_responses import PROBES, error_response
from assistant.errors import RequestTooLarge
from assistant.observability.request_log import annotate, logged_request

REQUEST_ID_HEADER = "x-request-id"
_REQUEST_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)


class RequestContext:
    """Takes the client's request id if it is a sane one, or makes one; every response carries it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
        identity = given if _REQUEST_ID.fullmatch(given) else f"req_{uuid.uuid4().hex}"

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = identity
                annotate(status=message["status"])
            await send(message)

        level = logging.DEBUG if scope["path"] in PROBES else logging.INFO
        with logged_request(identity, level=level, method=scope["method"], path=scope["path"]):
            await self._app(scope, receive, send_with_id)


class BodyLimit:
    """Refuses a body over the limit: by its length where that is told, else while it comes in."""

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        self._app = app
        self._limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told) > self._limit_bytes:
            await error_response(RequestTooLarge(self._limit_bytes))(scope, receive, send)
            return
        received, refused, started = 0, False, False

        async def receive_limited() -> Message:
            nonlocal received, refused
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit_bytes:
                refused = True
                return {"type": "http.disconnect"}
            return message

        async def send_unless_refused(message: Message) -> None:
            nonlocal started
            if not refused or started:
                started = True
                await send(message)

        try:
            await self._app(scope, receive_limited, send_unless_refused)
        except Exception:
            if not refused or started:
                raise
        if refused and not started:
            await error_response(RequestTooLarge(self._limit_bytes))(scope, receive, send)
