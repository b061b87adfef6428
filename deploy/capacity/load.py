"""The load of a day: a curve between hours, bursts on it, and requests that come by it at random."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from deploy.capacity.replica import Request

DAY_S = 86_400.0
OFFICE_DAY = ((0, 0.05), (6, 0.05), (8, 0.4), (10, 1.0), (12, 0.85), (13, 0.6), (15, 0.95), (17, 0.6), (19, 0.2), (24, 0.05))


@dataclass(frozen=True)
class Burst:
    """Something broke, and everybody asks: the load of the hour times a factor."""

    begin_hour: float
    minutes: float
    factor: float


BURSTS = (Burst(10.5, 10, 2.0), Burst(15.75, 15, 1.6), Burst(22.0, 10, 8.0))


@dataclass(frozen=True)
class Day:
    """Requests over a day.

    Attributes:
        peak_per_s: requests a second where the curve is 1; bursts come on top.
        shape: hour -> part of the peak, straight lines in between.
    """

    peak_per_s: float
    prompt_tokens: float
    answer_tokens: float
    shape: tuple[tuple[float, float], ...] = OFFICE_DAY
    bursts: tuple[Burst, ...] = BURSTS

    def rate_per_s(self, at_s: float) -> float:
        """Requests a second at a time."""
        hour = at_s / 3600
        part = next(
            below + (above - below) * (hour - begin) / (end - begin)
            for (begin, below), (end, above) in pairwise(self.shape)
            if hour <= end
        )
        for burst in self.bursts:
            if burst.begin_hour <= hour < burst.begin_hour + burst.minutes / 60:
                part *= burst.factor
        return self.peak_per_s * part

    def requests(self, seed: int) -> Iterator[Request]:
        """A Poisson process of this rate (by thinning: Lewis and Shedler 1979)."""
        highest = self.peak_per_s * max(part for _, part in self.shape) * max([1.0, *(burst.factor for burst in self.bursts)])
        chance = random.Random(seed)
        at_s = 0.0
        while (at_s := at_s + chance.expovariate(highest)) < DAY_S:
            if chance.random() * highest < self.rate_per_s(at_s):
                yield request(at_s, self.prompt_tokens, self.answer_tokens, chance)


def steady(per_s: float, count: int, prompt_tokens: float, answer_tokens: float, seed: int) -> Iterator[Request]:
    """So many requests at one rate."""
    chance = random.Random(seed)
    at_s = 0.0
    for _ in range(count):
        at_s += chance.expovariate(per_s)
        yield request(at_s, prompt_tokens, answer_tokens, chance)


def request(at_s: float, prompt_tokens: float, answer_tokens: float, chance: random.Random) -> Request:
    """One whose answer has a length of its own: exponential, so that most are short and a few many times the mean."""
    return Request(at_s, prompt_tokens, 1 + chance.expovariate(1 / (answer_tokens - 1)))
