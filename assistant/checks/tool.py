"""Runs a checker that is a program: argument lists, no environment, no input but a file, bounded time and output."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from assistant.checks.limits import Limits
from assistant.checks.report import NotChecked

_PLACES = "/usr/local/bin:/usr/bin:/bin"
_ENVIRONMENT = {  # few threads: each reserves address space, which is limited, and the cores have other work
    "LANG": "C.UTF-8",
    "GOMAXPROCS": "2",
    "MALLOC_ARENA_MAX": "2",
    "RAYON_NUM_THREADS": "2",
    "TOKIO_WORKER_THREADS": "2",
}
_VERSION_S = 20.0
_MOST_VERSION = 40


class ToolTimeout(NotChecked):
    """It was killed; whatever else it started goes with the process of the checkers."""


def find(name: str) -> str | None:
    """The program beside this Python, or of the system."""
    return shutil.which(name, path=f"{Path(sys.executable).parent}:{_PLACES}")


def version(path: str, *arguments: str) -> str:
    """The last word of its version line that has a digit.

    Raises:
        NotChecked: it cannot be started.
    """
    text = _run([path, *arguments], "", _VERSION_S, Limits().output_bytes)[1]
    words = [word.strip("v,()") for line in text.splitlines() if "ersion" in line or line.split() for word in line.split()]
    return next((word[:_MOST_VERSION] for word in words if word[:1].isdigit()), "unknown")


def run(arguments: list[str], text: str, limits: Limits, *, errors: bool = False) -> tuple[int, str]:
    """Give it a text as standard input; in the private folder that is the working directory.

    Args:
        errors: what it writes as errors belongs to its output.

    Returns:
        Its exit status, and all that it wrote.

    Raises:
        NotChecked: it did not end in time, was killed, or wrote too much.
    """
    return _run(arguments, text, limits.tool_s, limits.output_bytes, errors=errors)


def read_json(name: str, status: int, output: str) -> Any:
    """What a tool wrote as JSON.

    Raises:
        NotChecked: it is none: the tool failed.
    """
    try:
        return json.loads(output)
    except (ValueError, RecursionError):
        raise NotChecked(f"{name} failed with status {status}") from None


def _run(arguments: list[str], text: str, timeout_s: float, output_bytes: int, *, errors: bool = False) -> tuple[int, str]:
    name = Path(arguments[0]).name
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as written:
        given.write(text.encode())
        given.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - a checker of our own list, its arguments are ours
                arguments,
                stdin=given,
                stdout=written,
                stderr=subprocess.STDOUT if errors else subprocess.DEVNULL,
                env=_ENVIRONMENT,
                timeout=timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ToolTimeout(f"{name} took longer than {timeout_s:g} s") from None
        except OSError as error:
            raise NotChecked(f"{name} cannot be started ({error.strerror})") from None
        if done.returncode < 0:
            raise NotChecked(f"{name} was killed by signal {-done.returncode}")
        written.seek(0)
        output = written.read(output_bytes + 1)
    if len(output) > output_bytes:
        raise NotChecked(f"{name} wrote more than {output_bytes} bytes")
    return done.returncode, output.decode(errors="replace")
