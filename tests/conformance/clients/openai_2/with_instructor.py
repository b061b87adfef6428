"""Instructor, unchanged, against the running service."""

import asyncio

import instructor
import openai
import pydantic
import pytest
from instructor.core.exceptions import InstructorRetryException
from served import ALIAS, BARE, GUARDED_URL, KEY, MODELS, README_LINE, TOLD, URL, Pod, running, wait_until_idle

MESSAGES = [{"role": "user", "content": TOLD}]
HELD = [instructor.Mode.TOOLS, instructor.Mode.TOOLS_STRICT, instructor.Mode.JSON_SCHEMA]  # the server holds it to the class


class Pods(pydantic.BaseModel):
    """Two pods."""

    pods: list[Pod] = pydantic.Field(min_length=2, max_length=2)


class ManyPods(pydantic.BaseModel):
    """More pods than anybody reads."""

    pods: list[Pod] = pydantic.Field(min_length=150)


def client(mode=instructor.Mode.TOOLS, url=URL, key="none"):
    return instructor.from_openai(openai.OpenAI(base_url=url, api_key=key, max_retries=0, timeout=120), mode=mode)


def test_the_line_in_the_readme():
    here = eval(README_LINE, {"instructor": instructor})
    assert isinstance(here.create(messages=MESSAGES, response_model=Pod, max_tokens=300, temperature=0), Pod)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("mode", HELD)
def test_an_answer_of_a_class_at_the_first_try_with_its_usage(model, mode):
    pod, completion = client(mode).chat.completions.create_with_completion(
        model=model, messages=MESSAGES, response_model=Pod, max_tokens=300, temperature=0, max_retries=0
    )
    assert isinstance(pod, Pod)
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens


@pytest.mark.parametrize("mode", HELD)
def test_a_stream_of_partial_answers_ends_with_a_whole_one(mode):
    *some, last = client(mode).chat.completions.create_partial(
        model=BARE, messages=MESSAGES, response_model=Pod, max_tokens=300, temperature=0
    )
    assert some
    Pod.model_validate(last.model_dump())


def test_a_list_of_answers():
    pods = client().chat.completions.create(
        model=BARE, messages=MESSAGES, response_model=Pods, max_tokens=1000, temperature=0, max_retries=0
    )
    assert len(pods.pods) == 2


def test_an_answer_of_a_class_through_the_responses():
    pod = client(instructor.Mode.RESPONSES_TOOLS).create(
        model=ALIAS, messages=MESSAGES, response_model=Pod, max_output_tokens=300, temperature=0, max_retries=0
    )
    assert isinstance(pod, Pod)


def test_what_does_not_please_a_validator_is_asked_again_with_what_was_wrong():
    seen = []

    class Restarted(Pod):
        @pydantic.field_validator("restarts")
        @classmethod
        def wrong_at_first(cls, value):
            seen.append(value)
            if len(seen) == 1:
                raise ValueError("look again")
            return value

    pod, completion = client().chat.completions.create_with_completion(
        model=BARE, messages=MESSAGES, response_model=Restarted, max_tokens=300, temperature=0, max_retries=2
    )
    assert isinstance(pod, Restarted)
    assert len(seen) == 2
    assert completion.usage.prompt_tokens > 300  # of both tries


@pytest.mark.parametrize(
    ("fields", "url", "error"),
    [
        ({"top_p": 9}, URL, openai.BadRequestError),
        ({"model": "gpt-5"}, URL, openai.NotFoundError),
        ({}, GUARDED_URL, openai.AuthenticationError),
    ],
)
def test_errors_become_the_clients_own(fields, url, error):
    with pytest.raises(InstructorRetryException) as raised:
        client(url=url).chat.completions.create(
            **{"model": BARE, "messages": MESSAGES, "response_model": Pod, "max_tokens": 300, "max_retries": 0, **fields}
        )
    cause = raised.value.__cause__
    while cause is not None and not isinstance(cause, openai.APIStatusError):
        cause = cause.__cause__
    assert isinstance(cause, error)
    assert cause.param == next(iter(fields), None)


def test_a_key_opens_a_guarded_server():
    pod = client(url=GUARDED_URL, key=KEY).chat.completions.create(
        model=ALIAS, messages=MESSAGES, response_model=Pod, max_tokens=300, temperature=0, max_retries=0
    )
    assert isinstance(pod, Pod)


def test_an_answer_that_nobody_waits_for_any_more_ends():
    async def scenario():
        async with openai.AsyncOpenAI(base_url=URL, api_key="none", max_retries=0, timeout=120) as connected:
            patient = instructor.from_openai(connected)
            asked = asyncio.create_task(
                patient.chat.completions.create(model=BARE, messages=MESSAGES, response_model=ManyPods, max_tokens=6000)
            )
            while not running():
                await asyncio.sleep(0.05)
            asked.cancel()
            await asyncio.wait([asked])
            assert asked.cancelled()

    asyncio.run(scenario())
    wait_until_idle()
