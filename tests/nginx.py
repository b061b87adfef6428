"""A real nginx with a configuration of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.browser import missing

_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def changed(file: Path, changes: Mapping[str, str]) -> str:
    """The text of a configuration with the lines changed that it tells to change."""
    text = file.read_text()
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def running(folder: Path, configuration: str, url: str) -> Iterator[None]:
    """Serve a configuration of the http block from an empty folder, until the block ends.

    Args:
        url: answers once it runs, whatever.
    """
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        missing("nginx")
    (folder / "site.conf").write_text(configuration)
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in _TEMPORARY)
    (folder / "nginx.conf").write_text(
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off; worker_processes 1; pid {folder}/pid; error_log stderr;\n"
        "events {}\n"
        f"http {{ include /etc/nginx/mime.types; access_log {folder}/access.log;\n{temporary}include {folder}/site.conf; }}\n"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stdout=log, stderr=log)
    try:
        _wait_until_ready(process, url, folder / "log")
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(100):
        assert process.poll() is None, log.read_text()
        try:
            httpx.get(url, timeout=5, verify=False)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text())
