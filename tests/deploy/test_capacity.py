"""The capacity model against closed forms, and the chart's numbers under a day of load."""

from __future__ import annotations

import json
import math
import random
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from assistant.engine.scheduler import STRETCH
from benchmarks.report import ROWS
from benchmarks.scenarios import PROMPT_TOKENS
from deploy.capacity import __main__ as command
from deploy.capacity import chart_values, load, measured, planning
from deploy.capacity.autoscaler import Autoscaler, replicas_for_pods, replicas_for_sum
from deploy.capacity.cluster import Cluster
from deploy.capacity.measured import Measured, NotMeasuredError
from deploy.capacity.planning import Work
from deploy.capacity.replica import Limits, Replica, Request
from tests.deploy import chart
from tests.server import ROOT

README = ROOT / "deploy" / "capacity" / "README.md"
ONCE = {"aggregate_1": 13.2, "aggregate_8": 59.9, "prefill": 231.0, "start_s": 11.9}  # of a slow machine, once
OF_1B = measured.of_throughput(
    "1b", {1: 13.2, 8: 59.9}, ONCE["prefill"], start_s=ONCE["start_s"], prompt_tokens=PROMPT_TOKENS, answer_tokens=128
)
KEEP = {"stabilizationWindowSeconds": 0, "policies": [{"type": "Percent", "value": 1000, "periodSeconds": 1}]}


def speed(*, step_s: dict[int, float], prefill: float = 1e12) -> Measured:
    return Measured("1b", prefill, step_s, 5.0)


def alone(step_s: float, most: int) -> Measured:
    """A replica on which answers do not slow each other down."""
    return speed(step_s={1: step_s, most: step_s})


def shared(step_s: float) -> Measured:
    """One on which they share a fixed number of tokens a second."""
    return speed(step_s={1: step_s})


def exponential(per_s: float, count: int, tokens: float, prompt: float = 0.0) -> list[Request]:
    """Requests at random times with answers of random lengths."""
    chance, at_s, made = random.Random(3), 0.0, []
    for _ in range(count):
        at_s += chance.expovariate(per_s)
        made.append(Request(at_s, prompt, 1 + chance.expovariate(1 / tokens)))
    return made


def mean(values) -> float:
    values = list(values)
    return sum(values) / len(values)


def erlang_c(servers: int, offered: float) -> float:
    """The part of requests that have to wait (Erlang 1917)."""
    last = offered**servers / math.factorial(servers) * servers / (servers - offered)
    return last / (sum(offered**k / math.factorial(k) for k in range(servers)) + last)


def test_the_figures_of_the_benchmark_are_taken_apart_into_prompts_and_steps():
    assert OF_1B.step_s(8) == pytest.approx(0.100, abs=0.001)  # as benchmarks/LOG.md has them
    assert OF_1B.step_s(1) == pytest.approx(0.072, abs=0.001)
    assert OF_1B.step_s(1) < OF_1B.step_s(4) < OF_1B.step_s(8)


def test_the_table_of_a_run_and_its_json_say_the_same(tmp_path):
    table = tmp_path / "RESULTS.md"
    cells = [f"| {row.label} | x | {ONCE[row.figure]:,} | 1 |" for row in ROWS if row.figure in ONCE]
    table.write_text("\n".join(["<!-- 1b -->", "| | unit | ours | a peer |", "|--|--|--|--|", *cells, "<!-- end of 1b -->"]))
    file = tmp_path / "1b.json"
    file.write_text(json.dumps({"name": "1b", "size": {"answer_tokens": 128}, "medians": {"ours": ONCE}}))
    assert measured.read(table, "1b") == measured.read(file, "1b") == OF_1B
    with pytest.raises(NotMeasuredError, match="is of 1b, not of embedded"):
        measured.read(file, "embedded")


@pytest.mark.parametrize("model", ["1b", "embedded"])
def test_what_was_recorded_can_be_read(model):
    recorded = measured.read(measured.RESULTS, model)
    assert {1, 8} <= recorded.steps_s.keys()
    assert min(recorded.prefill_tokens_per_s, recorded.start_s, *recorded.steps_s.values()) > 0


def test_what_was_not_measured_is_not_made_up(tmp_path):
    file = tmp_path / "RESULTS.md"
    file.write_text("# Results\n")
    with pytest.raises(NotMeasuredError, match="has nothing of 1b"):
        measured.read(file, "1b")
    file.write_text(
        "<!-- 1b -->\n| | unit | ours |\n|--|--|--|\n| prefill of a 1,000-token prompt | tok/s | 231 |\n<!-- end of 1b -->"
    )
    with pytest.raises(NotMeasuredError, match="no throughput"):
        measured.read(file, "1b")


def test_more_answers_than_were_measured_are_together_no_faster():
    assert 64 / OF_1B.step_s(64) == pytest.approx(8 / OF_1B.step_s(8))


def test_one_request_takes_its_prompt_and_its_steps():
    [request] = requests = [Request(10.0, 300, 251)]
    planning.serve(Replica(speed(step_s={1: 0.1}, prefill=100), Limits(64, 128, 600)), requests)
    assert request.first_token_s == pytest.approx(13.0)
    assert request.ended_s == pytest.approx(38.0)
    assert request.ended == "answered"


def test_a_prompt_beside_an_answer_has_the_share_that_the_scheduler_gives():
    requests = [Request(0.0, 0, 1001), Request(10.0, 300, 2)]
    planning.serve(Replica(speed(step_s={1: 0.1}, prefill=100), Limits(64, 128, 600)), requests)
    assert requests[1].first_token_s == pytest.approx(10 + 3 * (1 + STRETCH) / STRETCH)
    assert requests[0].ended_s == pytest.approx(103.1)  # three seconds of the prompt and the other's one step


@pytest.mark.parametrize("servers", [1, 3, 8])
def test_with_as_many_places_as_servers_requests_wait_as_long_as_erlang_says(servers):
    busy, service_s = 0.7, 10.0
    per_s = busy * servers / service_s
    requests = exponential(per_s, 60_000, 100)
    planning.serve(Replica(alone(0.1, servers), Limits(servers, 10**9, math.inf)), requests)
    expected_s = erlang_c(servers, busy * servers) * service_s / (servers * (1 - busy))
    assert mean(each.admitted_s - each.arrived_s for each in requests) == pytest.approx(expected_s, rel=0.1)


def test_a_full_queue_refuses_as_many_as_the_loss_formula_says():
    offered, servers, places = 5.0, 4, 9  # M/M/4/9
    requests = exponential(offered / 10.0, 60_000, 100)
    served = planning.serve(Replica(alone(0.1, servers), Limits(servers, places - servers, math.inf)), requests)
    weights = [offered**k / math.factorial(min(k, servers)) / servers ** max(k - servers, 0) for k in range(places + 1)]
    assert served.refused / len(requests) == pytest.approx(weights[-1] / sum(weights), rel=0.05)


def test_answers_that_share_a_processor_take_as_long_as_the_closed_form_says():
    requests = exponential(0.08, 60_000, 100)
    planning.serve(Replica(shared(0.1), Limits(10**9, 0, math.inf)), requests)
    assert mean(each.ended_s - each.arrived_s for each in requests) == pytest.approx(1 / (0.1 - 0.08), rel=0.1)


def test_a_replica_that_is_never_idle_answers_as_many_as_the_table_says():
    replica = Replica(speed(step_s={1: 0.01}, prefill=200), Limits(16, 10**9, math.inf))
    requests = [Request(0.0, 300, 251) for _ in range(500)]
    planning.serve(replica, requests)
    expected = planning.requests_per_s(replica.speed, Work(300, 251, 1, 1), 16)
    assert 500 / requests[-1].ended_s == pytest.approx(expected, rel=0.02)


def test_everyone_ends_and_nobody_later_than_the_timeout():
    requests = list(load.steady(1.0, 500, 300, 250, seed=1))
    served = planning.serve(Replica(OF_1B, Limits(64, 128, 600)), requests)
    assert {each.ended for each in requests} == {"answered", "refused", "timed out"}
    assert max(each.ended_s - each.arrived_s for each in requests) <= 600 + 1e-3
    assert served.refused + served.timed_out + sum(each.ended == "answered" for each in requests) == 500


def test_who_is_asked_more_is_slower_and_who_has_more_time_bears_more():
    limits = Limits(16, 32, 600)
    under = [served for _, served in planning.under_load(OF_1B, Work(300, 250, 10, 5), limits)]
    first = [round(each.first_token_s[1], 3) for each in under]
    assert first == sorted(first)
    assert first[-1] > 3 * first[0]
    rates = [planning.most_per_s(OF_1B, Work(300, 250, seconds, 2), limits) for seconds in (3, 6, 12, 24)]
    assert rates == sorted(rates)
    assert rates[0] > 0
    assert planning.most_per_s(OF_1B, Work(3000, 250, 1, 1), limits) == 0  # its prompt alone takes longer


def test_replicas_and_prices_follow_from_what_one_bears():
    assert planning.replicas_for(1.0, 0.25) == 4
    assert planning.replicas_for(1.01, 0.25) == 5
    assert planning.replicas_for(0.0, 0.25) == 1
    assert planning.cost_per_million(0.36, 1.0, 100) == pytest.approx(1.0)  # 360,000 tokens for 0.36
    with pytest.raises(ValueError, match="no replica keeps to that"):
        planning.replicas_for(1.0, 0.0)


@pytest.mark.parametrize(
    ("values", "target", "replicas", "wanted"),
    [
        ([200, 200], 100, 2, 4),  # the examples of Kubernetes' documentation
        ([50, 50], 100, 2, 1),
        ([110, 109], 100, 2, 2),  # within a tenth
        ([111, 111], 100, 2, 3),
        ([89, 89, 89, 89, 89, 89, 89, 89, 89, 89], 100, 10, 9),
        ([], 100, 3, 3),
    ],
)
def test_pods_are_as_many_as_kubernetes_makes_of_their_metric(values, target, replicas, wanted):
    assert replicas_for_pods(values, target, replicas) == wanted


def test_pods_that_have_no_metric_yet_hold_back_in_both_directions():
    assert replicas_for_pods([300, 300], 100, 4, missing=2) == 6  # as nothing: 600 of 400
    assert replicas_for_pods([120, 120], 100, 4, missing=2) == 4  # up would become down: nothing
    assert replicas_for_pods([10, 10], 100, 4, missing=2) == 3  # as on target: 220 of 400


def test_an_external_metric_is_shared_out():
    assert replicas_for_sum(170, 8, 20) == 20  # 6 % over is near enough
    assert replicas_for_sum(180, 8, 20) == 23
    assert replicas_for_sum(33, 8, 2) == 5
    assert replicas_for_sum(0, 8, 2) == 0


def test_policies_let_go_as_in_the_documentation_of_kubernetes():
    down = {
        "stabilizationWindowSeconds": 0,
        "policies": [{"type": "Pods", "value": 4, "periodSeconds": 60}, {"type": "Percent", "value": 10, "periodSeconds": 60}],
    }
    scaler = Autoscaler(10, 100, {"m": 1.0}, {"scaleUp": KEEP, "scaleDown": down})
    replicas, seen = 80, []
    for minute in range(16):
        replicas = scaler.decide(60.0 * minute + 1, replicas, [{"m": 0.0}] * replicas)
        seen.append(replicas)
    assert seen[:3] == [72, 64, 57]  # a tenth, rounded up
    assert [a - b for a, b in pairwise(seen[8:])][:3] == [4, 4, 4]  # below 40, four
    assert seen[-1] == 10


def test_a_policy_counts_what_its_period_has_seen():
    scaler = Autoscaler(1, 100, {"m": 1.0}, {"scaleUp": command.KUBERNETES["scaleUp"], "scaleDown": KEEP})
    first = scaler.decide(0.0, 1, [{"m": 50.0}])
    assert first == 5  # four pods are more than all of one again
    assert scaler.decide(10.0, first, [{"m": 10.0}] * first) == 5
    assert scaler.decide(15.0, first, [{"m": 10.0}] * first) == 10


def test_the_highest_of_a_window_is_what_stays():
    down = {"stabilizationWindowSeconds": 300, "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}]}
    scaler = Autoscaler(1, 100, {"m": 1.0}, {"scaleUp": KEEP, "scaleDown": down})
    assert scaler.decide(0.0, 10, [{"m": 1.0}] * 10) == 10
    assert scaler.decide(100.0, 10, [{"m": 0.2}] * 10) == 10
    assert scaler.decide(299.0, 10, [{"m": 0.4}] * 10) == 10
    assert scaler.decide(301.0, 10, [{"m": 0.1}] * 10) == 4
    assert scaler.decide(700.0, 4, [{"m": 0.1}] * 4) == 1


def test_the_metric_that_wants_most_decides_within_the_bounds():
    scaler = Autoscaler(2, 6, {"a": 1.0, "b": 10.0}, {"scaleUp": KEEP, "scaleDown": KEEP})
    assert scaler.decide(0.0, 2, [{"a": 0.1, "b": 20.0}] * 2) == 4
    assert scaler.decide(15.0, 4, [{"a": 9.0, "b": 0.0}] * 4) == 6
    assert scaler.decide(30.0, 6, [{"a": 0.0, "b": 0.0}] * 6) == 2


@pytest.mark.parametrize("files", [("llama-cpu", "production"), ("production", "keda"), ("gpu", "production")])
def test_the_values_are_read_as_helm_reads_them(files):
    chart.require_helm()
    scaler = chart_values.read(files).autoscaler()
    if "keda" in files:
        spec = chart.only("ScaledObject", files)["spec"]
        least, most = spec["minReplicaCount"], spec["maxReplicaCount"]
        targets = {each["name"].replace("-", "_"): float(each["metadata"]["threshold"]) for each in spec["triggers"]}
        behavior = spec["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]
    else:
        spec = chart.only("HorizontalPodAutoscaler", files)["spec"]
        least, most, behavior = spec["minReplicas"], spec["maxReplicas"], spec["behavior"]
        pods = [each["pods"] for each in spec["metrics"]]
        targets = {each["metric"]["name"]: float(each["target"]["averageValue"]) for each in pods}
    assert (scaler.least, scaler.most, scaler.targets, scaler.behavior) == (least, most, targets, behavior)
    assert scaler.external == ("keda" in files)
    said = chart.environment(chart.container(files))
    limits = chart_values.read(files).limits(1)
    assert (str(limits.running), str(limits.waiting)) == (
        said.get("ASSISTANT_MAX_RUNNING", "64"),
        said.get("ASSISTANT_MAX_WAITING", "128"),
    )


def test_a_day_has_the_requests_of_its_curve():
    day = load.Day(1.0, 300, 250)
    expected = sum(day.rate_per_s(at_s + 0.5) for at_s in range(int(load.DAY_S)))
    requests = list(day.requests(seed=1))
    assert len(requests) == pytest.approx(expected, abs=4 * math.sqrt(expected))
    assert mean(each.answer_tokens for each in requests) == pytest.approx(250, rel=0.05)
    assert day.rate_per_s(10 * 3600) == 1.0
    assert day.rate_per_s(22.05 * 3600) > 5 * day.rate_per_s(21.9 * 3600)


def test_more_replicas_refuse_fewer_and_cost_what_they_are():
    limits, day = Limits(16, 32, 600), load.Day(0.6, 300, 250)
    outcomes = []
    for replicas in (1, 2, 4, 6):
        cluster = Cluster(OF_1B, limits, None, replicas, 60)
        requests = cluster.serve(day.requests(1), load.DAY_S)
        outcomes.append(planning.outcome(requests))
        assert cluster.replica_hours(load.DAY_S) == pytest.approx(24 * replicas)
        assert all(each.ended for each in requests)
    refused = [each.refused for each in outcomes]
    assert refused == sorted(refused, reverse=True)
    assert refused[0] > 1000
    assert refused[-1] == 0
    first = [each.first_token_s[1] for each in outcomes]
    assert first == sorted(first, reverse=True)


def test_a_new_replica_takes_nothing_before_it_is_ready_and_one_that_leaves_ends_its_answers():
    values = chart_values.read(["llama-cpu", "production"])
    cluster = Cluster(OF_1B, Limits(16, 32, 600), values.autoscaler(), 3, 300)
    requests = cluster.serve(load.Day(1.0, 300, 250).requests(2), load.DAY_S)
    assert max(each.asked_for for each in cluster.moments) > 6
    assert any(each.ready < each.asked_for for each in cluster.moments)
    assert all(each.ended for each in requests)
    gone = [pod for pod in cluster.pods if pod.leaves]
    assert gone
    assert all(pod.began_s < pod.ended_s < load.DAY_S for pod in gone)
    assert cluster.replica_hours(load.DAY_S) == pytest.approx(sum(each.asked_for for each in cluster.moments) / 60, rel=0.02)


def test_the_chart_keeps_its_promise_over_a_day_and_the_readme_says_what_came(capsys):
    command.main([])
    printed = capsys.readouterr().out
    assert printed.strip() in README.read_text(), "run `make capacity ARGS=--record`"
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in printed.splitlines() if line.startswith("| ")]
    days = {cells[0]: cells for cells in rows if len(cells) == 9}
    asked = int(re.search(r"A day with (\d+) requests", printed)[1])
    for name in ("the chart (hpa)", "the same with keda"):
        _, hours, _, refused, timed_out, _, first, tokens, _ = days[name]
        assert int(refused) + int(timed_out) < asked / 1000  # the burst in the evening comes before replicas can
        assert float(first.split(" / ")[1]) <= 10
        assert float(tokens) >= 5
        assert float(hours) < 0.5 * float(days["always 12"][1])
    ended_late = {name: int(days[name][4]) for name in ("always 3", "always 3, 64 places")}
    assert ended_late["always 3"] < 0.01 * ended_late["always 3, 64 places"]


def test_the_plots_are_pictures(tmp_path, capsys):
    command.main(["--pictures", str(tmp_path), "--peak", "0.2"])
    for name in ("1b.svg", "1b-day.svg"):
        root = ET.fromstring((tmp_path / name).read_text())
        paths = [each.get("d") for each in root.iter("{http://www.w3.org/2000/svg}path")]
        assert len(paths) > 10
        assert not [each for each in paths if re.search(r"nan|inf", each)]
        assert (ROOT / "docs" / "capacity" / name).is_file()


def test_what_cannot_be_is_said_in_one_line():
    with pytest.raises(SystemExit, match="error: no replica keeps to that"):
        command.main(["--first-token", "0.1"])
