"""A bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time

_WIDTH = 32
_LINE_EVERY_S = 20.0


class Progress:
    """Counts what is done of a known number of things, on standard error."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._begin_s = time.monotonic()
        self._told_s = self._begin_s
        self._terminal = sys.stderr.isatty()

    def step(self, name: str) -> None:
        """One more is done."""
        self._done += 1
        now_s = time.monotonic()
        passed_s = now_s - self._begin_s
        left_s = passed_s / self._done * (self._total - self._done)
        counts = f"{self._done}/{self._total}  {passed_s:.0f} s, some {left_s:.0f} s left"
        if self._terminal:
            full = _WIDTH * self._done // self._total
            bar = "#" * full + "." * (_WIDTH - full)
            end = "\n" if self._done == self._total else ""
            print(f"\r[{bar}] {counts}  {name[:30]:<30}", end=end, file=sys.stderr, flush=True)
        elif self._done == self._total or now_s - self._told_s > _LINE_EVERY_S:
            self._told_s = now_s
            print(counts, file=sys.stderr, flush=True)
