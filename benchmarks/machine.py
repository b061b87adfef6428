"""What the machine is and can do, and who else used it."""

from __future__ import annotations

import os
import platform
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Machine:
    """Where the benchmark ran.

    Attributes:
        read_bytes_per_s: measured, all cores together.
    """

    cpu: str
    cores: int
    memory_bytes: int
    system: str
    features: tuple[str, ...]
    read_bytes_per_s: float


def describe() -> Machine:
    """Look at this machine; takes some two seconds."""
    info = Path("/proc/cpuinfo").read_text()
    fields = dict(line.split(":", 1) for line in info.splitlines() if ":" in line)
    fields = {key.strip(): value.strip() for key, value in fields.items()}
    known = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_int8", "amx_bf16", "asimddp", "i8mm", "bf16")
    flags = (fields.get("flags") or fields.get("Features") or "").split()
    return Machine(
        cpu=fields.get("model name", platform.machine()),
        cores=len(os.sched_getaffinity(0)),
        memory_bytes=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        system=f"{platform.system()} {platform.machine()}",
        features=tuple(name for name in known if name in flags),
        read_bytes_per_s=read_bandwidth(),
    )


def read_bandwidth(*, bytes_per_thread: int = 256 << 20, repeats: int = 8) -> float:
    """How fast all cores together read memory that is in no cache, in bytes a second; the best of some tries."""
    import numpy as np

    threads = len(os.sched_getaffinity(0))
    arrays = [np.ones(bytes_per_thread // 4, np.int32) for _ in range(threads)]
    best = 0.0
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(repeats):
            start = time.perf_counter()
            list(pool.map(np.max, arrays))  # one pass of wide loads, without the interpreter's lock
            best = max(best, threads * bytes_per_thread / (time.perf_counter() - start))
    return best


def process_tree(root: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    tree = [root]
    for pid in tree:
        tree.extend(children.get(pid, ()))
    return tree


def peak_memory_bytes(root: int) -> int:
    """The peaks of the resident memory of a process and its descendants, added up; shared pages count for each."""
    total = 0
    for pid in process_tree(root):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM:"))
    return total


@dataclass(frozen=True)
class CpuTime:
    """CPU seconds used so far."""

    everyone_s: float
    server_s: float


def cpu_time(root: int) -> CpuTime:
    """Look at what was used so far, by everyone and by a process with its descendants."""
    user, nice, system, _, _, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9])
    everyone = user + nice + system + irq + softirq + steal
    server = sum(int(fields[11]) + int(fields[12]) for pid in process_tree(root) if (fields := _stat(pid)))
    return CpuTime(everyone / _TICKS_PER_S, server / _TICKS_PER_S)


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name, which may hold blanks."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
