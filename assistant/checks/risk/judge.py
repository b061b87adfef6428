"""What one command does: its tool's rules, and the commands and programs that it leads on to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.checks.risk import languages
from assistant.checks.risk.arguments import Arguments, read
from assistant.checks.risk.assessment import Risk, Verdict, worst
from assistant.checks.risk.rules import Leading, Tool
from assistant.checks.risk.tools import find_tool
from assistant.checks.risk.words import Word, joined, plain

MOST_DEPTH = 12
_MOST_WORK = 4_000
_WORDS_A_UNIT = 20
_CHARACTERS_A_UNIT = 50
_MOST_SEARCHED = 12
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\+?=")
_FIELD_SEPARATOR = re.compile(r"\$\{?IFS(?:%\?\?)?\}?|\$IFS\$9")
_VERSION = ("--version", "-version", "-V", "--help", "-help", "-?", "help", "version")
_DESTRUCTIVE_WORDS = frozenset(
    "delete destroy remove rm rmi del drop purge wipe erase terminate nuke prune truncate flush flushall flushdb uninstall "
    "obliterate decommission teardown deprovision zap shred format unregister deregister removeall deleteall reset".split()
)
_DESTRUCTIVE_OPTIONS = frozenset(f"--{word}" for word in "delete destroy purge wipe erase prune truncate force-delete".split())
_PARTS = re.compile(r"[-_:./]|(?<=[a-z])(?=[A-Z])")
_RUNS_CODE = frozenset("LD_PRELOAD LD_LIBRARY_PATH PATH BASH_ENV ENV PROMPT_COMMAND GIT_SSH GIT_SSH_COMMAND".split())


@dataclass(frozen=True)
class Input:
    """What a command gets on its standard input: a text, or one that nobody has seen."""

    text: str | None


ReadScript = Callable[["Judge", str, "Input | None"], Verdict]


@dataclass
class Judge:
    """The rules, and what the script that is being read has defined so far.

    Attributes:
        read_script: reads a script inside a command; given, because reading scripts needs judging commands.
        depth: how many commands lead to this one.
        work: how much was judged so far; a list, shared with the judges of what is inside.
        aliases: their texts.
        variables: those that certainly have one value.
        functions: names that the script gives to functions.
    """

    read_script: ReadScript
    depth: int = 0
    work: list[int] = field(default_factory=lambda: [0])
    aliases: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()

    def inside(self) -> Judge:
        return replace(self, depth=self.depth + 1)

    def script(self, text: str, given: Input | None = None) -> Verdict:
        """The worst command of a script inside this command."""
        self.work[0] += 1 + len(text) // _CHARACTERS_A_UNIT
        if self.depth >= MOST_DEPTH or self.work[0] > _MOST_WORK:
            return _too_deep()
        return self.read_script(self.inside(), text, given)

    def command(self, words: Sequence[Word], given: Input | None = None) -> Verdict:
        """What a command does.

        Args:
            words: its name and arguments; variables may be set before the name.
            given: what it reads, where that is not the terminal.
        """
        self.work[0] += 1 + len(words) // _WORDS_A_UNIT
        if self.depth >= MOST_DEPTH or self.work[0] > _MOST_WORK:
            return _too_deep()
        at = 0
        while at < len(words) and _ASSIGNMENT.match(words[at].text):
            at += 1
        for assignment in words[:at]:
            if (name := assignment.text.partition("=")[0]) in _RUNS_CODE:
                ran = self.inside().command(words[at:], given)
                return worst([Verdict(Risk.UNKNOWN, f"{name} decides which program or library runs", ran.tool, ran.verb), ran])
        words = words[at:]
        if not words:
            return Verdict(Risk.READ_ONLY, "only sets variables for what runs here")
        name = words[0].text
        if not words[0].known or (words[0].pattern and name not in ("[", "{", "}")):
            return self._variable(words, given)
        if name in self.aliases:
            return self._alias(name, words, given)
        if name in self.functions:
            return self._function(name, words, given)
        if name == "-c" and len(words) > 1:  # what follows the operands of flock and su
            return self.script(words[1].text, given)
        return self._tool(words, given)

    def _variable(self, words: Sequence[Word], given: Input | None) -> Verdict:
        """A command whose name only the running shell knows."""
        text = words[0].text
        name = text.removeprefix("$").strip("{}")
        value = self.variables.get(name) if text in (f"${name}", f"${{{name}}}") else None
        if value is not None:
            rest = replace(self.inside(), variables={})
            return rest.command([*plain(value), *words[1:]], given) if value.strip() else _unknown_name(text)
        found = [_unknown_name(text)]
        if "IFS" in text:
            found.append(self.script(_FIELD_SEPARATOR.sub(" ", joined(words)), given))
        default = text.partition(":-")[2].removesuffix("}")
        if default:
            found.append(self.inside().command([*plain(default), *words[1:]], given))
        found += self._hidden(words[1:])
        if "/" in text:
            found.append(self.inside().command([Word(text.rpartition("/")[2]), *words[1:]], given))
        return worst(found)

    def _alias(self, name: str, words: Sequence[Word], given: Input | None) -> Verdict:
        aliases = {other: text for other, text in self.aliases.items() if other != name}
        return replace(self.inside(), aliases=aliases).command([*plain(self.aliases[name]), *words[1:]], given)

    def _function(self, name: str, words: Sequence[Word], given: Input | None) -> Verdict:
        """A call of a function of the script: its body is judged where it stands, here only what it is called with."""
        others = replace(self.inside(), functions=self.functions - {name})
        called = [Verdict(Risk.READ_ONLY, f"calls the function {name}, which the script defines", name)]
        tool, _ = find_tool(name)
        if tool is not None:  # it may not be defined yet
            called.append(others.command(words, given))
        return worst([*called, *others._hidden(words[1:])])

    def _tool(self, words: Sequence[Word], given: Input | None) -> Verdict:
        name = words[0].text
        tool, certain = find_tool(name)
        if tool is None:
            unknown = Verdict(Risk.UNKNOWN, f"{_shown(name)} is not known here", name[:80])
            return worst([unknown, *self._hidden(words[1:])])
        arguments = read(words[1:], tool.style())
        verdict = self._judged(tool, arguments, given)
        if arguments.doubtful:
            verdict = worst([verdict, self._judged(tool, read(words[1:], tool.style(), unknown_take_values=True), given)])
        if verdict.tool == tool.name:  # as it was called: several tools share one entry
            verdict = replace(verdict, tool=name.rpartition("/")[2])
        verdict = replace(verdict, reason=verdict.reason or _reason(verdict))
        if certain:
            return verdict
        own = Verdict(Risk.UNKNOWN, f"{_shown(name)} is a program of its own, whatever its name", verdict.tool, verdict.verb)
        return worst([own, verdict])

    def _judged(self, tool: Tool, arguments: Arguments, given: Input | None) -> Verdict:
        if _asks_for_help(tool, arguments):
            return Verdict(Risk.READ_ONLY, f"{tool.name} only prints its help or version", tool.name)
        if tool.judge:
            return languages.READERS[tool.judge](self, tool, arguments, given)
        leads = list(tool.leads(arguments))
        found = [verdict for leading, words in leads for verdict in self._led(tool, leading, words, given)]
        if found:
            payload = min(len(words) for leading, words in leads if not leading.options) if self._positional(leads) else 0
            before = read(arguments.words[: len(arguments.words) - payload], tool.style()) if payload else arguments
            return worst([*found, *filter(None, [tool.raised(before)])])
        if given is not None and tool.stdin and not ("script" in tool.styles and self._names_script(arguments)):
            return worst([self.program(tool.stdin, given.text, tool), *filter(None, [tool.raised(arguments)])])
        verdict = tool.verdict(arguments) or self._unlisted(tool, arguments)
        return worst([verdict, *filter(None, [tool.raised(arguments)])])

    @staticmethod
    def _positional(leads: Sequence[tuple[Leading, Sequence[Word]]]) -> bool:
        return any(not leading.options for leading, _ in leads)

    @staticmethod
    def _names_script(arguments: Arguments) -> bool:
        named = any(operand.word.text != "-" for operand in arguments.operands[:1])
        return named and not any(option.name == "-s" for _, option in arguments.options)

    def _led(self, tool: Tool, leading: Leading, words: Sequence[Word], given: Input | None) -> list[Verdict]:
        found = [Verdict(leading.risk, "", tool.name)] if leading.risk else []
        if leading.language == "argv":
            return [*found, self.inside().command(words, given)]
        if not leading.options:
            return [*found, self.program(leading.language, joined(words), tool, given)]
        return [*found, *(self.program(leading.language, word.text, tool, given) for word in words)]

    def program(self, language: str, text: str | None, tool: Tool, given: Input | None = None) -> Verdict:
        """What a text in some language does.

        Args:
            text: None where nobody has seen it.
        """
        if text is None:
            return Verdict(Risk.UNKNOWN, "runs whatever it is given, and that is not to be seen here", tool.name)
        if language == "shell":
            return self.script(text, given)
        verdict = languages.PROGRAMS[language](self, text)
        return replace(verdict, tool=verdict.tool or tool.name)

    def _unlisted(self, tool: Tool, arguments: Arguments) -> Verdict:
        """A verb of a known tool that its table does not have."""
        operands = [operand.word for operand in arguments.operands]
        verb = " ".join(word.text for word in operands[:1])[:60]
        if any(not word.known for word in operands[:1]) and tool.rules:
            return Verdict(Risk.UNKNOWN, "what it does depends on a variable", tool.name, verb)
        if says_destruction(arguments):
            return Verdict(Risk.DESTRUCTIVE, "", tool.name, verb)
        return Verdict(Risk.CHANGES_STATE, "", tool.name, verb)

    def _hidden(self, words: Sequence[Word]) -> list[Verdict]:
        """What the arguments of an unknown program give away: a destructive verb, or a whole destructive command."""
        found = []
        if says_destruction(read(words, Tool("").style())):
            found.append(Verdict(Risk.DESTRUCTIVE, "by its words it deletes or destroys something"))
        for at, word in enumerate(words[:_MOST_SEARCHED]):
            if word.known and not word.text.startswith("-") and find_tool(word.text)[0] is not None:
                verdict = self.inside().command(words[at:])
                if verdict.risk is Risk.DESTRUCTIVE:
                    found.append(verdict)
                break
        return found


def says_destruction(arguments: Arguments) -> bool:
    """Whether its verb or an option is a word for destruction: `app:destroy`, `volumes delete`, `--purge`."""
    named = any(option.name in _DESTRUCTIVE_OPTIONS for _, option in arguments.options)
    return named or any(
        part.lower() in _DESTRUCTIVE_WORDS
        for operand in arguments.operands[:3]
        if "/" not in operand.word.text
        for part in _PARTS.split(operand.word.text[:80])
    )


def _asks_for_help(tool: Tool, arguments: Arguments) -> bool:
    if len(arguments.words) == 1 and arguments.words[0].text in _VERSION:
        return True
    leading = not any(not each.options for each in tool.leading) and not tool.judge
    return leading and "nohelp" not in tool.styles and any(o.name in ("--help", "-help") for _, o in arguments.options)


def _reason(verdict: Verdict) -> str:
    name = f"{verdict.tool} {verdict.verb}".strip()
    if verdict.risk is Risk.READ_ONLY:
        return f"{name} only reads"
    if verdict.risk is Risk.CHANGES_STATE:
        return f"{name} changes state"
    if verdict.risk is Risk.DESTRUCTIVE:
        return f"{name} deletes or destroys what it names"
    return f"what {name} does cannot be told from here"


def _unknown_name(text: str) -> Verdict:
    return Verdict(Risk.UNKNOWN, f"which program {_shown(text)} is only shows when it runs")


def _shown(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _too_deep() -> Verdict:
    return Verdict(Risk.UNKNOWN, "commands inside commands go on for too long to follow")
