"""Clients of the small server, and one that asks for keys and has little patience."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server import Server

KEYS = ("sk-first-4711", "sk-second~!+/=")
PATIENCE_S = 5


@pytest.fixture
def client(small_server: Server):
    with httpx.Client(base_url=small_server.url, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def guarded_server(llama_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`bentoml serve` with API keys, one place, short limits and frequent keep-alives, ready."""
    settings = {
        "ASSISTANT_MODEL": str(llama_folder),
        "ASSISTANT_KV_CACHE_BYTES": str(16 << 20),
        "ASSISTANT_API_KEYS": ", ".join(KEYS),
        "ASSISTANT_MAX_RUNNING": "1",
        "ASSISTANT_REQUEST_TIMEOUT_S": str(PATIENCE_S),
        "ASSISTANT_STREAM_KEEP_ALIVE_S": "0.2",
    }
    with Server(settings, log=tmp_path_factory.mktemp("guarded") / "log") as server:
        server.wait_until_ready()
        yield server


@pytest.fixture
def guarded(guarded_server: Server):
    """A client without a key."""
    with httpx.Client(base_url=guarded_server.url, timeout=60) as client:
        yield client
