"""What containers run and get: images with their ports and folders, tags, platforms, processors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.slots.phrases.counts import number
from assistant.knowledge.slots.slot import Slot

_HALF = re.compile(r"(?i)\bhalf (?:a|of a|an|one) (?=cpu|core|processor)")
_PROCESSORS = re.compile(
    r"(?i)(?<![\w.])(\d+(?:\.\d+)?|one|a single|two|three|four|six|eight)[ -]?(?:v?cpus?|cores?|processors?)\b"
)
_IMAGES = {  # the port that the program in an image listens on, and where it keeps its data
    "postgres": ("5432", "/var/lib/postgresql/data"),
    "timescale/timescaledb": ("5432", "/var/lib/postgresql/data"),
    "mysql": ("3306", "/var/lib/mysql"),
    "mariadb": ("3306", "/var/lib/mysql"),
    "mongo": ("27017", "/data/db"),
    "redis": ("6379", "/data"),
    "valkey/valkey": ("6379", "/data"),
    "rabbitmq": ("5672", "/var/lib/rabbitmq"),
    "elasticsearch": ("9200", "/usr/share/elasticsearch/data"),
    "nginx": ("80", "/usr/share/nginx/html"),
    "httpd": ("80", "/usr/local/apache2/htdocs"),
    "caddy": ("80", "/data"),
    "registry": ("5000", "/var/lib/registry"),
    "grafana/grafana": ("3000", "/var/lib/grafana"),
    "prom/prometheus": ("9090", "/prometheus"),
    "minio/minio": ("9000", "/data"),
    "memcached": ("11211", ""),
}
_IMAGE = re.compile(r"(?<![\w./-])([a-z][\w-]*(?:/[a-z][\w-]*)?)(?=:[\w.-]+|\b)")
_RUN_IMAGE = re.compile(
    r"(?i)\b(?:start|run|launch|starte)\s+(?:an?\s+|the\s+|new\s+|einen\s+)*(nginx|redis|postgres|mysql|mariadb|mongo|rabbitmq|httpd|alpine|"
    r"ubuntu|debian|busybox|memcached|grafana/grafana|prom/prometheus|node|python|golang|traefik|caddy|registry)\b"
)
_AS = re.compile(
    r"(?i)\b(?:as|als|named|called)\s+(?!(?:the|an?|my|root|user|release|it|is|one|image|of|to)\b)[\"'`]?([\w.-]*[\d._-][\w.-]*)(?![\w/:])"
)
_PLATFORM = re.compile(
    r"(?i)\b(?:for|on|platform|arch(?:itecture)?)\s+(?:the\s+|linux/)?(arm64|amd64|aarch64|x86_64|armv7|arm/v7|386|ppc64le|s390x)\b"
)
_ARCHITECTURES = {"aarch64": "arm64", "x86_64": "amd64", "armv7": "arm/v7"}


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "cpus" in slots and (cpus := _processors(text)):
        yield "cpus", cpus
    yield from _of_image(text, slots)
    if "tag" in slots and slots["tag"].kind == "name" and (match := _AS.search(text)):
        yield "tag", match[1]
    for name, slot in slots.items():
        if slot.kind == "image" and (match := _RUN_IMAGE.search(text)) and f"{match[1]}:" not in text:
            yield name, match[1].casefold()
    if "platform" in slots and (match := _PLATFORM.search(text)):
        yield "platform", f"linux/{_ARCHITECTURES.get(match[1].casefold(), match[1].casefold())}"


def _processors(text: str) -> str | None:
    if _HALF.search(text):
        return "0.5"
    if not (match := _PROCESSORS.search(text)):
        return None
    return "1" if match[1].casefold() == "a single" else number(match[1])


def _of_image(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    """Port and folder of a program that an image is known by, where they are not told."""
    if "container_port" not in slots or "image" not in slots:
        return
    known = next((each for match in _IMAGE.finditer(text) if (each := _IMAGES.get(match[1]))), None)
    if known:
        yield "container_port", known[0]
        if "target" in slots and known[1]:
            yield "target", known[1]
