"""Texts as the evaluation sees them, with the real checkers."""

import asyncio
import re

import pytest

from assistant.api.wire.notes import AssistantNotes
from assistant.checks.block_checker import BlockChecker
from evaluation.asking import Answer
from evaluation.expectations.reading import expectations
from evaluation.expectations.verdict import Given
from evaluation.seen import see

EMPTY = {"intent": None, "references": [], "redactions": [], "excerpts": [], "checks": [], "risks": []}


class Judging:
    """Judges answers that a test makes up."""

    def __init__(self):
        self._runner = asyncio.Runner()
        self._checker = BlockChecker()

    def given(self, text, *, lead="", notes=None, pipeline=True, secrets=(), kept=None):
        """An answer of these words, of which `lead` came first."""
        told = AssistantNotes.model_validate({**EMPTY, **(notes or {})}) if pipeline else None
        answer = Answer(lead + text, text, lead, told, "stop", 0.1)
        seen = [self._runner.run(see(each, self._checker)) for each in (lead + text, lead, text)]
        return Given(answer, *seen, secrets=secrets, kept=kept, is_pipeline=pipeline)

    def failed(self, kind, table, text, **of_given):
        """What does not hold of what the table expects, as `part: expected`, None for the answer as a whole."""
        given = self.given(text, **of_given)
        verdicts = [verdict for each in expectations(kind, table) for verdict in each.judge(given)]
        assert verdicts
        return [(each.part, each.expected) for each in verdicts if not each.holds]

    def close(self):
        self._runner.run(self._checker.close())
        self._runner.close()


@pytest.fixture(scope="session")
def judging():
    judging = Judging()
    yield judging
    judging.close()


def risk(command, risk, *, pasted=False):
    """A mark of the first block."""
    return {"block": 0, "line": 1, "command": command, "risk": risk, "reason": "so", "pasted": pasted}


def parts(failed):
    return {part for part, _ in failed}


def mentions(failed, expression):
    return any(re.search(expression, expected) for _, expected in failed)
