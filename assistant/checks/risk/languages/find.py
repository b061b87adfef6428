"""The expressions of find: tests read, actions may delete or run commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.checks.risk.assessment import Risk, Verdict, worst
from assistant.checks.risk.words import Word

if TYPE_CHECKING:
    from assistant.checks.risk.arguments import Arguments
    from assistant.checks.risk.judge import Input, Judge
    from assistant.checks.risk.rules import Tool

_RUNS = ("-exec", "-execdir", "-ok", "-okdir")
_FD_RUNS = ("-x", "--exec", "-X", "--exec-batch")
_WRITES = ("-fprint", "-fprint0", "-fprintf", "-fls")


def command(judge: Judge, tool: Tool, arguments: Arguments, _given: Input | None) -> Verdict:
    """What find (and fd) does with what it finds."""
    words = arguments.words
    found = [Verdict(Risk.READ_ONLY, "looks for files and only reads", tool.name)]
    runs, at = _RUNS if tool.name == "find" else _FD_RUNS, 0
    while at < len(words):
        text = words[at].text
        at += 1
        if text == "-delete":
            found.append(Verdict(Risk.DESTRUCTIVE, "deletes every file that it finds", tool.name, "-delete"))
        elif text in runs:
            inner = _command(words[at:])
            found.append(judge.inside().command(inner) if inner else Verdict(Risk.UNKNOWN, "runs a command", tool.name))
            at += len(inner)
        elif text in _WRITES:
            found.append(Verdict(Risk.CHANGES_STATE, "writes what it finds to a file", tool.name, text))
    return worst(found)


def _command(words: Sequence[Word]) -> list[Word]:
    """Up to `;` or `+`; `{}` is what is found."""
    inner = []
    for word in words:
        if word.text in (";", "+", "\\;"):
            break
        inner.append(Word(word.text.replace("{}", "${1}"), known=False) if "{}" in word.text else word)
    return inner
