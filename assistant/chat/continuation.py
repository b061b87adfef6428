"""An answer that goes on with what its client has of it already."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Continuation:
    """
    Attributes:
        own: what the model has said of it, without the spaces that it says once more.
        ahead: what code still has to say before the model does.
        spaces: at the end of what the client has, which are the model's to say.
        leads: whether the model begins behind all that code said, and not in the middle of words of its own.
    """

    own: str
    ahead: str
    spaces: int
    leads: bool


def continuation(begun: str, said: str) -> Continuation:
    """How an answer goes on.

    Args:
        begun: what the client has; nothing where the answer is new.
        said: what code says first in every answer.
    """
    if said.startswith(begun):
        ahead = said.removeprefix(begun)
        return Continuation("", ahead, 0 if ahead else _of_the_next_word(begun), True)
    own, spaces = begun.removeprefix(said).lstrip("\n"), _of_the_next_word(begun)
    return Continuation(own[: len(own) - spaces], "", spaces, False)


def _of_the_next_word(text: str) -> int:
    """How many of the spaces at the end of a text that was cut belong to its next token: words begin with one.

    Code is indented by an even number of them: an odd one at the beginning of a line was cut before its word's.
    """
    line = text.rpartition("\n")[2]
    spaces = len(line) - len(line.rstrip(" "))
    return 0 if not spaces or (line.isspace() and spaces % 2) else 1
