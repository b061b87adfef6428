"""Clients that ask all the while: some stream, one asks briefly, and a crowd asks for more than there is."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx

MODEL = "smollm2-135m-instruct"
WHOLE, SHORT = "stream whole", "short answered"
ANSWERED, REFUSED = "answered", "refused with 429 queue_full"
STREAM_TOKENS = 250
CROWD = 40
_STREAMS = 5


class Answers:
    """How the requests ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.ends: Counter[str] = Counter()

    def add(self, end: str) -> None:
        with self._lock:
            self.ends[end] += 1

    def __getitem__(self, end: str) -> int:
        return self.ends[end]

    def others(self, *expected: str) -> dict[str, int]:
        """What nobody expected."""
        return {end: count for end, count in self.ends.copy().items() if end not in expected}


@contextmanager
def traffic(client: httpx.Client) -> Iterator[Answers]:
    """Streams, each client's next behind its last, and short requests; all have ended when the block has."""
    answers = Answers()
    jobs = [*[lambda: answers.add(_stream(client))] * _STREAMS, lambda: answers.add(_short(client))]
    with _repeating(jobs):
        yield answers


@contextmanager
def crowd(client: httpx.Client) -> Iterator[Answers]:
    """More requests at a time than all replicas take."""
    answers = Answers()
    with _repeating([lambda: answers.add(_one_of_many(client))] * CROWD):
        yield answers


@contextmanager
def _repeating(jobs: list[Callable[[], None]]) -> Iterator[None]:
    over = threading.Event()

    def repeat(job: Callable[[], None]) -> None:
        while not over.is_set():
            job()

    threads = [threading.Thread(target=repeat, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(180)


def _stream(client: httpx.Client) -> str:
    body = {**_question("Tell me about containers."), "max_tokens": STREAM_TOKENS, "min_tokens": STREAM_TOKENS, "stream": True}
    try:
        with client.stream("POST", "/v1/chat/completions", json=body) as stream:
            if stream.status_code != httpx.codes.OK:
                time.sleep(0.5)
                return f"stream refused with {stream.status_code}: {stream.read()[:200]!r}"
            events = [line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: ")]
    except httpx.HTTPError as error:
        return f"stream broken: {error!r}"
    if events[-1] != "[DONE]":
        return f"stream ended with {events[-1]}"
    reasons = [choice["finish_reason"] for event in events[:-1] for choice in json.loads(event)["choices"]]
    return WHOLE if reasons[-1] == "length" else f"stream ended for {reasons[-1]}"


def _short(client: httpx.Client) -> str:
    time.sleep(0.1)
    body = {**_question("how do I list all pods?"), "model": "devops-assistant", "max_tokens": 3}
    try:
        answer = client.post("/v1/chat/completions", json=body)
    except httpx.HTTPError as error:
        return f"short broken: {error!r}"
    if answer.status_code != httpx.codes.OK:
        return f"short refused with {answer.status_code}: {answer.text[:200]}"
    return SHORT if "kubectl get pods" in answer.text else f"short answered with {answer.text[:200]}"


def _one_of_many(client: httpx.Client) -> str:
    body = {**_question("Count."), "max_tokens": 60, "min_tokens": 60}
    answer = client.post("/v1/chat/completions", json=body)
    if answer.status_code == httpx.codes.OK:
        return ANSWERED
    time.sleep(0.5)
    return f"refused with {answer.status_code} {answer.json()['error']['code']}"


def _question(text: str) -> dict[str, object]:
    return {"model": MODEL, "messages": [{"role": "user", "content": text}]}
