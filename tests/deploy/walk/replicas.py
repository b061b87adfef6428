"""Replicas of the container, each on a port of its own, and how one version follows another."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from tests.deploy.image import Podman
from tests.deploy.walk.release import Release
from tests.server import free_port

_STOP_S = 90
_LABEL = f"walk={os.getpid()}"


class Replicas:
    """Containers with few rights; all have ended when this is closed."""

    def __init__(self, podman: Podman, count: int, logs: Path) -> None:
        self.ports = [free_port() for _ in range(count)]
        self._podman = podman
        self._logs = logs
        self._label = f"--label={_LABEL}"
        self._options: list[str] = []
        self._running: dict[int, tuple[ExitStack, str]] = {}

    def start(self, release: Release, settings: dict[str, str]) -> None:
        """Start all and wait until each is ready."""
        self._options = [self._label, *(f"--env={name}={value}" for name, value in settings.items())]
        for port in self.ports:
            self._start(port, release)
        for port in self.ports:
            self._await(port)

    def replace(self, release: Release, tell: Callable[[str], None]) -> None:
        """Stop one, start it with another version, and only then the next."""
        for port in self.ports:
            before = self.health(port)
            began = time.monotonic()
            code = self._stop(port)
            stopped = time.monotonic()
            assert code == 0, f"the replica on port {port} ended with {code}:\n{self.log(port)}"
            self._start(port, release)
            self._await(port)
            after = self.health(port)
            assert after["version"] == release.version, after
            tell(
                f"replica on {port}: {before['version']} with {before['queue']['running']} running answers was told to stop, "
                f"ended with code 0 after {stopped - began:.1f} s;\n"
                f"it was back as {after['version']} and ready after {time.monotonic() - stopped:.1f} s more"
            )

    def health(self, port: int) -> dict[str, Any]:
        return httpx.get(f"http://127.0.0.1:{port}/v1/health", timeout=30).json()

    def versions(self) -> set[str]:
        return {self.health(port)["version"] for port in self.ports}

    def log(self, port: int) -> str:
        return self._podman.logs(self._running[port][1])

    def close(self) -> None:
        for port in list(self._running):
            self._remove(port)

    def _start(self, port: int, release: Release) -> None:
        stack = ExitStack()
        name, _ = stack.enter_context(self._podman.running(release.image, *self._options, port=port))
        self._running[port] = stack, name

    def _await(self, port: int) -> None:
        self._podman.wait_until_ready(self._running[port][1], f"http://127.0.0.1:{port}")

    def _stop(self, port: int) -> int:
        name = self._running[port][1]
        self._podman.run("podman", "stop", "--time", str(_STOP_S), name)
        code = self._podman.exit_code(name)
        if code == 0:
            self._remove(port)
        return code

    def _remove(self, port: int) -> None:
        stack, name = self._running.pop(port)
        with (self._logs / f"replica-{port}.log").open("a") as file:
            file.write(self._podman.logs(name))
        stack.close()


def containers_left() -> list[str]:
    """The names of those that have not been removed."""
    if shutil.which("podman") is None:
        return []
    listing = ["podman", "ps", "--all", "--filter", f"label={_LABEL}", "--format", "{{.Names}}"]
    return subprocess.run(listing, check=True, capture_output=True, text=True).stdout.split()
