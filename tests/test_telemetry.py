"""Nothing is reported to the makers of what we use: each program here has a proxy that notes who wants to go out."""

import subprocess
import sys

import httpx
import pytest

from tests.proxy import asked, ways_out
from tests.server import ROOT, Server, environment

OPENVINO_REPORTS = {"CI": "", "TF_BUILD": "", "JENKINS_URL": ""}  # it keeps silent where a build server runs it


def outside(proxy, home) -> dict[str, str]:
    """Settings of a program that is online but for what its proxy makes of it."""
    return {**ways_out(proxy, home), "HF_HUB_OFFLINE": "0", **OPENVINO_REPORTS}


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
