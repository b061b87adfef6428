"""What an inference server is asked for, and that every place is given back, however an answer ends."""

import asyncio
import time

import pytest

from assistant.engine.generation import SamplingParams
from assistant.errors import AssistantError, GenerationFailed, QueueFull, ShuttingDown
from tests.engine.remote.asking import REQUEST, complete, forwarding, text_of
from tests.engine.remote.scripted import (
    FINISH,
    LAST,
    MODEL,
    STREAM,
    WHOLE,
    response,
    says,
    says_and_is_silent,
    scripted,
    text,
)


def test_the_server_is_asked_for_what_the_client_asked_for_and_nothing_is_left_to_its_defaults():
    async def scenario():
        async with scripted(says(*WHOLE), says(*WHOLE)) as script, forwarding(script.url, api_key="sk-1") as engine:
            sampling = SamplingParams(temperature=0.7, top_p=1.0, seed=-1)
            await complete(engine, sampling=sampling, stop=("a", "b"), min_tokens=2, ignore_eos=True)
            await complete(engine, max_tokens=None)
            return script

    script = asyncio.run(scenario())
    full, plain = (connection.body for connection in script.asked[1:])
    assert full == {
        "model": MODEL,
        "messages": [{"role": "user", "content": "hello"}],
        "stream": True,
        "stream_options": {"include_usage": True, "continuous_usage_stats": True},
        "temperature": 0.7,
        "top_p": 1.0,
        "top_k": -1,
        "min_p": 0,
        "repetition_penalty": 1,
        "max_tokens": 5,
        "seed": 2**31 - 1,
        "stop": ["a", "b"],
        "min_tokens": 2,
        "ignore_eos": True,
    }
    assert plain["max_tokens"] == 1024
    assert not {"seed", "stop", "min_tokens", "ignore_eos"} & set(plain)
    assert all(connection.headers["authorization"] == "bearer sk-1" for connection in script.asked)


def test_a_default_number_of_tokens_that_does_not_fit_becomes_what_fits():
    too_long = response(400, {"error": {"message": "maximum context length is 9"}})

    async def scenario():
        async with scripted(says(too_long), says(*WHOLE), says(too_long)) as script, forwarding(script.url) as engine:
            pieces, _ = await complete(engine, max_tokens=None)
            with pytest.raises(AssistantError, match="context length"):
                await complete(engine, max_tokens=100)
            return text_of(pieces), [connection.body.get("max_tokens") for connection in script.asked[1:]]

    assert asyncio.run(scenario()) == ("Hello", [1024, None, 100])


@pytest.mark.parametrize("break_off", ["close", "reset"])
def test_a_kept_connection_that_the_server_closes_costs_nobody_an_answer(break_off):
    async def answers_and_breaks_off(connection):
        body = b"".join((text("Kept"), FINISH, LAST))
        await connection.send(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
        await connection.reader.readuntil(b"\r\n\r\n")  # the next request is on its way
        if break_off == "reset":
            connection.reset()

    async def scenario():
        acts = (answers_and_breaks_off, says(*WHOLE))
        async with scripted(*acts) as script, forwarding(script.url) as engine:
            return [text_of((await complete(engine))[0]) for _ in range(2)]

    assert asyncio.run(scenario()) == ["Kept", "Hello"]


def test_a_new_connection_that_breaks_is_a_failure_of_the_first_request():
    async def scenario():
        async with scripted(says(), says(*WHOLE)) as script, forwarding(script.url) as engine:
            with pytest.raises(GenerationFailed, match="RemoteProtocolError"):
                await complete(engine)
            return len(script.asked[1:])

    assert asyncio.run(scenario()) == 1


def test_closing_an_answer_closes_the_servers_at_once():
    async def scenario():
        left = asyncio.Event()

        async def endless(connection):
            await connection.send(STREAM + text("a"))
            await connection.left()
            left.set()

        async with scripted(endless) as script, forwarding(script.url) as engine:
            [[completion]] = await engine.complete([REQUEST])
            await anext(completion)
            assert engine.load.running == 1
            start = time.monotonic()
            await completion.aclose()
            await asyncio.wait_for(left.wait(), 10)
            assert engine.load.running == 0
            return time.monotonic() - start

    assert asyncio.run(scenario()) < 5


def test_an_answer_cancelled_while_the_server_prepares_it_leaves_nothing():
    async def scenario():
        asked, left = asyncio.Event(), asyncio.Event()

        async def slow(connection):
            asked.set()
            await connection.left()
            left.set()

        async with scripted(slow) as script, forwarding(script.url) as engine:
            waiting = asyncio.ensure_future(engine.complete([REQUEST]))
            await asked.wait()
            waiting.cancel()
            await asyncio.wait_for(left.wait(), 10)
            with pytest.raises(asyncio.CancelledError):
                await waiting
            return engine.load

    load = asyncio.run(scenario())
    assert (load.running, load.waiting) == (0, 0)


def test_a_server_that_is_faster_than_our_client_has_to_wait():
    async def scenario():
        sent = 0

        async def flood(connection):
            nonlocal sent
            await connection.send(STREAM)
            while sent < 2000:
                await connection.send(text("x" * 10_000))
                sent += 1
            await connection.send(FINISH + LAST)

        async with scripted(flood) as script, forwarding(script.url) as engine:
            [[completion]] = await engine.complete([REQUEST])
            await anext(completion)
            await asyncio.sleep(0.5)
            before = sent
            while (await anext(completion)).finish_reason is None:
                pass
            await completion.aclose()
            return before, sent

    before, after = asyncio.run(scenario())
    assert before < after == 2000


def test_as_many_as_may_run_are_with_the_server_and_those_that_wait_are_here():
    async def scenario():
        release = asyncio.Event()

        async def held(connection):
            await connection.send(STREAM)
            await release.wait()
            await says(*WHOLE[1:])(connection)

        async with scripted(*[held] * 4) as script, forwarding(script.url, max_running=2, max_waiting=2) as engine:
            answers = [asyncio.ensure_future(complete(engine, max_tokens=n + 1)) for n in range(4)]
            while len(script.asked) < 3 or engine.load.waiting < 2:
                await asyncio.sleep(0.01)
            load = engine.load
            with pytest.raises(QueueFull) as refused:
                await engine.complete([REQUEST])
            release.set()
            await asyncio.gather(*answers)
            order = [connection.body["max_tokens"] for connection in script.asked[1:]]
            return load, refused.value.retry_after_s, order

    load, retry_after_s, order = asyncio.run(scenario())
    assert (load.running, load.waiting) == (2, 2)
    assert retry_after_s
    assert order[2:] == [3, 4]


def test_closing_the_engine_ends_every_request_with_an_error():
    async def scenario():
        async with scripted(*[says_and_is_silent(STREAM, text("a"))] * 2) as script, forwarding(script.url) as engine:
            answers = [asyncio.ensure_future(complete(engine)) for _ in range(4)]
            while engine.load.waiting < 2 or len(script.asked) < 3:
                await asyncio.sleep(0.01)
            await asyncio.to_thread(engine.close)
            results = await asyncio.wait_for(asyncio.gather(*answers, return_exceptions=True), 10)
            with pytest.raises(ShuttingDown):
                await engine.complete([REQUEST])
            return results, engine.load

    results, load = asyncio.run(scenario())
    assert [type(result) for result in results] == [ShuttingDown] * 4
    assert (load.running, load.waiting) == (0, 0)
