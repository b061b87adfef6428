"""The service's end of a process of the checkers: starts it, asks it, kills it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from assistant.checks.limits import Limits

_LINE_BYTES = 8 << 20  # of an answer at the most


class WorkerFailed(Exception):
    """There is no result; `kind` is what the block was read as, where that was known."""

    kind = ""


class WorkerTimeout(WorkerFailed):
    """It did not answer in time, and was killed."""


class WorkerCrashed(WorkerFailed):
    """It ended by itself; the next block gets a new one."""


class WorkerProcess:
    """One process in a session and a folder of its own; both end with it. Not for use by two tasks at once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: asyncio.subprocess.Process | None = None
        self._folder = ""
        self._loaded: set[str] = set()

    async def check(self, request: dict[str, Any]) -> dict[str, Any]:
        """Identify, load what its kind needs, and check a block; the keys are those of `worker`.

        Raises:
            WorkerTimeout, WorkerCrashed: there is no result.
        """
        kind = (await self._ask({**request, "identify": True}, self._limits.block_s, start=True))["kind"]
        try:
            if kind not in self._loaded:
                await self._ask({"load": kind}, self._limits.load_s)
                self._loaded.add(kind)
            return await self._ask({**request, "identify": False}, self._limits.block_s)
        except WorkerFailed as failed:
            failed.kind = kind
            raise

    async def load(self, kind: str) -> None:
        """Make the checkers of a kind ready.

        Raises:
            WorkerTimeout, WorkerCrashed: they are not.
        """
        await self._ask({"load": kind}, self._limits.load_s, start=True)
        self._loaded.add(kind)

    async def close(self) -> None:
        """End it with all that it started."""
        process, self._process = self._process, None
        folder, self._folder = self._folder, ""
        self._loaded.clear()
        if process:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        if folder:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _ask(self, request: dict[str, Any], timeout_s: float, *, start: bool = False) -> dict[str, Any]:
        answered = False
        try:
            if start and self._process is None:
                timeout_s += self._limits.load_s
                await self._start()
            answer = await asyncio.wait_for(self._exchange(request), timeout_s)
            answered = True
        except TimeoutError:
            raise WorkerTimeout from None
        except (OSError, ValueError):
            raise WorkerCrashed from None
        finally:
            if not answered:  # also where whoever asked has left
                await asyncio.shield(self.close())
        return answer

    async def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise BrokenPipeError
        process.stdin.write(json.dumps(request).encode() + b"\n")
        await process.stdin.drain()
        line = await process.stdout.readline()
        if not line:
            raise BrokenPipeError
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def _start(self) -> None:
        self._folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="assistant-checks-")
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "assistant.checks.worker", json.dumps(asdict(self._limits)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a traceback could quote the block
            cwd=self._folder,
            env={
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "PYTHONSAFEPATH": "1",
                "LANG": "C.UTF-8",
                "TMPDIR": self._folder,
            },
            start_new_session=True,
            limit=_LINE_BYTES,
        )  # fmt: skip
