"""What each part says of a request, in the form of the wire. All work is done off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Literal, Protocol

from pydantic import BaseModel

from assistant.api.notes import checked_fields, finding_notes
from assistant.api.wire import devops as wire
from assistant.chat.explained import signature_text
from assistant.checks.block_checker import BlockChecker
from assistant.checks.fences import FencedBlock, blocks_of
from assistant.checks.findings import CheckedBlock
from assistant.checks.limits import Limits
from assistant.checks.markdown import is_bystander, is_markdown
from assistant.errors import InvalidParameter, ReferenceNotFound
from assistant.knowledge.knowledge import SOURCES, Hit, Knowledge
from assistant.knowledge.passages import link_of
from assistant.redaction.placeholders import Redactions
from assistant.redaction.redactor import Redacted, Redactor
from assistant.understanding.signature import signatures

_MOST_BLOCKS = Limits().blocks
_PIECE = 1 << 16  # characters that are redacted before others have their turn, or a client that left is noticed


class Parts(Protocol):
    """What the answers come from."""

    @property
    def redactor(self) -> Redactor: ...

    @property
    def checker(self) -> BlockChecker: ...

    @property
    def knowledge(self) -> Knowledge: ...


async def answer(parts: Parts, request: wire.Own) -> BaseModel:
    """The answer to any of the requests; no part is asked for that it does not need.

    Raises:
        InvalidParameter: two fields do not go together.
    """
    match request:
        case wire.SearchRequest():
            return await search(parts.knowledge, request)
        case wire.CheckRequest():
            return await check(parts.checker, request)
        case wire.RiskRequest():
            return await risk(parts.checker, request)
        case wire.RedactRequest():
            return await redact(parts.redactor, request)
    raise TypeError(f"{type(request).__name__} is no request of these parts")


async def search(knowledge: Knowledge, request: wire.SearchRequest) -> wire.SearchResults:
    """Look a question up."""
    sources = (request.source,) if request.source else SOURCES
    hits = await asyncio.to_thread(knowledge.search, request.query, request.limit, sources)
    return wire.SearchResults(results=list(map(_result, hits)))


def reference(knowledge: Knowledge, source: str, identity: str) -> wire.Reference:
    """A whole reference.

    Raises:
        ReferenceNotFound: it is not here.
    """
    if source == "error" and (signature := signatures().get(identity)):
        link, text = link_of(source, identity), signature_text(signature)
        return wire.Reference(id=identity, title=signature.title, source="error", link=link, text=text)
    passage = knowledge.passage(source, identity)
    if passage is None:
        raise ReferenceNotFound(source, identity)
    return wire.Reference.model_validate(
        {name: getattr(passage, name) for name in ("id", "title", "source", "link", "text")},
    )


async def check(checker: BlockChecker, request: wire.CheckRequest) -> wire.CheckResult:
    """Check a text as a whole, or every fenced block of Markdown, one after the other so that others have their turn."""
    in_markdown = is_markdown(request.language, request.filename)
    blocks = await asyncio.to_thread(blocks_of, request.text) if in_markdown else [_whole(request)]
    filename, version = "" if in_markdown else request.filename, request.kubernetes_version
    told = []
    for block in blocks[:_MOST_BLOCKS]:
        checked = await checker.check(block.text, language=block.info, filename=filename, kubernetes_version=version)
        repaired = None
        if any(finding.fix for finding in checked.findings):
            repaired = await checker.repair(block.text, language=block.info, filename=filename, kubernetes_version=version)
        corrected = repaired and wire.RepairedBlock(
            text=repaired.text, changes=list(repaired.changes), findings=finding_notes(repaired.after.findings)
        )
        fields = checked_fields(checked)
        told.append((checked, wire.CheckedBlock(line=block.line, language=block.info, repaired=corrected, **fields)))
    left_out = max(0, len(blocks) - _MOST_BLOCKS)
    those = [checked for checked, _ in told if not (in_markdown and is_bystander(checked))]
    status = _status(those, left_out=left_out)
    return wire.CheckResult(status=status, blocks=[note for _, note in told], blocks_left_out=left_out)


async def risk(checker: BlockChecker, request: wire.RiskRequest) -> wire.RiskAssessment:
    """Class a script and every command in it, without running anything."""
    assessed = await checker.assess(request.command, request.shell)
    commands = [
        wire.RiskOfCommand(
            risk=each.risk.label,
            reason=each.reason,
            tool=each.tool,
            verb=each.verb,
            command=each.text,
            line=each.line,
            start=each.start,
            end=each.end,
        )
        for each in assessed.commands
    ]
    return wire.RiskAssessment(risk=assessed.risk.label, reason=assessed.reason, commands=commands)


async def redact(redactor: Redactor, request: wire.RedactRequest) -> wire.RedactedTexts:
    """Take the secrets out of texts.

    Raises:
        InvalidParameter: not exactly one of `text` and `texts` is given.
    """
    if (request.text is None) == (request.texts is None):
        raise InvalidParameter("Give exactly one of text and texts.", param="text")
    redactions = Redactions()
    texts = [request.text] if request.text is not None else request.texts or []
    redacted = [await _redacted(redactor, redactions, text) for text in texts]
    findings = [
        wire.RedactedSecret(
            index=index,
            type=found.type,
            placeholder=found.placeholder,
            start=found.start,
            end=found.end,
            line=found.line,
        )
        for index, each in enumerate(redacted)
        for found in each.findings
    ]
    clean = [each.text for each in redacted]
    return wire.RedactedTexts(
        text=clean[0] if request.text is not None else None,
        texts=None if request.text is not None else clean,
        findings=findings,
    )


def _result(hit: Hit) -> wire.SearchResult:
    templates = [
        wire.FilledTemplate.model_validate(
            {
                "title": each.template.title,
                "risk": each.template.risk,
                "language": each.template.language,
                "text": each.text,
                "values": dict(each.values),
                "examples": list(each.examples),
            }
        )
        for each in hit.templates
    ]
    passage = hit.passage
    fields = {name: getattr(passage, name) for name in ("id", "title", "source", "link")}
    return wire.SearchResult(**fields, confidence=hit.confidence, lines=list(passage.lines), templates=templates)


def _whole(request: wire.CheckRequest) -> FencedBlock:
    text = request.text.replace("\r\n", "\n")
    return FencedBlock(request.language, text, line=1, start=0, end=len(text))


def _status(checked: Sequence[CheckedBlock], *, left_out: int) -> Literal["no_findings", "findings", "not_checked"]:
    statuses = {each.status for each in checked}
    if "findings" in statuses:
        return "findings"
    return "no_findings" if statuses == {"no_findings"} and not left_out else "not_checked"


async def _redacted(redactor: Redactor, redactions: Redactions, text: str) -> Redacted:
    stream = redactor.stream(redactions)
    pieces = [await asyncio.to_thread(stream.feed, text[at : at + _PIECE]) for at in range(0, len(text), _PIECE)]
    pieces.append(await asyncio.to_thread(stream.close))
    return Redacted("".join(pieces), stream.findings)
