"""The load generator against a small server of ours that streams at a known pace."""

import socket
import threading
import time
from contextlib import closing

import pytest

from benchmarks.load import Plan, Request, run

EVENT = b'data: {"choices": [{"delta": {"content": "x"}, "finish_reason": null}]}\n\n'
END = b'data: {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 20}}\n\n'
PAUSE_S = 0.01


def answer(connection, seen):
    with closing(connection):
        _, _, body = connection.recv(65536).partition(b"\r\n\r\n")
        seen.append((time.perf_counter(), body))
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(20):
                time.sleep(PAUSE_S)
                connection.sendall(EVENT)
            connection.sendall(END)
        except OSError:
            seen.append((time.perf_counter(), b"left"))


@pytest.fixture
def server():
    seen = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(connection, seen), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1], seen
        listener.shutdown(socket.SHUT_RDWR)


def test_all_streams_run_at_the_same_time(server):
    port, _ = server
    begin = time.perf_counter()
    answers = run(Plan(port, tuple(Request({"n": i}) for i in range(8))))
    assert time.perf_counter() - begin < 8 * 20 * PAUSE_S / 2
    assert [(a.error, a.completion_tokens, len(a.times_s)) for a in answers] == [(None, 20, 20)] * 8


def test_a_late_request_waits_for_the_others_and_ends_them(server):
    port, seen = server
    late = Request({"late": 1}, after_events=5, ends_all=True)
    first, second, last = run(Plan(port, (Request({}), Request({}), late)))
    assert b"late" in seen[2][1]
    assert seen[2][0] - seen[0][0] >= 5 * PAUSE_S
    assert last.completion_tokens == 20
    assert not last.cut
    assert not first.error
    assert not second.error


def test_a_plan_ends_in_time(server):
    port, _ = server
    [answer_] = run(Plan(port, (Request({}),), limit_s=5 * PAUSE_S))
    assert answer_.cut
    assert 0 < answer_.completion_tokens < 20
