"""`python -m tests`: every test that this machine can run, and at the end what ran and what could not.

In CI nothing may be left out: a missing tool fails the run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
NODE_AT_LEAST = 20


@dataclass(frozen=True)
class Part:
    """Some of the tests.

    Attributes:
        lacks: what this machine lacks for it, or None.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    lacks: Callable[[], str | None]


def main() -> int:
    results: list[tuple[str, str]] = []
    parts = (
        Part("page: units and components", ("npm", "test", "--silent"), ROOT / "frontend", _lacks_node),
        Part("page: size of the first load", ("npm", "run", "size", "--silent"), ROOT / "frontend", _lacks_node),
        Part("server: unit, service, clients, browser", (sys.executable, "-m", "pytest", *sys.argv[1:]), ROOT, lambda: None),
    )
    for part in parts:
        lacks = part.lacks()
        if lacks:
            results.append((part.name, f"not run: {lacks}"))
            continue
        print(f"\n== {part.name}", flush=True)  # noqa: T201
        code = subprocess.run(part.command, cwd=part.folder, check=False).returncode
        results.append((part.name, "passed" if code == 0 else f"FAILED (exit {code})"))
    print("\n== what ran (tests that were skipped are listed with their reasons above)")  # noqa: T201
    for name, result in results:
        print(f"   {name}: {result}")  # noqa: T201
    strict = bool(os.environ.get("CI"))
    return int(any(r != "passed" and (strict or r.startswith("FAILED")) for _, r in results))


def _lacks_node() -> str | None:
    if not (shutil.which("node") and shutil.which("npm")):
        return f"Node {NODE_AT_LEAST} with npm is missing"
    version = subprocess.run(("node", "--version"), capture_output=True, text=True, check=True).stdout
    return None if int(version.strip("v\n").split(".")[0]) >= NODE_AT_LEAST else f"Node is older than {NODE_AT_LEAST}"


if __name__ == "__main__":
    sys.exit(main())
