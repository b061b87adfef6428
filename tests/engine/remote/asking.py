"""Asks an engine that forwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from assistant.engine.completion import CompletionRequest, Piece, Usage
from assistant.engine.generation import SamplingParams
from assistant.engine.remote.engine import RemoteEngine
from assistant.errors import AssistantError
from assistant.model.conversation import Message
from tests.engine.remote.scripted import Act, scripted

REQUEST = CompletionRequest((Message("user", "hello"),), 5, 1024, SamplingParams(temperature=0))


@asynccontextmanager
async def starting(url: str, **settings) -> AsyncIterator[RemoteEngine]:
    """An engine whose server may not be there yet."""
    engine = RemoteEngine(url, **{"max_running": 2, "max_waiting": 2, "silence_s": 30, "poll_s": 0.1, **settings})
    try:
        yield engine
    finally:
        engine.close()
        while engine._loop and not (engine._ending and engine._ending.done()):
            await asyncio.sleep(0.01)


@asynccontextmanager
async def forwarding(url: str, **settings) -> AsyncIterator[RemoteEngine]:
    """An engine whose server has answered its question."""
    async with starting(url, **settings) as engine:
        await asyncio.wait_for(asyncio.to_thread(engine.wait_for_model), 60)
        yield engine


async def complete(engine: RemoteEngine, **fields) -> tuple[list[Piece], Usage]:
    """All pieces of the answer to REQUEST with other fields, and its usage."""
    [[completion]] = await engine.complete([replace(REQUEST, **fields)])
    try:
        pieces = [await anext(completion)]
        while pieces[-1].finish_reason is None:
            pieces.append(await anext(completion))
    finally:
        await completion.aclose()
    return pieces, completion.usage


def ask(act: Act, **settings) -> tuple[list[Piece], Usage] | AssistantError:
    """What one request gives where the server does this; no place is taken afterwards."""

    async def scenario():
        async with scripted(act) as script, forwarding(script.url, **settings) as engine:
            try:
                return await complete(engine)
            except AssistantError as error:
                return error
            finally:
                assert (engine.load.running, engine.load.waiting) == (0, 0)

    return asyncio.run(scenario())


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
