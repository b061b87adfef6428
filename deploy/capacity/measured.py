"""What the benchmark measured of one replica: from benchmarks/RESULTS.md, or from the JSON that every run of it keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.report import OURS, ROWS
from benchmarks.scenarios import FULL, PROMPT_TOKENS

RESULTS = Path(__file__).parents[2] / "benchmarks" / "RESULTS.md"
_AGGREGATE = "aggregate_"
CACHE_BYTES_PER_TOKEN = {
    "embedded": 30 * 3 * 64 * 2 * 2,
    "1b": 16 * 8 * 64 * 2 * 2,
}  # layers, heads, size, k and v, half precision


class NotMeasuredError(Exception):
    """The benchmark did not measure what is needed."""


@dataclass(frozen=True)
class Measured:
    """One replica, as it was measured.

    Attributes:
        prefill_tokens_per_s: of a prompt that the replica has to itself.
        steps_s: number of answers -> seconds in which each of them gets a token.
        start_s: from the start of its process to its first answer.
    """

    model: str
    prefill_tokens_per_s: float
    steps_s: Mapping[int, float]
    start_s: float

    def step_s(self, answers: int) -> float:
        """Seconds in which each of so many answers gets a token.

        Between what was measured, on a line. Beyond it, more answers share what the most that were measured gave together:
        no speed is claimed that nobody has seen.
        """
        points = sorted(self.steps_s.items())
        for (below, fast), (above, slow) in pairwise(points):
            if below <= answers <= above:
                return fast + (slow - fast) * (answers - below) / (above - below)
        least, most = points[0], points[-1]
        return least[1] if answers < least[0] else most[1] * answers / most[0]

    @property
    def most_measured(self) -> int:
        """The most answers at a time that were measured."""
        return max(self.steps_s)


def read(file: Path, model: str) -> Measured:
    """What a file says of a model.

    Raises:
        NotMeasuredError: it does not say it.
    """
    figures, answer_tokens = _of_json(file, model) if file.suffix == ".json" else (_of_results(file, model), FULL.answer_tokens)
    streams = {int(name.removeprefix(_AGGREGATE)): rate for name, rate in figures.items() if name.startswith(_AGGREGATE)}
    if not streams or not {"prefill", "start_s"} <= figures.keys():
        raise NotMeasuredError(
            f"{file} has no throughput, prefill and start of {model}: run the benchmark's scenarios throughput,prefill"
        )
    return of_throughput(
        model, streams, figures["prefill"], start_s=figures["start_s"], prompt_tokens=PROMPT_TOKENS, answer_tokens=answer_tokens
    )


def of_throughput(
    model: str, streams: Mapping[int, float], prefill: float, *, start_s: float, prompt_tokens: int, answer_tokens: int
) -> Measured:
    """Take the benchmark's figures apart: its streams begin together with their prompts, and then all write.

    Args:
        streams: number of streams -> tokens a second that all of them got together, their prompts' time included.
        prefill: tokens of a prompt a second.
    """
    steps = {}
    for count, rate in streams.items():
        prompts_s = count * prompt_tokens / prefill
        steps[count] = (count * answer_tokens / rate - prompts_s) / (answer_tokens - 1)  # a prompt's end is the first token
    return Measured(model, prefill, steps, start_s)


def _of_json(file: Path, model: str) -> tuple[dict[str, float], int]:
    document = json.loads(file.read_text())
    if document["name"] != model:
        raise NotMeasuredError(f"{file} is of {document['name']}, not of {model}")
    return document["medians"].get(OURS, {}), document["size"]["answer_tokens"]


def _of_results(file: Path, model: str) -> dict[str, float]:
    begin, end = f"<!-- {model} -->", f"<!-- end of {model} -->"
    text = file.read_text()
    if begin not in text:
        raise NotMeasuredError(f"{file} has nothing of {model}")
    lines = text[text.index(begin) : text.index(end)].splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    column = table[0].index(OURS)
    names = {row.label: row.figure for row in ROWS}
    values = {names[cells[0]]: cells[column] for cells in table if cells[0] in names}
    return {name: float(value.replace(",", "")) for name, value in values.items() if value != "-"}
