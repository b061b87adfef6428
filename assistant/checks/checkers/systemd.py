"""systemd units: a table of their sections and directives, and `systemd-analyze verify` where it is on the machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from assistant.checks import tool
from assistant.checks.findings import Edit, Finding, Fix, Severity
from assistant.checks.limits import Limits
from assistant.checks.nearest import certain_name, likely_name
from assistant.checks.report import NotChecked, Report, Source

_WITH_EXECUTION = frozenset(("Service", "Socket", "Mount", "Swap"))
_WITH_RESOURCES = _WITH_EXECUTION | {"Slice", "Scope"}
_WORDS = {
    "Type": "simple exec forking oneshot dbus notify notify-reload idle",
    "Restart": "no on-success on-failure on-abnormal on-watchdog on-abort always",
    "KillMode": "control-group mixed process none",
    "ProtectSystem": "yes no true false 1 0 on off full strict",
    "ProtectHome": "yes no true false 1 0 on off read-only tmpfs",
    "NotifyAccess": "none main exec all",
}
_BOOLEANS = frozenset("1 yes y true t on 0 no n false f off".split())
_PLACEHOLDER = re.compile(r"[<%$]|YOUR", re.IGNORECASE)
_SUFFIXES = {
    "Timer": "timer",
    "Socket": "socket",
    "Mount": "mount",
    "Automount": "automount",
    "Path": "path",
    "Slice": "slice",
    "Swap": "swap",
}
_LINE = re.compile(r"^[^\n]*?block(?:@instance)?\.\w+:(\d+): ([^\n]+)$", re.MULTILINE)
_TOLD_BY_TABLE = re.compile(
    r"Unknown (?:key|section)|Missing '='|Assignment outside of section|Failed to parse (?:boolean|service (?:type|restart))"
)


_OF_QUADLET = frozenset({"Container", "Volume", "Network", "Kube", "Pod", "Image", "Build"})  # Podman makes units of these


class _Setting(NamedTuple):
    line: int
    section: str
    name: str
    value: str
    column: int


class UnitTable:
    """The directives of systemd 252 and what later versions added."""

    name = "systemd-directives"
    decides = True

    def load(self) -> str | None:
        table = json.loads((resources.files("assistant.checks") / "systemd_directives.json").read_text())
        self._booleans = frozenset(table["booleans"])
        self._known = {
            section: {
                *own,
                *(table["resources"] if section in _WITH_RESOURCES else ()),
                *(table["execution"] if section in _WITH_EXECUTION else ()),
            }
            for section, own in table["sections"].items()
        }
        return "252 and later"

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - linear in the text
        report = Report()
        settings = list(self._settings(source.text, report.findings))
        for setting in settings:
            report.findings += self._of_setting(setting)
        report.findings += _of_unit(settings)
        return report

    def _settings(self, text: str, findings: list[Finding]) -> Iterator[_Setting]:
        section = ""
        continued = False
        for number, line in enumerate(text.split("\n"), 1):
            bare = line.strip()
            if bare.startswith(("#", ";")) or (not bare and not continued):
                continue
            goes_on, continued = continued, bare.endswith("\\")
            if goes_on:
                continue
            if bare.startswith("["):
                section = bare.strip("[] \t")
                findings += self._of_section(bare, section, number)
            elif "=" not in bare:
                findings.append(self._error(number, "this is neither '[Section]' nor 'Name=value'", "systemd-syntax"))
            elif not section:
                findings.append(self._error(number, "a setting stands before the first section", "systemd-syntax"))
            else:
                name, _, value = bare.partition("=")
                yield _Setting(number, section, name.strip(), value.strip(), len(line) - len(line.lstrip()) + 1)

    def _of_section(self, bare: str, section: str, number: int) -> Iterator[Finding]:
        if not bare.endswith("]"):
            yield self._error(number, "the heading of a section is '[Name]'", "systemd-syntax")
        elif section not in self._known and section not in _OF_QUADLET and not section.startswith("X-"):
            asked = likely_name(section, self._known)
            meant = certain_name(section, self._known)
            fix = Fix((Edit(number, 1, number, len(bare) + 1, f"[{meant}]"),), f"[{meant}]") if meant else None
            yield self._error(
                number,
                f"unknown section {section[:60]!r}" + (f"; is {asked!r} meant?" if asked else ""),
                "systemd-section",
                fix=fix,
            )

    def _of_setting(self, setting: _Setting) -> Iterator[Finding]:
        known = self._known.get(setting.section)
        name, value = setting.name, setting.value
        if known is None or name.startswith("X-"):
            return
        if name not in known:
            yield self._unknown(setting, known)
        elif value and not _PLACEHOLDER.search(value):
            words = _WORDS.get(name) if (setting.section, name) != ("Mount", "Type") else None  # that is a file system
            if words and value not in words.split():
                yield self._not_one_of(setting, words)
            elif name in self._booleans and value.lower() not in _BOOLEANS and not words:
                yield self._error(setting.line, f"{name}={value[:60]} is neither yes nor no", "systemd-value")

    def _unknown(self, setting: _Setting, known: set[str]) -> Finding:
        name, section = setting.name, setting.section
        elsewhere = [other for other, names in self._known.items() if name in names]
        if elsewhere:
            return self._error(
                setting.line,
                f"{name} belongs to [{elsewhere[0]}], not to [{section}]: systemd ignores it here",
                "systemd-directive",
            )
        asked, meant = likely_name(name, known), certain_name(name, known)
        fix = None
        if meant:
            fix = Fix(
                (Edit(setting.line, setting.column, setting.line, setting.column + len(name), meant),), f"{meant} for {name}"
            )
        message = f"unknown directive {name[:60]!r} in [{section}]" + (
            f"; is {asked!r} meant?" if asked else ": systemd ignores it"
        )
        return self._error(setting.line, message, "systemd-directive", Severity.ERROR if asked else Severity.WARNING, fix)

    def _not_one_of(self, setting: _Setting, words: str) -> Finding:
        meant = certain_name(setting.value, words.split())
        fix = None
        if meant:
            edit = Edit(setting.line, setting.column, setting.line, setting.column + 10_000, f"{setting.name}={meant}")
            fix = Fix((edit,), f"{meant} for {setting.value}")
        return self._error(
            setting.line,
            f"{setting.name}={setting.value[:60]} is not one of {', '.join(words.split())}",
            "systemd-value",
            fix=fix,
        )

    def _error(
        self, line: int, message: str, rule: str, severity: Severity = Severity.ERROR, fix: Fix | None = None
    ) -> Finding:
        return Finding(line, message, rule, self.name, severity, 1, fix)


def _of_unit(settings: list[_Setting]) -> Iterator[Finding]:
    """What a service cannot do without, and commands that no shell reads."""
    service = [each for each in settings if each.section == "Service"]
    names = {each.name for each in service}
    whole = {each.section for each in settings} >= {"Unit", "Service"}
    one_shot = any(each.name == "Type" and each.value == "oneshot" for each in service)
    if whole and not names & {"ExecStart", "ExecStop", "BusName"} and not (one_shot and "ExecStop" in names):
        yield Finding(service[0].line, "a service has to have ExecStart", "systemd-service", UnitTable.name, Severity.ERROR, 1)
    if sum(each.name == "ExecStart" and bool(each.value) for each in service) > 1 and not one_shot:
        second = [each for each in service if each.name == "ExecStart" and each.value][1]
        if not any(each.name == "ExecStart" and not each.value for each in service):
            yield Finding(
                second.line,
                "more than one ExecStart is for Type=oneshot alone",
                "systemd-service",
                UnitTable.name,
                Severity.ERROR,
                1,
            )
    for each in service:
        command = each.value.lstrip("@-:+!|")
        if each.name.startswith("Exec") and command and re.match(r"(?:\./|\.\./|~/)", command):
            yield Finding(
                each.line, f"{each.name}: a path has to be absolute", "systemd-path", UnitTable.name, Severity.ERROR, 1
            )


class SystemdAnalyze:
    """`systemd-analyze verify` on the unit alone; what it says of this machine's other units and programs is left out."""

    name = "systemd-analyze"
    decides = False

    def load(self) -> str | None:
        self._path = tool.find("systemd-analyze")
        return tool.version(self._path, "--version") if self._path else None

    def check(self, source: Source, limits: Limits) -> Report:
        kinds = [suffix for section, suffix in _SUFFIXES.items() if re.search(rf"^\[{section}\]", source.text, re.MULTILINE)]
        if not kinds and "[Service]" not in source.text:
            raise NotChecked("systemd-analyze reads whole units alone")
        instance = "@instance" if re.search(r"%[iIjJ]", source.text) else ""
        unit = Path(f"block{instance}.{kinds[0] if kinds else 'service'}")
        unit.write_text(source.text)
        try:
            arguments = ["verify", "--man=no", "--generators=no", "--recursive-errors=no", f"./{unit}"]
            _, output = tool.run([self._path or "", *arguments], "", limits, errors=True)
        finally:
            unit.unlink()
        lines = source.text.count("\n") + 1
        return Report(
            [
                Finding(min(int(number), lines), message, "systemd-verify", self.name, Severity.WARNING, 1)
                for number, message in _LINE.findall(output)
                if not _TOLD_BY_TABLE.search(message) and "not executable" not in message and "does not exist" not in message
            ]
        )
