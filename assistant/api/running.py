"""What every route needs: the application of this process, and the errors that it may answer with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request

from assistant.api.event_stream import StreamLimits
from assistant.api.wire.errors import ErrorResponse
from assistant.application import Application


def _application(request: Request) -> Application:
    application: Application = request.app.state.application
    return application


Running = Annotated[Application, Depends(_application)]


def stream_limits(application: Application) -> StreamLimits:
    """How long streams of this process may be silent, and may take."""
    settings = application.settings
    return StreamLimits(keep_alive_s=settings.stream_keep_alive_s, whole_s=settings.request_timeout_s)


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The part of a route's documentation for these statuses."""
    return {status: {"model": ErrorResponse, "description": HTTPStatus(status).phrase} for status in statuses}
