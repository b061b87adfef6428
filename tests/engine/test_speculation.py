import pytest

from assistant.engine.speculation import MOST_DRAFTED, Drafter, worthwhile
from assistant.engine.step_cost import StepCost

COST = StepCost(fixed=16, per_token=1)


def test_a_text_that_repeats_goes_on_as_it_did():
    assert Drafter().draft([1, 2, 3, 4, 5, 1, 2, 3], 2) == [4, 5]


def test_of_several_earlier_places_the_latest_is_taken():
    assert Drafter().draft([1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3], 1) == [5]


def test_a_text_that_does_not_repeat_gives_no_guess():
    assert Drafter().draft([1, 2, 3, 4, 5], 4) == []
    assert Drafter().draft([1], 4) == []


def test_a_growing_text_is_followed():
    drafter, text = Drafter(), []
    for token in [1, 2, 3, 4, 5, 6, 1, 2]:
        text.append(token)
        assert drafter.draft(text, 3) == []
    assert drafter.draft([*text, 3], 3) == [4, 5, 6]


def test_right_guesses_make_for_longer_ones_and_wrong_guesses_for_none():
    good, bad = Drafter(), Drafter()
    for _ in range(20):
        good.observe(8, 8)
        bad.observe(1, 0)
    assert worthwhile(good.confidence, 1, COST, 0) == MOST_DRAFTED
    assert worthwhile(bad.confidence, 1, COST, 0) < worthwhile(Drafter().confidence, 1, COST, 0)
    assert worthwhile(bad.confidence, 8, COST, 0) == 0


def test_where_many_generate_at_once_only_sure_guesses_pay():
    counts = [worthwhile(0.9, sequences, COST, 0) for sequences in (1, 4, 16, 64)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < 3


@pytest.mark.parametrize("confidence", [0.0, 0.05, 0.5, 0.999, 1.0])
def test_there_is_always_an_answer(confidence):
    assert 0 <= worthwhile(confidence, 1, COST, 4000) <= MOST_DRAFTED


def test_a_sequence_whose_guesses_were_wrong_tries_again_now_and_then():
    drafter = Drafter()
    for _ in range(50):
        drafter.observe(4, 0)
    text = [1, 2, 3, 4] * 8
    tried = [len(drafter.draft(text, 0)) for _ in range(100)]
    assert 1 <= sum(tried) <= 10
