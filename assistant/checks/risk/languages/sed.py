"""sed scripts: with -i they change files; `w` writes and `e` runs commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.checks.risk.assessment import Risk, Verdict, worst
from assistant.checks.risk.paths import is_system

if TYPE_CHECKING:
    from assistant.checks.risk.arguments import Arguments
    from assistant.checks.risk.judge import Input, Judge
    from assistant.checks.risk.rules import Tool

_ADDRESS = re.compile(
    r"[\s;{}]*(?:(?:\d+|\$|/(?:[^/\\\n]|\\.)*/[IM]*|\\(.)(?:(?!\1).)*\1)(?:~\d+)?(?:,[+~]?)?\s*)*!?\s*", re.DOTALL
)
_FLAGS = re.compile(r"[gpiImM0-9]*")


def command(_judge: Judge, tool: Tool, arguments: Arguments, _given: Input | None) -> Verdict:
    """What sed does: its scripts stand in -e, or in the first operand."""
    options = [option for _, option in arguments.options]
    found = [Verdict(Risk.READ_ONLY, "only prints what it makes of its input", tool.name)]
    if any(o.name in ("-f", "--file") for o in options):
        found.append(Verdict(Risk.UNKNOWN, "runs a script that is not to be seen here", tool.name))
    scripts = [o.value.text for o in options if o.name in ("-e", "--expression") and o.value is not None]
    files = arguments.operands if scripts else arguments.operands[1:]
    scripts = scripts or [operand.word.text for operand in arguments.operands[:1]]
    found += [_script(tool, text) for text in scripts]
    if any(o.name == "-i" or o.name.startswith(("-i", "--in-p")) for o in options):
        whole = any(re.fullmatch(r"\s*(?:1,\$)?\s*d\s*", text) for text in scripts)
        where = " of the system" if any(is_system(file.word.text) for file in files) else ""
        if whole:
            found.append(Verdict(Risk.DESTRUCTIVE, "empties the files", tool.name, "-i"))
        found.append(Verdict(Risk.CHANGES_STATE, f"changes files{where} in place", tool.name, "-i"))
    return worst(found)


def _script(tool: Tool, text: str) -> Verdict:
    """Walk over the commands of a script until one writes or runs something."""
    at = 0
    while at < len(text):
        address = _ADDRESS.match(text, at)
        at = address.end() if address else at
        letter = text[at : at + 1]
        if letter == "e":
            return Verdict(Risk.UNKNOWN, "runs commands from within its script", tool.name, "e")
        if letter in ("w", "W"):
            return _writes(tool, text[at + 1 :])
        if letter in ("s", "y"):
            at, flags, rest = _substitution(text, at)
            if "e" in flags:
                return Verdict(Risk.UNKNOWN, "runs what it makes of its input as commands", tool.name, "s///e")
            if "w" in flags:
                return _writes(tool, rest)
        elif letter in "aicrRbt:T" and letter:
            end = text.find("\n", at)
            at = len(text) if end < 0 else end + 1
        else:
            at += 1
    return Verdict(Risk.READ_ONLY, "", tool.name)


def _writes(tool: Tool, rest: str) -> Verdict:
    file = rest.strip().partition("\n")[0]
    if file in ("/dev/stdout", "/dev/stderr"):
        return Verdict(Risk.READ_ONLY, "only prints", tool.name)
    return Verdict(Risk.CHANGES_STATE, "writes to a file", tool.name, "w")


def _substitution(text: str, at: int) -> tuple[int, str, str]:
    """Where `s/a/b/flags` ends, its flags, and what follows a `w` among them."""
    mark = text[at + 1 : at + 2]
    end, parts = at + 2, 0
    while end < len(text) and parts < 2:
        if text[end] == "\\":
            end += 1
        elif text[end] == mark:
            parts += 1
        end += 1
    flags = _FLAGS.match(text, end)
    after = flags.end() if flags else end
    more = text[after : after + 1]
    return after + (1 if more in ("e", "w") else 0), more if more in ("e", "w") else "", text[after + 1 :]
