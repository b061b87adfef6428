"""Traces: spans of a request and of its parts, sent to an OpenTelemetry collector (OTLP over HTTP, in JSON).

One trace a request, with what its log line has; never the text of a message. Nothing waits for the collector: spans that it
does not take in time are dropped.
https://opentelemetry.io/docs/specs/otlp/, https://www.w3.org/TR/trace-context/
"""

from __future__ import annotations

import logging
import queue
import re
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import httpx

_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")
_INTERNAL, _SERVER = 1, 2  # kinds of spans
_ERROR = 2
_SAMPLED = 1
_MOST_WAITING = 4096
_MOST_AT_ONCE = 512
_GATHERED_S = 1.0
_TIMEOUT_S = 5.0
_log = logging.getLogger(__name__)


@dataclass
class Trace:
    """The spans of one request; its own is the parent of all others."""

    id: str
    parent: str | None
    span_id: str = field(default_factory=lambda: secrets.token_hex(8))
    spans: list[dict[str, Any]] = field(default_factory=list)


class Exporter:
    """Sends spans from a thread of its own."""

    def __init__(self, url: str, *, version: str) -> None:
        """
        Args:
            url: where the collector takes traces.
        """
        self._url = url
        self._resource = {
            "attributes": _attributes(
                {
                    "service.name": "devops-assistant",
                    "service.version": version,
                    "service.instance.id": secrets.token_hex(8),
                }
            )
        }
        self._start_ns = time.time_ns() - time.perf_counter_ns()  # of `time.perf_counter`, in Unix time
        self._spans: queue.Queue[dict[str, Any] | None] = queue.Queue(_MOST_WAITING)
        self._reachable = True
        self._thread = threading.Thread(target=self._run, name="traces", daemon=True)
        self._thread.start()

    def put(self, spans: list[dict[str, Any]]) -> None:
        """Take finished spans; those for which there is no room are dropped."""
        for span in spans:
            try:
                self._spans.put_nowait(span)
            except queue.Full:
                return

    def unix_ns(self, moment: float) -> str:
        """A moment of `time.perf_counter` as OTLP writes it."""
        return str(self._start_ns + int(moment * 1e9))

    def close(self) -> None:
        """Send what is left, as far as the collector takes it."""
        try:
            self._spans.put_nowait(None)
        except queue.Full:
            return
        self._thread.join(2 * _TIMEOUT_S)

    def _run(self) -> None:
        with httpx.Client(timeout=_TIMEOUT_S) as client:
            open_ = True
            while open_:
                spans = [self._spans.get()]
                until = time.monotonic() + _GATHERED_S
                while spans[-1] is not None and len(spans) < _MOST_AT_ONCE and (left := until - time.monotonic()) > 0:
                    try:
                        spans.append(self._spans.get(timeout=left))
                    except queue.Empty:
                        break
                open_ = spans[-1] is not None
                self._send(client, [span for span in spans if span is not None])

    def _send(self, client: httpx.Client, spans: list[dict[str, Any]]) -> None:
        if not spans:
            return
        scope = {"scope": {"name": "assistant"}, "spans": spans}
        try:
            client.post(
                self._url, json={"resourceSpans": [{"resource": self._resource, "scopeSpans": [scope]}]}
            ).raise_for_status()
        except httpx.HTTPError as error:
            if self._reachable:
                _log.warning("traces cannot be sent, and are dropped until they can: %s", error)
            self._reachable = False
        else:
            self._reachable = True


_exporter: Exporter | None = None
_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def configure(url: str | None, *, version: str) -> None:
    """Send the traces of this process there from now on; None makes none."""
    global _exporter  # noqa: PLW0603 - as with logs, there is one of them in a process
    _exporter = Exporter(url, version=version) if url else None


def close() -> None:
    """Send what is left."""
    if _exporter:
        _exporter.close()


@contextmanager
def traced(name: str, record: dict[str, Any], traceparent: str = "") -> Iterator[None]:
    """Make the block one trace, or a part of that of the caller.

    Args:
        record: what is known of the request at the end of the block; `trace_id` is added.
        traceparent: the header of the caller, which may be anything.
    """
    exporter = _exporter
    given = _TRACEPARENT.fullmatch(traceparent)
    if exporter is None or (given and not int(given[3], 16) & _SAMPLED):
        yield
        return
    trace = Trace(given[1], given[2]) if given else Trace(secrets.token_hex(16), None)
    record["trace_id"] = trace.id
    start = time.perf_counter()
    token = _current.set(trace)
    try:
        yield
    finally:
        _current.reset(token)
        own = _span(exporter, trace, name, record, start=start, end=time.perf_counter(), own=True)
        exporter.put([own, *trace.spans])


def span(name: str, start: float, end: float, **attributes: Any) -> None:
    """Note a part of the current request; nothing happens outside one.

    Args:
        start: of `time.perf_counter`, as is the end.
    """
    trace, exporter = _current.get(), _exporter
    if trace and exporter:
        trace.spans.append(_span(exporter, trace, name, attributes, start=start, end=end))


@contextmanager
def timed(name: str, **attributes: Any) -> Iterator[None]:
    """Note the block as a part of the current request."""
    start = time.perf_counter()
    try:
        yield
    finally:
        span(name, start, time.perf_counter(), **attributes)


def _span(
    exporter: Exporter, trace: Trace, name: str, told: Mapping[str, Any], *, start: float, end: float, own: bool = False
) -> dict[str, Any]:
    parent = trace.parent if own else trace.span_id
    return {
        "traceId": trace.id,
        "spanId": trace.span_id if own else secrets.token_hex(8),
        **({"parentSpanId": parent} if parent else {}),
        "name": name,
        "kind": _SERVER if own else _INTERNAL,
        "startTimeUnixNano": exporter.unix_ns(start),
        "endTimeUnixNano": exporter.unix_ns(end),
        "attributes": _attributes(told),
        "status": {"code": _ERROR} if told.get("error") else {},
    }


def _attributes(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in told.items() if value is not None]


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    return {"stringValue": str(value)}
