"""Error signatures: by what an error is known, what it means and what to do next.

The table stands in `signatures/*.toml`, TOML because the standard library reads it in milliseconds and its literal
strings need no escapes for expressions. A signature has:

    id, title     its name for programs and for people
    patterns      regular expressions within one line, case ignored; one of them must match. `<pod>` is a slot and takes
                  what such a name may be, `...` is up to 120 characters. Or { all = [...], within = lines }: the first
                  matches a line, the others match near it.
    unless        an expression; lines that match it do not count
    general       true: it tells little, and gives way to any other signature that matches the same line
    leads_to      the ids of what this error brings about: it is told before them
    means         what it means, in a sentence or two
    causes        the likely ones, the likeliest first
    look          { run, shows, risk }: commands to look at next; read-only where no risk is given
    fix           { do, run, risk }: what repairs it, perhaps with a command, which then has its risk
    terms         words by which the handbook knows it
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from typing import Any

from assistant.understanding.pattern import Pattern, read_pattern
from assistant.understanding.slot import SLOT


class Risk(StrEnum):
    """What a command does to the system it is run on."""

    READ_ONLY = "read-only"
    CHANGES_STATE = "changes state"
    DESTRUCTIVE = "destructive"


@dataclass(frozen=True)
class CommandTemplate:
    """A command with slots.

    Attributes:
        purpose: what it shows or does, for a person.
    """

    run: str
    purpose: str
    risk: Risk

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of its slots, in order."""
        return tuple(dict.fromkeys(SLOT.findall(self.run)))


@dataclass(frozen=True)
class Remedy:
    """What repairs an error, and the command for it where there is one."""

    do: str
    command: CommandTemplate | None


@dataclass(frozen=True)
class Signature:
    """One kind of error."""

    id: str
    title: str
    patterns: tuple[Pattern, ...]
    means: str
    causes: tuple[str, ...]
    look: tuple[CommandTemplate, ...]
    fix: tuple[Remedy, ...]
    terms: tuple[str, ...]
    leads_to: tuple[str, ...]
    general: bool
    unless: str | None

    @cached_property
    def exception(self) -> re.Pattern[str] | None:
        """What its lines must not have."""
        return re.compile(self.unless, re.IGNORECASE | re.ASCII) if self.unless else None

    @property
    def commands(self) -> tuple[CommandTemplate, ...]:
        """All its commands, those to look with first."""
        return (*self.look, *(remedy.command for remedy in self.fix if remedy.command))


@cache
def signatures() -> dict[str, Signature]:
    """The table, by id, read when it is asked for first.

    Raises:
        ValueError: an entry is not well-formed; the tests keep that from happening.
    """
    table: dict[str, Signature] = {}
    folder = resources.files("assistant.understanding.signatures")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            for entry in tomllib.loads(file.read_text(encoding="utf-8"))["signature"]:
                signature = _read(entry)
                if signature.id in table:
                    raise ValueError(f"{signature.id} is there twice.")
                table[signature.id] = signature
    return table


@cache
def consequences(signature_id: str) -> frozenset[str]:
    """The ids of all that an error may bring about, at one remove or more."""
    table = signatures()
    found: set[str] = set()
    ahead = list(table[signature_id].leads_to)
    while ahead:
        each = ahead.pop()
        if each not in found:
            found.add(each)
            ahead += table[each].leads_to
    return frozenset(found)


def _read(entry: dict[str, Any]) -> Signature:
    return Signature(
        id=entry["id"],
        title=entry["title"],
        patterns=tuple(read_pattern(each) for each in entry["patterns"]),
        means=entry["means"],
        causes=tuple(entry["causes"]),
        look=tuple(CommandTemplate(each["run"], each["shows"], Risk(each.get("risk", "read-only"))) for each in entry["look"]),
        fix=tuple(_remedy(each) for each in entry["fix"]),
        terms=tuple(entry["terms"]),
        leads_to=tuple(entry.get("leads_to", ())),
        general=entry.get("general", False),
        unless=entry.get("unless"),
    )


def _remedy(entry: dict[str, str]) -> Remedy:
    command = CommandTemplate(entry["run"], entry["do"], Risk(entry["risk"])) if "run" in entry else None
    return Remedy(entry["do"], command)
