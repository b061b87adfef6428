"""Argument lists: options with and without values, combined short options, operands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.checks.risk.words import Word

_SHORT = len("-x")


@dataclass(frozen=True)
class Option:
    name: str
    value: Word | None = None


@dataclass(frozen=True)
class Operand:
    """A word that is no option; `index` is its place in the argument list."""

    word: Word
    index: int


@dataclass
class Arguments:
    """What an argument list says.

    Attributes:
        doubtful: whether an option that is not known stands before an operand that may be its value.
    """

    words: Sequence[Word]
    options: list[tuple[int, Option]] = field(default_factory=list)
    operands: list[Operand] = field(default_factory=list)
    doubtful: bool = False


@dataclass(frozen=True)
class OptionStyle:
    """How a tool reads its options.

    Attributes:
        values: options whose value may be the next word.
        flags: options known to take none.
        single: `-name` is one option (terraform, openssl), not four combined.
        first: options end at the first operand (sudo, ssh).
        attached: short options whose value, if any, follows without a space (`mysql -pSECRET`).
    """

    values: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    single: bool = False
    first: bool = False
    attached: frozenset[str] = frozenset()


def read(words: Sequence[Word], style: OptionStyle, *, unknown_take_values: bool = False) -> Arguments:
    """Read an argument list (without the tool's name).

    Args:
        unknown_take_values: whether the word after an option that is not known is its value.
    """
    arguments = Arguments(words)
    at = 0
    while at < len(words):
        text = words[at].text
        if text == "--" and words[at].known:
            arguments.operands += [Operand(word, index) for index, word in enumerate(words[at + 1 :], at + 1)]
            break
        if len(text) < _SHORT or not text.startswith("-"):  # a lone dash is an operand
            arguments.operands.append(Operand(words[at], at))
            if style.first:
                rest = enumerate(words[at + 1 :], at + 1)
                arguments.operands += [Operand(word, index) for index, word in rest]
                break
            at += 1
            continue
        at += _option(arguments, at, style, unknown_take_values)
    return arguments


def _option(arguments: Arguments, at: int, style: OptionStyle, unknown_take_values: bool) -> int:
    """Read the option at a place; returns how many words it takes."""
    word = arguments.words[at]
    following = arguments.words[at + 1] if at + 1 < len(arguments.words) else None
    name, equals, value = word.text.partition("=")
    if style.single and name.startswith("--"):
        name = name[1:]
    whole = name.startswith("--") or style.single or name in style.values or (name in style.flags and len(name) == _SHORT)
    if whole:
        if equals:
            arguments.options.append((at, Option(name, Word(value, word.known))))
            return 1
        return _named(arguments, at, name, following, style, unknown_take_values)
    letters = word.text[1:]
    for position, letter in enumerate(letters[:40]):
        short = "-" + letter
        if short in style.values:
            rest = letters[position + 1 :]
            if rest:
                arguments.options.append((at, Option(short, Word(rest.removeprefix("="), word.known))))
                return 1
            arguments.options.append((at, Option(short, following)))
            return 2
        if short in style.attached:
            rest = letters[position + 1 :]
            arguments.options.append((at, Option(short, Word(rest, word.known) if rest else None)))
            return 1
        arguments.options.append((at, Option(short)))
    if len(letters) > 1 and not letters.isdigit():
        arguments.options.append((at, Option(word.text)))  # tools that do not combine: `-rf` is also the option -rf
    elif following is not None and "-" + letters not in style.flags and not following.text.startswith("-"):
        arguments.doubtful = True
        return 2 if unknown_take_values and not letters.isdigit() else 1
    return 1


def _named(
    arguments: Arguments, at: int, name: str, following: Word | None, style: OptionStyle, unknown_take_values: bool
) -> int:
    if name in style.values:
        arguments.options.append((at, Option(name, following)))
        return 2
    doubtful = following is not None and name not in style.flags and not following.text.startswith("-")
    if doubtful:
        arguments.doubtful = True
        if unknown_take_values:
            arguments.options.append((at, Option(name, following)))
            return 2
    arguments.options.append((at, Option(name)))
    return 1
