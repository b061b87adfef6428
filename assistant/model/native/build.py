"""Compiles the decoder: `python -m assistant.model.native.build`, which `make` does."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

_FOLDER = Path(__file__).parent
_BUILT = _FOLDER / "built"
_CPU_INFO = Path("/proc/cpuinfo")
_FLAGS = [
    *("-shared", "-fPIC", "-O3", "-Wall", "-Wextra", "-Werror"),
    *("-fno-exceptions", "-fno-rtti", "-nostdlib++"),  # the library needs the C library only
    *("-fno-math-errno", "-ffp-contract=off"),  # no sum depends on what the compiler makes of it
    *("-target", "x86_64-linux-gnu.2.28", "-mcpu=cascadelake"),  # the first with these instructions
]
_INSTRUCTIONS = ("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl", "avx512_vnni", "fma", "f16c")


class BuildError(Exception):
    """The decoder could not be compiled; the text says why."""


def missing_instructions() -> str | None:
    """What this machine lacks for the decoder; None where it can run it."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "Linux on x86-64"
    try:
        has = _instructions()
    except OSError as error:
        return f"a list of its instructions ({error})"
    return ", ".join(name for name in _INSTRUCTIONS if name not in has) or None


def has_bfloat16() -> bool:
    """Whether this machine, which can run the decoder, multiplies bfloat16 as well."""
    return "avx512_bf16" in _instructions()


def _instructions() -> set[str]:
    flags = re.search(r"^flags\s*:(.*)$", _CPU_INFO.read_text(), re.MULTILINE)
    return set(flags[1].split()) if flags else set()


def library() -> Path | None:
    """The compiled decoder, if it is there and belongs to these sources."""
    file = _file()
    return file if file.is_file() else None


def build() -> Path:
    """Compile the decoder where that has not been done; of two at a time one waits for the other.

    Raises:
        BuildError: there is no compiler, or it failed.
    """
    if file := library():
        return file
    if find_spec("ziglang") is None:
        raise BuildError("the compiler is not installed: run `make install`")
    try:
        _BUILT.mkdir(exist_ok=True)
        with FileLock(_BUILT / "lock"):
            return library() or _compile()
    except OSError as error:
        raise BuildError(f"nothing can be written to {_BUILT} ({error})") from None


def _compile() -> Path:
    file = _file()
    partial = file.with_suffix(".partial")
    command = [sys.executable, "-m", "ziglang", "c++", *_FLAGS, *map(str, _FOLDER.glob("*.cpp")), "-o", str(partial)]
    with TemporaryDirectory() as cache:
        environment = {**os.environ, "ZIG_GLOBAL_CACHE_DIR": cache, "ZIG_LOCAL_CACHE_DIR": cache}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 - ours
    if done.returncode:
        raise BuildError(f"the compiler failed:\n{done.stderr}")
    for old in _BUILT.glob("decoder-*.so"):
        old.unlink()
    partial.replace(file)
    return file


def _file() -> Path:
    digest = hashlib.sha256(" ".join(_FLAGS).encode())
    for source in sorted([*_FOLDER.glob("*.cpp"), *_FOLDER.glob("*.h")]):
        digest.update(source.read_bytes())
    return _BUILT / f"decoder-{digest.hexdigest()[:16]}.so"


def main() -> None:
    """Build, for a Bento also where it cannot run itself; without it the service takes OpenVINO."""
    try:
        build()
    except BuildError as error:
        message = f"The native decoder, which is the fastest on most servers, is left out, since {error}"
        if os.environ.get("CI"):
            sys.exit(message)
        print(message, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
