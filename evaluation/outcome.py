"""How a case went with one model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from assistant.checks.block_checker import BlockChecker
from evaluation import guarantees
from evaluation.asking import Answer
from evaluation.cases import Case
from evaluation.expectations.verdict import Given, Part, Verdict
from evaluation.own_words import OwnWords, look_at
from evaluation.seen import see


@dataclass(frozen=True)
class Outcome:
    """A case, an answer to it, and what was judged.

    Attributes:
        is_pipeline: whether `devops-assistant` answered, or else the bare model.
    """

    case: Case
    is_pipeline: bool
    answer: Answer
    verdicts: tuple[Verdict, ...]
    own_words: OwnWords

    @property
    def passes(self) -> bool:
        """Whether the answer as a whole is what it has to be."""
        return self.answer.error is None and all(each.holds for each in self.verdicts if each.part is None)

    @property
    def guaranteed(self) -> bool:
        """Whether all that code guarantees holds."""
        return self.answer.error is None and all(each.holds for each in self.verdicts if each.part)

    def holds(self, part: Part) -> bool | None:
        """Whether a part holds; None where nothing was expected of it."""
        ours = [each.holds for each in self.verdicts if each.part == part]
        return all(ours) if ours else None

    def failures(self, *, deterministic: bool) -> Iterator[str]:
        """What was expected and what came, a line each."""
        if self.answer.error:
            yield f"no answer: {self.answer.error}"
        for each in self.verdicts:
            if not each.holds and bool(each.part) is deterministic:
                yield f"{f'[{each.part}] ' if each.part else ''}expected {each.expected}; came {each.came or 'something else'}"

    def document(self) -> dict[str, Any]:
        """For JSON; secrets of the case may stand in the text, and are made for one run."""
        return {
            "id": self.case.id,
            "kind": str(self.case.kind),
            "model": "pipeline" if self.is_pipeline else "bare",
            "passes": self.passes,
            "guaranteed": self.guaranteed if self.is_pipeline else None,
            "verdicts": [asdict(each) for each in self.verdicts],
            "own_words": asdict(self.own_words),
            "first_text_s": self.answer.first_text_s,
            "finish_reason": self.answer.finish_reason,
            "error": self.answer.error,
            "text": self.answer.text,
            "notes": self.answer.notes.model_dump() if self.answer.notes else None,
        }


async def judge(
    case: Case,
    answer: Answer,
    checker: BlockChecker,
    *,
    is_pipeline: bool,
    secrets: tuple[str, ...] = (),
    kept: str | None = None,
) -> Outcome:
    """Hold an answer to what its case expects.

    Args:
        secrets: that stood in what was asked.
        kept: the log and the metrics of the server; None where they cannot be had.
    """
    given = Given(
        answer=answer,
        whole=await see(answer.text, checker),
        lead=await see(answer.lead, checker),
        own=await see(answer.own_words if is_pipeline else answer.text, checker),
        secrets=secrets,
        kept=kept,
        is_pipeline=is_pipeline,
    )
    verdicts = [verdict for expectation in case.expectations for verdict in expectation.judge(given)]
    if is_pipeline:
        verdicts += guarantees.judge(given)
    return Outcome(case, is_pipeline, answer, tuple(verdicts), look_at(given))
