"""`python -m tests`: every test that this machine can run, and at the end what ran and what could not.

In CI nothing may be left out: a missing tool fails the run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
NODE_AT_LEAST = 20
ENGINE = ("engine", "model")
WITHOUT_MODELS = (  # one core is enough for these
    "chat",
    "checks",
    "generation",
    "knowledge",
    "mcp",
    "redaction",
    "terminal",
    "ui",
    "understanding",
)


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
    first, *beside = [_server("what was asked for", *given)] if given else _server_parts()
    with ThreadPoolExecutor(1 + len(beside)) as pool:
        print(f"\n== {first.name} (what runs beside it is shown behind it)", flush=True)  # noqa: T201
        lanes = [pool.submit(_run_all, lane) for lane in (page, *((part,) for part in beside))]
        results = [(first, _run(first)), *(result for lane in lanes for result in lane.result())]
    for part, (_, output) in results:
        if output:
            print(f"\n== {part.name}\n{output}", flush=True)  # noqa: T201
    print("\n== what ran (tests that were skipped are listed with their reasons above)")  # noqa: T201
    for part, (result, _) in results:
        print(f"   {part.name}: {result}")  # noqa: T201
    strict = bool(os.environ.get("CI"))
    return int(any(r != "passed" and (strict or r.startswith("FAILED")) for _, (r, _) in results))


def _server_parts() -> list[Part]:
    """All tests of the server: those that start it, and beside them those of its parts."""
    engine, others = [[f"tests/{name}" for name in names] for names in (ENGINE, WITHOUT_MODELS)]
    return [
        _server("service, clients, browser", *(f"--ignore={folder}" for folder in (*engine, *others))),
        _server("engine and models", "-p", "no:cacheprovider", *engine),
        _server("parts without models", "-p", "no:cacheprovider", *others),
    ]


def _server(name: str, *arguments: str) -> Part:
    return Part(f"server: {name}", (sys.executable, "-m", "pytest", *arguments), ROOT, lambda: None)


def _run_all(parts: Iterable[Part]) -> list[tuple[Part, tuple[str, str]]]:
    return [(part, _run(part, captured=True)) for part in parts]


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
