"""What a value must look like before it is put into a file, whoever gave it."""

from __future__ import annotations

import ipaddress
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


def _upstream(value: Any) -> bool:
    return isinstance(value, str) and _UPSTREAM.fullmatch(value) is not None and 0 < int(value.rpartition(":")[2]) < 65_536


def _network(value: Any) -> bool:
    try:
        ipaddress.ip_network(value, strict=False)
    except (ValueError, TypeError):
        return False
    return isinstance(value, str)


_RECEIVERS = ("slack", "pagerduty", "opsgenie", "email", "teams", "webhook")
_mail = _matches(re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,120}"))
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


def _tuple(*checks: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, tuple)
        and len(value) == len(checks)
        and all(check_one(each) for check_one, each in zip(checks, value, strict=True))
    )


def _or_empty(check_one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value == "" or check_one(value)


_label_key = _matches(
    re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")
)
_label_value = _matches(re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"))
_source_kind = _one_of("secret", "config")

_OF_PODS: dict[str, Callable[[Any], bool]] = {
    "env_sources": _each(_tuple(_source_kind, _dns), 8),
    "env_references": _each(_tuple(_matches(_ENV_NAME), _source_kind, _dns, _matches(_CONFIG_KEY)), 20),
    "mounts": _each(
        _tuple(
            _one_of("claim", "config", "secret", "empty"), _or_empty(_dns), _is_file_path, lambda value: isinstance(value, bool)
        ),
        10,
    ),
    "init": _tuple(_or_empty(lambda value: isinstance(value, str) and is_image(value)), _or_empty(_text)),
    "sidecars": _each(_tuple(_or_empty(_name), lambda value: isinstance(value, str) and is_image(value)), 4),
    "node_labels": _labels,
    "tolerations": _each(
        _tuple(
            _or_empty(_label_key), _or_empty(_label_value), _or_empty(_one_of("NoSchedule", "PreferNoSchedule", "NoExecute"))
        ),
        8,
    ),
    "spread": _one_of("node", "zone"),
    **dict.fromkeys(("host_network", "portless", "writable_root", "read_only_root"), _flag),
    **dict.fromkeys(("priority_class", "pull_secret"), _dns),
    **dict.fromkeys(("user_id", "group_id"), _integer(1, 2_147_483_647)),
    **dict.fromkeys(("grace_s", "probe_delay_s", "ttl_s"), _integer(0, 31_536_000)),
    **dict.fromkeys(("probe_period_s", "probe_failures", "deadline_s"), _integer(1, 31_536_000)),
    "probe_delayed": _or_empty(_one_of("liveness", "readiness")),
    "startup_path": _path,
    "named_ports": _each(
        _tuple(
            _matches(re.compile(r"[a-z][a-z0-9-]{0,14}")),
            _port,
            _port,
            lambda value: value == 0 or _integer(30_000, 32_767)(value),
        ),
        10,
    ),
    "external_name": lambda value: isinstance(value, str) and is_host(value),
    "strategy": _one_of("Recreate"),
    **dict.fromkeys(("max_surge", "down_at_once"), _share),
    "concurrency": _one_of("Forbid", "Allow", "Replace"),
    **dict.fromkeys(("kept_successful", "kept_failed"), _integer(0, 1000)),
    "job_restart": _one_of("Never", "OnFailure"),
    "arguments": _text,
}

_URL = re.compile(r"(?:https?|ssh)://[A-Za-z0-9._~:@/-]{3,200}|git@[A-Za-z0-9.-]{1,100}:[A-Za-z0-9._/-]{1,150}")
_command_line = _matches(re.compile(r"[^\x00-\x1f`]{1,300}"))
_OF_OPERATORS: dict[str, Callable[[Any], bool]] = {
    "of_namespace": _name,
    "release": _name,
    "port_name": _name,
    "repository": _matches(_URL),
    "source_path": lambda value: value == "." or _is_relative(value),
    "revision": _matches(re.compile(r"[A-Za-z0-9*](?:[A-Za-z0-9*_/-]|\.(?!\.)){0,80}")),
    "value_files": _each(lambda value: _is_relative(value.removeprefix("./")), 5),
    "project": _name,
    "server": _matches(re.compile(r"https://[A-Za-z0-9.-]{1,200}(?::\d{1,5})?")),
    **dict.fromkeys(("automated", "prune", "self_heal", "create_namespace", "self_signed", "one_namespace"), _flag),
    "acme": _one_of("production", "staging"),
    "dns_provider": _one_of("route53", "cloudflare", "cloudDNS"),
}
_OF_PIPELINES: dict[str, Callable[[Any], bool]] = {
    "stages": _each(_tuple(_matches(re.compile(r"[a-z][a-z0-9 _-]{0,30}")), _or_empty(_command_line)), 10),
    "agent_image": lambda value: isinstance(value, str) and is_image(value),
    "agent_label": _word,
    "image_name": lambda value: isinstance(value, str) and is_image(value),
    "credentials": _word,
    "deploy_command": _command_line,
    **dict.fromkeys(("ships", "deploys", "approved", "grouped"), _flag),
    "machines": _each(_matches(re.compile(r"(?:ubuntu|macos|windows)-[a-z0-9.]{2,10}")), 4),
    "beside": _each(lambda value: isinstance(value, str) and is_image(value), 5),
    "working_directory": _is_relative,
    "kept_paths": _each(_matches(re.compile(r"[A-Za-z0-9_.*][A-Za-z0-9_.*/-]{0,150}")), 5),
    "kept_for": _matches(re.compile(r"\d{1,4} (?:hour|day|week|month)s?")),
    "job_image": lambda value: isinstance(value, str) and is_image(value),
    "environment": _word,
    "deployments": _each(_tuple(_word, _or_empty(_matches(re.compile(r"[A-Za-z0-9][A-Za-z0-9_*/-]{0,80}"))), _flag), 4),
    "builds": _flag,
    **dict.fromkeys(("archived", "reports"), _matches(re.compile(r"[A-Za-z0-9_.*/, -]{1,150}"))),
    "minutes": _integer(1, 10_000),
    "ecosystems": _each(_tuple(_matches(re.compile(r"[a-z-]{2,20}")), _one_of("daily", "weekly", "monthly", "quarterly")), 16),
    "open_limit": _integer(0, 100),
    "update_day": _one_of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "update_directory": _is_file_path,
    "hooks": _each(_matches(re.compile(r"[a-z0-9-]{2,40}")), 20),
}
_compose_place = _matches(
    re.compile(
        r"(?:\.{1,2}/[A-Za-z0-9_./-]{0,150}|/[A-Za-z0-9_./-]{1,150}|[a-z][a-z0-9_-]{0,60}):/[A-Za-z0-9_./-]{1,150}(?::(?:ro|rw))?"
    )
)
_attribute = _tuple(_word, _one_of("S", "N", "B"))
_OF_CLOUDS: dict[str, Callable[[Any], bool]] = {
    "resource_names": _each(_tuple(_word, _word), 12),
    "role_bucket": _word,
    "disk_gb": _integer(1, 65_536),
    "disk_type": _one_of("gp2", "gp3", "io1", "io2", "st1", "sc1"),
    "sse": _one_of("aws:kms", "AES256"),
    **dict.fromkeys(("public_subnets", "private_subnets"), _integer(1, 6)),
    **dict.fromkeys(("nat", "internet", "multi_az", "db_public", "fifo"), _flag),
    "db_engine": _one_of("postgres", "mysql", "mariadb"),
    "db_version": _version,
    "db_name": _matches(re.compile(r"[a-z]\w{0,62}", re.ASCII)),
    "backup_days": _integer(0, 35),
    "dead_letters": _word,
    "receives": _integer(1, 1000),
    "visibility_s": _integer(0, 43_200),
    **dict.fromkeys(("hash_key", "range_key"), _attribute),
    **dict.fromkeys(("ttl_attribute", "handler"), _word),
    "runtime": _matches(re.compile(r"[a-z]+\d[\w.]{0,10}", re.ASCII)),
    "function_mb": _integer(128, 10_240),
    "timeout_s": _integer(1, 900),
}
_OF_SERVICES: dict[str, Callable[[Any], bool]] = {
    "ports": _each(_matches(re.compile(r"(?:127\.0\.0\.1:)?\d{2,5}:\d{2,5}")), 8),
    "mounts": _each(_compose_place, 8),
    "volume": _compose_place,
    "env_file": _matches(re.compile(r"[A-Za-z0-9_./-]{1,100}")),
    "mem_limit": _matches(re.compile(r"\d{1,5}[mg]")),
    "cpus": _matches(re.compile(r"\d(?:\.\d{1,2})?")),
    **dict.fromkeys(("check", "command"), _text),
    "check_path": _path,
    "check_interval": _duration,
    "check_retries": _integer(1, 1000),
    "build": _matches(re.compile(r"\.(?:/[A-Za-z0-9_-]{1,60}){0,6}")),
    "image": lambda value: isinstance(value, str) and is_image(value),
    **dict.fromkeys(("database", "db_user"), _word),
    "env": lambda value: isinstance(value, tuple) and _pairs(_ENV_NAME)(dict(value)),
    "after": _each(_word, 8),
    "host": lambda value: isinstance(value, str) and is_host(value),
}


def _service_options(value: Any) -> bool:
    return isinstance(value, tuple) and all(name in _OF_SERVICES and _OF_SERVICES[name](each) for name, each in value)


_OF_IMAGES: dict[str, Callable[[Any], bool]] = {
    "variant": _one_of("alpine", "bookworm", "bullseye", "trixie", "slim"),
    "final_image": lambda value: value in {"scratch", "distroless"} or (isinstance(value, str) and is_image(value)),
    "os_packages": _each(_matches(re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}")), 12),
    "extensions": _each(_matches(re.compile(r"[a-z][a-z_]{1,30}")), 12),
    "main_package": _matches(re.compile(r"\./[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+){0,6}")),
    "output_dir": _matches(re.compile(r"\.?[A-Za-z_][A-Za-z0-9_-]{0,40}(?:/[A-Za-z0-9_-]{1,40}){0,4}")),
    "health_interval_s": _integer(1, 86_400),
    "workers": _integer(1, 256),
    "docroot": _is_relative,
    "project_file": _is_relative,
    "binary": _matches(re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,80}")),
    "served_by": _one_of("uvicorn", "gunicorn"),
    "bundler": _one_of("vite"),
    "service_options": _each(_tuple(_name, _service_options), 16),
    "compose_networks": _each(_name, 4),
}
_OF_HOSTS: dict[str, Callable[[Any], bool]] = {
    "mode": _one_of("http", "tcp"),
    "locations": _each(_tuple(_path, _upstream, _flag), 12),
    "redirect_from": _each(lambda value: isinstance(value, str) and is_host(value), 10),
    "redirect_status": _integer(301, 308),
    "password_file": _is_file_path,
    **dict.fromkeys(("protected_path", "limited_path"), _path),
    **dict.fromkeys(("allowed_networks", "denied_networks"), _each(_network, 12)),
    "standby": _each(_upstream, 8),
    "weights": _each(_tuple(_upstream, _integer(1, 1000)), 20),
    "proxy_timeout": _matches(re.compile(r"\d{1,5}[smh]")),
    "servers": _each(
        _tuple(_word, _matches(re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::\d{1,5})?")), _flag), 20
    ),
    **dict.fromkeys(("server_port", "stats_port"), _port),
    "stats_path": _path,
    **dict.fromkeys(("sticky", "sudo", "upgrade", "as_yaml", "python"), _flag),
    "redirect_to": _matches(re.compile(r"https?://[A-Za-z0-9.-]{1,200}(?::\d{1,5})?")),
    "machine": _name,
    "groups": _each(_matches(re.compile(r"[a-z_][a-z0-9_-]{0,31}")), 8),
    "public_key": _matches(re.compile(r"[a-z0-9-]{5,30} [A-Za-z0-9+/=]{8,600}(?: [\w.@-]{1,100})?", re.ASCII)),
    "first_commands": _each(_command_line, 20),
    "files_written": _each(_is_file_path, 8),
    "inventory": _each(
        _tuple(
            _matches(re.compile(r"[a-z_][\w-]{0,40}", re.ASCII)),
            _word,
            _or_empty(_matches(re.compile(r"[\w.:-]{1,200}", re.ASCII))),
        ),
        80,
    ),
    "private_key": _matches(re.compile(r"~?/[A-Za-z0-9_./-]{1,200}")),
    "after": _each(_matches(re.compile(r"[a-z][A-Za-z0-9_@-]{1,60}\.(?:service|target|socket|mount|path)")), 8),
    **dict.fromkeys(("random_s", "boot_s"), _integer(0, 2_592_000)),
    "stop_s": _integer(1, 86_400),
    "writable_paths": _each(_is_file_path, 8),
    "activates": _matches(re.compile(r"[A-Za-z][A-Za-z0-9_@-]{1,80}")),
    "unit_type": _one_of("simple", "exec", "notify", "forking", "oneshot"),
    "open_files": _integer(64, 10_000_000),
    "no_catch_up": _flag,
    "jail": _matches(re.compile(r"[a-z][a-z0-9-]{1,40}")),
    "ban": _matches(re.compile(r"\d{1,6}[smhdw]|-1")),
}
_OF_WATCHING: dict[str, Callable[[Any], bool]] = {
    "receivers": _each(_one_of(*_RECEIVERS), 8),
    "receiver": _one_of(*_RECEIVERS),
    "severity_routes": _each(_tuple(_matches(re.compile(r"[a-z]{2,20}")), _one_of(*_RECEIVERS)), 8),
    "slack_channel": _matches(re.compile(r"#[A-Za-z][\w-]{0,60}", re.ASCII)),
    "mails": _each(_mail, 8),
    "mail_from": _mail,
    "smarthost": _matches(re.compile(r"[a-z0-9][a-z0-9.-]{0,200}:\d{1,5}")),
    "group_by": _each(_matches(re.compile(r"[a-z_][a-z0-9_]{0,40}")), 8),
    **dict.fromkeys(("group_wait", "group_interval", "repeat_interval"), _duration),
    "inhibit": _flag,
    "log_job": _word,
    "created": _matches(re.compile(r"0[0-7]{3}(?: [a-z_][\w-]{0,31} [a-z_][\w-]{0,31})?", re.ASCII)),
    **dict.fromkeys(("by_size", "copied", "uncompressed", "compressed_at_once"), _flag),
    "stacks": _each(_matches(re.compile(r"[a-z]{2,12}")), 8),
    "mount_points": _each(_is_file_path, 8),
    "webhook": _one_of("slack", "teams", "discord", "other"),
    "recipes": _each(_tuple(_matches(re.compile(r"[a-z][a-z0-9-]{0,30}")), _command_line), 12),
    "quantile": _matches(re.compile(r"0\.\d{1,4}")),
    "rules": _each(lambda value: isinstance(value, tuple) and all(fits(name, each) for name, each in value), 8),
    "probed": _each(_matches(re.compile(r"https?://[A-Za-z0-9.-]{1,200}(?::\d{1,5})?(?:/[A-Za-z0-9._/-]{0,150})?")), 20),
    "probe_module": _word,
    "prober": _upstream,
    "scrape_jobs": _each(_tuple(_word, _each(_upstream, 40), _or_empty(_path), _or_empty(_duration)), 12),
    "body_size": _matches(re.compile(r"\d{1,5}[kmg]")),
    "rewrite_to": _matches(re.compile(r"/[A-Za-z0-9$_./-]{0,60}")),
}

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
    "upstreams": _each(_upstream),
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
    "mail": _mail,
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
    **_OF_PODS,
    **_OF_OPERATORS,
    **_OF_PIPELINES,
    **_OF_CLOUDS,
    **_OF_HOSTS,
    **_OF_IMAGES,
    **_OF_WATCHING,
    "files_listed": _each(_matches(re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,100}"))),
}
