"""Which fields each kind has, and what is taken where a request leaves one open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.generation import well_known
from assistant.generation.defaults_of_operations import OPERATIONS, Default
from assistant.generation.kinds import Kind
from assistant.generation.reading import quantities
from assistant.generation.reading.names import slug
from assistant.generation.reading.stacks import DEFAULT_VERSIONS


def _base(image: str) -> str:
    return slug(image.partition("@")[0].rpartition("/")[2].partition(":")[0]) or "app"


def _name(fallback: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda values: str(values.get("target") or (_base(values["image"]) if values.get("image") else fallback))


def _image(values: Mapping[str, Any]) -> str:
    known = well_known.lookup(values.get("name", ""))
    return f"{known.image}:{known.tag}" if known else f"registry.example.com/{values.get('name', 'app')}:1.0.0"


def _port(values: Mapping[str, Any]) -> int | None:
    known = well_known.lookup(_repository(values.get("image", "")))
    return known.port if known else 8080


def _repository(image: str) -> str:
    return image.partition("@")[0].rpartition("/")[2].partition(":")[0]


def _cpu_request(values: Mapping[str, Any]) -> str:
    limit = values.get("cpu_limit")
    return limit if limit and quantities.cores(limit) < quantities.cores("100m") else "100m"


def _cpu_limit(values: Mapping[str, Any]) -> str:
    asked = values.get("cpu_request")
    return asked if asked and quantities.cores(asked) > quantities.cores("500m") else "500m"


def _memory_request(values: Mapping[str, Any]) -> str:
    limit = values.get("memory_limit")
    return limit if limit and quantities.mebibytes(limit) < quantities.mebibytes("128Mi") else "128Mi"


def _memory_limit(values: Mapping[str, Any]) -> str:
    asked = values.get("memory_request")
    return asked if asked and quantities.mebibytes(asked) > quantities.mebibytes("256Mi") else "256Mi"


def _version(values: Mapping[str, Any]) -> str:
    return DEFAULT_VERSIONS[values["stack"]]


def _data(values: Mapping[str, Any]) -> str:
    known = well_known.lookup(_repository(values.get("image", "")))
    return (known.data if known else None) or "/data"


def _known_port(values: Mapping[str, Any]) -> int:
    known = well_known.lookup(values["target"])
    return int(values.get("service_port") or (known and known.port) or 80)


def _at_least(values: Mapping[str, Any], field: str, value: str, size: Callable[[str], Any]) -> str:
    asked = values.get(field)
    return asked if asked and size(asked) > size(value) else value


def _program(values: Mapping[str, Any]) -> str | None:
    """What the command runs: the script where an interpreter is named first, else the program."""
    words = (values.get("command") or "").split()
    paths = [word for word in words[:2] if word.startswith("/")]
    return slug(paths[-1].rpartition("/")[2].partition(".")[0]) or None if paths and paths[0] == words[0] else None


def _role_name(values: Mapping[str, Any]) -> str:
    first = slug((values.get("resources") or ("pods",))[0]) or "resources"
    reads = set(values.get("verbs") or ("get",)) <= {"get", "list", "watch"}
    return f"{first}-{'reader' if reads else 'editor'}"


_OBJECT: dict[str, Default] = {"name": _name("app"), "namespace": None, "labels": None}
_POD_OPTIONS: dict[str, Default] = dict.fromkeys(
    (
        *(
            "env_sources",
            "env_references",
            "mounts",
            "init",
            "sidecars",
            "node_labels",
            "tolerations",
            "spread",
            "host_network",
        ),
        *("priority_class", "pull_secret", "user_id", "group_id", "writable_root", "read_only_root", "grace_s"),
        *("startup_path", "probe_delay_s", "probe_delayed", "probe_period_s", "probe_failures", "strategy", "max_surge"),
        "down_at_once",
        "portless",
    )
)
_POD: dict[str, Default] = {
    **_OBJECT,
    "image": _image,
    "port": _port,
    "ports": None,
    "protocol": None,
    "command": None,
    "env": None,
    "secret_env": None,
    "from_secret": None,
    "from_config": None,
    "cpu_request": _cpu_request,
    "cpu_limit": _cpu_limit,
    "memory_request": _memory_request,
    "memory_limit": _memory_limit,
    "health_path": None,
    "liveness_path": None,
    "readiness_path": None,
    "service_account": None,
    "host_paths": None,
    "arguments": None,
    **_POD_OPTIONS,
}
_JOB = {
    key: value
    for key, value in _POD.items()
    if key not in {"port", "ports", "protocol", "health_path", "liveness_path", "readiness_path"}
} | {"ttl_s": None, "deadline_s": None, "job_restart": "Never"}
_TARGET: dict[str, Default] = {"name": _name("app"), "namespace": None, "labels": None, "target": lambda values: values["name"]}
_STACK: dict[str, Default] = {"stack": "python", "framework": None, "tool": None, "version": _version}
_TRIGGERS: dict[str, Default] = {
    "tag_filter": None,
    "on_pull_request": False,
    "on_push": False,
    "every_push": False,
    "manual": False,
    "runs": None,
    "terraform_stages": None,
}
_PIPELINE: dict[str, Default] = {
    **dict.fromkeys(
        ("machines", "beside", "database", "working_directory", "kept_paths", "kept_for", "job_image", "environment")
    ),
    "deployments": None,
    "builds": False,
}
_UNIT: dict[str, Default] = {
    **dict.fromkeys(("after", "random_s", "boot_s", "writable_paths", "activates", "unit_type", "open_files", "stop_s")),
    "no_catch_up": False,
}
_ROUTE: dict[str, Default] = {
    **_TARGET,
    "hosts": lambda values: (f"{values['name']}.example.com",),
    "path": lambda _: "/",
    "routes": None,
    "service_port": lambda values: values.get("port") or 80,
}
_SCALE: dict[str, Default] = {
    "min_replicas": lambda values: min(2, values.get("max_replicas", 2)),
    "max_replicas": lambda values: max(10, values.get("min_replicas", 0)),
}

DEFAULTS: dict[Kind, dict[str, Default]] = {
    Kind.DEPLOYMENT: {**_POD, "replicas": 2, "storage": None, "mount_path": None},
    Kind.STATEFULSET: {
        **_POD,
        "replicas": 1,
        "storage": "10Gi",
        "storage_class": None,
        "access_mode": "ReadWriteOnce",
        "mount_path": _data,
    },
    Kind.DAEMONSET: {**_POD},
    Kind.POD: {**_POD},
    Kind.JOB: {**_JOB, "name": _name("job"), "retries": 3, "parallelism": None, "completions": None},
    Kind.CRONJOB: {
        **_JOB,
        "name": _name("job"),
        "schedule": "0 2 * * *",
        "timezone": "Etc/UTC",
        "retries": 2,
        "concurrency": "Forbid",
        "kept_successful": 3,
        "kept_failed": 3,
    },
    Kind.SERVICE: {
        **_TARGET,
        "port": _known_port,
        "service_port": lambda values: values["port"],
        "ports": None,
        "node_port": None,
        "protocol": "TCP",
        "named_ports": None,
        "external_name": None,
        "sticky": False,
        "service_type": lambda values: (
            "NodePort" if values.get("node_port") or any(node for *_, node in values.get("named_ports") or ()) else "ClusterIP"
        ),
        "headless": False,
    },
    Kind.INGRESS: {
        **_ROUTE,
        "port": None,
        "tls": True,
        "tls_secret": lambda values: f"{values['name'][:59]}-tls" if values.get("tls", True) else None,
        "issuer": None,
        "ingress_class": "nginx",
        "auth_secret": None,
        **dict.fromkeys(("body_size", "rewrite_to", "allowed_networks", "proxy_timeout")),
    },
    Kind.HTTP_ROUTE: {**_ROUTE, "port": None},
    Kind.NETWORK_POLICY: {
        "name": lambda values: str(values.get("target") or ("default-deny" if values.get("deny_all") else "app")),
        "namespace": None,
        "labels": None,
        "target": None,
        "port": None,
        "ports": None,
        "protocol": "TCP",
        "deny_all": False,
        "deny_egress": False,
        "allow_dns": False,
        "selector": None,
        "from_labels": None,
        "from_apps": None,
        "from_namespaces": None,
        "allow_to": None,
        "cidrs": None,
    },
    Kind.HPA: {
        **_TARGET,
        **_SCALE,
        "target_kind": "Deployment",
        "cpu_target": lambda values: None if values.get("memory_target") else 70,
        "memory_target": None,
    },
    Kind.PDB: {
        **_TARGET,
        "min_available": None,
        "max_unavailable": lambda values: None if values.get("min_available") is not None else 1,
    },
    Kind.CONFIG_MAP: {"name": "app-config", "namespace": None, "labels": None, "keys": None, "key_names": None},
    Kind.SECRET: {"name": "app-secrets", "namespace": None, "labels": None, "key_names": lambda _: ("PASSWORD",)},
    Kind.PVC: {
        "name": _name("data"),
        "namespace": None,
        "labels": None,
        "storage": "10Gi",
        "storage_class": None,
        "access_mode": "ReadWriteOnce",
    },
    Kind.PV: {
        "name": "data",
        "labels": None,
        "storage": "10Gi",
        "storage_class": None,
        "access_mode": lambda values: "ReadWriteMany" if values.get("nfs_server") else "ReadWriteOnce",
        "nfs_server": None,
        "nfs_path": lambda values: "/export" if values.get("nfs_server") else None,
        "host_path": lambda values: None if values.get("nfs_server") else "/mnt/data",
    },
    Kind.NAMESPACE: {"name": "app", "labels": None},
    Kind.RESOURCE_QUOTA: {
        "name": "quota",
        "namespace": None,
        "labels": None,
        "cpu_request": "4",
        "cpu_limit": lambda values: _at_least(values, "cpu_request", "8", quantities.cores),
        "memory_request": "8Gi",
        "memory_limit": lambda values: _at_least(values, "memory_request", "16Gi", quantities.mebibytes),
        "quota_pods": 50,
        "storage": None,
    },
    Kind.LIMIT_RANGE: {
        "name": "limits",
        "namespace": None,
        "labels": None,
        "cpu_request": _cpu_request,
        "cpu_limit": _cpu_limit,
        "memory_request": _memory_request,
        "memory_limit": _memory_limit,
    },
    Kind.SERVICE_ACCOUNT: {"name": "app", "namespace": None, "labels": None},
    Kind.ROLE: {
        "name": _role_name,
        "namespace": "default",
        "labels": None,
        "verbs": ("get", "list", "watch"),
        "resources": ("pods",),
        "subject_kind": "ServiceAccount",
        "subject_namespace": None,
        "subject": lambda values: values.get("service_account") or values["name"],
        "service_account": None,
    },
    Kind.KUSTOMIZATION: {
        "name": None,
        "namespace": None,
        "labels": None,
        "files_listed": lambda values: () if values.get("base") else ("deployment.yaml", "service.yaml"),
        "base": None,
        "image_tag": None,
        "image": None,
        "replicas": None,
    },
    Kind.DOCKERFILE: {
        **_STACK,
        "name": "app",
        **dict.fromkeys(
            ("port", "command", "entry", "image", "variant", "final_image", "os_packages", "extensions", "main_package")
        ),
        **dict.fromkeys(("output_dir", "health_path", "health_interval_s", "workers", "docroot", "project_file", "binary")),
        **dict.fromkeys(("served_by", "bundler")),
    },
    Kind.COMPOSE: {
        "name": "app",
        "services": None,
        "own_services": lambda values: None if values.get("services") or values.get("image") else ("app",),
        "image": None,
        "port": None,
        "ports": None,
        "service_port": None,
        "env": None,
        "secret_env": None,
        "stack": None,
        "context": None,
        "published": None,
        "health_path": None,
        "hosts": None,
        "service_options": None,
        "compose_networks": None,
        "restart": "unless-stopped",
    },
    Kind.GITHUB_ACTIONS: {
        **_STACK,
        **_TRIGGERS,
        **_PIPELINE,
        "name": "app",
        "versions": None,
        "steps": ("test", "build"),
        "branch": "main",
        "registry": None,
        "namespace": None,
        "schedule": None,
    },
    Kind.GITLAB_CI: {
        **_STACK,
        **_TRIGGERS,
        **_PIPELINE,
        "schedule": None,
        "name": "app",
        "versions": None,
        "steps": ("test", "build"),
        "branch": "main",
        "registry": None,
        "namespace": None,
    },
    Kind.SYSTEMD_SERVICE: {
        **_UNIT,
        "name": lambda values: _program(values) or "app",
        "command": lambda values: f"/usr/local/bin/{values['name']}",
        "user": lambda values: values["name"][:32].replace(".", "-") if values["name"][0].isalpha() else "app",
        "workdir": None,
        "env_file": None,
        "env": None,
        "secret_env": None,
        "restart": "on-failure",
        "restart_delay": None,
        "port": None,
        "memory_limit": None,
        "cpu_limit": None,
    },
    Kind.SYSTEMD_TIMER: {
        **_UNIT,
        "name": lambda values: values.get("activates") or _program(values) or "job",
        "command": lambda values: f"/usr/local/bin/{values['name']}",
        "user": lambda values: values["name"][:32] if values["name"][0].isalpha() else "job",
        "workdir": None,
        "env_file": None,
        "env": None,
        "secret_env": None,
        "schedule": "0 2 * * *",
        "timezone": None,
    },
    Kind.NGINX: {
        "name": None,
        "hosts": None,
        "upstreams": None,
        "port": None,
        "path": None,
        "root": None,
        "tls": False,
        "websocket": False,
        "spa": False,
        "redirect": False,
        "certificate": None,
        "certificate_key": None,
        "balancing": None,
        "requests_per_second": None,
        "requests_per_minute": None,
        "burst": None,
        "size": None,
        "listen": None,
        "fastcgi": None,
        "gzip": False,
        "cache_days": None,
        **dict.fromkeys(("locations", "redirect_to", "redirect_from", "redirect_status", "password_file", "protected_path")),
        **dict.fromkeys(("allowed_networks", "denied_networks", "standby", "weights", "limited_path", "proxy_timeout")),
    },
    Kind.TERRAFORM: {
        "name": "app",
        "provider": "aws",
        "cloud_resources": None,
        "region": None,
        "instance_type": None,
        "cidr": "10.0.0.0/16",
        "bucket": None,
        "image": None,
        "port": None,
        "replicas": None,
        "openings": None,
        "backend": None,
        "state_bucket": None,
        "state_key": None,
        "lock_table": None,
        "trusted": None,
        "s3_access": None,
        "age_days": None,
        **dict.fromkeys(
            (
                "resource_names",
                "role_bucket",
                "disk_gb",
                "disk_type",
                "sse",
                "public_subnets",
                "private_subnets",
                "nat",
                "internet",
            )
        ),
        **dict.fromkeys(
            ("db_engine", "db_version", "db_name", "db_public", "multi_az", "backup_days", "dead_letters", "receives")
        ),
        **dict.fromkeys(
            ("visibility_s", "fifo", "hash_key", "range_key", "ttl_attribute", "runtime", "handler", "function_mb", "timeout_s")
        ),
    },
    Kind.PROMETHEUS_ALERT: {
        "name": None,
        "topic": "down",
        "metric": None,
        "expression": None,
        "operator": None,
        "threshold": None,
        "unit": None,
        "for_duration": "5m",
        "severity": "warning",
        "scrape_job": None,
        "team": None,
        "namespace": None,
        "window": None,
        "by": None,
        "quantile": None,
        "rules": None,
    },
    Kind.PROMETHEUS_RECORDING: {
        "name": None,
        "record": None,
        "topic": "traffic",
        "metric": None,
        "expression": None,
        "for_duration": "5m",
        "rate_window": None,
        "by": None,
        "scrape_job": None,
    },
    Kind.LOGROTATE: {
        "name": "app",
        "files": lambda values: (f"/var/log/{values['name']}/*.log",),
        "frequency": "daily",
        "rotations": 14,
        "size": None,
        "user": None,
        "postrotate": None,
        **dict.fromkeys(("created", "age_days")),
        **dict.fromkeys(("by_size", "copied", "uncompressed", "compressed_at_once"), False),
    },
    Kind.CRONTAB: {
        "name": "job",
        "schedule": "0 2 * * *",
        "command": lambda values: f"/usr/local/bin/{values['name']}",
        "user": None,
        "timezone": None,
        "output": None,
        "silent": False,
    },
    Kind.SSH_CONFIG: {
        "ssh_hosts": ("server",),
        "host_name": lambda values: values["hosts"][0] if values.get("hosts") else "server.example.com",
        "user": None,
        "port": None,
        "jump": None,
        "identity_file": "~/.ssh/id_ed25519",
        "hosts": None,
    },
    Kind.GITIGNORE: {"stacks": None, "stack": lambda values: None if values.get("stacks") else "python"},
    Kind.DOCKERIGNORE: {"stack": "python"},
    Kind.ANSIBLE: {
        "name": None,
        "play_hosts": "all",
        "packages": None,
        "source_file": None,
        "destination": None,
        "unit_name": None,
        "new_user": None,
        "key_file": None,
        "user_group": None,
        "serial": None,
        "chores": None,
    },
    Kind.SHELL_SCRIPT: {
        "name": None,
        "purpose": None,
        "directory": None,
        "destination": None,
        "pattern": None,
        "age_days": None,
        "kept": None,
        "url": None,
        "remote_host": None,
        "remote": None,
        "port": None,
        "limit_s": None,
        "tries": None,
        "mail": None,
        "fullness": None,
        "options": None,
        "database": None,
        "engine": None,
        "s3": None,
        "command": None,
        "mount_points": None,
        "webhook": None,
    },
    Kind.MAKEFILE: {
        "stack": lambda values: (
            None if values.get("image") or {"push", "docker-push"} & set(values.get("make_targets") or ()) else "python"
        ),
        "framework": None,
        "tool": None,
        "version": lambda values: DEFAULT_VERSIONS[values["stack"]] if values["stack"] else None,
        "name": "app",
        "image": None,
        "make_targets": None,
        "recipes": None,
        "port": None,
    },
    Kind.PROMETHEUS_SCRAPE: {
        "name": None,
        "labels": None,
        "scrape_job": "app",
        "upstreams": None,
        "interval": None,
        "metrics_path": None,
        "discovery": None,
        "probed": None,
        "scrape_jobs": None,
        "probe_module": None,
        "prober": None,
    },
    Kind.HELM_VALUES: {
        **dict.fromkeys(("image", "image_tag", "replicas", "service_type", "service_port", "port", "hosts", "path", "tls")),
        **dict.fromkeys(("tls_secret", "ingress_class", "min_replicas", "max_replicas", "cpu_target", "storage", "chart")),
        **dict.fromkeys(("cpu_request", "cpu_limit", "memory_request", "memory_limit")),
        "name": "app",
        "storage_class": None,
    },
}

DEFAULTS |= OPERATIONS
DEFAULTS[Kind.CLUSTER_ROLE] = {**DEFAULTS[Kind.ROLE]}
