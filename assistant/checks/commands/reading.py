"""A command with all commands inside it, each held against its tool's facts: `sudo env A=1 kubectl exec web -- ls`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.checks.commands.carriers import SHELLS, SPELLED
from assistant.checks.commands.facts import facts_of
from assistant.checks.commands.line import Line, Script, Token, Unknown
from assistant.checks.commands.tables import CUSTOMS

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_MOST_INSIDE = 12


@dataclass
class Reader:
    """Reads one command; `scripts` are those that its words hold."""

    scripts: list[Script] = field(default_factory=list)

    def read(self, words: Sequence[Token]) -> Iterator[Unknown]:
        """All words that the tool of the command, or of one inside it, does not have."""
        waiting = [words]
        for _ in range(_MOST_INSIDE):
            if waiting:
                yield from self._command(_without_assignments(waiting.pop()), waiting)

    def _command(self, words: Sequence[Token], waiting: list[Sequence[Token]]) -> Iterator[Unknown]:
        if not words or not words[0].known or words[0].text.startswith("."):
            return
        name, *rest = SPELLED.get(_base(words[0].text), (_base(words[0].text),))
        if name in SHELLS:
            self._shell(words[1:])
        elif name == "time":
            waiting.append(words[2 if [word.text for word in words[1:2]] == ["-p"] else 1 :])
        elif name in CUSTOMS and (facts := facts_of(name)):
            line = Line(facts, CUSTOMS[name], [*map(Token, rest), *words[1:]])
            yield from line.unknown()
            waiting += line.inside
            self.scripts += line.scripts

    def _shell(self, words: Sequence[Token]) -> None:
        """Take the script of `bash -xc '...'`."""
        for word, script in pairwise(words):
            if re.fullmatch(r"-[a-z]*c", word.text):
                self.scripts.append(Script(script.text, script.place))
            if not word.text.startswith("-") or word.text.endswith("c"):
                return


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _without_assignments(words: Sequence[Token]) -> Sequence[Token]:
    at = 0
    while at < len(words) and _ASSIGNMENT.match(words[at].text):
        at += 1
    return words[at:]
