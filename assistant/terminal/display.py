"""Shows an answer and what code found out about it, line by line, with colours where they are wanted."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

import click

from assistant.terminal.harmless import harmless

_COLOURS = {"destructive": "red", "changes state": "yellow", "unknown": "yellow", "read-only": "green"}
_SEVERITIES = {"error": "red", "warning": "yellow"}
_MARGIN = "  | "
_LONGEST_COMMAND = 100

Line = tuple[str, str | None]  # and its colour


def wants_colours(out: TextIO) -> bool:
    """Whether it is a terminal that has them, and nobody said no (no-color.org)."""
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Display:
    """Writes one answer after the other. Whatever comes from the server is made harmless first."""

    def __init__(self, out: TextIO, url: str, *, colours: bool) -> None:
        """
        Args:
            url: of the server, which its links stand behind.
        """
        self._out = out
        self._url = url
        self._colours = colours
        self._at_line_start = True
        self._references: list[Mapping[str, Any]] = []

    def text(self, text: str) -> None:
        """More of the answer."""
        self._write(harmless(text))

    def notes(self, notes: Mapping[str, Any]) -> None:
        """What more is known: of secrets and code blocks at once, references at the end."""
        self._references += _objects(notes, "references")
        for line, colour in (*_redactions(notes), *_checks(notes), *_risks(notes)):
            self._line(f"{_MARGIN}{line}", colour)

    def end(self, remark: str = "") -> None:
        """The answer is over.

        Args:
            remark: why it is not whole.
        """
        if remark:
            self._line(f"({remark})", "yellow")
        self._finish_line()
        if self._references:
            self._write("\n")
            self._line("References", None, bold=True)
        for number, each in enumerate(self._references, 1):
            link = _field(each, "link")
            where = f"{self._url}{link}" if link.startswith("/") else link
            self._line(f"  [{number}] {_field(each, 'title')} ({_field(each, 'source')}) {where}".rstrip(), None)
        self._references = []

    def _line(self, line: str, colour: str | None, *, bold: bool = False) -> None:
        self._finish_line()
        one_line = harmless(line.replace("\n", " "))
        styled = click.style(one_line, fg=colour, bold=bold or colour == "red") if self._colours else one_line
        self._write(f"{styled}\n")

    def _finish_line(self) -> None:
        if not self._at_line_start:
            self._write("\n")

    def _write(self, text: str) -> None:
        if text:
            self._out.write(text)
            self._out.flush()
            self._at_line_start = text.endswith("\n")


def _redactions(notes: Mapping[str, Any]) -> Iterator[Line]:
    for each in _objects(notes, "redactions"):
        where = "of the answer" if each.get("message") is None else "before the model saw it"
        yield f"taken out {where}: {_field(each, 'type')}, now {_field(each, 'placeholder')}", "yellow"


def _checks(notes: Mapping[str, Any]) -> Iterator[Line]:
    for each in _objects(notes, "checks"):
        kind, findings = _field(each, "kind"), _objects(each, "findings")
        by = ", ".join(_field(checker, "name") for checker in _objects(each, "checkers"))
        match each.get("status"):
            case "no_findings":
                yield f"{kind}: checked by {by}, no findings", "green"
            case "findings":
                yield f"{kind}: checked by {by}, {len(findings)} finding{'s' * (len(findings) != 1)}", "yellow"
            case _ if kind != "text":  # what a command prints is no code
                yield f"{kind}: not checked: {_field(each, 'reason')}", None
        yield from (_finding(finding) for finding in findings)
        if each.get("repaired"):
            yield "the corrected block follows", None


def _finding(finding: Mapping[str, Any]) -> Line:
    severity, fix = _field(finding, "severity"), _field(finding, "fix")
    line = f"line {_field(finding, 'line')}: {severity}: {_field(finding, 'message')} ({_field(finding, 'rule')})"
    return f"{line}; {fix}" if fix else line, _SEVERITIES.get(severity)


def _risks(notes: Mapping[str, Any]) -> Iterator[Line]:
    """Commands that do not merely read, one by one."""
    risks = _objects(notes, "risks")
    others = [each for each in risks if each.get("risk") != "read-only"]
    if risks and not others:
        yield "read-only", _COLOURS["read-only"]
    for each in others:
        risk, command = _field(each, "risk"), _field(each, "command")
        if len(command) > _LONGEST_COMMAND:
            command = f"{command[:_LONGEST_COMMAND]}..."
        pasted = "; it also stands in what was sent" if each.get("pasted") else ""
        yield f"{risk}: {command} ({_field(each, 'reason')}{pasted})", _COLOURS.get(risk)


def _objects(notes: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    """The objects of a list; servers of other versions may have none."""
    value = notes.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _field(value: Mapping[str, Any], name: str) -> str:
    told = value.get(name)
    return "" if told is None else str(told)
