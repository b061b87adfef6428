"""The parts alone over HTTP, on a server whose model cannot be reached: they need none."""

import html
import json
import random
import string
import time

import httpx
import pytest

from assistant.chat.explained import explanation
from assistant.understanding.intent import understand
from tests.api.asking import error_of
from tests.server import Server, free_port

KEY = "sk-alone"
LONG_BLOCKS = "\n\n".join(f"```yaml\na{i}: 1\n```" for i in range(60))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    settings = {"ASSISTANT_ENGINE_URL": f"http://127.0.0.1:{free_port()}", "ASSISTANT_API_KEYS": KEY}
    with Server(settings, log=tmp_path_factory.mktemp("alone") / "log") as server:
        for _ in range(600):
            try:
                if httpx.get(f"{server.url}/livez", timeout=5).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            assert server.process.poll() is None, server.text()
        yield server


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=f"{server.url}/v1/devops", headers=server.headers, timeout=60) as client:
        yield client


def password() -> str:
    return "".join(random.Random(11).choices(string.ascii_letters + string.digits, k=18)) + "7!"


def test_no_model_is_needed_and_a_key_is(server, client):
    assert httpx.get(f"{server.url}/v1/health", headers=server.headers, timeout=10).status_code == 503
    assert client.post("/risk", json={"command": "ls"}).status_code == 200
    refused = httpx.post(f"{server.url}/v1/devops/risk", json={"command": "ls"}, timeout=10)
    assert (refused.status_code, error_of(refused)["code"]) == (401, "invalid_api_key")


def test_search_finds_commands_with_the_values_of_the_query(client):
    body = client.post("/search", json={"query": "roll back deployment api in namespace prod", "limit": 2}).json()
    assert len(body["results"]) == 2
    best = body["results"][0]
    assert set(best) == {"id", "title", "source", "confidence", "link", "lines", "templates"}
    assert (best["id"], best["source"]) == ("kubernetes/rollback", "handbook")
    assert 0 < best["confidence"] <= 1
    undo = next(each for each in best["templates"] if "rollout undo" in each["text"])
    assert undo["text"].startswith("kubectl rollout undo deployment/api -n prod ")
    assert undo["examples"] == ["revision", "timeout"]
    assert (undo["risk"], undo["language"]) == ("changes state", "bash")
    assert undo["values"] == {"deployment": "api", "namespace": "prod"}


def test_search_keeps_to_a_source_and_says_when_nothing_fits(client):
    assert client.post("/search", json={"query": "roll back a deployment", "source": "handbook"}).json()["results"]
    assert client.post("/search", json={"query": "what is the capital of France"}).json() == {"results": []}


def test_a_link_leads_to_the_whole_reference_as_json_or_markdown(client):
    [best] = client.post("/search", json={"query": "pod is OOMKilled", "limit": 1}).json()["results"]
    url = client.base_url.copy_with(path=best["link"])
    whole = client.get(url)
    assert whole.headers["content-type"] == "application/json"
    assert {name: whole.json()[name] for name in ("id", "title", "source", "link")} == {
        name: best[name] for name in ("id", "title", "source", "link")
    }
    assert whole.json()["text"].startswith(f"# {best['title']}\n")
    page = client.get(url, headers={"accept": "text/markdown, application/json;q=0.5"})
    assert page.headers["content-type"].startswith("text/markdown")
    assert page.text == whole.json()["text"]
    assert "accept" in page.headers["vary"]


def test_a_browser_that_follows_a_link_gets_a_page_to_read(client):
    url = client.base_url.copy_with(path="/v1/devops/references/handbook/devops-assistant/queue-full")
    page = client.get(url, headers={"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"] == "default-src 'none'"
    text = client.get(url).json()["text"]
    assert html.unescape(page.text.partition("<pre>")[2].partition("</pre>")[0]) == text
    assert "<" not in page.text.partition("<pre>")[2].partition("</pre>")[0]


def test_an_error_that_an_answer_cites_is_read_whole(client):
    _, [cited] = explanation(understand("What is this?\n\nmkdir: cannot create directory: No space left on device"), first=1)
    whole = client.get(client.base_url.copy_with(path=cited.link)).json()
    assert (whole["id"], whole["title"], whole["source"]) == (cited.id, cited.title, "error")
    assert all(part in whole["text"] for part in ("Likely causes:", "Look next:", "df -h", "What repairs it:"))


@pytest.mark.parametrize(
    "path", ["handbook/kubernetes/none", "handbook/../../etc/passwd", "runbook/kubernetes/rollback", "error/none", "x/y"]
)
def test_a_reference_that_is_not_there_is_not_found(client, path):
    answer = client.get(f"/references/{path.replace('..', '%2e%2e')}")
    assert answer.status_code == 404
    assert error_of(answer)["code"] == "reference_not_found"


def test_check_tells_findings_and_the_repaired_text(client):
    body = client.post("/check", json={"text": "cat $1\n", "language": "bash"}).json()
    assert body["status"] == "findings"
    [block] = body["blocks"]
    assert (block["line"], block["kind"], block["status"], block["language"]) == (1, "shell", "findings", "bash")
    assert "SC2086" in {finding["rule"] for finding in block["findings"]}
    assert '"$1"' in block["repaired"]["text"]
    assert block["repaired"]["changes"]
    assert "SC2086" not in {finding["rule"] for finding in block["repaired"]["findings"]}


def test_check_reads_the_kind_from_the_name_of_the_file_and_the_schemas_of_a_version(client):
    body = client.post("/check", json={"text": "FROM alpine:3.20\nRUN ls\n", "filename": "Dockerfile"}).json()
    assert (body["status"], body["blocks"][0]["kind"]) == ("no_findings", "dockerfile")
    manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: 1\n"
    body = client.post("/check", json={"text": manifest, "kubernetes_version": "1.33"}).json()
    assert (body["status"], body["blocks"][0]["findings"][0]["line"]) == ("findings", 6)
    body = client.post("/check", json={"text": manifest, "kubernetes_version": "1.2"}).json()
    assert "no schemas of Kubernetes 1.2" in body["blocks"][0]["reason"]


def test_check_looks_at_every_block_of_markdown(client):
    text = "Run:\n\n```bash\nls -l\n```\n\nIt prints:\n\n```\ntotal 0\n```\n\n```json\n{\n```\n"
    body = client.post("/check", json={"text": text, "language": "markdown"}).json()
    assert [(each["line"], each["status"]) for each in body["blocks"]] == [
        (4, "no_findings"),
        (10, "not_checked"),
        (14, "findings"),
    ]
    assert body["status"] == "findings"
    good = client.post("/check", json={"text": text.replace("{\n", "{}\n"), "filename": "README.md"}).json()
    assert good["status"] == "no_findings"  # what a command prints needs no checker


@pytest.mark.parametrize("text", ["", "no block at all", "```text\nx\n```"])
def test_what_nobody_looked_at_is_not_checked(client, text):
    assert client.post("/check", json={"text": text, "language": "markdown"}).json()["status"] == "not_checked"


def test_of_very_many_blocks_the_first_are_checked_and_the_rest_is_said(client):
    body = client.post("/check", json={"text": LONG_BLOCKS, "language": "markdown"}).json()
    assert (len(body["blocks"]), body["blocks_left_out"], body["status"]) == (50, 10, "not_checked")


def test_risk_classes_a_script_and_its_commands(client):
    script = "kubectl get pods\nssh db 'sudo rm -rf /var/lib/postgresql'\n"
    body = client.post("/risk", json={"command": script}).json()
    assert body["risk"] == "destructive"
    first, *_, last = body["commands"]
    assert (first["risk"], first["tool"], first["verb"], first["line"]) == ("read-only", "kubectl", "get", 1)
    assert (last["risk"], last["reason"]) == ("destructive", body["reason"])
    assert all(script[each["start"] : each["end"]] == each["command"] for each in body["commands"])
    shown = "$ uptime\n rm -rf / is dangerous\n"
    assert client.post("/risk", json={"command": shown, "shell": "console"}).status_code == 200


def test_redact_tells_places_and_never_values(server, client):
    secret = password()
    texts = [f"user: bob\npassword: {secret}\n", "nothing here", f"export DB_PASSWORD={secret}\n"]
    answer = client.post("/redact", json={"texts": texts})
    body = answer.json()
    assert body["texts"] == [text.replace(secret, "REDACTED_PASSWORD_1") for text in texts]
    assert body["text"] is None
    first, second = body["findings"]
    assert (first["index"], second["index"], first["type"], first["line"]) == (0, 2, "password", 2)
    for each in body["findings"]:
        assert texts[each["index"]][each["start"] : each["end"]] == secret
    alone = client.post("/redact", json={"text": texts[2]})
    assert alone.json()["text"] == texts[2].replace(secret, "REDACTED_PASSWORD_1")
    assert alone.json()["texts"] is None
    assert secret not in answer.text + alone.text + server.text()


def test_a_long_text_is_redacted_as_in_one_piece(client):
    secret = password()
    text = "".join(f"INFO request {i} took {i % 97} ms\n" for i in range(8000)) + f"DB_PASSWORD={secret}\n"
    for before in ("", "x" * 7, "y" * 65_530):  # so that pieces end elsewhere
        body = client.post("/redact", json={"text": before + "\n" + text}).json()
        assert body["text"] == before + "\n" + text.replace(secret, "REDACTED_PASSWORD_1")


@pytest.mark.parametrize(
    ("route", "body", "param"),
    [
        ("search", {}, "query"),
        ("search", {"query": ""}, "query"),
        ("search", {"query": 5}, "query"),
        ("search", {"query": "x", "limit": 0}, "limit"),
        ("search", {"query": "x", "limit": "5"}, "limit"),
        ("search", {"query": "x", "source": "web"}, "source"),
        ("search", {"query": "x", "limits": 2}, "limits"),
        ("search", {"query": "x" * 100_001}, "query"),
        ("check", {}, "text"),
        ("check", {"text": "x", "lang": "bash"}, "lang"),
        ("check", {"text": "x", "kubernetes_version": "latest"}, "kubernetes_version"),
        ("check", {"text": "x", "language": "y" * 201}, "language"),
        ("risk", {"command": ""}, "command"),
        ("risk", {"command": "ls", "shell": "fish"}, "shell"),
        ("risk", {"command": "\ud800"}, "command"),
        ("redact", {}, "text"),
        ("redact", {"text": "a", "texts": ["b"]}, "text"),
        ("redact", {"texts": []}, "texts"),
        ("redact", {"texts": ["a", 5]}, "texts[1]"),
    ],
)
def test_bad_input_is_refused_with_the_name_of_the_field(client, route, body, param):
    answer = client.post(f"/{route}", content=json.dumps(body), headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert error_of(answer)["param"] == param


def test_metrics_know_the_route_and_no_id(server, client):
    client.get("/references/handbook/kubernetes/rollback")
    metrics = httpx.get(f"{server.url}/metrics", headers=server.headers, timeout=10).text
    assert "/v1/devops/references/{source}/{reference_id:path}" in metrics
    assert "kubernetes/rollback" not in metrics


def test_a_client_that_leaves_ends_its_checks(server, client):
    text = "\n\n".join(f"```bash\ncat $a{i} | grep x{i}\n```" for i in range(50))
    identity = "req_left_its_checks"
    with pytest.raises(httpx.ReadTimeout):
        client.post(
            "/check",
            json={"text": text, "language": "markdown"},
            headers={"x-request-id": identity},
            timeout=httpx.Timeout(10, read=0.2),
        )
    for _ in range(200):
        lines = [line for line in server.lines() if line.get("request_id") == identity]
        if lines:
            break
        time.sleep(0.05)
    assert lines[0]["status"] == 499
    assert client.post("/check", json={"text": "ls\n", "language": "bash"}).json()["status"] == "no_findings"
