"""What HTTP asks of every route, BentoML's own included: methods, types, errors, ids, CORS."""

import httpx
import pytest

from tests.api.asking import BARE, HELLO, ask, error_of

CHAT = "/v1/chat/completions"
BATCH = "/v1/chat/completions/batch"
BODY = {"model": BARE, "messages": HELLO, "max_tokens": 2}
BODIES = {
    CHAT: BODY,
    BATCH: {"requests": [BODY]},
    "/v1/completions": {"model": BARE, "prompt": "x", "max_tokens": 2},
    "/tokenize": {"prompt": "x"},
    "/v1/detokenize": {"tokens": [1]},
}
GETS = ["/", "/v1/models", f"/v1/models/{BARE}", "/v1/health", "/livez", "/readyz", "/healthz", "/metrics", "/openapi.json"]


@pytest.mark.parametrize("path", GETS)
def test_head_is_get_without_the_body(client, path):
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert "content-length" in head.headers
    assert head.headers["x-request-id"]


@pytest.mark.parametrize("path", [*GETS, *BODIES])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
def test_a_wrong_method_is_told_which_are_allowed(client, method, path):
    allowed = {"GET", "HEAD"} if path in GETS else {"POST"}
    response = client.request(method, path, json=BODIES.get(path, {}))
    if method in allowed:
        assert response.status_code == 200
        return
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == allowed
    if method != "HEAD":
        assert (error_of(response)["type"], error_of(response)["code"]) == ("invalid_request_error", "method_not_allowed")


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PUT"])
@pytest.mark.parametrize("path", ["/v1/nothing", "/v1", "/v1/chat", f"{BATCH}/x", "/favicon.ico", "/v1/%00", "/../etc/passwd"])
def test_an_unknown_path_is_not_found_whatever_the_method_and_the_body(client, method, path):
    response = client.request(method, path, content=b"x", headers={"content-type": "text/plain"})
    assert (response.status_code, error_of(response)["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonl",
        "text/json",
        "application/xml+json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/json, text/plain",
        "application/vnd.bentoml+pickle",
        "json",
        "*/*",
    ],
)
def test_a_body_that_is_not_called_json_in_utf_8_is_refused(client, path, kind):
    response = client.post(path, content=b"{}", headers={"content-type": kind} if kind else {})
    error = error_of(response)
    assert (response.status_code, error["type"], error["code"]) == (415, "invalid_request_error", "unsupported_media_type")
    assert "application/json" in error["message"]
    assert response.headers["accept"] == "application/json"


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/json; charset=utf8",
        "application/json; odata=verbose",
        "application/vnd.api+json",
    ],
)
def test_json_in_utf_8_is_taken_under_all_its_names(client, path, kind):
    import json

    response = client.post(path, content=json.dumps(BODIES[path]), headers={"content-type": kind})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("path", BODIES)
def test_a_post_with_nothing_in_it_is_a_bad_request(client, path):
    response = client.post(path)
    assert (response.status_code, error_of(response)["type"]) == (400, "invalid_request_error")


def test_every_answer_carries_a_request_id_of_its_own(client):
    answers = [
        client.get("/livez"),
        client.get("/metrics"),
        client.get("/v1/models"),
        client.get("/v1/nothing"),
        client.delete(CHAT),
        client.get(BATCH),
        client.post(CHAT, content=b"{", headers={"content-type": "application/json"}),
        client.post(BATCH, content=b"{", headers={"content-type": "application/json"}),
        client.post(CHAT, content=b"{}"),
        client.post(CHAT, json={**BODY, "model": "x"}),
        client.post(CHAT, json=BODY),
        client.post(CHAT, json={**BODY, "stream": True}),
        client.post(CHAT, json={"x": "y" * 100_000}),
        client.options(CHAT, headers={"origin": "http://localhost:3000", "access-control-request-method": "POST"}),
        client.options(CHAT, headers={"origin": "http://evil.example", "access-control-request-method": "POST"}),
    ]
    ids = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(ids)) == len(ids)
    for answer in answers:
        if answer.status_code >= 400:
            error_of(answer)


def test_a_sane_request_id_comes_back_and_another_is_replaced(client):
    assert client.get("/v1/models", headers={"x-request-id": "abc-1.2"}).headers["x-request-id"] == "abc-1.2"
    for bad in ("", "a b", "x" * 129, 'a"b', "a,b"):
        assert client.get("/v1/models", headers={"x-request-id": bad}).headers["x-request-id"].startswith("req_")
    two = client.get("/v1/models", headers=[("x-request-id", "a"), ("x-request-id", "b")])
    assert two.headers["x-request-id"].startswith("req_")


@pytest.mark.parametrize("name", ["content-type", "authorization"])
@pytest.mark.parametrize("path", BODIES)
def test_a_header_that_has_one_meaning_may_come_once(client, path, name):
    values = {"content-type": ["application/json", "text/plain"], "authorization": ["Bearer a", "Bearer b"]}
    lines = [(name, value) for value in values[name]]
    if name != "content-type":
        lines.append(("content-type", "application/json"))
    request = httpx.Request("POST", f"{client.base_url}{path}", content=b"{}", headers=lines)
    response = client.send(request)
    error = error_of(response)
    assert (response.status_code, error["code"]) == (400, "malformed_request")
    assert name in error["message"]


def test_a_page_may_read_answers_errors_and_what_they_tell_in_headers(client):
    origin = {"origin": "http://localhost:3000"}
    json_type = {**origin, "content-type": "application/json"}
    for response in (
        client.get("/v1/models", headers=origin),
        client.get("/v1/nothing", headers=origin),
        client.delete(CHAT, headers=origin),
        client.post(CHAT, content=b"{", headers=json_type),
        client.post(CHAT, content=b"{", headers=origin),
        client.post(CHAT, content=b"x" * 200_000, headers=json_type),
        client.post(BATCH, content=b"{", headers=json_type),
        client.get("/livez", headers=origin),
    ):
        assert response.headers["access-control-allow-origin"] == "http://localhost:3000"
        exposed = response.headers["access-control-expose-headers"].split(", ")
        assert {"x-request-id", "retry-after", "www-authenticate"} <= set(exposed)
    stranger = client.get("/v1/models", headers={"origin": "http://evil.example"})
    assert "access-control-allow-origin" not in stranger.headers


def test_a_preflight_is_answered_and_one_from_elsewhere_is_refused(client):
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization, content-type"}
    preflight = client.options(CHAT, headers={"origin": "http://localhost:3000", **asked})
    assert preflight.status_code == 200
    assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
    refused = client.options(CHAT, headers={"origin": "http://evil.example", **asked})
    assert (refused.status_code, error_of(refused)["code"]) == (400, "origin_not_allowed")
    assert "access-control-allow-origin" not in refused.headers


def test_nothing_is_ever_422(client):
    for path in (CHAT, BATCH):
        for body in (b"{}", b"[]", b"null", b'{"requests": {}}', b'{"model": 1, "messages": 2}'):
            assert client.post(path, content=body, headers={"content-type": "application/json"}).status_code == 400
    assert ask(client, temperature="hot").status_code == 400
