"""A release: which files one publish put together, as its release.json says it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from assistant.errors import PageError
from assistant.ui.build import INDEX, is_asset

FOLDER = "releases/"


@dataclass(frozen=True)
class ReleaseFile:
    """One file by its content; the path is from the page's own folder."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Release:
    """What was published together.

    Attributes:
        created_at: ISO 8601, by the clock of whoever published.
        version: of the assistant.
        build: what was built, such as a commit.
        previous: the release that was live when this one was made; while this one is live or behind one that is, it was.
        restores: the release whose files it put back.
    """

    id: str
    created_at: str
    version: str
    build: str | None
    api_url: str
    previous: str | None
    restores: str | None
    files: tuple[ReleaseFile, ...]

    @property
    def assets(self) -> tuple[ReleaseFile, ...]:
        return tuple(file for file in self.files if is_asset(file.path))

    @property
    def others(self) -> tuple[ReleaseFile, ...]:
        """What every release has under the same name; index.html is the last."""
        return tuple(file for file in self.files if not is_asset(file.path))

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    def copy_of(self, path: str) -> str:
        """Where the file is kept that later releases replace."""
        return f"{FOLDER}{self.id}/{path}"


def manifest_path(release_id: str) -> str:
    return f"{FOLDER}{release_id}/release.json"


def to_json(release: Release) -> bytes:
    return (json.dumps(asdict(release), indent=2) + "\n").encode()


def from_json(content: bytes, path: str) -> Release:
    """Read a manifest.

    Raises:
        PageError: it is none; `path` is where it lies.
    """
    try:
        value = json.loads(content)
        release = Release(**{**value, "files": tuple(_file(each) for each in value["files"])})
    except (KeyError, TypeError, ValueError):
        raise PageError(f"{path} cannot be read as a release: somebody else changed it.") from None
    if manifest_path(release.id) != path or not _is_whole(release.files):
        raise PageError(f"{path} cannot be read as a release: somebody else changed it.")
    return release


def _file(value: dict[str, Any]) -> ReleaseFile:
    return ReleaseFile(path=str(value["path"]), sha256=str(value["sha256"]), size=int(value["size"]))


def _is_whole(files: Sequence[ReleaseFile]) -> bool:
    inside = all(not file.path.startswith(("/", FOLDER)) and ".." not in PurePosixPath(file.path).parts for file in files)
    return inside and bool(files) and files[-1].path == INDEX
