"""The cases: what is asked, and what is expected of the answer."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation import filler, secret_values
from evaluation.asking import Message
from evaluation.expectations.reading import expectations
from evaluation.expectations.verdict import Expectation
from evaluation.kinds import Kind

QUESTIONS = Path(__file__).parent / "questions"
RUNBOOKS = Path(__file__).parent / "runbooks"
_QUICK_SHARE = 6  # every sixth case
_QUICK_LEAST = 4


@dataclass(frozen=True)
class Case:
    """One case.

    Attributes:
        turns: texts of the person and the assistant in turn, the last one the person's; with slots for secrets and long logs.
    """

    id: str
    kind: Kind
    turns: tuple[str, ...]
    expectations: tuple[Expectation, ...]

    def filled(self, seed: str) -> tuple[list[Message], tuple[str, ...]]:
        """The messages with what is made anew for every run, and the secrets in them."""
        messages: list[Message] = []
        secrets: list[str] = []
        for at, turn in enumerate(self.turns):
            text, found = secret_values.fill(filler.fill(turn, self.id), f"{seed} {self.id}")
            messages.append({"role": "assistant" if at % 2 else "user", "content": text})
            secrets += found
        return messages, tuple(dict.fromkeys(secrets))


def load(folder: Path = QUESTIONS) -> list[Case]:
    """All cases of a folder, kind by kind; it need not have every kind.

    Raises:
        ValueError: a case is not as it should be, with its place; a file is of no kind, or there is none.
    """
    cases = [case for kind in _kinds(folder) for case in _of_kind(kind, folder / f"{kind}.toml")]
    ids = [case.id for case in cases]
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise ValueError(f"ids that stand twice: {', '.join(twice)}")
    return cases


def sample(cases: Sequence[Case]) -> list[Case]:
    """Some of every kind, always the same ones."""
    chosen = []
    for kind in Kind:
        ours = [case for case in cases if case.kind is kind]
        count = max(_QUICK_LEAST, len(ours) // _QUICK_SHARE)
        chosen += [ours[at * len(ours) // count] for at in range(min(count, len(ours)))]
    return chosen


def chosen(cases: Iterable[Case], names: Iterable[str]) -> list[Case]:
    """Those of some kinds or ids.

    Raises:
        ValueError: there is no such kind or case.
    """
    every = list(cases)
    wanted = set(names)
    if unknown := wanted - {case.id for case in every} - {str(kind) for kind in Kind}:
        raise ValueError(f"no such kind or case: {', '.join(sorted(unknown))}")
    return [case for case in every if case.id in wanted or str(case.kind) in wanted]


def _kinds(folder: Path) -> list[Kind]:
    """Those that have a file."""
    names = {file.stem for file in folder.glob("*.toml")}
    if unknown := names - set(Kind):
        raise ValueError(f"{folder} has files of no kind: {', '.join(sorted(unknown))}; the kinds are {', '.join(Kind)}")
    if not names:
        raise ValueError(f"{folder} has no questions such as {Kind.HOW_TO}.toml")
    return [kind for kind in Kind if kind in names]


def _of_kind(kind: Kind, file: Path) -> list[Case]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8")).get("case", [])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file.name}: {error}") from None
    return [_case(kind, table, f"{file.name}, case {number}") for number, table in enumerate(tables, 1)]


def _case(kind: Kind, table: dict[str, Any], place: str) -> Case:
    name = table.pop("id", "without an id")
    try:
        ask = table.pop("ask")
        turns = _turns(*table.pop("before", ()), ask)
        case = Case(name, kind, turns, expectations(kind, table))
        case.filled("")  # every slot is known
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{place} ({name}): {error}") from None
    return case


def _turns(*texts: str) -> tuple[str, ...]:
    if len(texts) % 2 == 0:
        raise ValueError("the last turn must be the person's")
    if not all(text.strip() for text in texts):
        raise ValueError("a turn is empty")
    return tuple(text.strip("\n") for text in texts)
