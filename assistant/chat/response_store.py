"""Responses that later ones go on with, in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.model.conversation import Message

_OVERHEAD_BYTES = 1000  # of an entry and its messages beside their text


@dataclass(frozen=True)
class StoredResponse:
    """A response and what it answered.

    Attributes:
        body: as it was sent, JSON.
        messages: the conversation with the answer at its end, without instructions.
        items: what it said, by the ids of its items.
    """

    body: bytes
    messages: tuple[Message, ...]
    items: Mapping[str, Message]

    @property
    def size_bytes(self) -> int:
        """About what it takes."""
        return _OVERHEAD_BYTES + len(self.body) + sum(_size(message) for message in self.messages)


class ResponseStore:
    """Keeps the last responses; those that were not used for longest go where the room is needed."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._stored: OrderedDict[str, StoredResponse] = OrderedDict()
        self._response_of_item: dict[str, str] = {}
        self._size_bytes = 0

    def put(self, identity: str, response: StoredResponse) -> None:
        """Keep a response; one that alone is over the limit is not kept."""
        if response.size_bytes > self._limit_bytes:
            return
        self._stored[identity] = response
        self._response_of_item |= dict.fromkeys(response.items, identity)
        self._size_bytes += response.size_bytes
        while self._size_bytes > self._limit_bytes:
            self.delete(next(iter(self._stored)))

    def get(self, identity: str) -> StoredResponse | None:
        """A response that is still there."""
        if identity in self._stored:
            self._stored.move_to_end(identity)
        return self._stored.get(identity)

    def item(self, identity: str) -> Message | None:
        """What an item of a response that is still there said."""
        response = self.get(self._response_of_item.get(identity, ""))
        return response.items[identity] if response else None

    def delete(self, identity: str) -> bool:
        """Forget a response; whether it was there."""
        found = self._stored.pop(identity, None)
        if found is None:
            return False
        self._size_bytes -= found.size_bytes
        for item in found.items:
            del self._response_of_item[item]
        return True


def _size(message: Message) -> int:
    return len(message.content) + sum(len(call.arguments) for call in message.tool_calls)
