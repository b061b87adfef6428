"""Speaks to a server byte by byte, and reads its answers with the standard library."""

from __future__ import annotations

import http.client
import json
import socket
from typing import Any, Self

from tests.api.asking import BARE, HELLO
from tests.server import Server


class _Kept:
    """The bytes of a connection, which stay open behind the first answer."""

    def __init__(self, connection: socket.socket) -> None:
        self._file = connection.makefile("rb")

    def makefile(self, *_: Any) -> Self:
        return self

    def close(self) -> None:
        pass

    def really_close(self) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class Connection:
    """One TCP connection."""

    def __init__(self, port: int, *, timeout_s: float = 30, receive_buffer: int | None = None) -> None:
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(timeout_s)
        self.socket.connect(("127.0.0.1", port))
        self._kept = _Kept(self.socket)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.really_close()
        self.socket.close()

    def send(self, *parts: bytes) -> Self:
        for part in parts:
            self.socket.sendall(part)
        return self

    def answer(self, method: str = "POST") -> Answer:
        """The next answer, whole."""
        response = http.client.HTTPResponse(self._kept, method=method)  # type: ignore[arg-type]
        response.begin()
        return Answer(response)

    def line(self) -> bytes:
        return self._kept.readline()

    def ends(self) -> bool:
        """Whether the server has closed it, and sent nothing more."""
        return self._kept.read(1) == b""


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.content = response.read()

    @property
    def error(self) -> dict[str, Any]:
        error = json.loads(self.content)["error"]
        assert error["request_id"] == self.headers["x-request-id"]
        return error


def head(path: str = "/v1/chat/completions", *lines: str, method: str = "POST", host: bool = True) -> bytes:
    start = [f"{method} {path} HTTP/1.1", *(["host: localhost"] if host else []), *lines]
    return "\r\n".join([*start, "", ""]).encode("latin-1")


def chat(**fields: Any) -> bytes:
    """The body of a chat request."""
    return json.dumps({"model": BARE, "messages": HELLO, "max_tokens": 2, **fields}).encode()


def post(body: bytes, *lines: str, path: str = "/v1/chat/completions") -> bytes:
    """A whole POST with its length."""
    return head(path, "content-type: application/json", f"content-length: {len(body)}", *lines) + body


def say(server: Server, *parts: bytes, **options: Any) -> Answer:
    """The answer to these bytes on a connection of their own."""
    with Connection(server.port, **options) as connection:
        return connection.send(*parts).answer()
