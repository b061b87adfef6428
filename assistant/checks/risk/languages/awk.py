"""awk programs: most only print, some write files or run commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.checks.risk.assessment import Risk, Verdict, worst

if TYPE_CHECKING:
    from assistant.checks.risk.arguments import Arguments
    from assistant.checks.risk.judge import Input, Judge
    from assistant.checks.risk.rules import Tool

_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|(?<=[~(,!&|{;])\s*/(?:[^/\\\n]|\\.)+/|^\s*/(?:[^/\\\n]|\\.)+/|#[^\n]*', re.DOTALL)
_PRINT_TO = re.compile(r"\bprintf?\b[^;}\n>]{0,2000}>")
_COMMAND = re.compile(r"\bsystem\s*\(|(?<!\|)\|&?(?!\|)")


def command(judge: Judge, tool: Tool, arguments: Arguments, _given: Input | None) -> Verdict:
    """What awk does: its program is the first operand, unless a file has it."""
    names = {option.name for _, option in arguments.options}
    if names & {"-f", "--file", "-E", "--exec"}:
        return Verdict(Risk.UNKNOWN, "runs a program that is not to be seen here", tool.name)
    if any(o.name in ("-i", "--include") and o.value is not None and "inplace" in o.value.text for _, o in arguments.options):
        return Verdict(Risk.CHANGES_STATE, "changes files in place", tool.name)
    sources = [o.value for _, o in arguments.options if o.name in ("-e", "--source") and o.value is not None]
    sources = sources or [operand.word for operand in arguments.operands[:1]]
    if not sources:
        return Verdict(Risk.READ_ONLY, "prints how it is used", tool.name)
    return worst(_program(judge, tool, word.text) for word in sources)


def _program(judge: Judge, tool: Tool, text: str) -> Verdict:
    texts = [found[1] for found in _TEXT.finditer(text) if found[1]]
    code = _TEXT.sub('""', text)
    if _COMMAND.search(code) or re.search(r"@load\b", code):
        inner = [judge.script(re.sub(r'\\(["\\])', r"\1", each)) for each in texts]
        ran = Verdict(Risk.UNKNOWN, "runs commands that it puts together", tool.name)
        harmless = inner and all(each.risk is Risk.READ_ONLY for each in inner) and not re.search(r'""\s*[\w$(]', code)
        return worst([*inner, *([] if harmless else [ran])])
    if _PRINT_TO.search(re.sub(r"\([^()]*\)", "", code)):
        return Verdict(Risk.CHANGES_STATE, "prints to a file", tool.name)
    return Verdict(Risk.READ_ONLY, "only prints what it reads", tool.name)
