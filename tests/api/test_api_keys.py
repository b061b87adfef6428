"""A server with ASSISTANT_API_KEYS."""

import time

import openai
import pytest

from tests.api.asking import BARE, HELLO, ask, error_of
from tests.api.conftest import KEYS

CHAT = "/v1/chat/completions"
BODY = {"model": BARE, "messages": HELLO, "max_tokens": 2}
CLOSED = [
    ("GET", "/"),
    ("GET", "/v1/models"),
    ("GET", "/v1/health"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
    ("GET", "/schema.json"),
    ("GET", "/docs.json"),
    ("GET", "/v1/nothing"),
    ("DELETE", CHAT),
    ("OPTIONS", CHAT),
    ("POST", CHAT),
    ("POST", f"{CHAT}/batch"),
    ("POST", f"{CHAT}/"),
    ("GET", "//livez"),
    ("GET", "/LIVEZ"),
]


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer wrong", KEYS[0], f"Basic {KEYS[0]}", f"Bearer {KEYS[0]}x", f"Bearer {KEYS[0][:-1]}",
     f"Bearer {','.join(KEYS)}", "Bearer \xe9", f"Bearer {KEYS[0].upper()}"],
)  # fmt: skip
def test_without_a_key_of_ours_nothing_is_told(guarded, method, path, authorization):
    headers = [] if authorization is None else [(b"authorization", authorization.encode("latin-1"))]
    response = guarded.request(method, path, json=BODY if method == "POST" else None, headers=headers)
    error = error_of(response)
    assert (response.status_code, error["type"], error["code"]) == (401, "invalid_request_error", "invalid_api_key")
    assert response.headers["www-authenticate"].startswith("Bearer ")
    assert not any(key in response.text + str(response.headers) for key in KEYS)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_each_key_opens_every_route(guarded, scheme, key):
    guarded.headers["authorization"] = f"{scheme} {key}"
    for path in ("/", "/v1/models", "/v1/health", "/metrics", "/openapi.json"):
        assert guarded.get(path).status_code == 200, path
    assert ask(guarded).status_code == 200
    assert guarded.post(f"{CHAT}/batch", json={"requests": [BODY]}).status_code == 200
    assert guarded.get("/v1/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/healthz"])
def test_the_probes_need_none(guarded, path):
    assert guarded.get(path).status_code == 200
    assert guarded.head(path, headers={"authorization": "Bearer wrong"}).status_code == 200


def test_a_page_gets_its_preflight_without_a_key_and_can_read_the_refusal(guarded):
    origin = {"origin": "http://localhost:3000"}
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization, content-type"}
    assert guarded.options(CHAT, headers={**origin, **asked}).status_code == 200
    refused = guarded.post(CHAT, json=BODY, headers=origin)
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert "www-authenticate" in refused.headers["access-control-expose-headers"]


def test_two_keys_in_two_headers_are_not_a_key(guarded):
    lines = [("authorization", "Bearer wrong"), ("authorization", f"Bearer {KEYS[0]}")]
    for order in (lines, lines[::-1]):
        response = guarded.get("/v1/models", headers=order)
        assert (response.status_code, error_of(response)["code"]) == (400, "malformed_request")


def test_the_official_client_gets_its_own_error_for_a_wrong_key(guarded_server):
    address = f"{guarded_server.url}/v1"
    with openai.OpenAI(base_url=address, api_key=KEYS[1], max_retries=0) as client:
        assert client.models.list().data
    with openai.OpenAI(base_url=address, api_key="wrong", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError) as raised:
            client.models.list()
        assert (raised.value.code, raised.value.request_id) == ("invalid_api_key", raised.value.body["request_id"])


def test_no_key_is_ever_logged(guarded, guarded_server):
    identity = guarded.get("/v1/models", headers={"authorization": "Bearer almost-a-key"}).headers["x-request-id"]
    for _ in range(100):
        if any(line.get("request_id") == identity for line in guarded_server.lines()):
            break
        time.sleep(0.05)
    text = guarded_server.text()
    assert identity in text
    assert "almost-a-key" not in text
    assert not any(key in text for key in KEYS)
