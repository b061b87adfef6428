"""The service in front of an inference server, which here is a second copy of the service itself."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import httpx
import pytest

from tests.api.asking import BARE, HELLO, ask, ends, error_of, leave, wait_until_idle
from tests.server import Server, free_port


@pytest.fixture(scope="module")
def front(small_server, tmp_path_factory):
    settings = {
        "ASSISTANT_ENGINE_URL": f"{small_server.url}/v1",
        "ASSISTANT_ENGINE_API_KEY": "sk-very-secret",
        "ASSISTANT_MAX_RUNNING": "2",
        "ASSISTANT_MAX_WAITING": "2",
    }
    with Server(settings, log=tmp_path_factory.mktemp("front") / "log") as server:
        server.wait_until_ready()
        yield server


@pytest.fixture
def client(front):
    with httpx.Client(base_url=front.url, timeout=60) as client:
        yield client


@pytest.fixture
def behind(small_server):
    with httpx.Client(base_url=small_server.url, timeout=60) as client:
        yield client


def wait_for_load(client, **load):
    for _ in range(400):
        queue = client.get("/v1/health").json()["queue"]
        if queue | load == queue:
            return
        time.sleep(0.02)
    raise AssertionError(queue)


def test_health_models_and_log_say_what_answers_and_where(front, client, small_server):
    body = client.get("/v1/health").json()
    host = small_server.url.removeprefix("http://")
    assert body["engine"] == {"runner": "remote", "device": None, "dtype": None, "threads": None, "host": host}
    assert body["model"] == {"id": BARE, "source": "remote", "architecture": None, "parameters": None, "context_length": 4096}
    assert body["queue"] == {"running": 0, "waiting": 0, "max_running": 2, "max_waiting": 2}
    models = client.get("/v1/models").json()["data"]
    assert [(model["id"], model["context_length"]) for model in models] == [("devops-assistant", 4096), (BARE, 4096)]
    assert f"ready: {BARE} through the inference server at {host}" in front.text()
    assert client.get("/readyz").status_code == 200


def test_no_model_is_in_this_process(front):
    maps = {mapped.path for process in front.processes() for mapped in process.memory_maps()}
    assert maps
    assert not [path for path in maps if "torch" in path or path.endswith(".safetensors")]


def test_answers_are_those_of_the_other_server(client, behind):
    for fields in ({"temperature": 0}, {"seed": 4, "max_tokens": 20}, {"temperature": 0, "max_tokens": 30, "stop": ["a", "e"]}):
        ours, its = ask(client, **fields).json(), ask(behind, **fields).json()
        assert ours["choices"] == its["choices"]
        assert _without_cached(ours["usage"]) == _without_cached(its["usage"])


def _without_cached(usage):
    """The second of two equal prompts finds more of itself in the cache."""
    return {name: value for name, value in usage.items() if name != "prompt_tokens_details"}


def test_the_assistants_system_prompt_is_added_once(client, behind):
    def prompt_tokens(server):
        return ask(server, model="devops-assistant").json()["usage"]["prompt_tokens"]

    assert prompt_tokens(client) == prompt_tokens(behind) > ask(client).json()["usage"]["prompt_tokens"]


def test_a_stream_and_a_bulk_call(client):
    whole = ask(client, temperature=0).json()
    lines = ask(client, temperature=0, stream=True, stream_options={"include_usage": True}).text.split("\n\n")
    assert lines[-2:] == ["data: [DONE]", ""]
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines[:-2]]
    text = "".join(choice["delta"].get("content", "") for chunk in chunks for choice in chunk["choices"])
    assert text == whole["choices"][0]["message"]["content"]
    assert chunks[-1]["usage"] == whole["usage"]
    item = {"model": BARE, "messages": HELLO, "max_tokens": 5, "temperature": 0}
    answers = client.post("/v1/chat/completions/batch", json={"requests": [item] * 5}).json()
    assert [answer["choices"] for answer in answers] == [whole["choices"]] * 5


def test_its_errors_are_ours(client):
    response = ask(client, messages=[{"role": "user", "content": "log " * 5000}], stream=True)
    error = error_of(response)
    assert (response.status_code, error["code"], error["param"]) == (400, "context_length_exceeded", "messages")
    assert "4096" in error["message"]


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_leaves_frees_its_place_here_and_there(front, client, behind, stream):
    """Two are with the other server, two wait here."""
    identities = [f"leaving-{stream}-{index}" for index in range(4)]
    with ThreadPoolExecutor(4) as pool:
        leaving = pool.map(partial(leave, front, stream=stream, patience_s=3, stay_s=2), identities)
        wait_for_load(client, running=2, waiting=2)
        list(leaving)
    wait_until_idle(client)
    wait_until_idle(behind)
    assert ask(client).status_code == 200
    assert ends(front, identities) == dict.fromkeys(identities, "aborted")


def test_the_key_is_nowhere_to_be_seen(front, client):
    assert "sk-very-secret" not in front.text() + client.get("/v1/health").text + client.get("/metrics").text


def test_it_waits_for_the_server_says_so_and_tells_when_it_goes_away(llama_folder, tmp_path):
    port = free_port()
    url = {"ASSISTANT_ENGINE_URL": f"http://127.0.0.1:{port}"}
    model = {"ASSISTANT_MODEL": str(llama_folder), "ASSISTANT_KV_CACHE_BYTES": str(16 << 20)}

    def health() -> dict:
        with suppress(httpx.TransportError):
            return httpx.get(f"{front.url}/v1/health", timeout=10).json()
        return {"status": "starting"}

    def wait(status: str) -> dict:
        for _ in range(600):
            if (told := health())["status"] == status and "being asked" not in str(told["reason"]):
                return told
            time.sleep(0.1)
        raise AssertionError(health())

    with Server(url, log=tmp_path / "front") as front:
        told = wait("loading")
        assert f"127.0.0.1:{port} cannot be reached ([Errno 111] Connection refused)" in told["reason"]
        assert told["engine"]["runner"] == "remote"
        assert httpx.get(f"{front.url}/readyz", timeout=10).status_code == 503
        assert httpx.get(f"{front.url}/livez", timeout=10).status_code == 200
        with httpx.Client(base_url=front.url, timeout=60) as client:
            refused = ask(client)
            assert (refused.status_code, error_of(refused)["code"]) == (503, "engine_unavailable")
            assert int(refused.headers["retry-after"]) > 0
            with Server(model, log=tmp_path / "behind", port=port) as behind:
                behind.wait_until_ready()
                wait("ready")
                body = {"model": BARE, "messages": HELLO, "max_tokens": 3500, "stream": True}
                with client.stream("POST", "/v1/chat/completions", json=body) as stream:
                    lines = stream.iter_lines()
                    next(lines)
                    for process in behind.processes():
                        process.kill()
                    rest = list(lines)
            assert '"code":"generation_failed"' in rest[-2]
            assert "broke" in rest[-2]
        assert "cannot be reached" in wait("loading")["reason"]
        assert httpx.get(f"{front.url}/livez", timeout=10).status_code == 200


def test_ctrl_c_ends_streams_properly_and_leaves_no_process(small_server, behind, tmp_path):
    settings = {"ASSISTANT_ENGINE_URL": small_server.url, "ASSISTANT_SHUTDOWN_GRACE_S": "0.5"}
    with Server(settings, log=tmp_path / "log") as server:
        server.wait_until_ready()
        assert '"code":"shutting_down"' in server.interrupt_stream({"model": BARE, "messages": HELLO})[-2]
        wait_until_idle(behind)
