"""On which nodes Pods run."""

from __future__ import annotations

from typing import Any

from assistant.generation.parameters import Parameters

_TOPOLOGIES = {"node": "kubernetes.io/hostname", "zone": "topology.kubernetes.io/zone"}


def fields(p: Parameters) -> dict[str, Any]:
    """The fields of a Pod that choose its node."""
    return {
        "hostNetwork": True if p["host_network"] else None,
        "priorityClassName": p["priority_class"],
        "nodeSelector": dict(p["node_labels"]) if p["node_labels"] else None,
        "tolerations": [_toleration(*each) for each in p["tolerations"] or ()] or None,
        "affinity": _apart(p["name"], p["spread"]) if p["spread"] else None,
    }


def _toleration(key: str, value: str, effect: str) -> dict[str, Any]:
    return {
        "key": key or None,
        "operator": "Equal" if value else "Exists",
        "value": value or None,
        "effect": effect or None,
    }


def _apart(name: str, over: str) -> dict[str, Any]:
    term = {"labelSelector": {"matchLabels": {"app": name}}, "topologyKey": _TOPOLOGIES[over]}
    return {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 100, "podAffinityTerm": term}]}}
