import asyncio
from collections.abc import Sequence

import pytest
import torch

from assistant.engine.generation import GenerationRequest, SamplingParams
from assistant.engine.load import Load
from assistant.errors import GenerationFailed, QueueFull, ShuttingDown
from assistant.model.loader import LoadedModel
from assistant.model.runner import SequenceChunk
from tests.engine.generating import generate, ids, prompt, running
from tests.llama import COUNTED
from tests.oracle import oracle

QUESTIONS = (
    "How do I see why a pod keeps restarting?",
    "Show the last 50 lines of a log.",
    "What does exit code 137 mean? " * 12,
)


def reference(model: LoadedModel, prompt_ids: Sequence[int], count: int) -> list[int]:
    """What transformers' own generate gives, with its own attention and cache."""
    with torch.inference_mode():
        output = oracle(model).generate(
            torch.tensor([prompt_ids]),
            attention_mask=torch.ones(1, len(prompt_ids)),
            max_new_tokens=count,
            do_sample=False,
            pad_token_id=0,
        )
    return output[0, len(prompt_ids) :].tolist()


@pytest.fixture(params=["small", "small_native", "small_openvino", "embedded_native"])
def model(request) -> LoadedModel:
    """The same small Llama on each runner, and the model and number formats that a CPU serves by default."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("speculate", [False, True])
@pytest.mark.parametrize("name", ["small", "small_openvino", "embedded"])
def test_greedy_output_equals_transformers_generate_token_by_token(name, speculate, request):
    model = request.getfixturevalue(name)

    async def together():
        async with running(model.runner, speculate=speculate) as engine:
            requests = [
                GenerationRequest(prompt(model, q), 40, SamplingParams(temperature=0), model.tokenizer.eos_token_ids)
                for q in QUESTIONS
            ]
            return await asyncio.gather(*(generate(engine, r) for r in requests))

    for question, steps in zip(QUESTIONS, asyncio.run(together()), strict=True):
        assert ids(steps) == reference(model, prompt(model, question), 40)


def test_a_request_gives_the_same_alone_and_joining_others_at_any_step(model):
    request = GenerationRequest(prompt(model, QUESTIONS[0]), 24, SamplingParams(temperature=0.9, top_p=0.95, seed=7))
    other = GenerationRequest(prompt(model, QUESTIONS[1]), 40, SamplingParams(temperature=1.2, seed=1))

    async def scenario():
        async with running(model.runner) as engine:
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


@pytest.mark.parametrize("sampling", [SamplingParams(temperature=0), SamplingParams(0.8, 0.95, seed=3), SamplingParams(seed=9)])
def test_guessing_changes_no_token(model, sampling):
    """So greedy answers stay as they are, and sampled ones keep their distribution, seed by seed."""
    cycle = tuple(model.tokenizer.encode("a: 1\nb: 2\n" * 12))
    request = GenerationRequest(cycle, 60, sampling)

    async def scenario(*, speculate: bool):
        async with running(model.runner, speculate=speculate) as engine:
            return await generate(engine, request)

    plain, guessed = asyncio.run(scenario(speculate=False)), asyncio.run(scenario(speculate=True))
    assert ids(plain) == ids(guessed)
    assert len(plain) == 60


def test_right_guesses_save_steps(counting):
    request = GenerationRequest((0, 1, 2), 120, SamplingParams(temperature=0))

    async def scenario():
        async with running(counting.runner) as engine:
            return await generate(engine, request)

    steps = asyncio.run(scenario())
    assert ids(steps) == [(3 + i) % COUNTED for i in range(120)]
    assert len(steps) < 30


def test_a_repeated_prompt_is_found_in_the_cache_and_answered_the_same(model):
    request = GenerationRequest(prompt(model, QUESTIONS[2]), 12, SamplingParams(temperature=0))

    async def scenario():
        async with running(model.runner) as engine:
            first, again = engine.submit(request), None
            answer = [step async for step in first]
            again = engine.submit(request)
            return first.reused_tokens, ids(answer), ids([step async for step in again]), again.reused_tokens

    before, answer, repeated, reused = asyncio.run(scenario())
    assert (before, answer) == (0, repeated)
    assert len(request.prompt_ids) - 33 <= reused < len(request.prompt_ids)


def test_no_stop_token_comes_before_the_least_number_of_tokens(model):
    prompt_ids = prompt(model, QUESTIONS[0])

    async def scenario():
        async with running(model.runner) as engine:
            free = ids(await generate(engine, GenerationRequest(prompt_ids, 8, SamplingParams(temperature=0))))
            stop = frozenset(free)
            request = GenerationRequest(prompt_ids, 8, SamplingParams(temperature=0), stop, min_tokens=5)
            return stop, ids(await generate(engine, request))

    stop, bound = asyncio.run(scenario())
    assert len(bound) >= 5
    assert not stop & set(bound[:5])


def test_the_last_step_says_why_the_answer_ended(small):
    prompt_ids = prompt(small, QUESTIONS[0])

    async def scenario():
        async with running(small.runner) as engine:
            plain = await generate(engine, GenerationRequest(prompt_ids, 6, SamplingParams(temperature=0)))
            stop = frozenset({ids(plain)[3]})
            return plain, await generate(engine, GenerationRequest(prompt_ids, 6, SamplingParams(temperature=0), stop))

    plain, stopped = asyncio.run(scenario())
    assert [step.finish_reason for step in plain][-1] == "length"
    assert not any(step.finish_reason for step in plain[:-1])
    first = ids(plain).index(ids(plain)[3])
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
            assert engine.load == Load(0, 0)
            while engine.free_blocks != free:  # before the next step
                await asyncio.sleep(0.01)
            return await generate(engine, GenerationRequest(prompt(small, QUESTIONS[0]), 2))

    assert len(ids(asyncio.run(scenario()))) == 2


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


@pytest.mark.parametrize("name", ["small", "small_native", "small_openvino"])
def test_more_requests_than_the_cache_holds_all_end_and_give_the_same(name, request):
    """Some have to wait, or to give their place back and to be computed again."""
    model = request.getfixturevalue(name)
    tokens = model.runner.blocks * model.runner.block_tokens
    requests = [
        GenerationRequest((128000, *[500 + i] * (tokens // 3)), tokens // 4, SamplingParams(temperature=0)) for i in range(3)
    ]

    async def scenario():
        async with running(model.runner, max_running=4, step_tokens=512) as engine:
            alone = [ids(await generate(engine, one)) for one in requests]
            together = await asyncio.gather(*(generate(engine, one) for one in requests))
            return alone, [ids(answer) for answer in together], engine.free_blocks

    alone, together, free = asyncio.run(scenario())
    assert alone == together
    assert [len(answer) for answer in together] == [tokens // 4] * 3
    assert free == model.runner.blocks


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

    assert len(ids(asyncio.run(scenario()))) == 5


def test_a_poisoned_request_ends_alone_and_those_in_the_same_step_go_on(small):
    async def scenario():
        async with running(Poisoned(small.runner, token=77)) as engine:
            alone = ids(await generate(engine, GenerationRequest((128000, 5), 30, SamplingParams(temperature=0))))
            healthy = engine.submit(GenerationRequest((128000, 5), 30, SamplingParams(temperature=0)))
            begun = [await anext(healthy)]
            with pytest.raises(GenerationFailed):
                await generate(engine, GenerationRequest((128000, 77), 5))
            return alone, ids(begun + [step async for step in healthy])

    alone, beside = asyncio.run(scenario())
    assert alone == beside


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
            assert engine.load == Load(0, 0)
            while engine.free_blocks != small.runner.blocks:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(scenario(), 60))
