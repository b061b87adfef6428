"""What checkers are given and what they give back; the findings of one block as they are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from assistant.checks.findings import Finding
from assistant.checks.kinds import Kind
from assistant.checks.limits import Limits


class NotChecked(Exception):
    """A checker could not do its work on this block; the message says why, in a few words."""


@dataclass(frozen=True)
class Source:
    """A block to check.

    Attributes:
        language: the name in its info string, in lower case; may be empty.
        filename: that it has or shall have; may be empty.
        kubernetes_version: such as `1.33`; empty for the newest that is known.
    """

    text: str
    kind: Kind
    language: str = ""
    filename: str = ""
    kubernetes_version: str = ""


@dataclass
class Report:
    """What one checker found, and what of the block it could not look at."""

    findings: list[Finding] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


class Checker(Protocol):
    """One checker. All of them run in a process of their own, one block at a time.

    Attributes:
        name: of the tool or library that does the work.
        decides: that it ran is enough to say that a block of its kinds has no findings.
    """

    name: str
    decides: bool

    def load(self) -> str | None:
        """Read what it needs, once.

        Returns:
            Its version; None where it is not on this machine.
        """

    def check(self, source: Source, limits: Limits) -> Report:
        """Check a block.

        Raises:
            NotChecked: it cannot be checked.
        """
