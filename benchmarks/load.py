"""The load generator: many streamed requests from one thread, in a process of its own.

It shares the cores with the server that it measures, so while the streams run it does no more than note the time and
keep the bytes; they are parsed when all have ended. One plan as JSON on stdin, the answers as JSON on stdout.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.sse import Answer, read_answer

_RECEIVE_BYTES = 1 << 16
_LAST_CHUNK = b"\r\n0\r\n\r\n"
_PATH = "/v1/chat/completions"


@dataclass(frozen=True)
class Request:
    """One request of a plan.

    Attributes:
        body: of the POST.
        after_events: it is sent when each stream of those sent at once has brought so many events; 0 sends at once.
        ends_all: its end ends all the others.
    """

    body: dict[str, Any]
    after_events: int = 0
    ends_all: bool = False


@dataclass(frozen=True)
class Plan:
    """What to send, and for how long at most."""

    port: int
    requests: tuple[Request, ...]
    limit_s: float = 120.0


@dataclass(eq=False)
class _Stream:
    request: Request
    sent_s: float
    socket: socket.socket
    received: list[tuple[float, bytes]] = field(default_factory=list)
    events: int = 0
    ended: bool = False


def run(plan: Plan) -> list[Answer]:
    """Carry out a plan.

    Returns:
        The answers in the order of the plan; a request whose turn never came has the error "not sent".
    """
    end_s = time.perf_counter() + plan.limit_s
    streams: list[_Stream | None] = [None] * len(plan.requests)
    with selectors.DefaultSelector() as selector:
        for i, request in enumerate(plan.requests):
            if not request.after_events:
                streams[i] = _send(selector, plan.port, request)
        waiting = [i for i, stream in enumerate(streams) if stream is None]
        early = [stream for stream in streams if stream]
        open_streams, stopped = len(early), False
        while open_streams and not stopped and (left_s := end_s - time.perf_counter()) > 0:
            for key, _ in selector.select(left_s):
                stream: _Stream = key.data
                _receive(stream)
                if stream.ended:
                    selector.unregister(stream.socket)
                    open_streams -= 1
                    stopped = stopped or stream.request.ends_all
            if waiting and min(stream.events for stream in early) >= plan.requests[waiting[0]].after_events:
                i = waiting.pop(0)
                streams[i] = _send(selector, plan.port, plan.requests[i])
                open_streams += 1
    return [_answer(stream) for stream in streams]


def _send(selector: selectors.BaseSelector, port: int, request: Request) -> _Stream:
    body = json.dumps(request.body).encode()
    head = (
        f"POST {_PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sent_s = time.perf_counter()
    connection.sendall(head.encode() + body)
    stream = _Stream(request, sent_s, connection)
    selector.register(connection, selectors.EVENT_READ, stream)
    return stream


def _receive(stream: _Stream) -> None:
    try:
        data = stream.socket.recv(_RECEIVE_BYTES)
    except ConnectionError:
        data = b""
    stream.received.append((time.perf_counter(), data))
    stream.events += data.count(b"data:")
    stream.ended = not data or data.endswith(_LAST_CHUNK)


def _answer(stream: _Stream | None) -> Answer:
    if stream is None:
        return Answer(0.0, error="not sent")
    stream.socket.close()
    return read_answer(stream.sent_s, stream.received, cut=not stream.ended)


def main() -> None:
    """Read the plan, print the answers."""
    document = json.load(sys.stdin)
    requests = tuple(Request(**request) for request in document.pop("requests"))
    json.dump([asdict(answer) for answer in run(Plan(requests=requests, **document))], sys.stdout)


if __name__ == "__main__":
    main()
