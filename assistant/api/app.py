"""The FastAPI application that BentoML mounts at `/`, and the middleware around everything."""

from __future__ import annotations

from functools import cache

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp

from assistant import __version__
from assistant.api import chat_completions, completions, health, models, responses, tokenization
from assistant.api.api_keys import ApiKeys
from assistant.api.batch import RefuseWhileNotReady
from assistant.api.body_errors import invalid_body
from assistant.api.cross_origin import CrossOrigin
from assistant.api.devops import routes as devops
from assistant.api.devops.crowd import Crowd
from assistant.api.direct_send import DirectSend
from assistant.api.error_responses import ErrorShape, error_response
from assistant.api.openapi import BENTOML_PATHS, document
from assistant.api.path_patterns import PathAsAsked, PatternAsPath
from assistant.api.request_body import RequestBody
from assistant.api.request_context import HeadAsGet, HeadersOnce, RequestContext
from assistant.api.scrape import ObserveAtScrape
from assistant.errors import AssistantError
from assistant.settings import Settings

BODY_LIMIT_S = 60.0  # BentoML's own limit of a request, in service.py, leaves as much room for the body

_ROUTERS = tuple(module.router for module in (chat_completions, completions, responses, devops, tokenization, models, health))


def create_api() -> FastAPI:
    """The OpenAI surface; its `state.application` is to be set before the first request."""
    api = FastAPI(title="DevOps AI Assistant", version=__version__, docs_url=None, redoc_url=None, redirect_slashes=False)
    api.state.crowd = Crowd()
    for router in _ROUTERS:
        api.include_router(router)

    @api.exception_handler(AssistantError)
    async def on_error(_request: Request, error: AssistantError) -> JSONResponse:
        return error_response(error)

    @api.exception_handler(RequestValidationError)
    async def on_invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        return error_response(invalid_body(error.errors(), error.body))

    api.openapi = lambda: document(api)  # type: ignore[method-assign]
    return api


def with_patterns(app: ASGIApp) -> ASGIApp:
    """The whole service; up to the first of `middleware`, every path is for it the pattern of its route."""
    return DirectSend(PatternAsPath(app, _patterns()))


@cache
def _patterns() -> frozenset[str]:
    ours = (route.path for router in _ROUTERS for route in router.routes if isinstance(route, APIRoute))
    return frozenset((*ours, "/openapi.json", *BENTOML_PATHS))


def middleware(settings: Settings, api: FastAPI) -> list[Middleware]:
    """What stands around every route of the service, BentoML's own included; the first is the outermost."""
    body_limit_s = min(BODY_LIMIT_S, settings.request_timeout_s)
    return [
        Middleware(PathAsAsked),
        Middleware(RequestContext),
        Middleware(CrossOrigin, origins=settings.cors_origins),  # outside the keys: a preflight has none, a page reads the 401
        Middleware(HeadAsGet),
        Middleware(ErrorShape),
        Middleware(HeadersOnce),
        Middleware(ApiKeys, keys=[key.get_secret_value() for key in settings.api_keys]),
        Middleware(RequestBody, limit_bytes=settings.max_body_bytes, limit_s=body_limit_s),
        Middleware(RefuseWhileNotReady, get_application=lambda: api.state.application),
        Middleware(ObserveAtScrape, get_application=lambda: api.state.application),
    ]
