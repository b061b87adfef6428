"""Answers of the engine in the form of chat completions and their chunks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import to_json

from assistant.api.answers import logprobs_of, usage_of
from assistant.api.notes import notes_of
from assistant.api.wire.answers import Usage
from assistant.api.wire.chat import ChatCompletionChunk, ChunkChoice, Delta, FunctionDelta, ToolCallDelta
from assistant.api.wire.notes import AssistantNotes
from assistant.chat import answer as chat
from assistant.chat.answer import Answer
from assistant.engine.completion import ToolCallPiece

_TEXT = "\ufdd0"  # stands for the text in the pattern of a chunk; no other part of a chunk can have it


class ChunkWriter:
    """The chunks of one stream as server-sent events."""

    def __init__(
        self, identity: Mapping[str, Any], *, include_usage: bool, usage_so_far: Callable[[], Usage] | None = None
    ) -> None:
        """
        Args:
            identity: what all chunks have in common.
            include_usage: whether they have the field at all.
            usage_so_far: what every chunk tells; None where only the last one does.
        """
        self._identity = identity
        self._leave_out = None if include_usage else {"usage"}
        self._usage_so_far = usage_so_far
        self._patterns: dict[int, tuple[bytes, bytes]] = {}

    def start(self, choice: int) -> bytes:
        """The first chunk of a choice."""
        return self._event(ChunkChoice(index=choice, delta=Delta(role="assistant", content="")))

    def delta(self, delta: chat.Delta) -> bytes:
        """What a choice gets more of; its end is a chunk of its own."""
        events = b""
        if delta.logprobs:
            logprobs = logprobs_of(delta.logprobs)
            events += self._event(ChunkChoice(index=delta.choice, delta=Delta(content=delta.text), logprobs=logprobs))
        elif delta.text and self._usage_so_far:
            events += self._event(ChunkChoice(index=delta.choice, delta=Delta(content=delta.text)))
        elif delta.text:
            before, after = self._pattern(delta.choice)
            events += before + to_json(delta.text) + after  # all that differs: this runs for every token
        for call in delta.calls:
            events += self._event(ChunkChoice(index=delta.choice, delta=Delta(tool_calls=[_call_delta(call)])))
        if delta.notes:
            events += self._event(ChunkChoice(index=delta.choice, delta=Delta()), notes=notes_of(delta.notes))
        if delta.finish_reason:
            events += self._event(ChunkChoice(index=delta.choice, delta=Delta(), finish_reason=delta.finish_reason))
        return events

    def usage(self, answer: Answer) -> bytes:
        """The chunk without a choice that comes last."""
        return self._event(usage=usage_of(answer))

    def _pattern(self, choice: int) -> tuple[bytes, bytes]:
        if choice not in self._patterns:
            before, after = self._event(ChunkChoice(index=choice, delta=Delta(content=_TEXT))).split(to_json(_TEXT))
            self._patterns[choice] = before, after
        return self._patterns[choice]

    def _event(self, *choices: ChunkChoice, usage: Usage | None = None, notes: AssistantNotes | None = None) -> bytes:
        if usage is None and self._usage_so_far:
            usage = self._usage_so_far()
        chunk = ChatCompletionChunk(**self._identity, choices=list(choices), usage=usage, assistant=notes)
        return f"data: {chunk.model_dump_json(exclude=self._leave_out)}\n\n".encode()


def _call_delta(piece: ToolCallPiece) -> ToolCallDelta:
    function = FunctionDelta(name=piece.name, arguments=piece.arguments)
    return ToolCallDelta(index=piece.call, id=piece.id, type="function" if piece.id else None, function=function)
