"""Commands as redis-cli reads them, one a line."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from assistant.checks.risk.assessment import Risk, Verdict, worst
from assistant.checks.risk.words import Word, plain

if TYPE_CHECKING:
    from assistant.checks.risk.judge import Judge

_MOST_LINES = 500


def program(judge: Judge, text: str) -> Verdict:
    """What lines of Redis commands do: the worst of them."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [judge.inside().command([Word("redis-cli"), *_words(line)]) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        found.append(Verdict(Risk.UNKNOWN, "there are too many commands to look at all of them"))
    return worst(found) if found else Verdict(Risk.READ_ONLY, "no command is in it")


def _words(line: str) -> list[Word]:
    try:
        return [Word(each) for each in shlex.split(line)]
    except ValueError:
        return plain(line)
