"""The engine that forwards, against real servers: another copy of ours, and llama.cpp's."""

import asyncio
import dataclasses

import httpx
import pytest

from assistant.engine.generation import SamplingParams
from assistant.errors import RemoteBusy, RemoteRefused
from assistant.model.conversation import Message
from tests import tiny_gguf
from tests.api.asking import BARE, ask, wait_until_idle
from tests.engine.remote.asking import REQUEST, complete, forwarding, text_of
from tests.llama_cpp import LlamaCppServer

LONG = dataclasses.replace(REQUEST, max_tokens=3000)


@pytest.fixture(scope="module")
def llama_cpp(tmp_path_factory):
    folder = tmp_path_factory.mktemp("llama.cpp")
    with LlamaCppServer(tiny_gguf.write(folder / "tiny.gguf", context_length=1 << 16), "tiny", log=folder / "log") as server:
        yield server


@pytest.fixture
def direct(small_server):
    with httpx.Client(base_url=small_server.url, timeout=60) as client:
        yield client


def with_engine(url, use, **settings):
    async def scenario():
        async with forwarding(url, **settings) as engine:
            return await use(engine)

    return asyncio.run(scenario())


def test_another_copy_of_this_gives_its_own_answers_and_usage(small_server, direct):
    cases = [
        {},
        {"sampling": SamplingParams(temperature=0.9, top_p=0.8, seed=5), "max_tokens": 20},
        {"stop": ("a", "e"), "max_tokens": 30},
        {"min_tokens": 4, "stop": ("a", "e"), "max_tokens": 30, "ignore_eos": True},
    ]

    async def use(engine):
        assert engine.wait_for_model().id == BARE
        assert engine.wait_for_model().context_length == 4096
        assert engine.takes_system_messages
        return [await complete(engine, **case) for case in cases]

    for case, (pieces, usage) in zip(cases, with_engine(small_server.url, use, skip=("devops-assistant",)), strict=True):
        sampling = dataclasses.asdict(case.get("sampling", REQUEST.sampling))
        rest = {name: value for name, value in case.items() if name != "sampling"}
        body = ask(direct, **{**sampling, **rest, "stop": list(case.get("stop", ()))}).json()
        assert text_of(pieces) == body["choices"][0]["message"]["content"]
        assert pieces[-1].finish_reason == body["choices"][0]["finish_reason"]
        told = body["usage"]
        assert (usage.prompt_tokens, usage.completion_tokens) == (told["prompt_tokens"], told["completion_tokens"])


def test_several_answers_at_a_time(small_server):
    async def use(engine):
        return await asyncio.gather(*(complete(engine, max_tokens=10) for _ in range(4)))

    texts = {text_of(pieces) for pieces, _ in with_engine(small_server.url, use)}
    assert len(texts) == 1


def test_an_answer_that_is_closed_ends_in_the_other_engine(small_server, direct):
    async def use(engine):
        completions = [(await engine.complete([LONG]))[0][0] for _ in range(2)]
        for completion in completions:
            await anext(completion)
        assert direct.get("/v1/health").json()["queue"]["running"] == 2
        for completion in completions:
            await completion.aclose()
        await asyncio.to_thread(wait_until_idle, direct)

    with_engine(small_server.url, use)


def test_what_does_not_fit_is_refused_in_the_words_of_the_other(small_server):
    async def use(engine):
        with pytest.raises(RemoteRefused) as refused:
            await complete(engine, messages=(Message("user", "log " * 5000),))
        by_default, _ = await complete(engine, max_tokens=None, default_max_tokens=100_000, stop=("a", "e", "i"))
        return refused.value, by_default

    error, pieces = with_engine(small_server.url, use, model=BARE)
    assert (error.status, error.code, error.param) == (400, "context_length_exceeded", "messages")
    assert "4096" in error.message
    assert pieces[-1].finish_reason == "stop"


def test_a_full_queue_there_is_a_full_queue_here(small_server, direct):
    async def use(engine):
        accepted = [(await engine.complete([LONG]))[0][0] for _ in range(4)]
        with pytest.raises(RemoteBusy) as refused:
            await engine.complete([LONG])
        for completion in accepted:
            await completion.aclose()
        await asyncio.to_thread(wait_until_idle, direct)
        return refused.value

    error = with_engine(small_server.url, use, max_running=8, max_waiting=0)
    assert (error.status, error.code) == (429, "queue_full")
    assert error.retry_after_s == 5


def test_a_key_that_is_asked_for_is_never_told(small_server, caplog):
    async def use(engine):
        return await complete(engine)

    with_engine(small_server.url, use, api_key="sk-secret")
    assert "sk-secret" not in caplog.text


def test_llama_cpp_answers(llama_cpp):
    async def use(engine):
        assert engine.wait_for_model().id == "tiny"
        assert engine.wait_for_model().tells_usage
        first = await complete(engine, max_tokens=12, ignore_eos=True)
        again = await complete(engine, max_tokens=12, ignore_eos=True)
        several = await asyncio.gather(*(complete(engine, max_tokens=12, ignore_eos=True) for _ in range(4)))
        seeded = [
            text_of((await complete(engine, sampling=SamplingParams(1.5, 1.0, seed), max_tokens=12, ignore_eos=True))[0])
            for seed in (-1, -1, 2**32 - 1, 3)
        ]
        return first, again, several, seeded

    (pieces, usage), again, several, seeded = with_engine(llama_cpp.url, use)
    assert text_of(pieces)
    assert (pieces[-1].finish_reason, usage.completion_tokens) == ("length", 12)
    assert usage.prompt_tokens >= len("user: hello")
    assert text_of(again[0]) == text_of(pieces)
    assert [answer[1].completion_tokens for answer in several] == [12] * 4
    assert seeded[0] == seeded[1] == seeded[2] != seeded[3]


def test_llama_cpp_ends_an_answer_at_a_stop_string(llama_cpp):
    fields = {"sampling": SamplingParams(1.5, 1.0, 3), "max_tokens": 60, "ignore_eos": True}

    async def use(engine):
        whole = text_of((await complete(engine, **fields))[0])
        stop = next(character for character in whole[10:] if character.isascii())
        return whole, stop, await complete(engine, **fields, stop=(stop,))

    whole, stop, (pieces, _) = with_engine(llama_cpp.url, use)
    assert text_of(pieces) == whole[: whole.index(stop)]
    assert pieces[-1].finish_reason == "stop"


def test_llama_cpp_frees_its_slot_when_an_answer_is_closed(llama_cpp):
    sampling = SamplingParams(1.5, 1.0, 3)  # the likeliest bytes of this model are no text, and silence hides who left
    long = dataclasses.replace(REQUEST, max_tokens=50_000, ignore_eos=True, sampling=sampling)

    async def use(engine):
        [[completion]] = await engine.complete([long])
        await anext(completion)
        assert await asyncio.to_thread(llama_cpp.running) == 1
        await completion.aclose()
        for _ in range(400):
            if not await asyncio.to_thread(llama_cpp.running):
                return
            await asyncio.sleep(0.05)
        raise AssertionError("the slot is still taken")

    with_engine(llama_cpp.url, use)


def test_llama_cpp_refuses_a_prompt_that_does_not_fit(llama_cpp):
    async def use(engine):
        with pytest.raises(RemoteRefused) as refused:
            await complete(engine, messages=(Message("user", "x" * 100_000),))
        return refused.value

    error = with_engine(llama_cpp.url, use)
    assert (error.status, error.code) == (400, "context_length_exceeded")
