"""What is judged, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from evaluation.asking import Answer
from evaluation.seen import Seen

Part = Literal["lead", "checks", "risks", "redactions", "references"]
PARTS: tuple[Part, ...] = get_args(Part)
_LONGEST = 160


@dataclass(frozen=True)
class Verdict:
    """One expectation and whether it holds.

    Attributes:
        part: what of the pipeline guarantees it; None for what the answer as a whole must be, whoever gave it.
        came: what came instead, in a few words.
    """

    expected: str
    holds: bool
    came: str = ""
    part: Part | None = None


@dataclass(frozen=True)
class Given:
    """An answer with all that can be known of it.

    Attributes:
        lead: what code said before the model.
        secrets: what the text that was asked had of them.
        kept: the log and the metrics of the server; None where they cannot be had.
        is_pipeline: whether it comes from `devops-assistant`, so that the deterministic parts are judged too.
    """

    answer: Answer
    whole: Seen
    lead: Seen
    own: Seen
    secrets: tuple[str, ...] = ()
    kept: str | None = None
    is_pipeline: bool = False


class Expectation(Protocol):
    """Something that is expected of an answer."""

    def judge(self, given: Given) -> Iterator[Verdict]: ...


def short(text: str) -> str:
    """One line of it."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
