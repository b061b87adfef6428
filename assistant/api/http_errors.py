"""Errors of HTTP itself, before a request reaches its route; of the same family as those in `assistant.errors`.

RequestError            400
├── MalformedRequest    400   no HTTP, or headers that contradict each other
├── UndecodableBody     400   the content coding of the body is damaged
├── OriginRefused       400   a page of this origin may not call the API
├── InvalidApiKey       401   the key is missing or not one of ours
├── RouteNotFound       404   no such route
├── MethodNotAllowed    405   the route has other methods
├── BodyTimeout         408   the body did not come in time
├── UnsupportedMedia    415   the body is not JSON in UTF-8
├── UnsupportedCoding   415   the body is compressed in a way that is not taken here
└── HeadTooLarge        431   the headers are over the limit
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.errors import RequestError

JSON = "application/json"
CODINGS = ("gzip", "deflate", "identity")


class HttpError(RequestError):
    """Ends a request before its route sees it.

    Attributes:
        headers: what the answer carries beside the error.
    """

    headers: dict[str, str] = {}  # noqa: RUF012 - an instance that has any gets a dict of its own

    def __init__(self, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        if headers:
            self.headers = headers


class MalformedRequest(HttpError):
    """What came is no HTTP, or its headers contradict each other."""

    code = "malformed_request"


class UndecodableBody(HttpError):
    """The content coding of the body is damaged."""

    code = "invalid_content_encoding"

    def __init__(self, coding: str) -> None:
        super().__init__(f"The body is not valid {coding}: it is damaged, cut short, or not what content-encoding says.")


class OriginRefused(HttpError):
    """A browser asks for a page whose origin is not allowed, or with a method that no route has."""

    code = "origin_not_allowed"


class InvalidApiKey(HttpError):
    """The request has no key, or one that is not known."""

    status = 401
    code = "invalid_api_key"

    def __init__(self, message: str, challenge: str) -> None:
        super().__init__(message, {"www-authenticate": challenge})


class RouteNotFound(HttpError):
    """There is nothing at this path."""

    status = 404
    code = "not_found"

    def __init__(self, path: str) -> None:
        super().__init__(f"There is no route {path[:100]}: /openapi.json lists them.")


class MethodNotAllowed(HttpError):
    """The route has other methods."""

    status = 405
    code = "method_not_allowed"

    def __init__(self, allowed: Iterable[str]) -> None:
        methods = ", ".join(sorted(allowed))
        super().__init__(f"This route takes {methods}.", {"allow": methods})


class BodyTimeout(HttpError):
    """The client did not send its whole body."""

    status = 408
    code = "body_timeout"

    def __init__(self, limit_s: float) -> None:
        super().__init__(f"The body was not complete after {limit_s:g} s: send it again.", {"connection": "close"})


class UnsupportedMedia(HttpError):
    """The body is not JSON in UTF-8."""

    status = 415
    code = "unsupported_media_type"

    def __init__(self, given: str | None) -> None:
        told = f"is {given[:100]!r}" if given else "is missing"
        super().__init__(
            f"The content-type of the body {told}: send JSON in UTF-8 with the header content-type: {JSON}.", {"accept": JSON}
        )


class UnsupportedCoding(HttpError):
    """The body is compressed in a way that is not taken here."""

    status = 415
    code = "unsupported_content_encoding"

    def __init__(self, given: str) -> None:
        taken = ", ".join(CODINGS)
        super().__init__(f"The content-encoding {given[:100]!r} is not one of {taken}.", {"accept-encoding": taken})


class HeadTooLarge(HttpError):
    """The request line and headers are over the limit."""

    status = 431
    code = "headers_too_large"

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"The headers are over the limit of {limit_bytes} bytes: send fewer or shorter ones.")
