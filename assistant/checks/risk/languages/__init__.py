"""Readers of what tables cannot say: SQL, redis and MongoDB commands, awk and sed programs, the expressions of find."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.checks.risk.languages import awk, code, find, mongo, redis, sed, sql, tar, xargs

if TYPE_CHECKING:
    from assistant.checks.risk.arguments import Arguments
    from assistant.checks.risk.assessment import Verdict
    from assistant.checks.risk.judge import Input, Judge
    from assistant.checks.risk.rules import Tool

# What a program in some language does.
PROGRAMS: dict[str, Callable[[Judge, str], Verdict]] = {"sql": sql.program, "redis": redis.program, "mongo": mongo.program}

# What a tool does whose arguments are a language of their own.
READERS: dict[str, Callable[[Judge, Tool, Arguments, Input | None], Verdict]] = {
    "awk": awk.command,
    "code": code.command,
    "find": find.command,
    "parallel": xargs.parallel,
    "sed": sed.command,
    "tar": tar.command,
    "xargs": xargs.command,
}
