"""schemathesis over the document of the running service: everything that it can ask, valid or not, is answered as it says."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from assistant.api.app import create_api
from assistant.api.openapi import BATCH_PATH
from assistant.api.wire.devops import MOST_QUERY
from tests.api.asking import BARE
from tests.server import Server

MODELS = (BARE, "devops-assistant")
QUESTIONS = ("how do I list pods", "pod is OOMKilled")
SETTINGS = {
    "ASSISTANT_KV_CACHE_BYTES": str(16 << 20),
    "ASSISTANT_CONTEXT_LENGTH": "1024",
    "ASSISTANT_MAX_TOKENS": "4",
    "ASSISTANT_MAX_RUNNING": "8",
    "ASSISTANT_MAX_WAITING": "8",
    "ASSISTANT_RESPONSE_STORE_BYTES": "1000000",
}
CONFIG = {
    "seed": 4,
    "generation": {"deterministic": True, "database": "none", "max-examples": 12, "no-shrink": True},
    "suppress-health-check": ["all"],  # they are about speed, and about how much of what is made up is filtered out
    "max-stream-events": 100_000,  # streams are read to their end
    "analysis": {"constants": {"enabled": False}},  # what is asked depends on the document alone, so that it is always the same
    "phases": {
        **{name: {"extra-data-sources": {"responses": False}} for name in ("examples", "coverage")},
        "fuzzing": {"extra-data-sources": {"responses": False}, "error-feedback": {"enabled": False}},
        "stateful": {"inference": {"algorithms": []}, "link-calibration": False},
    },
}

# Why a request that is valid to the document may be refused all the same, as JSON Schema has no words for it:
# messages by what they say, and the schemas of clients by the field that they are in.
BEYOND_SCHEMAS = tuple(
    map(
        re.compile,
        (
            r"This model's maximum context length is \d+ tokens",  # how many there are is for the tokenizer of the model to say
            r"(logit_bias|prompt|tokens): this model has no token",  # so is which there are
            r"This model cannot take these messages",  # and its template says which roles it knows
            r"n: this server gives at most \d+ answers at once",  # its settings
            r"prompt: it has no token",
            r"min_tokens: \d+ is more than max_tokens",  # no comparison of two fields
            r"tools: two functions have the name",  # nor of a field of two items
            r"tool_choice: there is no function",
            r"messages\[\d+\]\.tool_call_id: a tool's message must name a call",
            r"input\[\d+\]\.call_id: there is no call",
            r"continue_final_message: the last message must be",  # nor of the last item
        ),
    )
)
CLIENTS_SCHEMA = re.compile(
    r"(tools\[\d+\](\.function)?\.parameters|response_format\.json_schema\.schema|text\.format\.schema)"
)


api = schemathesis.openapi.from_dict(create_api().openapi(), config=SchemathesisConfig.from_dict(CONFIG))
asked: Counter[tuple[str, int]] = Counter()
_components = api.raw_schema["components"]
ITEM = jsonschema.Draft202012Validator(
    {**_components["schemas"]["BatchRequest"]["properties"]["requests"]["items"], "components": _components}
)


@pytest.fixture(scope="module")
def server(llama_folder, tmp_path_factory) -> Iterator[Server]:
    """With a store of responses, and room for short answers only."""
    log = tmp_path_factory.mktemp("conformance") / "log"
    with Server({"ASSISTANT_MODEL": str(llama_folder), **SETTINGS}, log=log) as server:
        server.wait_until_ready()
        yield server


@pytest.fixture(scope="module")
def kept(server) -> str:
    """The id of a response that can be gone on with."""
    body = {"model": BARE, "input": "hello", "max_output_tokens": 2}
    return httpx.post(f"{server.url}/v1/responses", json=body, timeout=60).json()["id"]


def make_answerable(case: schemathesis.Case, kept: str) -> None:
    """Let made-up names, ids and questions be real ones, so that more than their refusal is asked for."""
    bodies = case.body.get("requests", case.body) if isinstance(case.body, dict) else None
    for body in bodies if isinstance(bodies, list) else [bodies]:
        if isinstance(body, dict):
            if isinstance(model := body.get("model"), str) and model:
                body["model"] = MODELS[len(model) % 2]
            if isinstance(before := body.get("previous_response_id"), str) and before:
                body["previous_response_id"] = kept
            if isinstance(query := body.get("query"), str) and 0 < len(query) <= MOST_QUERY:
                body["query"] = QUESTIONS[len(query) % 2]


def is_beyond_schemas(error: dict[str, Any]) -> bool:
    if error["type"] != "invalid_request_error":
        return error["code"] == "queue_full"  # more answers at a time than there are places
    return bool(CLIENTS_SCHEMA.fullmatch(error["param"] or "")) or any(told.match(error["message"]) for told in BEYOND_SCHEMAS)


def check(case: schemathesis.Case, response) -> None:
    """All checks of schemathesis; of a bulk call that was taken, each of its items in place of the whole."""
    excluded = []
    if response.status_code == 400 and is_beyond_schemas(response.json()["error"]):
        excluded.append(positive_data_acceptance)
    if case.operation.path == BATCH_PATH and response.status_code == 200:
        excluded.append(negative_data_rejection)  # a wrong item is answered in its place, and the others are too
        for item, answer in zip(case.body["requests"], response.json(), strict=True):
            if ITEM.is_valid(item):
                assert "choices" in answer or is_beyond_schemas(answer["error"]), (item, answer)
            else:
                assert answer["error"]["type"] == "invalid_request_error", (item, answer)
    case.validate_response(response, excluded_checks=excluded)


def test_this_is_the_document_of_the_service(server):
    assert httpx.get(f"{server.url}/openapi.json").json() == api.raw_schema


@api.parametrize()
def test_every_answer_is_as_the_document_says(case, server, kept):
    make_answerable(case, kept)
    response = case.call(base_url=server.url, timeout=60)
    asked[case.operation.label, response.status_code] += 1
    if "text/event-stream" in response.headers.get("content-type", [""])[0]:
        asked[case.operation.label, 0] += 1
    check(case, response)


def test_routes_were_asked_for_what_they_are_for():
    """Not only for what they refuse, and those that stream also for streams."""
    labels = {result.ok().label for result in api.get_all_operations()}
    if {label for label, _ in asked} != labels:
        pytest.skip("only some of the routes were asked in this run")
    ids = {label for label in labels if "_id}" in label or "{model}" in label}  # their links are gone along below
    assert {label for label, status in asked if status == 200} == labels - ids
    assert {label for label, status in asked if status == 0} == {
        "POST /v1/chat/completions",
        "POST /v1/completions",
        "POST /v1/responses",
    }


@pytest.mark.parametrize("path", ["/v1/responses", "/v1/models", "/v1/devops/(search|references)"])
def test_along_its_links_every_answer_is_as_the_document_says(server, kept, path):
    seen: Counter[tuple[str, int]] = Counter()

    class Walk(api.include(path_regex=f"^{path}").as_state_machine()):
        def get_call_kwargs(self, case):
            return {"base_url": server.url, "timeout": 60}

        def before_call(self, case):
            make_answerable(case, kept)

        def validate_response(self, response, case, additional_checks=None, **kwargs):
            seen[case.operation.label, response.status_code] += 1
            check(case, response)

    options = {"derandomize": True, "deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
    run_state_machine_as_test(
        Walk, settings=hypothesis_settings(max_examples=25, stateful_step_count=4, phases=[Phase.generate], **options)
    )
    linked = [operation for operation in (result.ok() for result in api.get_all_operations()) if re.match(path, operation.path)]
    assert {operation.label for operation in linked} == {label for label, status in seen if status == 200}
