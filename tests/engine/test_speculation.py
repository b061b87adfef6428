import math
from itertools import product

import pytest

from assistant.engine.speculation import MOST_DRAFTED, Drafter, worthwhile
from assistant.engine.step_cost import StepCost

COST = StepCost.linear(fixed=16, per_token=1)
IN_EIGHTS = StepCost(answers=((1, 30.0), (8, 31.0), (9, 36.0), (16, 45.0)), per_token=1)


def of_one(confidence, answers=1, cost=COST, context=0, longest=math.inf):
    """How many of many guesses of one sequence pay."""
    [count] = worthwhile([(confidence, MOST_DRAFTED)], answers=answers, cost=cost, context=context, longest=longest)
    return count


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
    assert of_one(good.confidence) == MOST_DRAFTED
    assert of_one(bad.confidence) < of_one(Drafter().confidence)
    assert of_one(bad.confidence, answers=8) == 0


def test_where_many_generate_at_once_only_sure_guesses_pay():
    counts = [of_one(0.9, answers) for answers in (1, 4, 16, 64)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < 3


@pytest.mark.parametrize("confidence", [0.0, 0.05, 0.5, 0.999, 1.0])
def test_there_is_always_an_answer(confidence):
    assert 0 <= of_one(confidence, context=4000) <= MOST_DRAFTED


def test_rows_that_cost_next_to_nothing_are_filled_with_doubtful_guesses():
    assert of_one(0.5, answers=3, cost=IN_EIGHTS) == 5
    assert of_one(0.5, answers=8, cost=IN_EIGHTS) == 0


def test_a_dear_row_pays_where_enough_guesses_share_it():
    assert worthwhile([(0.8, 1)], answers=8, cost=IN_EIGHTS, context=0) == [0]
    assert worthwhile([(0.8, 1)] * 8, answers=8, cost=IN_EIGHTS, context=0) == [1] * 8


def test_the_likeliest_guesses_of_all_are_taken():
    counts = worthwhile([(0.3, 12), (1.0, 2), (0.9, 12)], answers=3, cost=COST, context=0)
    assert counts[0] <= 1
    assert counts[1] == 2
    assert counts[2] > 2


def test_what_is_taken_gives_the_most_tokens_in_its_time():
    guesses = [(0.6, 3), (0.8, 2)]
    rates = {}
    for counts in product(range(4), range(3)):
        given = 2 + sum(sum(p**k for k in range(1, n + 1)) for (p, _), n in zip(guesses, counts, strict=True))
        rates[counts] = given / IN_EIGHTS.of_answers(2 + sum(counts), 0)
    assert tuple(worthwhile(guesses, answers=2, cost=IN_EIGHTS, context=0)) == max(rates, key=rates.get)


def test_a_step_becomes_no_longer_than_it_may():
    assert of_one(1.0, longest=17 + 3) == 3
    assert of_one(1.0, longest=1) == 0


def test_a_long_text_makes_every_guess_dearer():
    cost = StepCost.linear(fixed=16, per_token=1, per_context_token=0.01)
    assert of_one(0.7, cost=cost, context=4000) < of_one(0.7, cost=cost, context=0)


def test_a_sequence_whose_guesses_were_wrong_tries_again_now_and_then():
    drafter = Drafter()
    for _ in range(50):
        drafter.observe(4, 0)
    assert of_one(drafter.confidence, answers=8) == 0
    assert 1 <= sum(drafter.tries_again() for _ in range(100)) <= 10
