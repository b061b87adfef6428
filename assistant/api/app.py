"""The FastAPI application that BentoML mounts at `/`, and the middleware around everything."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse

from assistant import __version__
from assistant.api import chat_completions, completions, health, models, tokenization
from assistant.api.batch import RefuseWhileNotReady
from assistant.api.error_responses import ErrorShape, error_response
from assistant.api.openapi import document
from assistant.api.parsing import invalid_body
from assistant.api.request_context import REQUEST_ID_HEADER, BodyLimit, RequestContext
from assistant.errors import AssistantError
from assistant.settings import Settings


def create_api() -> FastAPI:
    """The OpenAI surface; its `state.application` is to be set before the first request."""
    api = FastAPI(title="DevOps AI Assistant", version=__version__, docs_url=None, redoc_url=None)
    for router in (chat_completions.router, completions.router, tokenization.router, models.router, health.router):
        api.include_router(router)

    @api.exception_handler(AssistantError)
    async def on_error(_request: Request, error: AssistantError) -> JSONResponse:
        return error_response(error)

    @api.exception_handler(RequestValidationError)
    async def on_invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        return error_response(invalid_body(error.errors()))

    api.openapi = lambda: document(api)  # type: ignore[method-assign]
    return api


def middleware(settings: Settings, api: FastAPI) -> list[Middleware]:
    """What stands around every route of the service, BentoML's own included; the first is the outermost."""
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "OPTIONS"],
            allow_headers=["*"],
            expose_headers=[REQUEST_ID_HEADER, "retry-after"],
        ),
        Middleware(RequestContext),
        Middleware(ErrorShape),
        Middleware(BodyLimit, limit_bytes=settings.max_body_bytes),
        Middleware(RefuseWhileNotReady, get_application=lambda: api.state.application),
    ]
