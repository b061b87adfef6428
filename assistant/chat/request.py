"""A valid chat request, as the parts below the API know it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model.tokenizer import Message


@dataclass(frozen=True)
class ChatRequest:
    """What a client asked for; None where it left the choice to the server.

    Attributes:
        messages: at least one.
        stop: none of them empty.
        min_tokens: at most `max_tokens`.
        ignore_eos: whether the answer goes on where the model would end it.
    """

    model: str
    messages: tuple[Message, ...]
    temperature: float | None = None
    top_p: float | None = None
    seed: int | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    min_tokens: int = 0
    ignore_eos: bool = False


@dataclass(frozen=True)
class Defaults:
    """What a served model does where a request does not choose."""

    temperature: float
    top_p: float
    max_tokens: int
    system_prompt: str = ""
