"""Dockerfiles: hadolint (https://github.com/hadolint/hadolint)."""

from __future__ import annotations

import re

from assistant.checks import tool
from assistant.checks.findings import Edit, Finding, Fix, Severity
from assistant.checks.limits import Limits
from assistant.checks.nearest import certain_name
from assistant.checks.report import Report, Source

_IGNORED = (
    "DL3008", "DL3018", "DL3033", "DL3037", "DL3041",  # versions of system packages vanish from mirrors: pins break builds
    "DL3059",  # consecutive RUN: a matter of taste
    "DL3066",  # users by their names, as every official image has them
)  # fmt: skip
_ADVICE = frozenset(("DL3013", "DL3015", "DL3016", "DL3028", "DL3042", "DL3045", "DL3048", "DL3062"))
_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING}
_INSTRUCTION = re.compile(r"^[ \t]*([A-Za-z]+)[ \t]", re.MULTILINE)
_HEREDOC = re.compile(r"^[ \t]*(?:RUN|COPY|ADD)\b[^\n]*?<<-?[ \t]*[\"']?(\w+)[\"']?", re.MULTILINE | re.IGNORECASE)
_PLACEHOLDER = re.compile(r"<([A-Za-z][\w .:/-]{0,60})>")
_INSTRUCTIONS = frozenset(
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME"
    " WORKDIR".split()
)
_FRAGMENT = "FROM scratch\n"


class Hadolint:
    """Its rules, without those about pinned system packages; a fragment without FROM is completed."""

    name = "hadolint"
    decides = True

    def load(self) -> str | None:
        self._path = tool.find("hadolint")
        return tool.version(self._path, "--version") if self._path else None

    def check(self, source: Source, limits: Limits) -> Report:
        text = _PLACEHOLDER.sub(lambda match: "x" + re.sub(r"\W", "_", match[1]).lower() + "x", source.text)
        fragment = not any(name.upper() == "FROM" for name in _INSTRUCTION.findall(text))
        ignored = [f"--ignore={rule}" for rule in _IGNORED]
        given = _FRAGMENT + text if fragment else text
        arguments = [self._path or "", "--no-fail", "--format=json", *ignored, "-"]
        told = tool.read_json(self.name, *tool.run(arguments, given, limits))
        if any(each["code"] == "DL1000" for each in told) and _HEREDOC.search(given):  # which hadolint reads in part
            told = tool.read_json(self.name, *tool.run(arguments, _without_heredocs(given), limits))
        before = 1 if fragment else 0
        lines = source.text.split("\n")
        findings = [_finding(each, before, lines) for each in told if each["line"] > before or each["level"] == "error"]
        return Report([finding for finding in findings if not _needs_a_shell(finding, lines)])


def _without_heredocs(text: str) -> str:
    """The same lines, with comments for the bodies of here-documents and a word for each of them."""
    lines = []
    end = ""
    for line in text.split("\n"):
        if end:
            lines.append("#")
            end = "" if line.strip() == end else end
            continue
        opened = _HEREDOC.match(line)
        end = opened[1] if opened else ""
        lines.append(re.sub(r"<<-?[ \t]*[\"']?\w+[\"']?", "true", line) if opened else line)
    return "\n".join(lines)


def _needs_a_shell(finding: Finding, lines: list[str]) -> bool:
    """`HEALTHCHECK CMD ... || exit 1` cannot be written as a JSON list."""
    return finding.rule == "DL3025" and lines[finding.line - 1 : finding.line][0].strip().upper().startswith("HEALTHCHECK")


def _finding(told: dict[str, object], before: int, lines: list[str]) -> Finding:
    rule, message = str(told["code"]), str(told["message"]).strip()
    line = max(int(str(told["line"])) - before, 1)
    severity = Severity.INFO if rule in _ADVICE else _SEVERITIES.get(str(told["level"]), Severity.INFO)
    fix = None
    if rule == "DL1000":  # its parser stopped
        message, fix = _unread(" ".join(message.split()), line, lines[line - 1] if line <= len(lines) else "")
    return Finding(line, message, rule, "hadolint", severity, int(str(told["column"])), fix)


def _unread(message: str, line: int, text: str) -> tuple[str, Fix | None]:
    """Say it better where the instruction is none."""
    word = re.match(r"([ \t]*)([A-Za-z]+)(?=[ \t]|$)", text)
    if not word or word[2].upper() in _INSTRUCTIONS:
        return message, None
    meant = certain_name(word[2].upper(), _INSTRUCTIONS)
    column = len(word[1]) + 1
    fix = Fix((Edit(line, column, line, column + len(word[2]), meant),), f"{meant} for {word[2]}") if meant else None
    return f"unknown instruction {word[2]!r}" + (f"; is {meant} meant?" if meant else ""), fix
