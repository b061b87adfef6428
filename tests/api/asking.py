"""Asks the running service and reads its answers."""

import time
from collections.abc import Collection
from contextlib import suppress

import httpx

from tests.server import Server

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


def leave(server: Server, identity: str, *, stream: bool, patience_s: float, stay_s: float = 0.0) -> None:
    """Ask for a long answer and go away: after its first line and a while, or when the patience ends before any line.

    Args:
        identity: the id of the request.
    """
    body = {"model": BARE, "messages": HELLO, "max_tokens": 3500, "stream": stream}
    options = {"timeout": httpx.Timeout(10, read=patience_s), "headers": {"x-request-id": identity}}
    with (
        suppress(httpx.ReadTimeout),
        httpx.stream("POST", f"{server.url}/v1/chat/completions", json=body, **options) as response,
    ):
        lines = response.iter_lines()  # kept: without it the stream closes
        next(lines)
        time.sleep(stay_s)


def ends(server: Server, identities: Collection[str]) -> dict[str, str]:
    """The finish reason that the log tells of each of these requests."""
    return {line["request_id"]: line["finish_reason"] for line in server.lines() if line.get("request_id") in identities}


def wait_until_idle(client) -> None:
    for _ in range(400):
        queue = client.get("/v1/health").json()["queue"]
        if queue["running"] == queue["waiting"] == 0:
            return
        time.sleep(0.05)
    raise AssertionError(f"places are still taken: {queue}")
