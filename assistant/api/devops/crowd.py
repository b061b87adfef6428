"""How many requests may be worked on at a time without the model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import QueueFull

_RETRY_AFTER_S = 2


class Crowd:
    """Counts those that are there; belongs to one event loop."""

    def __init__(self) -> None:
        self._present = 0

    @contextmanager
    def enter(self, most: int) -> Iterator[None]:
        """Be one of them inside the block.

        Raises:
            QueueFull: so many are there already.
        """
        if self._present >= most:
            raise QueueFull(self._present, _RETRY_AFTER_S)
        self._present += 1
        try:
            yield
        finally:
            self._present -= 1
