"""What is made of an inference server's answers: text, usage, and errors that say what happened."""

import asyncio

import pytest

from assistant.engine.completion import Usage
from assistant.errors import GenerationFailed, RemoteTimeout
from tests.engine.remote.asking import ask, complete, forwarding, text_of
from tests.engine.remote.scripted import (
    FINISH,
    LAST,
    STREAM,
    WHOLE,
    event,
    response,
    says,
    says_and_is_silent,
    says_and_resets,
    scripted,
    text,
)

CHUNKED = STREAM.replace(b"connection: close", b"transfer-encoding: chunked")


def test_the_answer_comes_in_pieces_with_the_usage_of_the_server():
    pieces, usage = ask(says(*WHOLE))
    assert [piece.text for piece in pieces] == ["He", "llo", ""]
    assert [piece.finish_reason for piece in pieces] == [None, None, "stop"]
    assert sum(piece.tokens for piece in pieces) == 3
    assert usage == Usage(7, 3)


def test_comments_reasoning_and_foreign_fields_are_no_text():
    role = event(choices=[{"index": 0, "delta": {"role": "assistant", "content": None}, "finish_reason": None}], usage=None)
    reasoning = event(choices=[{"index": 0, "delta": {"reasoning_content": "hm"}}], timings={"x": 1})
    pieces, usage = ask(says(STREAM, b": ping\n\n", role, reasoning, b":\n\n", text("a"), b": ping\n\n", FINISH, LAST))
    assert text_of(pieces) == "a"
    assert usage.completion_tokens == 3


def test_without_usage_the_chunks_are_counted():
    pieces, usage = ask(says(STREAM, text("a"), text("b", "length"), b"data: [DONE]\n\n"))
    assert (text_of(pieces), pieces[-1].finish_reason, usage) == ("ab", "length", Usage(0, 2))


def test_usage_with_every_chunk_tells_how_many_tokens_it_is():
    several = event(choices=[{"delta": {"content": "abc"}}], usage={"prompt_tokens": 7, "completion_tokens": 3})
    pieces, usage = ask(says(STREAM, several, FINISH, b"data: [DONE]\n\n"))
    assert ([piece.tokens for piece in pieces], usage) == ([3, 0], Usage(7, 3))


def test_a_call_has_an_id_and_a_name_once_however_the_server_tells_them():
    def call(index, arguments, **fields):
        told = {"index": index, "function": {"name": "f", "arguments": arguments}, **fields}
        return event(choices=[{"index": 0, "delta": {"tool_calls": [told]}}])

    pieces, _ = ask(says(STREAM, call(0, "{"), call(1, "[", id="own"), call(0, "}"), call(1, "]", id="own"), FINISH, LAST))
    calls = [call for piece in pieces for call in piece.calls]
    assert [(call.call, call.name, call.arguments) for call in calls] == [
        (0, "f", "{"),
        (1, "f", "["),
        (0, None, "}"),
        (1, None, "]"),
    ]
    assert [bool(call.id) for call in calls] == [True, True, False, False]
    assert calls[1].id == "own"
    assert pieces[-1].finish_reason == "tool_calls"  # the server says "stop"


def test_a_stop_string_behind_a_call_ends_an_answer_that_calls():
    called = event(choices=[{"delta": {"tool_calls": [{"index": 0, "id": "1", "function": {"name": "f", "arguments": "{}"}}]}}])

    async def scenario():
        async with scripted(says(STREAM, text("a s"), called, text("top; b"))) as script, forwarding(script.url) as engine:
            return await complete(engine, stop=("stop", ";"))

    pieces, _ = asyncio.run(scenario())
    assert (text_of(pieces), pieces[-1].finish_reason) == ("a stop", "tool_calls")
    assert [call.name for piece in pieces for call in piece.calls] == ["f"]


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(says(STREAM, text("a"), FINISH), id="no DONE"),
        pytest.param(says_and_resets(STREAM, text("a"), FINISH), id="reset after the finish reason"),
        pytest.param(says_and_is_silent(STREAM, text("a"), FINISH), id="silent after the finish reason"),
    ],
)
def test_an_answer_with_a_finish_reason_is_complete_however_its_stream_ends(end, monkeypatch):
    monkeypatch.setattr("assistant.engine.remote.completion._LAST_WORDS_S", 0.2)
    pieces, usage = ask(end)
    assert (text_of(pieces), pieces[-1].finish_reason, usage.completion_tokens) == ("a", "stop", 1)


def test_a_stop_string_that_the_server_shows_is_never_shown_and_ends_its_work():
    async def scenario():
        left = asyncio.Event()

        async def ignores_stops(connection):
            await says(STREAM, text("one st"), text("op two"))(connection)
            await connection.left()
            left.set()

        async with scripted(ignores_stops) as script, forwarding(script.url) as engine:
            pieces, usage = await complete(engine, stop=("stop",))
            await asyncio.wait_for(left.wait(), 10)
            return pieces, usage

    pieces, usage = asyncio.run(scenario())
    assert (text_of(pieces), pieces[-1].finish_reason, usage.completion_tokens) == ("one ", "stop", 2)


@pytest.mark.parametrize(
    ("end", "says_what"),
    [
        pytest.param(says(STREAM, text("a")), "without a finish reason", id="end of stream"),
        pytest.param(says(STREAM, text("a"), LAST), "without a finish reason", id="DONE"),
        pytest.param(
            says(STREAM, text("a"), text("", "content_filter")), "'content_filter'", id="a reason that is none of ours"
        ),
        pytest.param(says_and_resets(STREAM, text("a")), "broke", id="reset"),
        pytest.param(says(CHUNKED, b"5\r\ndata"), "broke", id="cut in a chunk"),
        pytest.param(says(STREAM, text("a"), b"data: {not json\n\n"), "not a chunk", id="no JSON"),
        pytest.param(says(STREAM, text("a"), b'data: {"choices": 5}\n\n'), "not a chunk", id="no chunk"),
        pytest.param(says(STREAM, text("a"), b'data: {"choices": [{"delta": {"content": "\\ud800"}}]}\n\n'), "", id="no text"),
        pytest.param(says(STREAM, b"data: \xff\xff\n\n"), "utf-8", id="no UTF-8"),
        pytest.param(says(STREAM, b"x" * (2 << 20)), "longer than", id="no end"),
        pytest.param(says(b"hello\r\n\r\n"), "broke", id="no HTTP"),
        pytest.param(says(b""), "broke", id="nothing"),
        pytest.param(says(response(200, b"<html>hi</html>")), "without a finish reason", id="a page"),
        pytest.param(says(response(500, b"<html>hi</html>")), "500", id="500"),
        pytest.param(says(response(502, b"")), "502", id="502"),
        pytest.param(
            says(STREAM, text("a"), event(error={"message": "x", "type": "server_error", "code": 500})), "500", id="error"
        ),
        pytest.param(says(STREAM, event(error={"message": "boom", "code": "engine_dead"})), "500", id="error with a code"),
    ],
)
def test_an_answer_that_breaks_is_an_error_that_says_so(end, says_what):
    error = ask(end)
    assert isinstance(error, GenerationFailed)
    assert (error.status, error.code) == (500, "generation_failed")
    assert says_what in error.message
    assert "try again" in error.message.lower()


def test_a_server_that_falls_silent_is_a_timeout():
    error = ask(says_and_is_silent(STREAM, text("a")), silence_s=0.3)
    assert isinstance(error, RemoteTimeout)
    assert (error.status, error.code) == (504, "request_timeout")
    assert "ASSISTANT_ENGINE_TIMEOUT_S" in error.message


def test_a_server_that_accepts_and_never_answers_is_a_timeout():
    assert isinstance(ask(says_and_is_silent(), silence_s=0.3), RemoteTimeout)


@pytest.mark.parametrize(
    ("answer", "status", "code", "message"),
    [
        (response(429, {"error": {"message": "full"}}, "retry-after: 17"), 429, "queue_full", "busy"),
        (response(429, {"error": "Model is overloaded", "error_type": "overloaded"}), 429, "queue_full", "busy"),
        (response(503, {"error": {"message": "Loading model", "type": "unavailable_error"}}), 503, "engine_unavailable", "now"),
        (response(401, {"error": "Unauthorized"}), 503, "engine_unavailable", "ASSISTANT_ENGINE_API_KEY"),
        (response(404, {"detail": "Not Found"}), 503, "engine_unavailable", "ASSISTANT_ENGINE_URL"),
        (response(301, b"", "location: https://x/"), 503, "engine_unavailable", "ASSISTANT_ENGINE_URL"),
        (response(504, b""), 504, "request_timeout", "504"),
        (
            response(400, {"error": {"message": "This context length is 9.", "type": "BadRequestError", "code": 400}}),
            400,
            "context_length_exceeded",
            "This context length is 9.",
        ),
        (
            response(400, {"error": {"code": 400, "message": "request (607 tokens) exceeds the available context size",
                                     "type": "exceed_context_size_error"}}),
            400, "context_length_exceeded", "607",
        ),
        (
            response(422, {"error": "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096.",
                           "error_type": "validation"}),
            400, "context_length_exceeded", "4096",
        ),
        (response(400, {"object": "error", "message": "no such role"}), 400, "invalid_value", "no such role"),
        (response(400, {"error": {"message": "no", "code": "bad_thing", "param": "messages"}}), 400, "bad_thing", "no"),
        (response(413, b"too big"), 413, "invalid_value", "413"),
        (STREAM + event(error={"message": "x", "type": "service_unavailable_error", "code": "shutting_down"}),
         503, "engine_unavailable", "shutting_down"),
    ],
)  # fmt: skip
def test_the_servers_errors_are_passed_on_as_what_they_are(answer, status, code, message):
    error = ask(says(answer))
    assert (error.status, error.code) == (status, code)
    assert message in error.message
    if b"retry-after: 17" in answer:
        assert error.retry_after_s == 17
    elif status in (429, 503):
        assert error.retry_after_s


def test_what_only_an_operator_can_mend_is_told_without_the_servers_words():
    """Such errors are logged, and a server's words may be those of a conversation."""
    for answer in (response(500, {"error": {"message": "cannot tokenise: my secret"}}), response(503, b"my secret")):
        assert "secret" not in ask(says(answer)).message
