"""Responses that later ones go on with, in memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from assistant.model.conversation import Message

_OVERHEAD_BYTES = 1000  # of an entry and its messages beside their text


@dataclass(frozen=True)
class StoredResponse:
    """A response and what it answered.

    Attributes:
        body: as it was sent, JSON.
        messages: the conversation with the answer at its end, without instructions.
    """

    body: bytes
    messages: tuple[Message, ...]

    @property
    def size_bytes(self) -> int:
        """About what it takes."""
        return _OVERHEAD_BYTES + len(self.body) + sum(_size(message) for message in self.messages)


class ResponseStore:
    """Keeps the last responses; those that were not used for longest go where the room is needed."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._stored: OrderedDict[str, StoredResponse] = OrderedDict()
        self._size_bytes = 0

    def put(self, identity: str, response: StoredResponse) -> None:
        """Keep a response; one that alone is over the limit is not kept."""
        if response.size_bytes > self._limit_bytes:
            return
        self._stored[identity] = response
        self._size_bytes += response.size_bytes
        while self._size_bytes > self._limit_bytes:
            _, oldest = self._stored.popitem(last=False)
            self._size_bytes -= oldest.size_bytes

    def get(self, identity: str) -> StoredResponse | None:
        """A response that is still there."""
        if identity in self._stored:
            self._stored.move_to_end(identity)
        return self._stored.get(identity)

    def delete(self, identity: str) -> bool:
        """Forget a response; whether it was there."""
        found = self._stored.pop(identity, None)
        self._size_bytes -= found.size_bytes if found else 0
        return found is not None


def _size(message: Message) -> int:
    return len(message.content) + sum(len(call.arguments) for call in message.tool_calls)
