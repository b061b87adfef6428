import math

import pytest

from benchmarks import report
from benchmarks.scenarios import gaps_s, quantile
from benchmarks.sse import Answer

LABELS = {"ours": "ours", "llamacpp-q8_0": "llama.cpp Q8_0", "llamacpp-q4_0": "llama.cpp Q4_0"}


def one(figures):
    return {name: {figure: [value] for figure, value in values.items()} for name, values in figures.items()}


FIGURES = report.medians(
    [
        one(
            {
                "ours": {"decode": 75.0, "aggregate_8": 400.0, "ttft_turn_ms": 50.0, "gap_p99_ratio": 2.0},
                "llamacpp-q8_0": {"decode": 60.0, "aggregate_8": 100.0, "ttft_turn_ms": 40.0},
                "llamacpp-q4_0": {"decode": 80.0, "aggregate_8": 360.0},
            }
        )
    ]
)


def verdicts(model="embedded"):
    return {(v.target.figure, v.target.factor): v for v in report.judge(FIGURES, model)}


def test_medians_are_over_the_samples_of_all_rounds():
    rounds = [{"ours": {"decode": [1.0, 5.0]}}, {"ours": {"decode": [3.0]}}, {"ours": {"prefill": [7.0]}}]
    assert report.medians(rounds) == {"ours": {"decode": 3.0, "prefill": 7.0}}


def test_a_target_counts_the_best_of_its_peers():
    decode = verdicts()["decode", 1.2]
    assert (decode.best, decode.ratio, decode.met) == ("llamacpp-q8_0", 1.25, True)
    aggregate = verdicts()["aggregate_8", 1.2]
    assert (aggregate.best, aggregate.met) == ("llamacpp-q4_0", False)
    assert verdicts()["aggregate_8", 3.0].met is True


def test_where_less_is_better_the_smallest_peer_is_the_best():
    turn = verdicts()["ttft_turn_ms", 1.0]
    assert (turn.ratio, turn.met) == (1.25, False)


def test_a_bound_of_the_figure_itself_has_no_peer():
    assert verdicts()["gap_p99_ratio", 3.0].met is True


def test_what_was_not_measured_is_neither_met_nor_missed():
    assert verdicts()["prefill", 1.2].met is None
    assert "not measured" in report.targets_table(report.judge(FIGURES, "embedded"), LABELS)


def test_each_model_has_its_own_targets():
    assert set(verdicts("1b")) == {("decode", 1.0), ("aggregate_8", 1.5)}


def test_the_table_has_a_line_for_each_figure_and_lines_up():
    lines = report.figures_table(FIGURES, LABELS).splitlines()
    assert len({len(line) for line in lines}) == 1
    [line] = [line for line in lines if "one stream, decode" in line]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells == ["one stream, decode", "tok/s", "75.0", "60.0", "80.0", "1.25", "0.94"]


@pytest.mark.parametrize(("share", "value"), [(0.5, 51), (0.99, 100), (1.0, 100)])
def test_a_quantile_is_one_of_the_values(share, value):
    assert quantile([float(i) for i in range(100, 0, -1)], share) == value


def test_the_quantile_of_nothing_is_no_number():
    assert math.isnan(quantile([], 0.5))


def test_a_pause_counts_whole_where_it_touches_the_span():
    answer = Answer(0.0, times_s=[1.0, 2.0, 10.0, 11.0, 12.0])
    assert gaps_s([answer], 3.0, 10.5) == [8.0, 1.0]
