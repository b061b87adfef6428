"""A script: its syntax tree is walked, every command in it judged, and every file that it writes to looked at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from tree_sitter import Node

from assistant.checks.risk.assessment import Assessment, CommandRisk, Dialect, Risk, Verdict, worst
from assistant.checks.risk.base64_text import decoded, decodes
from assistant.checks.risk.judge import MOST_DEPTH, Input, Judge
from assistant.checks.risk.languages import sql
from assistant.checks.risk.pasted_sql import is_sql
from assistant.checks.risk.paths import is_device, is_nowhere, is_system
from assistant.checks.risk.rules import Tool
from assistant.checks.risk.syntax import MOST_CHARACTERS, parse
from assistant.checks.risk.tools import all_tools, find_tool
from assistant.checks.risk.transcript import Piece, pieces, without_placeholders
from assistant.checks.risk.words import Word, plain, text_of, unescaped, word_of

_MOST_NESTED = 80
_MOST_COMMANDS = 1_000
_LONGEST_SHOWN = 400
_MOST_PIECES = 300
_NOTHING = re.compile(r"|:|true|cat /dev/null|echo(?: -n)?(?: )?|printf (?:%s )?")
_CARRIERS = frozenset("sudo doas env nohup timeout nice ionice time xargs command exec builtin stdbuf".split())
_SEPARATORS = re.compile(r"[;&|\n(){}`\"']+|\$\(")
_WORDS = (
    "word", "number", "string", "raw_string", "ansi_c_string", "translated_string", "concatenation", "simple_expansion",
    "expansion", "command_substitution", "process_substitution", "brace_expression", "arithmetic_expansion", "regex",
    "extglob_pattern",
)  # fmt: skip
_REDIRECTS = ("file_redirect", "heredoc_redirect", "herestring_redirect")
_UNPARSED = Verdict(Risk.UNKNOWN, "this is not valid shell, so what it does cannot be told")
_EMPTY = Verdict(Risk.READ_ONLY, "no command is in it")


def assess(script: str, shell: Dialect = "bash") -> Assessment:
    """Class a script and every command in it; it never runs anything, and never raises.

    Args:
        script: commands as they would be typed or pasted, prompts included.
        shell: `console` for a transcript, in which only lines with a prompt were typed.
    """
    cut = script[:MOST_CHARACTERS]
    walk = _Walk(Judge(_read_inside), cut)
    if is_sql(cut, _begins_with_tool):
        places = list(islice(sql.statements(cut), _MOST_PIECES + 1))
        for start, end in places[:_MOST_PIECES]:
            walk.say(walk.judge.program("sql", cut[start:end], Tool("SQL")), start, end)
        count = len(places)
    else:
        parts = pieces(cut, console=shell == "console", is_command=_begins_with_tool)
        for part in parts[:_MOST_PIECES]:
            _piece(walk, part, shell)
        count = len(parts)
    if len(script) > MOST_CHARACTERS or count > _MOST_PIECES:
        walk.say(Verdict(Risk.UNKNOWN, "the script is too long to look at all of it"), len(cut), len(cut))
    commands = tuple(sorted(walk.commands, key=lambda command: command.start))
    if not commands:
        return Assessment(_EMPTY.risk, _EMPTY.reason, ())
    chief = max(commands, key=lambda command: command.risk)
    return Assessment(chief.risk, chief.reason, commands)


def assess_program(text: str, language: str, tool: str, start: int, end: int) -> CommandRisk:
    """Class the part of a text that is a program in another language, such as one SQL statement.

    Args:
        language: `sql`, `redis` or `mongo`.
        tool: the client that would run it.
        start, end: characters of the text, the end excluded.
    """
    walk = _Walk(Judge(_read_inside), text)
    walk.say(walk.judge.program(language, text[start:end], all_tools()[tool]), start, end)
    return walk.commands[0]


def _piece(walk: _Walk, part: Piece, shell: Dialect) -> None:
    if part.language != "shell":
        text = part.text.strip()
        start = part.start + part.text.index(text) if text else part.start
        tool = all_tools()["psql" if part.language == "sql" else "redis-cli"]
        walk.say(walk.judge.program(part.language, text, tool), start, start + len(text))
        return
    inner = _Walk(walk.judge, part.text, walk.source, part.start, lines=walk.line_starts())
    inner.run(powershell=shell in ("powershell", "cmd"))
    walk.judge = inner.judge
    # What a command printed is taken for one only where it would do harm.
    walk.commands += [each for each in inner.commands if part.typed or each.risk not in (Risk.READ_ONLY, Risk.UNKNOWN)]


def _read_inside(judge: Judge, text: str, given: Input | None) -> Verdict:
    """The worst of a script inside a command."""
    walk = _Walk(judge, text[:MOST_CHARACTERS])
    walk.run(given=given)
    if len(text) > MOST_CHARACTERS:
        return Verdict(Risk.UNKNOWN, "the script is too long to look at all of it")
    if not walk.commands:
        return _EMPTY
    chief = max(walk.commands, key=lambda command: command.risk)
    return Verdict(chief.risk, chief.reason, chief.tool, chief.verb)


def _begins_with_tool(line: str) -> bool:
    first = line.split(None, 1)[0]
    return find_tool(first)[0] is not None


@dataclass
class _Walk:
    """A walk through one script.

    Attributes:
        source: the text that is parsed.
        whole: the text in which places are told, where it is another; `source` begins at its character `offset`.
    """

    judge: Judge
    source: str
    whole: str | None = None
    offset: int = 0
    commands: list[CommandRisk] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    characters: list[int] | None = None

    def say(self, verdict: Verdict, start: int, end: int) -> None:
        """Note a command by its characters in `source`."""
        text = self.source[start:end]
        shown = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."
        start, end = start + self.offset, end + self.offset
        line = bisect_right(self.line_starts(), start)
        self.commands.append(CommandRisk(verdict.risk, verdict.reason, verdict.tool, verdict.verb, shown, start, end, line))

    def line_starts(self) -> list[int]:
        if not self.lines:
            whole = self.source if self.whole is None else self.whole
            self.lines = [0, *(found.end() for found in re.finditer("\n", whole))]
        return self.lines

    def run(self, *, given: Input | None = None, powershell: bool = False) -> None:
        text = without_placeholders(self.source).replace("\r\n", " \n").replace("\0", " ")
        source = text.encode(errors="replace")
        if len(source) != len(text):
            self.characters = _characters(text)
        root = parse(source)
        if root is None:
            self.say(Verdict(Risk.UNKNOWN, "the script is too long or too tangled to be parsed"), 0, len(text))
            self._search(text)
            return
        self._define(root)
        self._node(root, given, 0)
        if root.has_error:
            self.say(_UNPARSED, 0, len(text))
            self._search(text)
        elif powershell and ("{" in text or "`" in text):
            self.say(Verdict(Risk.UNKNOWN, "script blocks of PowerShell are not followed"), 0, len(text))

    def _say(self, verdict: Verdict, node: Node) -> None:
        self.say(verdict, self._character(node.start_byte), self._character(node.end_byte))

    def _character(self, byte: int) -> int:
        return byte if self.characters is None else bisect_right(self.characters, byte) - 1

    def _define(self, root: Node) -> None:
        """Note the functions, and the variables that are set once, at the outermost level, to a fixed text."""
        functions, variables = set(), dict(self.judge.variables)
        for node in _nodes(root, "function_definition"):
            name = node.child_by_field_name("name")
            if name is not None:
                functions.add(text_of(name))
                if _forks(node, text_of(name)):
                    self._say(
                        Verdict(Risk.DESTRUCTIVE, "a fork bomb: it starts copies of itself until the machine stops"), node
                    )
        for node in root.named_children:
            if node.type != "variable_assignment":
                continue
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if name is None or value is None:
                continue
            word = word_of(value)
            mentions = len(re.findall(rf"(?<![\w${{]){re.escape(text_of(name))}(?!\w)", self.source))
            if word.known and not word.pattern and mentions == 1 and not _operator(node):
                variables[text_of(name)] = word.text
        self.judge = replace(self.judge, functions=self.judge.functions | functions, variables=variables)

    def _node(self, node: Node, given: Input | None, depth: int) -> None:
        if depth > _MOST_NESTED or len(self.commands) >= _MOST_COMMANDS:
            if not self.commands or self.commands[-1].risk < Risk.UNKNOWN:
                self._say(Verdict(Risk.UNKNOWN, "the script goes on or is nested for too long to look at all of it"), node)
            return
        kind = node.type
        if kind == "command":
            self._command(node, given, (), depth)
        elif kind == "redirected_statement":
            self._redirected(node, given, depth)
        elif kind == "pipeline":
            self._pipeline(node, given, depth)
        elif kind == "comment":
            return
        elif kind == "command_substitution":
            for verdict in [v for child in node.named_children for v in _written(child, emptied=True)]:
                self._say(verdict, node)
            self._children(node, given, depth)
        elif kind == "function_definition":
            self._children(node, None, depth)
        elif kind in ("declaration_command", "unset_command", "variable_assignment", "variable_assignments"):
            if kind == "declaration_command" and re.search(r"\b(?:LD_PRELOAD|BASH_ENV|PROMPT_COMMAND)=", text_of(node)[:2000]):
                self._say(Verdict(Risk.UNKNOWN, "it decides which code runs later on"), node)
            elif kind != "variable_assignment":
                self._say(Verdict(Risk.READ_ONLY, "only sets variables of this shell", text_of(node).split(None, 1)[0]), node)
            self._children(node, None, depth)
        else:
            self._children(node, given, depth)

    def _children(self, node: Node, given: Input | None, depth: int) -> None:
        for child in node.named_children:
            self._node(child, given, depth + 1)

    def _command(self, node: Node, given: Input | None, redirects: tuple[Node, ...], depth: int) -> None:
        """Judge a simple command with the redirections that belong to it."""
        words: list[Word] = []
        for child in node.children:
            if child.type == "command_name" or child.type in _WORDS:
                words.append(word_of(child))
            elif child.type == "variable_assignment":
                words.append(Word(text_of(child)))
            elif child.type in _REDIRECTS:
                redirects = (*redirects, child)
            elif not child.is_named and child.type not in ("\n", ";"):
                words.append(Word(text_of(child)))
        for redirect in redirects:
            given = self._input(redirect) or given
        verdicts = [self.judge.command(words, given)]
        emptied = _NOTHING.fullmatch(" ".join(word.text for word in words)) is not None
        verdicts += [verdict for redirect in redirects for verdict in _written(redirect, emptied)]
        if self.judge.depth < MOST_DEPTH and words and words[0].text == "alias":
            self._alias(words[1:])
        self._say(worst(verdicts), node)
        self._children(node, None, depth)
        for redirect in redirects:
            if redirect not in node.children:
                self._children(redirect, None, depth)

    def _alias(self, words: list[Word]) -> None:
        texts = dict(word.text.split("=", 1) for word in words if "=" in word.text)
        self.judge = replace(self.judge, aliases={**self.judge.aliases, **texts})

    def _redirected(self, node: Node, given: Input | None, depth: int) -> None:
        """A statement with redirections; a here-document may carry the rest of its line: `cat <<E | psql`."""
        body = node.child_by_field_name("body")
        redirects = tuple(child for child in node.named_children if child.type in _REDIRECTS)
        flat = [
            *redirects,
            *(c for r in redirects if r.type == "heredoc_redirect" for c in r.named_children if c.type in _REDIRECTS),
        ]
        own = tuple(flat)
        for redirect in own:
            given = self._input(redirect) or given
        if body is not None and body.type == "command":
            self._command(body, given, own, depth)
        elif body is not None and body.type == "pipeline":
            self._pipeline(body, given, depth, own)
        else:
            for verdict in [v for redirect in own for v in _written(redirect, body is None)]:
                self._say(verdict, node)
            if body is not None:
                self._node(body, given, depth + 1)
            for redirect in redirects:
                self._children(redirect, None, depth)
        for redirect in redirects:
            for child in redirect.named_children:
                if (
                    child.type in ("pipeline", "command", "list", "redirected_statement")
                    and redirect.type == "heredoc_redirect"
                ):
                    self._after_here_document(child, body, own, depth)

    def _after_here_document(self, node: Node, body: Node | None, redirects: tuple[Node, ...], depth: int) -> None:
        """What stands behind `<<E` on its line reads what the command before it prints."""
        text = self._output(body, redirects) if body is not None else Input(None)
        if node.type == "pipeline":
            self._pipeline(node, text, depth)
        else:
            self._node(node, text, depth + 1)

    def _pipeline(self, node: Node, given: Input | None, depth: int, redirects: tuple[Node, ...] = ()) -> None:
        steps = [child for child in node.named_children if child.type != "comment"]
        for step in steps:
            last = redirects if step is steps[-1] else ()
            if step.type == "command":
                self._command(step, given, last, depth)
            else:
                for verdict in [v for redirect in last for v in _written(redirect, emptied=False)]:
                    self._say(verdict, step)
                self._node(step, given, depth + 1)
            given = self._output(step, (), given)

    def _input(self, redirect: Node) -> Input | None:
        """What a redirection gives to read."""
        if redirect.type == "heredoc_redirect":
            body = next((child for child in redirect.named_children if child.type == "heredoc_body"), None)
            return Input(text_of(body) if body is not None else "")
        if redirect.type == "herestring_redirect":
            inner = redirect.named_children
            return Input(word_of(inner[-1]).text) if inner else Input(None)
        if any(child.type in ("<", "<&") for child in redirect.children):
            to = redirect.child_by_field_name("destination")
            return None if to is not None and is_nowhere(text_of(to)) else Input(None)
        return None

    def _output(self, node: Node, redirects: tuple[Node, ...], given: Input | None = None) -> Input:
        """What a command prints, where it prints a text that stands in the script.

        Args:
            given: what it reads where none of its redirections says so.
        """
        if node.type == "redirected_statement":
            inner = node.child_by_field_name("body")
            redirects = (*redirects, *(child for child in node.named_children if child.type in _REDIRECTS))
            return self._output(inner, redirects, given) if inner is not None else Input(None)
        if node.type != "command":
            return Input(None)
        words = [word_of(child) for child in node.named_children if child.type == "command_name" or child.type in _WORDS]
        if not words:
            return Input(None)
        if words[0].text in _CARRIERS:  # `sudo echo ... | psql`
            at = next(
                (at for at, word in enumerate(words[:8]) if word.text in ("echo", "printf", "cat", "base64", "openssl")), 0
            )
            words = words[at:]
        name, rest = words[0].text, words[1:]
        inner_redirects = tuple(child for child in node.named_children if child.type in _REDIRECTS)
        reads = next((found for found in map(self._input, (*redirects, *inner_redirects)) if found is not None), given)
        if name == "cat" and [word.text for word in rest] in ([], ["-"]):
            return reads or Input(None)
        if decodes(words):
            return Input(decoded(reads.text) if reads and reads.text is not None else None)
        if name not in ("echo", "printf") or any("$(" in word.text or "`" in word.text for word in rest if not word.known):
            return Input(None)
        texts = [word.text for word in rest if not re.match(r"-[neE]+$", word.text)]
        if any(re.match(r"\$\{?\w+\}?$", text) for text in texts[:1]):
            return Input(None)
        return (
            Input(unescaped(" ".join(texts)) if name == "printf" or "-e" in rest[0].text else " ".join(texts))
            if rest
            else Input("")
        )

    def _search(self, text: str) -> None:
        """Look for destructive commands in a text that is no valid shell; nothing else is believed."""
        at = 0
        for _ in range(_MOST_PIECES):
            found = _SEPARATORS.search(text, at)
            end = found.start() if found else len(text)
            words = plain(text[at : min(end, at + 2000)])
            if words:
                verdict = replace(self.judge, depth=MOST_DEPTH - 3).command(words)
                if verdict.risk is Risk.DESTRUCTIVE:
                    self.say(verdict, at, end)
            if not found:
                break
            at = found.end()


def _written(redirect: Node, emptied: bool) -> list[Verdict]:
    """What writing to the file of a redirection does.

    Args:
        emptied: no command writes to it, so that it is only made empty.
    """
    if redirect.type != "file_redirect":
        return []
    operator = next((child.type for child in redirect.children if not child.is_named), "")
    to = redirect.child_by_field_name("destination")
    if to is None or ">" not in operator:
        return []
    word = word_of(to)
    if operator in (">&", ">&-") and re.match(r"\d*-?$", word.text):
        return []
    if is_nowhere(word.text):
        return []
    shown = word.text[:80]
    if is_device(word.text):
        return [Verdict(Risk.DESTRUCTIVE, f"overwrites the device {shown}", ">")]
    if word.text.startswith("/proc/sysrq"):
        return [Verdict(Risk.DESTRUCTIVE, "tells the kernel to reboot, crash or kill at once", ">")]
    if word.text.startswith(("/dev/tcp/", "/dev/udp/")):
        return [Verdict(Risk.UNKNOWN, f"sends data to {shown[9:]}", ">")]
    overwrites = operator in (">", ">|", "&>", ">&")
    if overwrites and is_system(word.text) and not word.text.startswith(("/proc/sys/", "/sys/")):
        return [Verdict(Risk.DESTRUCTIVE, f"overwrites {shown}, which belongs to the system", ">")]
    if overwrites and emptied:
        return [Verdict(Risk.DESTRUCTIVE, f"empties the file {shown}", ">")]
    return [Verdict(Risk.CHANGES_STATE, f"writes to the file {shown}", ">")]


def _forks(node: Node, name: str) -> bool:
    body = node.child_by_field_name("body")
    if body is None:
        return False
    calls = [each for each in _nodes(body, "command_name") if text_of(each) == name]
    return bool(calls) and ("&" in text_of(body) or len(calls) > 1)


def _operator(assignment: Node) -> bool:
    return any(child.type == "+=" for child in assignment.children)


def _nodes(root: Node, kind: str) -> Iterator[Node]:
    """All nodes of a kind, in order, however deep the tree is."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == kind:
            yield node
        waiting += reversed(node.named_children)


def _characters(text: str) -> list[int]:
    """For every character the byte at which it begins."""
    found, at = [], 0
    for character in text:
        found.append(at)
        at += len(character.encode(errors="replace"))
    return [*found, at]
