"""Makes a conversation with a long paste fit the context, by keeping of the paste what matters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from assistant.chat.excerpt import Excerpt, excerpt
from assistant.model.conversation import Message

_DENSEST = 8  # characters of a token, of what is worth being counted
_TRIES = 5
_LEAST_ROOM = 400
_SPARE = 1.05


@dataclass(frozen=True)
class Fitted:
    """A conversation that fits, if that was possible.

    Attributes:
        excerpt: what became of its longest message; None where all of it is there.
    """

    messages: tuple[Message, ...]
    excerpt: Excerpt | None = None


async def fitted(messages: Sequence[Message], room_tokens: int, count: Callable[[Sequence[Message]], Awaitable[int]]) -> Fitted:
    """Shorten the longest message of the user, or result of a tool, where the conversation is too long.

    Args:
        count: the tokens of a conversation.
    """
    whole = tuple(messages)
    places = [at for at, message in enumerate(whole) if message.role in ("user", "tool")]
    if not places:
        return Fitted(whole)
    at = max(places, key=lambda place: len(whole[place].content))
    others = sum(len(message.content) for message in whole) - len(whole[at].content)
    room = min(len(whole[at].content), _DENSEST * room_tokens - others)
    kept: Excerpt | None = None
    for _ in range(_TRIES):
        if room < _LEAST_ROOM:
            break
        kept = excerpt(whole[at].content, room)
        shortened = (*whole[:at], replace(whole[at], content=kept.text if kept else whole[at].content), *whole[at + 1 :])
        tokens = await count(shortened)
        if tokens <= room_tokens:
            return Fitted(shortened, kept)
        characters = others + len(shortened[at].content)
        room = int(len(shortened[at].content) - _SPARE * (tokens - room_tokens) * characters / tokens)
    return Fitted(whole)  # the engine says by how much it is too long
