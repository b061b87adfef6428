"""The flags that a command takes, and what a word that looks like one is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant.checks.commands.customs import Customs
from assistant.checks.commands.facts import Facts, facts_of
from assistant.checks.commands.tables import CUSTOMS
from assistant.checks.nearest import one_mistake

Flags = Mapping[str, bool | None]

_LONG = re.compile(r"--?[A-Za-z0-9][\w.-]*")
_LETTERS = re.compile(r"-[A-Za-z0-9?]+")
_NUMBER = re.compile(r"-\d")
_ALWAYS = frozenset(("--help", "-h", "-help", "--version", "-version", "-?"))
_PLACEHOLDER = re.compile(r"--?(?:flags?|options?|args?|your|some|xxx+|foo|bar)\b|--?_", re.IGNORECASE)
_SHORTEST_LONG = len("-na")
_SHORTEST_SLIP = len("--abcde")


@dataclass(frozen=True)
class Flag:
    """What a word that begins with a hyphen is to a command.

    Attributes:
        known: whether the command has it; None where that cannot be told.
        takes: whether the next word is its value; None where it may be.
    """

    known: bool | None
    takes: bool | None = False


_YES, _NOBODY_KNOWS = Flag(True), Flag(None, None)


@cache
def allowed(tool: str, path: str) -> Flags:
    """Flags of a command, and of those above it, whose flags it takes too, or may; with whether each takes a value."""
    facts = facts_of(tool)
    found: dict[str, bool | None] = {}
    words = path.split(" ")
    for count in range(1, len(words) + 1) if facts else ():
        found |= _own(facts, CUSTOMS[tool], " ".join(words[:count]))  # type: ignore[arg-type]
    return found


@cache
def below(tool: str, path: str) -> frozenset[str]:
    """The flags of all sub-commands of a command."""
    facts = facts_of(tool)
    paths = [each for each in facts.commands if each.startswith(f"{path} ")] if facts else []
    return frozenset(flag for each in paths for flag in _own(facts, CUSTOMS[tool], each))  # type: ignore[arg-type]


def read_flag(text: str, flags: Flags, customs: Customs) -> Flag:
    """What a word is to a command that takes these flags."""
    name, equals, _ = text.partition("=")
    if _NUMBER.match(text) or _PLACEHOLDER.match(text) or (name in _ALWAYS and name not in flags):
        return _YES
    if text.startswith("--") or customs.single:
        return _long(name, flags, customs, attached=bool(equals))
    if name in flags and len(name) > len("-x"):  # `-name` of find
        return Flag(True, flags[name] if not equals else False)
    return _short(text, flags, customs)


def is_slip(name: str, flags: Flags) -> bool:
    """A long flag that has one letter too many, too few or other than one that is known."""
    return name.startswith("--") and len(name) >= _SHORTEST_SLIP and sum(one_mistake(name, flag) for flag in flags) == 1


def _long(name: str, flags: Flags, customs: Customs, *, attached: bool) -> Flag:
    if not _LONG.fullmatch(name):
        return _YES if attached else _NOBODY_KNOWS
    bare = name.lstrip("-")
    spelled = "-" + bare if customs.single else name
    if spelled in flags:
        return Flag(True, False if attached else flags[spelled])
    opposite = f"--{bare.removeprefix('no-')}" if bare.startswith("no-") else f"--no-{bare}"
    negated = customs.negates and opposite in flags
    cut = customs.cuts and any(flag.startswith(name) for flag in flags)
    formed = customs.pattern is not None and customs.pattern.match(bare) is not None
    if negated or cut or formed:
        return _YES
    return Flag(False if customs.long or is_slip(name, flags) else None, None)


def _short(text: str, flags: Flags, customs: Customs) -> Flag:
    """Letters behind one hyphen; the first that takes a value takes what is left, or the next word."""
    letters = _LETTERS.match(text)
    if letters is None:
        return _NOBODY_KNOWS
    for position, letter in enumerate(letters[0][1:], 1):
        if not letter.isalpha():
            return _YES
        flag = f"-{letter}"
        if flag not in flags:
            long = len(letters[0]) > _SHORTEST_LONG and f"-{letters[0]}" in flags and position == 1
            return Flag(False if customs.short or (long and customs.long) else None, None)
        if flags[flag] is not False:
            return Flag(True, flags[flag] if position == len(text) - 1 else False)
    return Flag(True, False if len(letters[0]) == len(text) else None)


def _own(facts: Facts, customs: Customs, path: str) -> dict[str, bool | None]:
    own = facts.flags(path)
    for other in LIKE_OTHERS.get(path, ()):
        own |= facts.flags(other) | _hidden(customs, other)
    if path == facts.tool:
        own |= _hidden(customs, "")
    return own | _hidden(customs, path)


def _hidden(customs: Customs, path: str) -> dict[str, bool | None]:
    return {word.removesuffix("="): word.endswith("=") for word in customs.hidden.get(path, "").split()}


LIKE_OTHERS = {
    "git show": ("git log",),
    "git diff": ("git log",),
    "git reflog": ("git log",),
    "git stash": ("git log",),
    "git pull": ("git fetch", "git merge"),
    "git whatchanged": ("git log",),
    "git format-patch": ("git log",),
    "git rev-list": ("git log",),
    "git shortlog": ("git log",),
    "git blame": ("git log",),
    "git range-diff": ("git log",),
    "git difftool": ("git log",),
    "git annotate": ("git log",),
    "git bundle": ("git log",),
    "git fast-export": ("git log",),
    "git stage": ("git add",),
    "git init-db": ("git init",),
    "git bisect": ("git log",),
    "git switch": ("git checkout",),
    "git cherry-pick": ("git commit",),
    "git revert": ("git commit",),
    "git am": ("git commit",),
    "git merge": ("git commit",),
    "git rebase": ("git commit", "git merge"),
    "kubectl scale": ("kubectl get",),
    "podman run": ("podman create",),
    "docker build": ("docker buildx build",),
    "docker image build": ("docker build", "docker buildx build"),
    "docker builder build": ("docker build", "docker buildx build"),
    "docker container run": ("docker run",),
    "docker container ls": ("docker ps",),
    "docker container exec": ("docker exec",),
    "terraform apply": ("terraform plan",),
    "terraform destroy": ("terraform plan",),
}
"""Commands whose flags include those of others: their help sends the reader there."""
