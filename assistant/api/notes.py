"""From what is known of a turn to the field `assistant` of a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from assistant.api.wire.notes import (
    AssistantNotes,
    BlockNote,
    CheckerNote,
    CommandNote,
    FindingNote,
    RedactionNote,
    ReferenceNote,
)
from assistant.chat import notes as known

if TYPE_CHECKING:  # a server starts without them
    from assistant.checks.findings import CheckedBlock, Finding


def notes_of(notes: known.Notes) -> AssistantNotes:
    """The same in the form of the wire."""
    return AssistantNotes(
        intent=notes.intent,
        references=[
            ReferenceNote(source=each.source, id=each.id, title=each.title, link=each.link) for each in notes.references
        ],
        redactions=[
            RedactionNote(type=each.type, placeholder=each.placeholder, message=each.message) for each in notes.redactions
        ],
        excerpts=list(notes.excerpts),
        checks=[_block(each) for each in notes.checks],
        risks=[
            CommandNote(
                block=each.block,
                line=each.line,
                command=each.command,
                risk=each.risk.label,
                reason=each.reason,
                pasted=each.pasted,
            )
            for each in notes.risks
        ],
    )


def checked_fields(checked: CheckedBlock) -> dict[str, Any]:
    """The fields of a `CheckedNote`."""
    return {
        "kind": checked.kind.value,
        "status": checked.status,
        "reason": checked.reason,
        "checkers": [CheckerNote(name=each.name, version=each.version) for each in checked.checkers],
        "findings": finding_notes(checked.findings),
        "left_out": checked.left_out,
    }


def finding_notes(findings: Iterable[Finding]) -> list[FindingNote]:
    """Defects in the form of the wire."""
    return [
        FindingNote(
            line=each.line,
            column=each.column,
            severity=each.severity.value,
            rule=each.rule,
            checker=each.checker,
            message=each.message,
            fix=each.fix.description if each.fix else None,
        )
        for each in findings
    ]


def _block(note: known.BlockCheck) -> BlockNote:
    return BlockNote(
        block=note.block,
        language=note.language,
        repaired=note.repaired is not None,
        changes=list(note.repaired.changes) if note.repaired else [],
        **checked_fields(note.checked),
    )
