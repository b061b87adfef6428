"""Nothing is reported to the makers of what we use: each program here has a proxy that notes who wants to go out."""

import socket
import subprocess
import sys

import httpx
import pytest

from tests.server import ROOT, Server, environment

OPENVINO_REPORTS = {"CI": "", "TF_BUILD": "", "JENKINS_URL": ""}  # it keeps silent where a build server runs it


@pytest.fixture
def proxy():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def outside(proxy: socket.socket, home) -> dict[str, str]:
    """Settings of a program whose ways out all lead to the proxy, and which finds an empty home."""
    url = f"http://127.0.0.1:{proxy.getsockname()[1]}"
    ways = {name: url for scheme in ("http", "https", "all") for name in (f"{scheme}_proxy", f"{scheme}_proxy".upper())}
    return {**ways, "no_proxy": "127.0.0.1,localhost", "HOME": str(home), "HF_HUB_OFFLINE": "0", **OPENVINO_REPORTS}


def asked(proxy: socket.socket) -> bytes:
    """The beginning of the first request that the proxy got; empty where it got none."""
    proxy.setblocking(False)
    try:
        connection, _ = proxy.accept()
    except BlockingIOError:
        return b""
    with connection:
        return connection.recv(1000)


@pytest.mark.parametrize(("module", "reports"), [("openvino", True), ("assistant.model.openvino.runner", False)])
def test_openvino_reports_its_import_to_its_makers_but_not_from_here(module, reports, proxy, tmp_path):
    settings = {**environment(), **outside(proxy, tmp_path)}
    subprocess.run([sys.executable, "-c", f"import {module}"], cwd=ROOT, env=settings, timeout=120, check=True)
    assert asked(proxy).startswith(b"CONNECT www.google-analytics.com:443") == reports
    assert (tmp_path / "intel").exists() == reports


@pytest.mark.parametrize("runner", ["openvino", "torch"])
def test_serving_reports_to_nobody(runner, llama_folder, proxy, tmp_path):
    settings = {"ASSISTANT_MODEL": str(llama_folder), "ASSISTANT_KV_CACHE_BYTES": str(16 << 20), "ASSISTANT_RUNNER": runner}
    body = {"model": "devops-assistant", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 3}
    with Server({**settings, **outside(proxy, tmp_path)}, log=tmp_path / "log") as server:
        assert server.wait_until_ready()["engine"]["runner"] == runner
        assert httpx.post(f"{server.url}/v1/chat/completions", json=body, timeout=60).status_code == 200
    assert asked(proxy) == b""
    assert not (tmp_path / "intel").exists()
