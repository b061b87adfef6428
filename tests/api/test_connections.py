"""What clients do to connections, byte by byte: malformed, pipelined, slow, half-closed, gone."""

import socket
import struct
import time

import pytest

from assistant.api.http_protocol import MAX_HEAD_BYTES
from tests.api.asking import wait_until_idle
from tests.api.conftest import KEYS, PATIENCE_S
from tests.api.raw import Connection, chat, head, post, say

JSON = "content-type: application/json"
LIVE = head("/livez", method="GET")


@pytest.mark.parametrize(
    "data",
    [
        post(chat(), "content-length: 5"),
        post(chat(), f"content-length: {len(chat())}"),
        post(chat(), "transfer-encoding: chunked"),
        head("/v1/chat/completions", JSON, "content-length: -1"),
        head("/v1/chat/completions", JSON, "content-length: x"),
        head("/v1/chat/completions", JSON, "transfer-encoding: chunked") + b"zz\r\n",
        b"hello\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /livez HTTP/1.1\r\nhost : x\r\n\r\n",
        b"GET /livez HTTP/1.1\r\nhost: x\r\nbad header: x\r\n\r\n",
        b"GET /livez HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n",
        b"GET /livez HTTP/9.9\r\nhost: x\r\n\r\n",
        b"GET /l\xc3\xadvez HTTP/1.1\r\nhost: x\r\n\r\n",
        b"BREW /livez HTTP/1.1\r\nhost: x\r\n\r\n",
        b"CONNECT a.example:443 HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_and_the_connection_closed(client, small_server, data):
    with Connection(small_server.port) as connection:
        answer = connection.send(data).answer()
        assert (answer.status, answer.error["code"]) == (400, "malformed_request")
        assert answer.headers["connection"] == "close"
        assert connection.ends()
    assert client.get("/livez").status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        head("/livez", method="GET", host=False),
        head("/livez", "host: other", method="GET"),
        head("/v1/chat/completions", JSON, "transfer-encoding: gzip, chunked") + b"0\r\n\r\n",
    ],
)
def test_headers_that_http_forbids_are_refused(small_server, data):
    answer = say(small_server, data)
    assert (answer.status, answer.error["code"]) == (400, "malformed_request")


@pytest.mark.parametrize(
    "part", [b"x: " + b"a" * 70_000 + b"\r\n", b"".join(b"x-%d: a\r\n" % n for n in range(10_000)), b"x" * 70_000 + b": 1\r\n"]
)
@pytest.mark.parametrize("ended", [True, False])
def test_headers_over_the_limit_are_refused_also_where_they_never_end(small_server, part, ended):
    with Connection(small_server.port) as connection:
        answer = connection.send(LIVE[:-2], part, b"\r\n" if ended else b"").answer()
        assert (answer.status, answer.error["code"]) == (431, "headers_too_large")
        assert connection.ends()


def test_a_long_path_is_refused_and_headers_within_the_limit_are_taken(small_server):
    assert say(small_server, head("/" + "x" * 70_000, method="GET")).status == 431
    assert say(small_server, head("/livez", "x: " + "a" * (MAX_HEAD_BYTES - 100), method="GET")).status == 200


@pytest.mark.parametrize("flood", [b"x: " + b"a" * 80_000, b"x: a\r\n" * 20_000])
def test_trailers_are_no_headers_and_have_the_same_limit(small_server, flood):
    body = chat()
    start = head("/v1/chat/completions", JSON, "transfer-encoding: chunked") + b"%x\r\n%s\r\n0\r\n" % (len(body), body)
    assert say(small_server, start, b"content-encoding: br\r\nx-request-id: late\r\n\r\n").status == 200
    assert say(small_server, start, flood).status == 431


def test_pipelined_requests_are_answered_in_order(small_server):
    parts = [post(chat(max_tokens=n), f"x-request-id: p{n}") for n in (40, 1, 20)]
    with Connection(small_server.port) as connection:
        connection.send(b"".join([*parts, head("/v1/nothing", "x-request-id: p0", method="GET"), LIVE]))
        answers = [connection.answer() for _ in range(5)]
    assert [answer.headers["x-request-id"] for answer in answers[:4]] == ["p40", "p1", "p20", "p0"]
    assert [answer.status for answer in answers] == [200, 200, 200, 404, 200]


def test_requests_before_a_malformed_one_are_answered_first(small_server):
    with Connection(small_server.port) as connection:
        connection.send(post(chat(max_tokens=30)) + post(chat(max_tokens=1)) + b"garbage\r\n\r\n")
        assert [connection.answer().status for _ in range(2)] == [200, 200]
        assert connection.ends()


def test_garbage_behind_a_request_does_not_get_into_its_stream(small_server):
    with Connection(small_server.port) as connection:
        answer = connection.send(post(chat(max_tokens=50, stream=True)) + b"garbage\r\n\r\n").answer()
        assert answer.content.endswith(b"data: [DONE]\n\n")
        assert b"malformed" not in answer.content
        assert connection.ends()


@pytest.mark.parametrize("pieces", [1, 7, 1000])
def test_a_chunked_body_is_taken_however_it_is_cut(small_server, pieces):
    body = chat()
    cut = [body[start : start + pieces] for start in range(0, len(body), pieces)]
    chunks = [b"%x\r\n%s\r\n" % (len(piece), piece) for piece in cut]
    assert (
        say(small_server, head("/v1/chat/completions", JSON, "transfer-encoding: chunked"), *chunks, b"0\r\n\r\n").status == 200
    )


def test_a_body_is_asked_for_where_the_client_waits_for_that(small_server):
    body = chat()
    with Connection(small_server.port) as connection:
        connection.send(head("/v1/chat/completions", JSON, f"content-length: {len(body)}", "expect: 100-continue"))
        assert (connection.line(), connection.line()) == (b"HTTP/1.1 100 Continue\r\n", b"\r\n")
        assert connection.send(body).answer().status == 200


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["content-type: text/plain", "content-length: 10"], 415),
        ([JSON, "content-length: 100001"], 413),
        ([JSON, "content-length: 10", "content-encoding: br"], 415),
        ([JSON, "content-length: 10", "content-type: text/plain"], 400),
    ],
)
def test_a_body_that_would_be_refused_is_not_asked_for(small_server, lines, status):
    answer = say(small_server, head("/v1/chat/completions", *lines, "expect: 100-continue"))
    assert answer.status == status


@pytest.mark.parametrize("protocol", ["h2c", "websocket"])
@pytest.mark.parametrize("framing", ["length", "chunked"])
def test_an_offer_of_another_protocol_is_ignored_and_the_request_answered(small_server, protocol, framing):
    offer = ["connection: Upgrade, HTTP2-Settings", f"upgrade: {protocol}", "http2-settings: AAEAAEAA"]
    body = chat()
    if framing == "length":
        request = post(body, *offer)
    else:
        request = head("/v1/chat/completions", JSON, "transfer-encoding: chunked", *offer) + b"%x\r\n%s\r\n0\r\n\r\n" % (
            len(body),
            body,
        )
    for parts in ([request], [request[:-50], request[-50:]]):
        with Connection(small_server.port) as connection:
            assert connection.send(*parts).answer().status == 200
            assert connection.send(head("/livez", *offer, method="GET"), LIVE).answer("GET").status == 200
            assert connection.answer("GET").status == 200


def test_a_client_that_closes_its_sending_side_has_left(client, small_server):
    """TCP cannot tell it from one that is gone: nothing more is computed for it."""
    for stream in (True, False):
        identity = f"half-closed-{stream}"
        with Connection(small_server.port) as connection:
            connection.send(post(chat(max_tokens=3500, stream=stream), f"x-request-id: {identity}"))
            time.sleep(0.3)
            connection.socket.shutdown(socket.SHUT_WR)
            wait_until_idle(client)
        [line] = [line for line in small_server.lines() if line.get("request_id") == identity]
        assert line["finish_reason"] == "aborted"


@pytest.mark.parametrize("reset", [True, False])
def test_a_client_that_goes_in_the_middle_of_its_body_leaves_nothing_behind(client, small_server, reset):
    identity = f"mid-body-{reset}"
    with Connection(small_server.port) as connection:
        connection.send(head("/v1/chat/completions", JSON, "content-length: 1000", f"x-request-id: {identity}"), b'{"model"')
        time.sleep(0.2)
        if reset:
            connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    for _ in range(100):
        lines = [line for line in small_server.lines() if line.get("request_id") == identity]
        if lines:
            break
        time.sleep(0.05)
    assert [line["status"] for line in lines] == [499]
    assert "finish_reason" not in lines[0]


def test_a_body_that_does_not_come_is_not_waited_for_longer_than_the_limit(guarded_server):
    start = time.monotonic()
    with Connection(guarded_server.port) as connection:
        connection.send(head("/v1/chat/completions", JSON, "content-length: 1000", f"authorization: Bearer {KEYS[0]}"), b"{")
        answer = connection.answer()
        assert (answer.status, answer.error["code"]) == (408, "body_timeout")
        assert connection.ends()
    assert PATIENCE_S - 0.5 < time.monotonic() - start < PATIENCE_S + 5


def test_while_an_answer_waits_for_its_place_its_stream_is_kept_alive(guarded_server):
    key = f"authorization: Bearer {KEYS[0]}"
    with Connection(guarded_server.port) as first, Connection(guarded_server.port) as second:
        first.send(post(chat(max_tokens=3500, stream=True), key))
        time.sleep(0.1)
        stream = second.send(post(chat(stream=True), key)).answer().content.decode()
    *events, end = stream.split("\n\n")
    assert end == ""
    assert events[0].startswith('data: {"id"')
    assert ": keep-alive" in events
    assert all(event == ": keep-alive" or event.startswith("data: ") for event in events)
    assert events[-1] == "data: [DONE]" or "request_timeout" in events[-1]
