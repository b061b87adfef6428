"""A way out that leads nowhere and tells who wanted to go."""

from __future__ import annotations

import socket
from pathlib import Path


def ways_out(proxy: socket.socket, home: Path) -> dict[str, str]:
    """Settings of a program whose ways out all lead to the proxy, and which finds an empty home."""
    url = f"http://127.0.0.1:{proxy.getsockname()[1]}"
    ways = {name: url for scheme in ("http", "https", "all") for name in (f"{scheme}_proxy", f"{scheme}_proxy".upper())}
    return {**ways, "no_proxy": "127.0.0.1,localhost", "NO_PROXY": "127.0.0.1,localhost", "HOME": str(home)}


def asked(proxy: socket.socket) -> bytes:
    """The beginning of the first request that the proxy got; empty where it got none."""
    proxy.setblocking(False)
    try:
        connection, _ = proxy.accept()
    except BlockingIOError:
        return b""
    with connection:
        return connection.recv(1000)
