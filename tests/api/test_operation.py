"""What an operator and the page see: models, health, metrics, CORS, request ids, logs."""

import re
import time

from tests.api.asking import BARE, ask, error_of


def test_models_are_listed_and_found(client):
    body = client.get("/v1/models").json()
    assert [model["id"] for model in body["data"]] == ["devops-assistant", BARE]
    for model in body["data"]:
        assert client.get(f"/v1/models/{model['id']}").json() == model
        assert model["context_length"] == 4096
    assert error_of(client.get("/v1/models/none"))["code"] == "model_not_found"


def test_health_tells_what_runs_where(client):
    response = client.get("/v1/health")
    body = response.json()
    assert (response.status_code, body["status"], body["reason"]) == (200, "ready", None)
    assert body["model"]["id"] == BARE
    assert body["model"]["source"] == "folder"
    engine = body["engine"]
    assert (engine["runner"], engine["device"], engine["dtype"]) == ("openvino", "cpu", "int8")  # its heads are narrow
    assert body["queue"] == {"running": 0, "waiting": 0, "max_running": 2, "max_waiting": 2}
    assert set(body["versions"]) >= {"torch", "transformers", "bentoml"}


def test_invented_paths_make_no_metrics_of_their_own(client):
    for path in ("/invented", "/v1/models/invented", "/v1/responses/invented", "/v1/models/%00%ff", "/v1/invented/a/b"):
        assert client.get(path).status_code in (400, 404)
    endpoints = set(re.findall(r'endpoint="([^"]*)"', client.get("/metrics").text))
    assert {"/v1/models/{model}", "/v1/responses/{response_id}", "/{path}"} <= {e.replace(":path", "") for e in endpoints}
    known = {*client.get("/openapi.json").json()["paths"], "/openapi.json", "/{path}"}
    assert {endpoint.replace(":path", "") for endpoint in endpoints} <= known


def test_a_slash_at_the_end_of_a_path_means_nothing(client):
    assert client.get("/v1/models/").json() == client.get("/v1/models").json()
    assert client.post("/v1/chat/completions/", json={}).status_code == 400


def test_bentomls_own_probes_and_metrics_are_there(client):
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 200
    ask(client)
    ask(client, model="none")
    text = client.get("/metrics").text
    for name in (
        "assistant_time_to_first_token_seconds_bucket",
        "assistant_inter_token_seconds_bucket",
        "assistant_request_duration_seconds_bucket",
        "assistant_requests_running",
        "assistant_requests_waiting",
        'assistant_tokens_total{kind="completion"',
        'assistant_errors_total{code="model_not_found"}',
    ):
        assert name in text, name


def test_the_log_has_one_json_line_a_request_and_never_the_text(client, small_server):
    secret = "xyzzy-plugh-4711"
    response = ask(client, messages=[{"role": "user", "content": secret}], stream=True)
    identity = response.headers["x-request-id"]
    for _ in range(100):
        lines = [line for line in small_server.lines() if line.get("request_id") == identity]
        if lines:
            break
        time.sleep(0.05)
    [line] = lines
    assert (line["model"], line["status"], line["finish_reason"], line["completion_tokens"]) == (BARE, 200, "length", 5)
    assert line["prompt_tokens"] > 5
    assert 0 < line["time_to_first_token_s"] <= line["duration_s"]
    assert secret not in small_server.text()
