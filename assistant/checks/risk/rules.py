"""Rules about tools: how their tables are written, and what they say about an argument list.

A table is text. `[kubectl oc]` begins a tool (and its other names), then each line is `kind: patterns -> reason`, the
patterns separated by `, `. Kinds that class: `read`, `change`, `unknown`, `destroy`; of the lines that match, the last one
counts, so that the particular stands below the general. `also change`, `also unknown` and `also destroy` only raise what
the others said. What no line matches changes state.

A pattern matches the beginning of the operands, word by word, and all its other parts hold:

    any                 always
    get|list            one of these words; `describe-*` with wildcards, `*` is any word
    $                   no further operand
    ** list|show        the first operand, wherever it is, that any such rule of the tool knows
    -f|--force          the option is there; `--dry-run=client|server|` with one of these values, or none
    !--all              it is not there
    ~of=/dev/*          an operand after those words matches; `last=@system` the last one does

`@device`, `@system` and `@nowhere` stand for paths of that kind.

Kinds that say how the tool reads its arguments: `values` (options with a value), `flags` (known options without), `attached`
(short options whose value follows without a space), `style`
(`single`: `-name` is one option; `first`: options end at the first operand; `nocase`; `nohelp`: `--help` may be somebody
else's). Kinds that lead on: `run argv` and `run shell` (after the pattern's words comes a command, as words or as text for a
shell), `run shell from -c` (the option's value is one; also `sql`, `mongo`), `stdin` (what it makes of its input: `shell`,
`sql`, `redis`, `mongo`), `judge` (a function of `languages` reads it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cache

from assistant.checks.risk.arguments import Arguments, Operand, Option, OptionStyle
from assistant.checks.risk.assessment import Risk, Verdict
from assistant.checks.risk.paths import is_device, is_nowhere, is_system
from assistant.checks.risk.words import Word

_RISKS = {"read": Risk.READ_ONLY, "change": Risk.CHANGES_STATE, "unknown": Risk.UNKNOWN, "destroy": Risk.DESTRUCTIVE}
_PATHS = {"@device": is_device, "@system": is_system, "@nowhere": is_nowhere}
_NO, _MAYBE, _YES = range(3)
_MOST_OPERANDS = 500
_LONGEST = 500
_SHORTEST_ABBREVIATION = 4


@dataclass(frozen=True)
class Matcher:
    """One of several words, wildcards or kinds of path."""

    words: frozenset[str]
    globs: tuple[re.Pattern[str], ...]
    paths: tuple[str, ...]
    any: bool

    def __call__(self, text: str) -> bool:
        return (
            self.any
            or text in self.words
            or any(glob.match(text[:_LONGEST]) for glob in self.globs)
            or any(_PATHS[path](text) for path in self.paths)
        )


@dataclass(frozen=True)
class _OptionTest:
    names: tuple[str, ...]
    value: Matcher | None
    absent: bool


@dataclass(frozen=True)
class Pattern:
    path: tuple[Matcher, ...] = ()
    ends: bool = False
    scan: Matcher | None = None
    options: tuple[_OptionTest, ...] = ()
    any_operand: tuple[Matcher, ...] = ()
    last: Matcher | None = None


@dataclass(frozen=True)
class Rule:
    risk: Risk
    pattern: Pattern
    reason: str


@dataclass(frozen=True)
class Leading:
    """A rule that says where another command is.

    Attributes:
        language: `argv`, or the language of a text.
        options: those whose values are texts; none where the operands after the pattern's words are the command.
        risk: what running it at all does.
    """

    language: str
    pattern: Pattern
    options: tuple[str, ...] = ()
    risk: Risk = Risk.READ_ONLY


@dataclass
class Tool:
    name: str
    values: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    attached: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    raising: list[Rule] = field(default_factory=list)
    leading: list[Leading] = field(default_factory=list)
    stdin: str = ""
    judge: str = ""

    def style(self) -> OptionStyle:
        single = "single" in self.styles
        return OptionStyle(
            values=frozenset(_named(name, single) for name in self.values),
            flags=frozenset(_named(name, single) for name in self.flags),
            single=single,
            first="first" in self.styles,
            attached=frozenset(self.attached),
        )

    def verdict(self, arguments: Arguments) -> Verdict | None:
        """What the lines that class say; None where none of them knows the operands."""
        operands = arguments.operands[:_MOST_OPERANDS]
        scanned = self._scanned(operands)
        chosen: Rule | None = None
        perhaps: list[Rule] = []
        for rule in self.rules:
            found = self._matches(rule.pattern, arguments, operands, scanned, raises=rule.risk > Risk.READ_ONLY)
            if found == _YES:
                chosen, perhaps = rule, []
            elif found == _MAYBE:
                perhaps.append(rule)
        risk = chosen.risk if chosen else Risk.CHANGES_STATE
        reason = chosen.reason if chosen else ""
        known = chosen is not None
        for rule in perhaps:
            if min(rule.risk, Risk.UNKNOWN) > risk or not known:
                known, risk, reason = True, max(risk, min(rule.risk, Risk.UNKNOWN)), "what it does depends on a variable"
        if not known:
            return None
        return Verdict(risk, reason, self.name, _verb(chosen, operands, scanned))

    def raised(self, arguments: Arguments) -> Verdict | None:
        """What the lines that only raise say; None where none holds."""
        operands = arguments.operands[:_MOST_OPERANDS]
        found = [rule for rule in self.raising if self._matches(rule.pattern, arguments, operands, None, raises=True) == _YES]
        if not found:
            return None
        rule = max(found, key=lambda each: each.risk)
        return Verdict(rule.risk, rule.reason, self.name, _verb(rule, operands, None))

    def leads(self, arguments: Arguments) -> Iterable[tuple[Leading, Sequence[Word]]]:
        """The commands inside: with each its words, or the texts where options have them."""
        for leading in self.leading:
            if self._matches(leading.pattern, arguments, arguments.operands, None, raises=True) != _YES:
                continue
            if leading.options:
                texts = [o.value for _, o in arguments.options if o.name in leading.options and o.value is not None]
                if texts:
                    yield leading, texts
            elif len(arguments.operands) > len(leading.pattern.path):
                yield leading, arguments.words[arguments.operands[len(leading.pattern.path)].index :]

    def _scanned(self, operands: Sequence[Operand]) -> Operand | None:
        """The first operand that a `**` rule knows, or a word before it that only the running shell knows."""
        scans = [rule.pattern.scan for rule in self.rules if rule.pattern.scan]
        if scans:
            for operand in operands:
                if not operand.word.known or any(scan(self._case(operand.word.text)) for scan in scans):
                    return operand
        return None

    def _case(self, text: str) -> str:
        return text.lower() if "nocase" in self.styles else text

    def _matches(
        self, pattern: Pattern, arguments: Arguments, operands: Sequence[Operand], scanned: Operand | None, *, raises: bool
    ) -> int:
        if len(operands) < len(pattern.path) or (pattern.ends and len(operands) > len(pattern.path)):
            return _NO
        found = _YES
        for matcher, operand in zip(pattern.path, operands, strict=False):
            if matcher.any or matcher(self._case(operand.word.text)):
                continue
            if operand.word.known:
                return _NO
            found = _MAYBE
        if pattern.scan:
            if scanned is None:
                return _NO
            if not scanned.word.known:
                found = _MAYBE
            elif not pattern.scan(self._case(scanned.word.text)):
                return _NO
        if not all(_holds(test, arguments, raises) for test in pattern.options):
            return _NO
        rest = operands[len(pattern.path) :]
        if not all(any(matcher(self._case(each.word.text)) for each in rest) for matcher in pattern.any_operand):
            return _NO
        if pattern.last and not (rest and pattern.last(self._case(rest[-1].word.text))):
            return _NO
        return found


def _holds(test: _OptionTest, arguments: Arguments, raises: bool) -> bool:
    present = any(_is(test, option, raises=raises) for _, option in arguments.options)
    return present != test.absent


def _is(test: _OptionTest, option: Option, *, raises: bool) -> bool:
    """Whether it is the option; GNU tools take any beginning of a long one, which counts only where it raises."""
    if option.name not in test.names and not (
        raises
        and not test.absent
        and option.name.startswith("--")
        and len(option.name) >= _SHORTEST_ABBREVIATION
        and any(name.startswith(option.name) for name in test.names)
    ):
        return False
    text = option.value.text if option.value is not None else ""
    if test.value is None:
        return text not in ("false", "False")
    if option.value is not None and not option.value.known and not raises and not test.absent:
        return False
    return test.value(text)


def _named(name: str, single: bool) -> str:
    return name[1:] if single and name.startswith("--") else name


def _verb(rule: Rule | None, operands: Sequence[Operand], scanned: Operand | None) -> str:
    if rule is None:
        return ""
    words = [operand.word.text for matcher, operand in zip(rule.pattern.path, operands, strict=False) if not matcher.any]
    if rule.pattern.scan and scanned is not None:
        words = [operand.word.text for operand in operands if operand.index <= scanned.index]
    return " ".join(words)[:80]


def read_table(table: str) -> dict[str, Tool]:
    """Read a table.

    Returns:
        every name of every tool, with the tool.

    Raises:
        ValueError: a line is not of this form.
    """
    tools: dict[str, Tool] = {}
    tool = Tool("")
    for number, line in enumerate(table.splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("[") and text.endswith("]"):
            names = text[1:-1].split()
            tool = Tool(names[0])
            for name in names:
                if name in tools:
                    raise ValueError(f"line {number}: {name} is already there")
                tools[name] = tool
            continue
        kind, colon, rest = text.partition(":")
        if not colon:
            raise ValueError(f"line {number}: {text!r} has no kind")
        try:
            _read_line(tool, kind.strip(), rest.strip())
        except (KeyError, ValueError) as error:
            raise ValueError(f"line {number}: {text!r}: {error}") from None
    return tools


def _read_line(tool: Tool, kind: str, rest: str) -> None:
    if kind == "values":
        tool.values.update(rest.split())
        return
    if kind == "flags":
        tool.flags.update(rest.split())
        return
    if kind == "attached":
        tool.attached.update(rest.split())
        return
    if kind == "style":
        tool.styles.update(rest.split())
        return
    if kind == "stdin":
        tool.stdin = rest
        return
    if kind == "judge":
        tool.judge = rest
        return
    patterns, _, reason = rest.partition(" -> ")
    single = "single" in tool.styles
    if kind.startswith("run "):
        how, _, source = kind[4:].partition(" from ")
        language, _, risk = how.partition(" ")
        options = tuple(_named(each, single) for each in source.split("|")) if source else ()
        tool.values.update(options)
        for pattern in patterns.split(", "):
            tool.leading.append(Leading(language, compile_pattern(pattern, single=single), options, _RISKS[risk or "read"]))
        return
    raising = kind.startswith("also ")
    risk_of = _RISKS[kind.removeprefix("also ")]
    for pattern in patterns.split(", "):
        (tool.raising if raising else tool.rules).append(Rule(risk_of, compile_pattern(pattern, single=single), reason.strip()))


def compile_pattern(text: str, *, single: bool) -> Pattern:
    path: list[Matcher] = []
    options: list[_OptionTest] = []
    any_operand: list[Matcher] = []
    last = scan = None
    ends = scans = False
    for atom in text.split():
        if atom == "any":
            continue
        if atom == "**":
            scans = True
        elif atom == "$":
            ends = True
        elif atom.startswith(("-", "!")) and len(atom) > 1:
            names, equals, values = atom.lstrip("!").partition("=")
            options.append(
                _OptionTest(
                    tuple(_named(name, single) for name in names.split("|")),
                    _matcher(values) if equals else None,
                    atom.startswith("!"),
                )
            )
        elif atom.startswith("~"):
            any_operand.append(_matcher(atom[1:]))
        elif atom.startswith("last="):
            last = _matcher(atom[5:])
        elif scans:
            scan = _matcher(atom)
        else:
            path.append(_matcher(atom))
    if ends and scans:
        raise ValueError("$ and ** exclude each other")
    return Pattern(tuple(path), ends, scan, tuple(options), tuple(any_operand), last)


@cache
def _matcher(text: str) -> Matcher:
    if text == "*":
        return Matcher(frozenset(), (), (), any=True)
    words, globs, paths = [], [], []
    for each in text.split("|"):
        if each in _PATHS:
            paths.append(each)
        elif any(character in each for character in "*?["):
            globs.append(re.compile(translate(each)))
        else:
            words.append(each)
    return Matcher(frozenset(words), tuple(globs), tuple(paths), any=False)
