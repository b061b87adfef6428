"""What the engine tells of itself in Prometheus' own registry."""

import asyncio
import time
from collections.abc import Callable

import pytest
from prometheus_client import REGISTRY

from assistant.engine.generation import GenerationRequest, SamplingParams
from tests.engine.generating import NAME, generate, ids, running
from tests.llama import COUNTED

GREEDY = SamplingParams(temperature=0)
PROMPT = tuple(range(1000, 1080))  # nothing in it repeats; longer than two blocks of the cache
ANSWER = 12


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"assistant_{name}", {"model": NAME, **labels}) or 0.0


@pytest.fixture
def added() -> Callable[..., float]:
    """How much larger a value is than when the test began."""
    before = {(s.name, frozenset(s.labels.items())): s.value for family in REGISTRY.collect() for s in family.samples}

    def difference(name: str, **labels: str) -> float:
        return value(name, **labels) - before.get((f"assistant_{name}", frozenset({"model": NAME, **labels}.items())), 0.0)

    return difference


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.001)


def test_each_step_is_counted_with_its_duration_its_requests_and_its_tokens(small, added):
    async def scenario():
        async with running(small.runner, step_tokens=256, speculate=False) as engine:
            await generate(engine, GenerationRequest(PROMPT, ANSWER, GREEDY))

    asyncio.run(scenario())
    assert added("engine_step_seconds_count") == ANSWER  # the first token comes with the prompt
    assert 0 < added("engine_step_seconds_sum") < 60
    assert added("engine_step_sequences_count") == added("engine_step_sequences_sum") == ANSWER
    assert added("engine_step_tokens_sum") == len(PROMPT) + ANSWER - 1


def test_requests_that_share_a_step_are_its_batch_size(small, added):
    async def scenario():
        async with running(small.runner, step_tokens=256, speculate=False) as engine:
            await asyncio.gather(*(generate(engine, GenerationRequest((i, 5), ANSWER, GREEDY)) for i in range(4)))

    asyncio.run(scenario())
    assert added("engine_step_sequences_sum") == 4 * ANSWER
    assert ANSWER <= added("engine_step_sequences_count") < 4 * ANSWER


def test_a_request_that_waits_for_another_is_seen_waiting_and_its_time_is_counted(small, added):
    async def scenario():
        async with running(small.runner, max_running=1, speculate=False) as engine:
            begin = time.perf_counter()
            first, second = (engine.submit(GenerationRequest(PROMPT, 1000, GREEDY)) for _ in range(2))
            submitted = time.perf_counter()
            await until(lambda: (value("requests_running"), value("requests_waiting")) == (1, 1))
            waited = time.perf_counter() - submitted
            await first.aclose()
            await anext(second)
            await second.aclose()
            return waited, time.perf_counter() - begin

    least, most = asyncio.run(scenario())
    assert added("queue_time_seconds_count") == 2
    assert least < added("queue_time_seconds_sum") < 2 * most


def test_the_cache_in_use_grows_with_a_request_and_is_free_behind_it(small):
    async def scenario():
        async with running(small.runner, speculate=False) as engine:
            generation = engine.submit(GenerationRequest(PROMPT, 1000, GREEDY))
            for blocks in (3, 6, 9):  # the prompt fills two
                await until(lambda blocks=blocks: value("kv_cache_use_ratio") >= blocks / small.runner.blocks)
            await generation.aclose()
            await until(lambda: value("kv_cache_use_ratio") == value("requests_running") == 0)

    asyncio.run(scenario())


def test_tokens_of_a_prompt_are_computed_once_and_then_reused(small, added):
    async def scenario():
        async with running(small.runner) as engine:
            await generate(engine, GenerationRequest(PROMPT, 2, GREEDY))
            first = added("prefix_cache_tokens_total", kind="computed"), added("prefix_cache_tokens_total", kind="reused")
            again = engine.submit(GenerationRequest(PROMPT, 2, GREEDY))
            assert [step async for step in again]
            return first, again.reused_tokens

    first, reused = asyncio.run(scenario())
    assert first == (len(PROMPT), 0)
    assert added("prefix_cache_tokens_total", kind="reused") == reused > 0
    assert added("prefix_cache_tokens_total", kind="computed") == 2 * len(PROMPT) - reused


def drafted(added: Callable[..., float]) -> tuple[float, float]:
    return added("draft_tokens_total", kind="guessed"), added("draft_tokens_total", kind="accepted")


def test_right_guesses_are_counted_as_guessed_and_accepted(counting, added):
    async def scenario():
        async with running(counting.runner) as engine:
            return await generate(engine, GenerationRequest((0, 1, 2), 60, GREEDY))

    steps = asyncio.run(scenario())
    guessed, accepted = drafted(added)
    assert accepted == len(ids(steps)) - len(steps) > 0
    assert guessed == accepted
    assert added("engine_step_tokens_sum") == 3 + len(steps) - 1 + guessed


def test_wrong_guesses_are_counted_as_guessed_only(counting, added):
    misleading = (0, 1, 2, 50, 60, 0, 1)  # the model says 3 after 2, not 50

    async def scenario():
        async with running(counting.runner) as engine:
            return await generate(engine, GenerationRequest(misleading, 4, GREEDY))

    assert ids(asyncio.run(scenario())) == [2, 3, 4, 5]
    guessed, accepted = drafted(added)
    assert guessed > accepted == 0


def test_where_nothing_is_guessed_nothing_is_counted(counting, added):
    async def scenario():
        async with running(counting.runner, speculate=False) as engine:
            await generate(engine, GenerationRequest((0, 1, 2), 3 * COUNTED, GREEDY))

    asyncio.run(scenario())
    assert drafted(added) == (0, 0)
