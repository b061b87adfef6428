"""Who may call: ASGI middleware that asks for one of the keys of this server (RFC 6750)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.error_responses import error_response
from assistant.api.http_errors import InvalidApiKey

OPEN_PATHS = ("/livez", "/readyz", "/healthz")  # an orchestrator has no key, and they tell nothing but yes or no
_CHALLENGE = 'Bearer realm="DevOps AI Assistant"'
_ASK = "send it in the header authorization: Bearer KEY."


class ApiKeys:
    """Lets requests with a known key through, and those for the probes."""

    def __init__(self, app: ASGIApp, keys: Sequence[str]) -> None:
        self._app = app
        self._digests = [_digest(key.encode()) for key in keys]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._digests and scope["path"] not in OPEN_PATHS:
            try:
                self._check(Headers(scope=scope).get("authorization", ""))
            except InvalidApiKey as error:
                await error_response(error)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _check(self, authorization: str) -> None:
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise InvalidApiKey(f"This server asks for an API key: {_ASK}", _CHALLENGE)
        given = _digest(key.strip().encode("latin-1"))
        # Digests of one length, and all of them: the time tells nothing about a key.
        if not sum([hmac.compare_digest(given, digest) for digest in self._digests]):
            # OpenAI's first words, by which LiteLLM tells it from other errors of its type.
            raise InvalidApiKey(f"Incorrect API key provided: {_ASK}", f'{_CHALLENGE}, error="invalid_token"')


def _digest(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()
