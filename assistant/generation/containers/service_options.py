"""What a request says of single services, put over what they have by themselves."""

from __future__ import annotations

from typing import Any

from assistant.generation.parameters import Parameters
from assistant.generation.reading.environment import words_of

_DATABASES = {"postgres": "POSTGRES_DB", "mysql": "MYSQL_DATABASE", "mariadb": "MARIADB_DATABASE"}
_USERS = {"postgres": "POSTGRES_USER", "mysql": "MYSQL_USER", "mariadb": "MARIADB_USER"}
_FRONT = "traefik"


def apply(p: Parameters, services: dict[str, dict[str, Any]], volumes: dict[str, Any]) -> None:
    """Change services and volumes to what the request says of each."""
    for name, pairs in p["service_options"] or ():
        if name in services:
            _apply(name, dict(pairs), services, volumes)
    if _FRONT in services:
        _routed(p, services)


def _apply(name: str, options: dict[str, Any], services: dict[str, dict[str, Any]], volumes: dict[str, Any]) -> None:  # noqa: C901  # one clause a field
    service = services[name]
    for option in ("env_file", "mem_limit", "cpus", "command"):
        if option in options:
            service[option] = options[option]
    if "image" in options:
        service |= {"image": options["image"], "build": None}
    elif "build" in options and not service.get("image"):
        service["build"] = options["build"]
    if "ports" in options:
        service["ports"] = list(options["ports"]) or None
    if "volume" in options:
        volume, _, place = options["volume"].partition(":")
        mounted = [each for each in service.get("volumes") or [] if not each.endswith(f":{place}")]
        service["volumes"] = [f"{volume}:{place}", *mounted]
        volumes[volume] = {}
        if volume != f"{name}-data" and not any(each.startswith(f"{name}-data:") for each in mounted):
            volumes.pop(f"{name}-data", None)
    if "mounts" in options:
        taken = {each.split(":")[1] for each in options["mounts"]}
        others = [each for each in service.get("volumes") or [] if each.split(":")[1] not in taken]
        service["volumes"] = [*others, *options["mounts"]]
    _apply_environment(name, options, service, services)
    _apply_check(options, service)
    for other in options.get("after", ()):
        if other in services and other != name:
            condition = "service_healthy" if services[other].get("healthcheck") else "service_started"
            service["depends_on"] = {**(service.get("depends_on") or {}), other: {"condition": condition}}


def _apply_environment(
    name: str, options: dict[str, Any], service: dict[str, Any], services: dict[str, dict[str, Any]]
) -> None:
    environment = dict(service.get("environment") or {})
    given = {key: value.replace("$", "$$") for key, value in options.get("env", ())}
    for key, value in given.items():  # what one service is told, the others are not
        for other in services.values():
            if other is not service and other.get("build") and (other.get("environment") or {}).get(key) == value:
                del other["environment"][key]
    environment |= given
    if "database" in options:
        environment[_DATABASES[name]] = options["database"]
        _renamed(services, name, options["database"])
    if "db_user" in options and options["db_user"] != "root":
        environment[_USERS[name]] = options["db_user"]
        if name != "postgres":
            environment[f"{name.upper()}_PASSWORD"] = f"${{{name.upper()}_PASSWORD:?}}"
    service["environment"] = environment or None


def _renamed(services: dict[str, dict[str, Any]], host: str, database: str) -> None:
    """Addresses of a database name the database that it has."""
    for service in services.values():
        environment = service.get("environment") or {}
        url = environment.get("DATABASE_URL", "")
        if f"@{host}:" in url:
            environment["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{database}"


def _apply_check(options: dict[str, Any], service: dict[str, Any]) -> None:
    check = dict(service.get("healthcheck") or {})
    if "check" in options:
        check["test"] = ["CMD", *words_of(options["check"])]
    elif "check_path" in options and not check:
        port = ((service.get("ports") or ["8080"])[0]).rpartition(":")[2]
        check["test"] = ["CMD-SHELL", f"wget -q -O /dev/null http://127.0.0.1:{port}{options['check_path']} || exit 1"]
    if not check.get("test"):
        return
    check["interval"] = options.get("check_interval", check.get("interval", "10s"))
    check.setdefault("timeout", "5s")
    check["retries"] = options.get("check_retries", check.get("retries", 5))
    service["healthcheck"] = check


def _routed(p: Parameters, services: dict[str, dict[str, Any]]) -> None:
    """Traefik finds the others by their labels."""
    front = services[_FRONT]
    front["command"] = [
        "--providers.docker=true",
        "--providers.docker.exposedbydefault=false",
        "--entrypoints.web.address=:80",
    ]
    front["volumes"] = ["/var/run/docker.sock:/var/run/docker.sock:ro"]
    hosts = list(p["hosts"] or ())
    options = {name: dict(pairs) for name, pairs in p["service_options"] or ()}
    behind = [
        name
        for name, service in services.items()
        if name != _FRONT and (service.get("build") or name in {"whoami", "nginx", "wordpress", "grafana", "httpd"})
    ]
    for at, name in enumerate(behind):
        host = options.get(name, {}).get("host") or (hosts[at] if at < len(hosts) else f"{name}.localhost")
        services[name]["labels"] = [
            "traefik.enable=true",
            f"traefik.http.routers.{name}.rule=Host(`{host}`)",
            f"traefik.http.routers.{name}.entrypoints=web",
        ]
        services[name]["ports"] = None
