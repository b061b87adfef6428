"""Which releases a bucket has, and which one is live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assistant.errors import PageError
from assistant.ui.bucket import Bucket
from assistant.ui.build import INDEX
from assistant.ui.release import FOLDER, Release, from_json, manifest_path


@dataclass(frozen=True)
class History:
    """All releases of a bucket.

    Attributes:
        releases: by id, the newest first.
        written_at: when the manifest of each was written, by the clock of the service.
    """

    live: Release | None
    releases: dict[str, Release]
    written_at: dict[str, datetime]

    def was_live(self) -> Iterator[Release]:
        """The release that is live, the one before it, and so on."""
        release, passed = self.live, set[str]()
        while release and release.id not in passed:
            yield release
            passed.add(release.id)
            release = self.releases.get(release.previous or "")

    def before(self, release: Release) -> Release:
        """What was live before a release; of one that put another back, before that other.

        Raises:
            PageError: nothing was, or it was removed.
        """
        shown = self.releases.get(release.restores or release.id)
        earlier = self.releases.get((shown.previous if shown else None) or "")
        if earlier is None:
            raise PageError(
                f"There is no release before {release.restores or release.id}: `assistant ui releases` lists those there are."
            )
        return self.releases.get(earlier.restores or "", earlier)

    def named(self, release_id: str) -> Release:
        """The release of that id.

        Raises:
            PageError: there is none, or it never was live.
        """
        if release_id not in self.releases:
            raise PageError(f"There is no release {release_id!r} here: `assistant ui releases` lists those there are.")
        if all(release_id != each.id for each in self.was_live()):
            raise PageError(f"Release {release_id} was never finished: publish it again.")
        return self.releases[release_id]


def read(bucket: Bucket) -> History:
    """Look at all releases.

    Raises:
        BucketError: the bucket cannot be read.
        PageError: somebody else changed what is kept of them.
    """
    written = {path: at for path, at in bucket.list(FOLDER).items() if path == manifest_path(path.split("/")[1])}
    found = {path: content for path in written if (content := bucket.read(path)) is not None}  # else just removed
    releases = sorted((from_json(content, path) for path, content in found.items()), key=_age)
    return History(
        live=live(bucket),
        releases={release.id: release for release in reversed(releases)},
        written_at={release.id: written[manifest_path(release.id)] for release in releases},
    )


def live(bucket: Bucket) -> Release | None:
    """The release that is live; None where there is no page, or not one of ours."""
    index = bucket.look(INDEX)
    return named_by(bucket, index.release) if index and index.release else None


def named_by(bucket: Bucket, release_id: str) -> Release:
    """The release that index.html names.

    Raises:
        PageError: what is kept of it was removed by somebody else.
    """
    path = manifest_path(release_id)
    content = bucket.read(path)
    if content is None:
        raise PageError(
            f"{path} is gone, although its release is live: somebody else removed it. Publish again with --replace."
        )
    return from_json(content, path)


def _age(release: Release) -> tuple[str, str]:
    return release.created_at, release.id
