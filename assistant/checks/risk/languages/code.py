"""Programs in Python, Perl, Ruby, JavaScript and the like that stand in a command: what they destroy is looked for, no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.checks.risk.assessment import Risk, Verdict, worst

if TYPE_CHECKING:
    from assistant.checks.risk.arguments import Arguments
    from assistant.checks.risk.judge import Input, Judge
    from assistant.checks.risk.rules import Tool

_DELETES = re.compile(
    r"\b(?:rmtree|remove_tree|rmdir(?:Sync)?|rmSync|removedirs|remove_entry\w*|os\.remove|os\.kill|fs\.rm|File\.delete"
    r"|FileUtils\.rm\w*|truncate|drop_?(?:all|database)|delete_?many|terminate_instances|flush(?:all|db))\s*[(\"'$@<]"
    r"|\bunlink(?:Sync)?\b|\brm\s+-\w|\bmkfs\b"
    r"|\b(?:DROP\s+(?:TABLE|DATABASE|SCHEMA|INDEX|VIEW|USER|ROLE)|DELETE\s+FROM|TRUNCATE\s+TABLE)\b",
    re.IGNORECASE,
)
_RUNS = re.compile(
    r"\b(?:system|popen|exec\w{0,12}|spawn\w{0,12}|getoutput|call|run|check_\w{1,12}|shell_exec|qx)[ \t]*\(?[ \t]*([\"'])(.{1,1000}?)\1",
    re.DOTALL | re.IGNORECASE,
)
_OPTIONS = ("-c", "-e", "-E", "-r", "-p", "--eval", "--print")
_MOST_RUN = 50


def command(judge: Judge, tool: Tool, arguments: Arguments, given: Input | None) -> Verdict:
    """What an interpreter runs: the program of an option, or the one that it reads where no file is named."""
    verdict = tool.verdict(arguments) or Verdict(Risk.UNKNOWN, "runs a program that is not looked at", tool.name)
    texts = [option.value.text for _, option in arguments.options if option.name in _OPTIONS and option.value is not None]
    named = any(operand.word.text != "-" for operand in arguments.operands[:1])
    if given is not None and given.text and not texts and not named and verdict.risk is Risk.UNKNOWN:
        texts.append(given.text)
    return worst([verdict, *(_destruction(judge, tool, text) for text in texts)])


def _destruction(judge: Judge, tool: Tool, text: str) -> Verdict:
    if found := _DELETES.search(text):
        return Verdict(
            Risk.DESTRUCTIVE, f"the program that it is given deletes or ends something: {found[0].strip()}", tool.name
        )
    for number, found in enumerate(_RUNS.finditer(text)):
        if number >= _MOST_RUN:
            break
        ran = judge.script(found[2])
        if ran.risk is Risk.DESTRUCTIVE:
            return ran
    return Verdict(Risk.READ_ONLY, "nothing that destroys was found in its program", tool.name)
