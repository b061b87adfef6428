"""The promises, on commands that the rules were tuned on and on commands that they never saw."""

import pytest

from assistant.checks.risk import Risk, assess
from tests.checks.risk.labelled import counts, read


@pytest.mark.parametrize("each", read("commands.tsv"), ids=lambda each: f"{each.risk.label}: {each.command}"[:90])
def test_a_labelled_command_has_its_class(each):
    assert assess(each.command).risk is each.risk


@pytest.mark.parametrize("name", ["commands.tsv", "held_out.tsv"])
def test_nothing_destructive_is_called_less_and_reading_is_recognised(name):
    found = counts(read(name))
    reading = sum(number for (label, _), number in found.items() if label is Risk.READ_ONLY)
    destructive = sum(number for (label, _), number in found.items() if label is Risk.DESTRUCTIVE)
    assert reading >= 30
    assert destructive >= 30
    assert found[Risk.DESTRUCTIVE, Risk.READ_ONLY] == 0
    assert found[Risk.DESTRUCTIVE, Risk.CHANGES_STATE] <= 0.05 * destructive
    assert found[Risk.CHANGES_STATE, Risk.READ_ONLY] <= 0.05 * destructive
    assert found[Risk.READ_ONLY, Risk.DESTRUCTIVE] <= 0.05 * reading
    assert found[Risk.READ_ONLY, Risk.READ_ONLY] >= 0.9 * reading


def test_commands_of_somebody_who_did_not_know_the_rules_keep_the_promise():
    found = counts(read("unseen.tsv"))
    reading = sum(number for (label, _), number in found.items() if label is Risk.READ_ONLY)
    destructive = sum(number for (label, _), number in found.items() if label is Risk.DESTRUCTIVE)
    assert (reading, destructive) == (120, 100)
    assert found[Risk.DESTRUCTIVE, Risk.READ_ONLY] == 0
    assert found[Risk.DESTRUCTIVE, Risk.DESTRUCTIVE] >= 0.9 * destructive
    assert found[Risk.READ_ONLY, Risk.DESTRUCTIVE] <= 0.05 * reading
    assert found[Risk.READ_ONLY, Risk.READ_ONLY] >= 0.95 * reading


def test_commands_of_a_second_author_keep_the_promise():
    found = counts(read("second_author.tsv"))
    reading = sum(number for (label, _), number in found.items() if label is Risk.READ_ONLY)
    destructive = sum(number for (label, _), number in found.items() if label is Risk.DESTRUCTIVE)
    assert (reading, destructive) == (135, 90)
    assert found[Risk.DESTRUCTIVE, Risk.READ_ONLY] == 0
    assert found[Risk.DESTRUCTIVE, Risk.DESTRUCTIVE] >= 0.95 * destructive
    assert found[Risk.READ_ONLY, Risk.DESTRUCTIVE] == 0
    assert found[Risk.READ_ONLY, Risk.READ_ONLY] >= 0.98 * reading
