"""Turns a kind and its values into files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.generation.containers import compose, dockerfile
from assistant.generation.generated import Draft, Generated
from assistant.generation.hosts import (
    ansible,
    caddy,
    cloud_init,
    fail2ban,
    haproxy,
    inventory,
    nginx,
    shell_script,
    small_files,
    systemd,
)
from assistant.generation.kinds import KUBERNETES, Kind
from assistant.generation.kubernetes import access, configuration, helm_values, networking, operators, scaling, workloads
from assistant.generation.monitoring import alertmanager, prometheus, promtail, scraping
from assistant.generation.parameters import Parameters, complete
from assistant.generation.pipelines import github_actions, gitlab_ci, jenkins, makefile, upkeep
from assistant.generation.terraform import configuration as terraform

_TEMPLATES: dict[Kind, Callable[[Parameters], Draft]] = {
    Kind.DEPLOYMENT: workloads.deployment,
    Kind.STATEFULSET: workloads.statefulset,
    Kind.DAEMONSET: workloads.daemonset,
    Kind.POD: workloads.pod,
    Kind.JOB: workloads.job,
    Kind.CRONJOB: workloads.cronjob,
    Kind.SERVICE: networking.service,
    Kind.INGRESS: networking.ingress,
    Kind.HTTP_ROUTE: networking.http_route,
    Kind.NETWORK_POLICY: networking.network_policy,
    Kind.HPA: scaling.hpa,
    Kind.PDB: scaling.pdb,
    Kind.CONFIG_MAP: configuration.config_map,
    Kind.SECRET: configuration.secret,
    Kind.PVC: configuration.claim,
    Kind.PV: configuration.volume,
    Kind.NAMESPACE: configuration.namespace,
    Kind.RESOURCE_QUOTA: scaling.resource_quota,
    Kind.LIMIT_RANGE: scaling.limit_range,
    Kind.SERVICE_ACCOUNT: access.service_account,
    Kind.ROLE: access.role,
    Kind.CLUSTER_ROLE: access.role,
    Kind.KUSTOMIZATION: configuration.kustomization,
    Kind.DOCKERFILE: dockerfile.dockerfile,
    Kind.COMPOSE: compose.compose,
    Kind.GITHUB_ACTIONS: github_actions.github_actions,
    Kind.GITLAB_CI: gitlab_ci.gitlab_ci,
    Kind.SYSTEMD_SERVICE: systemd.service,
    Kind.SYSTEMD_TIMER: systemd.timer,
    Kind.NGINX: nginx.nginx,
    Kind.TERRAFORM: terraform.terraform,
    Kind.PROMETHEUS_ALERT: prometheus.alert,
    Kind.PROMETHEUS_RECORDING: prometheus.recording,
    Kind.LOGROTATE: small_files.logrotate,
    Kind.CRONTAB: small_files.crontab,
    Kind.SSH_CONFIG: small_files.ssh_config,
    Kind.GITIGNORE: small_files.gitignore,
    Kind.DOCKERIGNORE: small_files.dockerignore,
    Kind.ANSIBLE: ansible.playbook,
    Kind.SHELL_SCRIPT: shell_script.script,
    Kind.MAKEFILE: makefile.makefile,
    Kind.PROMETHEUS_SCRAPE: scraping.scrape_config,
    Kind.HELM_VALUES: helm_values.values,
    Kind.SERVICE_MONITOR: operators.service_monitor,
    Kind.ARGO_APPLICATION: operators.application,
    Kind.ISSUER: operators.issuer,
    Kind.CERTIFICATE: operators.certificate,
    Kind.JENKINSFILE: jenkins.jenkinsfile,
    Kind.HAPROXY: haproxy.haproxy,
    Kind.CADDYFILE: caddy.caddyfile,
    Kind.ALERTMANAGER: alertmanager.alertmanager,
    Kind.PROMTAIL: promtail.promtail,
    Kind.CLOUD_INIT: cloud_init.cloud_init,
    Kind.INVENTORY: inventory.inventory,
    Kind.FAIL2BAN: fail2ban.jail,
    Kind.DEPENDABOT: upkeep.dependabot,
    Kind.PRE_COMMIT: upkeep.pre_commit,
}
_OF_NO_NAMESPACE = frozenset({Kind.NAMESPACE, Kind.CLUSTER_ROLE, Kind.PV, Kind.ISSUER, Kind.ARGO_APPLICATION})
_LABELS = {
    "cpu_request": "CPU request",
    "cpu_limit": "CPU limit",
    "from_config": "ConfigMap",
    "for_duration": "duration",
    "service_port": "port of the Service",
    "port": "port",
    "files_listed": "list of resources",
    "own_services": "service to build",
    "ssh_hosts": "alias",
    "host_name": "address",
    "min_replicas": "least number of replicas",
    "max_replicas": "largest number of replicas",
    "cpu_target": "CPU target in percent",
    "memory_target": "memory target in percent",
    "key_names": "keys",
    "quota_pods": "number of Pods",
    "topic": "condition",
    "nfs_server": "NFS server",
    "nfs_path": "exported path",
}
_UNSAID = frozenset(
    {
        "target",
        "target_kind",
        "subject",
        "subject_kind",
        "protocol",
        "service_type",
        "retries",
        "cidr",
        "restart",
        "frequency",
        "concurrency",
        "kept_successful",
        "kept_failed",
        "job_restart",
        "acme",
        "project",
        "server",
        "agent",
        "path",
    }
)


def generate(kind: Kind, parameters: Parameters) -> Generated:
    """Make the files of a kind.

    Args:
        kind: what to make.
        parameters: values; those of another kind are used as far as they fit.
    """
    if parameters.kind is not kind:
        parameters = complete(kind, {name: parameters[name] for name in parameters.taken}, parameters.notes)
    draft = _TEMPLATES[kind](parameters)
    assumed = [_sentence(name, parameters[name]) for name in parameters.assumed if name not in _UNSAID]
    if kind in KUBERNETES and parameters["namespace"] is None and kind not in _OF_NO_NAMESPACE:
        assumed.append("No namespace was named: it goes to that of the current context.")
    name = parameters["name"]
    title = f"{kind.label} {name}" if name else kind.label
    return Generated(
        title, draft.blocks, tuple(dict.fromkeys([*parameters.notes, *assumed, *draft.assumptions])), draft.next_steps
    )


def _sentence(name: str, value: Any) -> str:
    if name == "tls":
        return "The request says nothing of TLS: it is assumed."
    label = _LABELS.get(name, name.replace("_", " "))
    shown = ", ".join(map(str, value)) if isinstance(value, tuple | list) else "yes" if value is True else str(value)
    return f"The request names no {label}; assumed: {shown}."
