"""`assistant dev`: the API, started anew when its code changes, and the page with hot reload, until Ctrl-C."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import click
from watchfiles import Change, DefaultFilter, watch

from assistant.cli.api_process import LOCALHOST, PORT, ROOT, ApiProcess, ignore_signals, require_ports, stop_on_signals
from assistant.errors import StartupError
from assistant.settings import Settings

_FRONTEND = ROOT / "frontend"
_VITE = _FRONTEND / "node_modules" / "vite" / "bin" / "vite.js"
_WATCHED = (ROOT / "service.py", ROOT / "assistant")
_LOOK_MS = 300
_KERNELS = (".cpp", ".h")
_GRACE_S = 0.0  # who changes the code does not wait for answers of the old one
_READY = "The API is ready."
_ENDED = "The API has ended: it is started anew when its code changes."
_OF_A_LINE = ("time", "level", "logger", "message", "exc_info")


@click.command(
    help="""Serve the API and the page while you change them, until Ctrl-C.

    A change under assistant/ starts the API anew; one under frontend/ is in the page at once, without a reload."""
)
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port of the API.")
@click.option("--page-port", type=PORT, default=3000, show_default=True, help="Port of the page.")
def dev(port: int, page_port: int) -> None:
    settings = Settings.of_a_server()
    node = shutil.which("node")
    if node is None or not _VITE.is_file():
        raise StartupError("The page's tools are not installed: `make dev` does that, with Node 20 or newer.")
    require_ports(LOCALHOST, port, page_port)
    stop_on_signals()
    page = _start_page(node, page_port, port)
    api = ApiProcess(settings, host=LOCALHOST, port=port, page_port=page_port, grace_s=_GRACE_S)
    try:
        _start(api)
        click.echo(f"API   http://localhost:{port}/v1     a change under assistant/ starts it anew", err=True)
        click.echo(f"Page  http://localhost:{page_port}        a change under frontend/ is in it at once", err=True)
        click.echo("Stop with Ctrl-C.", err=True)
        code = _look_after(api, page)
    except KeyboardInterrupt:
        code = 0
    finally:
        ignore_signals()
        _tell("Stopping.")
        page.terminate()
        api.stop()
        page.wait()
    sys.exit(code)


def _start_page(node: str, port: int, api_port: int) -> subprocess.Popen[bytes]:
    page = subprocess.Popen(  # noqa: S603 - our own words and numbers
        [node, str(_VITE), "--host", LOCALHOST, "--port", str(port), "--strictPort", "--clearScreen", "false"],
        cwd=_FRONTEND,
        env={**os.environ, "ASSISTANT_API_URL": f"http://localhost:{api_port}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    _show("page", page.stdout)
    return page


def _start(api: ApiProcess) -> None:
    _show("api", api.start(subprocess.PIPE))


def _look_after(api: ApiProcess, page: subprocess.Popen[bytes]) -> int:
    """Start the API anew at every change, until the page's server ends; what it ended with."""
    told: str | None = None
    for changes in watch(*_WATCHED, watch_filter=_Sources(), yield_on_timeout=True, rust_timeout=_LOOK_MS):
        if (code := page.poll()) is not None:
            _tell("The page's server has ended.")
            return code or 1
        if changes:
            paths = [Path(path) for _, path in changes]
            _tell(f"{_names(paths)} changed: starting the API anew.")
            api.stop()
            if any(path.suffix in _KERNELS for path in paths):
                subprocess.run([sys.executable, "-m", "assistant.model.native.build"], cwd=ROOT, check=False)
            _start(api)
            told = None
        elif told is None or (api.code is not None and told != _ENDED):
            told = _state(api)
            if told:
                _tell(told)
    return 0


def _state(api: ApiProcess) -> str | None:
    """What there is to say of it, if anything."""
    if api.code is not None:
        return _ENDED
    try:
        return _READY if api.is_ready() else None
    except StartupError as error:
        return error.message


def _names(paths: Iterable[Path]) -> str:
    first, *others = sorted(str(path.relative_to(ROOT)) for path in paths)
    return f"{first} and {len(others)} more" if others else first


def _tell(sentence: str) -> None:
    click.echo(f"{time.strftime('%H:%M:%S')} dev   {sentence}", err=True)


class _Sources(DefaultFilter):
    """All but what Python and the compiler write beside them."""

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and "/native/built" not in path and Path(path).suffix != ""


def _show(name: str, output: IO[bytes] | None) -> None:
    """Write what a process writes, in a thread, each line with its name before it."""

    def show() -> None:
        for line in output or ():
            for part in _readable(line.decode("utf-8", "replace").rstrip()):
                click.echo(f"{part[0]} {name:<5} {part[1]}", err=True)

    threading.Thread(target=show, name=name, daemon=True).start()


def _readable(line: str) -> Iterable[tuple[str, str]]:
    """The time and the text of a line, if it has any; of a JSON log line what a person reads, with its traceback below."""
    now = time.strftime("%H:%M:%S")
    if not line:
        return []
    try:
        record = json.loads(line)
    except ValueError:
        return [(now, line)]
    if not isinstance(record, dict) or "message" not in record:
        return [(now, line)]
    more = "".join(f" {key}={value}" for key, value in record.items() if key not in _OF_A_LINE)
    text = f"{record.get('level', ''):<7} {record['message']}{more}"
    return [(now, part) for part in (text, *str(record.get("exc_info", "")).splitlines())]
