"""INI files: their sections. What stands in a section differs too much between programs to say more."""

from __future__ import annotations

import re

from assistant.checks.findings import Finding, Severity
from assistant.checks.limits import Limits
from assistant.checks.report import NotChecked, Report, Source

_SECTION = re.compile(r"\[[^\[\]]+\](?:\s*[#;].*)?$|\[\[.+\]\](?:\s*[#;].*)?$|\[\w+ \".*\"\](?:\s*[#;].*)?$")
_SETTING = re.compile(r"[^=:\s][^=:]*?\s*[=:]")


class Ini:
    """Rules of our own: headings that are not closed or empty, lines that begin with an equals sign."""

    name = "ini"
    decides = True

    def load(self) -> str | None:
        return "1"

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - linear in the text
        lines = source.text.split("\n")
        if not any(line.lstrip().startswith("[") or _SETTING.match(line) for line in lines):
            raise NotChecked("it has neither sections nor settings")
        found = []
        for number, line in enumerate(lines, 1):
            bare = line.strip()
            if line.startswith("[") and not _SECTION.match(bare):
                found.append(
                    Finding(number, "the heading of a section is '[name]'", "ini-section", self.name, Severity.ERROR, 1)
                )
            elif bare.startswith("="):
                found.append(Finding(number, "the name of the setting is missing", "ini-setting", self.name, Severity.ERROR, 1))
        return Report(found)
