"""The entry point of the command line."""

from __future__ import annotations

import sys

import click

from assistant import __version__
from assistant.cli.check import check
from assistant.cli.redact import redact
from assistant.cli.risk import risk
from assistant.cli.search import search
from assistant.cli.serve import serve
from assistant.errors import StartupError


@click.group(help="The DevOps AI Assistant.")
@click.version_option(__version__, prog_name="assistant")
def assistant() -> None:
    pass


assistant.add_command(redact)
assistant.add_command(check)
assistant.add_command(risk)
assistant.add_command(search)
assistant.add_command(serve)


def main() -> None:
    """Run a command; a start-up error becomes one sentence and exit code 1."""
    try:
        assistant()
    except StartupError as error:
        click.echo(f"error: {error.message}", err=True)
        sys.exit(1)
