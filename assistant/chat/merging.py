"""Several streams read as one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import TypeVar

T = TypeVar("T")


async def merged(streams: Sequence[AsyncIterator[T]]) -> AsyncGenerator[tuple[int, T]]:
    """The items of all streams in the order in which they come, each with the number of its stream."""
    if len(streams) == 1:  # without a task for each item
        async for item in streams[0]:
            yield 0, item
        return
    coming = {_next(stream): number for number, stream in enumerate(streams)}
    try:
        while coming:
            done, _ = await asyncio.wait(coming, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                number = coming.pop(task)
                for item in task.result():
                    yield number, item
                    coming[_next(streams[number])] = number
    finally:
        for task in coming:
            task.cancel()
        await asyncio.gather(*coming, return_exceptions=True)


def _next(stream: AsyncIterator[T]) -> asyncio.Task[list[T]]:
    """The next item, or none at the end."""

    async def take() -> list[T]:
        async for item in stream:
            return [item]
        return []

    return asyncio.ensure_future(take())
