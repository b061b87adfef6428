"""A client of the small server."""

import httpx
import pytest

from tests.server import Server


@pytest.fixture
def client(small_server: Server):
    with httpx.Client(base_url=small_server.url, timeout=60) as client:
        yield client
