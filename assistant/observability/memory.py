"""How much memory this process takes, with those that it started."""

from __future__ import annotations

from contextlib import suppress

import psutil


def resident_bytes() -> int:
    """Memory in use now; pages that several processes share count for each."""
    own = psutil.Process()
    total = 0
    for process in (own, *own.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # a checker may end meanwhile
            total += process.memory_info().rss
    return total
