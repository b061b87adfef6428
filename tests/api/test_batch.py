import asyncio
from types import SimpleNamespace

from assistant.api.batch import answer_all

ITEM = {"model": "m", "messages": [{"role": "user", "content": "x"}]}


class Assistant:
    """Answers nothing in time, or fails as no code of ours should."""

    async def answer(self, request):
        if request.seed == 1:
            raise RuntimeError("unexpected")
        await asyncio.sleep(60)


def test_what_is_not_answered_in_time_or_fails_gets_an_error_in_its_place():
    settings = SimpleNamespace(max_running=1, request_timeout_s=0.2)
    application = SimpleNamespace(settings=settings, assistant=Assistant())
    failed, late, waiting = asyncio.run(answer_all([{**ITEM, "seed": 1}, ITEM, ITEM], application))
    assert failed["error"]["code"] == "generation_failed"
    assert late["error"]["code"] == waiting["error"]["code"] == "request_timeout"
