"""`bentoml serve` and `bentoml build` as an operator uses them."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from assistant.model.native import build as native
from tests import llama
from tests.model.hub import serving
from tests.server import ROOT, Server, environment

BODY = {"model": "devops-assistant", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 3}


def settings(llama_folder: Path) -> dict[str, str]:
    return {"ASSISTANT_MODEL": str(llama_folder), "ASSISTANT_KV_CACHE_BYTES": str(16 << 20)}


def answers(server: Server) -> bool:
    return httpx.post(f"{server.url}/v1/chat/completions", json=BODY, timeout=60).status_code == 200


def test_its_log_is_json_from_the_first_line_on_and_tells_the_address(small_server):
    lines = small_server.text().splitlines()
    assert [line for line in lines if not line.startswith("{")] == []
    assert any(f"listening on {small_server.url}" in json.loads(line)["message"] for line in lines)


def test_while_the_model_loads_everything_says_so_and_readiness_comes_with_the_first_token(llama_folder, tmp_path):
    seen: set[tuple[int, int]] = set()
    with Server(settings(llama_folder), log=tmp_path / "log") as server:
        for _ in range(600):
            try:
                ready = httpx.get(f"{server.url}/readyz", timeout=10)
                chat = httpx.post(f"{server.url}/v1/chat/completions", json=BODY, timeout=60)
                health = httpx.get(f"{server.url}/v1/health", timeout=10)
            except httpx.ConnectError:
                time.sleep(0.05)
                continue
            seen.add((ready.status_code, chat.status_code))
            if ready.status_code == 200:
                break
            if chat.status_code == 503:
                assert chat.json()["error"]["code"] == "model_loading"
                assert int(chat.headers["retry-after"]) > 0
            if health.status_code == 503:
                assert health.json()["status"] == "loading"
            assert httpx.get(f"{server.url}/livez", timeout=10).status_code == 200
        assert (503, 503) in seen
        assert (200, 503) not in seen
        assert (200, 200) in seen
        assert "on cpu" in server.text() or "on cuda" in server.text()
        if "on cpu" in server.text():
            assert "no GPU in use" in server.text()


def test_ctrl_c_ends_streams_properly_and_leaves_no_process(llama_folder, tmp_path):
    with Server({**settings(llama_folder), "ASSISTANT_SHUTDOWN_GRACE_S": "0.5"}, log=tmp_path / "log") as server:
        server.wait_until_ready()
        assert len(server.processes()) > 1
        assert '"code":"shutting_down"' in server.interrupt_stream(BODY)[-2]


def test_a_second_start_on_a_taken_port_says_so_and_harms_nothing(llama_folder, tmp_path):
    with Server(settings(llama_folder), log=tmp_path / "log") as server:
        server.wait_until_ready()
        before = httpx.get(f"{server.url}/metrics", timeout=10).text
        with Server(settings(llama_folder), log=tmp_path / "second", port=server.port) as second:
            assert second.process.wait(60) == 1
        [sentence] = second.text().strip().splitlines()
        taken = f"Port {server.port} cannot be used (Address already in use)"
        assert f"{taken}: stop what listens there or choose another with --port." in sentence
        with Server(settings(llama_folder), log=tmp_path / "third") as third:  # of the same home, on another port
            third.wait_until_ready()
        after = httpx.get(f"{server.url}/metrics", timeout=10).text
    assert {line for line in before.splitlines() if line.startswith("#")} <= set(after.splitlines())


def test_without_options_it_takes_the_address_that_bentoml_would(llama_folder, tmp_path):
    with socket.socket() as taken:
        with contextlib.suppress(OSError):  # somebody else's serves as well
            taken.bind(("0.0.0.0", 3000))
            taken.listen()
        ran = subprocess.run(
            [sys.executable, "-m", "bentoml", "serve", "service:DevOpsAssistant"],
            cwd=ROOT,
            check=False,
            env={**environment(), **settings(llama_folder), "BENTOML_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert ran.returncode == 1
    assert "Port 3000 cannot be used" in ran.stdout + ran.stderr


def test_while_running_answers_end_others_are_told_that_the_replica_goes_away(tmp_path):
    # So long a context that no machine is through with the answer before the grace period is over.
    folder = llama.make(tmp_path / "Llama-3.2-Tiny-Instruct", max_position_embeddings=131072)
    body = {**BODY, "max_tokens": 100_000, "ignore_eos": True, "stream": True}
    grace = {"ASSISTANT_SHUTDOWN_GRACE_S": "6", "ASSISTANT_KV_CACHE_BYTES": str(64 << 20)}
    with Server({**settings(folder), **grace}, log=tmp_path / "log") as server, httpx.Client(timeout=20) as known:
        server.wait_until_ready()
        assert known.get(f"{server.url}/readyz").status_code == 200
        with httpx.stream("POST", f"{server.url}/v1/chat/completions", json=body, timeout=60) as stream:
            lines = stream.iter_lines()
            next(lines)
            server.process.send_signal(signal.SIGINT)
            statuses = set()
            while 503 not in statuses:
                statuses.add(known.get(f"{server.url}/readyz").status_code)
            for client in (known, httpx):
                refused = client.post(f"{server.url}/v1/chat/completions", json=BODY)
                assert (refused.status_code, refused.json()["error"]["code"]) == (503, "shutting_down")
            assert next(lines) == ""  # it still runs
            assert '"code":"shutting_down"' in list(lines)[-2]
        assert server.process.wait(60) == 0


@pytest.mark.parametrize("damage", ["missing", "half", "encoder", "base", "gated"])
def test_an_unusable_model_ends_start_up_with_one_sentence_and_a_non_zero_exit(llama_folder, tmp_path, damage):
    folder = tmp_path / "model"
    given = {"ASSISTANT_MODEL": str(folder)}
    if damage != "missing":
        shutil.copytree(llama_folder, folder)
    if damage == "half":
        os.truncate(folder / "model.safetensors", 1000)
    if damage == "encoder":
        config = (folder / "config.json").read_text()
        (folder / "config.json").write_text(config.replace("LlamaForCausalLM", "BertModel"))
    if damage == "base":
        (folder / "chat_template.jinja").unlink()
    with serving({}, gated=("meta-llama/Llama-3.2-1B-Instruct",)) as endpoint:
        if damage == "gated":
            given = {
                "ASSISTANT_MODEL": "meta-llama/Llama-3.2-1B-Instruct",
                "HF_ENDPOINT": endpoint,
                "HF_HOME": str(tmp_path),
                "HF_HUB_OFFLINE": "0",
            }
        with Server(given, log=tmp_path / "log") as server:
            assert server.process.wait(60) == 1
    [sentence] = server.text().strip().splitlines()
    says = {
        "missing": "set ASSISTANT_MODEL",
        "half": "copy or download it again",
        "encoder": "choose a chat model",
        "base": "name ends in -Instruct",
        "gated": "set HF_TOKEN",
    }
    assert says[damage] in sentence


def test_a_wrong_setting_ends_start_up_and_is_named(llama_folder, tmp_path):
    with Server({**settings(llama_folder), "ASSISTANT_MAX_RUNNING": "many"}, log=tmp_path / "log") as server:
        assert server.process.wait(60) != 0
    [sentence] = server.text().strip().splitlines()
    assert "ASSISTANT_MAX_RUNNING: Input should be a valid integer" in sentence


def test_with_reload_a_changed_file_restarts_the_service(llama_folder, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(ROOT / "assistant", project / "assistant", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("service.py", "requirements.txt"):
        shutil.copy(ROOT / name, project)
    with Server(settings(llama_folder), log=tmp_path / "log", options=("--reload",), folder=project) as server:
        server.wait_until_ready()
        before = {p.pid for p in server.processes()}
        errors = project / "assistant" / "errors.py"
        errors.write_text(errors.read_text().replace("The server is busy", "The server is very busy"))
        for _ in range(300):
            after = {p.pid for p in server.processes() if p.status() != psutil.STATUS_ZOMBIE}
            if after - before and before - after:
                break
            time.sleep(0.2)
        else:
            raise AssertionError(f"nothing restarted:\n{server.text()}")
        server.wait_until_ready()
        assert answers(server)


def test_the_bento_is_built_and_served_by_its_tag(llama_folder, tmp_path):
    home = {"BENTOML_HOME": str(tmp_path / "bentoml"), "BENTOML_DO_NOT_TRACK": "true"}
    build = subprocess.run(
        [sys.executable, "-m", "bentoml", "build", "--output", "tag"],
        cwd=ROOT,
        env={**environment(), **home},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert build.returncode == 0, build.stderr
    tag = re.search(r"devops_ai_assistant:\w+", build.stdout)
    assert tag, build.stdout
    [bento] = (tmp_path / "bentoml" / "bentos" / "devops_ai_assistant").glob("*/bento.yaml")
    text = bento.read_text()
    assert re.search(r"name: HF_TOKEN", text)
    assert "value: meta-llama/Llama-3.2-1B-Instruct" in text
    names = {path.name for path in (bento.parent / "src").rglob("*") if path.is_file()}
    assert "service.py" in names
    assert native.library().name in names
    assert not [name for name in names if name.startswith("test_") or name.endswith((".tsx", ".gguf"))]
    requirements = (bento.parent / "env" / "python" / "requirements.txt").read_text()
    assert "torch==2.13.0" in requirements
    assert "pytest" not in requirements
    with serving({}, gated=("meta-llama/Llama-3.2-1B-Instruct",)) as endpoint:
        hub = {"HF_ENDPOINT": endpoint, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "0"}
        with Server({**home, **hub}, log=tmp_path / "log", target=tag[0], folder=tmp_path) as server:
            assert server.process.wait(60) == 1  # what it serves by default is Llama 3.2, or nothing
        assert "The model meta-llama/Llama-3.2-1B-Instruct is gated" in server.text()
    with Server({**settings(llama_folder), **home}, log=tmp_path / "log", target=tag[0], folder=tmp_path) as server:
        assert server.wait_until_ready()["model"]["id"] == "llama-3.2-tiny-instruct"
        assert answers(server)


def test_in_process_the_service_answers_and_batches(llama_folder, monkeypatch):
    from starlette.testclient import TestClient

    for name, value in settings(llama_folder).items():
        monkeypatch.setenv(name, value)
    sys.modules.pop("service", None)
    import service

    with TestClient(service.DevOpsAssistant.to_asgi()) as client:
        for _ in range(300):
            if client.get("/readyz").status_code == 200:
                break
            time.sleep(0.1)
        assert client.post("/v1/chat/completions", json=BODY).json()["usage"]["completion_tokens"] == 3
        completions = client.post("/v1/chat/completions/batch", json={"requests": [BODY, BODY]}).json()
        assert [completion["object"] for completion in completions] == ["chat.completion"] * 2
