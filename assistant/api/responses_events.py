"""A response while it is written: its items, and the events that tell of them."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Any

from assistant.api.answers import logprobs_of
from assistant.api.notes import notes_of
from assistant.api.wire.answers import PromptTokensDetails
from assistant.api.wire.response_events import (
    AnyEvent,
    ArgumentsDeltaEvent,
    ArgumentsDoneEvent,
    ErrorEvent,
    ItemEvent,
    PartEvent,
    ResponseEvent,
    TextDeltaEvent,
    TextDoneEvent,
)
from assistant.api.wire.responses import (
    IncompleteDetails,
    OutputFunctionCall,
    OutputItem,
    OutputMessage,
    OutputText,
    OutputTokensDetails,
    ResponseError,
    ResponseObject,
    ResponseUsage,
)
from assistant.chat.answer import Answer, Delta
from assistant.chat.notes import Notes, all_of
from assistant.engine.completion import AnsweredToken, ToolCallPiece
from assistant.errors import AssistantError


class ResponseWriter:
    """Turns the deltas of an answer into items of a response.

    Attributes:
        response: as far as it is.
    """

    def __init__(self, response: ResponseObject) -> None:
        """
        Args:
            response: without output; written to.
        """
        self.response = response
        self._number = 0
        self._message: OutputMessage | None = None  # that is being written
        self._untold: tuple[AnsweredToken, ...] = ()  # tokens without text that came before it
        self._calls: dict[int, OutputFunctionCall] = {}  # by their number in the answer
        self._notes: list[Notes] = []  # of the item that was opened last
        self._early: list[Notes] = []  # that came before there was one that they could be of

    async def events(self, answer: Answer) -> AsyncGenerator[bytes]:
        """All events; the response is complete behind the last but one."""
        yield self._of_response("response.created")
        yield self._of_response("response.in_progress")
        async with aclosing(answer.__aiter__()) as deltas:
            async for delta in deltas:
                for event in self._take(delta):
                    yield event
        self._finish(answer)
        yield self._of_response(f"response.{self.response.status}")

    async def whole(self, answer: Answer) -> ResponseObject:
        """The complete response."""
        async with aclosing(self.events(answer)) as events:
            async for _ in events:
                pass
        return self.response

    def failed(self, error: AssistantError) -> bytes:
        """The last events of a response that cannot go on."""
        code = error.code or error.type
        told = self._event(ErrorEvent, code=code, message=error.message, param=error.param)
        self.response.status = "failed"
        self.response.error = ResponseError(code=code, message=error.message)
        return told + self._of_response("response.failed")

    def _take(self, delta: Delta) -> Iterator[bytes]:
        self._untold += delta.logprobs
        if delta.text or (self._untold and self._message):
            tokens, self._untold = self._untold, ()
            yield from self._take_text(delta.text, tokens)
        for piece in delta.calls:
            yield from self._take_call(piece)
        if delta.notes is not None:
            yield from self._take_notes(delta.notes)
        if delta.finish_reason:
            if any(self._early):
                yield from self._take_last_notes()
            self.response.status = "incomplete" if delta.finish_reason == "length" else "completed"
            for item in self.response.output:
                yield from self._close(item)

    def _take_text(self, text: str, tokens: tuple[AnsweredToken, ...]) -> Iterator[bytes]:
        """More of the message that is open, or the first of another; a token without text is told of in an open one."""
        if self._message is None:
            self._message = OutputMessage(id=f"msg_{uuid.uuid4().hex}", status="in_progress", content=[])
            yield self._open(self._message)
            self._message.content.append(OutputText(text=""))
            yield self._of_part(PartEvent, self._message, type="response.content_part.added", part=self._message.content[0])
        told = logprobs_of(tokens)
        logprobs = told.content if told else []
        [part] = self._message.content
        part.text += text
        part.logprobs += logprobs
        yield self._of_part(TextDeltaEvent, self._message, delta=text, logprobs=logprobs)

    def _take_notes(self, notes: Notes) -> Iterator[bytes]:
        """What more is known: told behind the text that is open, else with the item that is opened next."""
        if self._message is None:
            self._early.append(notes)
            return
        self._notes.append(notes)
        self._message.assistant = notes_of(all_of(self._notes))
        yield self._of_part(TextDeltaEvent, self._message, delta="", logprobs=[], assistant=notes_of(notes))

    def _take_last_notes(self) -> Iterator[bytes]:
        """Those that no item was opened for: the last one has them too, or a message without a word."""
        if self.response.output:
            self.response.output[-1].assistant = notes_of(all_of([*self._notes, *self._early]))
        else:
            yield from self._take_text("", ())

    def _take_call(self, piece: ToolCallPiece) -> Iterator[bytes]:
        self._untold = ()
        if piece.call not in self._calls:
            if self._message:
                yield from self._close(self._message)
                self._message = None
            call = OutputFunctionCall(
                id=f"fc_{uuid.uuid4().hex}", status="in_progress", call_id=piece.id or "", name=piece.name or "", arguments=""
            )
            self._calls[piece.call] = call
            yield self._open(call)
        if piece.arguments:
            self._calls[piece.call].arguments += piece.arguments
            yield self._of_item(ArgumentsDeltaEvent, self._calls[piece.call], delta=piece.arguments)

    def _open(self, item: OutputItem) -> bytes:
        self._notes, self._early = self._early, []
        item.assistant = notes_of(all_of(self._notes)) if self._notes else None
        self.response.output.append(item)
        return self._event(ItemEvent, type="response.output_item.added", output_index=self._index(item), item=item)

    def _close(self, item: OutputItem) -> Iterator[bytes]:
        """End an item where it has not ended: as the response, or as complete where that goes on."""
        if item.status != "in_progress":
            return
        if isinstance(item, OutputMessage):
            [part] = item.content
            yield self._of_part(TextDoneEvent, item, text=part.text, logprobs=part.logprobs)
            yield self._of_part(PartEvent, item, type="response.content_part.done", part=part)
        else:
            yield self._of_item(ArgumentsDoneEvent, item, name=item.name, arguments=item.arguments)
        is_last = item is self.response.output[-1]
        item.status = "incomplete" if is_last and self.response.status == "incomplete" else "completed"
        yield self._event(ItemEvent, type="response.output_item.done", output_index=self._index(item), item=item)

    def _finish(self, answer: Answer) -> None:
        if self.response.status == "incomplete":
            self.response.incomplete_details = IncompleteDetails()
        usage = answer.usage
        self.response.usage = ResponseUsage(
            input_tokens=usage.prompt_tokens,
            input_tokens_details=PromptTokensDetails(cached_tokens=usage.cached_tokens),
            output_tokens=usage.completion_tokens,
            output_tokens_details=OutputTokensDetails(),
            total_tokens=usage.prompt_tokens + usage.completion_tokens,
        )

    def _index(self, item: OutputItem) -> int:
        return next(index for index, known in enumerate(self.response.output) if known is item)

    def _of_response(self, kind: str) -> bytes:
        return self._event(ResponseEvent, type=kind, response=self.response)

    def _of_item(self, kind: type[AnyEvent], item: OutputItem, **fields: Any) -> bytes:
        return self._event(kind, item_id=item.id, output_index=self._index(item), **fields)

    def _of_part(self, kind: type[AnyEvent], item: OutputMessage, **fields: Any) -> bytes:
        return self._of_item(kind, item, content_index=0, **fields)

    def _event(self, kind: type[AnyEvent], **fields: Any) -> bytes:
        event = kind(sequence_number=self._number, **fields)
        self._number += 1
        return f"event: {event.type}\ndata: {event.model_dump_json()}\n\n".encode()
