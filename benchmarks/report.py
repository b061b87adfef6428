"""The table: medians of every server, ours over the peers, and what the targets say."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Medians = dict[str, dict[str, float]]  # server -> figure -> median
EIGHT_BIT = ("llamacpp-q8_0", "openvino-int8", "transformers", "vllm")  # no less accurate than ours
FOUR_BIT = ("llamacpp-q4_0", "openvino-int4")
OURS, PLAIN = "ours", "ours-plain"


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    figure: str
    label: str
    unit: str
    better: Literal["higher", "lower"] = "higher"


@dataclass(frozen=True)
class Target:
    """What ours must reach.

    Attributes:
        against: servers of which the best counts; empty: `factor` is the bound of the figure itself.
        other: the figure of those servers, where it is not the same one.
        models: for which it holds.
    """

    figure: str
    label: str
    factor: float
    against: tuple[str, ...]
    better: Literal["higher", "lower"] = "higher"
    other: str = ""
    models: tuple[str, ...] = ("embedded",)


@dataclass(frozen=True)
class Verdict:
    """A target and how ours stands to it; `ratio` is None where something was not measured."""

    target: Target
    ratio: float | None
    best: str

    @property
    def met(self) -> bool | None:
        """Whether it is reached."""
        if self.ratio is None:
            return None
        return self.ratio >= self.target.factor if self.target.better == "higher" else self.ratio <= self.target.factor


ROWS = (
    Row("decode", "one stream, decode", "tok/s"),
    Row("bandwidth_share", "its weights read, of the memory bandwidth", "%"),
    *(Row(f"aggregate_{n}", f"{n} stream{'s' if n > 1 else ''}, all together", "tok/s") for n in (1, 2, 4, 8, 16, 32)),
    Row("prefill", "prefill of a 1,000-token prompt", "tok/s"),
    Row("ttft_1000_ms", "first token of a new 1,000-token prompt", "ms", "lower"),
    Row("ttft_prefix_ms", "first token after a repeated 1,000-token prefix", "ms", "lower"),
    Row("ttft_turn_ms", "first token of the next turn of a chat", "ms", "lower"),
    Row("gap_p50_alone_ms", "8 streams: pause between tokens, p50", "ms", "lower"),
    Row("gap_p99_alone_ms", "8 streams: pause between tokens, p99", "ms", "lower"),
    Row("gap_p50_long_ms", "the same beside a 4,000-token prompt, p50", "ms", "lower"),
    Row("gap_p99_long_ms", "the same beside a 4,000-token prompt, p99", "ms", "lower"),
    Row("gap_p99_ratio", "p99 beside the prompt over p99 alone", "x", "lower"),
    Row("ttft_long_ms", "first token of that 4,000-token prompt", "ms", "lower"),
    Row("devops", "DevOps turns, one stream, decode", "tok/s"),
    Row("copy", "copy-heavy turns, one stream, decode", "tok/s"),
    Row("over_http_32", "32 streams over HTTP, in turns with the engine alone", "tok/s"),
    Row("in_process_32", "32 streams, engine in process", "tok/s"),
    Row("before_question_ms", "before the model is asked: a question, p95", "ms", "lower"),
    Row("before_file_ms", "before the model is asked: a question about a file, p95", "ms", "lower"),
    Row("before_log_ms", "before the model is asked: a log of 100 lines, p95", "ms", "lower"),
    Row("before_long_ms", "before the model is asked: a log of 5,000 lines, p95", "ms", "lower"),
    Row("start_s", "process start to first whole answer", "s", "lower"),
    Row("peak_memory_mb", "peak resident memory, all processes", "MB", "lower"),
)

_ANY = EIGHT_BIT + FOUR_BIT
TARGETS = (
    Target("decode", "one stream, over the best 8-bit peer", 1.2, EIGHT_BIT),
    Target("devops", "real DevOps turns with speculation, over llama.cpp Q4_0", 1.2, ("llamacpp-q4_0",)),
    *(Target(f"aggregate_{n}", f"{n} streams, over the best peer of any precision", 1.2, _ANY) for n in (8, 16, 32)),
    *(Target(f"aggregate_{n}", f"{n} streams, over llama.cpp Q8_0", 3.0, ("llamacpp-q8_0",)) for n in (8, 16, 32)),
    Target("prefill", "prefill, over the best peer", 1.2, _ANY),
    Target("ttft_prefix_ms", "repeated prefix, against the best peer", 1.0, _ANY, "lower"),
    Target("ttft_turn_ms", "next turn, against the best peer", 1.0, _ANY, "lower"),
    Target("gap_p99_ratio", "p99 between tokens beside a 4,000-token prompt, over p99 alone", 3.0, (), "lower"),
    Target("over_http_32", "32 streams over HTTP, over the engine in process", 0.9, (OURS,), other="in_process_32"),
    Target("copy", "copy-heavy turns, over ours without speculation", 1.5, (PLAIN,)),
    *(
        Target(figure, f"{label}, over ours without speculation", 0.95, (PLAIN,))
        for figure, label in (("decode", "one stream"), ("aggregate_8", "8 streams"), ("devops", "DevOps turns"))
    ),
    *(
        Target(f"before_{kind}_ms", f"milliseconds before the model is asked, {label}", 60.0, (), "lower")
        for kind, label in (("question", "a question"), ("file", "a file"), ("log", "a log"))
    ),
    Target("start_s", "seconds from process start to the first answer", 10.0, (), "lower"),
    Target("decode", "one stream, over the best 8-bit peer", 1.0, EIGHT_BIT, models=("1b",)),
    Target("aggregate_8", "8 streams, over the best 8-bit peer", 1.5, EIGHT_BIT, models=("1b",)),
)


def medians(rounds: Iterable[dict[str, dict[str, list[float]]]]) -> Medians:
    """The medians over the samples of all rounds.

    Args:
        rounds: server -> figure -> samples, of each round.
    """
    samples: dict[str, dict[str, list[float]]] = {}
    for one in rounds:
        for server, figures in one.items():
            for figure, values in figures.items():
                samples.setdefault(server, {}).setdefault(figure, []).extend(values)
    return {server: {name: statistics.median(v) for name, v in figures.items()} for server, figures in samples.items()}


def judge(figures: Medians, model: str) -> list[Verdict]:
    """Hold ours against the targets of a model."""
    verdicts = []
    for target in TARGETS:
        if model not in target.models:
            continue
        ours = figures.get(OURS, {}).get(target.figure)
        if not target.against:
            verdicts.append(Verdict(target, ours, ""))
            continue
        best = _best(figures, target.against, target.other or target.figure, target.better)
        ratio = ours / best[1] if ours is not None and best else None
        verdicts.append(Verdict(target, ratio, best[0] if best else ""))
    return verdicts


def figures_table(figures: Medians, labels: dict[str, str]) -> str:
    """Every figure of every server, as Markdown."""
    servers = [name for name in labels if name in figures]
    header = ["", "unit", *(labels[name] for name in servers), "ours / best 8-bit peer", "ours / best peer"]
    lines = []
    for row in ROWS:
        values = [figures[name].get(row.figure) for name in servers]
        if all(value is None for value in values):
            continue
        ours = figures.get(OURS, {}).get(row.figure)
        ratios = []
        for group in (EIGHT_BIT, _ANY):
            best = _best(figures, group, row.figure, row.better)
            ratios.append(f"{ours / best[1]:.2f}" if ours is not None and best else "-")
        lines.append([row.label, row.unit, *(_number(value) for value in values), *ratios])
    return _markdown(header, lines)


def targets_table(verdicts: list[Verdict], labels: dict[str, str]) -> str:
    """Every target, as Markdown."""
    lines = []
    for verdict in verdicts:
        sign = "at least" if verdict.target.better == "higher" else "at most"
        ratio = "-" if verdict.ratio is None else f"{verdict.ratio:.2f}"
        word = {True: "met", False: "**missed**", None: "not measured"}[verdict.met]
        lines.append([verdict.target.label, labels.get(verdict.best, "-"), f"{sign} {verdict.target.factor:g}", ratio, word])
    return _markdown(["target", "against", "bound", "measured", ""], lines)


def _best(figures: Medians, servers: tuple[str, ...], figure: str, better: str) -> tuple[str, float] | None:
    found = [(name, figures[name][figure]) for name in servers if figure in figures.get(name, {})]
    found = [(name, value) for name, value in found if value > 0 and not math.isnan(value)]
    choose = max if better == "higher" else min
    return choose(found, key=lambda item: item[1]) if found else None


def _number(value: float | None) -> str:
    if value is None or math.isnan(value):
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"  # noqa: PLR2004


def _markdown(header: list[str], lines: list[list[str]]) -> str:
    """A table whose columns line up, for the terminal too."""
    table = [header, *lines]
    widths = [max(len(line[i]) for line in table) for i in range(len(header))]
    first = " | ".join(cell.ljust(width) for cell, width in zip(header, widths, strict=True))
    rule = "-|-".join("-" * width for width in widths)
    rest = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    return "\n".join(f"| {line} |" if line is not rule else f"|-{rule}-|" for line in (first, rule, *rest))
