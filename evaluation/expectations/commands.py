"""Some command of the answer does what was asked, and none does what must not be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evaluation.commands import Command, Pattern
from evaluation.expectations.verdict import Given, Verdict, short

_SHOWN = 4


@dataclass(frozen=True)
class Commands:
    """
    Attributes:
        any_of: one of them must fit a command; none for no command in particular.
        never: none of them may fit any.
        in_lead: whether code must have said it, before the model.
    """

    any_of: tuple[Pattern, ...] = ()
    never: tuple[Pattern, ...] = ()
    in_lead: bool = True

    def judge(self, given: Given) -> Iterator[Verdict]:
        if self.any_of:
            expected = f"a command such as `{self.any_of[0].text}`"
            yield Verdict(expected, _fits(self.any_of, given.whole.commands), _shown(given.whole.commands))
            if given.is_pipeline and self.in_lead:
                yield Verdict(expected, _fits(self.any_of, given.lead.commands), _shown(given.lead.commands), "lead")
        for pattern in self.never:
            bad = [each for each in given.whole.commands if pattern.fits(each)]
            yield Verdict(f"no command such as `{pattern.text}`", not bad, _shown(bad))


def _fits(patterns: Iterable[Pattern], commands: Iterable[Command]) -> bool:
    return any(pattern.fits(each) for each in commands for pattern in patterns)


def _shown(commands: Iterable[Command]) -> str:
    texts = [each.text for each in commands]
    return short("; ".join(texts[:_SHOWN])) if texts else "no command"
