"""From the words of the model to what a client gets: without secrets, with what code knows of each code block."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from assistant.chat.citations import CitationFilter
from assistant.chat.fenced import fenced
from assistant.chat.notes import BlockCheck, CommandNote, Notes, Part, Redaction
from assistant.checks.block_checker import BlockChecker
from assistant.checks.fences import FencedBlock, FenceSplitter
from assistant.checks.findings import CheckedBlock, Severity
from assistant.checks.repair import Repaired
from assistant.observability.metrics import metrics
from assistant.observability.tracing import span
from assistant.redaction.redactor import StreamRedactor


class Mends(Protocol):
    """Corrects blocks that the certain fixes do not mend."""

    async def mend(self, block: FencedBlock, checked: CheckedBlock) -> Repaired | None: ...


class AnswerReader:
    """Reads one answer while it comes."""

    def __init__(
        self,
        redactor: StreamRedactor,
        checker: BlockChecker,
        is_pasted: Callable[[str], bool],
        *,
        citations: CitationFilter | None = None,
        mender: Mends | None = None,
        known_blocks: int = 0,
        begun: str = "",
        spaces: int = 0,
    ) -> None:
        """
        Args:
            is_pasted: tells of a command whether it stands in what the client sent.
            citations: leaves out what cites nothing; None where all stay.
            mender: for the blocks of the model; None where they stay as they are.
            known_blocks: at the beginning, that are not the model's.
            begun: the answer so far, where it goes on with one; what was known of its blocks was told.
            spaces: at its end, which the model may say once more.
        """
        self._redactor = redactor
        self._checker = checker
        self._is_pasted = is_pasted
        self._citations = citations
        self._mender = mender
        self._known_blocks = known_blocks
        self._fences = FenceSplitter()
        self._told = 0  # secrets
        self._blocks = len(self._fences.feed(begun))
        self._length = len(begun)  # characters that were given to `_fences`
        self._spaces = spaces
        self._mends = True
        if citations:
            citations.go_on(begun)

    async def take(self, text: str) -> list[Part]:
        """Take the next text; what is certain now."""
        clean = self._redactor.feed(self._without_spaces(text))
        return await self._read(self._citations.feed(clean) if self._citations else clean, self._fences.feed)

    async def finish(self, *, limited: bool = False) -> list[Part]:
        """The rest, once the model has ended; a block that a limit cut is not mended: the answer may be gone on with."""
        self._mends = not limited
        clean = self._redactor.close()
        if self._citations:
            clean = self._citations.feed(clean) + self._citations.close()
        parts = await self._read(clean, self._fences.feed)
        return [*parts, *await self._read("", lambda _: self._fences.finish())]

    def _without_spaces(self, text: str) -> str:
        """The text without the spaces at its beginning that the client has already."""
        again = min(self._spaces, len(text) - len(text.lstrip(" ")))
        self._spaces = self._spaces - again if again == len(text) else 0
        return text[again:]

    async def _read(self, text: str, blocks_of: Callable[[str], list[FencedBlock]]) -> list[Part]:
        begin, given = self._length, 0
        self._length += len(text)
        parts = []
        if secrets := self._secrets():
            parts.append(Part("", Notes(redactions=secrets)))
        for block in blocks_of(text):
            end = min(max(block.end - begin, given), len(text))
            parts.append(Part(text[given:end], None))
            parts.append(await self._look_at(block))
            given = end
        return [part for part in (*parts, Part(text[given:])) if part.text or part.notes]

    def _secrets(self) -> tuple[Redaction, ...]:
        found = self._redactor.findings[self._told :]
        self._told += len(found)
        for finding in found:
            metrics().redactions.labels(finding.type, "answer").inc()
        return tuple(Redaction(finding.type, finding.placeholder, None) for finding in found)

    async def _look_at(self, block: FencedBlock) -> Part:
        """What is known of a block, and the corrected one where that is certain."""
        start = time.perf_counter()
        number = self._blocks
        self._blocks += 1
        checked = await self._checker.check(block.text, language=block.info)
        metrics().checked_blocks.labels(checked.kind.value, checked.status).inc()
        repaired = None
        if checked.count(Severity.ERROR) and (block.closed or self._mends):
            repaired = await self._repaired(number, block, checked)
        note = BlockCheck(number, block.info, checked, repaired)
        text = _correction(block, repaired) if repaired else ""
        risks = await self._checker.risks(repaired.text if repaired else block.text, checked.kind, block.info)
        commands = tuple(
            CommandNote(number, each.line, each.text, each.risk, each.reason, self._is_pasted(each.text)) for each in risks
        )
        span(
            "checks", start, time.perf_counter(), kind=checked.kind.value, status=checked.status, repaired=repaired is not None
        )
        return Part(text, Notes(checks=(note,), risks=commands))

    async def _repaired(self, number: int, block: FencedBlock, checked: CheckedBlock) -> Repaired | None:
        """By what is certain; where errors stay, by the model if it can."""
        repaired = await self._checker.repair(block.text, language=block.info)
        left = repaired.after if repaired else checked
        if self._mender is None or number < self._known_blocks or not left.count(Severity.ERROR):
            return repaired
        better = replace(block, text=repaired.text) if repaired else block
        mended = await self._mender.mend(better, left)
        if mended is None:
            return repaired
        return replace(mended, changes=((*repaired.changes, *mended.changes) if repaired else mended.changes), before=checked)


def _correction(block: FencedBlock, repaired: Repaired) -> str:
    """The better block, with what was changed."""
    before = "" if block.closed else "\n```"
    return f"{before}\nCorrected ({'; '.join(repaired.changes)}):\n\n{fenced(repaired.text, block.info)}"
