"""The chart, rendered and checked by the real helm."""

from __future__ import annotations

import json
import platform
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser import missing
from tests.server import ROOT

CHART = ROOT / "deploy" / "helm" / "devops-assistant"
NODE = Path(__file__).parent / "node"
HELM = NODE / "node_modules" / ".layer" / "helm" / "helm"
RELEASE = "release"

COMPUTES = ("gpu", "llama-cpu", "remote-engine")
COMBINATIONS = (
    (),
    *((each,) for each in COMPUTES),
    ("keda",),
    ("production",),
    *((each, "production") for each in COMPUTES),
    *((each, "production", "keda") for each in COMPUTES),
)
WORST = {  # what none of the files has, all at once
    "image": {"repository": "registry.example.com:5000/team/devops_ai_assistant", "digest": f"sha256:{'0' * 64}"},
    "imagePullSecrets": [{"name": "registry"}],
    "fullnameOverride": "assistant",
    "model": {
        "location": "/models/llama",
        "name": "llama",
        "volume": {"persistentVolumeClaim": {"claimName": "llama", "readOnly": True}},
    },
    "settings": {"ASSISTANT_TEMPERATURE": "0.1", "ASSISTANT_KV_CACHE_BYTES": "1073741824", "ASSISTANT_LOG_LEVEL": "DEBUG"},
    "extraEnv": [{"name": "HTTPS_PROXY", "value": "http://proxy:3128"}],
    "runbooks": {"volume": {"configMap": {"name": "runbooks"}}},
    "cache": {"persistence": {"enabled": True, "storageClassName": "shared"}},
    "runtimeClassName": "nvidia",
    "priorityClassName": "high",
    "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
        {"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]}]}]}}},
    "podLabels": {"team": "platform"},
    "podAnnotations": {"example.com/note": "yes"},
    "serviceAccount": {"annotations": {"example.com/role": "reader"}},
    "service": {"type": "LoadBalancer", "annotations": {"example.com/internal": "true"}},
    "ingress": {"enabled": True, "controller": "nginx", "host": "a.example.com", "tls": {"secretName": "a"},
                "annotations": {"cert-manager.io/cluster-issuer": "letsencrypt"}},
    "autoscaling": {"enabled": True, "kind": "keda", "triggerAuthentication": "prometheus"},
    "networkPolicy": {"fromOthers": [{"podSelector": {}}], "toModelHub": True,
                      "extraEgress": [{"to": [{"podSelector": {}}], "ports": [{"port": 4318, "protocol": "TCP"}]}]},
    "serviceMonitor": {"enabled": True, "labels": {"release": "monitoring"}},
    "prometheusRule": {"enabled": True, "labels": {"release": "monitoring"}},
}  # fmt: skip


def require_helm() -> None:
    if not HELM.is_file():
        missing("helm (make install-deploy, which needs Node)")
    if platform.machine() != "x86_64":
        pytest.skip("the helm that is installed runs on x86-64 alone")


def run(command: str, files: tuple[str, ...] = (), values: dict[str, Any] | None = None) -> subprocess.CompletedProcess[str]:
    """`helm template` or `helm lint` with some of the values files, and values on top."""
    chosen = [argument for name in files for argument in ("--values", str(CHART / f"values-{name}.yaml"))]
    arguments = [RELEASE, str(CHART)] if command == "template" else [str(CHART), "--strict"]
    return subprocess.run(
        [HELM, command, *arguments, "--namespace", "tools", *chosen, "--values", "-"],
        input=json.dumps(values or {}),
        capture_output=True,
        text=True,
        check=False,
    )


def render(files: tuple[str, ...] = (), values: dict[str, Any] | None = None) -> str:
    """What would be applied, as text."""
    return _rendered(files, json.dumps(values or {}))


def objects(files: tuple[str, ...] = (), values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The same as objects."""
    return [each for each in yaml.safe_load_all(render(files, values)) if each]


def only(kind: str, files: tuple[str, ...] = (), values: dict[str, Any] | None = None) -> dict[str, Any]:
    """The one object of a kind."""
    [one] = [each for each in objects(files, values) if each["kind"] == kind]
    return one


def pod(files: tuple[str, ...] = (), values: dict[str, Any] | None = None) -> dict[str, Any]:
    """The specification of its pods."""
    return only("Deployment", files, values)["spec"]["template"]["spec"]


def container(files: tuple[str, ...] = (), values: dict[str, Any] | None = None) -> dict[str, Any]:
    """The one container of its pods."""
    [one] = pod(files, values)["containers"]
    return one


def environment(container: dict[str, Any]) -> dict[str, str]:
    """Its variables, with a word in place of what a Secret has."""
    return {each["name"]: each.get("value", "from-a-secret") for each in container["env"]}


@cache
def _rendered(files: tuple[str, ...], values: str) -> str:
    require_helm()
    ran = run("template", files, json.loads(values))
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
