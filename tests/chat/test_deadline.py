"""A deadline is what `asyncio.timeout_at` is, for many waits."""

import asyncio

import pytest

from assistant.chat.deadline import Deadline


def in_loop(scenario):
    return asyncio.run(asyncio.wait_for(scenario, 30))


def soon(seconds: float = 0.01) -> float:
    return asyncio.get_running_loop().time() + seconds


def test_who_waits_when_it_comes_and_who_comes_later_is_told():
    async def scenario():
        deadline = Deadline(soon())
        for _ in range(2):
            with pytest.raises(TimeoutError), deadline:
                await asyncio.Event().wait()
        assert asyncio.current_task().cancelling() == 0
        await asyncio.sleep(0)  # nothing is left that would end this task

    in_loop(scenario())


def test_what_is_done_before_it_is_not_disturbed():
    async def scenario():
        deadline = Deadline(soon())
        for _ in range(3):
            with deadline:
                await asyncio.sleep(0)
        await asyncio.sleep(0.05)  # it comes while nobody is inside
        with pytest.raises(TimeoutError), deadline:
            pass

    in_loop(scenario())


def test_once_closed_it_never_comes():
    async def scenario():
        deadline = Deadline(soon())
        with deadline:
            pass
        deadline.close()
        await asyncio.sleep(0.05)
        with deadline:
            await asyncio.sleep(0)

    in_loop(scenario())


def test_who_is_cancelled_by_another_is_cancelled_also_where_it_comes_at_the_same_time():
    async def scenario():
        deadline, begun = Deadline(soon(60)), asyncio.Event()

        async def wait():
            with deadline:
                begun.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(wait())
        await begun.wait()
        deadline._pass()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    in_loop(scenario())


def test_an_error_of_the_work_stays_what_it_is():
    async def scenario():
        deadline = Deadline(soon())

        async def work():
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                raise KeyError from None

        with pytest.raises(KeyError), deadline:
            await work()
        assert asyncio.current_task().cancelling() == 0

    in_loop(scenario())
