"""Promtail: files of a machine, shipped to Loki."""

from __future__ import annotations

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters


def promtail(p: Parameters) -> Draft:
    """A promtail.yaml with one job for each kind of file."""
    name = p["log_job"] or "logs"
    url = p["url"] or "http://loki:3100"
    push = url if url.endswith("/push") else f"{url.rstrip('/')}/loki/api/v1/push"
    labels = {"job": name, **{key: value for key, value in (p["labels"] or {}).items() if key != "job"}, "host": "${HOSTNAME}"}
    jobs = [
        {
            "job_name": name if number == 1 else f"{name}-{number}",
            "static_configs": [{"targets": ["localhost"], "labels": {**labels, "__path__": path}}],
        }
        for number, path in enumerate(p["files"] or ("/var/log/*.log",), 1)
    ]
    content = {
        "server": {"http_listen_port": 9080, "grpc_listen_port": 0},
        "positions": {"filename": "/var/lib/promtail/positions.yaml"},
        "clients": [{"url": push}],
        "scrape_configs": jobs,
    }
    file = Block("yaml", "promtail.yaml", yaml_writer.write(content))
    steps = (
        NextStep("promtail -config.file=promtail.yaml -config.expand-env=true -check-syntax", "read-only"),
        NextStep("promtail -config.file=promtail.yaml -config.expand-env=true -dry-run", "read-only"),
        NextStep("sudo systemctl restart promtail", "changes state"),
    )
    told = (
        "Promtail runs with -config.expand-env=true, may read the files and write /var/lib/promtail.",
        "Grafana Alloy is its successor: alloy convert --source-format=promtail takes this file.",
    )
    return Draft((file,), steps, told)
