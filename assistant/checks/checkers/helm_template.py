"""Helm templates: their actions alone; what they render to depends on values that are not here."""

from __future__ import annotations

import re

from assistant.checks.findings import Finding, Severity
from assistant.checks.limits import Limits
from assistant.checks.report import Report, Source

_WORD = re.compile(r"\{\{-?[ \t\n]*(\w+)?")
_OPENS = frozenset(("if", "range", "with", "define", "block"))


class HelmTemplate:
    """Actions that are not closed, and `if`, `range` and their like without `end`."""

    name = "helm-template"
    decides = False

    def load(self) -> str | None:
        return "1"

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - linear in the text
        found = []
        opened: list[tuple[str, int]] = []
        line, done = 1, 0
        text = source.text
        at = text.find("{{")
        while at >= 0:
            line, done = line + text.count("\n", done, at), at
            end, following = text.find("}}", at), text.find("{{", at + 2)
            if end < 0 or -1 < following < end:
                found.append(self._finding(line, "an action is not closed: '}}' is missing"))
                end = at
            else:
                finding = self._nest(_WORD.match(text, at), line, opened)
                found += [finding] if finding else []
            at = text.find("{{", max(end, at + 2))
        found += [self._finding(where, f"{word!r} has no end") for word, where in opened]
        return Report(found, ["a Helm template is YAML only after helm has rendered it: its actions alone were read"])

    def _nest(self, match: re.Match[str] | None, line: int, opened: list[tuple[str, int]]) -> Finding | None:
        word = match[1] if match else None
        if word in _OPENS:
            opened.append((word, line))
        elif word == "end":
            if not opened:
                return self._finding(line, "'end' closes nothing")
            opened.pop()
        elif word == "else" and not opened:
            return self._finding(line, "'else' stands outside of if, with and range")
        return None

    def _finding(self, line: int, message: str) -> Finding:
        return Finding(line, message, "helm-action", self.name, Severity.ERROR)
