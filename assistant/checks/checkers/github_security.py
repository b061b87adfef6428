"""Security findings in GitHub Actions: zizmor, offline (https://docs.zizmor.sh)."""

from __future__ import annotations

import re
from typing import Any

from assistant.checks import tool
from assistant.checks.findings import Finding, Severity
from assistant.checks.kinds import Kind
from assistant.checks.limits import Limits
from assistant.checks.report import NotChecked, Report, Source

_SEVERITIES = {"High": Severity.WARNING, "Medium": Severity.WARNING}
_HARDENING = frozenset(  # good advice for nearly every workflow there is
    "artipacked excessive-permissions superfluous-actions concurrency-limits dependabot-cooldown"
    " anonymous-definition undocumented-permissions use-trusted-publishing".split()
)
_ADVICE = frozenset(("unpinned-images", "cache-poisoning", "unpinned-uses"))
_BRANCH = re.compile(r"@(?:main|master|latest|HEAD|dev|develop|trunk)\b")


class Zizmor:
    """The findings that show a hole, not the hardening that any workflow could have more of."""

    name = "zizmor"
    decides = False

    def load(self) -> str | None:
        self._path = tool.find("zizmor")
        return tool.version(self._path, "--version") if self._path else None

    def check(self, source: Source, limits: Limits) -> Report:
        if source.kind is Kind.GITHUB_WORKFLOW and not re.search(r"""^["']?on["']?[ \t]*:""", source.text, re.MULTILINE):
            raise NotChecked("zizmor reads whole workflows alone")
        arguments = ["--offline", "--no-progress", "--no-exit-codes", "--format=json", "--quiet", "--no-config", "-"]
        status, output = tool.run([self._path or "", *arguments], source.text, limits)
        told = tool.read_json(self.name, status, output)
        return Report([_finding(each) for each in told if _shows_a_hole(each)])


def _shows_a_hole(told: dict[str, Any]) -> bool:
    """A tag such as v4 is how actions are used; a branch changes under the reader's feet."""
    if told["ident"] == "unpinned-uses":
        return any(
            _BRANCH.search(each["concrete"]["feature"]) for each in told["locations"] if each["symbolic"]["kind"] == "Primary"
        )
    return told["ident"] not in _HARDENING


def _finding(told: dict[str, Any]) -> Finding:
    rule = told["ident"]
    locations = told["locations"]
    primary = next((each for each in locations if each["symbolic"]["kind"] == "Primary"), locations[0])
    point = primary["concrete"]["location"]["start_point"]
    severity = Severity.INFO if rule in _ADVICE else _SEVERITIES.get(told["determinations"]["severity"], Severity.INFO)
    message = f"{told['desc']}: {primary['symbolic']['annotation']}"
    return Finding(point["row"] + 1, message, rule, "zizmor", severity, point["column"] + 1)
