"""Values of a Helm chart, in the form that `helm create` gives a chart."""

from __future__ import annotations

from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters

_UNDER = {"ingress-nginx": "controller", "grafana": None, "traefik": None, "redis": "master", "postgresql": "primary"}
"""Under which key charts that do not follow `helm create` have what is asked for most."""


def values(p: Parameters) -> Draft:
    """A values.yaml with what the request names."""
    repository, _, tag = (p["image"] or "").partition(":")
    resources = {
        "requests": {"cpu": p["cpu_request"], "memory": p["memory_request"]},
        "limits": {"cpu": p["cpu_limit"], "memory": p["memory_limit"]},
    }
    given = {"cpu_request", "cpu_limit", "memory_request", "memory_limit"} & p.taken
    autoscaled = {"min_replicas", "max_replicas"} & p.taken
    host = (p["hosts"] or (None,))[0]
    made: dict[str, Any] = {
        "replicaCount": p["replicas"],
        "image": {"repository": repository, "tag": p["image_tag"] or tag or None} if p["image"] else None,
        "service": {"type": p["service_type"], "port": p["service_port"] or p["port"]}
        if p["service_type"] or p["port"]
        else None,
        "ingress": _ingress(p, host) if host else None,
        "resources": resources if given else None,
        "autoscaling": {
            "enabled": True,
            "minReplicas": p["min_replicas"] or 2,
            "maxReplicas": p["max_replicas"] or 10,
            "targetCPUUtilizationPercentage": p["cpu_target"] or 70,
        }
        if autoscaled
        else None,
        "persistence": {"enabled": True, "size": p["storage"], "storageClass": p["storage_class"]} if p["storage"] else None,
    }
    made = {key: value for key, value in made.items() if value is not None} or {"replicaCount": 2}
    chart = p["chart"] or p["name"]
    under = _UNDER.get(chart)
    file = Block("yaml", "values.yaml", yaml_writer.write({under: made} if under else made))
    steps = (
        NextStep(f"helm template {p['name']} ./chart --values values.yaml", "read-only"),
        NextStep(f"helm upgrade --install {p['name']} ./chart --values values.yaml", "changes state"),
    )
    told = ("The keys are those of a chart that helm create made: helm show values shows those of another chart.",)
    return Draft((file,), steps, told)


def _ingress(p: Parameters, host: str) -> dict[str, Any]:
    return {
        "enabled": True,
        "className": p["ingress_class"] or "nginx",
        "hosts": [{"host": host, "paths": [{"path": p["path"] or "/", "pathType": "Prefix"}]}],
        "tls": [{"secretName": p["tls_secret"] or f"{p['name']}-tls", "hosts": [host]}] if p["tls"] else [],
    }
