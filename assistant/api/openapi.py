"""The OpenAPI document: FastAPI's own, made true for what stands around it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assistant.api.api_keys import OPEN_PATHS
from assistant.api.wire.chat import BatchRequest, ChatCompletion, ChatCompletionChunk
from assistant.api.wire.errors import ErrorResponse

BATCH_PATH = "/v1/chat/completions/batch"
_REF = "#/components/schemas/{model}"
_SCHEME = "ApiKey"
_WITH_BODY = ("post", "put", "patch")
_OF_ALL = (400, 401, 405, 431, 500)  # what stands around the routes answers with these before any of them
_OF_BODIES = (408, 413, 415)
_HEADERS = {
    401: {"WWW-Authenticate": "How to send a key."},
    405: {"Allow": "The methods of this route."},
    415: {"Accept": "The type to send.", "Accept-Encoding": "The codings that are taken, where the body has another."},
    429: {"Retry-After": "Seconds until it is worth to try again."},
    503: {"Retry-After": "Seconds until it is worth to try again."},
}
_REQUEST_ID = {"X-Request-Id": "The id of the request, as in the error and in the log; the client's own where it sent one."}


def document(api: FastAPI) -> dict[str, Any]:
    """The document, with what no route names: schemas, BentoML's routes, and what stands around all; without 422."""
    if api.openapi_schema is None:
        schema = get_openapi(title=api.title, version=api.version, routes=api.routes)
        _, extra = models_json_schema([(ChatCompletionChunk, "validation"), (BatchRequest, "validation")], ref_template=_REF)
        components = schema["components"]["schemas"]
        components |= {name: value for name, value in extra["$defs"].items() if name not in components}
        for name in ("HTTPValidationError", "ValidationError"):
            components.pop(name, None)
        schema["paths"] |= _bentoml_paths()
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                _complete(operation, takes_body=method in _WITH_BODY, is_open=path in OPEN_PATHS)
        schema["components"]["securitySchemes"] = {
            _SCHEME: {"type": "http", "scheme": "bearer", "description": "Asked for where ASSISTANT_API_KEYS is set."}
        }
        schema["security"] = [{}, {_SCHEME: []}]
        api.openapi_schema = schema
    return api.openapi_schema


def _complete(operation: dict[str, Any], *, takes_body: bool, is_open: bool) -> None:
    """Add the answers of what stands around a route, and the headers of all."""
    responses = operation["responses"]
    responses.pop("422", None)
    for status in (*_OF_ALL, *(_OF_BODIES if takes_body else ())):
        if not (is_open and status == HTTPStatus.UNAUTHORIZED):
            responses.setdefault(str(status), _error(status))
    if is_open:
        operation["security"] = []
    for status, response in responses.items():
        told = _REQUEST_ID | _HEADERS.get(int(status), {})
        response["headers"] = {name: {"description": text, "schema": {"type": "string"}} for name, text in told.items()}
    operation["responses"] = dict(sorted(responses.items()))


def _bentoml_paths() -> dict[str, Any]:
    return {
        BATCH_PATH: {
            "post": {
                "tags": ["chat"],
                "summary": "Create Chat Completions in Bulk",
                "description": "Answer many conversations at once: a completion or an error for each, in order.",
                "operationId": "create_chat_completions_batch",
                "requestBody": {"required": True, "content": _json({"$ref": _ref(BatchRequest)})},
                "responses": {
                    "200": {
                        "description": "In the order of the requests.",
                        "content": _json(
                            {
                                "type": "array",
                                "items": {"anyOf": [{"$ref": _ref(ChatCompletion)}, {"$ref": _ref(ErrorResponse)}]},
                            }
                        ),
                    },
                    **{str(status): _error(status) for status in (503, 504)},
                },
            }
        },
        "/livez": {"get": _probe("Whether the process works.", "get_livez")},
        "/healthz": {"get": _probe("The same, under its other name.", "get_healthz")},
        "/readyz": {"get": _probe("Whether it can answer.", "get_readyz")},
        "/metrics": {
            "get": {
                "tags": ["operation"],
                "summary": "Prometheus metrics.",
                "operationId": "get_metrics",
                "responses": {"200": {"description": "Metrics.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
            }
        },
    }


def _probe(summary: str, operation: str) -> dict[str, Any]:
    ok = {"description": "Yes.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    return {"tags": ["operation"], "summary": summary, "operationId": operation, "responses": {"200": ok, "503": _error(503)}}


def _error(status: int) -> dict[str, Any]:
    return {"description": HTTPStatus(status).phrase, "content": _json({"$ref": _ref(ErrorResponse)})}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ref(model: type[BaseModel]) -> str:
    return _REF.format(model=model.__name__)
