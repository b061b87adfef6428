"""LangChain's client for OpenAI, unchanged, against the running service."""

import asyncio

import openai
import pytest
from langchain_core.exceptions import ContextOverflowError
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAI
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
    TOO_LONG,
    URL,
    Pod,
    Scale,
    running,
    wait_until_idle,
)


def model(name=BARE, **options):
    return ChatOpenAI(
        **{"model": name, "base_url": URL, "api_key": "none", "temperature": 0, "max_retries": 0, "timeout": 120, **options}
    )


@tool(args_schema=Scale)
def scale(deployment: str, replicas: int) -> str:
    """Scale a deployment."""
    return f"{deployment} has {replicas} replicas"


def test_the_line_in_the_readme():
    assert eval(README_LINE, {"ChatOpenAI": ChatOpenAI}).invoke(QUESTION, max_tokens=4).text


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("through_responses", [False, True])
def test_a_stream_says_what_a_whole_answer_says_and_counts_the_same(name, through_responses):
    chat = model(name, max_tokens=20, use_responses_api=through_responses, stream_usage=True)
    whole = chat.invoke(QUESTION)
    first, *rest = chat.stream(QUESTION)
    together = sum(rest, first)
    assert whole.text
    assert together.text == whole.text
    assert rest
    for counted in ("input_tokens", "output_tokens", "total_tokens"):
        assert together.usage_metadata[counted] == whole.usage_metadata[counted]
    assert whole.usage_metadata["output_tokens"] <= 20


@pytest.mark.parametrize("through_responses", [False, True])
@pytest.mark.parametrize("choice", ["required", "scale"])
def test_calls_whole_and_streamed_and_their_results(choice, through_responses):
    chat = model(max_tokens=300, use_responses_api=through_responses)
    asking = chat.bind_tools([scale], tool_choice=choice)
    question = HumanMessage(SCALING)
    called = asking.invoke([question])
    first, *rest = asking.stream([question])
    together = sum(rest, first)
    assert called.tool_calls
    assert called.invalid_tool_calls == together.invalid_tool_calls == []
    assert [call["args"] for call in together.tool_calls] == [call["args"] for call in called.tool_calls]
    results = [scale.invoke(call) for call in called.tool_calls]
    assert all(isinstance(result, ToolMessage) for result in results)
    final = chat.bind_tools([scale], tool_choice="none").invoke([question, called, *results])
    assert final.text
    assert not final.tool_calls


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("through_responses", [False, True])
@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
def test_an_answer_of_a_class(name, method, through_responses):
    chat = model(name, max_tokens=300, use_responses_api=through_responses)
    assert isinstance(chat.with_structured_output(Pod, method=method).invoke(TOLD), Pod)


def test_a_response_that_is_gone_on_with_by_its_id():
    chat = model(ALIAS, base_url=GUARDED_URL, api_key=KEY, max_tokens=20, use_responses_api=True)
    first = chat.invoke(QUESTION)
    identity = first.response_metadata["id"]
    by_id = chat.invoke("And describe?", previous_response_id=identity)
    in_full = chat.invoke([HumanMessage(QUESTION), first, HumanMessage("And describe?")])
    assert by_id.text == in_full.text
    assert by_id.usage_metadata["input_tokens"] == in_full.usage_metadata["input_tokens"] > first.usage_metadata["input_tokens"]


def test_text_completions():
    plain = OpenAI(model=BARE, base_url=URL, api_key="none", temperature=0, max_tokens=8, max_retries=0)
    whole = plain.invoke("kubectl get")
    assert whole
    assert "".join(plain.stream("kubectl get")) == whole


def test_several_questions_at_a_time():
    async def scenario():
        return await model(max_tokens=8).abatch([QUESTION] * 3)

    assert len({answer.text for answer in asyncio.run(scenario())}) == 1


@pytest.mark.parametrize("through_responses", [False, True])
@pytest.mark.parametrize(
    ("options", "error", "param"),
    [
        ({"top_p": 9}, openai.BadRequestError, "top_p"),
        ({"model": "none-such"}, openai.NotFoundError, "model"),
        ({"base_url": GUARDED_URL}, openai.AuthenticationError, None),
    ],
)
def test_errors_become_the_clients_own(options, error, param, through_responses):
    with pytest.raises(error) as raised:
        model(**{"max_tokens": 4, "use_responses_api": through_responses, **options}).invoke(QUESTION)
    assert raised.value.param == param


def test_a_prompt_that_is_too_long_is_told_as_such():
    with pytest.raises(ContextOverflowError):
        model(max_tokens=4).invoke(TOO_LONG)


@pytest.mark.parametrize("through_responses", [False, True])
def test_a_stream_that_is_closed_early_ends_the_answer(through_responses):
    stream = model(max_tokens=ENDLESS_TOKENS, use_responses_api=through_responses, extra_body=ENDLESS).stream(QUESTION)
    next(stream)
    assert running()
    stream.close()
    wait_until_idle()
