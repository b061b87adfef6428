"""The classes of risk, and what is said about a script and its commands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

Dialect = Literal["bash", "sh", "zsh", "console", "powershell", "cmd"]


class Risk(IntEnum):
    """From harmless to worst. What is unknown may be anything, so it is worse than what is known to change state."""

    READ_ONLY = 0
    CHANGES_STATE = 1
    UNKNOWN = 2
    DESTRUCTIVE = 3

    @property
    def label(self) -> str:
        """As people and JSON read it: `read-only`, `changes state`, `unknown`, `destructive`."""
        return _LABELS[self]


_LABELS = {
    Risk.READ_ONLY: "read-only",
    Risk.CHANGES_STATE: "changes state",
    Risk.UNKNOWN: "unknown",
    Risk.DESTRUCTIVE: "destructive",
}


@dataclass(frozen=True)
class Verdict:
    """The class of one command, and why in one sentence without its full stop."""

    risk: Risk
    reason: str
    tool: str = ""
    verb: str = ""


@dataclass(frozen=True)
class CommandRisk:
    """A command of a script.

    Attributes:
        reason: one sentence for a person, without its full stop.
        tool: the program that acts (`kubectl` in `sudo kubectl get pods`); empty where there is none.
        verb: what it is told to do (`delete ns`, `rollout status`); empty where the tool has no verbs.
        start, end: characters of the script, the end excluded.
        line: from 1.
    """

    risk: Risk
    reason: str
    tool: str
    verb: str
    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Assessment:
    """A script: its class is that of its worst command, and so is the reason.

    Attributes:
        commands: in the order of the script, those inside substitutions, loops and functions included.
    """

    risk: Risk
    reason: str
    commands: tuple[CommandRisk, ...]


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The first of the highest class.

    Raises:
        ValueError: there is none.
    """
    return max(verdicts, key=lambda verdict: verdict.risk)
