"""What every route needs: the application of this process, and the errors that it may answer with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request

from assistant.api.wire.errors import ErrorResponse
from assistant.application import Application


def _application(request: Request) -> Application:
    application: Application = request.app.state.application
    return application


Running = Annotated[Application, Depends(_application)]


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The part of a route's documentation for these statuses."""
    return {status: {"model": ErrorResponse, "description": HTTPStatus(status).phrase} for status in statuses}
