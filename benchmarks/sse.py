"""Reads what came over a socket: HTTP/1.1 head, chunked or plain body, server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_HEAD_END = b"\r\n\r\n"
_OK = 200


@dataclass
class EventReader:
    """Takes the bytes of one response, cut anywhere, and gives the `data:` payloads as they become whole.

    Attributes:
        status: of the response, 0 until the head is whole.
        body: what of the body is not given yet; of a response that is no stream, all of it.
    """

    status: int = 0
    body: bytes = b""
    _raw: bytes = b""
    _chunked: bool = False
    _left: int = 0  # bytes of the present chunk that are still to come
    _ended: bool = False

    def feed(self, data: bytes) -> list[str]:
        """Take some bytes; gives the payloads that they complete."""
        self._raw += data
        if not self.status and not self._read_head():
            return []
        if self._chunked:
            self._read_chunks()
        else:
            self.body += self._raw
            self._raw = b""
        return self._payloads() if self.status == _OK else []

    def _read_head(self) -> bool:
        head, end, rest = self._raw.partition(_HEAD_END)
        if not end:
            return False
        self._raw = rest
        self.status = int(head.split(b" ", 2)[1])
        self._chunked = b"transfer-encoding: chunked" in head.lower()
        return True

    def _read_chunks(self) -> None:
        while self._raw and not self._ended:
            if self._left:
                part = self._raw[: self._left]
                self.body += part
                self._raw = self._raw[len(part) :]
                self._left -= len(part)
                continue
            size, end, rest = self._raw.lstrip(b"\r\n").partition(b"\r\n")
            if not end:
                return
            self._left = int(size.split(b";")[0], 16)
            self._raw = rest
            self._ended = self._left == 0

    def _payloads(self) -> list[str]:
        *whole, self.body = self.body.replace(b"\r\n", b"\n").split(b"\n\n")
        lines = (line for event in whole for line in event.split(b"\n"))
        return [line[5:].strip().decode() for line in lines if line.startswith(b"data:")]


@dataclass
class Answer:
    """One streamed chat completion, as the client saw it. Times are seconds of one monotonic clock.

    Attributes:
        times_s: when each event with text came.
        end_s: when the last event with text or the finish reason came.
        completion_tokens: of the usage; of a stream that was cut, the events with text.
        cut: the client closed it before its end.
    """

    sent_s: float
    times_s: list[float] = field(default_factory=list)
    end_s: float = 0.0
    text: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    finish_reason: str | None = None
    cut: bool = False
    error: str | None = None

    @property
    def ttft_s(self) -> float:
        """Time to the first text."""
        return self.times_s[0] - self.sent_s

    @property
    def decode_tokens_per_s(self) -> float:
        """Speed after the first text."""
        took_s = self.end_s - self.times_s[0]
        return (self.completion_tokens - 1) / took_s if took_s > 0 else 0.0


def read_answer(sent_s: float, received: Iterable[tuple[float, bytes]], *, cut: bool = False) -> Answer:
    """Make the answer of one request from the bytes and the times at which they came."""
    answer, reader = Answer(sent_s, cut=cut), EventReader()
    for time_s, data in received:
        for payload in reader.feed(data):
            if payload != "[DONE]":
                _take(answer, time_s, json.loads(payload))
    if reader.status != _OK and not (cut and not reader.status):
        answer.error = f"HTTP {reader.status}: {reader.body[:300].decode(errors='replace')}"
    elif not cut and not answer.times_s and not answer.error:
        answer.error = "no text came"
    elif not cut and not answer.completion_tokens and not answer.error:
        answer.error = "the stream ended without its usage"
    if cut and not answer.completion_tokens:
        answer.completion_tokens = len(answer.times_s)
    return answer


def _take(answer: Answer, time_s: float, event: dict[str, Any]) -> None:
    if event.get("error"):
        answer.error = json.dumps(event["error"])
    for choice in event.get("choices") or ():
        if text := (choice.get("delta") or {}).get("content"):
            answer.times_s.append(time_s)
            answer.text += text
            answer.end_s = time_s
        if choice.get("finish_reason"):
            answer.finish_reason = choice["finish_reason"]
            answer.end_s = time_s
    if usage := event.get("usage"):
        answer.prompt_tokens = usage.get("prompt_tokens") or 0
        answer.completion_tokens = usage.get("completion_tokens") or 0
