"""Real things to test with: a small Llama folder, the embedded model, servers, a browser."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.application import prepare
from assistant.model import checkpoint, loader, source
from assistant.model.loader import LoadedModel
from assistant.model.native import build
from assistant.model.placement import Placement, usable_cpus
from assistant.settings import Settings
from tests import gemma, llama
from tests.server import Server

CPU = Placement("torch", "cpu", "float32", threads=usable_cpus())
NATIVE = Placement("native", "cpu", "int8", threads=usable_cpus())
OPENVINO = Placement("openvino", "cpu", "int8", threads=usable_cpus())
OPENVINO_EXACT = Placement("openvino", "cpu", "float16", threads=usable_cpus())  # float32 cache, no quantisation


def pytest_configure() -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing here may reach a hub; a test that has one of its own says so
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    os.environ["XDG_DATA_HOME"] = str(Path(tempfile.gettempdir()) / f"no-data-{os.getpid()}")  # the user has runbooks there


@pytest.fixture(scope="session")
def llama_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder in the format of Llama 3.2."""
    return llama.make(tmp_path_factory.mktemp("models") / "Llama-3.2-Tiny-Instruct")


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For quantised weights."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def small(llama_folder: Path, cache_dir: Path) -> LoadedModel:
    """The small Llama, in float32 with torch."""
    return load(llama_folder, CPU, cache_dir)


@pytest.fixture(scope="session")
def small_openvino(llama_folder: Path, cache_dir: Path) -> LoadedModel:
    """The small Llama with OpenVINO, without quantisation."""
    return load(llama_folder, OPENVINO_EXACT, cache_dir)


@pytest.fixture(scope="session")
def needs_native() -> None:
    if missing := build.missing_instructions():
        pytest.skip(f"the native decoder needs {missing}")


@pytest.fixture(scope="session")
def small_native(needs_native: None, tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> LoadedModel:
    """A small Llama with heads wide enough for the native decoder."""
    folder = llama.make(tmp_path_factory.mktemp("native") / "Llama-3.2-Tiny-Instruct", head_dim=32)
    return load(folder, NATIVE, cache_dir)


@pytest.fixture(scope="session")
def counting(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> LoadedModel:
    """A model that counts in a circle, in float32 with torch."""
    return load(llama.make_counting(tmp_path_factory.mktemp("models") / "Counting-Instruct"), CPU, cache_dir)


@pytest.fixture(scope="session")
def embedded() -> LoadedModel:
    """The real small model that a package carries, in float32 with torch."""
    return load_embedded(CPU)


@pytest.fixture(scope="session")
def embedded_native(needs_native: None) -> LoadedModel:
    """The same as it is served on most servers: 8-bit weights, with our own kernels."""
    return load_embedded(NATIVE)


@pytest.fixture(scope="session")
def embedded_openvino() -> LoadedModel:
    """The same as it is served on other CPUs: 8-bit weights, with OpenVINO."""
    return load_embedded(OPENVINO)


@pytest.fixture(scope="session")
def gemma_file() -> Path:
    """A real model of a second family, as a GGUF file."""
    return gemma.make(Settings().cache_dir / "test-models")


@pytest.fixture(scope="session")
def gemma_3(gemma_file: Path) -> LoadedModel:
    """The same in float32 with torch."""
    ready = checkpoint.prepare(source.find(str(gemma_file)), Settings().cache_dir)
    return loader.load(ready, CPU, kv_cache_bytes=128 << 20, cache_dir=Settings().cache_dir)


def load(
    folder: Path, placement: Placement, cache_dir: Path, *, kv_cache_bytes: int = 1 << 20, context_length: int | None = None
) -> LoadedModel:
    ready = checkpoint.prepare(source.find(str(folder)), Path())
    return loader.load(ready, placement, kv_cache_bytes=kv_cache_bytes, cache_dir=cache_dir, context_length=context_length)


def load_embedded(placement: Placement) -> LoadedModel:
    settings = Settings(model="embedded")
    return loader.load(prepare(settings).checkpoint, placement, kv_cache_bytes=256 << 20, cache_dir=settings.cache_dir)


@pytest.fixture
def proxy() -> Iterator[socket.socket]:
    """Where `tests.proxy` leads what a program sends out."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture(scope="session")
def embedded_server(embedded: LoadedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`bentoml serve` with the embedded model, ready."""
    with Server({"ASSISTANT_MODEL": "embedded"}, log=tmp_path_factory.mktemp("server") / "log") as server:
        server.wait_until_ready()
        yield server


@pytest.fixture(scope="session")
def small_server(llama_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`bentoml serve` with the small Llama and little room, ready."""
    settings = {
        "ASSISTANT_MODEL": str(llama_folder),
        "ASSISTANT_MAX_RUNNING": "2",
        "ASSISTANT_MAX_WAITING": "2",
        "ASSISTANT_MAX_BODY_BYTES": "100000",
        "ASSISTANT_KV_CACHE_BYTES": str(16 << 20),
    }
    with Server(settings, log=tmp_path_factory.mktemp("server") / "log") as server:
        server.wait_until_ready()
        yield server
