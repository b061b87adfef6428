import inspect
import json

import httpx
import pytest
from openai.resources.chat.completions import Completions
from openai.resources.completions import Completions as TextCompletions
from openai.resources.responses import Responses

from assistant.api import unsupported
from assistant.api.app import create_api
from assistant.api.parameters import tables
from assistant.api.wire.chat import ChatCompletion
from assistant.api.wire.health import Health
from assistant.api.wire.models import ModelList
from assistant.errors import AssistantError
from tests.server import ROOT


@pytest.fixture(scope="module")
def document():
    return create_api().openapi()


def test_the_copy_that_the_page_is_built_from_is_the_current_one(document):
    committed = json.loads((ROOT / "frontend" / "openapi.json").read_text())
    assert committed == json.loads(json.dumps(document)), "run `make openapi`"


def operations(document):
    return [(method, path, operation) for path, item in document["paths"].items() for method, operation in item.items()]


def resolved(document, part):
    """What a reference stands for, or the part itself."""
    for name in part.get("$ref", "#").split("/")[1:]:
        document = document[name]
    return document if "$ref" in part else part


def asked(server, method, path, **options) -> httpx.Response:
    return httpx.request(method, server.url + path.replace("{model}", "devops-assistant"), timeout=30, **options)


def test_every_route_answers_as_the_document_says_whatever_comes(document, small_server, guarded_server):
    big = json.dumps({"x": "y" * 100_000})
    json_type = {"content-type": "application/json"}
    requests = [
        {"json": {}},
        {"content": b"{", "headers": json_type},
        {"content": b"{}", "headers": {"content-type": "text/plain"}},
        {"content": b"{}", "headers": {**json_type, "content-encoding": "gzip"}},
        {"content": b"{}", "headers": {**json_type, "content-encoding": "br"}},
        {"content": big, "headers": json_type},
        {"json": {"model": "none", "messages": [{"role": "user", "content": "x"}]}},
        {"headers": {"x": "y" * 70_000}},
        {"headers": [("authorization", "Bearer a"), ("authorization", "Bearer b")]},
    ]
    for method, path, operation in operations(document):
        answers = [asked(small_server, method, path, **request) for request in requests]
        answers.append(asked(guarded_server, method, path))
        answers.append(asked(small_server, "patch", path))
        for answer in answers:
            declared = resolved(document, operation["responses"][str(answer.status_code)])
            assert answer.headers["content-type"].split(";")[0] in declared["content"], (method, path, answer.status_code)
            if answer.status_code >= 400:
                assert set(answer.json()) == {"error"}
                for name in declared["headers"]:
                    assert name.lower() in answer.headers or name.startswith("Accept"), (path, answer.status_code, name)
        seen = {answer.status_code for answer in answers}
        assert {405, 431, 400} <= seen
        assert (401 in seen) == (operation.get("security") != [])
        if method == "post":
            assert {413, 415} <= seen


def test_every_answer_that_the_edge_gives_is_declared_everywhere(document):
    for method, _, operation in operations(document):
        assert {"400", "405", "431", "500"} <= set(operation["responses"])
        assert "422" not in operation["responses"]
        if method == "post":
            assert {"408", "413", "415", "503"} <= set(operation["responses"])


def test_chat_declares_the_status_of_every_error_there_is(document):
    def statuses(kind):
        return {kind.status}.union(*map(statuses, kind.__subclasses__()))

    assert {str(status) for status in statuses(AssistantError)} <= set(
        document["paths"]["/v1/chat/completions"]["post"]["responses"]
    )


def test_every_route_of_the_service_is_in_it(document, small_server):
    """BentoML's two descriptions of the service, which describe the bulk route alone, and the document itself excepted."""
    paths = set(asked(small_server, "get", "/docs.json").json()["paths"])
    assert paths - set(document["paths"]) == set()


def test_every_reference_has_its_schema(document):
    for kind in ("schemas", "responses"):
        names = {part.split('"')[0] for part in json.dumps(document).split(f"#/components/{kind}/")[1:]}
        assert names == set(document["components"][kind])


def test_no_schema_says_merely_that_it_is_an_object(document):
    assert [
        name for name, schema in document["components"]["schemas"].items() if not {"properties", "oneOf"} & set(schema)
    ] == []


def test_bounds_are_spelt_to_the_last_digit(document):
    """Which they are not as floats: what reads decimal numbers exactly takes 9.223372036854776e18 for more than 2**63."""
    seed = document["components"]["schemas"]["ChatCompletionRequest"]["properties"]["seed"]["anyOf"][0]
    assert json.dumps([seed["minimum"], seed["exclusiveMaximum"]]) == "[-9223372036854775808, 9223372036854775808]"


def test_what_is_refused_is_told(document):
    schemas = document["components"]["schemas"]
    for model, refused in (
        ("FieldsOfOtherServers", unsupported.OF_OTHER_SERVERS),
        ("ChatCompletionRequest", unsupported.IN_CHAT_COMPLETIONS),
        ("CompletionRequest", unsupported.IN_COMPLETIONS),
        ("ResponseRequest", unsupported.IN_RESPONSES),
        ("TextOptions", unsupported.IN_TEXT_OPTIONS),
        ("ChatMessage", unsupported.IN_MESSAGES),
        ("TokenizeRequest", unsupported.IN_TOKENIZE),
    ):
        for name, neutral in refused.items():
            assert schemas[model]["properties"][name]["enum"] == [*neutral, None]
    for model in ("ChatCompletionRequest", "CompletionRequest", "ResponseRequest"):
        assert schemas[model]["allOf"] == [{"$ref": "#/components/schemas/FieldsOfOtherServers"}]


def test_answers_of_the_server_are_what_it_says(small_server):
    body = {"model": "devops-assistant", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 2}
    ChatCompletion.model_validate(asked(small_server, "post", "/v1/chat/completions", json=body).json())
    Health.model_validate(asked(small_server, "get", "/v1/health").json())
    ModelList.model_validate(asked(small_server, "get", "/v1/models").json())


def test_the_table_of_parameters_is_the_current_one():
    text = (ROOT / "docs" / "parameters.md").read_text()
    assert text.endswith(tables()), "run `make openapi`"


def test_every_parameter_of_the_official_client_is_in_the_table():
    by_path = {part.partition("`")[0]: part for part in tables().split("## `POST ")[1:]}
    for create, path in (
        (Completions.create, "/v1/chat/completions"),
        (TextCompletions.create, "/v1/completions"),
        (Responses.create, "/v1/responses"),
    ):
        table = by_path[path]
        names = set(inspect.signature(create).parameters) - {"self", "extra_headers", "extra_query", "extra_body", "timeout"}
        assert {name for name in names if f"| `{name}` |" not in table} == set()
