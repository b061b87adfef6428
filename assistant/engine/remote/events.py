"""Server-sent events, as far as OpenAI's wire uses them (WHATWG HTML, section 9.2.6)."""

from __future__ import annotations

MAX_EVENT_BYTES = 1 << 20


class EventReader:
    """Takes the bytes of a stream cut anywhere and gives the data of each event; comments and other fields are ignored."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[str] = []
        self._size = 0

    def push(self, received: bytes) -> list[str]:
        """The data of the events that are complete now.

        Raises:
            ValueError: it is not UTF-8, or an event does not end.
        """
        *lines, self._rest = (self._rest + received).split(b"\n")
        events = []
        for line in lines:
            if field := line.removesuffix(b"\r"):
                self._take(field)
            elif self._data:
                events.append("\n".join(self._data))
                self._data, self._size = [], 0
        if len(self._rest) + self._size > MAX_EVENT_BYTES:
            raise ValueError(f"an event is longer than {MAX_EVENT_BYTES} bytes")
        return events

    def _take(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if name == b"data":
            self._size += len(value)
            self._data.append(value.removeprefix(b" ").decode())
