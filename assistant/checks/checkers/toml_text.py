"""TOML: Python's own parser."""

from __future__ import annotations

import platform
import re
import tomllib

from assistant.checks.findings import Finding, Severity
from assistant.checks.limits import Limits
from assistant.checks.report import Report, Source

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class Toml:
    """Syntax, and keys that are there twice."""

    name = "tomllib"
    decides = True

    def load(self) -> str | None:
        return platform.python_version()

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - linear in the text
        try:
            tomllib.loads(source.text)
        except tomllib.TOMLDecodeError as error:
            return Report([_finding(str(error), source.text)])
        return Report()


def _finding(message: str, text: str) -> Finding:
    place = _PLACE.search(message)
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.rstrip().count("\n") + 1, 1)
    plain = _PLACE.sub("", message)
    lines = text.split("\n")
    if plain.startswith(("Cannot overwrite", "Cannot declare")) and line <= len(lines) and column == 1 and line > 1:
        line -= 1
    return Finding(line, plain[:1].lower() + plain[1:], "toml-syntax", Toml.name, Severity.ERROR, column)
