"""Asks the running service and reads its answers."""

import time

import httpx

BARE = "llama-3.2-tiny-instruct"
HELLO = [{"role": "user", "content": "hello"}]


def ask(client, **fields) -> httpx.Response:
    return client.post("/v1/chat/completions", json={"model": BARE, "messages": HELLO, "max_tokens": 5, **fields})


def error_of(response: httpx.Response) -> dict:
    body = response.json()
    assert list(body) == ["error"]
    assert set(body["error"]) == {"message", "type", "param", "code", "request_id"}
    assert body["error"]["request_id"] == response.headers["x-request-id"]
    return body["error"]


def wait_until_idle(client) -> None:
    for _ in range(400):
        queue = client.get("/v1/health").json()["queue"]
        if queue["running"] == queue["waiting"] == 0:
            return
        time.sleep(0.05)
    raise AssertionError(f"places are still taken: {queue}")
