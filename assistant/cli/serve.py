"""`assistant serve`: the API and the page on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click
import httpx

from assistant.cli.page import PageServer
from assistant.errors import StartupError
from assistant.ports import require_free
from assistant.settings import Settings

_ROOT = Path(__file__).parents[2]
_PAGE = _ROOT / "frontend" / "dist"
_GRACE_S = 5.0  # of a person at a terminal; ASSISTANT_SHUTDOWN_GRACE_S overrides it
_PORT = click.IntRange(1, 65535)
_LOCALHOST = "127.0.0.1"
_WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@click.command(help="Serve the API and the page on this machine, until Ctrl-C.")
@click.option("--port", type=_PORT, default=8000, show_default=True, help="Port of the API.")
@click.option("--page-port", type=_PORT, default=3000, show_default=True, help="Port of the page.")
@click.option("--host", default=_LOCALHOST, show_default=True, help="Address to listen on.")
def serve(port: int, page_port: int, host: str) -> None:
    settings = Settings.of_a_server()
    grace_s = settings.shutdown_grace_s if "shutdown_grace_s" in settings.model_fields_set else _GRACE_S
    if port == page_port:
        raise StartupError(f"The API and the page cannot both have port {port}: choose another with --port or --page-port.")
    require_free(host, port, "--port")
    page = None
    if (_PAGE / "index.html").is_file():
        require_free(host, page_port, "--page-port")
        page = PageServer(_PAGE, host=host, port=page_port, api_port=port)
    else:
        click.echo("The page is not built (Node 20 or newer is needed, then `make page`): serving the API alone.", err=True)
    _stop_on_signals()
    api = _start_api(host, port, page_port, grace_s)
    try:
        if page:
            page.start()
        if _becomes_ready(api, host, port, settings):
            click.echo(f"API   http://localhost:{port}/v1", err=True)
            if page:
                click.echo(f"Page  http://localhost:{page_port}", err=True)
            click.echo("Stop with Ctrl-C.", err=True)
        code = api.wait()
    except KeyboardInterrupt:
        code = 0
    finally:
        _stop(api, grace_s)
        if page:
            page.close()
    sys.exit(code)


def _start_api(host: str, port: int, page_port: int, grace_s: float) -> subprocess.Popen[bytes]:
    """BentoML's own command, in a session of its own so that Ctrl-C reaches it through us alone."""
    hosts = dict.fromkeys(("localhost", _LOCALHOST, *(() if host in _WILDCARDS else (host,))))
    origins = ",".join(f"http://{name}:{page_port}" for name in hosts)
    return subprocess.Popen(  # noqa: S603 - our own words and numbers
        [sys.executable, "-m", "bentoml", "serve", "service:DevOpsAssistant", "--host", host, "--port", str(port),
         "--timeout-graceful-shutdown", str(int(grace_s) + 5)],
        cwd=_ROOT,
        env={"ASSISTANT_CORS_ORIGINS": origins, "ASSISTANT_SHUTDOWN_GRACE_S": str(grace_s), **os.environ},
        start_new_session=True,
    )  # fmt: skip


def _becomes_ready(api: subprocess.Popen[bytes], host: str, port: int, settings: Settings) -> bool:
    """Wait until it answers, or has ended.

    Raises:
        StartupError: it can never answer; with its own reason.
    """
    reachable = _LOCALHOST if host in _WILDCARDS else host
    headers = {"authorization": f"Bearer {settings.api_keys[0].get_secret_value()}"} if settings.api_keys else {}
    while api.poll() is None:
        try:
            health = httpx.get(f"http://{reachable}:{port}/v1/health", headers=headers, timeout=5).json()
        except (httpx.HTTPError, ValueError):
            health = {"status": "starting"}
        if health["status"] == "ready":
            return True
        if health["status"] == "failed":
            raise StartupError(health["reason"])
        time.sleep(0.2)
    return False


def _stop(api: subprocess.Popen[bytes], grace_s: float) -> None:
    """End BentoML and its workers; those that do not end in time are killed. No second signal interrupts it."""
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if api.poll() is None:
        click.echo(f"Stopping; answers that are running have up to {grace_s:g} s.", err=True)
        api.terminate()
        try:
            api.wait(grace_s + 15)
        except subprocess.TimeoutExpired:
            click.echo("The API did not stop in time: killing it.", err=True)
    with suppress(ProcessLookupError):
        os.killpg(api.pid, signal.SIGKILL)


def _stop_on_signals() -> None:
    """Stop at a closed terminal and SIGTERM too, and at SIGINT even where a shell started us in the background."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in _STOP_SIGNALS:
        signal.signal(number, interrupt)
