"""What `devops-assistant` does before the model is asked, without the model: secrets, intent, reference, what fits.

It is run by our own interpreter in our own root, and reads questions as JSON from stdin: kind -> texts. It prints the
milliseconds of each as JSON, in the same form, each text taken for the first time by a pipeline that has been warmed up as a
server's is; the processes that check start beside the server, and are waited for.

usage: python before_the_model.py < {"kind": ["question", ...]}
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.chat.pipeline import Pipeline
    from assistant.chat.request import Defaults
    from assistant.engine.local import LocalEngine


def main() -> None:
    """Make what a server makes, take every question once, print the figures."""
    questions: dict[str, list[str]] = json.load(sys.stdin)
    from assistant.application import make_pipeline, start_engine
    from assistant.chat.request import Defaults
    from assistant.engine.local import LocalEngine
    from assistant.settings import Settings

    settings = Settings()
    model, engine = start_engine(settings)
    try:
        local = LocalEngine(engine, model.tokenizer, context_length=model.context_length)
        defaults = Defaults(settings.temperature, settings.top_p, settings.max_tokens, settings.system_prompt)
        figures = asyncio.run(_measure(make_pipeline(settings), local, defaults, model.context_length, questions))
    finally:
        engine.close()
    json.dump(figures, sys.stdout)


async def _measure(
    pipeline: Pipeline, engine: LocalEngine, defaults: Defaults, context_length: int, questions: dict[str, list[str]]
) -> dict[str, list[float]]:
    from assistant.chat.request import ChatRequest
    from assistant.model.conversation import Message

    await pipeline.checker.check("kind: List", language="yaml")  # ends once the processes that check have started
    figures: dict[str, list[float]] = {}
    for kind, texts in questions.items():
        for text in texts:
            request = ChatRequest("devops-assistant", (Message("user", text),))
            start_s = time.perf_counter()
            await pipeline.begin(request, defaults, engine, context_length)
            figures.setdefault(kind, []).append(1e3 * (time.perf_counter() - start_s))
    return figures


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))  # the repository whose pipeline it is, wherever this file lies
    main()
