"""Streamed answers in OpenAI's form: how they end, well or with an error."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing

from assistant.api.error_responses import error_body, note_error
from assistant.api.event_stream import Closable, EventStream, StreamLimits
from assistant.errors import AssistantError, GenerationFailed

DONE = b"data: [DONE]\n\n"
_log = logging.getLogger(__name__)


class AnswerStream(EventStream):
    """The events of an answer, of which an error in the middle is the last one."""

    def __init__(
        self,
        events: AsyncGenerator[bytes],
        source: Closable,
        limits: StreamLimits,
        error_event: Callable[[AssistantError], bytes] | None = None,
    ) -> None:
        """
        Args:
            source: what the events are made of; closed in any case.
            error_event: how an error is spelt, by default as an object `error`.
        """
        super().__init__(_ending_in_error(events, error_event or _error_event), source, limits)


async def _ending_in_error(
    events: AsyncGenerator[bytes], error_event: Callable[[AssistantError], bytes]
) -> AsyncIterator[bytes]:
    """The events; an error in the middle is the last one."""
    async with aclosing(events):
        try:
            async for event in events:
                yield event
        except AssistantError as error:
            note_error(error)
            yield error_event(error)
        except Exception:  # noqa: BLE001 - the HTTP boundary: the client gets an error, not a cut connection
            _log.exception("a stream failed")
            failure = GenerationFailed("The server failed on this answer: report the request's id to the operator.")
            note_error(failure)
            yield error_event(failure)


def _error_event(error: AssistantError) -> bytes:
    return f"data: {error_body(error).model_dump_json()}\n\n".encode()
