import asyncio

import pytest
from starlette.requests import ClientDisconnect

from assistant.api.answer_stream import AnswerStream
from assistant.api.chat_completions import events_of
from assistant.api.event_stream import StreamLimits
from assistant.chat.assistant import Assistant
from assistant.chat.request import ChatRequest, Defaults
from assistant.model.conversation import Message
from tests.engine.remote.asking import forwarding
from tests.engine.remote.scripted import STREAM, says_and_is_silent, scripted, text


@pytest.mark.parametrize("version", ["2.3", "2.4"])
def test_a_client_that_leaves_before_the_first_event_gives_its_place_back(version):
    async def send(message):
        raise OSError

    async def receive():
        return {"type": "http.disconnect"}

    async def scenario():
        async with scripted(says_and_is_silent(STREAM, text("a"))) as script, forwarding(script.url) as engine:
            defaults = Defaults(temperature=0, top_p=1, max_tokens=9)
            assistant = Assistant(
                engine, base_model="m", owner="me", context_length=None, defaults=defaults, timeout_s=60, most_choices=1
            )
            answer = await assistant.answer(ChatRequest("m", (Message("user", "hello"),)))
            assert engine.load.running == 1
            response = AnswerStream(events_of(answer, include_usage=False), answer, StreamLimits(keep_alive_s=60, whole_s=60))
            with pytest.raises((OSError, ClientDisconnect, ExceptionGroup)):
                await response({"type": "http", "asgi": {"spec_version": version}}, receive, send)
            return engine.load.running

    assert asyncio.run(scenario()) == 0
