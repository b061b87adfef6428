"""What one replica bears, how many a load needs, and what a million tokens cost."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from deploy.capacity import load
from deploy.capacity.measured import Measured
from deploy.capacity.replica import Limits, Replica, Request

_REQUESTS = 4000  # of which percentiles are taken


@dataclass(frozen=True)
class Work:
    """What is asked, and how soon and fast it has to come.

    Attributes:
        prompt_tokens: of each request, that no cache holds.
        answer_tokens: of each request, on average.
        first_token_s: 95 % of first tokens come sooner.
        least_tokens_per_s: 95 % of answers are written faster.
    """

    prompt_tokens: float
    answer_tokens: float
    first_token_s: float
    least_tokens_per_s: float


@dataclass(frozen=True)
class Served:
    """What became of requests."""

    requests: int
    refused: int
    timed_out: int
    queue_s: tuple[float, float]  # p95 and p99 of the wait for a place
    first_token_s: tuple[float, float]  # p50 and p95
    tokens_per_s: float  # 95 % of answers are faster

    def keeps(self, work: Work) -> bool:
        """Whether it was as it has to be, and nobody was sent away."""
        in_time = self.first_token_s[1] <= work.first_token_s and self.tokens_per_s >= work.least_tokens_per_s
        return in_time and not self.refused and not self.timed_out


def requests_per_s(speed: Measured, work: Work, answers: int) -> float:
    """What a replica answers that always writes so many: each takes the time of its prompt and its share of steps."""
    prompt_s = work.prompt_tokens / speed.prefill_tokens_per_s
    return 1 / (prompt_s + (work.answer_tokens - 1) * speed.step_s(answers) / answers)


def most_per_s(speed: Measured, work: Work, limits: Limits) -> float:
    """The most requests a second, at random times, with which a replica keeps to what is asked; 0 where one is too many."""
    low, high = 0.0, _never_idle_per_s(speed, work, limits)
    for _ in range(12):
        rate = (low + high) / 2
        if _at_rate(rate, speed, work, limits).keeps(work):
            low = rate
        else:
            high = rate
    return low


def under_load(speed: Measured, work: Work, limits: Limits) -> list[tuple[float, Served]]:
    """What becomes of requests at rising rates, up to nearly the most that a replica can compute."""
    most = _never_idle_per_s(speed, work, limits)
    return [(rate, _at_rate(rate, speed, work, limits)) for rate in (most * part / 20 for part in range(1, 20))]


def _never_idle_per_s(speed: Measured, work: Work, limits: Limits) -> float:
    return max(requests_per_s(speed, work, answers) for answers in range(1, limits.running + 1))


def _at_rate(rate: float, speed: Measured, work: Work, limits: Limits) -> Served:
    requests = load.steady(rate, _REQUESTS, work.prompt_tokens, work.answer_tokens, seed=1)
    return serve(Replica(speed, limits), requests)


def serve(replica: Replica, requests: Iterable[Request]) -> Served:
    """Let one replica answer requests to the last."""
    requests = list(requests)
    for request in requests:
        while (event_s := replica.next_event_s()) <= request.arrived_s:
            replica.advance(event_s)
        replica.advance(request.arrived_s)
        replica.submit(request)
    while not replica.idle:
        replica.advance(replica.next_event_s())
    return outcome(requests)


def outcome(requests: list[Request]) -> Served:
    """Counts and percentiles; of first tokens, those that came."""
    answered = [each for each in requests if each.ended == "answered"]
    first = [each.first_token_s - each.arrived_s for each in requests if not math.isnan(each.first_token_s)]
    queue = [each.admitted_s - each.arrived_s for each in requests if not math.isnan(each.admitted_s)]
    speeds = [
        (each.answer_tokens - 1) / (each.ended_s - each.first_token_s) for each in answered if each.ended_s > each.first_token_s
    ]
    return Served(
        requests=len(requests),
        refused=sum(each.ended == "refused" for each in requests),
        timed_out=sum(each.ended == "timed out" for each in requests),
        queue_s=(quantile(queue, 0.95), quantile(queue, 0.99)),
        first_token_s=(quantile(first, 0.5), quantile(first, 0.95)),
        tokens_per_s=quantile(speeds, 0.05),
    )


def replicas_for(per_s: float, each_per_s: float) -> int:
    """How many replicas bear a load.

    Raises:
        ValueError: none bears any of it.
    """
    if each_per_s <= 0:
        raise ValueError("no replica keeps to that, with a single request: ask for less, or take a faster one")
    return max(math.ceil(per_s / each_per_s), 1)


def cost_per_million(price_per_hour: float, requests_per_s: float, tokens: float) -> float:
    """The price of a million tokens, of which each request has so many, on a replica that is always asked as often."""
    return price_per_hour / (3600 * requests_per_s * tokens) * 1e6


def quantile(values: Iterable[float], part: float) -> float:
    """The value below which a part of them lies; 0 of none."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else 0.0
