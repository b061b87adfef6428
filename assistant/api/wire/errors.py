"""What goes over the wire where something failed."""

from __future__ import annotations

from assistant.api.wire.fields import Response


class ErrorBody(Response):
    """What went wrong and what to change."""

    message: str
    type: str
    param: str | None
    code: str | None
    request_id: str | None


class ErrorResponse(Response):
    """Every answer that is not a success, and the last event of a stream that failed."""

    error: ErrorBody
