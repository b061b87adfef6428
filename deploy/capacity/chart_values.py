"""The numbers that are judged: those of the Helm chart, merged from its values files as Helm merges them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.settings import Settings, variable
from deploy.capacity.autoscaler import Autoscaler
from deploy.capacity.replica import Limits

CHART = Path(__file__).parents[1] / "helm" / "devops-assistant"
METRICS = {  # as in templates/hpa.yaml and templates/scaledobject.yaml
    "waiting": "assistant_requests_waiting",
    "running": "assistant_requests_running",
    "cacheUse": "assistant_kv_cache_use_ratio",
}


@dataclass(frozen=True)
class ChartValues:
    """What of the values decides how many replicas there are and what each takes."""

    values: Mapping[str, Any]

    @property
    def least(self) -> int:
        return int(self.values["autoscaling"]["minReplicas"])

    @property
    def most(self) -> int:
        return int(self.values["autoscaling"]["maxReplicas"])

    def autoscaler(self) -> Autoscaler:
        """The one of the chart."""
        scaling = self.values["autoscaling"]
        return Autoscaler(
            least=self.least,
            most=self.most,
            targets={METRICS[name]: target for name, target in scaling["targets"].items()},
            behavior=scaling["behavior"],
            external=scaling["kind"] == "keda",
        )

    def limits(self, cache_bytes_per_token: int) -> Limits:
        """Those of a replica: its settings, or the defaults of the service."""
        return Limits(
            running=int(self._setting("max_running")),
            waiting=int(self._setting("max_waiting")),
            timeout_s=float(self.values["requestTimeoutSeconds"]),
            cache_tokens=int(self._setting("kv_cache_bytes")) // cache_bytes_per_token,
        )

    def changed(self, changes: Mapping[str, Any]) -> ChartValues:
        """With other values on top."""
        return ChartValues(_merged(self.values, changes))

    def _setting(self, name: str) -> Any:
        return self.values["settings"].get(variable(name), Settings.model_fields[name].default)


def read(names: Iterable[str]) -> ChartValues:
    """`values.yaml` and values files on top: "llama-cpu" is values-llama-cpu.yaml."""
    values: Mapping[str, Any] = {}
    for file in ("values.yaml", *(f"values-{name}.yaml" for name in names)):
        values = _merged(values, yaml.safe_load((CHART / file).read_text()) or {})
    return ChartValues(values)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        both = isinstance(value, dict) and isinstance(merged.get(name), dict)
        merged[name] = _merged(merged[name], value) if both else value
    return merged
