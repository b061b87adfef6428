"""Runs all checkers of one block and puts together what they say. Works in the process of the checkers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.checks.findings import CheckedBlock, CheckerVersion, Finding, Severity, Skipped, Status, not_checked
from assistant.checks.identify import identify
from assistant.checks.kinds import Kind, language_of
from assistant.checks.limits import Limits
from assistant.checks.report import Checker, NotChecked, Report, Source

_MOST_MESSAGE = 300
_MOST_REASONS = 3
_FALLBACKS = {"tree-sitter-bash": "shellcheck", "prometheus-rule-form": "promtool"}  # what stands in for what


class Inspection:
    """All checkers, each loaded when its first block comes."""

    def __init__(self, checkers: Mapping[Kind, tuple[Checker, ...]], limits: Limits) -> None:
        self._checkers = checkers
        self._limits = limits
        self._versions: dict[Checker, str | None] = {}

    def load(self, kind: Kind) -> None:
        """Make the checkers of a kind ready, which may take seconds the first time."""
        for checker in self._checkers.get(kind, ()):
            if checker not in self._versions:
                self._versions[checker] = checker.load()

    def source(self, language: str, text: str, filename: str, kubernetes_version: str) -> Source:
        """Say what a block is."""
        kind = identify(language, text, filename)
        return Source(text, kind, language_of(language), filename, kubernetes_version)

    def check(self, source: Source) -> CheckedBlock:
        """Run what there is for a block."""
        self.load(source.kind)
        checkers = self._checkers.get(source.kind, ())
        if not checkers:
            return not_checked(_no_checker(source), source.kind)
        ran: list[CheckerVersion] = []
        skipped: list[Skipped] = []
        report = Report()
        decided = False
        for checker in checkers:
            version = self._versions[checker]
            if _FALLBACKS.get(checker.name) in {each.name for each in ran}:
                continue
            if version is None:
                skipped.append(Skipped(checker.name, f"{checker.name} is not on this machine"))
                continue
            try:
                found = checker.check(source, self._limits)
            except NotChecked as reason:
                skipped.append(Skipped(checker.name, str(reason)))
            except RecursionError:
                skipped.append(Skipped(checker.name, "it is nested too deep"))
            except MemoryError:
                skipped.append(Skipped(checker.name, "it needs too much memory"))
            else:
                ran.append(CheckerVersion(checker.name, version))
                decided |= checker.decides
                report.findings += found.findings
                report.unchecked += found.unchecked
        return self._result(source, report, tuple(ran), tuple(skipped), decided=decided)

    def _result(
        self, source: Source, report: Report, ran: tuple[CheckerVersion, ...], skipped: tuple[Skipped, ...], *, decided: bool
    ) -> CheckedBlock:
        last = max(source.text.rstrip().count("\n") + 1, 1)  # some parsers place the end of the text behind it
        findings = sorted({_tidied(each, last) for each in report.findings}, key=_order)
        reasons = [*report.unchecked, *(() if decided else (each.reason for each in skipped))]
        status: Status = "findings" if findings else "not_checked" if reasons or not decided else "no_findings"
        kept = findings[: self._limits.findings]
        told = "; ".join(list(dict.fromkeys(reasons))[:_MOST_REASONS]) or None
        return CheckedBlock(source.kind, status, told, ran, skipped, tuple(kept), len(findings) - len(kept))


def _no_checker(source: Source) -> str:
    if source.kind is Kind.TEXT:
        return "it is plain text"
    name = source.language if source.kind is Kind.UNKNOWN else source.kind
    return f"there is no checker for {name[:40]}" if name else "nothing says what it is"


def _tidied(finding: Finding, last: int) -> Finding:
    """With a message of bounded length, on a line that is there."""
    message = finding.message if len(finding.message) <= _MOST_MESSAGE else f"{finding.message[:_MOST_MESSAGE]}…"
    line = min(max(finding.line, 1), last)
    return replace(finding, message=message, line=line, column=finding.column if line == finding.line else None)


def _order(finding: Finding) -> tuple[int, int, int, str]:
    return finding.line, list(Severity).index(finding.severity), finding.column or 0, finding.message
