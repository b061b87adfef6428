"""A server that answers as a test says, for what a real one does not say at will: that it is busy, starting, or hostile."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """One answer of the server."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    goes_on: bool = False  # with the same again, until the client leaves


@dataclass
class Scripted:
    """Its address, what it was asked, and whether a client left an answer that went on."""

    url: str
    left: threading.Event = field(default_factory=threading.Event)
    asked: list[dict] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


def refusal(status: int, code: str, message: str, **headers: str) -> Answer:
    error = {"message": message, "type": "x", "param": None, "code": code, "request_id": "req_1"}
    return Answer(json.dumps({"error": error}).encode(), status, headers)


def stream(*pieces: str, end: bool = True, **notes) -> Answer:
    chunks = [{"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]} for piece in pieces]
    chunks += [{"choices": [], "assistant": notes}] if notes else []
    events = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + ["data: [DONE]\n\n"] * end
    return Answer("".join(events).encode(), headers={"content-type": "text/event-stream"})


def endless(piece: str) -> Answer:
    return replace(stream(piece, end=False), goes_on=True)


@contextmanager
def serving(*answers: Answer) -> Iterator[Scripted]:
    """Give these answers, one a request."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            scripted.headers.append({name.lower(): value for name, value in self.headers.items()})
            scripted.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            answer = left.pop(0)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(answer.body)
            try:
                while answer.goes_on:
                    time.sleep(0.01)
                    self.wfile.write(answer.body)
            except OSError:
                scripted.left.set()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scripted = Scripted(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield scripted
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
