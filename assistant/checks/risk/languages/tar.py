"""tar, whose letters may stand without a dash."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.checks.risk.assessment import Risk, Verdict, worst

if TYPE_CHECKING:
    from assistant.checks.risk.arguments import Arguments
    from assistant.checks.risk.judge import Input, Judge
    from assistant.checks.risk.rules import Tool

_LETTERS = re.compile(r"[A-Za-z]+$")
_RUNS = ("--to-command", "--use-compress-program", "--checkpoint-action", "-I", "--info-script", "--new-volume-script", "-F")
_COMPRESSORS = re.compile(r"(?:pigz|pbzip2|pixz|pxz|zstd|zstdmt|lz4|gzip|bzip2|xz|lzop)(?: -[\w-]+)*$")


def command(judge: Judge, tool: Tool, arguments: Arguments, _given: Input | None) -> Verdict:
    """What tar does: t and d read, c x r u A write, --delete deletes."""
    options = [option for _, option in arguments.options]
    names = {option.name for option in options}
    first = arguments.words[0].text if arguments.words else ""
    if _LETTERS.match(first):
        names |= {"-" + letter for letter in first}
    found = [_mode(tool, names, arguments, first)]
    for option in options:
        if option.name in _RUNS and option.value is not None and not _COMPRESSORS.match(option.value.text):
            found.append(judge.script(option.value.text.removeprefix("exec=")))
    if "--delete" in names:
        found.append(Verdict(Risk.DESTRUCTIVE, "deletes files from the archive", tool.name, "--delete"))
    if "--remove-files" in names:
        found.append(Verdict(Risk.DESTRUCTIVE, "deletes the files that it has packed", tool.name, "--remove-files"))
    return worst(found)


def _mode(tool: Tool, names: set[str], arguments: Arguments, first: str) -> Verdict:
    if names & {"-x", "--extract", "--get"}:
        if names & {"-O", "--to-stdout"}:
            return Verdict(Risk.READ_ONLY, "prints files of the archive", tool.name, "x")
        root = any(
            o.name in ("-C", "--directory") and o.value is not None and o.value.text == "/" for _, o in arguments.options
        )
        where = " over those of the system" if root or (_LETTERS.match(first) and arguments.words[-1].text == "/") else ""
        return Verdict(Risk.CHANGES_STATE, f"unpacks files{where}", tool.name, "x")
    if names & {"-c", "--create", "-r", "--append", "-u", "--update", "-A", "--catenate", "--concatenate"}:
        file = next((o.value.text for _, o in arguments.options if o.name in ("-f", "--file") and o.value is not None), "")
        if file == "-" and "-c" in names:
            return Verdict(Risk.READ_ONLY, "packs files and prints the archive", tool.name, "c")
        return Verdict(Risk.CHANGES_STATE, "writes an archive", tool.name, "c")
    if names & {"-t", "--list", "-d", "--diff", "--compare", "--test-label"}:
        return Verdict(Risk.READ_ONLY, "only reads the archive", tool.name, "t")
    return Verdict(Risk.CHANGES_STATE, "", tool.name)
