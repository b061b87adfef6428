import numpy as np
import pytest

from assistant.engine.step_cost import StepCost

MEASURED = StepCost(answers=((1, 30.0), (8, 31.0), (9, 36.0), (17, 52.0)), per_token=1, per_context_token=0.5)


def test_a_step_of_answers_takes_what_was_measured_and_a_line_is_drawn_between_and_beyond():
    assert MEASURED.of_answers(np.array([1, 8, 9, 13, 17, 19]), 0).tolist() == [30, 31, 36, 44, 52, 56]
    assert MEASURED.of_answers(8, 10) == 31 + 8 * 10 * 0.5


def test_a_prompt_costs_more_the_more_is_before_it():
    assert MEASURED.of_prompt(3, 0) == 3
    assert MEASURED.of_prompt(3, 4) == 3 * (1 + 4 * 0.5)


@pytest.mark.parametrize("tokens", [1, 7])
def test_a_line_is_a_fixed_part_and_one_for_each_token(tokens):
    cost = StepCost.linear(16, 2, 0.25)
    assert cost.of_answers(tokens, 8) == 16 + tokens * (2 + 8 * 0.25)
    assert cost.of_prompt(tokens, 8) == tokens * (2 + 8 * 0.25)
