"""Streams of a real web server with events of our making: silent, endless, failing."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from assistant.api import event_stream, http_protocol
from assistant.api.event_stream import KEEP_ALIVE, EventStream, StreamLimits
from tests.api.raw import Connection, head
from tests.server import free_port


class Source:
    """Events with pauses; notes what was taken and that it was closed."""

    def __init__(self, *events: bytes | float) -> None:
        self.events = events
        self.given = 0
        self.closed = 0
        self.ended = False

    async def __call__(self):
        try:
            for event in self.events:
                if isinstance(event, bytes):
                    self.given += 1
                    yield event
                else:
                    await asyncio.sleep(event)
        finally:
            self.ended = True

    async def aclose(self) -> None:
        self.closed += 1


@contextlib.contextmanager
def serving(source: Source, *, keep_alive_s: float = 60, limit_s: float = 60) -> Iterator[int]:
    """The port of a server whose every answer is this stream."""

    async def app(scope, receive, send):
        if scope["type"] == "http":
            limits = StreamLimits(keep_alive_s=keep_alive_s, whole_s=limit_s)
            await EventStream(source(), source, limits)(scope, receive, send)

    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, http=http_protocol.HttpProtocol, log_config=None, timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join()


def read(port: int) -> bytes:
    with Connection(port) as connection:
        answer = connection.send(head("/", method="GET")).answer("GET")
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert (answer.headers["cache-control"], answer.headers["x-accel-buffering"]) == ("no-cache", "no")
    return answer.content


def wait_for(condition) -> None:
    for _ in range(300):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def test_silence_is_broken_by_comments_before_between_and_behind_events():
    source = Source(0.5, b"data: 1\n\n", 0.5, b"data: 2\n\n", b"data: 3\n\n", 0.5)
    with serving(source, keep_alive_s=0.2) as port:
        got = read(port)
    assert got.replace(KEEP_ALIVE, b"") == b"data: 1\n\ndata: 2\n\ndata: 3\n\n"
    before, between, none, behind = (part.count(KEEP_ALIVE) for part in got.split(b"data: "))
    assert (before, between, none, behind) == (2, 2, 0, 2)
    assert (source.closed, source.ended) == (1, True)


def test_where_events_come_there_are_no_comments():
    events = [piece for n in range(20) for piece in (b"data: %d\n\n" % n, 0.05)]
    with serving(Source(*events), keep_alive_s=0.5) as port:
        assert KEEP_ALIVE not in read(port)


def test_the_headers_come_before_the_first_event():
    with serving(Source(1.0, b"data: 1\n\n")) as port, Connection(port, timeout_s=0.8) as connection:
        assert connection.send(head("/", method="GET")).line() == b"HTTP/1.1 200 OK\r\n"


def test_a_client_that_does_not_read_slows_the_events_down_and_is_cut_at_the_limit(monkeypatch):
    monkeypatch.setattr(event_stream, "_LAST_WORDS_S", 0.5)
    source = Source(*[b"data: " + b"x" * 50_000 + b"\n\n"] * 10_000)
    with serving(source, keep_alive_s=0.2, limit_s=2) as port, Connection(port, receive_buffer=4096) as connection:
        connection.send(head("/", method="GET"))
        time.sleep(1)
        given = source.given
        assert 0 < given < 1000
        time.sleep(0.5)
        assert source.given == given
        wait_for(lambda: source.closed)
        assert (source.given, source.ended) == (given, True)


def test_a_slow_client_gets_all_of_it():
    source = Source(*[b"data: " + b"x" * 10_000 + b"\n\n"] * 200)
    with serving(source, keep_alive_s=0.05) as port, Connection(port, receive_buffer=4096) as connection:
        connection.send(head("/", method="GET"))
        time.sleep(1)
        assert connection.answer("GET").content.replace(KEEP_ALIVE, b"") == b"".join(source.events)


@pytest.mark.parametrize("events", [(60.0,), (b"data: 1\n\n", 60.0), tuple([b"data: 1\n\n", 0.01] * 5000)])
def test_a_client_that_leaves_ends_the_events(events):
    source = Source(*events)
    with serving(source, keep_alive_s=0.1) as port:
        with Connection(port) as connection:
            connection.send(head("/", method="GET"))
            time.sleep(0.3)
        wait_for(lambda: source.closed)
        assert source.ended


@pytest.mark.skipif(not hasattr(__import__("socket"), "TCP_USER_TIMEOUT"), reason="this system cannot tell")
def test_a_connection_whose_client_takes_nothing_is_dropped(monkeypatch):
    monkeypatch.setattr(http_protocol.HttpProtocol, "stall_s", 1.0)
    source = Source(*[b"data: " + b"x" * 50_000 + b"\n\n"] * 10_000)
    with serving(source) as port, Connection(port, receive_buffer=4096) as connection:
        connection.send(head("/", method="GET"))
        wait_for(lambda: source.closed)
        assert source.ended
