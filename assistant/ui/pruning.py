"""Remove old releases, and what no release that is kept still names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from assistant.errors import PageChanged, PageError
from assistant.ui import history
from assistant.ui.bucket import Bucket
from assistant.ui.build import PageFile
from assistant.ui.history import History
from assistant.ui.publishing import PRUNING, Origin
from assistant.ui.release import Release, manifest_path

_MAY_BE_AT_WORK = timedelta(days=1)  # a publish that has not switched yet


@dataclass(frozen=True)
class Removal:
    """What goes: the files first, the manifest last, so that what was cut short can be found and ended."""

    releases: tuple[Release, ...]
    paths: tuple[str, ...]


def plan(bucket: Bucket, keep: int, now: datetime) -> Removal:
    """What pruning would remove; nothing is written.

    Args:
        keep: how many releases stay of those that were live, with the one that is.
        now: by the clock of the service.

    Raises:
        PageError: nothing is published there.
        BucketError: the bucket cannot be read.
    """
    found = history.read(bucket)
    if found.live is None:
        raise PageError(f"Nothing is published in {bucket.address}: check --bucket and --prefix.")
    kept = {release.id for release in islice(found.was_live(), keep)} | set(_at_work(found, now))
    removed = tuple(release for release in found.releases.values() if release.id not in kept)
    named = {file.path for release_id in kept for file in found.releases[release_id].files}
    paths = dict.fromkeys(file.path for release in removed for file in release.files if file.path not in named)
    copies = [release.copy_of(file.path) for release in removed for file in release.others]
    return Removal(removed, (*paths, *copies, *(manifest_path(release.id) for release in removed)))


@dataclass(frozen=True)
class Pruning:
    """The removal, announced to those who publish."""

    bucket: Bucket
    removal: Removal

    def carry_out(self) -> Iterator[str]:
        """Remove; gives each path after it is gone or was found to be somebody else's."""
        for path in self.removal.paths:
            there = self.bucket.look(path)
            if there and there.release:
                self.bucket.delete(path)
            yield path
        self.end()

    def end(self) -> None:
        self.bucket.delete(PRUNING)


def start(bucket: Bucket, keep: int, origin: Origin, *, force: bool) -> Pruning:
    """Announce the removal, then look what goes: so nothing goes that a publish counts on.

    Args:
        force: whether to go on although it was announced before, by somebody who was cut short.

    Raises:
        PageError: nothing is published there, or somebody else is removing.
        BucketError: the bucket cannot be read or written.
    """
    plan(bucket, keep, origin.at)  # announces nothing that cannot be done
    announced = bucket.look(PRUNING)
    if announced and not force:
        raise PageError(_busy(f"since {announced.modified_at:%Y-%m-%d %H:%M} UTC"))
    note = PageFile(PRUNING, json.dumps({"at": origin.at.isoformat()}).encode())
    try:
        bucket.put(note, announced, release=f"prune-{origin.at.timestamp()}")
    except PageChanged:
        raise PageError(_busy("since now")) from None
    written = bucket.look(PRUNING)
    return Pruning(bucket, plan(bucket, keep, written.modified_at if written else origin.at))


def _at_work(found: History, now: datetime) -> Iterator[str]:
    """Claims that may still become live."""
    done = {release.id for release in found.was_live()}
    yield from (each for each, at in found.written_at.items() if each not in done and now - at < _MAY_BE_AT_WORK)


def _busy(since: str) -> str:
    return f"Old releases are being removed there {since}: if that was cut short, --force ends it."
