"""A collector of traces that keeps what it is sent: OpenTelemetry's own is no package of Python."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Collector:
    """What came, span by span."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.spans: list[dict[str, Any]] = []
        self.resources: list[dict[str, Any]] = []

    def trace(self, identity: str, *, spans: int) -> dict[str, dict[str, Any]]:
        """The spans of a trace by name, once there are so many."""
        for _ in range(200):
            found = [span for span in self.spans if span["traceId"] == identity]
            if len(found) >= spans:
                return {span["name"]: span for span in found}
            time.sleep(0.1)
        raise AssertionError(self.spans)


@contextmanager
def collector() -> Iterator[Collector]:
    """Take traces on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            for resource in body["resourceSpans"]:
                kept.resources.append(attributes(resource["resource"]))
                kept.spans += [span for scope in resource["scopeSpans"] for span in scope["spans"]]
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept = Collector(f"http://127.0.0.1:{server.server_port}/v1/traces")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def attributes(of: dict[str, Any]) -> dict[str, Any]:
    """The attributes of a span or a resource as they were."""
    return {each["key"]: next(iter(each["value"].values())) for each in of["attributes"]}
