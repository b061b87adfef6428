"""Commands of well-known tools against the sub-commands and flags that the tools have."""

from __future__ import annotations

from assistant.checks.checkers.shell import script_of
from assistant.checks.commands.line import Unknown
from assistant.checks.commands.meant import Meant, meant_by
from assistant.checks.commands.tables import CUSTOMS
from assistant.checks.commands.words import Found, unknown_words
from assistant.checks.findings import Edit, Finding, Fix, Severity
from assistant.checks.limits import Limits
from assistant.checks.report import Report, Source

_LONGEST = 60


class KnownCommands:
    """The tables of `assistant/checks/commands`: what nobody knows there was made up, unless a plugin brings it."""

    name = "command-facts"
    decides = False

    def load(self) -> str | None:
        return f"{len(CUSTOMS)} tools"

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - linear in the text
        script = script_of(source)
        return Report([finding_of(found) for found in unknown_words(script.text)])


def finding_of(found: Found) -> Finding:
    """What a person is told of a word that a tool does not have."""
    unknown, place = found.unknown, found.place
    meant = meant_by(unknown)
    word = unknown.token.text.partition("=")[0][:_LONGEST] if unknown.flag else unknown.token.text[:_LONGEST]
    fix = None
    if meant.replacement and found.exact and place.plain:
        end = place.column + len(word)
        fix = Fix((Edit(place.line, place.column, place.line, end, meant.replacement),), f"{meant.replacement} for {word}")
    rule = "unknown-flag" if unknown.flag else "unknown-command"
    severity = Severity.WARNING if _may_be_right(unknown, meant) else Severity.ERROR
    message = _told(found, word, meant)
    return Finding(place.line, message, rule, KnownCommands.name, severity, place.column if found.exact else None, fix)


def _may_be_right(unknown: Unknown, meant: Meant) -> bool:
    """A name that says nothing may be a plugin's, or newer than the facts; one that is a slip or another word is neither."""
    if unknown.plugin:
        return not meant.replacement and (unknown.path == "git" or not meant.by_sense)
    return unknown.newer and not meant.replacement and not (meant.by_sense and not unknown.flag)


def _told(found: Found, word: str, meant: Meant) -> str:
    unknown = found.unknown
    what = f"{unknown.path} has no flag {word!r}" if unknown.flag else f"{unknown.path} has no command {word!r}"
    if unknown.plugin and not meant.replacement:
        what += " of its own"
    if meant.commands:
        return f"{what}; is {' or '.join(map(repr, meant.commands))} meant?"
    return f"{what}: it takes a plugin or an alias of that name" if unknown.plugin else what
