"""Our engine without HTTP: the same load as `throughput` submits, driven in this process.

It is run by our own interpreter in our own root, and reads the conversations as JSON from stdin. It prints tokens a
second of each number of streams as JSON.

usage: python in_process.py < {"answer_tokens": 128, "loads": [[[message, ...], ...], ...]}
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.engine.engine import Engine
    from assistant.engine.generation import GenerationRequest
    from assistant.model.tokenizer import Tokenizer


def main() -> None:
    """Load the model, take every load once more after a warm-up, print the figures."""
    document = json.load(sys.stdin)
    from assistant.application import start_engine
    from assistant.settings import Settings

    model, engine = start_engine(Settings())
    try:
        figures = asyncio.run(_measure(engine, model.tokenizer, document["loads"], document["answer_tokens"]))
    finally:
        engine.close()
    json.dump(figures, sys.stdout)


async def _measure(engine: Engine, tokenizer: Tokenizer, loads: list[list[Any]], answer_tokens: int) -> list[float]:
    await asyncio.gather(*(_generate(engine, request) for request in _requests(tokenizer, loads[0][:4], 8)))
    figures = []
    for load in loads:
        requests = _requests(tokenizer, load, answer_tokens)
        start_s = time.perf_counter()
        counts = await asyncio.gather(*(_generate(engine, request) for request in requests))
        figures.append(sum(counts) / (time.perf_counter() - start_s))
    return figures


def _requests(tokenizer: Tokenizer, load: list[Any], max_tokens: int) -> list[GenerationRequest]:
    from assistant.engine.generation import GenerationRequest, SamplingParams
    from assistant.model.conversation import Message

    greedy = SamplingParams(temperature=0.0)
    chats = [[Message(**message) for message in messages] for messages in load]
    prompts = [tuple(tokenizer.encode_chat(chat)) for chat in chats]
    return [GenerationRequest(prompt, max_tokens=max_tokens, sampling=greedy) for prompt in prompts]


async def _generate(engine: Engine, request: GenerationRequest) -> int:
    """Take one answer to its end, without the stop tokens, as `ignore_eos` does; gives its tokens."""
    return sum([len(step.token_ids) async for step in engine.submit(request)])


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))  # the repository whose engine it is, wherever this file lies
    main()
