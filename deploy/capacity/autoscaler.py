"""What a HorizontalPodAutoscaler decides, in the steps of Kubernetes' controller.

Metrics: `calcPlainMetricReplicas` (of pods) and `GetExternalPerPodMetricReplicas` (what KEDA gives it) in
pkg/controller/podautoscaler/replica_calculator.go. Windows and policies: `stabilizeRecommendationWithBehaviors`,
`convertDesiredReplicasWithBehaviorRate` and what they call in horizontal.go.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TOLERANCE = 0.1  # --horizontal-pod-autoscaler-tolerance
SYNC_S = 15.0  # --horizontal-pod-autoscaler-sync-period

Samples = Sequence[
    Mapping[str, float] | None
]  # the metrics of each pod that does not go away, None of those that have none yet


@dataclass
class Autoscaler:
    """One HorizontalPodAutoscaler.

    Attributes:
        targets: a metric's name -> what a pod should have of it (AverageValue).
        behavior: `spec.behavior`, as in its object.
        external: whether the metrics are sums over all pods, as KEDA's Prometheus scaler gives them.
    """

    least: int
    most: int
    targets: Mapping[str, float]
    behavior: Mapping[str, Any]
    external: bool = False
    _proposed: list[tuple[float, int]] = field(default_factory=list)  # seconds, replicas
    _changed: list[tuple[float, int]] = field(default_factory=list)  # seconds, replicas that came (or went, below zero)

    def decide(self, now_s: float, replicas: int, samples: Samples) -> int:
        """How many replicas there should be now.

        Args:
            replicas: how many it asked for before.
        """
        proposed = max(self._by_metric(name, target, replicas, samples) for name, target in self.targets.items())
        proposed = min(max(self._stabilized(now_s, replicas, proposed), self.least), self.most)
        decided = self._within_policies(now_s, replicas, proposed)
        if decided != replicas:
            self._changed.append((now_s, decided - replicas))
        return decided

    def _by_metric(self, name: str, target: float, replicas: int, samples: Samples) -> int:
        values = [sample[name] for sample in samples if sample is not None]
        if self.external:
            return replicas_for_sum(sum(values), target, replicas)
        return replicas_for_pods(values, target, replicas, missing=len(samples) - len(values))

    def _stabilized(self, now_s: float, replicas: int, proposed: int) -> int:
        up_s, down_s = (self.behavior[way]["stabilizationWindowSeconds"] for way in ("scaleUp", "scaleDown"))
        self._proposed = [each for each in self._proposed if each[0] > now_s - max(up_s, down_s)]
        lowest = min([proposed, *(each for at_s, each in self._proposed if at_s > now_s - up_s)])
        highest = max([proposed, *(each for at_s, each in self._proposed if at_s > now_s - down_s)])
        self._proposed.append((now_s, proposed))
        return min(max(replicas, lowest), highest)

    def _within_policies(self, now_s: float, replicas: int, proposed: int) -> int:
        if proposed > replicas:
            return min(proposed, max(self._limit(now_s, replicas, self.behavior["scaleUp"], up=True), replicas))
        if proposed < replicas:
            return max(proposed, min(self._limit(now_s, replicas, self.behavior["scaleDown"], up=False), replicas))
        return replicas

    def _limit(self, now_s: float, replicas: int, rules: Mapping[str, Any], *, up: bool) -> int:
        select = rules.get("selectPolicy", "Max")
        if select == "Disabled":
            return replicas
        limits: list[int] = []
        for policy in rules["policies"]:
            changed = sum(each for at_s, each in self._changed if at_s > now_s - policy["periodSeconds"])
            begin, sign = replicas - changed, 1 if up else -1
            if policy["type"] == "Pods":
                limits.append(begin + sign * policy["value"])
            else:
                part = begin * (1 + sign * policy["value"] / 100)
                limits.append(math.ceil(part) if up else int(part))
        return max(limits) if (select == "Max") == up else min(limits)


def replicas_for_pods(values: Sequence[float], target: float, replicas: int, *, missing: int = 0) -> int:
    """By a metric of pods, whose average should be the target.

    Pods without the metric count as nothing where more are wanted, and as on target where fewer are.

    Args:
        values: of the pods that have it.
        missing: pods that do not have it yet.
    """
    if not values:
        return replicas
    ratio = sum(values) / len(values) / target
    if not missing:
        return replicas if _is_near(ratio) else math.ceil(ratio * len(values))
    filled = [*values, *[target if ratio < 1 else 0.0] * missing]
    new = sum(filled) / len(filled) / target
    if _is_near(new) or (ratio < 1 < new) or (new < 1 < ratio):
        return replicas
    wanted = math.ceil(new * len(filled))
    if (new < 1 and wanted > replicas) or (new > 1 and wanted < replicas):
        return replicas
    return wanted


def replicas_for_sum(total: float, target: float, replicas: int) -> int:
    """By an external metric, of which each replica should have the target."""
    return replicas if _is_near(total / (target * replicas)) else math.ceil(total / target)


def _is_near(ratio: float) -> bool:
    return abs(1 - ratio) <= TOLERANCE
