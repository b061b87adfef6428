"""One log line for each request, to which every part adds what it knows; never the text of a message."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from assistant.observability.tracing import traced

_log = logging.getLogger("assistant.request")
_record: ContextVar[dict[str, Any] | None] = ContextVar("request_record", default=None)


@contextmanager
def logged_request(request_id: str, *, level: int = logging.INFO, traceparent: str = "", **fields: Any) -> Iterator[None]:
    """Log one line when the block ends, with `fields` and what was annotated inside; what matters is a trace too.

    Args:
        traceparent: the caller's, of the trace that this is a part of.
    """
    record: dict[str, Any] = {"request_id": request_id, **fields}
    token = _record.set(record)
    start = time.perf_counter()
    try:
        with traced("request", record, traceparent) if level >= logging.INFO else nullcontext():
            yield
    finally:
        _record.reset(token)
        record["duration_s"] = round(time.perf_counter() - start, 4)
        _log.log(level, "request", extra=record)


def annotate(**fields: Any) -> None:
    """Add fields to the line of the current request; nothing happens outside one."""
    record = _record.get()
    if record is not None:
        record.update(fields)


def request_id() -> str | None:
    """The id of the current request."""
    record = _record.get()
    return record["request_id"] if record else None
