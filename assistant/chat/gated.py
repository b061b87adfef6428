"""An answer that ends where its text is not worth going on with."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from assistant.engine.completion import Completion, Piece, Usage


class Gate(Protocol):
    """Takes the text of one answer in order."""

    @property
    def ended(self) -> bool:
        """Whether nothing that comes will be shown."""
        ...

    def feed(self, text: str) -> str:
        """Take the next text; what of it is shown now."""
        ...

    def close(self) -> str:
        """What is left once the model has ended."""
        ...


class Gated:
    """A completion of which a client sees what a gate lets through; its log probabilities are of all that the model said."""

    def __init__(self, completion: Completion, gate: Gate) -> None:
        self._completion = completion
        self._gate = gate

    @property
    def usage(self) -> Usage:
        return self._completion.usage

    @property
    def began(self) -> float | None:
        return self._completion.began

    async def __anext__(self) -> Piece:
        piece = await anext(self._completion)
        text = self._gate.feed(piece.text)
        if piece.finish_reason and not self._gate.ended:
            return replace(piece, text=text + self._gate.close())
        return replace(piece, text=text, finish_reason="stop" if self._gate.ended else None)

    async def aclose(self) -> None:
        await self._completion.aclose()
