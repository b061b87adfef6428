"""HTTP/1.1 on a connection: uvicorn's protocol, with limits, and with refusals that clients can read."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httptools
import uvicorn.config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from assistant.api.error_responses import error_response
from assistant.api.http_errors import HeadTooLarge, HttpError, MalformedRequest
from assistant.api.request_context import REQUEST_ID_HEADER, new_request_id
from assistant.observability.request_log import annotate, logged_request

MAX_HEAD_BYTES = 64 << 10
_LINGER_S = 2.0
_SLICE_BYTES = 8 << 10  # what comes in one piece with the end of something is not counted
_FRAMING = (b"content-length", b"transfer-encoding")
_MALFORMED = "The server cannot read this as HTTP/1.1: check the request line, the headers and the framing of the body."


class HttpProtocol(HttpToolsProtocol):
    """One connection.

    - The request line and headers together have a limit; uvicorn has none with httptools.
    - What is no HTTP is refused in the shape of all errors, and only when the requests before it are answered.
    - An offer to change the protocol (`upgrade`) is ignored, as RFC 9110, section 7.8, allows: clients that offer HTTP/2
      this way (Java's, by default) are answered over HTTP/1.1. uvicorn loses the body of such a request.
    - Trailers of a chunked body are dropped: they would be taken for headers.
    - A client that neither reads nor acknowledges for `stall_s` loses the connection, where the system can tell (Linux).
    """

    stall_s: float | None = None
    around: Callable[[Any], Any] | None = None  # what stands between a connection and BentoML's own middleware

    _unaccounted = 0  # bytes that came since something of a request was complete
    _in_head = False
    _too_large = False
    _resuming = False
    _deaf = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if around := type(self).around:
            self.app = around(self.app)

    def connection_made(self, transport: object) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        connection = self.transport.get_extra_info("socket")
        if self.stall_s and hasattr(socket, "TCP_USER_TIMEOUT") and connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(self.stall_s * 1000))

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        for start in range(0, len(data), _SLICE_BYTES):
            if self._deaf:
                return
            self._take(data[start : start + _SLICE_BYTES])

    def on_message_begin(self) -> None:
        if not self._resuming:
            self._in_head = True
            super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        if not self._resuming:
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._resuming:
            return
        self._in_head = False
        self._unaccounted = 0
        self._too_large = len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MAX_HEAD_BYTES
        if self._too_large:
            raise ValueError("the headers are too large")
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unaccounted = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._unaccounted = 0
        super().on_message_complete()

    def _should_upgrade_to_ws(self) -> bool:
        return False

    def _take(self, data: bytes) -> None:
        self._unaccounted += len(data)
        try:
            self._feed(data)
        except httptools.HttpParserError:
            self._refuse(HeadTooLarge(MAX_HEAD_BYTES) if self._too_large else MalformedRequest(_MALFORMED))
        else:
            if self._unaccounted > MAX_HEAD_BYTES:
                self._refuse(HeadTooLarge(MAX_HEAD_BYTES))

    def _feed(self, data: bytes) -> None:
        """Parse these bytes, also those behind the head of a request that offers to change the protocol."""
        while data:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as offer:
                data = data[offer.args[0] :]
                self._resume()
            else:
                return

    def _resume(self) -> None:
        """Let the parser, which takes the request for complete, read the body that its headers announce."""
        framing = b"".join(b"%s: %s\r\n" % line for line in self.headers if line[0] in _FRAMING)
        if framing:
            self.cycle.more_body = True
            self._resuming = True
            self.parser.feed_data(b"POST / HTTP/1.1\r\n" + framing + b"\r\n")
            self._resuming = False

    def _refuse(self, error: HttpError) -> None:
        """Answer what cannot be read, and read no more of this connection."""
        self._deaf = True
        cycle = self.cycle
        if cycle is None or cycle.response_complete or (cycle.more_body and not cycle.response_started and not self.pipeline):
            self._answer(error)
        elif cycle.more_body:
            self.transport.close()
        else:
            cycle.keep_alive = False  # those that came whole are answered, and then it is closed

    def _answer(self, error: HttpError) -> None:
        identity = new_request_id()
        with logged_request(identity, level=logging.INFO):
            annotate(status=error.status)
            response = error_response(error)
        headers = [*self.server_state.default_headers, *response.raw_headers]
        headers += [(REQUEST_ID_HEADER.encode(), identity.encode()), (b"connection", b"close")]
        head = f"HTTP/1.1 {error.status} {HTTPStatus(error.status).phrase}\r\n".encode()
        lines = b"".join(b"%s: %s\r\n" % line for line in headers)
        self.transport.write(head + lines + b"\r\n" + bytes(response.body))
        if self.cycle is not None:
            self.cycle.disconnected = True  # whoever waits for the rest of its body
            self.cycle.message_event.set()
        self._close_gently()

    def _close_gently(self) -> None:
        """Close when the client has, or soon: closed with bytes unread, the answer could be lost on its way (RFC 9112, 9.6)."""
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self.flow.resume_reading()
            self.loop.call_later(_LINGER_S, self.transport.close)
        else:
            self.transport.close()


def install(stall_s: float, around: Callable[[Any], Any]) -> None:
    """Make it the protocol of the servers that are started in this process; BentoML leaves no other way to choose one.

    Args:
        around: makes of an ASGI application the one that is called.
    """
    HttpProtocol.stall_s = stall_s
    HttpProtocol.around = staticmethod(around)
    uvicorn.config.HTTP_PROTOCOLS["auto"] = f"{__name__}:{HttpProtocol.__name__}"
