"""The events of a streamed answer of `POST /v1/responses`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel

from assistant.api.wire.answers import TokenLogprob
from assistant.api.wire.fields import Response
from assistant.api.wire.notes import AssistantNotes
from assistant.api.wire.responses import OutputItem, OutputText, ResponseObject


class _Event(Response):
    """What all have in common."""

    type: str
    sequence_number: int = Field(description="From 0 on.")


class _OfItem(_Event):
    """Of an item of the output."""

    item_id: str
    output_index: int


class _OfPart(_OfItem):
    """Of a part of a message."""

    content_index: int


class ResponseEvent(_Event):
    """The whole response, as far as it is."""

    type: Literal["response.created", "response.in_progress", "response.completed", "response.incomplete", "response.failed"]
    response: ResponseObject


class ItemEvent(_Event):
    """An item begins or is complete."""

    type: Literal["response.output_item.added", "response.output_item.done"]
    output_index: int
    item: OutputItem


class PartEvent(_OfPart):
    """A part of a message begins or is complete."""

    type: Literal["response.content_part.added", "response.content_part.done"]
    part: OutputText


class TextDeltaEvent(_OfPart):
    """More text."""

    type: Literal["response.output_text.delta"] = "response.output_text.delta"
    delta: str
    logprobs: list[TokenLogprob]
    assistant: AssistantNotes | None = Field(
        None,
        exclude_if=lambda notes: notes is None,
        description="What more code found out behind this text, which is empty then; of `devops-assistant` alone.",
    )


class TextDoneEvent(_OfPart):
    """The whole text."""

    type: Literal["response.output_text.done"] = "response.output_text.done"
    text: str
    logprobs: list[TokenLogprob]


class ArgumentsDeltaEvent(_OfItem):
    """More arguments of a call."""

    type: Literal["response.function_call_arguments.delta"] = "response.function_call_arguments.delta"
    delta: str


class ArgumentsDoneEvent(_OfItem):
    """The whole arguments of a call."""

    type: Literal["response.function_call_arguments.done"] = "response.function_call_arguments.done"
    name: str
    arguments: str


class ErrorEvent(_Event):
    """What went wrong; the failed response comes behind it."""

    type: Literal["error"] = "error"
    code: str
    message: str
    param: str | None


AnyEvent = (
    ResponseEvent
    | ItemEvent
    | PartEvent
    | TextDeltaEvent
    | TextDoneEvent
    | ArgumentsDeltaEvent
    | ArgumentsDoneEvent
    | ErrorEvent
)


class ResponseStreamEvent(RootModel[Annotated[AnyEvent, Field(discriminator="type")]]):
    """One event of a streamed response."""
