import asyncio
import dataclasses
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
import torch

from assistant.engine.engine import Engine
from assistant.engine.generation import GenerationRequest, SamplingParams, Step
from assistant.errors import GenerationFailed, QueueFull, ShuttingDown
from assistant.model.loader import LoadedModel
from assistant.model.runner import SequenceChunk
from assistant.model.tokenizer import Message

QUESTIONS = (
    "How do I see why a pod keeps restarting?",
    "Show the last 50 lines of a log.",
    "What does exit code 137 mean? " * 12,
)


@asynccontextmanager
async def running(runner, *, max_running=4, max_waiting=8, step_tokens=64) -> AsyncIterator[Engine]:
    engine = Engine(runner, max_running=max_running, max_waiting=max_waiting, step_tokens=step_tokens)
    try:
        yield engine
    finally:
        await asyncio.to_thread(engine.close)


async def generate(engine: Engine, request: GenerationRequest) -> list[Step]:
    return [step async for step in engine.submit(request)]


def ids(steps: list[Step]) -> list[int]:
    return [step.token_id for step in steps]


def prompt(model: LoadedModel, text: str) -> tuple[int, ...]:
    return tuple(model.tokenizer.encode_chat([Message("user", text)]))


def reference(model: LoadedModel, prompt_ids: Sequence[int], count: int) -> list[int]:
    """What transformers' own generate gives, with its own attention and cache."""
    from transformers import AutoModelForCausalLM

    oracle = AutoModelForCausalLM.from_pretrained(model.checkpoint.folder, dtype=torch.float32)
    with torch.inference_mode():
        output = oracle.generate(
            torch.tensor([prompt_ids]),
            attention_mask=torch.ones(1, len(prompt_ids)),
            max_new_tokens=count,
            do_sample=False,
            pad_token_id=0,
        )
    return output[0, len(prompt_ids) :].tolist()


@pytest.mark.parametrize("name", ["small", "embedded"])
def test_greedy_output_equals_transformers_generate_token_by_token(name, request):
    model = request.getfixturevalue(name)

    async def together():
        async with running(model.runner) as engine:
            requests = [
                GenerationRequest(prompt(model, q), 40, SamplingParams(temperature=0), model.tokenizer.eos_token_ids)
                for q in QUESTIONS
            ]
            return await asyncio.gather(*(generate(engine, r) for r in requests))

    for question, steps in zip(QUESTIONS, asyncio.run(together()), strict=True):
        assert ids(steps) == reference(model, prompt(model, question), 40)


def test_a_request_gives_the_same_alone_and_joining_others_at_any_step(small):
    request = GenerationRequest(prompt(small, QUESTIONS[0]), 24, SamplingParams(temperature=0.9, top_p=0.95, seed=7))
    other = GenerationRequest(prompt(small, QUESTIONS[1]), 40, SamplingParams(temperature=1.2, seed=1))

    async def scenario():
        async with running(small.runner) as engine:
            alone = ids(await generate(engine, request))
            company = engine.submit(other)
            for _ in range(5):
                await anext(company)
            joined = ids(await generate(engine, request))
            await company.aclose()
            return alone, joined, ids(await generate(engine, other))

    alone, joined, others = asyncio.run(scenario())
    assert alone == joined
    assert len(set(alone)) > 1
    assert len(others) == 40


def test_the_last_step_says_why_the_answer_ended(small):
    prompt_ids = prompt(small, QUESTIONS[0])

    async def scenario():
        async with running(small.runner) as engine:
            plain = await generate(engine, GenerationRequest(prompt_ids, 6, SamplingParams(temperature=0)))
            stop = frozenset({plain[3].token_id})
            return plain, await generate(engine, GenerationRequest(prompt_ids, 6, SamplingParams(temperature=0), stop))

    plain, stopped = asyncio.run(scenario())
    assert [step.finish_reason for step in plain] == [None] * 5 + ["length"]
    first = ids(plain).index(plain[3].token_id)
    assert ids(stopped) == ids(plain)[: first + 1]
    assert stopped[-1].finish_reason == "stop"


def test_closing_a_generation_frees_its_place_and_its_cache(small):
    async def scenario():
        async with running(small.runner, max_running=1, max_waiting=0) as engine:
            free = engine.free_blocks
            generation = engine.submit(GenerationRequest(prompt(small, QUESTIONS[2]), 500))
            await anext(generation)
            assert engine.free_blocks < free
            await generation.aclose()
            while engine.load.running:
                await asyncio.sleep(0.01)
            assert engine.free_blocks == free
            return await generate(engine, GenerationRequest(prompt(small, QUESTIONS[0]), 2))

    assert len(asyncio.run(scenario())) == 2


def test_a_full_queue_refuses_at_once_and_says_when_to_come_back(small):
    async def scenario():
        async with running(small.runner, max_running=1, max_waiting=2) as engine:
            request = GenerationRequest(prompt(small, QUESTIONS[0]), 300)
            accepted = [engine.submit(request) for _ in range(3)]
            with pytest.raises(QueueFull) as refused:
                engine.submit(request)
            for generation in accepted:
                await generation.aclose()
            return refused.value

    error = asyncio.run(scenario())
    assert (error.status, error.code) == (429, "queue_full")
    assert error.retry_after_s


def test_waiting_requests_start_when_the_cache_has_room(small):
    tokens = small.runner.blocks * small.runner.block_tokens
    request = GenerationRequest((128000,) * (tokens // 2), 3, SamplingParams(temperature=0))

    async def scenario():
        async with running(small.runner, max_running=4, step_tokens=512) as engine:
            answers = await asyncio.gather(*(generate(engine, request) for _ in range(3)))
            return answers, engine.free_blocks

    answers, free = asyncio.run(scenario())
    assert [len(answer) for answer in answers] == [3, 3, 3]
    assert answers[0] == answers[1] == answers[2]
    assert free == small.runner.blocks


def test_a_request_that_can_never_fit_the_cache_is_not_accepted(small):
    async def scenario():
        async with running(small.runner) as engine:
            engine.submit(GenerationRequest((1,), small.runner.blocks * small.runner.block_tokens))

    with pytest.raises(ValueError, match="longer than"):
        asyncio.run(scenario())


class Poisoned:
    """A runner that fails on one token, as a broken kernel might."""

    def __init__(self, runner, token: int) -> None:
        self.vocab_size, self.block_tokens, self.blocks = runner.vocab_size, runner.block_tokens, runner.blocks
        self._runner, self._token = runner, token

    def forward(self, batch: Sequence[SequenceChunk]):
        if any(self._token in chunk.token_ids for chunk in batch):
            raise RuntimeError("poisoned")
        return self._runner.forward(batch)


def test_a_step_that_fails_ends_its_requests_with_an_error_and_the_engine_goes_on(small):
    async def scenario():
        async with running(Poisoned(small.runner, token=77)) as engine:
            free = engine.free_blocks
            with pytest.raises(GenerationFailed):
                await generate(engine, GenerationRequest((128000, 77), 5))
            assert engine.alive
            assert engine.free_blocks == free
            return await generate(engine, GenerationRequest((128000, 5), 5))

    assert len(asyncio.run(scenario())) == 5


class Broken(Poisoned):
    """A runner whose device is lost after the first step that fails."""

    def forward(self, batch: Sequence[SequenceChunk]):
        if any(self._token in chunk.token_ids for chunk in batch):
            self._token = batch[0].token_ids[0]
            self._runner = None
        return self._runner.forward(batch)


def test_an_engine_whose_device_is_lost_ends_everything_and_is_not_alive(small):
    async def scenario():
        async with running(Broken(small.runner, token=77), max_running=1) as engine:
            waiting = [engine.submit(GenerationRequest((128000, t), 5)) for t in (77, 5)]
            with pytest.raises(GenerationFailed):
                await anext(waiting[0])
            with pytest.raises(ShuttingDown):
                await anext(waiting[1])
            with pytest.raises(ShuttingDown):
                engine.submit(GenerationRequest((128000, 5), 5))
            return engine.alive

    assert not asyncio.run(scenario())


def test_closing_the_engine_ends_every_request_with_an_error(small):
    async def scenario():
        async with running(small.runner, max_running=1) as engine:
            request = GenerationRequest(prompt(small, QUESTIONS[0]), 1000)
            answers = [asyncio.ensure_future(generate(engine, request)) for _ in range(3)]
            await asyncio.sleep(0.2)
            await asyncio.to_thread(engine.close)
            results = await asyncio.wait_for(asyncio.gather(*answers, return_exceptions=True), 30)
            with pytest.raises(ShuttingDown):
                engine.submit(request)
            return results

    assert all(isinstance(result, ShuttingDown) for result in asyncio.run(scenario()))


def test_a_request_abandoned_before_its_first_step_leaves_nothing(small):
    async def scenario():
        async with running(small.runner, max_waiting=50) as engine:
            for _ in range(50):
                await engine.submit(GenerationRequest((128000, 9), 50)).aclose()
            while engine.load != dataclasses.replace(engine.load, running=0, waiting=0):
                await asyncio.sleep(0.01)
            return engine.free_blocks

    assert asyncio.run(scenario()) == small.runner.blocks
