"""The OpenAPI document: FastAPI's own, made true for what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from assistant.api import parameters, unsupported
from assistant.api.api_keys import OPEN_PATHS
from assistant.api.wire.chat import BatchRequest, ChatCompletion, ChatCompletionChunk
from assistant.api.wire.completions import CompletionChunk
from assistant.api.wire.errors import ErrorResponse
from assistant.api.wire.response_events import ResponseStreamEvent

BATCH_PATH = "/v1/chat/completions/batch"
BENTOML_PATHS = (BATCH_PATH, "/livez", "/healthz", "/readyz", "/metrics")
_REF = "#/components/schemas/{model}"
_SCHEME = "ApiKey"
_WITH_BODY = ("post", "put", "patch")
_OF_ALL = (400, 401, 405, 431, 500)  # what stands around the routes answers with these before any of them
_OF_BODIES = (408, 413, 415)
_ERRORS = (400, 401, 404, 405, 408, 413, 415, 429, 431, 500, 503, 504)
_TEXT = {"type": "string"}
_RETRY_AFTER = {
    "required": True,
    "description": "Seconds until it is worth to try again.",
    "schema": {"type": "integer", "minimum": 0},
}
_HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"required": True, "description": "How to send a key.", "schema": _TEXT}},
    405: {"Allow": {"required": True, "description": "The methods of this route.", "schema": _TEXT}},
    415: {
        "Accept": {"description": "The type to send, where the body has another.", "schema": _TEXT},
        "Accept-Encoding": {"description": "The codings that are taken, where the body has another.", "schema": _TEXT},
    },
    429: {"Retry-After": _RETRY_AFTER},
    503: {"Retry-After": _RETRY_AFTER},
}
_REQUEST_ID = {
    "X-Request-Id": {
        "required": True,
        "description": "The id of the request, as in the error and in the log; the client's own where it sent one.",
        "schema": _TEXT,
    }
}
_REFUSED: dict[str, unsupported.Neutral] = {
    "ChatMessage": unsupported.IN_MESSAGES,
    "StreamOptions": unsupported.IN_STREAM_OPTIONS,
    "TextOptions": unsupported.IN_TEXT_OPTIONS,
    "TokenizeRequest": unsupported.IN_TOKENIZE,
    **{model.__name__: refused for model, refused in parameters.ROUTES.values()},
}
_OF_OTHER_SERVERS = "FieldsOfOtherServers"
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


# What no route of FastAPI names; parts of a stream leave out fields that have a default.
_MORE_MODELS: tuple[Sequence[tuple[type[BaseModel], JsonSchemaMode]], ...] = (
    [(ResponseStreamEvent, "serialization")],
    [(ChatCompletionChunk, "validation"), (CompletionChunk, "validation"), (BatchRequest, "validation")],
)


def document(api: FastAPI) -> dict[str, Any]:
    """The document, with what no route names: schemas, BentoML's routes, and what stands around all; without 422."""
    if api.openapi_schema is None:
        schema = get_openapi(title=api.title, version=api.version, routes=api.routes)
        components = schema["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            components.pop(name, None)
        for models in _MORE_MODELS:
            _, extra = models_json_schema(models, ref_template=_REF)
            components |= {name: value for name, value in extra["$defs"].items() if name not in components}
        _tell_what_is_refused(components)
        _spell_bounds_exactly(components)
        schema["paths"] |= _bentoml_paths()
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                _complete(operation, takes_body=method in _WITH_BODY, is_open=path in OPEN_PATHS)
        schema["components"]["responses"] = {_name(status): _error(status) for status in _ERRORS}
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
    statuses = {int(status) for status in responses} | {*_OF_ALL, *(_OF_BODIES if takes_body else ())}
    if is_open:
        statuses -= {HTTPStatus.UNAUTHORIZED}
        operation["security"] = []
    for status in statuses - {HTTPStatus.OK}:
        responses[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    responses["200"]["headers"] = _REQUEST_ID
    operation["responses"] = dict(sorted(responses.items()))


def _tell_what_is_refused(components: dict[str, Any]) -> None:
    components[_OF_OTHER_SERVERS] = {
        "type": "object",
        "description": "Fields that other servers know.",
        "properties": {field: _refused(values) for field, values in unsupported.OF_OTHER_SERVERS.items()},
    }
    for model, _ in parameters.ROUTES.values():
        components[model.__name__]["allOf"] = [{"$ref": f"#/components/schemas/{_OF_OTHER_SERVERS}"}]
    for name, refused in _REFUSED.items():
        components[name]["properties"] |= {field: _refused(values) for field, values in refused.items()}


def _refused(neutral: tuple[Any, ...]) -> dict[str, Any]:
    """A field that is only taken where it asks for nothing."""
    return {"enum": [*neutral, None], "description": "Not supported; another value is refused with 400."}


def _spell_bounds_exactly(schema: Any) -> None:
    """Make integers of the bounds, which FastAPI makes floats: not every reader takes 9.223372036854776e18 for 2**63."""
    if isinstance(schema, dict):
        for name in _BOUNDS:
            if isinstance(bound := schema.get(name), float) and bound.is_integer():
                schema[name] = int(bound)
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _spell_bounds_exactly(part)


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
                    **{status: {} for status in ("503", "504")},
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
    return {"tags": ["operation"], "summary": summary, "operationId": operation, "responses": {"200": ok, "503": {}}}


def _error(status: int) -> dict[str, Any]:
    """The answer of any route with this status."""
    return {
        "description": HTTPStatus(status).phrase,
        "headers": _REQUEST_ID | _HEADERS.get(status, {}),
        "content": _json({"$ref": _ref(ErrorResponse)}),
    }


def _name(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "")


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ref(model: type[BaseModel]) -> str:
    return _REF.format(model=model.__name__)
