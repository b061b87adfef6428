"""What search finds and an answer starts from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from urllib.parse import quote

from assistant.knowledge.glossary import Meaning
from assistant.knowledge.handbook import PITFALLS, Entry
from assistant.knowledge.search.words import tokens
from assistant.knowledge.store.shelf import StoredPassage
from assistant.knowledge.templates import fill

_MOST_LINES = 8  # for the model
_COMMAND_LINES = 4
_PITFALLS = 2  # lines
_VERBS = re.compile(r"(?:^|, | or | and |, then )([A-Za-z]+)")
_MOST_VERBS = 3
_LONGEST_LINE = 300
_READ_LINES, _READ_OF_LINE = 30, 160  # of a stored passage, to choose among its lines

Source = Literal["handbook", "runbook", "pack"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of reference."""

    id: str
    title: str
    source: Source
    text: str  # Markdown, to be shown; of an entry with the examples in its slots
    lines: tuple[str, ...]  # the few that tell most for the question, for the model
    link: str  # where the API has all of it: a path of this service
    entry: Entry | None = None  # with its templates, where it is one
    path: str | None = None  # of a runbook: its file, in its folder
    line: int | None = None  # in that file, from 1


@dataclass(frozen=True, slots=True)
class StepStems:
    """The stems of one template of an entry, by where they stand."""

    title: frozenset[str]
    commands: frozenset[str]
    notes: frozenset[str]
    verbs: frozenset[str]  # that the title begins with: `Stop or restart it`


def link_of(source: str, identity: str) -> str:
    """The path of the API at which a passage is read whole."""
    return f"/v1/devops/references/{source}/{quote(identity)}"


class EntryPassage:
    """Makes passages of one entry, each with the lines that its question needs; prepared at the first one or by `warm_up`."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    def warm_up(self) -> None:
        """Take the entry's words apart, which its first passage would else wait for: a fifth of a millisecond."""
        _ = self.stems, self._steps, self._pitfalls, self._text

    def passage(self, told: Callable[[frozenset[str]], float]) -> Passage:
        """
        Args:
            told: how much words tell for the question, by their stems.
        """
        entry = self._entry
        return Passage(
            entry.id, entry.title, "handbook", self._text, tuple(self._lines(told)), link_of("handbook", entry.id), entry
        )

    def _lines(self, told: Callable[[frozenset[str]], float]) -> Iterator[str]:
        yield " ".join(self._entry.summary.split())
        _, best = max(self._steps, key=lambda step: told(step[0]))
        yield from best
        pitfalls = sorted(self._pitfalls, key=lambda pitfall: told(pitfall[0]), reverse=True)
        yield from (pitfall for _, pitfall in pitfalls[: min(_PITFALLS, _MOST_LINES - 1 - len(best))])

    @cached_property
    def examples(self) -> list[str]:
        """The templates' texts with all examples."""
        return [fill(template, self._entry.slots, {}, marked=True).text for template in self._entry.templates]

    @cached_property
    def stems(self) -> list[StepStems]:
        """Of each template."""
        return [
            StepStems(
                _stems(each.title),
                _stems(each.text),
                _stems("\n".join((each.notes, *(flag.meaning for flag in each.flags)))),
                _stems(" ".join(_VERBS.findall(each.title)[:_MOST_VERBS])),
            )
            for each in self._entry.templates
        ]

    @cached_property
    def _steps(self) -> list[tuple[frozenset[str], list[str]]]:
        """The stems of each template, and its heading with its first commands."""
        steps = []
        for template, text in zip(self._entry.templates, self.examples, strict=True):
            commands = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
            stems = _stems(f"{template.title}\n{template.text}")
            steps.append((stems, [f"{template.title} ({template.risk}):", *commands[:_COMMAND_LINES]]))
        return steps

    @cached_property
    def _pitfalls(self) -> list[tuple[frozenset[str], str]]:
        return [(_stems(pitfall), pitfall) for pitfall in self._entry.pitfalls]

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._markdown()).strip() + "\n"

    def _markdown(self) -> Iterator[str]:
        yield from (f"# {self._entry.title}", "", self._entry.summary, "")
        for template, text in zip(self._entry.templates, self.examples, strict=True):
            yield from (f"## {template.title}", f"Risk: {template.risk}", "")
            yield from (f"```{template.language}", text, "```", "")
            flags = [f"- {', '.join(f'`{each}`' for each in flag.spellings)}: {flag.meaning}" for flag in template.flags]
            yield from ([*flags, ""] if flags else ())
            yield from ([template.notes, ""] if template.notes else ())
        yield from (f"## {PITFALLS}", *(f"- {pitfall}" for pitfall in self._entry.pitfalls))


def term_passage(term: Meaning) -> Passage:
    """A word of the glossary, or several told apart."""
    lines = tuple(line for line in term.text.splitlines() if line)
    return Passage(term.id, term.title, "handbook", f"# {term.title}\n\n{term.text}\n", lines, link_of("handbook", term.id))


def stored_passage(stored: StoredPassage, told: Callable[[str], float]) -> Passage:
    """
    Args:
        told: how much a line tells for the question.
    """
    runbook = stored.kind == "runbook"
    return Passage(
        stored.key,
        stored.title,
        stored.kind,
        stored.text,
        tuple(_telling_lines(stored.text, told)),
        link_of(stored.kind, stored.key),
        path=stored.path if runbook else None,
        line=stored.line if runbook else None,
    )


def _telling_lines(text: str, told: Callable[[str], float]) -> list[str]:
    """The first line, and those that tell most, in their order."""
    lines = [line.strip()[:_LONGEST_LINE] for line in text.splitlines() if line.strip("` ~") and not line.startswith("```")]
    weights = [told(line[:_READ_OF_LINE]) for line in lines[:_READ_LINES]]
    best = sorted(range(len(weights)), key=lambda at: (at > 0, -weights[at], at))[:_MOST_LINES]
    return [lines[at] for at in sorted(best)]


def _stems(text: str) -> frozenset[str]:
    return frozenset(token.whole for token in tokens(text))
