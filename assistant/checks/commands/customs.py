"""How tools read their words, beyond what their help lists: other names of commands, plugins, flags that help hides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Customs:
    """Of one tool.

    Attributes:
        commands: whether all its sub-commands are known.
        long: whether all its long flags are known; so that another one is an error.
        short: the same of its flags of one letter.
        cuts: long flags may be cut (`--recurs`), as GNU's and git's are.
        negates: `--no-x` is the opposite of `--x` everywhere.
        single: flags are words behind one hyphen (`-auto-approve`); two are understood as well.
        values: that the facts say of every flag whether it takes a value; manual pages do not always.
        plugins: names of those that are known, where a plugin may bring any sub-command of the first level; else None.
        names: other names of commands, as paths: those that help does not list.
        hidden: flags that help does not list, by path; of all commands of the tool where the path is empty.
        free: commands with sub-commands that take other words as well.
        grows: new versions bring many, so that one which is not known may be newer than the facts.
        flat: all sub-commands share the flags of the tool.
        pattern: flags with a part that differs (`--cluster-replicas`).
    """

    commands: bool = True
    long: bool = True
    short: bool = True
    cuts: bool = False
    negates: bool = False
    single: bool = False
    values: bool = True
    plugins: frozenset[str] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    free: frozenset[str] = frozenset()
    flat: bool = False
    grows: bool = False
    pattern: re.Pattern[str] | None = None


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())
