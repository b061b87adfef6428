"""From what is known of a turn to the field `assistant` of a message."""

from __future__ import annotations

from assistant.api.wire.notes import AssistantNotes, BlockNote, CheckerNote, CommandNote, FindingNote, RedactionNote
from assistant.chat import notes as known


def notes_of(notes: known.Notes) -> AssistantNotes:
    """The same in the form of the wire."""
    return AssistantNotes(
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


def _block(note: known.BlockCheck) -> BlockNote:
    checked = note.checked
    return BlockNote(
        block=note.block,
        language=note.language,
        kind=checked.kind.value,
        status=checked.status,
        reason=checked.reason,
        checkers=[CheckerNote(name=each.name, version=each.version) for each in checked.checkers],
        findings=[
            FindingNote(
                line=each.line,
                column=each.column,
                severity=each.severity.value,
                rule=each.rule,
                checker=each.checker,
                message=each.message,
                fix=each.fix.description if each.fix else None,
            )
            for each in checked.findings
        ],
        left_out=checked.left_out,
        repaired=note.repaired is not None,
        changes=list(note.repaired.changes) if note.repaired else [],
    )
