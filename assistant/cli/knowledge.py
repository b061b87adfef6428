"""`assistant knowledge`: your runbooks, and packs of references, for search and for answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from assistant.errors import KnowledgeError
from assistant.knowledge.packs import builders
from assistant.knowledge.runbooks.ingestion import Ingestion, Summary
from assistant.knowledge.store.database import FILE_NAME
from assistant.knowledge.store.store import Collection, Store
from assistant.redaction.masking import mask
from assistant.redaction.redactor import Redactor
from assistant.settings import Settings

_MOST_NAMED = 5  # files of one reason


@click.group(
    help="""Your runbooks, and packs of references, for `assistant search` and for the answers of a server.

    They are kept in a file below ASSISTANT_DATA_DIR, without secrets. A server that runs sees at once what is added here."""
)
def knowledge() -> None:
    pass


@knowledge.command(
    help="""Add the runbooks of folders, or single files: Markdown, text, reStructuredText.

    Again, it reads only what changed; the passages of files that are gone vanish. Secrets are taken out before anything is
    kept. Hidden folders are left aside, and what a symbolic link names elsewhere.

    Exit codes: 0; 1 where a place or the store cannot be read or written."""
)
@click.argument("places", nargs=-1, required=True, metavar="DIR_OR_FILE...", type=click.Path(path_type=Path))
def add(places: tuple[Path, ...]) -> None:
    with _ingestion() as (_, ingestion):
        _bring_up_to_date(ingestion, [ingestion.collection(place, "command") for place in places])


@knowledge.command(help="Take the passages of folders or files away that were added; the files themselves stay.")
@click.argument("places", nargs=-1, required=True, metavar="DIR_OR_FILE...", type=click.Path(path_type=Path))
def remove(places: tuple[Path, ...]) -> None:
    with _store() as store:
        known = {collection.root: (collection, passages) for collection, _, passages in store.collections("runbook")}
        for place in places:
            root = next((root for root in (str(place), str(place.absolute()), str(place.resolve())) if root in known), None)
            if root is None:
                listed = ", ".join(known) or "none"
                raise KnowledgeError(f"There are no runbooks of {place}; there are: {listed}.")
            collection, passages = known[root]
            store.remove(collection)
            click.echo(f"{root}: {passages} passages removed")
            if collection.origin == "server":
                click.echo("A server whose ASSISTANT_RUNBOOKS names it adds it again.", err=True)


@knowledge.command("list", help="List the folders, files and packs that are searched, with their files and passages.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array: kind, name, root, origin, files, passages.")
def list_(*, as_json: bool) -> None:
    with _store() as store:
        found = store.collections("runbook") + store.collections("pack")
    if as_json:
        keys = ("kind", "name", "root", "origin", "files", "passages")
        rows = [(each.kind, each.name, each.root, each.origin, files, passages) for each, files, passages in found]
        click.echo(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], ensure_ascii=False, indent=2))
        return
    for each, files, passages in found:
        what = f"{files} files, {passages} passages" if each.kind == "runbook" else f"pack, {passages} passages"
        by = ", of a server's settings" if each.origin == "server" else ""
        click.echo(f"{each.root if each.kind == 'runbook' else each.name}: {what}{by}")
    if not found:
        click.echo("There are none yet: `assistant knowledge add DIR` adds a folder of runbooks.")


@knowledge.command(
    help="""Look for changes in all folders and files that were added, and read what changed.

    Exit codes: 0; 1 where one of them cannot be read: what is kept of it stays."""
)
def refresh() -> None:
    with _ingestion() as (store, ingestion):
        _bring_up_to_date(ingestion, [collection for collection, _, _ in store.collections("runbook")])


@knowledge.group(help=f"References built from what is installed here: {', '.join(builders.PACKS)}.")
def pack() -> None:
    pass


@pack.command(
    "add", help="Build packs, or build them again: " + "; ".join(f"{n}: {p.about}" for n, p in builders.PACKS.items()) + "."
)
@click.argument("names", nargs=-1, required=True, type=click.Choice(list(builders.PACKS)))
def add_packs(names: tuple[str, ...]) -> None:
    with _store() as store:
        for name in names:
            steps = builders.PACKS[name].build()
            with _progress(len(steps), name) as advance:
                for _ in steps:
                    advance()
            store.put_pack(name, steps.source, steps.passages)
            click.echo(f"{name}: {len(steps.passages)} passages, from {steps.source}")


@pack.command("remove", help="Take packs away.")
@click.argument("names", nargs=-1, required=True)
def remove_packs(names: tuple[str, ...]) -> None:
    with _store() as store:
        known = {collection.name: (collection, passages) for collection, _, passages in store.collections("pack")}
        for name in names:
            if name not in known:
                raise KnowledgeError(f"There is no pack {name!r} here; there are: {', '.join(known) or 'none'}.")
            collection, passages = known[name]
            store.remove(collection)
            click.echo(f"{name}: {passages} passages removed")


@pack.command("list", help="List the packs: those that are here, and those that could be.")
def list_packs() -> None:
    with _store() as store:
        known = {collection.name: (collection, passages) for collection, _, passages in store.collections("pack")}
    for name, builder in builders.PACKS.items():
        if name in known:
            collection, passages = known[name]
            click.echo(f"{name}: {passages} passages, from {collection.root}")
        else:
            click.echo(f"{name}: not added ({builder.about})")


def _bring_up_to_date(ingestion: Ingestion, collections: Sequence[Collection]) -> None:
    failed = False
    for collection in collections:
        try:
            summary = _updated(ingestion, collection)
        except KnowledgeError as error:
            if len(collections) == 1:
                raise
            click.echo(f"error: {error.message}", err=True)
            failed = True
        else:
            _tell(collection.root, summary)
    if failed:
        sys.exit(1)


def _updated(ingestion: Ingestion, collection: Collection) -> Summary:
    summary = Summary()
    plan = ingestion.plan(collection)
    with _progress(len(plan), collection.name) as advance:
        for change in ingestion.carry_out(plan):
            summary.add(change)
            advance()
    return summary


def _tell(root: str, summary: Summary) -> None:
    counts = ", ".join(f"{summary.counts[what]} {what}" for what in ("added", "changed", "unchanged", "removed", "skipped"))
    click.echo(f"{root}: {counts}")
    reasons: dict[str, list[str]] = {}
    for change in summary.skipped:
        reasons.setdefault(change.reason, []).append(change.path)
    for reason, paths in reasons.items():
        more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
        click.echo(f"  skipped, {reason}: {', '.join(map(_printable, paths[:_MOST_NAMED]))}{more}")


def _printable(path: str) -> str:
    return path if path.isprintable() else ascii(path)


@contextmanager
def _progress(length: int, label: str) -> Iterator[partial[None]]:
    """A bar on a terminal, nothing elsewhere; gives what moves it by one."""
    if not sys.stderr.isatty() or not length:
        yield partial(lambda: None)
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield partial(bar.update, 1)


@contextmanager
def _store() -> Iterator[Store]:
    with Store(Settings.load().data_dir / FILE_NAME) as store:
        yield store


@contextmanager
def _ingestion() -> Iterator[tuple[Store, Ingestion]]:
    with _store() as store:
        yield store, Ingestion(store, partial(mask, Redactor()))
