"""The API in a process of its own: how `assistant serve` and `assistant dev` start it, await it and end it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import IO

import click
import httpx

from assistant.errors import StartupError
from assistant.ports import require_free
from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
LOCALHOST = "127.0.0.1"
PORT = click.IntRange(1, 65535)
_WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ApiProcess:
    """BentoML's own command, in a session of its own so that Ctrl-C reaches it through us alone."""

    def __init__(self, settings: Settings, *, host: str, port: int, page_port: int, grace_s: float) -> None:
        """Describe it; `start` starts it.

        Args:
            page_port: of the page on the same host, which may call it.
            grace_s: what running answers have at its end, where the settings do not say.
        """
        self.grace_s = settings.shutdown_grace_s if "shutdown_grace_s" in settings.model_fields_set else grace_s
        reachable = LOCALHOST if host in _WILDCARDS else host
        hosts = dict.fromkeys(("localhost", LOCALHOST, *(() if host in _WILDCARDS else (host,))))
        self._health = f"http://{reachable}:{port}/v1/health"
        self._key = settings.api_keys[0].get_secret_value() if settings.api_keys else None
        self._command = [
            *(sys.executable, "-m", "bentoml", "serve", "service:DevOpsAssistant", "--host", host, "--port", str(port)),
            *("--timeout-graceful-shutdown", str(int(self.grace_s) + 5)),
        ]
        self._environment = {
            "ASSISTANT_CORS_ORIGINS": ",".join(f"http://{name}:{page_port}" for name in hosts),
            "ASSISTANT_SHUTDOWN_GRACE_S": str(self.grace_s),
            **os.environ,
        }
        self._process: subprocess.Popen[bytes]  # from `start` on

    def start(self, output: int | None = None) -> IO[bytes] | None:
        """Start it, after `stop` anew.

        Args:
            output: where it writes to; by default where we do.

        Returns:
            What it writes, where `output` is `subprocess.PIPE`.
        """
        self._process = subprocess.Popen(  # noqa: S603 - our own words and numbers
            self._command, cwd=ROOT, env=self._environment, stdout=output, stderr=output and subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        return self._process.stdout

    @property
    def code(self) -> int | None:
        """What it ended with; None while it runs."""
        return self._process.poll()

    def wait(self) -> int:
        return self._process.wait()

    def is_ready(self) -> bool:
        """Whether it answers now.

        Raises:
            StartupError: it never can; with its own reason.
        """
        headers = {"authorization": f"Bearer {self._key}"} if self._key else {}
        try:
            health = httpx.get(self._health, headers=headers, timeout=5).json()
        except (httpx.HTTPError, ValueError):
            return False
        if health["status"] == "failed":
            raise StartupError(health["reason"])
        return bool(health["status"] == "ready")

    def stop(self) -> None:
        """End BentoML and its workers; those that do not end in time are killed."""
        if self.code is None:
            self._process.terminate()
            try:
                self._process.wait(self.grace_s + 15)
            except subprocess.TimeoutExpired:
                click.echo("The API did not stop in time: killing it.", err=True)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


def require_ports(host: str, port: int, page_port: int, *, page: bool = True) -> None:
    """Look whether the API could listen, and the page where there is one.

    Raises:
        StartupError: they could not; the message says why and what to change.
    """
    if port == page_port:
        raise StartupError(f"The API and the page cannot both have port {port}: choose another with --port or --page-port.")
    require_free(host, port, "--port")
    if page:
        require_free(host, page_port, "--page-port")


def stop_on_signals() -> None:
    """Stop at a closed terminal and SIGTERM too, and at SIGINT even where a shell started us in the background."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in _STOP_SIGNALS:
        signal.signal(number, interrupt)


def ignore_signals() -> None:
    """Let no second signal interrupt the end."""
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
