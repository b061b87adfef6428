"""What is known of common images: a version to pin, ports, users, data, health."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class WellKnown:
    """Facts about an image of the hub.

    Attributes:
        image: repository.
        tag: a version that is pinned where the request names none.
        port: it listens on; None for tools.
        user: the numeric user that it can run as; None where the image must start as root.
        data: the directory that must survive; None where there is none.
        writable: further directories it writes to, for a read-only root.
        environment: settings without which it does not start, without secrets.
        secrets: variables that must come from a secret.
        health: the command that tells whether it is ready, for Compose and probes.
        capabilities: what remains after dropping all, for images that start as root.
        arguments: of the command.
    """

    image: str
    tag: str
    port: int | None = None
    user: int | None = None
    data: str | None = None
    writable: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    health: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()


_WEB = ("CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID")
_SQL = ("CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID")

WELL_KNOWN = {
    "nginx": WellKnown("nginx", "1.28", 80, capabilities=_WEB),
    "nginx-unprivileged": WellKnown("nginxinc/nginx-unprivileged", "1.28", 8080, user=101),
    "httpd": WellKnown("httpd", "2.4", 80, capabilities=_WEB),
    "caddy": WellKnown("caddy", "2.10", 80, data="/data", capabilities=("NET_BIND_SERVICE",)),
    "traefik": WellKnown("traefik", "v3.4", 80, capabilities=("NET_BIND_SERVICE",)),
    "haproxy": WellKnown("haproxy", "3.2", 80, user=99),
    "postgres": WellKnown(
        "postgres",
        "17",
        5432,
        user=999,
        data="/var/lib/postgresql/data",
        environment={"PGDATA": "/var/lib/postgresql/data/pgdata"},
        secrets=("POSTGRES_PASSWORD",),
        health=("pg_isready", "-U", "postgres"),
        writable=("/var/run/postgresql",),
        capabilities=_SQL,
    ),
    "mysql": WellKnown(
        "mysql",
        "8.4",
        3306,
        user=999,
        data="/var/lib/mysql",
        secrets=("MYSQL_ROOT_PASSWORD",),
        health=("mysqladmin", "ping", "-h", "127.0.0.1"),
        writable=("/var/run/mysqld",),
        capabilities=_SQL,
    ),
    "mariadb": WellKnown(
        "mariadb",
        "11.4",
        3306,
        user=999,
        data="/var/lib/mysql",
        secrets=("MARIADB_ROOT_PASSWORD",),
        health=("healthcheck.sh", "--connect", "--innodb_initialized"),
        writable=("/run/mysqld",),
        capabilities=_SQL,
    ),
    "mongo": WellKnown(
        "mongo",
        "8.0",
        27017,
        user=999,
        data="/data/db",
        environment={"MONGO_INITDB_ROOT_USERNAME": "root"},
        secrets=("MONGO_INITDB_ROOT_PASSWORD",),
        health=("mongosh", "--quiet", "--eval", "db.adminCommand('ping').ok"),
        capabilities=_SQL,
    ),
    "redis": WellKnown("redis", "8.2", 6379, user=999, data="/data", health=("redis-cli", "ping"), capabilities=_SQL),
    "valkey": WellKnown("valkey/valkey", "8.1", 6379, user=999, data="/data", health=("valkey-cli", "ping"), capabilities=_SQL),
    "memcached": WellKnown("memcached", "1.6", 11211, user=11211),
    "rabbitmq": WellKnown(
        "rabbitmq",
        "4.1-management",
        5672,
        user=999,
        data="/var/lib/rabbitmq",
        environment={"RABBITMQ_DEFAULT_USER": "app"},
        secrets=("RABBITMQ_DEFAULT_PASS",),
        health=("rabbitmq-diagnostics", "-q", "ping"),
        capabilities=_SQL,
    ),
    "kafka": WellKnown(
        "apache/kafka",
        "4.0.0",
        9092,
        user=1000,
        data="/var/lib/kafka/data",
        health=("/opt/kafka/bin/kafka-broker-api-versions.sh", "--bootstrap-server", "localhost:9092"),
    ),
    "nats": WellKnown("nats", "2.11", 4222, user=1000),
    "elasticsearch": WellKnown(
        "docker.elastic.co/elasticsearch/elasticsearch",
        "9.1.3",
        9200,
        user=1000,
        data="/usr/share/elasticsearch/data",
        environment={"discovery.type": "single-node"},
        secrets=("ELASTIC_PASSWORD",),
    ),
    "opensearch": WellKnown(
        "opensearchproject/opensearch",
        "3.2.0",
        9200,
        user=1000,
        data="/usr/share/opensearch/data",
        environment={"discovery.type": "single-node"},
        secrets=("OPENSEARCH_INITIAL_ADMIN_PASSWORD",),
    ),
    "minio": WellKnown(
        "minio/minio",
        "RELEASE.2025-04-22T22-12-26Z",
        9000,
        user=1000,
        data="/data",
        environment={"MINIO_ROOT_USER": "minio"},
        secrets=("MINIO_ROOT_PASSWORD",),
        health=("mc", "ready", "local"),
        arguments=("server", "/data", "--console-address", ":9001"),
    ),
    "grafana": WellKnown("grafana/grafana", "12.1.1", 3000, user=472, data="/var/lib/grafana"),
    "prometheus": WellKnown("prom/prometheus", "v3.5.0", 9090, user=65534, data="/prometheus"),
    "alertmanager": WellKnown("prom/alertmanager", "v0.28.1", 9093, user=65534, data="/alertmanager"),
    "nextcloud": WellKnown("nextcloud", "30", 80, data="/var/www/html", capabilities=_SQL),
    "gitea": WellKnown("gitea/gitea", "1.24", 3000, data="/data"),
    "jenkins": WellKnown("jenkins/jenkins", "lts-jdk21", 8080, user=1000, data="/var/jenkins_home"),
    "sonarqube": WellKnown("sonarqube", "community", 9000, user=1000, data="/opt/sonarqube/data"),
    "nexus": WellKnown("sonatype/nexus3", "3.83.0", 8081, user=200, data="/nexus-data"),
    "vaultwarden": WellKnown("vaultwarden/server", "1.34.3", 80, data="/data"),
    "n8n": WellKnown("n8nio/n8n", "1.107.0", 5678, user=1000, data="/home/node/.n8n"),
    "metabase": WellKnown("metabase/metabase", "v0.56.0", 3000),
    "ghost": WellKnown("ghost", "6", 2368, data="/var/lib/ghost/content"),
    "uptime-kuma": WellKnown("louislam/uptime-kuma", "1.23.16", 3001, data="/app/data"),
    "phpmyadmin": WellKnown("phpmyadmin", "5.2", 80),
    "pgadmin": WellKnown("dpage/pgadmin4", "9.7", 80, data="/var/lib/pgadmin"),
    "mongo-express": WellKnown("mongo-express", "1.0", 8081),
    "kibana": WellKnown("kibana", "9.1.2", 5601, user=1000),
    "logstash": WellKnown("logstash", "9.1.2", 5044, user=1000),
    "influxdb": WellKnown("influxdb", "2.7", 8086, data="/var/lib/influxdb2"),
    "clickhouse": WellKnown("clickhouse/clickhouse-server", "25.7", 8123, user=101, data="/var/lib/clickhouse"),
    "mosquitto": WellKnown("eclipse-mosquitto", "2.0", 1883, user=1883, data="/mosquitto/data"),
    "whoami": WellKnown("traefik/whoami", "v1.11", 80, user=65534),
    "node-exporter": WellKnown("prom/node-exporter", "v1.9.1", 9100, user=65534),
    "loki": WellKnown("grafana/loki", "3.5.3", 3100, user=10001, data="/loki"),
    "jaeger": WellKnown("jaegertracing/jaeger", "2.9.0", 16686, user=10001),
    "keycloak": WellKnown(
        "quay.io/keycloak/keycloak",
        "26.3",
        8080,
        user=1000,
        environment={"KC_BOOTSTRAP_ADMIN_USERNAME": "admin"},
        secrets=("KC_BOOTSTRAP_ADMIN_PASSWORD",),
        arguments=("start-dev",),
    ),
    "mailpit": WellKnown("axllent/mailpit", "v1.27", 8025, user=1000),
    "adminer": WellKnown("adminer", "5.3.0", 8080, user=1000),
    "wordpress": WellKnown(
        "wordpress",
        "6.8-apache",
        80,
        data="/var/www/html",
        environment={"WORDPRESS_DB_HOST": "mysql", "WORDPRESS_DB_USER": "root", "WORDPRESS_DB_NAME": "mysql"},
        secrets=("WORDPRESS_DB_PASSWORD",),
        capabilities=_WEB,
    ),
    "fluent-bit": WellKnown("fluent/fluent-bit", "4.0.8", 2020, user=1000),
    "fluentd": WellKnown("fluent/fluentd", "v1.18-1", 24224, user=999),
    "consul": WellKnown("hashicorp/consul", "1.21", 8500, user=100, data="/consul/data"),
    "vault": WellKnown("hashicorp/vault", "1.20", 8200, user=100, data="/vault/file"),
    "etcd": WellKnown("quay.io/coreos/etcd", "v3.6.4", 2379, user=1000, data="/etcd-data"),
    "zookeeper": WellKnown("zookeeper", "3.9", 2181, user=1000, data="/data"),
    "busybox": WellKnown("busybox", "1.37", user=65534),
    "alpine": WellKnown("alpine", "3.22", user=65534),
    "debian": WellKnown("debian", "13-slim", user=65534),
    "ubuntu": WellKnown("ubuntu", "24.04", user=65534),
    "python": WellKnown("python", "3.13-slim", user=65534),
    "node": WellKnown("node", "22-slim", user=1000),
    "curl": WellKnown("curlimages/curl", "8.15.0", user=100),
}

SYNONYMS = {
    "postgresql": "postgres",
    "pg": "postgres",
    "mongodb": "mongo",
    "apache": "httpd",
    "rabbit": "rabbitmq",
    "elastic": "elasticsearch",
    "memcache": "memcached",
    "nodejs": "node",
    "fluentbit": "fluent-bit",
    "node_exporter": "node-exporter",
    "mailhog": "mailpit",
}


def lookup(name: str) -> WellKnown | None:
    """The image that a word or a repository without its registry means."""
    base = name.lower().rpartition("/")[2]
    return WELL_KNOWN.get(SYNONYMS.get(base, base))


def tagged(known: WellKnown, version: str | None) -> str:
    """The image with a version, spelled as its tags are; with the pinned one where none is given."""
    if not version:
        return f"{known.image}:{known.tag}"
    return f"{known.image}:{'v' if known.tag.startswith('v') and version[0].isdigit() else ''}{version}"
