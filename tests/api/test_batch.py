import asyncio
from types import SimpleNamespace

import httpx
import pytest

from assistant.api.batch import answer_all
from tests.api.asking import BARE, HELLO, ask, error_of

ITEM = {"model": "m", "messages": [{"role": "user", "content": "x"}]}


class Assistant:
    """Answers nothing in time, or fails as no code of ours should."""

    async def answer(self, request):
        if request.sampling.seed == 1:
            raise RuntimeError("unexpected")
        await asyncio.sleep(60)


def test_what_is_not_answered_in_time_or_fails_gets_an_error_in_its_place():
    settings = SimpleNamespace(max_running=1, request_timeout_s=0.2)
    application = SimpleNamespace(settings=settings, assistant=Assistant())
    failed, late, waiting = asyncio.run(answer_all([{**ITEM, "seed": 1}, ITEM, ITEM], application))
    assert failed["error"]["code"] == "generation_failed"
    assert late["error"]["code"] == waiting["error"]["code"] == "request_timeout"


def bulk(client, requests) -> httpx.Response:
    return client.post("/v1/chat/completions/batch", json={"requests": requests})


def test_a_bulk_call_answers_each_in_order_with_a_completion_or_an_error(client):
    good = {"model": BARE, "messages": HELLO, "max_tokens": 3, "temperature": 0}
    response = bulk(
        client, [good, {**good, "model": "none"}, {"model": BARE}, {**good, "max_tokens": 4}, {**good, "stream": True}, 7]
    )
    assert response.status_code == 200
    first, unknown, incomplete, longer, streamed, number = response.json()
    assert first["choices"] == ask(client, max_tokens=3, temperature=0).json()["choices"]
    assert unknown["error"]["code"] == "model_not_found"
    assert (incomplete["error"]["param"], incomplete["error"]["code"]) == ("messages", "missing_required_parameter")
    assert longer["usage"]["completion_tokens"] == 4
    assert streamed["error"]["param"] == "stream"
    assert number["error"]["type"] == "invalid_request_error"


def test_a_bulk_call_may_be_longer_than_the_queue(client):
    answers = bulk(client, [{"model": BARE, "messages": HELLO, "max_tokens": 2}] * 30).json()
    assert [answer["usage"]["completion_tokens"] for answer in answers] == [2] * 30


def test_a_bulk_call_may_be_longer_than_one_batch(client):
    answers = bulk(client, [{"model": BARE, "messages": HELLO, "max_tokens": 1}] * 100).json()
    assert [answer["usage"]["completion_tokens"] for answer in answers] == [1] * 100


def test_an_empty_bulk_call_has_an_empty_answer(client):
    assert bulk(client, []).json() == []


@pytest.mark.parametrize("content", [b"{", b"{}", b'{"requests": 5}', b"[]"])
def test_a_bulk_body_that_is_not_a_list_of_requests_is_refused(client, content):
    response = client.post("/v1/chat/completions/batch", content=content, headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert error_of(response)["type"] == "invalid_request_error"
