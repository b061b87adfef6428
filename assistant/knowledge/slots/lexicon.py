"""What words are, to the handbook and in a question."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

_AFTER_A_NAME_TEXT = """
in on to from of with for at and or as by via into onto over is was has had should shall must can may needs does but so that
which who whose it its he she they only please pls now again then till until after before when while if without back up down
every there here im auf von mit und für nach an neu en de con y para dans avec et pour
"""
AFTER_A_NAME = frozenset(_AFTER_A_NAME_TEXT.split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What words are, to the handbook and in this question."""

    known: Callable[[str], bool]
    names: Collection[str]

    def knows(self, word: str) -> bool:
        """Whether a word is one of the handbook's, and no name here."""
        return word not in self.names and self.known(word)
