"""Pydantic AI, unchanged, against the running service."""

import asyncio

import pytest
from pydantic_ai import Agent, NativeOutput, ToolOutput
from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.messages import ToolCallPart, ToolReturnPart
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider
from served import (
    ALIAS,
    BARE,
    ENDLESS,
    ENDLESS_TOKENS,
    GUARDED_URL,
    KEY,
    MODELS,
    QUESTION,
    README_LINE,
    SCALING,
    TOLD,
    URL,
    Pod,
    Scale,
    running,
    wait_until_idle,
)

KINDS = [OpenAIChatModel, OpenAIResponsesModel]


def model(kind=OpenAIChatModel, name=BARE, url=URL, key="none"):
    return kind(name, provider=OpenAIProvider(base_url=url, api_key=key))


def test_the_line_in_the_readme():
    assert eval(README_LINE, globals()).run_sync(QUESTION, model_settings={"max_tokens": 4}).output


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_stream_says_what_a_whole_answer_says_and_counts_the_same(kind, name):
    agent = Agent(model(kind, name), model_settings={"temperature": 0, "max_tokens": 20}, instructions="Be brief.")
    whole = agent.run_sync(QUESTION)

    async def stream():
        async with agent.run_stream(QUESTION) as result:
            pieces = [piece async for piece in result.stream_text(delta=True, debounce_by=None)]
            return pieces, result.usage

    pieces, usage = asyncio.run(stream())
    assert whole.output
    assert len(pieces) > 1
    assert "".join(pieces) == whole.output
    assert usage.input_tokens == whole.usage.input_tokens
    assert 0 < usage.output_tokens == whole.usage.output_tokens <= 20


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_an_agent_calls_and_answers_with_the_result(kind, streamed):
    called = []

    def settings(context):
        return {"temperature": 0, "max_tokens": 300, "tool_choice": "required" if context.run_step == 1 else "none"}

    agent = Agent(model(kind), model_settings=settings)

    @agent.tool_plain
    def scale(order: Scale) -> str:
        """Scale a deployment."""
        called.append(order)
        return "scaled"

    async def run():
        if not streamed:
            return await agent.run(SCALING)
        async with agent.run_stream(SCALING) as result:
            await result.get_output()
            return result

    result = asyncio.run(run())
    parts = [part for message in result.all_messages() for part in message.parts]
    assert called
    assert sum(isinstance(part, ToolCallPart) for part in parts) == len(called)
    assert sum(isinstance(part, ToolReturnPart) for part in parts) == len(called)
    assert result.response.text


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("form", [ToolOutput, NativeOutput])
@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_of_a_class_at_the_first_try(kind, form, name):
    agent = Agent(model(kind, name), output_type=form(Pod), retries=0, model_settings={"temperature": 0, "max_tokens": 300})
    result = agent.run_sync(TOLD)
    assert isinstance(result.output, Pod)
    assert result.usage.requests == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_conversation_goes_on_with_what_was_said(kind):
    agent = Agent(model(kind), model_settings={"temperature": 0, "max_tokens": 20})
    first = agent.run_sync(QUESTION)
    second = agent.run_sync("And describe?", message_history=first.all_messages())
    assert second.output
    assert second.usage.input_tokens > first.usage.input_tokens + first.usage.output_tokens


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("options", "settings", "status", "param"),
    [
        ({}, {"top_p": 9}, 400, "top_p"),
        ({"name": "none-such"}, {}, 404, "model"),
        ({"url": GUARDED_URL}, {}, 401, None),
    ],
)
def test_errors_become_the_clients_own(kind, options, settings, status, param):
    with pytest.raises(ModelHTTPError) as raised:
        Agent(model(kind, **options), model_settings={"max_tokens": 4, **settings}).run_sync(QUESTION)
    assert raised.value.status_code == status
    assert raised.value.body["param"] == param


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_opens_a_guarded_server(kind):
    agent = Agent(model(kind, ALIAS, GUARDED_URL, KEY), model_settings={"max_tokens": 4})
    assert agent.run_sync(QUESTION).usage.output_tokens


@pytest.mark.parametrize("kind", KINDS)
def test_a_stream_that_is_closed_early_ends_the_answer(kind):
    agent = Agent(model(kind), model_settings={"max_tokens": ENDLESS_TOKENS, "extra_body": ENDLESS})

    async def scenario():
        async with agent.run_stream(QUESTION) as result:
            async for _ in result.stream_text(delta=True, debounce_by=None):
                assert running()
                break

    asyncio.run(scenario())
    wait_until_idle()
