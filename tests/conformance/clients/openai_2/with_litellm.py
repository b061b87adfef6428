"""LiteLLM, unchanged, against the running service."""

import asyncio

import litellm
import pytest
from served import (
    ALIAS,
    BARE,
    ENDLESS,
    ENDLESS_TOKENS,
    GUARDED_URL,
    HELLO,
    KEY,
    MODELS,
    QUESTION,
    README_LINE,
    SCALE,
    SCALING,
    TOLD,
    TOO_LONG,
    URL,
    Pod,
    Scale,
    running,
    wait_until_idle,
)

HERE = {"api_base": URL, "api_key": "none", "temperature": 0, "num_retries": 0}


def test_the_line_in_the_readme():
    assert eval(README_LINE, {"litellm": litellm, "messages": HELLO}).choices[0].message.content


@pytest.mark.parametrize("model", MODELS)
def test_a_stream_says_what_a_whole_answer_says_and_counts_the_same(model):
    options = {**HERE, "model": f"openai/{model}", "messages": HELLO, "max_tokens": 20}
    whole = litellm.completion(**options)
    chunks = list(litellm.completion(**options, stream=True, stream_options={"include_usage": True}))
    together = litellm.stream_chunk_builder(chunks)
    assert whole.choices[0].message.content
    assert together.choices[0].message.content == whole.choices[0].message.content
    assert together.choices[0].finish_reason == whole.choices[0].finish_reason
    assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
    counted = [chunk.usage for chunk in chunks if getattr(chunk, "usage", None)][-1]
    assert (counted.prompt_tokens, counted.completion_tokens) == (whole.usage.prompt_tokens, whole.usage.completion_tokens)


@pytest.mark.parametrize("choice", ["required", {"type": "function", "function": {"name": "scale"}}])
def test_calls_whole_and_streamed_and_their_results(choice):
    question = [{"role": "user", "content": SCALING}]
    options = {**HERE, "model": f"openai/{BARE}", "tools": [SCALE], "max_tokens": 300}
    first = litellm.completion(**options, messages=question, tool_choice=choice)
    streamed = litellm.stream_chunk_builder(
        list(litellm.completion(**options, messages=question, tool_choice=choice, stream=True))
    )
    assert first.choices[0].finish_reason == streamed.choices[0].finish_reason == "tool_calls"
    calls = first.choices[0].message.tool_calls
    assert [c.function.model_dump() for c in calls] == [c.function.model_dump() for c in streamed.choices[0].message.tool_calls]
    for call in calls:
        Scale.model_validate_json(call.function.arguments)
    results = [{"role": "tool", "tool_call_id": call.id, "content": "scaled"} for call in calls]
    second = litellm.completion(**options, messages=[*question, first.choices[0].message, *results], tool_choice="none")
    assert second.choices[0].message.content


@pytest.mark.parametrize("model", MODELS)
def test_an_answer_in_the_form_of_a_class(model):
    messages = [{"role": "user", "content": TOLD}]
    answer = litellm.completion(**HERE, model=f"openai/{model}", messages=messages, response_format=Pod, max_tokens=200)
    Pod.model_validate_json(answer.choices[0].message.content)


def test_a_response_whole_and_streamed():
    options = {**HERE, "model": f"openai/{ALIAS}", "input": QUESTION, "max_output_tokens": 20}
    options.pop("num_retries")
    whole = litellm.responses(**options)
    *_, last = events = list(litellm.responses(**options, stream=True))
    text = whole.output[0].content[0].text
    assert text
    assert "".join(e.delta for e in events if e.type == "response.output_text.delta") == text
    assert last.response.output[0].content[0].text == text
    assert last.response.usage.output_tokens == whole.usage.output_tokens <= 20


@pytest.mark.parametrize(
    ("fields", "error", "told"),
    [
        ({"top_p": 9}, litellm.BadRequestError, "top_p"),
        ({"model": "openai/none-such"}, litellm.NotFoundError, BARE),
        ({"messages": TOO_LONG}, litellm.ContextWindowExceededError, "8192"),
        ({"api_base": GUARDED_URL}, litellm.AuthenticationError, "authorization"),
    ],
)
def test_errors_become_the_clients_own(fields, error, told):
    with pytest.raises(error, match=told):
        litellm.completion(**{**HERE, "model": f"openai/{BARE}", "messages": HELLO, "max_tokens": 4, **fields})


def test_a_key_opens_a_guarded_server():
    answer = litellm.completion(
        **{**HERE, "api_base": GUARDED_URL, "api_key": KEY}, model=f"openai/{ALIAS}", messages=HELLO, max_tokens=4
    )
    assert answer.usage.completion_tokens


def test_a_stream_that_is_closed_early_ends_the_answer():
    async def scenario():
        stream = await litellm.acompletion(
            **HERE, model=f"openai/{BARE}", messages=HELLO, max_tokens=ENDLESS_TOKENS, extra_body=ENDLESS, stream=True
        )
        async for _ in stream:
            break
        assert running()
        await stream.aclose()

    asyncio.run(scenario())
    wait_until_idle()
