"""`assistant serve`: the API and the page on this machine, until Ctrl-C."""

from __future__ import annotations

import sys
import time

import click

from assistant.cli.api_process import LOCALHOST, PORT, ROOT, ApiProcess, ignore_signals, require_ports, stop_on_signals
from assistant.cli.page import PageServer
from assistant.settings import Settings

_PAGE = ROOT / "frontend" / "dist"
_GRACE_S = 5.0  # of a person at a terminal; ASSISTANT_SHUTDOWN_GRACE_S overrides it


@click.command(help="Serve the API and the page on this machine, until Ctrl-C.")
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port of the API.")
@click.option("--page-port", type=PORT, default=3000, show_default=True, help="Port of the page.")
@click.option("--host", default=LOCALHOST, show_default=True, help="Address to listen on.")
def serve(port: int, page_port: int, host: str) -> None:
    api = ApiProcess(Settings.of_a_server(), host=host, port=port, page_port=page_port, grace_s=_GRACE_S)
    page = PageServer(_PAGE, host=host, port=page_port, api_port=port) if (_PAGE / "index.html").is_file() else None
    require_ports(host, port, page_port, page=page is not None)
    if page is None:
        click.echo("The page is not built (Node 20 or newer is needed, then `make page`): serving the API alone.", err=True)
    stop_on_signals()
    api.start()
    try:
        if page:
            page.start()
        if _becomes_ready(api):
            click.echo(f"API   http://localhost:{port}/v1", err=True)
            if page:
                click.echo(f"Page  http://localhost:{page_port}", err=True)
            click.echo("Stop with Ctrl-C.", err=True)
        code = api.wait()
    except KeyboardInterrupt:
        code = 0
    finally:
        ignore_signals()
        if api.code is None:
            click.echo(f"Stopping; answers that are running have up to {api.grace_s:g} s.", err=True)
        api.stop()
        if page:
            page.close()
    sys.exit(code)


def _becomes_ready(api: ApiProcess) -> bool:
    """Wait until it answers, or has ended.

    Raises:
        StartupError: it can never answer; with its own reason.
    """
    while api.code is None:
        if api.is_ready():
            return True
        time.sleep(0.2)
    return False
