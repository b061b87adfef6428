"""Our engine without HTTP: the same load as `throughput` submits, driven in this process.

It is run by our own interpreter in our own root. Each line of stdin is a load in JSON, and each line of stdout its tokens a
second; the first one says that the model is loaded.

usage: python in_process.py < {"max_tokens": 128, "conversations": [[message, ...], ...]}
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
    """Load the model, take each load as it comes, print its figure."""
    from assistant.application import start_engine
    from assistant.settings import Settings

    model, engine = start_engine(Settings())
    try:
        print("ready", flush=True)
        for line in sys.stdin:
            print(asyncio.run(_measure(engine, model.tokenizer, **json.loads(line))), flush=True)
    finally:
        engine.close()


async def _measure(engine: Engine, tokenizer: Tokenizer, conversations: list[Any], max_tokens: int) -> float:
    requests = _requests(tokenizer, conversations, max_tokens)
    start_s = time.perf_counter()
    counts = await asyncio.gather(*(_generate(engine, request) for request in requests))
    return sum(counts) / (time.perf_counter() - start_s)


def _requests(tokenizer: Tokenizer, conversations: list[Any], max_tokens: int) -> list[GenerationRequest]:
    from assistant.engine.generation import GenerationRequest, SamplingParams
    from assistant.model.conversation import Message

    greedy = SamplingParams(temperature=0.0)
    chats = [[Message(**message) for message in messages] for messages in conversations]
    prompts = [tuple(tokenizer.encode_chat(chat)) for chat in chats]
    return [GenerationRequest(prompt, max_tokens=max_tokens, sampling=greedy) for prompt in prompts]


async def _generate(engine: Engine, request: GenerationRequest) -> int:
    """Take one answer to its end, without the stop tokens, as `ignore_eos` does; gives its tokens."""
    return sum([len(step.token_ids) async for step in engine.submit(request)])


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))  # the repository whose engine it is, wherever this file lies
    main()
