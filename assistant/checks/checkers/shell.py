"""Shell commands and scripts: shellcheck, and the grammar of tree-sitter where shellcheck is not there."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import metadata
from typing import TYPE_CHECKING, Any

from assistant.checks import tool
from assistant.checks.findings import Edit, Finding, Fix, Severity
from assistant.checks.limits import Limits
from assistant.checks.report import NotChecked, Report, Source
from assistant.checks.shell_session import Script, read_script

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_ALWAYS_EXCLUDED = (1090, 1091, 2148)  # a file that is sourced is not here; a block in an answer needs no shebang
_EXCLUDED_WHEN_TYPED = (
    1083,  # braces of a placeholder
    2002, 2009, 2010, 2011, 2012,  # nicer ways to list and filter, for scripts
    2015,  # a && b || c
    2016,  # $ in single quotes is what jsonpath and awk need
    2029, 2030, 2031,
    2035,  # rm *.log
    2034, 2153, 2154,  # set or used in another block or by the reader
    2046,  # docker rm $(docker ps -aq) has to be split
    2062, 2101, 2102,
    1113,  # a comment that begins with a path
    2155,  # export TOKEN=$(...)
    2103, 2164,  # cd without || exit: a person sees that it failed
    2119, 2120, 2317,
)  # fmt: skip
_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO, "style": Severity.INFO}
_ADVICE = re.compile(r"\s*Fix (?:any mentioned problems and try again|to allow more checks)\.")
_WORKING = frozenset((2045, 2068, 2145))  # errors to shellcheck, that work until a name has a space
_CONSEQUENCES = (1009, 1072, 1073)  # told beside the error itself
_DIALECTS = {"ksh": "ksh", "dash": "dash", "ash": "busybox"}
_NO_SHELL_OF_OURS = frozenset(("fish", "nu", "nushell", "powershell", "pwsh", "ps1", "bat", "cmd", "batch"))
_ZSH_ONLY = re.compile(r"setopt|autoload|zstyle|bindkey|\$\{\(|\*\*/\*\(|print -P")


def script_of(source: Source) -> Script:
    """The commands of a block.

    Raises:
        NotChecked: it has none.
    """
    script = read_script(source.text, source.language)
    if script is None:
        raise NotChecked("it shows what a terminal printed, and no commands")
    if not re.search(r"^[ \t]*[^#\s]", script.text, re.MULTILINE):
        raise NotChecked("there is no command in it")
    return script


class ShellCheck:
    """The linter of https://www.shellcheck.net, which parses too."""

    name = "shellcheck"
    decides = True

    def load(self) -> str | None:
        self._path = tool.find("shellcheck")
        return tool.version(self._path, "--version") if self._path else None

    def check(self, source: Source, limits: Limits) -> Report:
        script = script_of(source)
        zsh = source.language == "zsh" or bool(re.match(r"\s*#!.*\bzsh", source.text))
        excluded = _ALWAYS_EXCLUDED + (_EXCLUDED_WHEN_TYPED if script.typed else ())
        arguments = [
            self._path or "",
            "--norc",
            "--format=json1",
            "--severity=info",
            f"--exclude={','.join(map(str, excluded))}",
        ]
        if zsh or not script.text.lstrip().startswith("#!"):
            arguments.append(f"--shell={_DIALECTS.get(source.language, 'bash')}")
        text = _without_indentation_of_shebang(script.text)
        status, output = tool.run([*arguments, "-"], text, limits)
        comments = tool.read_json(self.name, status, output).get("comments", [])
        if zsh and any(comment["level"] == "error" for comment in comments):
            raise NotChecked("shellcheck knows bash and sh, and this is zsh")
        if any(comment["code"] == 1071 for comment in comments):  # noqa: PLR2004 - its rule SC1071
            raise NotChecked("shellcheck does not know the shell in its first line")
        lines = script.text.split("\n")
        return Report([_with_keyword(finding, lines) for finding in _findings(comments)])


def _with_keyword(finding: Finding, lines: list[str]) -> Finding:
    """`if [ ... ] then` is no word to print: the shell cannot read it."""
    opens = finding.rule == "SC1010" and re.match(r"[ \t]*(?:if|elif|while|until|for)\b", lines[finding.line - 1])
    return replace(finding, severity=Severity.ERROR) if opens else finding


def _without_indentation_of_shebang(text: str) -> str:
    return text if text.startswith("#!") or not text.lstrip().startswith("#!") else text.lstrip(" \t")


def _findings(comments: list[dict[str, Any]]) -> list[Finding]:
    """The cause of a syntax error alone, where shellcheck says it beside its consequences."""
    causes = [each for each in comments if each["code"] not in _CONSEQUENCES]
    broken = [each for each in comments if each["code"] in _CONSEQUENCES and each["level"] == "error"]
    if broken and not any(each["level"] == "error" for each in causes):
        causes += [_plainer(broken)]
    return [_finding(each) for each in causes]


def _plainer(broken: list[dict[str, Any]]) -> dict[str, Any]:
    first = next((each for each in broken if each["code"] == 1073), broken[0])  # noqa: PLR2004 - its rule SC1073
    why = " ".join(each["message"].strip() for each in broken if each["code"] == 1072)  # noqa: PLR2004
    return {**first, "message": f"{first['message']} {why}" if first["code"] != 1072 else why}  # noqa: PLR2004


def _finding(comment: dict[str, Any]) -> Finding:
    fix = None
    if comment["fix"]:
        edits = tuple(
            Edit(each["line"], each["column"], each["endLine"], each["endColumn"], each["replacement"])
            for each in comment["fix"]["replacements"]
        )
        fix = Fix(edits, "as shellcheck says")
    severity = Severity.WARNING if comment["code"] in _WORKING else _SEVERITIES[comment["level"]]
    message = _ADVICE.sub("", comment["message"]).strip()
    return Finding(comment["line"], message, f"SC{comment['code']}", "shellcheck", severity, comment["column"], fix)


class BashGrammar:
    """The grammar of tree-sitter-bash: it can find a broken block, but syntax alone makes no good one."""

    name = "tree-sitter-bash"
    decides = False

    def load(self) -> str | None:
        import tree_sitter
        import tree_sitter_bash

        self._parser: Parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))
        return metadata.version("tree-sitter-bash")

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - it takes a fraction of a millisecond
        script = script_of(source)
        if source.language == "zsh":
            raise NotChecked("tree-sitter-bash knows bash and sh, and this is zsh")
        node = _first_error(self._parser.parse(script.text.encode()).root_node)
        if node is None:
            return Report()
        line = node.start_point.row + 1
        message = f"{node.type!r} is missing" if node.is_missing else "the shell cannot read this"
        return Report([Finding(line, message, "syntax", self.name, Severity.ERROR, node.start_point.column + 1)])


def _first_error(root: Node) -> Node | None:
    """The innermost first one."""
    if not root.has_error:
        return None
    level = [root]
    found = None
    while level:
        node = next((each for each in level if each.has_error or each.is_error or each.is_missing), None)
        if node is None:
            break
        if node.is_error or node.is_missing:
            found = node
        level = node.children
    return found
