"""xargs and parallel: a command, with arguments that only come when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.checks.risk.assessment import Risk, Verdict, worst
from assistant.checks.risk.words import Word, joined

if TYPE_CHECKING:
    from assistant.checks.risk.arguments import Arguments
    from assistant.checks.risk.judge import Input, Judge
    from assistant.checks.risk.rules import Tool

_REPLACES = ("-I", "--replace", "-i", "-J")
_COMING = Word("...", known=False)


def command(judge: Judge, tool: Tool, arguments: Arguments, _given: Input | None) -> Verdict:
    """What xargs runs."""
    words = _command(arguments)
    if not words:
        return Verdict(Risk.READ_ONLY, "only prints what it reads", tool.name)
    return judge.inside().command([*words, _COMING])


def parallel(judge: Judge, tool: Tool, arguments: Arguments, _given: Input | None) -> Verdict:
    """What GNU parallel runs: its words make a text for a shell, and `:::` begins the arguments."""
    inner = []
    for word in _command(arguments):
        if word.text.startswith(":::"):
            break
        inner.append(word)
    if not inner:
        return Verdict(Risk.UNKNOWN, "runs the commands that it reads", tool.name)
    return worst([judge.script(joined(inner)), judge.inside().command([*inner, _COMING])])


def _command(arguments: Arguments) -> list[Word]:
    if not arguments.operands:
        return []
    words = list(arguments.words[arguments.operands[0].index :])
    places = {option.value.text for _, option in arguments.options if option.name in _REPLACES and option.value is not None}
    for place in sorted({*places, "{}"} - {""}):
        words = [Word(word.text.replace(place, "${1}"), known=False) if place in word.text else word for word in words]
    return words
