"""What was meant by a sub-command or flag that a tool does not have."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.checks.commands.facts import facts_of
from assistant.checks.commands.flags import allowed
from assistant.checks.commands.line import Unknown
from assistant.checks.commands.made_up import ALIKE, INSTEAD
from assistant.checks.nearest import certain_name, likely_name

_MOST_SHOWN = 2
_LONGEST = 40


@dataclass(frozen=True)
class Meant:
    """What to write instead.

    Attributes:
        commands: whole ones (`kubectl rollout undo`), or flags; the likeliest first.
        replacement: for the unknown word alone, where it is certain; else empty.
        by_sense: they are other words for the same, not only near in letters.
    """

    commands: tuple[str, ...] = ()
    replacement: str = ""
    by_sense: bool = False


def meant_by(unknown: Unknown) -> Meant:
    """The names that are near in letters or in meaning."""
    if unknown.flag:
        return _flag(unknown)
    word, path = unknown.token.text, unknown.path
    if instead := INSTEAD.get(f"{path} {word}"):
        return Meant((instead,), instead.removeprefix(f"{path} "), by_sense=True)
    facts = facts_of(path.partition(" ")[0])
    names = sorted(facts.children.get(path, ())) if facts else []
    if certain := _slip(word, names):
        return Meant((f"{path} {certain}",), certain)
    if unknown.following in names:
        return Meant((f"{path} {unknown.following} {word}",), by_sense=True)
    below = [place for place in (facts.places(word) if facts else ()) if place.startswith(f"{path} ")]
    return _near(word, path, names, below)


def _slip(word: str, names: list[str]) -> str | None:
    """The name of which the word is certainly a slip: `stop` is none of `top`, but a word of its own."""
    meant = certain_name(word, names)
    own = any(word in group for group in ALIKE)
    return meant if meant and not own and meant[:1] == word[:1].lower() else None


def _near(word: str, path: str, names: list[str], below: list[str]) -> Meant:
    """Other words for it, the same word further down, and names that look like it."""
    alike = [f"{path} {name}" for name in _alike(word, names)]
    if len(below) == 1 and not alike:
        return Meant((below[0],), below[0].removeprefix(f"{path} "), by_sense=True)
    likely = likely_name(word, names) if not alike and not below else None
    found = [*alike, *below, *([f"{path} {likely}"] if likely else [])]
    return Meant(tuple(found[:_MOST_SHOWN]), by_sense=bool(alike))


def _flag(unknown: Unknown) -> Meant:
    name = unknown.token.text.partition("=")[0]
    flags = _flags_of(unknown.path)
    if instead := INSTEAD.get(f"{unknown.path} {name}"):
        return Meant((instead,), instead if instead.startswith("--") else "", by_sense=True)
    if name.startswith("-") and f"-{name}" in flags:  # -name for --name
        return Meant((f"-{name}",), f"-{name}")
    if any(flag.startswith("--") for flag in flags):
        if not name.startswith("--"):
            return Meant()
        flags = [flag for flag in flags if flag.startswith("--") or flag == name[1:]]
    certain = certain_name(name, flags)
    likely = certain or likely_name(name, flags)
    return Meant((likely,) if likely else (), certain or "")


def _flags_of(path: str) -> list[str]:
    """Of a command and of those above it."""
    tool = path.partition(" ")[0]
    facts = facts_of(tool)
    while facts and path not in facts.commands and " " in path:
        path = path.rpartition(" ")[0]
    return sorted(allowed(tool, path))


def _alike(word: str, names: list[str]) -> list[str]:
    """The names that people take the word for, the likest first."""
    found = {name for group in ALIKE if word in group for name in names if name in group}
    return sorted(found, key=lambda name: (-SequenceMatcher(None, word[:_LONGEST], name).ratio(), name))
