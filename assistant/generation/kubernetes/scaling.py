"""Autoscalers, disruption budgets, quotas and limit ranges."""

from __future__ import annotations

from assistant.generation.generated import Draft, NextStep
from assistant.generation.kubernetes import objects
from assistant.generation.kubernetes.objects import in_namespace
from assistant.generation.parameters import Parameters
from assistant.generation.yaml_writer import Commented


def hpa(p: Parameters) -> Draft:
    """A HorizontalPodAutoscaler (autoscaling/v2) that shrinks slowly."""
    metrics = [
        {"type": "Resource", "resource": {"name": name, "target": {"type": "Utilization", "averageUtilization": target}}}
        for name, target in (("cpu", p["cpu_target"]), ("memory", p["memory_target"]))
        if target
    ]
    spec = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": p["target_kind"], "name": p["target"]},
        "minReplicas": max(1, p["min_replicas"]),
        "maxReplicas": max(1, p["max_replicas"]),
        "metrics": Commented(metrics, "percent of what the containers request"),
        "behavior": {"scaleDown": {"stabilizationWindowSeconds": 300}},
    }
    file = objects.block(
        p, {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": objects.metadata(p), "spec": spec}
    )
    told = [
        f"The Deployment {p['target']} exists, and its containers request {' and '.join(metric['resource']['name'] for metric in metrics)}.",  # type: ignore[index]
        "metrics-server is installed.",
    ]
    if p["min_replicas"] == 0:
        told.append("Scaling to zero needs a feature gate or KEDA: at least one replica is kept.")
    look = NextStep(f"kubectl get hpa {p['name']}{in_namespace(p)} --watch", "read-only")
    return Draft((file,), (*objects.apply(file), look), tuple(told))


def pdb(p: Parameters) -> Draft:
    """A PodDisruptionBudget."""
    spec = {
        "minAvailable": p["min_available"],
        "maxUnavailable": p["max_unavailable"] if p["min_available"] is None else None,
        "selector": {"matchLabels": {"app": p["target"]}},
    }
    file = objects.block(
        p, {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": objects.metadata(p), "spec": spec}
    )
    told = [f"The Pods carry the label app={p['target']}."]
    if p["min_available"] == "100%" or p["max_unavailable"] in (0, "0%"):
        told.append("With nothing allowed to be unavailable, draining a node will wait for ever.")
    look = NextStep(f"kubectl get pdb {p['name']}{in_namespace(p)}", "read-only")
    return Draft((file,), (*objects.apply(file), look), tuple(told))


def resource_quota(p: Parameters) -> Draft:
    """A ResourceQuota."""
    hard = {
        "requests.cpu": p["cpu_request"],
        "requests.memory": p["memory_request"],
        "limits.cpu": p["cpu_limit"],
        "limits.memory": p["memory_limit"],
        "requests.storage": p["storage"],
        "pods": str(p["quota_pods"]),
    }
    found = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": objects.metadata(p), "spec": {"hard": hard}}
    file = objects.block(p, found)
    look = NextStep(f"kubectl describe resourcequota {p['name']}{in_namespace(p)}", "read-only")
    return Draft(
        (file,),
        (*objects.apply(file), look),
        ("Pods without requests and limits are refused from then on, unless a LimitRange gives them some.",),
    )


def limit_range(p: Parameters) -> Draft:
    """A LimitRange with defaults for containers."""
    limits = {
        "type": "Container",
        "defaultRequest": {"cpu": p["cpu_request"], "memory": p["memory_request"]},
        "default": {"cpu": p["cpu_limit"], "memory": p["memory_limit"]},
    }
    file = objects.block(
        p, {"apiVersion": "v1", "kind": "LimitRange", "metadata": objects.metadata(p), "spec": {"limits": [limits]}}
    )
    look = NextStep(f"kubectl describe limitrange {p['name']}{in_namespace(p)}", "read-only")
    return Draft((file,), (*objects.apply(file), look), ("It holds for Pods that are created from then on.",))
