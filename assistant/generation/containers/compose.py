"""Compose files: what is built here, and the well-known services beside it."""

from __future__ import annotations

from typing import Any

from assistant.generation import well_known, yaml_writer
from assistant.generation.containers import service_options
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.reading.names import slug
from assistant.generation.well_known import WellKnown

_URLS = {
    "postgres": ("DATABASE_URL", "postgresql://postgres:${POSTGRES_PASSWORD:?}@postgres:5432/postgres"),
    "mysql": ("DATABASE_URL", "mysql://root:${MYSQL_ROOT_PASSWORD:?}@mysql:3306/mysql"),
    "mariadb": ("DATABASE_URL", "mysql://root:${MARIADB_ROOT_PASSWORD:?}@mariadb:3306/mysql"),
    "mongo": ("MONGO_URL", "mongodb://root:${MONGO_INITDB_ROOT_PASSWORD:?}@mongo:27017/"),
    "redis": ("REDIS_URL", "redis://redis:6379/0"),
    "valkey": ("REDIS_URL", "redis://valkey:6379/0"),
    "rabbitmq": ("AMQP_URL", "amqp://app:${RABBITMQ_DEFAULT_PASS:?}@rabbitmq:5672/"),
    "memcached": ("MEMCACHED_HOST", "memcached:11211"),
    "kafka": ("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"),
    "elasticsearch": ("ELASTICSEARCH_URL", "http://elasticsearch:9200"),
}
_FRONTS = {
    "nginx",
    "httpd",
    "caddy",
    "traefik",
    "haproxy",
    "wordpress",
    "adminer",
    "keycloak",
    "grafana",
    "prometheus",
    "nextcloud",
    "gitea",
    "jenkins",
    "sonarqube",
    "nexus",
    "server",
    "n8n",
    "metabase",
    "ghost",
    "uptime-kuma",
    "phpmyadmin",
    "pgadmin4",
    "mongo-express",
    "kibana",
}


def compose(p: Parameters) -> Draft:
    """A compose.yaml, and an example of the .env that it needs."""
    known = {slug(_repository(image)): image for image in p["services"] or ()}
    names = [name for name in p["own_services"] or () if name not in known]
    own = p["image"] if p["image"] and slug(_repository(p["image"])) not in known else None
    if own and not names:
        names = [slug(_repository(own)) or "app"]
    services: dict[str, Any] = {}
    for index, name in enumerate(names):
        services[name] = _own(p, name, list(known), image=own if index == 0 else None, first=index == 0, alone=len(names) == 1)
    for name, image in known.items():
        services[name] = _known(p, name, image, well_known.lookup(_repository(image)), behind=names, others=list(known))
    volumes: dict[str, Any] = {
        f"{name}-data": {} for name, image in known.items() if (each := well_known.lookup(_repository(image))) and each.data
    }
    service_options.apply(p, services, volumes)
    networks: dict[str, Any] = {name: {} for name in p["compose_networks"] or ()}
    for service in services.values():
        service["networks"] = list(networks) or None
    content = {"name": p["name"], "services": services, "networks": networks or None, "volumes": volumes or None}
    file = Block("yaml", "compose.yaml", yaml_writer.write(content))
    secrets = _secrets(p, known)
    blocks: tuple[Block, ...] = (
        (file, Block("dotenv", ".env.example", "".join(f"{name}=\n" for name in secrets))) if secrets else (file,)
    )
    if "nginx" in known and names:
        blocks += (Block("nginx", "nginx.conf", _site(names[0], p["port"] or _container_port(p))),)
    if "prometheus" in known:
        scraped = {"job_name": "prometheus", "static_configs": [{"targets": ["localhost:9090"]}]}
        content = {"global": {"scrape_interval": "30s"}, "scrape_configs": [scraped]}
        blocks += (Block("yaml", "prometheus.yml", yaml_writer.write(content)),)
    steps = (
        NextStep("docker compose config --quiet", "read-only"),
        NextStep("docker compose up --detach --wait", "changes state"),
        NextStep("docker compose ps", "read-only"),
    )
    told = [f"The .env beside it sets {', '.join(secrets)}; it is not committed."] if secrets else []
    if any("build" in each and each["build"] for each in services.values()):
        told.append(
            "Each service that is built has its Dockerfile in its directory."
            if len(names) > 1
            else f"The Dockerfile lies in {p['context']}."
            if p["context"] not in (None, ".")
            else "The Dockerfile lies beside it."
        )
    return Draft(blocks, steps, tuple(told))


def _site(name: str, port: int) -> str:
    """A server that passes everything on."""
    lines = (
        "listen 80;",
        "server_name _;",
        "location / {",
        f"    proxy_pass http://{name}:{port};",
        "    proxy_http_version 1.1;",
        "    proxy_set_header Host $host;",
        "    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "    proxy_set_header X-Forwarded-Proto $scheme;",
        "}",
    )
    return "server {\n" + "".join(f"    {line}\n" for line in lines) + "}\n"


def _repository(image: str) -> str:
    return image.partition("@")[0].rpartition("/")[2].partition(":")[0]


def _secrets(p: Parameters, known: dict[str, str]) -> list[str]:
    needed = [name for image in known.values() if (each := well_known.lookup(_repository(image))) for name in each.secrets]
    return list(dict.fromkeys([*needed, *(p["secret_env"] or ())]))


def _own(p: Parameters, name: str, known: list[str], *, image: str | None, first: bool, alone: bool) -> dict[str, Any]:
    behind_proxy = bool(_FRONTS & {"nginx", "traefik", "caddy", "haproxy"} & set(known))
    port = p["port"] or _container_port(p)
    published = int((p["published"] or {}).get(name) or p["service_port"] or port)
    urls = dict(_URLS[each] for each in known if each in _URLS)
    environment = {**urls, **(p["env"] or {}), **{key: f"${{{key}:?}}" for key in p["secret_env"] or ()}}
    return {
        "image": image,
        "build": None if image else p["context"] if p["context"] and first else "." if alone else f"./{name}",
        "restart": p["restart"],
        "ports": [f"{published}:{port}"]
        if first and not behind_proxy and name not in {"worker", "celery", "scheduler"}
        else None,
        "environment": {
            key: _literal(value, own=key not in urls and key not in (p["secret_env"] or ()))
            for key, value in environment.items()
        }
        or None,
        "healthcheck": _http_check(port, p["health_path"]) if p["health_path"] and first else None,
        "depends_on": {each: {"condition": _condition(each)} for each in known if each in _URLS} or None,
        "security_opt": ["no-new-privileges:true"],
    }


def _http_check(port: int, path: str) -> dict[str, Any]:
    test = ["CMD-SHELL", f"wget -q -O /dev/null http://127.0.0.1:{port}{path} || exit 1"]
    return {"test": test, "interval": "10s", "timeout": "5s", "retries": 5}


def _literal(value: str, *, own: bool) -> str:
    """Compose puts variables in at `$`."""
    return value.replace("$", "$$") if own else value


def _container_port(p: Parameters) -> int:
    return {"python": 8000, "node": 3000, "ruby": 3000}.get(p["stack"] or "", 8080)


def _condition(name: str) -> str:
    known = well_known.lookup(name)
    return "service_healthy" if known and known.health else "service_started"


def _known(
    p: Parameters, name: str, image: str, known: WellKnown | None, *, behind: list[str], others: list[str]
) -> dict[str, Any]:
    if known is None:
        return {"image": image, "restart": p["restart"]}
    front = name in _FRONTS
    port = known.port
    named = (p["published"] or {}).get(name) or ((p["published"] or {}).get(slug(known.image.rpartition("/")[2])))
    alone = len(others) == 1 or not p["published"]
    published = int(named or 0) or ((p["service_port"] or (p["port"] if not behind else None) or port) if alone else port)
    proxies = front and name in {"nginx", "traefik", "caddy", "haproxy", "httpd"}
    needs = (
        {each: {"condition": "service_started"} for each in behind}
        if proxies
        else {
            each: {"condition": _condition(each)}
            for each in others
            if front and each in {"mysql", "mariadb", "postgres"} and name in {"wordpress", "keycloak"}
        }
    )
    environment = {**known.environment, **{key: f"${{{key}:?}}" for key in known.secrets}}
    if name == "wordpress":
        database = next((each for each in others if each in {"mysql", "mariadb"}), "mysql")
        environment |= {
            "WORDPRESS_DB_HOST": database,
            "WORDPRESS_DB_USER": "wordpress",
            "WORDPRESS_DB_NAME": "wordpress",
            "WORDPRESS_DB_PASSWORD": "${WORDPRESS_DB_PASSWORD:?}",
        }
    if name in {"mysql", "mariadb"} and "wordpress" in others:
        prefix = name.upper()
        environment |= {
            f"{prefix}_DATABASE": "wordpress",
            f"{prefix}_USER": "wordpress",
            f"{prefix}_PASSWORD": "${WORDPRESS_DB_PASSWORD:?}",
        }
    if named:
        ports: list[str] | None = [f"{published}:{port}"]
    elif not behind or front:
        ports = (
            [
                f"{published if front and port else port}:{port}"
                if front
                else f"127.0.0.1:{published if len(others) == 1 else port}:{port}"
            ]
            if port
            else None
        )
    else:
        ports = None
    volumes = [f"{name}-data:{_data(known, image)}"] if known.data else []
    volumes += ["./nginx.conf:/etc/nginx/conf.d/default.conf:ro"] if name == "nginx" and behind else []
    if name == "rabbitmq" and "management" in image and ports:
        ports = [*ports, "127.0.0.1:15672:15672"]
    if name == "prometheus":
        volumes += ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
    return {
        "image": image,
        "restart": p["restart"],
        "command": list(known.arguments) or None,
        "environment": environment or None,
        "ports": ports,
        "volumes": volumes or None,
        "healthcheck": {"test": ["CMD", *known.health], "interval": "10s", "timeout": "5s", "retries": 5}
        if known.health
        else None,
        "depends_on": needs or None,
        "security_opt": ["no-new-privileges:true"],
    }


def _data(known: WellKnown, image: str) -> str:
    """From version 18 the image of PostgreSQL keeps its data one directory higher."""
    major = image.partition(":")[2].partition(".")[0].partition("-")[0]
    if known.image == "postgres" and major.isdigit() and int(major) >= 18:
        return "/var/lib/postgresql"
    return known.data or "/data"
