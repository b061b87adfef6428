"""A request as the model sees it, and what stands around its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assistant.chat.gated import Gate
from assistant.chat.notes import Notes, Part
from assistant.chat.request import ChatRequest


class Reader(Protocol):
    """Reads the text of one choice before a client does."""

    async def take(self, text: str) -> list[Part]:
        """Take the next text; what is certain now."""
        ...

    async def finish(self, *, limited: bool = False) -> list[Part]:
        """The rest, once the model has ended.

        Args:
            limited: whether it ended at the limit of its tokens, and might have gone on.
        """
        ...


@dataclass(frozen=True)
class Turn:
    """A request as the model sees it.

    Attributes:
        notes: what is known before the model says a word; None where nothing is looked for.
        hint: what the model has to be told beside the system prompt.
        reader: makes what reads one answer; None where answers are as they are.
        lead: what every answer begins with.
        gate: makes what ends one answer early; None where each goes on for as long as the model does.
    """

    request: ChatRequest
    notes: Notes | None = None
    hint: str = ""
    reader: Callable[[], Reader] | None = None
    lead: str = ""
    gate: Callable[[], Gate] | None = None
