"""The service's end of a process of the checkers: starts it, asks it, kills it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any, TypeVar

from assistant.checks.limits import Limits

_LINE_BYTES = 8 << 20  # of an answer at the most

_Result = TypeVar("_Result")


class WorkerFailed(Exception):
    """There is no result; `kind` is what the block was read as, where that was known."""

    kind = ""


class WorkerTimeout(WorkerFailed):
    """It did not answer in time, and was killed."""


class WorkerCrashed(WorkerFailed):
    """It ended by itself; the next block gets a new one."""


class WorkerProcess:
    """One process in a session and a folder of its own; both end with it. Not for use by two tasks at once.

    Threads talk to it, for pipes of asyncio belong to one event loop, and there is none yet when a server prepares.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = ""
        self._loaded: set[str] = set()
        self._lock = threading.Lock()  # starting and killing
        self._generation = 0  # what was begun before the last kill is given up
        self._prepared = threading.Event()
        self._prepared.set()

    def prepare(self, kinds: Sequence[str]) -> None:
        """Start it, and make the checkers of some kinds ready, in the background; whoever asks meanwhile waits for that."""
        self._prepared.clear()
        threading.Thread(target=self._prepare, args=(kinds, self._generation), name="checkers", daemon=True).start()

    def wait_until_prepared(self) -> None:
        """Return when it is not being made ready any more."""
        self._prepared.wait()

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

    async def risks(self, text: str, kind: str, language: str) -> list[dict[str, Any]]:
        """What the commands of a block would do.

        Raises:
            WorkerTimeout, WorkerCrashed: there is no result.
        """
        request = {"risks": kind, "text": text, "language": language}
        risks: list[dict[str, Any]] = (await self._ask(request, self._limits.block_s, start=True))["risks"]
        return risks

    async def assess(self, script: str, shell: str) -> dict[str, Any]:
        """What a script would do.

        Raises:
            WorkerTimeout, WorkerCrashed: there is no result.
        """
        return await self._ask({"shell": shell, "text": script}, self._limits.block_s, start=True)

    async def load(self, kind: str) -> None:
        """Make the checkers of a kind ready.

        Raises:
            WorkerTimeout, WorkerCrashed: they are not.
        """
        await self._ask({"load": kind}, self._limits.load_s, start=True)
        self._loaded.add(kind)

    async def close(self) -> None:
        """End it with all that it started."""
        await _in_thread(self.stop)

    def stop(self) -> None:
        """The same, for those who have no event loop."""
        self._kill()
        self._end()

    def _prepare(self, kinds: Sequence[str], generation: int) -> None:
        timer = threading.Timer(self._limits.load_s, self._kill)
        timer.daemon = True
        timer.start()
        try:
            for kind in kinds:
                self._exchange({"load": kind}, generation, start=not self._loaded)
                self._loaded.add(kind)
            self._exchange({"risks": "shell", "text": "true", "language": ""}, generation, start=False)  # reads its tables
        except (OSError, ValueError):
            self.stop()
        finally:
            timer.cancel()
            self._prepared.set()

    async def _ask(self, request: dict[str, Any], timeout_s: float, *, start: bool = False) -> dict[str, Any]:
        if not self._prepared.is_set():
            await _in_thread(self._prepared.wait)
        answered, generation = False, self._generation
        try:
            timeout_s += self._limits.load_s if start and self._process is None else 0
            answer = await asyncio.wait_for(_in_thread(lambda: self._exchange(request, generation, start=start)), timeout_s)
            answered = True
        except TimeoutError:
            raise WorkerTimeout from None
        except (OSError, ValueError):
            raise WorkerCrashed from None
        finally:
            if not answered:  # also where whoever asked has left
                await asyncio.shield(self.close())
        return answer

    def _exchange(self, request: dict[str, Any], generation: int, *, start: bool) -> dict[str, Any]:
        with self._lock:
            if generation != self._generation:
                raise BrokenPipeError
            if self._process is None and start:
                self._start()
            process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise BrokenPipeError
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        line = process.stdout.readline(_LINE_BYTES)
        if not line.endswith(b"\n"):
            raise BrokenPipeError
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _kill(self) -> None:
        with self._lock:
            self._generation += 1
            if self._process:
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def _end(self) -> None:
        """Take away what a killed process leaves."""
        with self._lock:
            process, self._process = self._process, None
            folder, self._folder = self._folder, ""
            self._loaded.clear()
        if process:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)

    def _start(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="assistant-checks-")
        self._process = subprocess.Popen(  # noqa: S603 - this Python with a module of our own
            [sys.executable, "-m", "assistant.checks.worker", json.dumps(asdict(self._limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback could quote the block
            cwd=self._folder,
            env={
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "PYTHONSAFEPATH": "1",
                "LANG": "C.UTF-8",
                "TMPDIR": self._folder,
            },
            start_new_session=True,
        )


async def _in_thread(work: Callable[[], _Result]) -> _Result:
    """Run in a thread that nobody waits for at the end of the program, unlike those of an executor."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_Result] = loop.create_future()

    def tell(result: _Result | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001 - it is raised where somebody waits
            error = raised
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(tell, result, error)

    threading.Thread(target=run, name="checkers", daemon=True).start()
    return await done
