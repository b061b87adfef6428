"""Blocks are what they should be: valid, and with the names and numbers that were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.findings import CheckedBlock, Severity
from assistant.checks.kinds import Kind
from evaluation.documents import Statement, documents
from evaluation.expectations.verdict import Given, Verdict, short
from evaluation.seen import Seen

_SHOWN = 3
_NOT_HERE = "is not on this machine"


@dataclass(frozen=True)
class ValidBlocks:
    """No block has an error."""

    def judge(self, given: Given) -> Iterator[Verdict]:
        yield Verdict("no block with an error", *_errors(given.whole))
        if given.is_pipeline:
            yield Verdict("no block with an error before the model's words", *_errors(given.lead), "checks")


@dataclass(frozen=True)
class File:
    """A file of a kind is in the answer, without errors, and every statement holds in it."""

    kind: Kind
    holds: tuple[Statement, ...] = ()

    def judge(self, given: Given) -> Iterator[Verdict]:
        yield from self._judged(given.whole)
        if given.is_pipeline:
            failed = [verdict for verdict in self._judged(given.lead) if not verdict.holds]
            expected = f"all of it before the model's words: {failed[0].expected}" if failed else "all of it"
            yield Verdict(expected, not failed, failed[0].came if failed else "", "lead")

    def _judged(self, seen: Seen) -> Iterator[Verdict]:
        ours = [(block, checked) for block, checked in seen.blocks if checked.kind is self.kind]
        valid = [block for block, checked in ours if _is_valid(checked) and documents(block.text, self.kind)]
        kinds = ", ".join(checked.kind for _, checked in seen.blocks) or "no block"
        yield Verdict(f"a valid {self.kind} file", bool(valid), "errors in it" if ours else kinds)
        trees = [tree for block, _ in ours for tree in documents(block.text, self.kind)]
        for statement in self.holds:
            came = short("; ".join(block.text for block, _ in ours)) or kinds
            yield Verdict(f"`{statement.text}`", statement.holds(trees), came)


def _is_valid(checked: CheckedBlock) -> bool:
    """Whether its checkers say so; where a tool is not on this machine, that it can be read has to do."""
    checkable = checked.status != "not_checked" or _NOT_HERE in (checked.reason or "")
    return checkable and not checked.count(Severity.ERROR)


def _errors(seen: Seen) -> tuple[bool, str]:
    errors = [f"{finding.rule}: {finding.message}" for _, finding in seen.errors()]
    return not errors, short("; ".join(errors[:_SHOWN]))
