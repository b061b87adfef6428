"""The entry point of the command line."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from assistant import __version__
from assistant.errors import StartupError

_COMMANDS = ("chat", "check", "dev", "knowledge", "mcp", "prepare", "redact", "risk", "search", "serve", "ui")


class _Commands(click.Group):
    """Imports a command when it is asked for: each needs libraries that the others do not."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click gives it
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"assistant.cli.{cmd_name}"), cmd_name)
        return command


@click.group(cls=_Commands, help="The DevOps AI Assistant.")
@click.version_option(__version__, prog_name="assistant")
def assistant() -> None:
    pass


def main() -> None:
    """Run a command; a start-up error becomes one sentence and exit code 1."""
    try:
        assistant()
    except StartupError as error:
        click.echo(f"error: {error.message}", err=True)
        sys.exit(1)
