"""What is handed back: files, what was assumed, and what to do with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Risk = Literal["read-only", "changes state", "destructive"]


@dataclass(frozen=True)
class Block:
    """One file.

    Attributes:
        language: of the fence around it, such as `yaml`.
        file_name: a relative path where it usually lives.
        text: ends with a newline.
    """

    language: str
    file_name: str
    text: str


@dataclass(frozen=True)
class NextStep:
    """A command to run next, with what it does to the system."""

    command: str
    risk: Risk


@dataclass(frozen=True)
class Draft:
    """What the template of a kind gives: see `Generated`."""

    blocks: tuple[Block, ...]
    next_steps: tuple[NextStep, ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Generated:
    """Files made for one request.

    Attributes:
        title: kind and name, for a heading.
        blocks: the files.
        assumptions: whole sentences, each a thing that the request left open or that was changed.
        next_steps: commands, in order.
    """

    title: str
    blocks: tuple[Block, ...]
    assumptions: tuple[str, ...]
    next_steps: tuple[NextStep, ...]
