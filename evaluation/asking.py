"""Asks a model through the HTTP API and keeps what came, and when."""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from assistant.api.wire.notes import AssistantNotes

PIPELINE = "devops-assistant"
_LISTS = ("references", "redactions", "excerpts", "checks", "risks")
_FINDABLE = 30  # characters by which the beginning of the model's words is found
_OK = 200


@dataclass(frozen=True)
class Answer:
    """An answer, whole.

    Attributes:
        own_words: what of it the model wrote; of the bare model all.
        lead: what stood before that.
        notes: the field `assistant`; None where none came.
        first_text_s: from the request to the first text; None where none came.
        error: why there is no answer, or not all of it.
    """

    text: str = ""
    own_words: str = ""
    lead: str = ""
    notes: AssistantNotes | None = None
    finish_reason: str | None = None
    first_text_s: float | None = None
    error: str | None = None


Message = dict[str, str]


async def ask(client: httpx.AsyncClient, model: str, messages: Sequence[Message], max_tokens: int) -> Answer:
    """Ask for a stream, always the likeliest token.

    The pipeline is asked for log probabilities too: they tell the model's words from those that code said before them.
    """
    body = {"model": model, "messages": list(messages), "max_tokens": max_tokens, "temperature": 0, "stream": True}
    if model == PIPELINE:
        body["logprobs"] = True
    coming = _Coming(time.perf_counter())
    try:
        async with client.stream("POST", "/v1/chat/completions", json=body) as response:
            if response.status_code != _OK:
                return Answer(error=_refusal(await response.aread(), response.status_code))
            async for event in _events(response):
                coming.take(event)
    except httpx.HTTPError as error:
        coming.error = f"{type(error).__name__}: {error}"
    return coming.answer()


async def _events(response: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    async for line in response.aiter_lines():
        if line.startswith("data:") and (payload := line[5:].strip()) != "[DONE]":
            yield json.loads(payload)


def _refusal(body: bytes, status: int) -> str:
    try:
        return f"{status} {json.loads(body)['error']['code']}"
    except (ValueError, KeyError, TypeError):
        return str(status)


@dataclass
class _Coming:
    """An answer while it comes."""

    start_s: float
    texts: list[str] = field(default_factory=list)
    tokens: list[bytes] = field(default_factory=list)
    before: int = 0  # characters that surely came before the model's words
    notes: dict[str, Any] | None = None
    finish_reason: str | None = None
    first_text_s: float | None = None
    error: str | None = None

    def take(self, event: dict[str, Any]) -> None:
        if "error" in event:
            self.error = str(event["error"].get("code") or event["error"].get("message"))
        for choice in event.get("choices", ()):
            tokens = (choice.get("logprobs") or {}).get("content") or ()
            self.tokens += [bytes(token["bytes"] or token["token"].encode()) for token in tokens]
            text = choice["delta"].get("content") or ""
            if text and self.first_text_s is None:
                self.first_text_s = time.perf_counter() - self.start_s
            self.texts.append(text)
            if not self.tokens:
                self.before += len(text)
            self.finish_reason = choice.get("finish_reason") or self.finish_reason
        if told := event.get("assistant"):
            self._note(told)

    def _note(self, told: dict[str, Any]) -> None:
        if self.notes is None:
            self.notes = {"intent": told["intent"], **{name: [] for name in _LISTS}}
        self.notes["intent"] = self.notes["intent"] or told["intent"]
        for name in _LISTS:
            self.notes[name] += told[name]

    def answer(self) -> Answer:
        text = "".join(self.texts)
        own = b"".join(self.tokens).decode(errors="replace")
        begin = self._begin(text, own)
        return Answer(
            text=text,
            own_words=text[begin:],
            lead=text[:begin],
            notes=AssistantNotes.model_validate(self.notes) if self.notes else None,
            finish_reason=self.finish_reason,
            first_text_s=self.first_text_s,
            error=self.error,
        )

    def _begin(self, text: str, own: str) -> int:
        """Where the model's words begin: the end of the lead may be held back until the first of them comes.

        At the end, where there is a lead and nothing of what the model said is shown.
        """
        if self.notes is None:
            return 0
        own = own.lstrip()
        start = own[:_FINDABLE].rstrip()
        places = (
            [found.start() for found in re.finditer(re.escape(start), text) if found.start() >= self.before] if start else []
        )
        whole = (place for place in places if own.startswith(text[place:].rstrip()))
        none = len(text) if self.before else 0
        return next(whole, places[0] if places else none)
