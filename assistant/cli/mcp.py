"""`assistant mcp`: the parts of the assistant for other agents, over the Model Context Protocol."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from assistant.mcp.server import serve

_INTERRUPTED = 130


@click.command(
    help="""Serve search, checks, risk and redaction to an agent over the Model Context Protocol, on standard input and output.

    An agent's host starts it; it needs no model and no server, runs nothing that it is given, and reaches no network. Nothing
    but the protocol is written to standard output.

    Example: `claude mcp add devops -- assistant mcp`."""
)
def mcp() -> None:
    if sys.stdin.isatty():
        click.echo("This speaks the Model Context Protocol: an agent's host starts it. Ctrl-D ends it.", err=True)
    try:
        asyncio.run(serve(_find_store))
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _find_store() -> Path:
    """Where runbooks and packs are kept; told late, since a host waits for the start."""
    from assistant.knowledge.store.database import FILE_NAME
    from assistant.settings import Settings

    return Settings.load().data_dir / FILE_NAME
