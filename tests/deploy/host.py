"""A plain host as the deployment files make it: replicas behind the real nginx with TLS."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests import nginx
from tests.server import ROOT, free_port

DEPLOY = ROOT / "deploy" / "nginx"
_RATES = ("rate=10r/s", "rate=5r/s", "streams_of_address 64", "streams_of_key 16")


@dataclass(frozen=True)
class Host:
    """What a client sees, and nginx's log."""

    url: str
    plain_url: str
    log: Path

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60, verify=False)


@contextmanager
def host(folder: Path, ports: Sequence[int], page: Path, *, limits: bool = True) -> Iterator[Host]:
    """Start nginx with the lines changed that its file tells to change.

    Args:
        ports: of the replicas.
        limits: whether the rates stay, which a test under load would meet.
    """
    port, plain = free_port(), free_port()
    certificate, key = _certificate(folder)
    servers = "".join(f"    server 127.0.0.1:{each} max_fails=0;\n" for each in ports)
    changes = {
        "    server 127.0.0.1:8001 max_fails=0;  # CHANGE: one line a replica; any may answer any request\n"
        "    server 127.0.0.1:8002 max_fails=0;\n": servers,
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "/etc/ssl/chat.example.com/fullchain.pem": str(certificate),
        "/etc/ssl/chat.example.com/privkey.pem": str(key),
        "/var/log/nginx/devops-assistant.log": str(folder / "requests.log"),
        "/srv/devops-assistant/page": str(page),
        "/etc/nginx/devops-assistant-headers.conf": str(DEPLOY / "devops-assistant-headers.conf"),
    }
    if not limits:
        changes |= dict(
            zip(_RATES, ("rate=10000r/s", "rate=10000r/s", "streams_of_address 1000", "streams_of_key 1000"), strict=True)
        )
    configuration = nginx.changed(DEPLOY / "devops-assistant.conf", changes)
    with nginx.running(folder, configuration, f"https://127.0.0.1:{port}/metrics"):
        yield Host(f"https://127.0.0.1:{port}", f"http://127.0.0.1:{plain}", folder / "requests.log")


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=chat.example.com", "-addext", "subjectAltName=DNS:chat.example.com,IP:127.0.0.1"]
    subprocess.run([*command, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key
