"""A bucket of an emulator, builds of a small page, and what a visitor gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from assistant.ui.bucket import Bucket, connect
from assistant.ui.publishing import Origin, Publication, publication
from tests import s3

API = "https://api.example.com"
_NAMES = count()


@dataclass(frozen=True)
class Place:
    """A bucket of its own, and what a test does with it."""

    url: str
    name: str
    prefix: str
    s3: Any

    def bucket(self) -> Bucket:
        """It as `connect` gives it, with one client for all tests: to make one takes as long as a publish."""
        return Bucket(_client(self.url), self.name, f"{self.prefix}/" if self.prefix else "")

    def paths(self) -> list[str]:
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.name)
        return [each["Key"] for page in pages for each in page.get("Contents", ())]

    def get(self, path: str) -> bytes:
        return self.s3.get_object(Bucket=self.name, Key=self._key(path))["Body"].read()

    def head(self, path: str) -> dict[str, Any]:
        return self.s3.head_object(Bucket=self.name, Key=self._key(path))

    def put(self, path: str, content: bytes) -> None:
        self.s3.put_object(Bucket=self.name, Key=self._key(path), Body=content)

    def delete(self, path: str) -> None:
        self.s3.delete_object(Bucket=self.name, Key=self._key(path))

    def _key(self, path: str) -> str:
        return f"{self.prefix}/{path}" if self.prefix else path

    def served(self) -> str | None:
        """Which build a visitor gets; it is whole: all that index.html names is there and of that build."""
        if self._key("index.html") not in self.paths():
            return None
        index = self.get("index.html").decode()
        [name] = re.findall(r"<title>(\w+)</title>", index)
        for asset in re.findall(r'(?:src|href)="\./([^"]+)"', index):
            assert f"/* {name} */" in self.get(asset).decode() or "shared" in asset
        assert b"apiUrl" in self.get("config.json")
        return name


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with s3.emulator(tmp_path_factory.mktemp("s3") / "log") as url:
        yield url


@pytest.fixture(autouse=True)
def own_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in s3.settings_of_others():
        monkeypatch.delenv(name)
    for name, value in s3.alone(tmp_path).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def place(emulator: str) -> Place:
    return new_place(emulator)


def new_place(url: str, prefix: str = "") -> Place:
    made = Place(url, f"page-{next(_NAMES)}", prefix, s3.client(url))
    made.s3.create_bucket(Bucket=made.name)
    return made


@pytest.fixture
def build(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a build of that name: a file of its own, one that all builds share, and those that have one name in all."""

    def make(name: str) -> Path:
        folder = tmp_path / "builds" / name
        (folder / "assets").mkdir(parents=True, exist_ok=True)
        mark = f"{name:_<8}"[:8]
        (folder / "assets" / f"index-{mark}.js").write_text(f"/* {name} */")
        (folder / "assets" / "shared-00000000.js").write_text("/* all */")
        (folder / "favicon.svg").write_text(f"<svg id='{name}'/>")
        (folder / "config.json").write_text('{"apiUrl": "http://localhost:8000"}')
        (folder / "index.html").write_text(
            f'<title>{name}</title><script src="./assets/index-{mark}.js"></script>'
            '<script src="./assets/shared-00000000.js"></script>'
        )
        return folder

    return make


@cache
def _client(url: str) -> Any:
    return connect("any", prefix="", endpoint_url=url)._client


def origin(build: str | None = None) -> Origin:
    return Origin(datetime.now(UTC), "1.2.3", build)


def planned(place: Place, folder: Path, *, api_url: str | None = API, replace: bool = False) -> Publication:
    return publication(place.bucket(), folder, origin(folder.name), api_url=api_url, replace=replace)


def publish(place: Place, folder: Path, **options: Any) -> str:
    """Publish a build; gives the id of the release."""
    made = planned(place, folder, **options)
    list(made.carry_out())
    return made.release.id
