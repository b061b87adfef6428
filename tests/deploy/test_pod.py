"""What the chart says of its container, held against the service itself."""

from __future__ import annotations

import json
import shutil
import signal

import httpx

from tests.deploy import chart
from tests.deploy.pod import Pod, require_namespaces

VALUES = {"model": {"location": "/models/llama"}, "settings": {"ASSISTANT_KV_CACHE_BYTES": "16777216"}}
BODY = {"model": "devops-assistant", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 400, "stream": True}


def test_the_service_needs_no_more_than_the_chart_gives_it_and_ends_as_the_chart_expects(llama_folder, tmp_path):
    require_namespaces()
    specification = chart.pod((), VALUES)
    [container] = specification["containers"]
    model = shutil.copytree(llama_folder, tmp_path / "model", copy_function=shutil.copyfile)  # that its user can read
    with Pod(specification, model=model, folder=tmp_path) as pod:
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert pod.answers(container[probe]["httpGet"]["path"])
        assert "assistant_requests_waiting" in httpx.get(f"{pod.url}/metrics").text
        body = {"text": "kubectl delete pod web\n", "language": "bash"}
        assert httpx.post(f"{pod.url}/v1/devops/check", json=body, timeout=60).json()["blocks"][0]["status"] == "no_findings"
        with httpx.stream("POST", f"{pod.url}/v1/chat/completions", json=BODY, timeout=60) as stream:
            lines = (line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: "))
            next(lines)
            pod.process.send_signal(signal.SIGTERM)
            *chunks, end = lines
        assert end == "[DONE]"
        assert json.loads(chunks[-1])["choices"][0]["finish_reason"] in {"stop", "length"}
        assert pod.process.wait(60) == 0
        assert "Read-only file system" not in pod.text()
        assert "Permission denied" not in pod.text()
    assert all(file.startswith("quantized/") for file in pod.written("cache"))
