"""The images that stages begin with, the packages that are added to them, and how a container is asked whether it is well."""

from __future__ import annotations

from assistant.generation.parameters import Parameters
from assistant.generation.quoting import json_string

_ALPINE_NAMES = {
    "libpq-dev": "postgresql-dev",
    "libpq5": "libpq",
    "build-essential": "build-base",
    "g++": "g++",
    "default-libmysqlclient-dev": "mariadb-dev",
    "libffi-dev": "libffi-dev",
    "netcat-openbsd": "netcat-openbsd",
    "libjpeg-dev": "jpeg-dev",
    "zlib1g-dev": "zlib-dev",
    "libssl-dev": "openssl-dev",
    "libxml2-dev": "libxml2-dev",
    "postgresql-client": "postgresql-client",
}
_RUN_TIME = {"libpq-dev": "libpq5", "default-libmysqlclient-dev": "libmariadb3"}
"""What is needed to run with what a -dev package built."""


def is_alpine(p: Parameters) -> bool:
    return str(p["variant"]) == "alpine"


def slim(p: Parameters, name: str) -> str:
    """`name:version` with the variant of the request, else slim."""
    return f"{name}:{p['version']}-{p['variant'] if p['variant'] in {'alpine', 'bookworm', 'bullseye', 'trixie'} else 'slim'}"


def packages(p: Parameters, *more: str, building: bool = False) -> list[str]:
    """The instruction that installs the system's packages of the request; compilers stay in the stage that builds."""
    names = list(dict.fromkeys([*(p["os_packages"] or ()), *more]))
    if not building:
        names = [_RUN_TIME.get(name, name) for name in names]
        names = [name for name in names if not name.endswith("-dev") and name not in {"build-essential", "gcc", "g++", "make"}]
    if not names:
        return []
    if is_alpine(p):
        return [f"RUN apk add --no-cache {' '.join(_ALPINE_NAMES.get(name, name) for name in names)}"]
    return [
        "RUN apt-get update && \\",
        f"    apt-get install --yes --no-install-recommends {' '.join(names)} && \\",
        "    rm -rf /var/lib/apt/lists/*",
    ]


def user(p: Parameters, number: str) -> list[str]:
    """A user without rights of its own."""
    if is_alpine(p):
        return [f"RUN adduser -S -D -H -u {number} app"]
    return [f"RUN useradd --system --uid {number} --no-create-home --shell /usr/sbin/nologin app"]


def health(p: Parameters, port: int | None, tool: str | None) -> list[str]:
    """A HEALTHCHECK, where the request asks for one and something in the image can make it.

    Args:
        p: the values.
        port: that the service listens on.
        tool: `curl`, `wget`, `python` or `node`; None where the image has none.
    """
    if not p["health_path"] and not p["health_interval_s"]:
        return []
    if not port or tool is None:
        return []
    tool = "curl" if "curl" in (p["os_packages"] or ()) else tool
    url = f"http://127.0.0.1:{port}{p['health_path'] or '/'}"
    command = {
        "curl": ("curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", url),
        "wget": ("wget", "-q", "-O", "/dev/null", url),
        "python": ("python", "-c", f"import urllib.request as r; r.urlopen('{url}', timeout=3)"),
        "node": ("node", "-e", f"fetch('{url}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"),
    }[tool]
    told = "[" + ", ".join(json_string(word) for word in command) + "]"
    return [f"HEALTHCHECK --interval={p['health_interval_s'] or 30}s --timeout=5s --start-period=15s --retries=3 CMD {told}"]
