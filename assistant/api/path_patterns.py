"""Routes instead of paths for what counts requests by path: BentoML keeps a metric for every path that was ever asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

NO_ROUTE = "/{path}"  # stands for all paths that no route has
_ASKED = "assistant.path"
_PARAMETER = re.compile(r"\\\{\w+(?::\w+)?\\\}")


class PatternAsPath:
    """Outside BentoML's middleware: the path is the pattern of its route."""

    def __init__(self, app: ASGIApp, patterns: Iterable[str]) -> None:
        """
        Args:
            patterns: of all routes, parameters in braces.
        """
        self._app = app
        self._plain = {pattern for pattern in patterns if "{" not in pattern}
        parametric = sorted(set(patterns) - self._plain)
        self._parametric = [
            (pattern, re.compile(_PARAMETER.sub(".+", re.escape(pattern)), re.DOTALL)) for pattern in parametric
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            asked = scope["path"].rstrip("/") or "/"
            scope = {**scope, "path": self._pattern(asked), _ASKED: asked}
        await self._app(scope, receive, send)

    def _pattern(self, path: str) -> str:
        if path in self._plain:
            return path
        return next((pattern for pattern, expression in self._parametric if expression.fullmatch(path)), NO_ROUTE)


class PathAsAsked:
    """Inside it: the path is what the client asked for again, but for slashes at its end, which mean nothing here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _ASKED in scope:
            scope = {**scope, "path": scope[_ASKED]}
        await self._app(scope, receive, send)
