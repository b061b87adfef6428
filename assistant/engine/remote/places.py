"""The places of an engine that forwards: some requests are with the server, some wait here, the next is refused."""

from __future__ import annotations

import asyncio

from assistant.engine.load import Load
from assistant.errors import QueueFull

_RETRY_AFTER_S = 5
_NAME = "remote"  # in the metrics: what the server calls its model is known only later


class Places:
    """Belongs to one event loop; only `load` may be read from elsewhere."""

    def __init__(self, *, max_running: int, max_waiting: int) -> None:
        self._limit = max_running + max_waiting
        self._free = asyncio.Semaphore(max_running)
        self._taken = 0
        self._running = 0
        self.idle = asyncio.Event()  # nobody is with the server
        self.idle.set()

    @property
    def load(self) -> Load:
        return Load(self._running, self._taken - self._running)

    def take(self) -> Place:
        """A place at the end of the queue.

        Raises:
            QueueFull: there is none.
        """
        if self._taken >= self._limit:
            raise QueueFull(self.load.waiting, _RETRY_AFTER_S)
        self.count(taken=1)
        return Place(self, self._free)

    def count(self, *, taken: int = 0, running: int = 0) -> None:
        """Note a change."""
        self._taken += taken
        self._running += running
        if self._running:
            self.idle.clear()
        else:
            self.idle.set()
        self.load.observe(_NAME)


class Place:
    """One request's place; to be released in any case."""

    def __init__(self, places: Places, free: asyncio.Semaphore) -> None:
        self._places = places
        self._free = free
        self._running = False
        self._released = False

    async def start(self) -> None:
        """Wait until the request may run; first come, first served."""
        await self._free.acquire()
        self._running = True
        self._places.count(running=1)

    def release(self) -> None:
        """Give the place to the next one; a second call does nothing."""
        if self._released:
            return
        self._released = True
        if self._running:
            self._free.release()
        self._places.count(taken=-1, running=-1 if self._running else 0)
