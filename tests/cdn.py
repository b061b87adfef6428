"""A real nginx with our own configuration as the CDN before a bucket."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.browser import missing
from tests.server import ROOT, free_port

CONFIGURATION = ROOT / "deploy" / "cdn" / "nginx.conf"


@contextmanager
def cdn(folder: Path, *, bucket: str, api: str) -> Iterator[str]:
    """Start it on a free port with the lines changed that the file tells to change; gives its address.

    Args:
        bucket: the address of the page's folder there, with a slash at the end.
        api: the origin that the page may talk to.
    """
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        missing("nginx")
    port = free_port()
    changed = CONFIGURATION.read_text()
    for old, new in (
        ("/var/cache/nginx/page", str(folder / "cache")),
        ("listen 8080;", f"listen 127.0.0.1:{port};"),
        ("https://chat.s3.us-east-1.amazonaws.com/", bucket),
        ("https://api.example.com", api),
    ):
        assert old in changed
        changed = changed.replace(old, new)
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "page.conf").write_text(changed)
    (folder / "nginx.conf").write_text(
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off; worker_processes 1; pid {folder}/pid; error_log stderr;\n"
        "events {}\n"
        f"http {{ include /etc/nginx/mime.types; access_log {folder}/access.log;\n{temporary}include {folder}/page.conf; }}\n"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stdout=log, stderr=log)
    try:
        _wait_until_ready(process, f"http://127.0.0.1:{port}", folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(100):
        assert process.poll() is None, log.read_text()
        try:
            httpx.get(url, timeout=5)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text())
