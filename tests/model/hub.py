"""Stands in for the model hub, which cannot be reached from a test: the part of its HTTP interface that a download uses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@contextmanager
def serving(models: dict[str, Path], *, gated: tuple[str, ...] = ()) -> Iterator[str]:
    """Serve folders under hub ids; the address of the hub."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            path = self.path.split("?")[0].strip("/")
            hub_id = "/".join(path.removeprefix("api/models/").split("/")[:2])
            if hub_id in gated:
                self._answer(
                    401, b"{}", {"X-Error-Code": "GatedRepo", "X-Error-Message": "Access to this model is restricted."}
                )
            elif hub_id not in models:
                self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})
            elif "/tree/" in path:
                files = [
                    {"type": "file", "path": f.name, "size": f.stat().st_size, "oid": "0" * 40}
                    for f in models[hub_id].iterdir()
                ]
                self._answer(200, json.dumps(files).encode(), {})
            elif path.startswith("api/"):
                siblings = [{"rfilename": file.name} for file in models[hub_id].iterdir()]
                self._answer(200, json.dumps({"id": hub_id, "sha": COMMIT, "siblings": siblings}).encode(), {})
            else:
                self._file(models[hub_id] / path.split("/")[-1])

        def _file(self, file: Path) -> None:
            if not file.is_file():
                self._answer(404, b"{}", {"X-Error-Code": "EntryNotFound"})
                return
            content = file.read_bytes()
            self._answer(200, content, {"ETag": f'"{hashlib.sha256(content).hexdigest()}"', "X-Repo-Commit": COMMIT})

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
