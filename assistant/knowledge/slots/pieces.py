"""The pieces that a question is cut into: words, quoted texts, and the signs that end them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.knowledge.search.words import canonical

_MOST_QUESTIONS = 16  # whose pieces are remembered
_LONGEST_PIECE = 300
_PIECE = re.compile(
    r"(\"[^\"\n]{1,200}\"|(?<!\w)'[^'\n]{1,200}'|`[^`\n]{1,200}`|[^\s\"'`,;()<>]+)('s\b)?([,;)]|\n|$|(?=\s+\())?"
)
_LAST_HUMP = re.compile(r"(?<=[a-z])[A-Z][a-z]+$")
LOOKS_LIKE_A_NAME = re.compile(r"(?=.*[\d_./-])[A-Za-z0-9][\w.@:/-]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a quoted text of a question."""

    text: str
    quoted: bool
    stem: str
    ends: bool  # whether a sign behind it ends what it is part of
    owns: bool  # `bob's`


@lru_cache(_MOST_QUESTIONS)
def pieces_of(text: str) -> tuple[Piece, ...]:
    """A question is read for the slots of several entries."""
    return tuple(_piece(match) for match in _PIECE.finditer(text) if len(match[1]) <= _LONGEST_PIECE)


def _piece(match: re.Match[str]) -> Piece:
    written = match[1]
    quoted = written[0] in "\"'`" and len(written) > 2 and written[-1] == written[0]  # noqa: PLR2004
    text = written[1:-1] if quoted else written.rstrip(".:?!")
    ends = match[3] is not None or (not quoted and text != written)
    noun = text.partition("/")[0]
    hump = _LAST_HUMP.search(noun)  # `imagePullSecret`
    return Piece(text, quoted, canonical((hump[0] if hump else noun).casefold()), ends, bool(match[2]))
