"""llama.cpp's own server, which the package xllamacpp carries, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.browser import missing
from tests.server import free_port

START_S = 60
_SERVE = """
import sys, time
import xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path, parameters.model_alias = sys.argv[1], {sys.argv[2]}
parameters.hostnames, parameters.port = ["127.0.0.1"], int(sys.argv[3])
parameters.n_parallel, parameters.n_ctx, parameters.sse_ping_interval = 2, 1 << 17, 1
parameters.ctx_shift = False
parameters.cache_prompt, parameters.cache_ram_mib = False, 0  # a cached prompt goes through other kernels: other roundings
parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(parameters)
while True:
    time.sleep(60)
"""


class LlamaCppServer:
    """Serves a GGUF file under a name; two requests run at a time."""

    def __init__(self, model: Path, name: str, *, log: Path) -> None:
        if find_spec("xllamacpp") is None:
            missing("xllamacpp (llama.cpp's server)")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _SERVE, str(model), name, str(port)], stdout=stream, stderr=stream, env=os.environ
            )

    def __enter__(self) -> Self:
        for _ in range(START_S * 10):
            assert self.process.poll() is None, self.log.read_text()
            try:
                if httpx.get(f"{self.url}/health", timeout=5).status_code == 200:
                    return self
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()

    def running(self) -> int:
        """Requests that generate now."""
        return sum(slot["is_processing"] for slot in httpx.get(f"{self.url}/slots", timeout=10).json())
