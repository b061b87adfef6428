"""nginx with TLS before two real replicas, as `deploy/nginx/` sets it up."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests import llama
from tests.browser import missing
from tests.deploy.host import Host, host
from tests.server import ROOT, Server

BODY = {"model": "devops-assistant", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 3}
LONG = {**BODY, "model": "llama-3.2-tiny-instruct", "max_tokens": 100_000, "ignore_eos": True, "stream": True}
TLS_REFUSED = 35  # of curl
SCRIPT = "console.log('the page');\n" * 100


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So long a context that no answer ends by itself."""
    folder = tmp_path_factory.mktemp("models") / "Llama-3.2-Tiny-Instruct"
    return llama.make(folder, max_position_embeddings=131072)


def replica(model: Path, folder: Path, name: str, port: int | None = None) -> Server:
    (folder / name).mkdir()
    settings = {"ASSISTANT_MODEL": str(model), "ASSISTANT_KV_CACHE_BYTES": str(256 << 20), "ASSISTANT_SHUTDOWN_GRACE_S": "8"}
    return Server(settings, log=folder / name / "log", port=port)


@pytest.fixture(scope="module")
def replicas(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    folder = tmp_path_factory.mktemp("replicas")
    with replica(model, folder, "a") as first, replica(model, folder, "b") as second:
        for each in (first, second):
            each.wait_until_ready()
        yield [first, second]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    folder = tmp_path / "page"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>the page</title>" + " " * 2000)
    (folder / "config.json").write_text('{"apiUrl": "/"}')
    (folder / "assets" / "index-4711.js").write_text(SCRIPT)
    (folder / "assets" / "index-4711.js.gz").write_bytes(gzip.compress(SCRIPT.encode(), mtime=0))
    return folder


@pytest.fixture
def site(replicas: list[Server], page: Path, tmp_path: Path) -> Iterator[Host]:
    with host(tmp_path, [each.port for each in replicas], page) as started:
        yield started


def test_everything_goes_over_tls_and_http_2_and_says_so(site):
    moved = httpx.get(f"{site.plain_url}/v1/models?x=1")
    assert (moved.status_code, moved.headers["location"]) == (308, "https://127.0.0.1/v1/models?x=1")
    with site.client() as client:
        for path in ("/", "/assets/index-4711.js", "/config.json", "/v1/models", "/assets/none.js"):
            headers = client.get(path).headers
            assert headers["strict-transport-security"] == "max-age=31536000", path
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["server"] == "nginx"
    spoken = subprocess.run(
        ["curl", "-sk", "--http2", "-o", "/dev/null", "-w", "%{http_version}", f"{site.url}/v1/models"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert spoken.stdout == "2"
    old = ["curl", "-sk", "--tls-max", "1.1", "--ciphers", "ALL:@SECLEVEL=0", f"{site.url}/"]
    assert subprocess.run(old, check=False, capture_output=True).returncode == TLS_REFUSED


def test_the_page_is_cached_as_long_as_it_may_be_and_sent_compressed(site, page):
    with site.client() as client:
        script = client.get("/assets/index-4711.js")
        assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert script.headers["content-encoding"] == "gzip"
        assert int(script.headers["content-length"]) == (page / "assets" / "index-4711.js.gz").stat().st_size
        assert script.text == SCRIPT
        plain = client.get("/assets/index-4711.js", headers={"accept-encoding": "identity"})
        assert ("content-encoding" not in plain.headers, plain.text) == (True, SCRIPT)
        assert client.get("/config.json").headers["cache-control"] == "no-store"
        for deep in ("/", "/conversation/4711", "/a/b/c"):
            document = client.get(deep)
            assert (document.status_code, document.headers["cache-control"]) == (200, "no-cache")
            assert "the page" in document.text
            assert "script-src 'self'" in document.headers["content-security-policy"]
        assert [client.get(f"/assets/{name}").status_code for name in ("none.js", "../nginx.conf")] == [404, 404]
        assert client.post("/").status_code == 403


def test_of_the_service_only_its_api_is_there(site):
    with site.client() as client:
        assert client.get("/metrics").status_code == 404
        assert client.get("/readyz").status_code == 200
        for path in ("/docs.json", "/openapi.json"):
            assert client.get(path).status_code == 404
        assert client.get("/v1/models").json()["object"] == "list"


def test_one_id_stands_in_the_answer_and_in_both_logs(site, replicas):
    with site.client() as client:
        asked = client.get(
            "/v1/models?key=4711", headers={"x-request-id": "from-the-client.1", "authorization": "Bearer sk-4711"}
        )
        assert asked.headers["x-request-id"] == "from-the-client.1"
        made = client.get("/v1/models", headers={"x-request-id": 'no id at all "}'}).headers["x-request-id"]
        refused = client.post("/v1/chat/completions", content=b"x" * (5 << 20))
    assert re.fullmatch("[0-9a-f]{32}", made)
    wanted = {"from-the-client.1", made, refused.headers["x-request-id"]}
    wait_until(lambda: wanted <= {json.loads(line)["request_id"] for line in site.log.read_text().splitlines()})
    assert "4711" not in site.log.read_text()
    wait_until(
        lambda: (
            wanted - {refused.headers["x-request-id"]} <= {line.get("request_id") for each in replicas for line in each.lines()}
        )
    )


def test_a_body_that_is_too_large_is_refused_in_the_form_of_the_api(site):
    with site.client() as client:
        response = client.post("/v1/chat/completions", content=b"x" * (5 << 20), headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "request_too_large")


def test_who_asks_too_often_is_told_to_wait_and_no_other_key_is(site):
    def ask(key: str) -> httpx.Response:
        return client.get("/v1/models", headers={"authorization": f"Bearer {key}"})

    with site.client() as client, ThreadPoolExecutor(8) as pool:
        first = list(pool.map(ask, ["one"] * 30))
        assert ask("two").status_code == 200
        rest = list(pool.map(ask, ["three", "four", "five"] * 20))
    refused = [response for response in first if response.status_code == 429]
    assert refused
    assert refused[0].json()["error"]["code"] == "rate_limit_exceeded"
    assert refused[0].headers["retry-after"] == "1"
    assert Counter(response.status_code for response in rest)[429]  # of the address, whatever the keys


def test_a_stream_comes_token_by_token_and_ends_when_the_client_goes(site, replicas):
    with site.client() as client:
        with client.stream("POST", "/v1/chat/completions", json=LONG) as stream:
            lines = stream.iter_lines()
            for _ in range(20):
                next(lines)  # of an answer that has no end
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert "content-encoding" not in stream.headers
            assert sum(running(each) for each in replicas) == 1
        wait_until(lambda: not any(running(each) for each in replicas))


def test_a_replica_that_dies_takes_only_its_own_answers_with_it(model, page, tmp_path):
    """And one that comes back is used again; the answers of one that is stopped come to their end meanwhile."""
    body = {**LONG, "max_tokens": 1200}
    with replica(model, tmp_path, "a") as first, replica(model, tmp_path, "b") as second:
        for each in (first, second):
            each.wait_until_ready()
        with host(tmp_path, [first.port, second.port], page, limits=False) as site, site.client() as client:
            started, go = threading.Barrier(9), threading.Event()

            def ask(_: int) -> str:
                try:
                    with client.stream("POST", "/v1/chat/completions", json=body) as stream:
                        lines = stream.iter_lines()
                        next(lines)
                        started.wait(60)
                        go.wait(60)
                        return [line for line in lines if line][-1]
                except httpx.RemoteProtocolError:
                    return "broken"

            with ThreadPoolExecutor(8) as pool:
                answers = [pool.submit(ask, number) for number in range(8)]
                started.wait(60)
                for process in first.processes():
                    process.kill()
                short = [client.post("/v1/chat/completions", json=BODY).status_code for _ in range(20)]
                go.set()
                ends = Counter(answer.result(90) for answer in answers)
            replicas = [json.loads(line)["replica"] for line in site.log.read_text().splitlines()]
            on_first = replicas.count(f"127.0.0.1:{first.port}")  # and nowhere else
            assert 0 < ends["broken"] <= on_first < 8  # one may have been whole before
            assert ends["broken"] + ends["data: [DONE]"] == 8
            assert short == [200] * 20

            with client.stream("POST", "/v1/chat/completions", json={**LONG, "max_tokens": 300}) as stream:
                lines = stream.iter_lines()
                next(lines)
                with Server(
                    {"ASSISTANT_MODEL": str(model), "ASSISTANT_KV_CACHE_BYTES": str(256 << 20)},
                    log=tmp_path / "a" / "again",
                    port=first.port,
                ) as again:
                    again.wait_until_ready()
                    second.process.send_signal(signal.SIGTERM)
                    refused = [client.post("/v1/chat/completions", json=BODY).status_code for _ in range(10)]
                    assert refused == [200] * 10
                    assert [line for line in lines if line][-1] == "data: [DONE]"
                    assert second.process.wait(60) == 0
                    assert [client.post("/v1/chat/completions", json=BODY).status_code for _ in range(5)] == [200] * 5
            again_gone = client.post("/v1/chat/completions", json=BODY)
            assert (again_gone.status_code, again_gone.json()["error"]["code"]) == (503, "unavailable")
            assert again_gone.headers["retry-after"] == "5"


def test_one_replica_after_the_other_is_restarted_and_nobody_is_refused(model, page, tmp_path):
    """The second as soon as the first is ready again."""
    with ExitStack() as stack:
        servers = [stack.enter_context(replica(model, tmp_path, name)) for name in "ab"]
        for each in servers:
            each.wait_until_ready()
        site = stack.enter_context(host(tmp_path, [each.port for each in servers], page, limits=False))
        with site.client() as client:
            answers: Counter[int] = Counter()
            over = threading.Event()

            def ask() -> None:
                while not over.is_set():
                    answers[client.post("/v1/chat/completions", json=BODY).status_code] += 1

            with ThreadPoolExecutor(1) as pool:
                asking = pool.submit(ask)
                try:
                    for number, each in enumerate(servers):
                        each.process.send_signal(signal.SIGTERM)
                        assert each.process.wait(60) == 0
                        again = stack.enter_context(replica(model, tmp_path, f"again-{number}", each.port))
                        again.wait_until_ready()
                    before = answers[200]
                    wait_until(lambda: answers[200] > before + 10 or asking.done())
                finally:
                    over.set()
            asking.result()
        assert set(answers) == {200}, answers


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(400):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it did not come to that")


def running(server: Server) -> int:
    """Answers that a replica is at."""
    return int(httpx.get(f"{server.url}/v1/health", timeout=20).json()["queue"]["running"])


def test_the_units_are_as_systemd_wants_them(tmp_path):
    unit = tmp_path / "devops-assistant@8001.service"
    text = (ROOT / "deploy" / "systemd" / "devops-assistant@.service").read_text()
    unit.write_text(text.replace("/opt/devops-assistant/.venv/bin/bentoml", "/bin/true").replace("%i", "8001"))
    if shutil.which("systemd-analyze") is None:
        missing("systemd-analyze")
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False)
    assert (said.returncode, [line for line in said.stderr.splitlines() if unit.name in line]) == (0, [])
