"""A scripted inference server, for the failures that no real one shows at will."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Act = Callable[["Connection"], Awaitable[None]]
MODEL = "tiny-llama"
STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
USAGE = {"prompt_tokens": 7, "completion_tokens": 3}


def event(**fields) -> bytes:
    return b"data: " + json.dumps(fields).encode() + b"\n\n"


def text(content: str, finish_reason: str | None = None) -> bytes:
    return event(choices=[{"index": 0, "delta": {"content": content}, "finish_reason": finish_reason}])


FINISH = event(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}])
LAST = event(choices=[], usage=USAGE) + b"data: [DONE]\n\n"
WHOLE = (STREAM, text("He"), text("llo"), FINISH, LAST)


@dataclass
class Connection:
    """One request and the way to answer it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    body: dict = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def left(self) -> None:
        """Return when the client has gone."""
        while await self.reader.read(1000):
            pass

    def reset(self) -> None:
        """Cut the connection as a crashed machine does."""
        handle = self.writer.get_extra_info("socket")
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


class Scripted:
    """Lists one model, answers the question of start-up, and then does what each act of `acts` says, one a request."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.asked: list[Connection] = []  # the chat requests, that of start-up included
        self.models = [{"id": MODEL, "max_model_len": 4096}]
        self.refuse_question: Callable[[dict], bytes | None] = lambda body: None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(reader, writer)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            connection.headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            if head[0].startswith("GET /v1/models "):
                await connection.send(response(200, {"object": "list", "data": self.models}))
            elif head[0].startswith("POST /v1/chat/completions "):
                connection.body = json.loads(await reader.readexactly(int(connection.headers["content-length"])))
                self.asked.append(connection)
                await self._act(connection)
            else:
                await connection.send(response(404, {"detail": "Not Found"}))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _act(self, connection: Connection) -> None:
        if connection.body["messages"][-1]["content"] == "ready?":
            refusal = self.refuse_question(connection.body)
            await connection.send(refusal or b"".join(WHOLE))
        else:
            await self.acts.pop(0)(connection)


@asynccontextmanager
async def scripted(*acts: Act, port: int = 0) -> AsyncIterator[Scripted]:
    """The server in this event loop, by default on a free port."""
    script = Scripted()
    script.acts = list(acts)
    server = await asyncio.start_server(script.answer, "127.0.0.1", port)
    script.port = server.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        server.close()
        await server.wait_closed()


def response(status: int, body: object, *headers: str) -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Told", f"content-length: {len(content)}", "connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def says(*parts: bytes) -> Act:
    """Send the parts and close the connection."""

    async def act(connection: Connection) -> None:
        for part in parts:
            await connection.send(part)

    return act


def says_and_resets(*parts: bytes) -> Act:
    async def act(connection: Connection) -> None:
        await says(*parts)(connection)
        await asyncio.sleep(0.05)  # so that what was said arrives
        connection.reset()

    return act


def says_and_is_silent(*parts: bytes) -> Act:
    async def act(connection: Connection) -> None:
        await says(*parts)(connection)
        await connection.left()

    return act
