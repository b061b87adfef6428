"""The way to the connection, past what stands around the routes: each event of a stream would pay for all of it."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

_SEND = "assistant.send"


class DirectSend:
    """Outside all other middleware: keeps the connection's own `send` for those who stream."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, _SEND: send} if scope["type"] == "http" else scope, receive, send)


def direct_send(scope: Scope) -> Send | None:
    """What takes the middle of a body, whose start and end go the usual way; None where there is none, or no body (HEAD)."""
    send: Send | None = scope.get(_SEND)
    return send if send and scope["method"] == "POST" else None
