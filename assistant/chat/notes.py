"""What code knows about a turn, beside the words of the model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # a server starts without them
    from assistant.checks.findings import CheckedBlock
    from assistant.checks.repair import Repaired
    from assistant.checks.risk.assessment import Risk


@dataclass(frozen=True)
class Redaction:
    """A secret that was taken out.

    Attributes:
        type: what kind of secret.
        placeholder: what stands in its place.
        message: number of the message of the request, from 0; None in the answer.
    """

    type: str
    placeholder: str
    message: int | None


@dataclass(frozen=True)
class Reference:
    """What an answer starts from.

    Attributes:
        source: where it is from.
        id: its name there.
        link: where a person reads all of it, if there is such a place.
    """

    source: Literal["handbook", "runbook", "pack", "template", "error"]
    id: str
    title: str
    link: str | None = None


@dataclass(frozen=True)
class BlockCheck:
    """What the checkers say of a code block of the answer.

    Attributes:
        block: its number in the answer, from 0.
        language: as it is written behind the fence.
        repaired: the corrected block, which follows it in the answer, and what was changed.
    """

    block: int
    language: str
    checked: CheckedBlock
    repaired: Repaired | None = None


@dataclass(frozen=True)
class CommandNote:
    """What a command of the answer would do.

    Attributes:
        block: number of the code block in the answer, from 0.
        line: within the block, from 1.
        reason: one sentence.
        pasted: whether it also stands in what the client sent, which may have brought it here on purpose.
    """

    block: int
    line: int
    command: str
    risk: Risk
    reason: str
    pasted: bool


@dataclass(frozen=True)
class Notes:
    """What is known, or what more of it.

    Attributes:
        intent: what the message asks for.
        excerpts: what was left out of a long message, as sentences.
    """

    intent: str | None = None
    references: tuple[Reference, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    excerpts: tuple[str, ...] = ()
    checks: tuple[BlockCheck, ...] = ()
    risks: tuple[CommandNote, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def all_of(notes: Iterable[Notes | None]) -> Notes:
    """Notes that came one after the other, as one."""
    known = [each for each in notes if each]
    intent = next((each.intent for each in known if each.intent), None)
    lists = (field.name for field in fields(Notes) if field.name != "intent")
    return Notes(intent, **{name: tuple(item for each in known for item in getattr(each, name)) for name in lists})


@dataclass(frozen=True)
class Part:
    """Some of an answer: text, and what is known behind it that was not before."""

    text: str
    notes: Notes | None = None
