"""Runs the engine on a model and asks it for tokens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.engine.engine import Engine
from assistant.engine.generation import GenerationRequest, Step
from assistant.model.conversation import Message
from assistant.model.loader import LoadedModel
from assistant.model.runner import ModelRunner

NAME = "tested"  # in the metrics


@asynccontextmanager
async def running(
    runner: ModelRunner, *, max_running: int = 4, max_waiting: int = 8, step_tokens: int = 64, speculate: bool = True
) -> AsyncIterator[Engine]:
    engine = Engine(
        runner, name=NAME, max_running=max_running, max_waiting=max_waiting, step_tokens=step_tokens, speculate=speculate
    )
    try:
        yield engine
    finally:
        await asyncio.to_thread(engine.close)


async def generate(engine: Engine, request: GenerationRequest) -> list[Step]:
    return [step async for step in engine.submit(request)]


def ids(steps: list[Step]) -> list[int]:
    return [token for step in steps for token in step.token_ids]


def prompt(model: LoadedModel, text: str) -> tuple[int, ...]:
    return tuple(model.tokenizer.encode_chat([Message("user", text)]))
