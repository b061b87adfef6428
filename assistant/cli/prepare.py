"""`assistant prepare`: the models of the settings fetched, converted and checked, before a server needs them."""

from __future__ import annotations

import click

from assistant.settings import Settings

_HELP = """Fetch, convert and check the models that the settings name.

A server does that at its start; done before, as in an image or on a volume that replicas share, it starts at once.
"""


@click.command(help=_HELP)
def prepare() -> None:
    settings = Settings.of_a_server()
    from assistant.application import prepare_all  # imports torch, which takes seconds

    prepare_all(settings)
    click.echo(f"{settings.model} is ready in {settings.cache_dir}.", err=True)
