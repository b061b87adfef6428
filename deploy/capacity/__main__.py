"""`make capacity`: what a replica bears, how many a load needs, what a million tokens cost, and a day of autoscaling."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.capacity import chart_values, measured, planning, plot
from deploy.capacity.chart_values import ChartValues
from deploy.capacity.cluster import Cluster, Moment
from deploy.capacity.load import DAY_S, Day
from deploy.capacity.measured import CACHE_BYTES_PER_TOKEN, Measured
from deploy.capacity.planning import Served, Work

_PAGE = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- printed -->", "<!-- end of what was printed -->"
_PICTURES = Path(__file__).parents[2] / "docs" / "capacity"
SEED = 7
PART_OF_ALL = 0.6  # of what all replicas of the chart bear: the busiest hour, where none is named
NEW_NODE_S = 300.0
KUBERNETES = {  # what a HorizontalPodAutoscaler does that says nothing of its behaviour
    "scaleUp": {
        "stabilizationWindowSeconds": 0,
        "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}, {"type": "Pods", "value": 4, "periodSeconds": 15}],
    },
    "scaleDown": {
        "stabilizationWindowSeconds": 300,
        "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}],
    },
}
MANY_PLACES = {"settings": {"ASSISTANT_MAX_RUNNING": "64", "ASSISTANT_MAX_WAITING": "128"}}  # as the service has them by itself


@dataclass(frozen=True)
class Setting:
    """What is tried for a day.

    Attributes:
        changes: values on top of the chart's.
        replicas: as many all the time, without an autoscaler; 0 for one.
    """

    name: str
    start_s: float
    changes: Mapping[str, Any] = field(default_factory=dict)
    replicas: int = 0


@dataclass(frozen=True)
class Lived:
    """A day with one setting."""

    setting: Setting
    served: Served
    replica_hours: float
    moments: list[Moment]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, compute, print, draw."""
    args = _arguments(arguments)
    work = Work(args.prompt_tokens, args.answer_tokens, args.first_token, args.tokens_per_second)
    try:
        speed = measured.read(args.results, args.model)
        values = chart_values.read(args.values)
        bears = planning.most_per_s(speed, work, values.limits(CACHE_BYTES_PER_TOKEN[args.model]))
        peak = args.peak or PART_OF_ALL * values.most * bears
        borne = _what_it_bears(bears, peak, work, args.price)
    except (measured.NotMeasuredError, ValueError, OSError) as error:
        sys.exit(f"error: {error}")
    start_s = speed.start_s + args.before_start
    day = Day(peak, work.prompt_tokens, work.answer_tokens)
    lived = [_live(setting, values, speed, day) for setting in _settings(values, start_s)]
    said = [
        f"{args.model}, {work.prompt_tokens:g} new tokens of a prompt, {work.answer_tokens:g} of an answer on average.\n",
        _replica_table(speed, work, args.price),
        borne,
        f"A day with {lived[0].served.requests} requests; a replica is ready {start_s:.0f} s after it was asked for.\n",
        _day_table(lived, args.price),
    ]
    print("\n".join(said))
    if args.record:
        _record("\n".join(said))
    if pictures := _PICTURES if args.record else args.pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        under = planning.under_load(speed, work, values.limits(CACHE_BYTES_PER_TOKEN[args.model]))
        (pictures / f"{args.model}.svg").write_text(plot.latency(under, work))
        (pictures / f"{args.model}-day.svg").write_text(plot.day(day, lived[0].moments, bears))


def _record(said: str) -> None:
    """Put what was printed into the page, between its marks."""
    before, rest = _PAGE.read_text().split(_BEGIN)
    _, after = rest.split(_END)
    _PAGE.write_text(f"{before}{_BEGIN}\n{said}\n{_END}{after}")


def _what_it_bears(bears: float, peak: float, work: Work, price: float) -> str:
    needed = planning.replicas_for(peak, bears)
    of_answers = planning.cost_per_million(price, bears, work.answer_tokens)
    slowest = f"{work.least_tokens_per_s:g} tokens a second"
    of_all = planning.cost_per_million(price, bears, work.prompt_tokens + work.answer_tokens)
    return f"""
Asked at random times, a replica bears {bears:.3f} requests a second, so that nobody is sent away, 95 % of first tokens
come within {work.first_token_s:g} s and 95 % of answers have {slowest}. {peak:.2f} requests a second need {needed} replicas.
At {price:g} for an hour of one, a million tokens of answers cost {of_answers:.2f}, of prompts and answers {of_all:.2f}.
"""


def _settings(values: ChartValues, start_s: float) -> Iterator[Setting]:
    scaling = values.values["autoscaling"]
    running = scaling["targets"]["running"]
    other = "hpa" if scaling["kind"] == "keda" else "keda"
    yield Setting(f"the chart ({scaling['kind']})", start_s)
    yield Setting(f"the same with {other}", start_s, {"autoscaling": {"kind": other}})
    for each in (running / 2, running * 4 / 3, running * 2):
        yield Setting(f"running {each:.3g}", start_s, {"autoscaling": {"targets": {"running": each}}})
    yield Setting("Kubernetes' own behaviour", start_s, {"autoscaling": {"behavior": KUBERNETES}})
    yield Setting("64 places, 128 wait", start_s, MANY_PLACES)
    yield Setting(f"start {NEW_NODE_S:g} s", NEW_NODE_S)
    yield Setting(f"start {NEW_NODE_S:g} s, Kubernetes' own", NEW_NODE_S, {"autoscaling": {"behavior": KUBERNETES}})
    yield Setting(f"always {values.least}", start_s, replicas=values.least)
    yield Setting(f"always {values.least}, 64 places", start_s, MANY_PLACES, values.least)
    yield Setting(f"always {values.most}", start_s, replicas=values.most)


def _live(setting: Setting, values: ChartValues, speed: Measured, day: Day) -> Lived:
    chosen = values.changed(setting.changes)
    cluster = Cluster(
        speed,
        chosen.limits(CACHE_BYTES_PER_TOKEN[speed.model]),
        None if setting.replicas else chosen.autoscaler(),
        setting.replicas or chosen.least,
        setting.start_s,
        seed=SEED,
    )
    served = planning.outcome(cluster.serve(day.requests(SEED), DAY_S))
    return Lived(setting, served, cluster.replica_hours(DAY_S), cluster.moments)


def _replica_table(speed: Measured, work: Work, price: float) -> str:
    prompt_s = work.prompt_tokens / speed.prefill_tokens_per_s
    lines = []
    for answers in sorted(speed.steps_s):
        rate = planning.requests_per_s(speed, work, answers)
        lines.append(
            (
                f"{answers}",
                f"{1 / speed.step_s(answers):.1f}",
                f"{60 * rate:.1f}",
                f"{prompt_s if answers == 1 else 2 * prompt_s:.1f}",
                f"{planning.cost_per_million(price, rate, work.answer_tokens):.2f}",
            )
        )
    head = ("answers at a time", "tokens/s of each", "requests/min", "first token, s", "1M tokens of answers")
    return _table(head, lines)


def _day_table(lived: Sequence[Lived], price: float) -> str:
    lines = []
    for each in lived:
        served = each.served
        lines.append(
            (
                each.setting.name,
                f"{each.replica_hours:.0f}",
                f"{max(moment.asked_for for moment in each.moments)}",
                f"{served.refused}",
                f"{served.timed_out}",
                f"{served.queue_s[0]:.1f} / {served.queue_s[1]:.1f}",
                f"{served.first_token_s[0]:.1f} / {served.first_token_s[1]:.1f}",
                f"{served.tokens_per_s:.1f}",
                f"{price * each.replica_hours:.2f}",
            )
        )
    queue, first = "queue, s, p95 / p99", "first token, s, p50 / p95"
    head = ("setting", "replica-hours", "most", "429", "504", queue, first, "tokens/s, p5", "price")
    return _table(head, lines)


def _table(head: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(line[at]) for line in (head, *lines)) for at in range(len(head))]
    rows = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in (head, *lines)
    ]
    return "\n".join([rows[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *rows[1:]])


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make capacity ARGS=...", description=__doc__)
    parser.add_argument("--model", choices=sorted(CACHE_BYTES_PER_TOKEN), default="1b", help="whose figures")
    parser.add_argument("--results", type=Path, default=measured.RESULTS, help="RESULTS.md, or a JSON that `make bench` kept")
    parser.add_argument("--values", nargs="*", default=["llama-cpu", "production"], help="values files of the chart")
    parser.add_argument("--prompt-tokens", type=float, default=300, help="of a request, those that no cache holds")
    parser.add_argument("--answer-tokens", type=float, default=250, help="of an answer, on average")
    parser.add_argument("--first-token", type=float, default=10, help="seconds: 95 %% of first tokens come sooner")
    parser.add_argument("--tokens-per-second", type=float, default=5, help="95 %% of answers are written faster")
    parser.add_argument("--price", type=float, default=0.1, help="of a replica for an hour")
    parser.add_argument(
        "--peak", type=float, help="requests a second in the busiest hour; by default 60 %% of what all replicas bear"
    )
    parser.add_argument(
        "--before-start", type=float, default=60, help="seconds until a replica's process starts: a node, the image"
    )
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--pictures", type=Path, help="a folder for the plots")
    kept.add_argument("--record", action="store_true", help="write deploy/capacity/README.md and docs/capacity/")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
