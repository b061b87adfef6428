"""The sub-commands and flags of tools, as their own help and manual pages list them: names, no texts.

`tools/<tool>.json` is written by `tests/knowledge/cli_help/regenerate.py` out of the tools themselves. Each command of a tool
has its flags there, `=` after those that take a value, and in brackets sub-commands that have no line of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

FOLDER = Path(__file__).parent / "tools"

_TOOL = re.compile(r"[a-z][a-z0-9_.-]{0,40}")
_CHILD = re.compile(r"\[([a-z][\w-]*)\]")


@dataclass(frozen=True)
class Facts:
    """Of one tool.

    Attributes:
        version: of the tool that was asked; empty where only its manual page was read, which says none.
        commands: by path of words (`kubectl rollout undo`), the words of their line.
    """

    tool: str
    version: str
    commands: Mapping[str, frozenset[str]]

    @cached_property
    def children(self) -> Mapping[str, frozenset[str]]:
        """The sub-commands of each command that has some."""
        found: dict[str, set[str]] = {}
        for path, words in self.commands.items():
            before, _, last = path.rpartition(" ")
            if before:
                found.setdefault(before, set()).add(last)
            for word in words:
                if child := _CHILD.fullmatch(word):
                    found.setdefault(path, set()).add(child[1])
        return {path: frozenset(names) for path, names in found.items()}

    def flags(self, path: str) -> dict[str, bool | None]:
        """The flags that a command has of its own, and whether each takes a value; None where it may or may not."""
        found: dict[str, bool | None] = {}
        for word in self.commands.get(path, ()):
            if word.startswith(("-", "+")):
                name = word.removesuffix("=")
                takes = word.endswith("=")
                found[name] = takes if found.get(name, takes) == takes else None
        return found

    def places(self, word: str) -> list[str]:
        """The paths of all commands with that name."""
        return [f"{path} {word}" for path, names in self.children.items() if word in names]


@cache
def facts_of(tool: str) -> Facts | None:
    """What is known of a tool; None where nothing is."""
    path = FOLDER / f"{tool}.json"
    if not _TOOL.fullmatch(tool) or not path.is_file():
        return None
    table = json.loads(path.read_text())
    return Facts(tool, table["version"], {path: frozenset(words.split()) for path, words in table["commands"].items()})
