"""Which pages may call the API (the Fetch standard's CORS protocol)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from assistant.api.error_responses import error_response
from assistant.api.http_errors import OriginRefused
from assistant.api.request_context import REQUEST_ID_HEADER

_READABLE = (REQUEST_ID_HEADER, "retry-after", "www-authenticate", "allow")


class CrossOrigin(CORSMiddleware):
    """Starlette's, for this API; what it refuses has the shape of all errors."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_methods=["GET", "HEAD", "POST", "DELETE", "OPTIONS"],
            allow_headers=["*"],
            expose_headers=_READABLE,
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        if response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        told = bytes(response.body).decode().removeprefix("Disallowed CORS ")
        refusal = error_response(
            OriginRefused(f"This server does not allow such a call from a page ({told}): see ASSISTANT_CORS_ORIGINS.")
        )
        for name in ("vary", "access-control-allow-origin"):
            if name in response.headers:
                refusal.headers[name] = response.headers[name]
        return refusal
