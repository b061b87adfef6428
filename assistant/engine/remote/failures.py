"""What the refusals and failures of an inference server are to our clients.

What a client can change is told in the server's own words. What only an operator can change, or nobody, is told
without them: they may carry the text of a conversation, and such errors are logged.
"""

from __future__ import annotations

import json
import math
import re
from http import HTTPStatus
from typing import Any

import httpx

from assistant.errors import (
    AssistantError,
    GenerationFailed,
    PromptTooLong,
    RemoteBusy,
    RemoteRefused,
    RemoteTimeout,
    RemoteUnavailable,
)

CONNECT_TIMEOUT_S = 5.0
_RETRY_AFTER_S = 5
_MESSAGE_CHARACTERS = 1000
_WORD = re.compile(r"[\w.-]{1,64}", re.ASCII)
_TOO_LONG = re.compile(r"context (length|size|window)|exceed_context_size|context_length_exceeded|`inputs`", re.IGNORECASE)
_STATUS_OF_TYPE = {  # of an error in the middle of a stream that tells no status
    "invalid_request_error": HTTPStatus.BAD_REQUEST,
    "BadRequestError": HTTPStatus.BAD_REQUEST,
    "validation": HTTPStatus.BAD_REQUEST,
    "rate_limit_error": HTTPStatus.TOO_MANY_REQUESTS,
    "overloaded": HTTPStatus.TOO_MANY_REQUESTS,
    "service_unavailable_error": HTTPStatus.SERVICE_UNAVAILABLE,
    "unavailable_error": HTTPStatus.SERVICE_UNAVAILABLE,
    "timeout_error": HTTPStatus.GATEWAY_TIMEOUT,
}


def of_response(status: int, headers: httpx.Headers, body: bytes, host: str) -> AssistantError:
    """The error for an answer that is not a success."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    return _error(status, _fields(told), _retry_after_s(headers.get("retry-after", "")), host)


def of_event(error: Any, host: str) -> AssistantError:
    """The error for an `{"error": ...}` in the middle of a stream."""
    fields = _fields({"error": error})
    told = fields.get("code") if isinstance(fields.get("code"), int) else fields.get("http_status_code")
    status = told if isinstance(told, int) else _STATUS_OF_TYPE.get(str(fields.get("type")), HTTPStatus.INTERNAL_SERVER_ERROR)
    return _error(int(status), fields, None, host)


def of_transport(error: httpx.RequestError, host: str, silence_s: float) -> AssistantError:
    """The error for a connection that failed."""
    match error:
        case httpx.ConnectTimeout():
            return RemoteUnavailable(
                f"The inference server at {host} cannot be reached (no connection within {CONNECT_TIMEOUT_S:g} s): try again."
            )
        case httpx.ConnectError():
            return RemoteUnavailable(f"The inference server at {host} cannot be reached ({error}): try again.")
        case httpx.TimeoutException():
            return RemoteTimeout(
                f"The inference server at {host} said nothing for {silence_s:g} s: try again, or ask for less; "
                "the operator can raise ASSISTANT_ENGINE_TIMEOUT_S."
            )
        case _:
            return GenerationFailed(
                f"The connection to the inference server at {host} broke ({type(error).__name__}): try again."
            )


def malformed(reason: object, host: str) -> AssistantError:
    """The error for an answer that cannot be understood."""
    return GenerationFailed(f"The answer of the inference server at {host} cannot be used: {reason}. Try again.")


def _error(status: int, fields: dict[str, Any], retry_after_s: int | None, host: str) -> AssistantError:
    match status:
        case HTTPStatus.BAD_REQUEST | HTTPStatus.UNPROCESSABLE_ENTITY | HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return _refused(fields, status)
        case HTTPStatus.TOO_MANY_REQUESTS:
            return RemoteBusy(host, _RETRY_AFTER_S if retry_after_s is None else retry_after_s)
        case HTTPStatus.REQUEST_TIMEOUT | HTTPStatus.GATEWAY_TIMEOUT:
            return RemoteTimeout(f"The inference server at {host} took too long ({status}): try again, or ask for less.")
        case HTTPStatus.SERVICE_UNAVAILABLE:
            why = _word(fields.get("code")) or _word(fields.get("type")) or "503"
            return RemoteUnavailable(f"The inference server at {host} cannot answer now ({why}): try again.", retry_after_s)
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            why = ", ".join(filter(None, (str(status), _word(fields.get("type")))))
            return GenerationFailed(
                f"The inference server at {host} failed on this request ({why}): try again; its log says why."
            )
        case _:
            return RemoteUnavailable(f"The inference server at {host} {_misconfigured(status)}")


def _misconfigured(status: int) -> str:
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return f"refuses this server's key ({status}): the operator must set ASSISTANT_ENGINE_API_KEY to a valid one."
    return f"has no such route or model ({status}): the operator must correct ASSISTANT_ENGINE_URL or ASSISTANT_ENGINE_MODEL."


def _refused(fields: dict[str, Any], status: int) -> AssistantError:
    message = str(fields.get("message") or f"The inference server refused the request ({status}) and gave no reason.")
    code, param = fields.get("code"), fields.get("param")
    if _TOO_LONG.search(f"{message} {fields.get('type')} {code}"):
        return RemoteRefused(message[:_MESSAGE_CHARACTERS], code=PromptTooLong.code, param="messages")
    error = RemoteRefused(
        message[:_MESSAGE_CHARACTERS],
        code=_word(code) if isinstance(code, str) else "invalid_value",
        param=param if isinstance(param, str) else None,
    )
    error.status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else error.status
    return error


def _fields(told: Any) -> dict[str, Any]:
    """The fields of an error body: OpenAI's, TGI's flat one, FastAPI's `detail`, or none."""
    if not isinstance(told, dict):
        return {}
    error = told.get("error", told.get("detail", told))
    if isinstance(error, dict):
        return error
    return {"message": error if isinstance(error, str) else None, "type": told.get("error_type")}


def _word(value: Any) -> str | None:
    """An identifier, and never a sentence."""
    return value if isinstance(value, str) and _WORD.fullmatch(value) else None


def _retry_after_s(header: str) -> int | None:
    try:
        return max(1, math.ceil(float(header)))
    except (ValueError, OverflowError):
        return None
