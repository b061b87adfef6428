"""The real service in processes of its own, on a free port."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import psutil

ROOT = Path(__file__).parents[1]
START_S = 180


class Server:
    """`bentoml serve`; on leaving the block it and all its processes have ended."""

    def __init__(
        self,
        settings: dict[str, str],
        *,
        log: Path,
        target: str = "service:DevOpsAssistant",
        options: tuple[str, ...] = (),
        folder: Path = ROOT,
        port: int | None = None,
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        key = settings.get("ASSISTANT_API_KEYS", "").split(",")[0]
        self.headers = {"authorization": f"Bearer {key}"} if key else {}
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bentoml", "serve", target, "--host", "127.0.0.1", "--port", str(self.port), *options],
                cwd=folder,
                # A home of its own: starting a server empties the folder of metrics that all with one home share.
                env={**environment(), "BENTOML_HOME": str(log.parent / "bentoml"), **settings},
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def wait_until_ready(self) -> dict[str, Any]:
        """The health of the server once it can answer."""
        for _ in range(START_S * 5):
            assert self.process.poll() is None, f"the server ended:\n{self.text()}"
            try:
                response = httpx.get(f"{self.url}/v1/health", headers=self.headers, timeout=10)
            except httpx.HTTPError:
                response = None
            if response is not None and response.status_code == 200:
                return response.json()
            time.sleep(0.2)
        raise AssertionError(f"the server did not become ready:\n{self.text()}")

    def stop(self) -> int:
        """End it as Ctrl-C does; its exit code."""
        if self.process.poll() is None:
            family = self.processes()
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            finally:
                for process in psutil.wait_procs(family, timeout=10)[1]:
                    process.kill()
        return self.process.wait()

    def interrupt_stream(self, body: dict[str, Any]) -> list[str]:
        """Press Ctrl-C while an answer to `body` streams: it ends well and leaves no process.

        Returns:
            The lines of the stream after the first.
        """
        family = self.processes()
        url = f"{self.url}/v1/chat/completions"
        with httpx.stream("POST", url, json={**body, "max_tokens": 3000, "stream": True}, timeout=60) as stream:
            lines = stream.iter_lines()
            next(lines)
            self.process.send_signal(signal.SIGINT)
            rest = list(lines)
        assert self.process.wait(60) == 0
        assert psutil.wait_procs(family, timeout=10)[1] == []
        return rest

    def processes(self) -> list[psutil.Process]:
        """It and all that it started."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def text(self) -> str:
        """All that it printed."""
        return self.log.read_text()

    def lines(self) -> list[dict[str, Any]]:
        """Its JSON log lines."""
        return [json.loads(line) for line in self.text().splitlines() if line.startswith("{")]


def environment() -> dict[str, str]:
    """Ours, without settings of the assistant and without the warnings filter of the tests."""
    return {k: v for k, v in os.environ.items() if not k.startswith("ASSISTANT_") and k != "PYTHONWARNINGS"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
