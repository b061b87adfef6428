"""`python -m tests`: every test that this machine can run, and at the end what ran and what could not.

In CI nothing may be left out: a missing tool fails the run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
NODE_AT_LEAST = 20
WITHOUT_MODELS = ("chat", "checks", "generation", "knowledge", "redaction", "understanding")  # one core is enough for these


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
    given = sys.argv[1:]
    page = (
        Part("page: units and components", ("npm", "test", "--silent"), ROOT / "frontend", _lacks_node),
        Part("page: size of the first load", ("npm", "run", "size", "--silent"), ROOT / "frontend", _lacks_node),
    )
    pytest = (sys.executable, "-m", "pytest")
    if given:
        beside, before = page, Part("server: what was asked for", (*pytest, *given), ROOT, lambda: None)
    else:
        folders = [f"tests/{name}" for name in WITHOUT_MODELS]
        without = Part("server: parts without models", (*pytest, "-p", "no:cacheprovider", *folders), ROOT, lambda: None)
        left_out = [f"--ignore={folder}" for folder in folders]
        beside = (*page, without)
        before = Part("server: models, engine, service, clients, browser", (*pytest, *left_out), ROOT, lambda: None)
    with ThreadPoolExecutor(1) as pool:
        print(f"\n== {before.name} (the output of what runs beside it follows)", flush=True)  # noqa: T201
        waiting = [(part, pool.submit(_run, part, captured=True)) for part in beside]
        results = [(before, _run(before))]
        results = [*((part, told.result()) for part, told in waiting), *results]
    for part, (_, output) in results:
        if output:
            print(f"\n== {part.name}\n{output}", flush=True)  # noqa: T201
    print("\n== what ran (tests that were skipped are listed with their reasons above)")  # noqa: T201
    for part, (result, _) in results:
        print(f"   {part.name}: {result}")  # noqa: T201
    strict = bool(os.environ.get("CI"))
    return int(any(r != "passed" and (strict or r.startswith("FAILED")) for _, (r, _) in results))


def _run(part: Part, *, captured: bool = False) -> tuple[str, str]:
    """How it went, and what it printed where that is kept."""
    if lacks := part.lacks():
        return f"not run: {lacks}", ""
    kept = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True} if captured else {}
    ran = subprocess.run(part.command, cwd=part.folder, check=False, **kept)
    return "passed" if ran.returncode == 0 else f"FAILED (exit {ran.returncode})", ran.stdout or ""


def _lacks_node() -> str | None:
    if not (shutil.which("node") and shutil.which("npm")):
        return f"Node {NODE_AT_LEAST} with npm is missing"
    version = subprocess.run(("node", "--version"), capture_output=True, text=True, check=True).stdout
    return None if int(version.strip("v\n").split(".")[0]) >= NODE_AT_LEAST else f"Node is older than {NODE_AT_LEAST}"


if __name__ == "__main__":
    sys.exit(main())
