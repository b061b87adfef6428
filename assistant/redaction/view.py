"""A text that may still grow, and what a rule may see of it.

Whether a text comes whole or cut anywhere must not change what is found in it. So a rule decides about a place from a
fixed number of characters before and after it, and waits (`Undecided`) until they are there or the text has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

BEFORE = 4096
"""How many characters before a place a rule may see."""

LINE = 1024
"""How many characters of its line a rule may see after a place. A value that goes on beyond them is followed to its end."""

AHEAD = 4096
"""How many characters a rule may see over line ends, and so the most that a stream ever holds back."""


class Undecided(Exception):
    """The text has to go on, or to end, before this can be told."""


class View:
    """The characters that are known, from a place on that only the stream knows."""

    def __init__(self) -> None:
        self.text = ""
        self.lower = ""  # of the same length
        self.ended = False

    def add(self, piece: str) -> None:
        self.text += piece
        self.lower += piece.replace("\u0130", "i").lower()  # the only character that gets longer

    def forget(self, count: int) -> None:
        self.text = self.text[count:]
        self.lower = self.lower[count:]

    def before(self, place: int, most: int = BEFORE) -> str:
        return self.text[max(0, place - most) : place]

    def line_before(self, place: int, most: int = LINE) -> str:
        return self.before(place, most).rpartition("\n")[2]

    def line_end(self, place: int, most: int = LINE) -> int:
        """Where the line ends, or what may be seen of it.

        Raises:
            Undecided: that is not known yet.
        """
        newline = self.text.find("\n", place, place + most)
        if newline >= 0:
            return newline - 1 if newline > place and self.text[newline - 1] == "\r" else newline
        return self.end(place, most)

    def end(self, place: int, most: int = AHEAD) -> int:
        """Where the text ends, or what may be seen of it.

        Raises:
            Undecided: that is not known yet.
        """
        if len(self.text) >= place + most:
            return place + most
        if self.ended:
            return len(self.text)
        raise Undecided


Beyond: TypeAlias = Literal["none", "word", "quoted", "private key", "block", "manifest", "json", "list"]
"""What comes after a span: nothing special, more of a value, more of a private key, more secret lines, more secret pairs or items."""


@dataclass(frozen=True, slots=True)
class Span:
    """A value to replace.

    Attributes:
        kind: the type of the secret.
        start: its place.
        end: after it. Where `start` is `end` nothing is replaced and only `beyond` counts.
        beyond: how the text goes on.
        indent: of the key, for `block`, `manifest` and `list`.
        identity: what tells it from other values, where not all of it is known.
    """

    kind: str
    start: int
    end: int
    beyond: Beyond = "none"
    indent: int = 0
    identity: str | None = None


Spans: TypeAlias = Sequence[Span]
