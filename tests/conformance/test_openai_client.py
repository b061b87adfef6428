"""The official client, unchanged, against the running service with the embedded model."""

import asyncio
import json
from typing import Literal

import httpx
import openai
import pydantic
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
    assert counts(last.usage) == counts(whole.usage)


def counts(usage: openai.types.CompletionUsage) -> tuple[int, int, int]:
    """Without how much of the prompt was in the cache: what others ask meanwhile decides over that."""
    return usage.prompt_tokens, usage.completion_tokens, usage.total_tokens


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


class Pod(pydantic.BaseModel):
    """What the client asks for and parses."""

    name: str = pydantic.Field(max_length=20)
    phase: Literal["Running", "Pending", "Failed"]
    restarts: int = pydantic.Field(ge=0, le=99)


SCALE = {
    "type": "function",
    "function": {
        "name": "scale",
        "description": "Scales a deployment.",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"deployment": {"type": "string", "maxLength": 20}, "replicas": {"type": "integer", "maximum": 9}},
            "required": ["deployment", "replicas"],
            "additionalProperties": False,
        },
    },
}


@pytest.mark.parametrize("model", ["devops-assistant", BARE])
def test_parse_gives_an_object_of_the_clients_class(client, model):
    messages = [{"role": "user", "content": "The pod web-1 runs and was restarted twice."}]
    completion = client.chat.completions.parse(model=model, messages=messages, response_format=Pod, max_tokens=200)
    assert isinstance(completion.choices[0].message.parsed, Pod)


@pytest.mark.parametrize("model", ["devops-assistant", BARE])
@pytest.mark.parametrize("choice", ["required", {"type": "function", "function": {"name": "scale"}}])
def test_calls_and_their_results(client, model, choice):
    question = [{"role": "user", "content": "Scale the deployment web to 3."}]
    options = {"model": model, "tools": [SCALE], "max_tokens": 300}
    first = client.chat.completions.create(messages=question, tool_choice=choice, **options).choices[0]
    assert first.finish_reason == "tool_calls"
    calls = first.message.tool_calls
    for call in calls:
        assert set(json.loads(call.function.arguments)) == {"deployment", "replicas"}
    results = [{"role": "tool", "tool_call_id": call.id, "content": "scaled"} for call in calls]
    second = client.chat.completions.create(messages=[*question, first.message, *results], tool_choice="none", **options)
    assert second.choices[0].message.content
    assert second.choices[0].message.tool_calls is None


def test_the_streaming_helper_puts_calls_together(client):
    options = {"model": BARE, "messages": HELLO, "tools": [SCALE], "tool_choice": "required", "max_tokens": 300}
    with client.chat.completions.stream(**options, parallel_tool_calls=False) as stream:
        kinds = {event.type for event in stream}
        [call] = stream.get_final_completion().choices[0].message.tool_calls
    assert "tool_calls.function.arguments.done" in kinds
    assert call.function.parsed_arguments["replicas"] <= 9


def test_several_choices_with_logprobs(client):
    options = {"model": BARE, "messages": HELLO, "max_tokens": 6, "n": 3, "logprobs": True, "top_logprobs": 2, "seed": 1}
    completion = client.chat.completions.create(**options)
    assert [choice.index for choice in completion.choices] == [0, 1, 2]
    assert completion.usage.prompt_tokens_details.cached_tokens >= 0
    for choice in completion.choices:
        told = choice.logprobs.content
        assert b"".join(bytes(token.bytes) for token in told).decode("utf-8", "replace") == choice.message.content
        assert all(len(token.top_logprobs) == 2 for token in told)


def test_text_completions(client):
    completion = client.completions.create(model=BARE, prompt="kubectl get", max_tokens=5, temperature=0, echo=True)
    assert completion.choices[0].text.startswith("kubectl get")
    pieces = client.completions.create(model=BARE, prompt="kubectl get", max_tokens=5, temperature=0, stream=True)
    assert "kubectl get" + "".join(chunk.choices[0].text for chunk in pieces) == completion.choices[0].text


def test_what_is_not_honoured_is_refused_by_name(client):
    for arguments in ({"prediction": {"type": "content", "content": "x"}}, {"store": True}, {"modalities": ["audio"]}):
        with pytest.raises(openai.BadRequestError) as raised:
            client.chat.completions.create(model=BARE, messages=HELLO, **arguments)
        assert raised.value.param == next(iter(arguments))
        assert raised.value.code == "unsupported_parameter"


@pytest.mark.parametrize("model", ["devops-assistant", BARE])
def test_a_response_whole_and_streamed(client, model):
    form = {"format": {"type": "json_schema", "name": "one", "schema": {"enum": ["logs", "events"]}}}  # it ends by itself
    options = {"model": model, "input": "What does kubectl logs do?", "max_output_tokens": 30, "temperature": 0, "text": form}
    whole = client.responses.create(**options)
    assert whole.status == "completed"
    assert whole.output_text in ('"logs"', '"events"')
    assert whole.usage.output_tokens <= 30
    with client.responses.stream(**options) as stream:
        kinds = {event.type for event in stream}
        final = stream.get_final_response()
    assert {"response.created", "response.output_text.delta", "response.output_text.done"} <= kinds
    assert final.output_text == whole.output_text


def test_a_response_parsed_and_with_calls(client):
    options = {"model": BARE, "input": "The pod web-1 runs and was restarted twice.", "max_output_tokens": 300}
    assert isinstance(client.responses.parse(text_format=Pod, **options).output_parsed, Pod)
    tool = {"type": "function", **SCALE["function"]}
    asked = client.responses.create(tools=[tool], tool_choice="required", **options)
    [*calls] = (item for item in asked.output if item.type == "function_call")
    results = [{"type": "function_call_output", "call_id": call.call_id, "output": "scaled"} for call in calls]
    answered = client.responses.create(
        **options | {"input": [{"role": "user", "content": "Scale web."}, *asked.output, *results]}
    )
    assert answered.status in ("completed", "incomplete")
