"""What a check of a block says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal

from assistant.checks.kinds import Kind


class Severity(StrEnum):
    """How bad it is; `error` means that the block does not work as it stands."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Edit:
    """Text to put in place of a range; lines and columns count from 1, columns in characters, the end is not part of it."""

    line: int
    column: int
    end_line: int
    end_column: int
    replacement: str


@dataclass(frozen=True)
class Fix:
    """A certain repair of one finding: all its edits together."""

    edits: tuple[Edit, ...]
    description: str


@dataclass(frozen=True)
class Finding:
    """One defect.

    Attributes:
        line: within the block, from 1.
        column: in characters from 1, where the checker knows it.
        rule: the checker's own name for it, such as SC2086 or DL3006.
    """

    line: int
    message: str
    rule: str
    checker: str
    severity: Severity = Severity.ERROR
    column: int | None = None
    fix: Fix | None = None


@dataclass(frozen=True)
class CheckerVersion:
    """A checker that really ran."""

    name: str
    version: str


@dataclass(frozen=True)
class Skipped:
    """A checker that would have said more, and why it did not run."""

    name: str
    reason: str


Status = Literal["no_findings", "findings", "not_checked"]


@dataclass(frozen=True)
class CheckedBlock:
    """The result of one block.

    Attributes:
        kind: what it was read as.
        reason: why it, or a part of it, was not checked; always there where the status is `not_checked`.
        checkers: that really ran to their end.
        skipped: that did not.
        findings: by line, at most `Limits.findings`.
        left_out: findings beyond that number.
    """

    kind: Kind
    status: Status
    reason: str | None = None
    checkers: tuple[CheckerVersion, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    findings: tuple[Finding, ...] = ()
    left_out: int = 0

    def count(self, severity: Severity) -> int:
        """How many findings are this bad."""
        return sum(finding.severity is severity for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def not_checked(reason: str, kind: Kind = Kind.UNKNOWN, skipped: Iterable[Skipped] = ()) -> CheckedBlock:
    """A block about which nothing is known."""
    return CheckedBlock(kind, "not_checked", reason, skipped=tuple(skipped))


def from_dict(data: Mapping[str, Any]) -> CheckedBlock:
    """The inverse of `CheckedBlock.as_dict`, after JSON."""
    return CheckedBlock(
        kind=Kind(data["kind"]),
        status=data["status"],
        reason=data["reason"],
        checkers=tuple(CheckerVersion(**each) for each in data["checkers"]),
        skipped=tuple(Skipped(**each) for each in data["skipped"]),
        findings=tuple(map(_finding, data["findings"])),
        left_out=data["left_out"],
    )


def _finding(data: Mapping[str, Any]) -> Finding:
    fix = data["fix"]
    told = Fix(tuple(Edit(**edit) for edit in fix["edits"]), fix["description"]) if fix else None
    return Finding(**{**data, "severity": Severity(data["severity"]), "fix": told})
