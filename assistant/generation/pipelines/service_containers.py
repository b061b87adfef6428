"""Databases and brokers that stand beside the tests of a pipeline."""

from __future__ import annotations

from typing import Any

from assistant.generation import well_known
from assistant.generation.parameters import Parameters

_PASSWORD = "test"  # noqa: S105  # it opens what lives as long as one job
_SETTINGS = {
    "postgres": {"POSTGRES_PASSWORD": _PASSWORD},
    "mysql": {"MYSQL_ROOT_PASSWORD": _PASSWORD},
    "mariadb": {"MARIADB_ROOT_PASSWORD": _PASSWORD},
    "elasticsearch": {"discovery.type": "single-node", "xpack.security.enabled": "false"},
}
_DATABASES = {"postgres": "POSTGRES_DB", "mysql": "MYSQL_DATABASE", "mariadb": "MARIADB_DATABASE"}
_URLS = {
    "postgres": ("DATABASE_URL", "postgresql://postgres:test@{host}:5432/{database}"),
    "mysql": ("DATABASE_URL", "mysql://root:test@{host}:3306/{database}"),
    "mariadb": ("DATABASE_URL", "mysql://root:test@{host}:3306/{database}"),
    "redis": ("REDIS_URL", "redis://{host}:6379/0"),
    "valkey": ("REDIS_URL", "redis://{host}:6379/0"),
    "mongo": ("MONGO_URL", "mongodb://{host}:27017/{database}"),
    "rabbitmq": ("AMQP_URL", "amqp://guest:guest@{host}:5672/"),
    "elasticsearch": ("ELASTICSEARCH_URL", "http://{host}:9200"),
}


def names(p: Parameters) -> list[tuple[str, str]]:
    """Name and image of each."""
    return [(image.partition(":")[0].rpartition("/")[2], image) for image in p["beside"] or ()]


def settings(p: Parameters, name: str) -> dict[str, str]:
    """Its environment: a password that is none, and the database."""
    found = dict(_SETTINGS.get(name, {}))
    if name in _DATABASES:
        found[_DATABASES[name]] = p["database"] or "test"
    return found


def addresses(p: Parameters, host: str | None) -> dict[str, str] | None:
    """The variables by which the tests find them; at their own names where there is no common host."""
    found = {}
    for name, _ in names(p):
        if name in _URLS:
            variable, url = _URLS[name]
            found[variable] = url.format(host=host or name, database=p["database"] or "test")
    return found or None


def github(p: Parameters, *, inside: bool) -> dict[str, Any]:
    """`services` of a job on GitHub, waited for where they can tell that they are ready.

    Args:
        p: the values.
        inside: whether the job itself runs in a container, where the services have names instead of ports.
    """
    found: dict[str, Any] = {}
    for name, image in names(p):
        known = well_known.lookup(name)
        health = " ".join(known.health) if known and known.health else ""
        options = f'--health-cmd "{health}" --health-interval 5s --health-timeout 5s --health-retries 10' if health else None
        ports = [f"{known.port}:{known.port}"] if known and known.port and not inside else None
        found[name] = {"image": image, "env": settings(p, name) or None, "ports": ports, "options": options}
    return found
