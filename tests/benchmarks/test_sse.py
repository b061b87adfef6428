import json

import pytest

from benchmarks.sse import EventReader, read_answer

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"


def event(text=None, *, finish=None, usage=None):
    choices = [] if usage else [{"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}]
    return b"data: " + json.dumps({"choices": choices, "usage": usage}).encode() + b"\n\n"


EVENTS = [
    event(""),
    event("kubectl "),
    event("get pöds"),
    event(finish="length"),
    event(usage={"prompt_tokens": 128, "completion_tokens": 5}),
    b"data: [DONE]\n\n",
]


def chunked(*parts):
    framed = b"".join(f"{len(part):x}".encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + framed + b"0\r\n\r\n"


def plain(*parts):
    return HEAD + b"\r\n" + b"".join(parts)


@pytest.mark.parametrize("frame", [chunked, plain])
@pytest.mark.parametrize("size", [1, 2, 7, 64, 100_000])
def test_a_stream_cut_anywhere_gives_the_same_answer(frame, size):
    data = frame(*EVENTS)
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    answer = read_answer(1.0, [(2.0 + i, piece) for i, piece in enumerate(pieces)])
    assert answer.error is None
    assert answer.text == "kubectl get pöds"
    assert (answer.prompt_tokens, answer.completion_tokens, answer.finish_reason) == (128, 5, "length")
    assert len(answer.times_s) == 2


def test_one_event_in_several_chunks_and_several_in_one_are_the_same():
    data = b"".join(EVENTS)
    assert read_answer(0.0, [(1.0, chunked(data[:10], data[10:55], data[55:]))]).text == "kubectl get pöds"


def test_lines_may_end_with_a_carriage_return():
    data = b"".join(EVENTS).replace(b"\n", b"\r\n")
    assert read_answer(0.0, [(1.0, plain(data))]).text == "kubectl get pöds"


def test_comments_that_keep_a_connection_alive_are_no_events():
    assert EventReader().feed(plain(b": ping\n\n", b"data: x\n\n")) == ["x"]


def test_the_times_are_those_of_the_text():
    answer = read_answer(10.0, [(11.0, plain(EVENTS[0])), (12.0, EVENTS[1]), (14.0, EVENTS[2]), (14.5, b"".join(EVENTS[3:]))])
    assert answer.ttft_s == 2.0
    assert answer.end_s == 14.5
    assert answer.decode_tokens_per_s == pytest.approx(4 / 2.5)


def test_a_cut_stream_counts_what_came():
    answer = read_answer(0.0, [(1.0, plain(*EVENTS[:3]))], cut=True)
    assert (answer.error, answer.completion_tokens) == (None, 2)


def test_a_stream_that_is_cut_before_its_first_text_is_no_error():
    assert read_answer(0.0, [(1.0, plain())], cut=True).error is None
    assert read_answer(0.0, [], cut=True).error is None


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"HTTP/1.1 429 -\r\ncontent-length: 4\r\n\r\nfull", "HTTP 429: full"),
        (b"", "HTTP 0: "),
        (plain(), "no text came"),
        (plain(EVENTS[1]), "the stream ended without its usage"),
        (plain(EVENTS[1], b'data: {"error": {"message": "out of memory"}}\n\n'), '{"message": "out of memory"}'),
    ],
)
def test_what_is_no_whole_answer_is_an_error(data, error):
    assert read_answer(0.0, [(1.0, data)]).error == error
