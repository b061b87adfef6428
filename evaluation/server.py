"""A server of our own on a free port of this machine, for one run."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import httpx

ROOT = Path(__file__).parents[1]
_START_S = 240.0
_STOP_S = 20.0
_READY = 200


class Server:
    """`bentoml serve`; on leaving the block it and all that it started have ended."""

    def __init__(self, settings: dict[str, str], folder: Path) -> None:
        """
        Args:
            settings: its environment variables `ASSISTANT_...`; those of this process do not reach it.
            folder: for its log and what BentoML keeps.
        """
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.log = folder / "server.log"
        own = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
        command = [sys.executable, "-m", "bentoml", "serve", "service:DevOpsAssistant", "--host", "127.0.0.1"]
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(
                [*command, "--port", str(self._port)],
                cwd=ROOT,
                # A home of its own: starting a server empties the folder of metrics that all with one home share.
                env=own | {"BENTOML_HOME": str(folder / "bentoml"), "BENTOML_DO_NOT_TRACK": "true"} | settings,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        """
        Raises:
            RuntimeError: it ended, or did not become ready in time; with the end of its log.
        """
        try:
            self._wait_until_ready()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def text(self) -> str:
        """All that it logged so far."""
        return self.log.read_text(errors="replace")

    def close(self) -> None:
        """End it and its descendants, which are in its session."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_STOP_S)

    def _wait_until_ready(self) -> None:
        end_s = time.monotonic() + _START_S
        while time.monotonic() < end_s:
            if self._process.poll() is not None:
                raise RuntimeError(f"The server ended at its start:\n{self.text()[-2000:]}")
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/v1/health", timeout=10).status_code == _READY:
                    return
            time.sleep(0.2)
        raise RuntimeError(f"The server did not become ready in {_START_S:g} s:\n{self.text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
