import json

import pytest

from assistant.api import wire
from assistant.api.app import create_api
from tests.server import ROOT


@pytest.fixture(scope="module")
def document():
    return create_api().openapi()


def test_the_copy_that_the_page_is_built_from_is_the_current_one(document):
    committed = json.loads((ROOT / "frontend" / "openapi.json").read_text())
    assert committed == json.loads(json.dumps(document)), "run `make openapi`"


def test_every_path_in_it_answers_as_it_says(document, small_server):
    import httpx

    for path, operations in document["paths"].items():
        for method in operations:
            response = httpx.request(
                method, small_server.url + path.replace("{model}", "devops-assistant"), json={}, timeout=30
            )
            assert str(response.status_code) in operations[method]["responses"], (method, path, response.status_code)


def test_no_operation_promises_the_422_that_is_never_sent(document):
    assert all("422" not in op["responses"] for path in document["paths"].values() for op in path.values())


def test_every_reference_has_its_schema(document):
    text = json.dumps(document)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= set(document["components"]["schemas"])


def test_answers_of_the_server_are_what_it_says(small_server):
    import httpx

    body = {"model": "devops-assistant", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 2}
    wire.ChatCompletion.model_validate(httpx.post(f"{small_server.url}/v1/chat/completions", json=body, timeout=60).json())
    wire.Health.model_validate(httpx.get(f"{small_server.url}/v1/health", timeout=30).json())
    wire.ModelList.model_validate(httpx.get(f"{small_server.url}/v1/models", timeout=30).json())
