"""Server-sent events over HTTP (WHATWG HTML, section 9.2): headers, keep-alives, slow clients, and who is closed when."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import dataclass
from typing import Protocol

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.api.direct_send import direct_send
from assistant.observability.request_log import annotate

KEEP_ALIVE = b": keep-alive\n\n"  # a comment: clients skip it
_HEADERS = {"cache-control": "no-cache", "x-accel-buffering": "no"}
_LAST_WORDS_S = 5.0  # to a client that reads an answer is ended by its own limit, with an error


class Closable(Protocol):
    """What events are made of."""

    async def aclose(self) -> None: ...


@dataclass(frozen=True)
class StreamLimits:
    """How long things may take.

    Attributes:
        keep_alive_s: seconds of silence before a comment is sent.
        whole_s: seconds that the source gives itself for the whole answer.
    """

    keep_alive_s: float
    whole_s: float


class EventStream(StreamingResponse):
    """Sends events as they come, and a comment wherever nothing came for a while.

    The events and their source are closed in any case: also where the client left before the first one, and where it
    takes nothing for so long that the answer is past its limit.
    """

    def __init__(self, events: AsyncIterator[bytes], source: Closable, limits: StreamLimits) -> None:
        """
        Args:
            events: whole events, each with the blank line behind it.
            source: closed behind the events, which close it only where they have begun.
        """
        super().__init__(events, media_type="text/event-stream", headers=_HEADERS)
        self._events = events
        self._source = source
        self._keep_alive_s = limits.keep_alive_s
        self._limit_s = limits.whole_s + _LAST_WORDS_S
        self._direct: Send | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._direct = direct_send(scope)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(aclosing(self._source))
            if close := getattr(self._events, "aclose", None):
                stack.push_async_callback(close)
            try:
                async with asyncio.timeout(self._limit_s):
                    await super().__call__(scope, receive, send)
            except TimeoutError:  # the response stays incomplete, so the server closes the connection
                annotate(error_code="client_too_slow")

    async def stream_response(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        out = _Output(self._direct or send)
        silence = asyncio.create_task(out.break_silence(self._keep_alive_s))
        try:
            async for event in self._events:
                await out.send(event)
        finally:
            silence.cancel()
            await asyncio.wait({silence})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class _Output:
    """Where events and comments meet."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._sending = 0
        self._now = asyncio.get_running_loop().time
        self._last = self._now()

    async def send(self, event: bytes) -> None:
        self._sending += 1  # two at a time wait for the client one behind the other: each is written as a whole
        try:
            await self._send({"type": "http.response.body", "body": event, "more_body": True})
        finally:
            self._sending -= 1
        self._last = self._now()

    async def break_silence(self, after_s: float) -> None:
        with suppress(OSError):  # the client has left; whoever sends the next event learns it
            while True:
                await asyncio.sleep(max(self._last + after_s - self._now(), 0))
                if self._sending:  # the client takes nothing now: more would not help
                    await asyncio.sleep(after_s)
                elif self._now() - self._last >= after_s:
                    await self.send(KEEP_ALIVE)
