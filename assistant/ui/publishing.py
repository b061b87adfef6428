"""Bring a build into the bucket as a release, or put an older release back: claim, verify, switch, settle."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.errors import BucketError, PageChanged, PageError
from assistant.ui import build as builds
from assistant.ui import history
from assistant.ui.bucket import Bucket, Stored
from assistant.ui.build import INDEX, Build, PageFile
from assistant.ui.release import Release, ReleaseFile, manifest_path, to_json
from assistant.ui.settling import settle

PRUNING = "releases/pruning.json"
_MOST_NAMED = 3
_AGAIN = "Another publish is at work: look at `assistant ui releases` and run this again."


@dataclass(frozen=True)
class Origin:
    """Who publishes what, for the list of releases.

    Attributes:
        at: now.
        version: of the assistant.
        build: what was built, such as a commit.
    """

    at: datetime
    version: str
    build: str | None


@dataclass(frozen=True)
class Publication:
    """A release on its way to be live.

    Attributes:
        assets: what is named by its content, to be uploaded; of a release that is put back only known by its sum.
        others: what every release has under the same name, index.html last.
        seen: what was there under these names when it was planned.
        is_live: whether the release is live already; what is missing of it is brought all the same.
    """

    bucket: Bucket
    release: Release
    assets: tuple[PageFile, ...] | tuple[ReleaseFile, ...]
    others: tuple[PageFile, ...]
    seen: Mapping[str, Stored | None]
    is_live: bool

    def preview(self) -> Iterator[tuple[str, PageFile | ReleaseFile]]:
        """What would be done with each file, in the order of doing: upload or keep, then write."""
        for file in self.assets:
            there = self.bucket.look(file.path)
            is_there = bool(there) and (not isinstance(file, PageFile) or bool(there and there.serves(file)))
            yield ("keep" if is_there else "upload"), file
        for other in self.others:
            seen = self.seen[other.path]
            kept = self.is_live if other.path == INDEX else bool(seen and seen.serves(other))
            yield ("keep" if kept else "write"), other

    @property
    def steps(self) -> int:
        """How many `carry_out` gives."""
        return 2 + len(self.assets) + len(self.others) * (1 if self.is_live else 2)

    def carry_out(self) -> Iterator[str]:
        """Do it; gives what was done after each step, and may be left or ended anywhere.

        Raises:
            PageChanged: somebody else published in the meantime; the page is theirs.
            PageError: it cannot go on; the page is as it was.
            BucketError: the bucket cannot be read or written any more; the page is whole.
        """
        if not self.is_live:
            self._claim()
        yield "claimed"
        try:
            for file in self.assets:
                self._bring(file)
                yield file.path
            for other in self.others:
                self._copy(other)
                yield f"copy of {other.path}"
            if not self.is_live:
                yield from self._switch()
        except PageChanged as error:
            self._withdraw()
            settle(self.bucket)
            raise PageChanged(f"{error.message} {_AGAIN}") from None
        except BucketError:
            raise
        except PageError:
            self._withdraw()
            raise
        settle(self.bucket)
        yield "settled"

    def _claim(self) -> None:
        path = manifest_path(self.release.id)
        self.bucket.put(PageFile(path, to_json(self.release)), None, release=self.release.id)
        if self.bucket.look(PRUNING):
            self._withdraw()
            raise PageError(
                "Old releases are being removed there: try again when that has ended. If it was cut short, "
                "`assistant ui prune --force` ends it."
            )

    def _bring(self, file: PageFile | ReleaseFile) -> None:
        """Have an asset in the bucket, and see it there."""
        there = self.bucket.look(file.path)
        if isinstance(file, ReleaseFile):
            if not (there and there.is_called(file.size, file.sha256)):
                raise PageError(f"{file.path} of the release is not there any more: it cannot be put back.")
            return
        if there and there.serves(file):
            return
        if there and not there.has(file) and not (there.release and there.is_called(file.size, file.sha256)):
            raise PageError(
                f"{file.path} is there already with other content, of {there.release or 'somebody else'}, and caches keep it "
                "for a year: build the page so that the name follows the content, or publish under another --prefix."
            )
        self.bucket.put(file, there, release=self.release.id)
        there = self.bucket.look(file.path)
        if not (there and there.serves(file)):
            raise PageError(f"{file.path} did not arrive as it was sent: its size, sum or headers in the bucket are others.")

    def _copy(self, file: PageFile) -> None:
        path = self.release.copy_of(file.path)
        there = self.bucket.look(path) if self.is_live else None
        if not (there and there.has(file)):
            self.bucket.put(file, there, release=self.release.id, path=path)

    def _switch(self) -> Iterator[str]:
        for file in self.others:
            seen = self.seen[file.path]
            if file.path == INDEX or not (seen and seen.serves(file)):
                self.bucket.put(file, seen, release=self.release.id)
            yield file.path

    def _withdraw(self) -> None:
        """Take the claim back; it is last to go, so that what is left can be found."""
        if self.is_live:
            return
        for file in self.release.others:
            self.bucket.delete(self.release.copy_of(file.path))
        self.bucket.delete(manifest_path(self.release.id))


def publication(bucket: Bucket, folder: Path, origin: Origin, *, api_url: str | None, replace: bool) -> Publication:
    """Plan to publish the build in a folder; nothing is written.

    Args:
        api_url: where its API is; if not given, where that of the page in the bucket is.
        replace: whether files may go that were put there by others.

    Raises:
        PageError: the build, the address or what is in the bucket cannot be used.
        BucketError: the bucket cannot be read.
    """
    bucket.list(PRUNING)  # tells more of a bucket that cannot be used than a look at one file
    index = bucket.look(INDEX)
    live = _live(bucket, index, replace=replace)
    build = builds.read(folder, _api_url(api_url, live))
    seen = {**{file.path: bucket.look(file.path) for file in build.others[:-1]}, INDEX: index}
    foreign = [path for path, there in seen.items() if there and not there.release]
    if foreign and not replace:
        named = ", ".join(foreign[:_MOST_NAMED])
        raise PageError(
            f"{bucket.address} has files that this command did not put there ({named}): choose another --prefix, or replace "
            "them with --replace."
        )
    release = _release(build, origin, live)
    if live and live.files == release.files:
        return Publication(bucket, live, build.assets, build.others, seen, is_live=True)
    return Publication(bucket, release, build.assets, build.others, seen, is_live=False)


def rollback(bucket: Bucket, origin: Origin, release_id: str | None) -> Publication:
    """Plan to put an older release back; nothing is written.

    Args:
        release_id: by default the one before that which is live.

    Raises:
        PageError: there is none, or not all of it is there any more.
        BucketError: the bucket cannot be read.
    """
    found = history.read(bucket)
    if found.live is None:
        raise PageError(f"Nothing is published in {bucket.address}: check --bucket and --prefix.")
    target = found.before(found.live) if release_id is None else found.named(release_id)
    others = tuple(_kept(bucket, target, file) for file in target.others)
    for asset in target.assets:
        there = bucket.look(asset.path)
        if not (there and there.is_called(asset.size, asset.sha256)):
            raise PageError(f"Release {target.id} cannot be put back: its {asset.path} is not there any more.")
    seen = {file.path: bucket.look(file.path) for file in others}
    index = seen[INDEX]
    if not index or index.release != found.live.id:
        raise PageChanged(_AGAIN)
    release = Release(
        id=_new_id(origin),
        created_at=origin.at.isoformat(timespec="seconds"),
        version=target.version,
        build=target.build,
        api_url=target.api_url,
        previous=found.live.id,
        restores=target.restores or target.id,
        files=target.files,
    )
    is_live = found.live.files == target.files
    return Publication(bucket, found.live if is_live else release, target.assets, others, seen, is_live=is_live)


def _live(bucket: Bucket, index: Stored | None, *, replace: bool) -> Release | None:
    if not index or not index.release:
        return None
    try:
        return history.named_by(bucket, index.release)
    except PageError:
        if replace:
            return None
        raise


def _api_url(given: str | None, live: Release | None) -> str:
    if given:
        return builds.parse_api_url(given)
    if live is None:
        raise PageError("Say where the API is, such as --api-url https://api.example.com; later publishes keep it.")
    return live.api_url


def _release(build: Build, origin: Origin, live: Release | None) -> Release:
    return Release(
        id=_new_id(origin),
        created_at=origin.at.isoformat(timespec="seconds"),
        version=origin.version,
        build=origin.build,
        api_url=build.api_url,
        previous=live.id if live else None,
        restores=None,
        files=tuple(ReleaseFile(file.path, file.sha256, file.size) for file in build.files),
    )


def _new_id(origin: Origin) -> str:
    return f"{origin.at:%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(3)}"


def _kept(bucket: Bucket, release: Release, file: ReleaseFile) -> PageFile:
    content = bucket.read(release.copy_of(file.path))
    if content is None or PageFile(file.path, content).sha256 != file.sha256:
        raise PageError(f"Release {release.id} cannot be put back: the copy of its {file.path} is not there any more.")
    return PageFile(file.path, content)
