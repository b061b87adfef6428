"""Serves the built page in development; in production a bucket or nginx does."""

from __future__ import annotations

import threading
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_IMMUTABLE = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"


class PageServer:
    """The static files of the page on a loopback port, in a thread."""

    def __init__(self, folder: Path, *, host: str, port: int, api_port: int) -> None:
        """Make it; `start` listens.

        Args:
            folder: the built page.
            api_port: where the API listens on the same host; told to the page as /config.json.
        """
        config = uvicorn.Config(_app(folder, api_port), host=host, port=port, log_level="warning", access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="page", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=5)


class _Files(StaticFiles):
    """Files with a hash in their names never change; all others are asked for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _IMMUTABLE if path.startswith("assets/") else _REVALIDATE
        return response


def _app(folder: Path, api_port: int) -> Starlette:
    def config(request: Request) -> JSONResponse:
        address = request.url.replace(port=api_port, path="", query="")  # of this host, as the browser knows it
        return JSONResponse({"apiUrl": str(address).rstrip("/")}, headers={"cache-control": "no-store"})

    return Starlette(routes=[Route("/config.json", config), Mount("/", _Files(directory=folder, html=True))])
