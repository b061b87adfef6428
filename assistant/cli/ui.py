"""`assistant ui`: the built page into a bucket, its releases, one of them back, old ones away."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click

from assistant import __version__
from assistant.ui import history, pruning
from assistant.ui.bucket import connect
from assistant.ui.build import cache_control, content_type
from assistant.ui.invalidation import invalidate
from assistant.ui.publishing import Origin, Publication, publication
from assistant.ui.publishing import rollback as rollback_of
from assistant.ui.release import Release

_PAGE = Path(__file__).parents[2] / "frontend" / "dist"
_Command = TypeVar("_Command", bound=Callable[..., None])


@click.group(
    help="""Publish the built page to a bucket of S3 or of a service like it, and look after what is there.

    Credentials, region and proxy are those of AWS's own tools (AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_REGION, ...). They need
    s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it.

    Exit codes: 0; 1 with a sentence that says why and what to change."""
)
def ui() -> None:
    pass


def _of_a_bucket(command: _Command) -> _Command:
    """Options that say which page of which bucket."""
    for option in (
        click.option("--prefix", default="", help="Folder of the page in the bucket; by default the bucket itself."),
        click.option("--endpoint-url", metavar="URL", help="A service like S3 (MinIO, R2, Ceph, ...); by default AWS."),
        click.option("--bucket", required=True, metavar="NAME"),
    ):
        command = option(command)
    return command


_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
_distribution = click.option(
    "--cloudfront-distribution", "distribution", metavar="ID", help="Have CloudFront forget the release before, too."
)


@ui.command(
    help="""Publish the built page: its assets first, then config.json, index.html last.

    Visitors have the release before until index.html is written, at once and whole; where that is refused, cut short or done
    twice at the same time, too. Run again, it brings what is missing. Nothing is published anew where nothing changed.

    Example: `assistant ui publish --bucket chat --api-url https://api.example.com`"""
)
@_of_a_bucket
@click.option("--api-url", metavar="URL", help="Where the API is; by default that of the release before.")
@click.option("--dist", type=click.Path(path_type=Path), default=_PAGE, help="The built page; by default frontend/dist.")
@click.option("--build", metavar="TEXT", help="What was built, for `releases`; by default the commit that git knows.")
@click.option("--replace", is_flag=True, help="Also replace a page that was put there by something else.")
@_distribution
@_dry_run
def publish(
    *,
    bucket: str,
    endpoint_url: str | None,
    prefix: str,
    api_url: str | None,
    dist: Path,
    build: str | None,
    replace: bool,
    distribution: str | None,
    dry_run: bool,
) -> None:
    place = connect(bucket, prefix=prefix, endpoint_url=endpoint_url)
    origin = Origin(datetime.now(UTC), __version__, build or _commit(dist))
    planned = publication(place, dist, origin, api_url=api_url, replace=replace)
    _carry_out(planned, distribution, dry_run=dry_run)


@ui.command(
    help="""List the releases, the newest first; the one with * is live.

    One that is not finished is being published, or its publish was cut short."""
)
@_of_a_bucket
@click.option("--json", "as_json", is_flag=True, help="One JSON array: id, state, created_at, build, api_url, files, ...")
def releases(*, bucket: str, endpoint_url: str | None, prefix: str, as_json: bool) -> None:
    place = connect(bucket, prefix=prefix, endpoint_url=endpoint_url)
    found = history.read(place)
    done = {release.id for release in found.was_live()}
    live = found.live.id if found.live else None
    states = {each: "live" if each == live else "earlier" if each in done else "not finished" for each in found.releases}
    if as_json:
        click.echo(json.dumps([_as_json(each, states[each.id]) for each in found.releases.values()], indent=2))
        return
    for release in found.releases.values():
        click.echo(_shown(release, states[release.id]))
    if not found.releases:
        click.echo(f"Nothing is published in {place.address}.")


@ui.command(
    help="""Put RELEASE back: its index.html, config.json and all that belongs to it.

    By default that is the release before the one that is shown; so again, it goes further back. First it is looked whether all
    files of it are still there. It becomes a release of its own."""
)
@click.argument("release", required=False)
@_of_a_bucket
@_distribution
@_dry_run
def rollback(
    *, release: str | None, bucket: str, endpoint_url: str | None, prefix: str, distribution: str | None, dry_run: bool
) -> None:
    place = connect(bucket, prefix=prefix, endpoint_url=endpoint_url)
    planned = rollback_of(place, Origin(datetime.now(UTC), __version__, None), release)
    _carry_out(planned, distribution, dry_run=dry_run)


@ui.command(
    help="""Remove old releases, and the files that no release which stays names.

    The release that is live always stays, and so does what was not put there by `assistant ui`. Publishing is refused
    meanwhile."""
)
@_of_a_bucket
@click.option("--keep", type=click.IntRange(1), default=5, show_default=True, help="Releases that stay, the live one included.")
@click.option("--force", is_flag=True, help="Go on where another removal was announced: it was cut short.")
@_dry_run
def prune(*, bucket: str, endpoint_url: str | None, prefix: str, keep: int, force: bool, dry_run: bool) -> None:
    place = connect(bucket, prefix=prefix, endpoint_url=endpoint_url)
    origin = Origin(datetime.now(UTC), __version__, None)
    if dry_run:
        removal = pruning.plan(place, keep, origin.at)
        for path in removal.paths:
            click.echo(f"remove  {path}")
    else:
        started = pruning.start(place, keep, origin, force=force)
        removal = started.removal
        _shown_as_bar(started.carry_out(), len(removal.paths), "Removing")
    names = ", ".join(each.id for each in removal.releases) or "none"
    click.echo(
        f"{'Would remove' if dry_run else 'Removed'} {len(removal.paths)} files of {len(removal.releases)} releases: {names}"
    )


def _carry_out(planned: Publication, distribution: str | None, *, dry_run: bool) -> None:
    release, place = planned.release, planned.bucket
    if dry_run:
        for what, file in planned.preview():
            click.echo(f"{what:<6}  {file.path}  ({_size(file.size)}, {content_type(file.path)}; {cache_control(file.path)})")
        click.echo(f"Nothing was done. The API of the page would be {release.api_url}.")
        return
    _shown_as_bar(planned.carry_out(), planned.steps, "Publishing")
    if planned.is_live:
        click.echo(f"Release {release.id} was live already in {place.address}; all its files are there.")
    else:
        back = f", with the files of {release.restores}" if release.restores else ""
        click.echo(f"Release {release.id} is live in {place.address}{back}; its API is {release.api_url}.")
    if distribution:
        invalidate(distribution, release, place.prefix)


def _shown_as_bar(steps: Iterable[str], length: int, label: str) -> None:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        for _ in steps:
            pass
        return
    with click.progressbar(steps, length=length, label=label, file=sys.stderr, item_show_func=lambda step: step) as bar:
        for _ in bar:
            pass


def _as_json(release: Release, state: str) -> dict[str, object]:
    return {
        "id": release.id,
        "state": state,
        "created_at": release.created_at,
        "version": release.version,
        "build": release.build,
        "api_url": release.api_url,
        "restores": release.restores,
        "files": len(release.files),
        "size": release.size,
    }


def _shown(release: Release, state: str) -> str:
    mark = "*" if state == "live" else " "
    built = f"{release.version} {release.build or ''}".strip()
    more = [f"files of {release.restores}"] if release.restores else []
    more += [state] if state == "not finished" else []
    what = [built, f"{len(release.files)} files, {_size(release.size)}", release.api_url, *more]
    return f"{mark} {release.id}  {'  '.join(what)}"


def _size(size: int) -> str:
    return f"{size / 1000:.0f} kB" if size >= 1000 else f"{size} B"  # noqa: PLR2004 - a kB


def _commit(folder: Path) -> str | None:
    """The commit of the working tree that the page was built in."""
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - our own words and a path
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout.strip() or None
