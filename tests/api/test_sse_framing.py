"""Any text, streamed by any route, is what the official client's reader of events makes of it, wherever the bytes are cut."""

import asyncio
import json
import time
from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openai._streaming import SSEDecoder

from assistant.api import chat_completions
from assistant.api.answer_stream import AnswerStream
from assistant.api.completions import _Texts
from assistant.api.event_stream import KEEP_ALIVE, StreamLimits
from assistant.api.responses_events import ResponseWriter
from assistant.api.wire.responses import ResponseObject
from assistant.chat.answer import Answer
from assistant.engine.completion import AnsweredToken, Piece, ToolCallPiece, Usage
from assistant.errors import GenerationFailed

LIMITS = StreamLimits(keep_alive_s=0.001, whole_s=60)
SILENCE_S = 0.004

# What could be taken for the framing, for the end, or for the chunk's own parts; and what some take for an end of line.
_ODD = [
    "\r",
    "\n",
    "\r\n",
    "\n\n",
    "\u2028",
    "\u2029",
    "\x85",
    "\x0b",
    "\x0c",
    "\x1c",
    "\0",
    "\ufeff",
    "\ufdd0",
    "\u0301",
    "🦙",
]
_FRAMES = ["data: x", "\n\ndata: [DONE]\n\n", "[DONE]", ": keep-alive\n\n", "event: error\n", '"', "\\", '"}]}', "\\u2028"]
texts = st.lists(st.sampled_from(_ODD + _FRAMES) | st.text(max_size=5), max_size=6).map("".join)
pieces_of_text = st.lists(texts, max_size=5)
cuts = st.lists(st.integers(0, 4000), max_size=12)
ends = st.sampled_from(["stop", "length"])


class Script:
    """A completion of which is known what it says: pieces, silences in seconds, or an error."""

    began = None

    def __init__(self, *steps: Piece | float | Exception) -> None:
        self._steps = iter(steps)
        self.usage = Usage(3, 5)

    async def __anext__(self) -> Piece:
        for step in self._steps:
            match step:
                case Piece():
                    return step
                case Exception():
                    raise step
                case silence_s:
                    await asyncio.sleep(silence_s)
        raise AssertionError("it was asked for more than it has")

    async def aclose(self) -> None:
        self._steps = iter(())


def said(pieces: list[str], end: str, *, logprobs: bool = False, silent_at: int = -1) -> Script:
    told = (AnsweredToken(b"\xf0\x9f", -1.0),) if logprobs else ()
    steps = [step for at, text in enumerate(pieces) for step in (SILENCE_S * (at == silent_at), Piece(text, 1, None, told))]
    return Script(*steps, Piece("", 0, end))


def answered(*scripts: Script) -> Answer:
    return Answer(scripts, model="m", start=time.perf_counter(), deadline=float("inf"), timeout_s=60)


def sent(make) -> bytes:
    """The body of the stream; `make` gives events, their source, and how an error is spelt."""

    async def scenario() -> bytes:
        body = b""

        async def send(message) -> None:
            nonlocal body
            body += message.get("body", b"")

        events, source, *error_event = make()
        await AnswerStream(events, source, LIMITS, *error_event)({"type": "http", "asgi": {"spec_version": "2.4"}}, None, send)
        return body

    return asyncio.run(scenario())


def read(body: bytes, cuts: Iterable[int]) -> list[tuple[str | None, str]]:
    """The events that the reader of the official client finds: their names and what they carry."""
    places = sorted({cut for cut in cuts if cut < len(body)} | {0, len(body)})
    return [(event.event, event.data) for event in SSEDecoder().iter_bytes(body[a:b] for a, b in pairwise(places))]


@given(
    st.lists(st.tuples(pieces_of_text, ends), min_size=1, max_size=2), st.booleans(), st.booleans(), st.integers(-1, 4), cuts
)
@hypothesis_settings(deadline=None)
def test_chat(choices, logprobs, include_usage, silent_at, cuts):
    def make():
        answer = answered(*[said(*choice, logprobs=logprobs, silent_at=silent_at) for choice in choices])
        return chat_completions.events_of(answer, include_usage=include_usage), answer

    events = read(sent(make), cuts)
    assert [event for event in events if event[1] == "[DONE]"] == events[-1:] == [(None, "[DONE]")]
    chunks = [json.loads(data) for _, data in events[:-1]]
    for index, (pieces, end) in enumerate(choices):
        own = [choice for chunk in chunks for choice in chunk["choices"] if choice["index"] == index]
        assert own[0]["delta"] == {"role": "assistant", "content": ""}
        assert "".join(choice["delta"].get("content", "") for choice in own) == "".join(pieces)
        assert [choice["finish_reason"] for choice in own if choice["finish_reason"]] == [own[-1]["finish_reason"]] == [end]
    assert [chunk["choices"] for chunk in chunks].count([]) == include_usage
    assert len({chunk["id"] for chunk in chunks}) == 1


@given(texts, pieces_of_text, cuts)
@hypothesis_settings(deadline=None)
def test_arguments_of_calls(name, arguments, cuts):
    """Which are text of the model too."""
    calls = [ToolCallPiece(0, "", "call_1", name or "f"), *[ToolCallPiece(0, text) for text in arguments]]

    def make():
        answer = answered(Script(*[Piece("", 1, None, (), (call,)) for call in calls], Piece("", 0, "tool_calls")))
        return chat_completions.events_of(answer, include_usage=False), answer

    chunks = [json.loads(data) for _, data in read(sent(make), cuts)[:-1]]
    deltas = [call for chunk in chunks for call in chunk["choices"][0]["delta"].get("tool_calls", ())]
    assert "".join(call["function"]["arguments"] for call in deltas) == "".join(arguments)
    assert (deltas[0]["function"]["name"], chunks[-1]["choices"][0]["finish_reason"]) == (name or "f", "tool_calls")


@given(st.lists(st.tuples(pieces_of_text, ends), min_size=1, max_size=2), texts, st.booleans(), cuts)
@hypothesis_settings(deadline=None)
def test_completions(prompts, echo, include_usage, cuts):
    def make():
        source = _Texts([answered(said(*prompt)) for prompt in prompts], [echo] * len(prompts))
        return source.events(include_usage=include_usage), source

    events = read(sent(make), cuts)
    assert [event for event in events if event[1] == "[DONE]"] == events[-1:] == [(None, "[DONE]")]
    chunks = [json.loads(data) for _, data in events[:-1]]
    for index, (pieces, end) in enumerate(prompts):
        own = [choice for chunk in chunks for choice in chunk["choices"] if choice["index"] == index]
        assert "".join(choice["text"] for choice in own) == echo + "".join(pieces)
        assert [choice["finish_reason"] for choice in own if choice["finish_reason"]] == [own[-1]["finish_reason"]] == [end]


def shell() -> ResponseObject:
    nothing = dict.fromkeys(("instructions", "max_output_tokens", "previous_response_id", "usage", "user"))
    return ResponseObject(
        **nothing, id="resp_1", created_at=1, status="in_progress", metadata={}, model="m", output=[], parallel_tool_calls=True,
        store=False, temperature=1.0, top_p=1.0, text={}, tool_choice="auto", tools=[], top_logprobs=0,
    )  # fmt: skip


@given(pieces_of_text, ends, st.booleans(), st.integers(-1, 4), cuts)
@hypothesis_settings(deadline=None)
def test_responses(pieces, end, logprobs, silent_at, cuts):
    def make():
        answer, writer = answered(said(pieces, end, logprobs=logprobs, silent_at=silent_at)), ResponseWriter(shell())
        return writer.events(answer), answer, writer.failed

    events = [(name, json.loads(data)) for name, data in read(sent(make), cuts)]
    assert [(name, event["sequence_number"]) for name, event in events] == [
        (event["type"], number) for number, (_, event) in enumerate(events)
    ]
    text = "".join(pieces)
    assert "".join(event["delta"] for name, event in events if name == "response.output_text.delta") == text
    name, last = events[-1]
    assert name == {"stop": "response.completed", "length": "response.incomplete"}[end]
    assert "".join(part["text"] for item in last["response"]["output"] for part in item["content"]) == text


@given(pieces_of_text, texts, st.sampled_from(["chat", "completions", "responses"]), cuts)
@hypothesis_settings(deadline=None)
def test_an_error_is_the_last_event_behind_the_text_before_it(pieces, message, route, cuts):
    def make():
        answer = answered(Script(*[Piece(text, 1) for text in pieces], GenerationFailed(message)))
        if route == "chat":
            return chat_completions.events_of(answer, include_usage=True), answer
        if route == "completions":
            source = _Texts([answer], [""])
            return source.events(include_usage=True), source
        writer = ResponseWriter(shell())
        return writer.events(answer), answer, writer.failed

    events = read(sent(make), cuts)
    assert "[DONE]" not in [data for _, data in events]
    told = [json.loads(data) for _, data in events]
    if route == "responses":
        assert [event["message"] for event in told if event["type"] == "error"] == [message]
        assert (told[-1]["type"], told[-1]["response"]["error"]["message"]) == ("response.failed", message)
    else:
        assert [event["error"]["message"] for event in told if "error" in event] == [told[-1]["error"]["message"]] == [message]
    shown = [
        choice["delta"].get("content", "") if route == "chat" else choice["text"]
        for event in told
        for choice in event.get("choices", ())
    ] + [event["delta"] for event in told if event.get("type") == "response.output_text.delta"]
    assert "".join(shown) == "".join(pieces)


def test_comments_do_come_between_the_events_of_these_tests():
    answer = answered(said(["a", "b"], "stop", silent_at=1))
    assert KEEP_ALIVE in sent(lambda: (chat_completions.events_of(answer, include_usage=False), answer))
