"""The official client, unchanged, against the running service with the embedded model."""

import asyncio

import httpx
import openai
import pytest

from tests.api.asking import wait_until_idle
from tests.server import Server

BARE = "smollm2-135m-instruct"
HELLO = [{"role": "user", "content": "What does kubectl logs do?"}]


@pytest.fixture
def client(embedded_server: Server):
    with openai.OpenAI(base_url=f"{embedded_server.url}/v1", api_key="none", max_retries=0, timeout=120) as client:
        yield client


@pytest.mark.parametrize("model", ["devops-assistant", BARE])
def test_a_completion(client, model):
    completion = client.chat.completions.create(model=model, messages=HELLO, max_tokens=12)
    assert completion.choices[0].message.content
    assert completion.choices[0].finish_reason in ("stop", "length")
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens
    assert completion._request_id


@pytest.mark.parametrize("model", ["devops-assistant", BARE])
def test_a_stream_with_usage(client, model):
    stream = client.chat.completions.create(
        model=model,
        messages=HELLO,
        max_completion_tokens=12,
        stream=True,
        stream_options={"include_usage": True},
        temperature=0,
    )
    *chunks, last = list(stream)
    whole = client.chat.completions.create(model=model, messages=HELLO, max_completion_tokens=12, temperature=0)
    assert "".join(c.choices[0].delta.content or "" for c in chunks) == whole.choices[0].message.content
    assert last.usage == whole.usage


def test_the_streaming_helper(client):
    with client.chat.completions.stream(model=BARE, messages=HELLO, max_tokens=100, stop=[" "]) as stream:
        kinds = {event.type for event in stream}
        final = stream.get_final_completion()
    assert {"chunk", "content.delta", "content.done"} <= kinds
    assert final.choices[0].message.content


def test_the_async_client_with_several_answers_at_a_time(embedded_server):
    async def scenario():
        async with openai.AsyncOpenAI(
            base_url=f"{embedded_server.url}/v1", api_key="none", max_retries=0, timeout=120
        ) as client:
            return await asyncio.gather(
                *(client.chat.completions.create(model=BARE, messages=HELLO, max_tokens=8, seed=3) for _ in range(4))
            )

    texts = {completion.choices[0].message.content for completion in asyncio.run(scenario())}
    assert len(texts) == 1


def test_models(client):
    assert [model.id for model in client.models.list()] == ["devops-assistant", BARE]
    assert client.models.retrieve(BARE).owned_by == "local"


def test_a_stream_that_is_closed_early_stops_the_server(client, embedded_server):
    stream = client.chat.completions.create(model=BARE, messages=HELLO, max_tokens=4000, stream=True)
    next(iter(stream))
    stream.close()
    with httpx.Client(base_url=embedded_server.url, timeout=30) as other:
        wait_until_idle(other)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"model": "gpt-5"}, openai.NotFoundError),
        ({"temperature": 9}, openai.BadRequestError),
        ({"messages": []}, openai.BadRequestError),
        ({"messages": [{"role": "user", "content": "log " * 9000}]}, openai.BadRequestError),
    ],
)
def test_errors_become_the_clients_own(client, arguments, error):
    with pytest.raises(error) as raised:
        client.chat.completions.create(**{"model": BARE, "messages": HELLO, **arguments})
    assert raised.value.body["message"]
    assert raised.value.request_id == raised.value.body["request_id"]
