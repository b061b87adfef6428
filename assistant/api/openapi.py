"""The OpenAPI document: FastAPI's own, made true for what stands around it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assistant.api.wire import BatchRequest, ChatCompletion, ChatCompletionChunk, ErrorResponse

BATCH_PATH = "/v1/chat/completions/batch"
_REF = "#/components/schemas/{model}"


def document(api: FastAPI) -> dict[str, Any]:
    """The document, with the schemas that no route names and the routes that are BentoML's, and without 422."""
    if api.openapi_schema is None:
        schema = get_openapi(title=api.title, version=api.version, routes=api.routes)
        _, extra = models_json_schema([(ChatCompletionChunk, "validation"), (BatchRequest, "validation")], ref_template=_REF)
        components = schema["components"]["schemas"]
        components |= {name: value for name, value in extra["$defs"].items() if name not in components}
        for operation in (o for path in schema["paths"].values() for o in path.values()):
            operation["responses"].pop("422", None)
        for name in ("HTTPValidationError", "ValidationError"):
            components.pop(name, None)
        schema["paths"] |= _bentoml_paths()
        api.openapi_schema = schema
    return api.openapi_schema


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
                    **{status: _error() for status in ("400", "413", "500", "503")},
                },
            }
        },
        "/livez": {"get": _probe("Whether the process works.", "get_livez")},
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
    return {"tags": ["operation"], "summary": summary, "operationId": operation, "responses": {"200": ok, "503": _error()}}


def _error() -> dict[str, Any]:
    return {"description": "An error.", "content": _json({"$ref": _ref(ErrorResponse)})}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ref(model: type[BaseModel]) -> str:
    return _REF.format(model=model.__name__)
