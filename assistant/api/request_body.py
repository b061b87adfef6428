"""ASGI middleware that reads the bodies: JSON in UTF-8, decoded, whole, in time and within the limit."""

from __future__ import annotations

import asyncio
import zlib
from email.message import Message as MimeHeader

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.content_coding import Decoder
from assistant.api.error_responses import CLIENT_LEFT, error_response
from assistant.api.http_errors import BodyTimeout, UndecodableBody, UnsupportedCoding, UnsupportedMedia
from assistant.api.routing import is_served
from assistant.errors import RequestError, RequestTooLarge

_WITH_BODY = ("POST", "PUT", "PATCH")
_UTF8 = ("utf-8", "utf8")


class RequestBody:
    """Gives the routes a body that is complete and plain, or answers for them.

    A request that no route takes goes through unread: that it has no route or another method is the better answer.
    """

    def __init__(self, app: ASGIApp, *, limit_bytes: int, limit_s: float) -> None:
        """
        Args:
            limit_bytes: of a body, as it comes and decoded.
            limit_s: seconds that a body may take to come.
        """
        self._app = app
        self._limit_bytes = limit_bytes
        self._limit_s = limit_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in _WITH_BODY or not is_served(scope):
            await self._app(scope, receive, send)
            return
        try:
            body = await self._read(Headers(scope=scope), receive)
        except RequestError as error:
            await error_response(error)(scope, receive, send)
            return
        if body is None:
            await Response(status_code=CLIENT_LEFT)(scope, receive, send)
        else:
            await self._app(_plain(scope, len(body)), _replay(body, receive), send)

    async def _read(self, headers: Headers, receive: Receive) -> bytes | None:
        """The decoded body; None where the client left.

        Raises:
            RequestError: it is not taken.
        """
        length = headers.get("content-length", "0")
        given = headers.get("content-type")
        if not _is_json(given) and (given or length != "0" or "transfer-encoding" in headers):
            raise UnsupportedMedia(given)
        coding = _coding(headers)
        if length.isdecimal() and int(length) > self._limit_bytes:
            raise RequestTooLarge(self._limit_bytes)
        try:
            async with asyncio.timeout(self._limit_s):
                return await self._collect(receive, coding)
        except TimeoutError:
            raise BodyTimeout(self._limit_s) from None

    async def _collect(self, receive: Receive, coding: str | None) -> bytes | None:
        decoder = Decoder(coding, limit_bytes=self._limit_bytes) if coding else None
        body, received, more = bytearray(), 0, True
        try:
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                data, more = message.get("body", b""), message.get("more_body", False)
                received += len(data)
                body += decoder.push(data) if decoder else data
                if max(received, len(body)) > self._limit_bytes:
                    raise RequestTooLarge(self._limit_bytes)
            if decoder:
                decoder.finish()
        except zlib.error:
            raise UndecodableBody(str(coding)) from None
        return bytes(body)


def _is_json(content_type: str | None) -> bool:
    """Whether it names JSON: `application/json`, or a kind of it, in UTF-8."""
    if not content_type:
        return False
    header = MimeHeader()
    header["content-type"] = content_type
    kind, charset = header.get_content_type(), header.get_content_charset("utf-8")
    return charset in _UTF8 and (kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")))


def _coding(headers: Headers) -> str | None:
    """`gzip` or `deflate`; None for a plain body.

    Raises:
        UnsupportedCoding: it is another, or several.
    """
    given = ", ".join(headers.getlist("content-encoding"))
    codings = [name for part in given.split(",") if (name := part.strip().lower().removeprefix("x-")) not in ("", "identity")]
    if len(codings) > 1 or not set(codings) <= {"gzip", "deflate"}:
        raise UnsupportedCoding(given)
    return codings[0] if codings else None


def _plain(scope: Scope, length: int) -> Scope:
    """The scope of a body that is read and decoded."""
    headers = MutableHeaders(raw=[(name, value) for name, value in scope["headers"] if name != b"transfer-encoding"])
    del headers["content-encoding"]
    headers["content-length"] = str(length)
    return {**scope, "headers": headers.raw}


def _replay(body: bytes, receive: Receive) -> Receive:
    """Gives the body once, and then what else the connection tells."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return pending.pop() if pending else await receive()

    return next_message
