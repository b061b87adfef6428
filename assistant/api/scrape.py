"""ASGI middleware: what the metrics tell of the replica itself is looked up when they are asked for."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.application import Application


class ObserveAtScrape:
    """Brings the gauges that nobody else sets up to date before `/metrics` is answered."""

    def __init__(self, app: ASGIApp, get_application: Callable[[], Application]) -> None:
        self._app = app
        self._get_application = get_application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/metrics":
            self._get_application().observe()
        await self._app(scope, receive, send)
