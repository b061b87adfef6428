"""Answers as server-sent events, of every route that streams."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Protocol

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.api.error_responses import error_body, note_error
from assistant.errors import AssistantError, GenerationFailed

DONE = b"data: [DONE]\n\n"
_HEADERS = {"cache-control": "no-cache", "x-accel-buffering": "no"}
_log = logging.getLogger(__name__)


class Closable(Protocol):
    """What events are made of."""

    async def aclose(self) -> None: ...


class AnswerStream(StreamingResponse):
    """Events whose source is closed in any case, also where the client left before the first one."""

    def __init__(self, events: AsyncGenerator[bytes], source: Closable) -> None:
        super().__init__(_ending_in_error(events), media_type="text/event-stream", headers=_HEADERS)
        self._source = source

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self._source):
            await super().__call__(scope, receive, send)


async def _ending_in_error(events: AsyncGenerator[bytes]) -> AsyncIterator[bytes]:
    """The events; an error in the middle is the last one."""
    async with aclosing(events):
        try:
            async for event in events:
                yield event
        except AssistantError as error:
            yield _error_event(error)
        except Exception:  # noqa: BLE001 - the HTTP boundary: the client gets an error, not a cut connection
            _log.exception("a stream failed")
            yield _error_event(GenerationFailed("The server failed on this answer: report the request's id to the operator."))


def _error_event(error: AssistantError) -> bytes:
    note_error(error)
    return f"data: {error_body(error).model_dump_json()}\n\n".encode()
