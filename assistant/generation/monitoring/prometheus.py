"""Alerting and recording rules of Prometheus."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters, complete
from assistant.generation.quoting import promql

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def alert(p: Parameters) -> Draft:
    """A file with the alerting rules of the request."""
    each = [complete(p.kind, dict(facts)) for facts in p["rules"] or ()] or [p]
    rules: list[dict[str, Any]] = []
    told: list[str] = []
    for one in each:
        rule, needs = _rule(one)
        while any(rule["alert"] == other["alert"] for other in rules):
            rule["alert"] += _camel(one["severity"])
        rules.append(rule)
        told += needs
    return _file("alerts", rules, list(dict.fromkeys(told)))


def _rule(p: Parameters) -> tuple[dict[str, Any], list[str]]:
    name, expression, says, told = _watched(p)
    rule = {
        "alert": _camel(p["name"]) if p["name"] else name,
        "expr": expression,
        "for": p["for_duration"],
        "labels": {"severity": p["severity"], "team": p["team"]},
        "annotations": {"summary": says, "description": f"{says} The value is {{{{ $value | humanize }}}}."},
    }
    return rule, told


def recording(p: Parameters) -> Draft:
    """A file with one recording rule."""
    window, job = p["rate_window"] or p["for_duration"], _selector(p)
    parts = p["record"].split(":") if p["record"] else []
    ending = re.search(r"(\d+[smhd])$", p["record"] or "")
    if ending and not p["rate_window"] and "for_duration" not in p.taken:
        window = ending[1]
    metric = p["metric"]
    if metric and metric in parts:  # what is recorded, not what it is made of
        metric = f"{metric}_total" if ending and "rate" in parts[-1] else None
    elif not metric and len(parts) == 3 and parts[-1].startswith("rate"):
        metric = parts[1] if parts[1].endswith("_total") else f"{parts[1]}_total"
    told: list[str] = []
    if metric and metric != p["metric"]:
        told.append(f"The counter is named {metric}.")
    if p["expression"]:
        expression, name = p["expression"], "job:custom:value"
        told.append("The expression is taken as it stands in the request.")
    elif metric:
        counter = metric.endswith(("_total", "_count", "_sum", "_bucket"))
        kept = ", ".join(p["by"] or ((parts[0],) if len(parts) == 3 else ("job",)))
        labels = f"{kept}, le" if metric.endswith("_bucket") and "le" not in kept else kept
        expression = (
            f"sum by ({labels}) (rate({metric}{job}[{window}]))"
            if counter
            else f"avg by ({kept}) (avg_over_time({metric}{job}[{window}]))"
        )
        stem = re.sub(r"_total$", "", metric)
        level = kept.replace(", ", "_")
        name = f"{level}:{stem}:rate{window}" if counter else f"{level}:{stem}:avg{window}"
    else:
        name, expression = _RECORDED.get(p["topic"], _RECORDED["traffic"])
        name, expression = name.replace("WINDOW", window), expression.replace("WINDOW", window).replace("JOB", job)
    return _file("recording", [{"record": p["record"] or name, "expr": expression}], told)


_RECORDED = {
    "traffic": ("job:http_requests:rateWINDOW", "sum by (job) (rate(http_requests_totalJOB[WINDOW]))"),
    "errors": (
        "job:http_errors:ratioWINDOW",
        'sum by (job) (rate(http_requests_total{status=~"5.."}[WINDOW])) / sum by (job) (rate(http_requests_totalJOB[WINDOW]))',
    ),
    "latency": (
        "job:http_request_duration_seconds:p95_WINDOW",
        "histogram_quantile(0.95, sum by (job, le) (rate(http_request_duration_seconds_bucketJOB[WINDOW])))",
    ),
    "cpu": (
        "instance:node_cpu_utilisation:rateWINDOW",
        '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[WINDOW]))',
    ),
    "memory": ("instance:node_memory_utilisation:ratio", "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes"),
    "disk": ("instance:node_filesystem_utilisation:ratio", "1 - node_filesystem_avail_bytes / node_filesystem_size_bytes"),
}


def _file(group: str, rules: list[dict[str, Any]], told: list[str]) -> Draft:
    content = {"groups": [{"name": group, "rules": rules}]}
    file = Block("yaml", f"{group}.rules.yaml", yaml_writer.write(content))
    steps = (
        NextStep(f"promtool check rules {file.file_name}", "read-only"),
        NextStep("curl -X POST http://localhost:9090/-/reload", "changes state"),
    )
    return Draft(
        (file,),
        steps,
        (*told, "rule_files in prometheus.yml names this file, and reloading is enabled (--web.enable-lifecycle)."),
    )


def _watched(p: Parameters) -> tuple[str, str, str, list[str]]:
    """Name, expression, sentence and assumptions of an alert."""
    if p["expression"]:
        return (
            "Custom",
            p["expression"],
            "The condition of the alert holds.",
            ["The expression is taken as it stands in the request."],
        )
    if p["metric"] and p["metric"] != "up":
        return _of_metric(p)
    return _TOPICS.get(p["topic"], _down)(p)


def _of_metric(p: Parameters) -> tuple[str, str, str, list[str]]:
    metric, operator = p["metric"], p["operator"] or ">"
    selected = f"{metric}{_selector(p)}"
    threshold = _plain(p)
    if metric.endswith(("_total", "_count")):
        selected = f"sum by (job) (rate({selected}[5m]))"
    elif metric.endswith("_bucket"):
        selected = f"histogram_quantile(0.95, sum by (job, le) (rate({selected}[5m])))"
    told = [] if p["threshold"] else ["No threshold was named: put yours in place of 0."]
    return _camel(metric), f"{selected} {operator} {threshold}", f"{metric} is {_words(operator)} {threshold}.", told


def _down(p: Parameters) -> tuple[str, str, str, list[str]]:
    return "TargetDown", f"up{_selector(p)} == 0", "{{ $labels.job }} on {{ $labels.instance }} cannot be scraped.", []


def _cpu(p: Parameters) -> tuple[str, str, str, list[str]]:
    percent = _percent(p, "80")
    expression = f'100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{{mode="idle"}}[5m]))) {_over(p)} {percent}'
    return (
        "HighCpuUsage",
        expression,
        f"CPU of {{{{ $labels.instance }}}} is {_words(_over(p))} {percent} %.",
        ["node_exporter is scraped."],
    )


def _memory(p: Parameters) -> tuple[str, str, str, list[str]]:
    percent = _percent(p, "90")
    expression = f"100 * (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) {_over(p)} {percent}"
    return (
        "HighMemoryUsage",
        expression,
        f"Memory of {{{{ $labels.instance }}}} is {_words(_over(p))} {percent} % used.",
        ["node_exporter is scraped."],
    )


def _disk(p: Parameters) -> tuple[str, str, str, list[str]]:
    what = 'node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs"}'
    if p["operator"] in {"<", "<="}:
        percent = _percent(p, "10")
        return (
            "DiskSpaceLow",
            f"100 * {what} {p['operator']} {percent}",
            f"{{{{ $labels.mountpoint }}}} of {{{{ $labels.instance }}}} has less than {percent} % free.",
            ["node_exporter is scraped."],
        )
    percent = _percent(p, "85")
    return (
        "DiskAlmostFull",
        f"100 * (1 - {what}) {_over(p)} {percent}",
        f"{{{{ $labels.mountpoint }}}} of {{{{ $labels.instance }}}} is more than {percent} % full.",
        ["node_exporter is scraped."],
    )


def _pvc(p: Parameters) -> tuple[str, str, str, list[str]]:
    percent = _percent(p, "85")
    expression = f"100 * kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes {_over(p)} {percent}"
    return (
        "VolumeAlmostFull",
        expression,
        f"The claim {{{{ $labels.persistentvolumeclaim }}}} is more than {percent} % full.",
        ["The metrics of the kubelet are scraped."],
    )


def _errors(p: Parameters) -> tuple[str, str, str, list[str]]:
    percent = _percent(p, "5")
    job = _selector(p)
    errors = job[:-1] + ', status=~"5.."}' if job else '{status=~"5.."}'
    expression = f"100 * sum by (job) (rate(http_requests_total{errors}[5m])) / sum by (job) (rate(http_requests_total{job}[5m])) {_over(p)} {percent}"
    return (
        "HighErrorRate",
        expression,
        f"More than {percent} % of the requests to {{{{ $labels.job }}}} fail.",
        ["The service counts http_requests_total with the label status."],
    )


def _latency(p: Parameters) -> tuple[str, str, str, list[str]]:
    seconds, quantile = _duration(p, "0.5"), p["quantile"] or "0.95"
    expression = f"histogram_quantile({quantile}, sum by (job, le) (rate(http_request_duration_seconds_bucket{_selector(p)}[5m]))) {_over(p)} {seconds}"
    return (
        "HighLatency",
        expression,
        f"The {quantile} quantile of the requests to {{{{ $labels.job }}}} takes over {seconds} s.",
        ["The service has the histogram http_request_duration_seconds."],
    )


def _restarts(p: Parameters) -> tuple[str, str, str, list[str]]:
    count = _plain(p) if p["threshold"] and p["unit"] in (None, "") else "3"
    space = f"{{namespace={promql(p['namespace'])}}}" if p["namespace"] else ""
    window = p["window"] or "15m"
    expression = f"increase(kube_pod_container_status_restarts_total{space}[{window}]) {_over(p)} {count}"
    return (
        "PodRestarting",
        expression,
        f"{{{{ $labels.namespace }}}}/{{{{ $labels.pod }}}} restarted more than {count} times in {window}.",
        ["kube-state-metrics is scraped."],
    )


def _certificate(p: Parameters) -> tuple[str, str, str, list[str]]:
    amount = Decimal(p["threshold"]) if p["threshold"] and p["unit"] in {"d", "w", "h"} else Decimal(14)
    unit = p["unit"] if p["threshold"] and p["unit"] in {"d", "w", "h"} else "d"
    days = amount * _SECONDS[unit] / _SECONDS["d"]
    expression = f"(probe_ssl_earliest_cert_expiry - time()) / 86400 < {days.normalize():f}"
    return (
        "CertificateExpiresSoon",
        expression,
        f"The certificate of {{{{ $labels.instance }}}} expires in less than {days.normalize():f} days.",
        ["blackbox_exporter probes the addresses."],
    )


def _not_ready(p: Parameters) -> tuple[str, str, str, list[str]]:
    space = f"{{namespace={promql(p['namespace'])}}}" if p["namespace"] else ""
    expression = f"kube_deployment_status_replicas_unavailable{space} > 0"
    return (
        "ReplicasUnavailable",
        expression,
        "{{ $labels.namespace }}/{{ $labels.deployment }} has unavailable replicas.",
        ["kube-state-metrics is scraped."],
    )


def _node_down(_: Parameters) -> tuple[str, str, str, list[str]]:
    return (
        "NodeNotReady",
        'kube_node_status_condition{condition="Ready", status="true"} == 0',
        "The node {{ $labels.node }} is not ready.",
        ["kube-state-metrics is scraped."],
    )


def _container_memory(p: Parameters) -> tuple[str, str, str, list[str]]:
    percent = _percent(p, "90")
    expression = (
        'max by (namespace, pod, container) (container_memory_working_set_bytes{container!=""})'
        f' / max by (namespace, pod, container) (kube_pod_container_resource_limits{{resource="memory"}}) * 100 {_over(p)} {percent}'
    )
    return (
        "ContainerNearMemoryLimit",
        expression,
        f"{{{{ $labels.pod }}}} uses more than {percent} % of its memory limit.",
        ["cAdvisor and kube-state-metrics are scraped."],
    )


def _container_cpu(p: Parameters) -> tuple[str, str, str, list[str]]:
    percent = _percent(p, "25")
    expression = (
        "100 * sum by (namespace, pod, container) (rate(container_cpu_cfs_throttled_periods_total[5m]))"
        f" / sum by (namespace, pod, container) (rate(container_cpu_cfs_periods_total[5m])) {_over(p)} {percent}"
    )
    return (
        "ContainerThrottled",
        expression,
        f"{{{{ $labels.pod }}}} is throttled more than {percent} % of the time.",
        ["cAdvisor is scraped."],
    )


def _job_failed(_: Parameters) -> tuple[str, str, str, list[str]]:
    return (
        "JobFailed",
        "kube_job_status_failed > 0",
        "The Job {{ $labels.namespace }}/{{ $labels.job_name }} failed.",
        ["kube-state-metrics is scraped."],
    )


def _queue(p: Parameters) -> tuple[str, str, str, list[str]]:
    count = _plain(p) if p["threshold"] else "1000"
    return (
        "QueueTooLong",
        f"rabbitmq_queue_messages_ready {_over(p)} {count}",
        f"The queue {{{{ $labels.queue }}}} holds more than {count} messages.",
        ["The queue is RabbitMQ's, with per-object metrics."],
    )


def _traffic(p: Parameters) -> tuple[str, str, str, list[str]]:
    count = _plain(p) if p["threshold"] else "1000"
    return (
        "RequestRate",
        f"sum by (job) (rate(http_requests_total{_selector(p)}[5m])) {_over(p)} {count}",
        f"{{{{ $labels.job }}}} gets {_words(_over(p))} {count} requests a second.",
        ["The service counts http_requests_total."],
    )


_TOPICS: dict[str, Callable[[Parameters], tuple[str, str, str, list[str]]]] = {
    "down": _down,
    "cpu": _cpu,
    "memory": _memory,
    "disk": _disk,
    "pvc": _pvc,
    "errors": _errors,
    "latency": _latency,
    "restarts": _restarts,
    "certificate": _certificate,
    "not_ready": _not_ready,
    "node_down": _node_down,
    "container_memory": _container_memory,
    "container_cpu": _container_cpu,
    "job_failed": _job_failed,
    "queue": _queue,
    "traffic": _traffic,
}


def _selector(p: Parameters) -> str:
    return f"{{job={promql(p['scrape_job'])}}}" if p["scrape_job"] else ""


def _over(p: Parameters) -> str:
    return str(p["operator"] or ">")


def _words(operator: str) -> str:
    return "under" if operator.startswith("<") else "over"


def _percent(p: Parameters, usual: str) -> str:
    return str(p["threshold"]) if p["threshold"] and p["unit"] in {"%", "", None} else usual


def _duration(p: Parameters, usual: str) -> str:
    if not p["threshold"] or p["unit"] not in {"ms", "s", "m", ""}:
        return usual
    factor = {"ms": Decimal("0.001"), "m": Decimal(60)}.get(p["unit"] or "s", Decimal(1))
    return f"{(Decimal(p['threshold']) * factor).normalize():f}"


def _plain(p: Parameters) -> str:
    if not p["threshold"]:
        return "0"
    factor = {"ms": Decimal("0.001"), "Gi": Decimal(1 << 30), "Mi": Decimal(1 << 20), "%": Decimal(1)}.get(
        p["unit"] or "", Decimal(_SECONDS.get(p["unit"] or "", 1))
    )
    return f"{(Decimal(p['threshold']) * factor).normalize():f}"


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name)) or "Alert"
