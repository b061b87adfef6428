"""Labelled commands: read from their files, and what the rules make of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from assistant.checks.risk import Risk, assess

_LABELS = {"r": Risk.READ_ONLY, "c": Risk.CHANGES_STATE, "u": Risk.UNKNOWN, "d": Risk.DESTRUCTIVE}


@dataclass(frozen=True)
class Labelled:
    risk: Risk
    command: str


def read(name: str) -> list[Labelled]:
    lines = (Path(__file__).parent / name).read_text().splitlines()
    rows = (line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    return [Labelled(_LABELS[label], _unescaped(command)) for label, command in rows]


def counts(commands: list[Labelled]) -> Counter[tuple[Risk, Risk]]:
    """How often a label got a class."""
    return Counter((each.risk, assess(each.command).risk) for each in commands)


def _unescaped(command: str) -> str:
    """`\\n` stands for a line feed, `\\\\n` for a backslash in front of one."""
    return command.replace("\\\\n", "\\\n").replace("\\n", "\n")
