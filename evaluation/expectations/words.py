"""The answer says what matters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.expectations.verdict import Given, Verdict, short


@dataclass(frozen=True)
class Words:
    """
    Attributes:
        says: expressions that must all be found, in any case of letters.
        never: expressions none of which may be found.
        in_lead: whether code must have said it, before the model.
    """

    says: tuple[re.Pattern[str], ...] = ()
    never: tuple[re.Pattern[str], ...] = ()
    in_lead: bool = True

    def judge(self, given: Given) -> Iterator[Verdict]:
        for expression in self.says:
            expected = f"the words /{expression.pattern}/"
            yield Verdict(expected, bool(expression.search(given.whole.text)), short(given.whole.text) or "nothing")
            if given.is_pipeline and self.in_lead:
                yield Verdict(expected, bool(expression.search(given.lead.text)), short(given.lead.text) or "no lead", "lead")
        for expression in self.never:
            found = expression.search(given.whole.text)
            yield Verdict(f"not the words /{expression.pattern}/", not found, short(found[0]) if found else "")
