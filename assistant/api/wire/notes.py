"""What `devops-assistant` tells beside its words, in the field `assistant` of a message."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.api.wire.fields import Response

RiskClass = Literal["read-only", "changes state", "unknown", "destructive"]


class ReferenceNote(Response):
    """What an answer starts from."""

    source: Literal["handbook", "runbook", "pack", "template", "error"]
    id: str
    title: str
    link: str | None = Field(description="Where a person reads all of it, relative to the API.")


class RedactionNote(Response):
    """A secret that was taken out before anything else saw it."""

    type: str = Field(description="What kind of secret.")
    placeholder: str = Field(description="What stands in its place, for the model and in the answer.")
    message: int | None = Field(
        description="Which message of the request had it, from 0 (instructions are one); null for the answer."
    )


class CheckerNote(Response):
    """A checker that ran."""

    name: str
    version: str


class FindingNote(Response):
    """A defect of a code block."""

    line: int = Field(description="Within the block, from 1.")
    column: int | None
    severity: Literal["error", "warning", "info"]
    rule: str
    checker: str
    message: str
    fix: str | None = Field(description="How the tool would mend it, in words.")


class CheckedNote(Response):
    """What the checkers say of a code block."""

    kind: str = Field(description="What it was read as.")
    status: Literal["no_findings", "findings", "not_checked"]
    reason: str | None = Field(description="Why it, or a part of it, was not checked.")
    checkers: list[CheckerNote]
    findings: list[FindingNote]
    left_out: int = Field(description="Findings beyond those that are told.")


class BlockNote(CheckedNote):
    """What the checkers say of a code block of the answer."""

    block: int = Field(description="Its number in the answer, from 0. A corrected block behind it has none.")
    language: str = Field(description="As it is written behind the fence.")
    repaired: bool = Field(description="Whether a corrected block follows it in the answer.")
    changes: list[str] = Field(description="What was corrected.")


class CommandNote(Response):
    """What a command of the answer would do."""

    block: int = Field(description="The number of its code block.")
    line: int = Field(description="Within the block, from 1.")
    command: str
    risk: RiskClass = Field(description="`unknown` where that cannot be told: it may be anything.")
    reason: str
    pasted: bool = Field(description="Whether it also stands in what was sent, which may have brought it here on purpose.")


class AssistantNotes(Response):
    """What code found out about this turn. In a stream each chunk has what is new: its lists go on with those before."""

    intent: Literal["how_to", "generate", "explain", "review", "small_talk"] | None = Field(
        description="What the message asks for, as far as rules tell; in a stream in the first chunk alone."
    )
    references: list[ReferenceNote] = Field(description="`[1]` in the answer cites the first, `[2]` the second, and so on.")
    redactions: list[RedactionNote]
    excerpts: list[str] = Field(description="What was left out of a long message, as sentences.")
    checks: list[BlockNote]
    risks: list[CommandNote]
