"""Scrape configurations of Prometheus."""

from __future__ import annotations

from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters


def scrape_config(p: Parameters) -> Draft:
    """A prometheus.yml with one job."""
    job: dict[str, Any] = {"job_name": p["scrape_job"]}
    if p["interval"]:
        job["scrape_interval"] = p["interval"]
    told: list[str] = []
    if p["metrics_path"]:
        job["metrics_path"] = p["metrics_path"]
    if p["probed"]:
        job |= _probed(p)
        told.append(
            f"The blackbox exporter listens on {p['prober'] or 'blackbox:9115'} and has the module {p['probe_module'] or 'http_2xx'}."
        )
    elif p["discovery"] and not p["upstreams"]:
        job |= _discovered(p["discovery"])
        told.append(f"Prometheus runs in the cluster, and its ServiceAccount may list and watch {p['discovery']}.")
    else:
        job["static_configs"] = [{"targets": list(p["upstreams"] or ("localhost:9100",)), "labels": p["labels"] or None}]
        told += [] if p["upstreams"] else ["The request names no target; assumed: localhost:9100."]
    jobs = [
        {
            "job_name": name,
            "scrape_interval": interval or None,
            "metrics_path": path or None,
            "static_configs": [{"targets": list(targets), "labels": p["labels"] or None}],
        }
        for name, targets, path, interval in p["scrape_jobs"] or ()
    ]
    content = {
        "global": {"scrape_interval": p["interval"] or "30s", "evaluation_interval": "30s"},
        "scrape_configs": jobs or [job],
    }
    file = Block("yaml", "prometheus.yml", yaml_writer.write(content))
    steps = (
        NextStep("promtool check config prometheus.yml", "read-only"),
        NextStep("curl -X POST http://localhost:9090/-/reload", "changes state"),
        NextStep("curl -s http://localhost:9090/api/v1/targets?state=active", "read-only"),
    )
    told.append("The job goes under scrape_configs of the file that is there; reloading is enabled (--web.enable-lifecycle).")
    return Draft((file,), steps, tuple(told))


def _probed(p: Parameters) -> dict[str, Any]:
    """Addresses that the blackbox exporter asks on Prometheus' behalf."""
    return {
        "metrics_path": "/probe",
        "params": {"module": [p["probe_module"] or "http_2xx"]},
        "static_configs": [{"targets": list(p["probed"]), "labels": p["labels"] or None}],
        "relabel_configs": [
            {"source_labels": ["__address__"], "target_label": "__param_target"},
            {"source_labels": ["__param_target"], "target_label": "instance"},
            {"target_label": "__address__", "replacement": p["prober"] or "blackbox:9115"},
        ],
    }


def _discovered(role: str) -> dict[str, Any]:
    prefix = "__meta_kubernetes_pod" if role == "pods" else "__meta_kubernetes_service"
    if role == "nodes":
        return {"kubernetes_sd_configs": [{"role": "node"}]}
    source = f"{prefix}_annotation_prometheus_io"
    rules: list[dict[str, Any]] = [
        {"source_labels": [f"{source}_scrape"], "action": "keep", "regex": "true"},
        {"source_labels": [f"{source}_path"], "action": "replace", "target_label": "__metrics_path__", "regex": "(.+)"},
        {
            "source_labels": ["__address__", f"{source}_port"],
            "action": "replace",
            "regex": r"([^:]+)(?::\d+)?;(\d+)",
            "replacement": "$1:$2",
            "target_label": "__address__",
        },
        {"source_labels": ["__meta_kubernetes_namespace"], "target_label": "namespace"},
        {"source_labels": [f"{prefix}_name"], "target_label": "pod" if role == "pods" else "service"},
    ]
    return {"kubernetes_sd_configs": [{"role": "pod" if role == "pods" else "endpoints"}], "relabel_configs": rules}
