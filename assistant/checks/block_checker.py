"""Checks code blocks: the entrance of this package for the rest of the service."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from assistant.checks.fences import FencedBlock, blocks_of
from assistant.checks.findings import CheckedBlock, from_dict, not_checked
from assistant.checks.kinds import LANGUAGES, Kind, language_of
from assistant.checks.limits import Limits
from assistant.checks.repair import Repaired, apply_fixes, is_better
from assistant.checks.risk.assessment import Assessment, CommandRisk, Dialect, Risk
from assistant.checks.worker_process import WorkerCrashed, WorkerFailed, WorkerProcess, WorkerTimeout
from assistant.observability.metrics import metrics

_log = logging.getLogger(__name__)

_MOST_CACHED = 512
_MOST_INFO = 200
_ROUNDS = 4
_WARM = (Kind.SHELL, Kind.KUBERNETES, Kind.DOCKERFILE, Kind.COMPOSE, Kind.NGINX, Kind.HCL)

_Key = tuple[str, str, str, str]
_Result = TypeVar("_Result")


class BlockChecker:
    """Checks blocks in processes of its own, which start when the first block comes.

    Nothing in a block is run. What a checker needs is read once in each process; results are remembered. A block whose
    checker fails, or is not there, is `not_checked` and never more.
    """

    def __init__(self, *, limits: Limits | None = None, processes: int = 1, kubernetes_version: str = "") -> None:
        """
        Args:
            processes: that may check at once; each takes some 100 MB.
            kubernetes_version: such as `1.33`; empty for the newest that is known.
        """
        self._limits = limits or Limits()
        self._kubernetes_version = kubernetes_version
        self._workers = [WorkerProcess(self._limits) for _ in range(processes)]
        self._idle: asyncio.Queue[WorkerProcess] | None = None
        self._cache: OrderedDict[_Key, CheckedBlock] = OrderedDict()

    def prepare(self) -> None:
        """Start the processes and read what the commonest checkers need, in the background; else the first blocks wait."""
        for worker in self._workers:
            worker.prepare(_WARM)

    def wait_until_prepared(self) -> None:
        """Return when no process is being made ready any more; at the latest after the time that the limits give for it."""
        for worker in self._workers:
            worker.wait_until_prepared()

    def stop(self) -> None:
        """End all processes, for those who have no event loop."""
        for worker in self._workers:
            worker.stop()

    async def close(self) -> None:
        """End all processes."""
        await asyncio.gather(*(worker.close() for worker in self._workers))

    async def check(
        self, text: str, *, language: str = "", filename: str = "", kubernetes_version: str | None = None
    ) -> CheckedBlock:
        """Check one block.

        Args:
            language: the info string of its fence, or the name of a language; empty where nobody said it.
            filename: that it has or shall have.
            kubernetes_version: instead of the one given to all.
        """
        refused = self._refused(text)
        if refused:
            return not_checked(refused)
        version = self._kubernetes_version if kubernetes_version is None else kubernetes_version
        key = (language[:_MOST_INFO], text, filename[:_MOST_INFO], version)
        known = self._cache.get(key)
        if known:
            self._cache.move_to_end(key)
            return known
        try:
            checked = await self._ask(key)
        except WorkerTimeout as failed:
            _count_failure(failed)
            _log.warning("checks took too long and were ended", extra={"kind": failed.kind})
            return not_checked(
                f"its checks took longer than {self._limits.block_s:g} s and were ended", Kind(failed.kind or "unknown")
            )
        except WorkerCrashed as failed:
            _count_failure(failed)
            _log.warning("the process of the checkers ended by itself", extra={"kind": failed.kind})
            return not_checked("its checker crashed on it", Kind(failed.kind or "unknown"))
        except TimeoutError as busy:
            _count_failure(busy)
            return not_checked(f"the checkers were busy for {self._limits.wait_s:g} s")
        if not checked.skipped:  # what failed may work the next time
            self._cache[key] = checked
            if len(self._cache) > _MOST_CACHED:
                self._cache.popitem(last=False)
        return checked

    async def check_blocks(self, blocks: Sequence[FencedBlock]) -> list[CheckedBlock]:
        """Check the blocks of one text, in their order."""
        most = self._limits.blocks
        checked = await asyncio.gather(*(self.check(block.text, language=block.info) for block in blocks[:most]))
        return [*checked, *(not_checked(f"it comes after the first {most} blocks") for _ in blocks[most:])]

    async def check_markdown(self, text: str) -> list[tuple[FencedBlock, CheckedBlock]]:
        """Find and check all fenced blocks of a whole text."""
        blocks = blocks_of(text)
        return list(zip(blocks, await self.check_blocks(blocks), strict=True))

    async def repair(
        self, text: str, *, language: str = "", filename: str = "", kubernetes_version: str | None = None
    ) -> Repaired | None:
        """Apply the certain fixes of a block's findings, as long as that makes it better.

        Returns:
            The better block; None where there is no fix, or none makes it better.
        """

        async def check(candidate: str) -> CheckedBlock:
            return await self.check(candidate, language=language, filename=filename, kubernetes_version=kubernetes_version)

        before = best = await check(text)
        changes: list[str] = []
        current = text
        for _ in range(_ROUNDS):
            step = None
            for candidate, applied in apply_fixes(current, best.findings):
                checked = await check(candidate)
                if is_better(checked, best):
                    step = (candidate, applied, checked)
                    break
            if step is None:
                break
            current, best = step[0], step[2]
            changes += step[1]
        return Repaired(current, tuple(changes), before, best) if changes else None

    def _refused(self, text: str) -> str | None:
        """What no checker should be given."""
        if not text.strip():
            return "it is empty"
        if len(text) > self._limits.block_bytes:
            return f"it is larger than {self._limits.block_bytes} bytes"
        try:
            size = len(text.encode())
        except UnicodeEncodeError:
            return "it holds characters that are no Unicode text"
        if size > self._limits.block_bytes:
            return f"it is larger than {self._limits.block_bytes} bytes"
        if "\0" in text:
            return "it holds NUL characters"
        return None

    async def risks(self, text: str, kind: Kind, language: str = "") -> tuple[CommandRisk, ...]:
        """What the commands of a block would do; see `risks_of`.

        Where nobody can say, the whole block is one command that is `unknown`.
        """
        if not text.strip():
            return ()
        if kind is Kind.UNKNOWN:  # its check may have failed before anybody knew
            kind = LANGUAGES.get(language_of(language), kind)
        if self._refused(text):
            return (_unjudged(text, "the block cannot be looked at"),) if kind in (Kind.SHELL, Kind.SQL) else ()
        try:
            found = await self._tried(lambda worker: worker.risks(text, kind, language[:_MOST_INFO]))
        except (WorkerFailed, TimeoutError) as failed:
            return (_unjudged(text, _why(failed)),)
        return tuple(map(_command_risk, found))

    async def assess(self, script: str, shell: Dialect = "bash") -> Assessment:
        """What a script would do; as `risk.assess`, which runs in a process of its own here: parsers may end it.

        Where nobody can say, the whole script is one command that is `unknown`.
        """
        try:
            found = await self._tried(lambda worker: worker.assess(script, shell))
        except (WorkerFailed, TimeoutError) as failed:
            command = _unjudged(script, _why(failed))
            return Assessment(command.risk, command.reason, (command,))
        return Assessment(Risk(found["risk"]), found["reason"], tuple(map(_command_risk, found["commands"])))

    async def _ask(self, key: _Key) -> CheckedBlock:
        language, text, filename, version = key
        request = {"language": language, "text": text, "filename": filename, "kubernetes_version": version}
        return from_dict(await self._tried(lambda worker: worker.check(request)))

    async def _tried(self, ask: Callable[[WorkerProcess], Awaitable[_Result]]) -> _Result:
        """Ask a process, and once more where it ended by itself: something else may have ended it."""
        async with self._worker() as worker:
            try:
                return await ask(worker)
            except WorkerCrashed:
                return await ask(worker)

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[WorkerProcess]:
        if self._idle is None:
            self._idle = asyncio.Queue()
            for worker in self._workers:
                self._idle.put_nowait(worker)
        async with asyncio.timeout(self._limits.wait_s):
            worker = await self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put_nowait(worker)


def _command_risk(told: dict[str, Any]) -> CommandRisk:
    return CommandRisk(**{**told, "risk": Risk(told["risk"])})


def _why(failed: Exception) -> str:
    """Why nobody can say what commands do."""
    _count_failure(failed)
    what = "took too long" if isinstance(failed, WorkerTimeout) else "crashed" if isinstance(failed, WorkerFailed) else ""
    _log.warning("commands could not be looked at: %s", what or "busy")
    return f"looking at its commands {what}" if what else "the checkers were busy"


def _count_failure(failed: Exception) -> None:
    reason = "timeout" if isinstance(failed, WorkerTimeout) else "crash" if isinstance(failed, WorkerFailed) else "busy"
    metrics().checker_failures.labels(reason).inc()


def _unjudged(text: str, reason: str) -> CommandRisk:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return CommandRisk(Risk.UNKNOWN, f"{reason}, so what it does cannot be told", "", "", first[:_MOST_INFO], 0, len(text), 1)
