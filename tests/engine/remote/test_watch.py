"""The start, and the time when the server is away: what is found out, what is awaited, what is said."""

import asyncio

import pytest

from assistant.errors import RemoteUnavailable
from tests.engine.remote.asking import REQUEST, complete, forwarding, starting, text_of
from tests.engine.remote.scripted import (
    MODEL,
    WHOLE,
    response,
    says,
    scripted,
)
from tests.server import free_port


def test_until_the_server_is_there_it_is_said_what_is_awaited_and_then_it_answers():
    async def scenario():
        port = free_port()
        async with starting(f"http://127.0.0.1:{port}") as engine:
            while "cannot be reached" not in (engine.awaits or ""):
                await asyncio.sleep(0.01)
            with pytest.raises(RemoteUnavailable):
                await engine.complete([REQUEST])
            async with scripted(says(*WHOLE), port=port):
                model = await asyncio.to_thread(engine.wait_for_model)
                assert (model.id, model.context_length, model.tells_usage) == (MODEL, 4096, True)
                while engine.awaits:
                    await asyncio.sleep(0.01)
                assert text_of((await complete(engine))[0]) == "Hello"
            with pytest.raises(RemoteUnavailable, match="cannot be reached"):
                await engine.complete([REQUEST])
            while not engine.awaits:
                await asyncio.sleep(0.01)
            assert f"127.0.0.1:{port}" in engine.awaits
            assert engine.alive

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("models", "settings", "awaits"),
    [
        ([{"id": "a"}, {"id": "b"}], {"model": "c"}, "has no model 'c'; it has: a, b. The operator must set"),
        ([{"id": "devops-assistant"}], {"skip": ("devops-assistant",)}, "has no model; it has: devops-assistant"),
        ([], {}, "has no model."),
        ([{"name": "x"}], {}, "does not list its models"),
    ],
)  # fmt: skip
def test_a_server_without_the_model_is_awaited_and_that_is_said(models, settings, awaits):
    async def scenario():
        async with scripted() as script:
            script.models = models
            async with starting(script.url, **settings) as engine:
                while "being asked" in engine.awaits:
                    await asyncio.sleep(0.01)
                told = engine.awaits
            assert await asyncio.to_thread(engine.wait_for_model) is None
            return told

    assert awaits in asyncio.run(scenario())


def test_the_model_is_the_named_one_or_the_first_that_is_no_pipeline():
    async def scenario(**settings):
        async with scripted(says(*WHOLE)) as script:
            script.models = [{"id": "devops-assistant"}, {"id": "a", "meta": {"n_ctx": 5}}, {"id": "b", "context_length": 6}]
            async with forwarding(script.url, skip=("devops-assistant",), **settings) as engine:
                await complete(engine)
                return script.asked[-1].body["model"], engine.wait_for_model().context_length

    assert asyncio.run(scenario()) == ("a", 5)
    assert asyncio.run(scenario(model="b")) == ("b", 6)


def test_a_model_that_vanishes_is_awaited_until_it_is_back():
    async def scenario():
        async with scripted() as script, forwarding(script.url) as engine:
            there, script.models = script.models, [{"id": "another"}]
            while not engine.awaits:
                await asyncio.sleep(0.01)
            gone = engine.awaits
            script.models = there
            while engine.awaits:
                await asyncio.sleep(0.01)
            return gone

    assert f"has no model '{MODEL}'; it has: another" in asyncio.run(scenario())


@pytest.mark.parametrize(
    ("refused", "extras", "system"),
    [
        (lambda body: "top_k" in body, False, True),
        (lambda body: body["messages"][0]["role"] == "system", True, False),
        (lambda body: "top_k" in body or body["messages"][0]["role"] == "system", False, False),
    ],
)
def test_a_server_or_model_that_understands_less_is_asked_for_less(refused, extras, system):
    def prepare(script):
        script.refuse_question = lambda body: (
            response(422, {"error": "no", "error_type": "validation"}) if refused(body) else None
        )

    async def scenario():
        async with scripted(says(*WHOLE)) as script:
            prepare(script)
            async with forwarding(script.url) as engine:
                await complete(engine)
                return engine.takes_system_messages, script.asked[-1].body

    takes_system, body = asyncio.run(scenario())
    assert takes_system is system
    assert ("top_k" in body, "top_p" in body) == (extras, extras)
