"""The commands of a block of any kind, with what each would do: typed ones, and those that a file tells a program to run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.checks.kinds import Kind, language_of
from assistant.checks.risk.assessment import CommandRisk, Dialect, Risk
from assistant.checks.risk.embedded import Embedded, Purpose, embedded_in
from assistant.checks.risk.languages import sql
from assistant.checks.risk.script import assess, assess_program
from assistant.checks.risk.tools import reaches_out

_TRANSCRIPTS = frozenset(("console", "shell-session", "shellsession", "sh-session", "bash-session"))
_SHELLS: dict[str, Dialect] = {
    **dict.fromkeys(("powershell", "pwsh", "ps1", "posh"), "powershell"),
    **dict.fromkeys(("bat", "cmd", "batch", "dos", "batchfile"), "cmd"),
    **dict.fromkeys(("fish", "nu", "nushell", "csh", "tcsh", "elvish", "xonsh"), "bash"),
}
_CLIENTS = {
    **dict.fromkeys(("redis", "redis-cli", "valkey"), ("redis", "redis-cli")),
    **dict.fromkeys(("mongo", "mongosh", "mongodb"), ("mongo", "mongosh")),
    **dict.fromkeys(("cql", "cassandra", "clickhouse", "hql", "spanner", "bigquery"), ("sql", "psql")),
}
_MOST_OF_FILE = 20
_MOST_STATEMENTS = 200
_CODE_FROM_ELSEWHERE = re.compile(
    r"^[\"']?\$|[|`]|\$\(|<\(|://|^eval\b|^(?:\S*/)?(?:ba|z|da|a|k)?sh(?:$|[ \t].*-[a-z]*c\b)", re.DOTALL
)


def risks_of(text: str, kind: Kind, info: str = "") -> tuple[CommandRisk, ...]:
    """What the commands of a block would do; it never runs anything, and never raises.

    Of what a person types, every command is told. Of a file, only what changes state, destroys or cannot be told: the worst
    ones, where there are many.

    Args:
        kind: what the block was read as.
        info: what stands behind its fence.

    Returns:
        In the order of the lines, which count from 1 within the block.
    """
    language = language_of(info)
    if kind is Kind.SHELL:
        return assess(text, "console" if language in _TRANSCRIPTS else "bash").commands
    if kind is Kind.SQL:
        return _sql(text)
    if language in _SHELLS:
        return assess(text, _SHELLS[language]).commands
    if language in _CLIENTS:
        return _session(text, *_CLIENTS[language])
    found = [each for part in embedded_in(text, kind, language) for each in _of_file(part)]
    worst = sorted(found, key=lambda each: (-each.risk, each.line))[:_MOST_OF_FILE]
    return tuple(sorted(worst, key=lambda each: each.line))


def _sql(text: str) -> tuple[CommandRisk, ...]:
    """Its statements, or those behind the prompts of a client."""
    if sql.has_prompts(text):
        return assess(text, "console").commands
    return _programs(text, "sql", "psql", sql.statements(text))


def _session(text: str, language: str, tool: str) -> tuple[CommandRisk, ...]:
    """What is typed into a client: one command a line, or a script that reads from line to line."""
    if language == "sql":
        return _sql(text)
    if language == "redis" and sql.has_prompts(text):
        return assess(text, "console").commands
    if language == "mongo":
        start = len(text) - len(text.lstrip())
        return _programs(text, language, tool, [(start, len(text.rstrip()))])
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare and not bare.startswith(("#", "//")):
            start = at + line.index(bare)
            spans.append((start, start + len(bare)))
        at += len(line)
    return _programs(text, language, tool, spans)


def _programs(text: str, language: str, tool: str, spans: Iterable[tuple[int, int]]) -> tuple[CommandRisk, ...]:
    found = []
    for number, (start, end) in enumerate(spans):
        last = number >= _MOST_STATEMENTS
        found.append(assess_program(text, language, tool, start, len(text) if last else end))
        if last:
            unknown = "there are too many statements to look at each of them"
            found[-1] = replace(found[-1], risk=max(found[-1].risk, Risk.UNKNOWN), reason=unknown)
            break
    return tuple(found)


def _of_file(part: Embedded) -> Iterable[CommandRisk]:
    """The commands of a part of a file that a person should know of."""
    if part.text is None:
        yield CommandRisk(Risk.UNKNOWN, part.reason, "", "", part.shown, 0, 0, part.line)
        return
    lines = part.text.count("\n")
    for each in assess(part.text, part.dialect).commands:
        if each.risk is Risk.READ_ONLY or _belongs(each, part.purpose):
            continue
        yield replace(each, line=part.line + (each.line - 1 if part.lines or not lines else 0))


def _belongs(command: CommandRisk, purpose: Purpose) -> bool:
    """What a file of this purpose is there for.

    An image is built of files and packages, a service and a pipeline start programs of their own; what they do to a cluster, a
    cloud or a database is another matter, and so is code that comes from elsewhere.
    """
    if purpose is Purpose.MACHINE or reaches_out(command.tool):
        return False
    if command.risk is Risk.UNKNOWN:
        return bool(command.tool) and not _CODE_FROM_ELSEWHERE.search(command.text)
    return not (_of_all(command) if purpose is Purpose.IMAGE else command.risk is Risk.DESTRUCTIVE)


def _of_all(command: CommandRisk) -> bool:
    """Of the root of the file system, not of a folder."""
    return command.risk is Risk.DESTRUCTIVE and any(
        word in ("/", "/*", "/.", "//") for word in command.text.replace('"', " ").replace("'", " ").split()
    )
