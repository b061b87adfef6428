"""What a value must look like before it is put into a file, whoever gave it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.errors import InvalidParameter
from assistant.generation.reading import access, cloud, schedules
from assistant.generation.reading.hosts import is_host
from assistant.generation.reading.images import is_image
from assistant.generation.reading.names import is_label

_DNS_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DNS_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_CPU = re.compile(r"[1-9]\d{0,6}m|[1-9]\d{0,3}")
_SIZE = re.compile(r"[1-9]\d{0,12}(?:Ki|Mi|Gi|Ti|Pi|Ei)")
_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_CONFIG_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_URL_PATH = re.compile(r"/[A-Za-z0-9._~/-]{0,200}")
_FILE_PATH = re.compile(r"/(?:[A-Za-z0-9_.@+-]+/?){0,24}", re.ASCII)
_GLOB_PATH = re.compile(r"/[A-Za-z0-9_.*@+/-]{1,200}")
_UPSTREAM = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?:\d{1,5}")
_MOST_TEXT = 400


def check(field: str, value: Any) -> None:
    """Refuse a value that does not fit its field.

    Raises:
        InvalidParameter: the field is unknown, or the value has another form.
    """
    if field not in _CHECKS:
        raise InvalidParameter(f"There is no field {field[:40]!r}.", param=field[:40])
    if value is not None and not _CHECKS[field](value):
        raise InvalidParameter(f"{field}: {str(value)[:80]!r} cannot be used there.", param=field)


def fits(field: str, value: Any) -> bool:
    """Whether `check` would take it."""
    return field in _CHECKS and (value is None or _CHECKS[field](value))


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _integer(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _one_of(*allowed: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in allowed


def _each(check_one: Callable[[Any], bool], most: int = 40) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, tuple | list) and len(value) <= most and all(map(check_one, value))


def _text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MOST_TEXT and value.isprintable()


def _pairs(name: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, Mapping)
        and len(value) <= 60
        and all(
            isinstance(key, str)
            and name.fullmatch(key)
            and isinstance(each, str)
            and len(each) <= _MOST_TEXT
            and each.isprintable()
            for key, each in value.items()
        )
    )


def _labels(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(key, str) and isinstance(each, str) and is_label(key, each) for key, each in value.items()
    )


def _share(value: Any) -> bool:
    return _integer(0, 100_000)(value) or (isinstance(value, str) and re.fullmatch(r"(?:100|\d{1,2})%", value) is not None)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


_name = _matches(_DNS_LABEL)
_dns = _matches(_DNS_NAME)
_port = _integer(1, 65_535)
_path = _matches(_URL_PATH)
_version = _matches(re.compile(r"\d{1,4}(?:\.\d{1,4}){0,3}(?:-[a-z0-9.]{1,20})?"))
_word = _matches(re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}"))
_duration = _matches(re.compile(r"\d{1,6}[smhdw]"))
_metric = _matches(re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]{0,200}"))


_cidr = _matches(re.compile(r"(?:\d{1,3}\.){3}\d{1,3}/\d{1,2}"))


def _is_file_path(value: Any) -> bool:
    return (
        isinstance(value, str)
        and len(value) <= 200
        and _FILE_PATH.fullmatch(value) is not None
        and ".." not in value.split("/")
    )


def _is_relative(value: Any) -> bool:
    return (
        isinstance(value, str)
        and re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,150}", value, re.ASCII) is not None
        and ".." not in value.split("/")
    )


def _is_glob(value: Any) -> bool:
    return isinstance(value, str) and _GLOB_PATH.fullmatch(value) is not None and ".." not in value.split("/")


_CHECKS: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("name", "namespace", "target", "storage_class", "ingress_class"), _name),
    **dict.fromkeys(("service_account", "tls_secret", "issuer", "from_secret", "from_config"), _dns),
    **dict.fromkeys(("port", "service_port", "listen"), _port),
    "node_port": _integer(30_000, 32_767),
    "ports": _each(_port),
    "protocol": _one_of("TCP", "UDP"),
    "service_type": _one_of("ClusterIP", "NodePort", "LoadBalancer"),
    **dict.fromkeys(("headless", "tls", "websocket", "spa", "redirect", "deny_all", "allow_dns", "deny_egress"), _flag),
    "image": lambda value: isinstance(value, str) and is_image(value),
    "replicas": _integer(0, 10_000),
    **dict.fromkeys(("min_replicas", "max_replicas", "parallelism", "completions", "quota_pods"), _integer(0, 100_000)),
    **dict.fromkeys(("cpu_target", "memory_target"), _integer(1, 1000)),
    **dict.fromkeys(("max_unavailable", "min_available"), _share),
    "retries": _integer(0, 1000),
    "rotations": _integer(0, 3650),
    **dict.fromkeys(("requests_per_second", "requests_per_minute", "burst"), _integer(1, 1_000_000)),
    **dict.fromkeys(("cpu_request", "cpu_limit"), _matches(_CPU)),
    **dict.fromkeys(("memory_request", "memory_limit", "storage"), _matches(_SIZE)),
    "access_mode": _one_of("ReadWriteOnce", "ReadWriteMany", "ReadOnlyMany", "ReadWriteOncePod"),
    "labels": _labels,
    "from_labels": _labels,
    "env": _pairs(_ENV_NAME),
    "secret_env": _each(_matches(_ENV_NAME), 60),
    "keys": _pairs(_CONFIG_KEY),
    "key_names": _each(_matches(_CONFIG_KEY), 60),
    "hosts": _each(lambda value: isinstance(value, str) and is_host(value)),
    **dict.fromkeys(("path", "health_path", "liveness_path", "readiness_path"), _path),
    **dict.fromkeys(
        ("mount_path", "workdir", "root", "certificate", "certificate_key", "nfs_path", "host_path"), _is_file_path
    ),
    "identity_file": _matches(re.compile(r"~?/[A-Za-z0-9_./-]{1,200}")),
    "files": _each(_is_glob),
    "schedule": lambda value: isinstance(value, str) and schedules.parse(value) is not None,
    "timezone": _matches(re.compile(r"[A-Z][A-Za-z]{1,20}/[A-Za-z_]{2,30}(?:/[A-Za-z_]{2,30})?")),
    "command": _text,
    "user": _matches(re.compile(r"[a-z_][a-z0-9_-]{0,31}")),
    "restart": _one_of("always", "on-failure", "no", "unless-stopped"),
    "verbs": _each(_one_of(*access.WRITE, "deletecollection", "scale")),
    "resources": _each(_one_of(*(name for names in access.GROUPS.values() for name in names))),
    "subject_namespace": _name,
    "subject_kind": _one_of("User", "Group", "ServiceAccount"),
    "subject": _matches(re.compile(r"[A-Za-z0-9][\w.@:-]{0,100}", re.ASCII)),
    "stack": _one_of("python", "node", "go", "java", "rust", "php", "ruby", "dotnet", "static"),
    **dict.fromkeys(("framework", "tool"), _word),
    "version": _version,
    "versions": _each(_version, 12),
    "services": _each(lambda value: isinstance(value, str) and is_image(value)),
    "own_services": _each(_name),
    "upstreams": _each(
        lambda value: (
            isinstance(value, str) and _UPSTREAM.fullmatch(value) is not None and 0 < int(value.rpartition(":")[2]) < 65_536
        )
    ),
    "nfs_server": _matches(re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")),
    "restart_delay": _integer(0, 86_400),
    "selector": _labels,
    "balancing": _one_of("round_robin", "least_conn", "ip_hash"),
    "provider": _one_of(*cloud.RESOURCES),
    "cloud_resources": _each(_one_of(*(name for each in cloud.RESOURCES.values() for name, _ in each))),
    "region": _matches(re.compile(r"[a-z][a-z0-9-]{2,40}")),
    "instance_type": _matches(re.compile(r"[a-z][a-z0-9.-]{2,40}")),
    "cidr": _matches(re.compile(r"(?:\d{1,3}\.){3}\d{1,3}/\d{1,2}")),
    "cidrs": _each(_matches(re.compile(r"(?:\d{1,3}\.){3}\d{1,3}/\d{1,2}"))),
    "bucket": _word,
    "topic": _word,
    **dict.fromkeys(("metric", "record"), _metric),
    "expression": _text,
    "operator": _one_of("<", "<=", ">", ">="),
    "threshold": _matches(re.compile(r"\d{1,9}(?:\.\d{1,4})?")),
    "unit": _one_of("", "%", "ms", "s", "m", "h", "d", "w", "Gi", "Mi"),
    "for_duration": _duration,
    "severity": _one_of("critical", "warning", "info", "page"),
    "scrape_job": _word,
    "team": _word,
    "steps": _each(_one_of("test", "lint", "build", "push", "deploy"), 5),
    "branch": _matches(re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_/-]|\.(?!\.)){0,80}")),
    "registry": lambda value: isinstance(value, str) and is_host(value.partition("/")[0]) and is_image(value + "/x"),
    "frequency": _one_of("daily", "weekly", "monthly", "hourly"),
    "size": _matches(re.compile(r"\d{1,6}[kMG]")),
    "ssh_hosts": _each(_word),
    **dict.fromkeys(("play_hosts", "unit_name", "database", "chart", "image_tag"), _word),
    "packages": _each(_matches(re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}")), 12),
    **dict.fromkeys(("source_file", "key_file"), _is_relative),
    **dict.fromkeys(("destination", "directory"), _is_file_path),
    **dict.fromkeys(("new_user", "user_group"), _matches(re.compile(r"[a-z_][a-z0-9_-]{0,31}"))),
    "routes": _each(
        lambda value: (
            isinstance(value, tuple)
            and len(value) == 3
            and _path(value[0])
            and _name(value[1])
            and _integer(0, 65_535)(value[2])
        ),
        20,
    ),
    "host_paths": _each(_is_file_path, 8),
    "env_file": _is_file_path,
    "entry": _matches(re.compile(r"[A-Za-z_][\w.]{0,80}:[A-Za-z_]\w{0,60}(?:\(\))?")),
    "base": _matches(re.compile(r"(?:\.\./){0,3}[A-Za-z0-9_][A-Za-z0-9_./-]{0,80}")),
    **dict.fromkeys(("gzip", "no_redirects", "manual", "on_pull_request", "on_push", "every_push", "silent"), _flag),
    "cache_days": _integer(1, 3650),
    **dict.fromkeys(("window", "rate_window"), _duration),
    "by": _each(_matches(re.compile(r"[a-z_][a-z0-9_]{0,40}")), 4),
    "tag_filter": _matches(re.compile(r"[A-Za-z0-9*][A-Za-z0-9*._/-]{0,60}")),
    "runs": _each(_text, 8),
    "output": _is_file_path,
    "postrotate": _text,
    "terraform_stages": _each(_one_of("fmt", "validate", "plan", "apply"), 4),
    "openings": _each(lambda value: isinstance(value, tuple) and len(value) == 2 and _port(value[0]) and _cidr(value[1]), 20),
    "backend": _one_of("s3", "gcs", "azurerm"),
    **dict.fromkeys(("state_bucket", "lock_table"), _word),
    "state_key": _is_relative,
    "s3_access": _one_of("read", "write"),
    "trusted": _one_of("lambda", "ec2", "ecs", "codebuild", "eks"),
    "context": _matches(re.compile(r"\.(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,60}){0,5}")),
    "published": _pairs(re.compile(r"[a-z][a-z0-9-]{0,60}")),
    "serial": _integer(1, 1000),
    "chores": _each(_one_of("upgrade", "reboot", "docker", "sudo", "template", "firewall")),
    "remote": _matches(re.compile(r"[a-z_][a-z0-9_-]{0,31}@[A-Za-z0-9.-]{1,100}:/[A-Za-z0-9_./-]{0,120}")),
    "fastcgi": _is_file_path,
    "auth_secret": _dns,
    "target_kind": _one_of("Deployment", "StatefulSet"),
    "purpose": _one_of("probe", "rsync", "wait", "retry", "options", "disk", "images", "dump", "cleanup", "backup"),
    "pattern": _matches(re.compile(r"[\w.*-]{1,80}", re.ASCII)),
    **dict.fromkeys(("age_days", "kept", "tries"), _integer(1, 10_000)),
    "limit_s": _integer(1, 1_000_000),
    "fullness": _integer(1, 100),
    "url": _matches(re.compile(r"https?://[A-Za-z0-9.-]{1,100}(?::\d{1,5})?(?:/[A-Za-z0-9._~/?=&%-]{0,150})?")),
    "remote_host": lambda value: isinstance(value, str) and is_host(value),
    "mail": _matches(re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,120}")),
    "options": _pairs(re.compile(r"[a-zA-Z]")),
    "engine": _one_of("postgres", "mysql", "mongo"),
    "s3": _matches(re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9_-][A-Za-z0-9_./-]{0,100})?")),
    "make_targets": _each(_matches(re.compile(r"[a-z][a-z0-9-]{0,30}")), 12),
    "interval": _duration,
    "metrics_path": _path,
    "discovery": _one_of("pods", "services", "nodes"),
    **dict.fromkeys(
        ("host_name", "jump"),
        _matches(re.compile(r"(?:[a-z_][a-z0-9_-]{0,31}@)?[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,250}[A-Za-z0-9])?")),
    ),
    "from_apps": _each(_name),
    "from_namespaces": _each(_name),
    "allow_to": _each(_name),
    "files_listed": _each(_matches(re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,100}"))),
}
