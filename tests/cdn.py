"""A real nginx with our own configuration as the CDN before a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import nginx
from tests.server import ROOT, free_port

CONFIGURATION = ROOT / "deploy" / "cdn" / "nginx.conf"


@contextmanager
def cdn(folder: Path, *, bucket: str, api: str) -> Iterator[str]:
    """Start it on a free port with the lines changed that the file tells to change; gives its address.

    Args:
        bucket: the address of the page's folder there, with a slash at the end.
        api: the origin that the page may talk to.
    """
    port = free_port()
    changes = {
        "/var/cache/nginx/page": str(folder / "cache"),
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "https://chat.s3.us-east-1.amazonaws.com/": bucket,
        "https://api.example.com": api,
    }
    with nginx.running(folder, nginx.changed(CONFIGURATION, changes), f"http://127.0.0.1:{port}"):
        yield f"http://127.0.0.1:{port}"
