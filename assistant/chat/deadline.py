"""A moment at which whoever waits for the next part of an answer stops waiting."""

from __future__ import annotations

import asyncio
from types import TracebackType


class Deadline:
    """Like `asyncio.timeout_at`, but entered for every part with one timer for all: parts come a thousand times a second.

    One task at a time waits in it. Whoever waits gets a `TimeoutError`, and so does whoever comes later.
    """

    def __init__(self, when: float) -> None:
        """
        Args:
            when: in the time of the event loop.
        """
        self._when = when
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[object] | None = None
        self._cancelling = 0  # that others had asked the task for before
        self._passed = False
        self._stopped = False  # a task, which has not come out yet

    def __enter__(self) -> None:
        if self._passed:
            raise TimeoutError
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_at(self._when, self._pass)
        self._task = asyncio.current_task()
        self._cancelling = self._task.cancelling() if self._task else 0

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        task, self._task = self._task, None
        if self._stopped and task:
            self._stopped = False
            if task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
                raise TimeoutError from error

    def close(self) -> None:
        """Take back the timer."""
        if self._timer:
            self._timer.cancel()

    def _pass(self) -> None:
        self._passed = True
        if self._task:
            self._stopped = True
            self._task.cancel()
