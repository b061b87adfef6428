"""The words of one command line, from the tool's name on, held against what the tool accepts.

Whatever may be right is: a word that only the running shell knows, a plugin, a flag that may take the next word as its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.checks.commands.carriers import AFTER_DASHES, LEADING, SCRIPT_OF_OPERANDS
from assistant.checks.commands.customs import Customs
from assistant.checks.commands.facts import Facts
from assistant.checks.commands.flags import allowed, below, read_flag

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_OF_ALL = frozenset(("help", "completion", "version", "options", "__complete"))
_FIND_RUNS = frozenset(("-exec", "-execdir", "-ok", "-okdir"))
_FORGIVEN = 2  # kubectl runs what stands behind `--`, and forgave its absence for long


@dataclass(frozen=True)
class Token:
    """A word of a command.

    Attributes:
        text: without quotes.
        known: whether the text is all of it, whatever the shell's variables are.
        place: the number of the word in the command, for whoever asks where it stands.
    """

    text: str
    known: bool = True
    place: int = 0


@dataclass(frozen=True)
class Unknown:
    """A word that a tool does not have.

    Attributes:
        path: the command up to it, as the tool names it: `kubectl rollout`.
        flag: whether it is a flag; else it stands where a sub-command is expected.
        following: the word behind it.
        plugin: a plugin of that name may be installed.
        newer: a version newer than the facts may have it.
    """

    path: str
    token: Token
    flag: bool
    following: str = ""
    plugin: bool = False
    newer: bool = False


@dataclass(frozen=True)
class Script:
    """A script inside a word, to be read on its own: `ssh host 'ls -l'`."""

    text: str
    place: int


@dataclass
class Line:
    """A walk along the words behind a tool's name.

    Attributes:
        inside: the words of commands that this one runs, as they are found.
        scripts: the scripts that it runs.
    """

    facts: Facts
    customs: Customs
    words: Sequence[Token]
    inside: list[Sequence[Token]] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=list)
    _at: int = 0
    _path: str = ""  # as far as it has flags of its own
    _shown: str = ""
    _operands: int = 0
    _leaf: bool = False  # no sub-command follows
    _vague: bool = False  # its flags stand with those of its siblings, and may not be all
    _doubtful: bool = False  # the word before may take this one as its value
    _done: bool = False

    def unknown(self) -> Iterator[Unknown]:
        """All words that the tool does not have."""
        self._path = self._shown = self.facts.tool
        while self._at < len(self.words) and not self._done:
            word = self.words[self._at]
            if self._leads_on(word):
                return
            if word.text.startswith("-") and len(word.text) > 1:
                yield from self._flag(word)
            elif self._children():
                yield from self._name(word)
            else:
                self._operand()

    def _leads_on(self, word: Token) -> bool:
        """Whether what begins here is no part of this command."""
        count = LEADING.get(self._path, 0)
        if word.text == "--":
            if self._path in AFTER_DASHES or self._path in LEADING:
                self.inside.append(self.words[self._at + 1 :])
            return True
        if count not in (0, _FORGIVEN) and self._operands >= count:
            self.inside.append(self.words[self._at :])
            return True
        if self.facts.tool == "find" and word.text in _FIND_RUNS:
            self.inside.append(self.words[self._at + 1 :])
            return True
        return False

    def _children(self) -> frozenset[str]:
        return frozenset() if self._leaf else self.facts.children.get(self._path, frozenset())

    def _flag(self, word: Token) -> Iterator[Unknown]:
        customs = replace(self.customs, long=False, short=False) if self._vague else self.customs
        flag = read_flag(word.text, allowed(self.facts.tool, self._path), customs)
        seen = word.known or "=" in word.text
        if flag.known is False and seen and not self._of_a_child(word):
            yield Unknown(self._shown, word, True, self._following(), newer=self.customs.grows)
        if flag.known is not True and self._children():
            self._done = True  # the next word may be its value
        self._doubtful = flag.takes is None or (not flag.takes and not self.customs.values and "=" not in word.text)
        self._at += 2 if flag.takes else 1

    def _of_a_child(self, word: Token) -> bool:
        """`kubectl -A get pods`: some sub-command has it, and may be given it before its name."""
        if not self._children():
            return False
        name = word.text.partition("=")[0]
        return not name.startswith("--") or name in below(self.facts.tool, self._path)

    def _name(self, word: Token) -> Iterator[Unknown]:
        """Go to a sub-command, or say that there is none of that name."""
        asked = f"{self._path} {word.text}"
        real = self.customs.names.get(asked, asked)
        if word.known and real in self.facts.commands:
            self._path = self._shown = real
            self._leaf = LEADING.get(real) == 0
        elif word.known and (word.text in self._children() or (asked in self.customs.names and self.customs.flat)):
            self._shown, self._leaf = real, True
            self._vague = not self.customs.flat and self._path not in self.customs.hidden
        elif self._path in self.customs.free and self._path != self.facts.tool:
            self._leaf = True
            return
        else:
            self._done = True
            if not self._may_be_right(word, asked):
                plugin = self._path == self.facts.tool and self.customs.plugins is not None
                yield Unknown(self._shown, word, False, self._following(), plugin=plugin, newer=self.customs.grows)
        self._doubtful = False
        self._at += 1

    def _may_be_right(self, word: Token, asked: str) -> bool:
        text, first = word.text, self._path == self.facts.tool
        if not word.known or not _NAME.fullmatch(text) or text == text.upper() or self._doubtful:
            return True
        if not self.customs.commands or self._path in self.customs.free or asked in self.customs.names or text == "help":
            return True
        formed = self.customs.pattern is not None and self.customs.pattern.match(text) is not None
        return formed or (first and (text in _OF_ALL or text in (self.customs.plugins or ())))

    def _operand(self) -> None:
        """Count an operand; the walk ends with it where another command begins there."""
        count = LEADING.get(self._path)
        if self.facts.tool in SCRIPT_OF_OPERANDS:
            self._script()
        elif count == 0:
            self.inside.append(self.words[self._at :])
            self._done = True
        self._operands += 1
        self._done |= count == _FORGIVEN and self._operands >= count
        self._at += 1

    def _script(self) -> None:
        self._done = True
        words = self.words[self._at + SCRIPT_OF_OPERANDS[self.facts.tool] :]
        if words and all(word.known for word in words):
            self.scripts.append(Script(" ".join(word.text for word in words), words[0].place))

    def _following(self) -> str:
        return self.words[self._at + 1].text if self._at + 1 < len(self.words) else ""
