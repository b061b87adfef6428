"""Replicas that start, answer and go away while an autoscaler decides how many there should be."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from deploy.capacity.autoscaler import SYNC_S, Autoscaler
from deploy.capacity.measured import Measured
from deploy.capacity.replica import Limits, Replica, Request

SCRAPE_S = 15.0  # serviceMonitor.interval
SAMPLE_S = 60.0


@dataclass(eq=False)
class Pod:
    """One pod; it is ready from a time on, and costs until it has ended."""

    replica: Replica
    began_s: float
    ready_s: float
    leaves: bool = False
    ended_s: float = math.inf
    scraped: dict[str, float] | None = None

    def scrape(self) -> None:
        """Note the metrics, as Prometheus will have them until the next time."""
        replica = self.replica
        self.scraped = {
            "assistant_requests_waiting": len(replica.waiting),
            "assistant_requests_running": replica.running,
            "assistant_kv_cache_use_ratio": replica.cache_use,
        }


@dataclass(frozen=True)
class Moment:
    """What a dashboard would show."""

    at_s: float
    asked_for: int
    ready: int
    running: int
    waiting: int


@dataclass
class Cluster:
    """All pods of a release.

    Each request goes to any ready pod, by chance, as from several proxies that know nothing of each other. Where fewer
    are wanted, a ReplicaSet takes those that start before those that are ready, and of these the youngest; they take
    nothing new and end once their answers have.
    """

    speed: Measured
    limits: Limits
    autoscaler: Autoscaler | None
    replicas: int
    start_s: float
    seed: int = 0
    pods: list[Pod] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)

    def serve(self, requests: Iterable[Request], until_s: float) -> list[Request]:
        """Run until a time; the requests, with what became of them."""
        chance = random.Random(self.seed)
        for _ in range(self.replicas):
            self.pods.append(Pod(Replica(self.speed, self.limits), 0.0, 0.0))
        served: list[Request] = []
        timers = {"scrape": 0.0, "sync": SYNC_S / 2, "sample": 0.0}
        for request in requests:
            self._pass(request.arrived_s, timers)
            ready = self._ready(request.arrived_s)
            if ready:
                pod = chance.choice(ready)
                _answer(pod, request.arrived_s)
                pod.replica.submit(request)
            else:
                request.ended, request.ended_s = "refused", request.arrived_s
            served.append(request)
        self._pass(until_s, timers)
        for pod in self.pods:  # the last answers; nobody scales any more
            _answer(pod, until_s + self.limits.timeout_s)
        return served

    def replica_hours(self, until_s: float) -> float:
        """What is paid for, also while a pod starts and goes away."""
        return sum(min(pod.ended_s, until_s) - pod.began_s for pod in self.pods) / 3600

    def _pass(self, to_s: float, timers: dict[str, float]) -> None:
        while (now_s := min(timers.values())) <= to_s:
            name = min(timers, key=lambda each: timers[each])
            for pod in self.pods:
                _answer(pod, now_s)
            if name == "scrape":
                for pod in self._ready(now_s):
                    pod.scrape()
                timers[name] += SCRAPE_S
            elif name == "sync":
                self._scale(now_s)
                timers[name] += SYNC_S
            else:
                self._note(now_s)
                timers[name] += SAMPLE_S

    def _scale(self, now_s: float) -> None:
        if self.autoscaler is None:
            return
        samples = [pod.scraped for pod in self.pods if not pod.leaves]
        wanted = self.autoscaler.decide(now_s, self.replicas, samples)
        for _ in range(wanted - self.replicas):
            self.pods.append(Pod(Replica(self.speed, self.limits, now_s), now_s, now_s + self.start_s))
        staying = sorted((pod for pod in self.pods if not pod.leaves), key=lambda pod: pod.began_s)
        for pod in staying[wanted:]:
            pod.leaves = True
            if pod.replica.idle:
                pod.ended_s = now_s
        self.replicas = wanted

    def _ready(self, now_s: float) -> list[Pod]:
        return [pod for pod in self.pods if not pod.leaves and pod.ready_s <= now_s]

    def _note(self, now_s: float) -> None:
        there = [pod.replica for pod in self.pods if pod.ended_s == math.inf]
        running, waiting = sum(each.running for each in there), sum(len(each.waiting) for each in there)
        self.moments.append(Moment(now_s, self.replicas, len(self._ready(now_s)), running, waiting))


def _answer(pod: Pod, to_s: float) -> None:
    if pod.ended_s < math.inf:
        return
    while (event_s := pod.replica.next_event_s()) <= to_s:
        pod.replica.advance(event_s)
        if pod.leaves and pod.replica.idle:
            pod.ended_s = event_s
    pod.replica.advance(to_s)
