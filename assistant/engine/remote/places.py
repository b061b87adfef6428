"""The places of an engine that forwards: some requests are with the server, some wait here, the next is refused."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from assistant.engine.load import Load
from assistant.errors import QueueFull

_RETRY_AFTER_S = 5
_NAME = "remote"  # in the metrics: what the server calls its model is known only later


class Places:
    """Belongs to one event loop; only `load` may be read from elsewhere."""

    def __init__(self, *, max_running: int, max_waiting: int) -> None:
        self.max_running = max_running
        self._limit = max_running + max_waiting
        self._taken = 0
        self._running = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()
        self.idle = asyncio.Event()  # nobody is with the server
        self.idle.set()

    @property
    def load(self) -> Load:
        return Load(self._running, self._taken - self._running)

    def take(self, count: int = 1) -> list[Place]:
        """Places at the end of the queue, all of them or none.

        Raises:
            QueueFull: there are not so many.
        """
        if self._taken + count > self._limit:
            raise QueueFull(self.load.waiting, _RETRY_AFTER_S)
        self.count(taken=count)
        return [Place(self) for _ in range(count)]

    async def start(self, places: Sequence[Place]) -> None:
        """Wait until these may run, all at once, at most `max_running`; first come, first served."""
        turn = asyncio.get_running_loop().create_future()
        entry = (len(places), turn)
        self._waiting.append(entry)
        self._let_in()
        try:
            await turn
        except BaseException:
            if not turn.cancelled() and turn.done():
                self.count(running=-len(places))
            elif entry in self._waiting:
                self._waiting.remove(entry)
            self._let_in()
            raise
        for place in places:
            place.running = True

    def _let_in(self) -> None:
        while self._waiting and self._running + self._waiting[0][0] <= self.max_running:
            count, turn = self._waiting.popleft()
            if not turn.done():
                self.count(running=count)
                turn.set_result(None)

    def count(self, *, taken: int = 0, running: int = 0) -> None:
        """Note a change."""
        self._taken += taken
        self._running += running
        if self._running:
            self.idle.clear()
        else:
            self.idle.set()
        self.load.observe(_NAME)
        if running < 0:
            self._let_in()


class Place:
    """One request's place; to be released in any case."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._released = False
        self.running = False

    def release(self) -> None:
        """Give the place to the next one; a second call does nothing."""
        if self._released:
            return
        self._released = True
        self._places.count(taken=-1, running=-1 if self.running else 0)
