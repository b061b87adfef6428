"""What a build of the page consists of: its files, how each is served, and its config.json."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from assistant.errors import PageError

INDEX = "index.html"
CONFIG = "config.json"
IMMUTABLE = "public, max-age=31536000, immutable"
_HASHED = re.compile(r"assets/.+-[\w-]{8}(\.\w+)+")
_TEXT = "; charset=utf-8"
_TYPES = {  # not those of this machine's tables, which differ
    ".css": f"text/css{_TEXT}",
    ".html": f"text/html{_TEXT}",
    ".ico": "image/x-icon",
    ".js": f"text/javascript{_TEXT}",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": f"text/javascript{_TEXT}",
    ".txt": f"text/plain{_TEXT}",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class PageFile:
    """One file of the page, with its path from the page's own folder."""

    path: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class Build:
    """A build with the config.json of one environment.

    Attributes:
        assets: what is named by its content.
        others: what every release has under the same name, in the order of writing: config.json, index.html last.
    """

    assets: tuple[PageFile, ...]
    others: tuple[PageFile, ...]
    api_url: str

    @property
    def files(self) -> tuple[PageFile, ...]:
        return (*self.assets, *self.others)


def read(folder: Path, api_url: str) -> Build:
    """Read a built page.

    Args:
        api_url: where its API is, as `parse_api_url` gives it.

    Raises:
        PageError: there is none, or it is not whole.
    """
    try:
        found = sorted(each for each in folder.rglob("*") if each.is_file() and not _is_hidden(each.relative_to(folder)))
        files = {
            file.path: file for file in (PageFile(each.relative_to(folder).as_posix(), each.read_bytes()) for each in found)
        }
    except OSError as error:
        raise PageError(f"The built page in {folder} cannot be read: {error.strerror}.") from None
    if INDEX not in files:
        raise PageError(f"There is no built page in {folder}: run `make page`, or name its folder with --dist.")
    for name in _named_by(files[INDEX]):
        if name not in files:
            raise PageError(
                f"The page in {folder} is not whole: its index.html names {name}, which is not there. Build it again."
            )
    for path in files:
        if path.startswith("releases/"):
            raise PageError(f"{path} cannot be published: the folder releases/ is where releases are kept.")
    files[CONFIG] = _config(files.get(CONFIG), api_url)
    return Build(
        assets=tuple(file for file in files.values() if is_asset(file.path)),
        others=tuple(sorted((file for file in files.values() if not is_asset(file.path)), key=_order)),
        api_url=api_url,
    )


def parse_api_url(text: str) -> str:
    """Take the address that clients are given, with or without /v1.

    Raises:
        PageError: the page could not use it.
    """
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    relative = text.startswith("/") and not text.startswith("//")
    if not (usable or relative) or re.search(r"[\s?#@]", text):
        raise PageError(
            f"{text!r} is no address of an API: give one such as https://api.example.com, or /api where the host of the page "
            "serves it."
        )
    return re.sub(r"/v1$", "", text.rstrip("/")).rstrip("/") or "/"


def is_asset(path: str) -> bool:
    """Whether a file of that name never has other content."""
    return _HASHED.fullmatch(path) is not None


def content_type(path: str) -> str:
    suffix = PurePosixPath(path).suffix.lower()
    return _TYPES.get(suffix) or mimetypes.MimeTypes().guess_type(path)[0] or "application/octet-stream"


def cache_control(path: str) -> str:
    if is_asset(path):
        return IMMUTABLE
    return "no-store" if path == CONFIG else "no-cache"


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _order(file: PageFile) -> tuple[int, str]:
    return {CONFIG: 1, INDEX: 2}.get(file.path, 0), file.path


def _config(built: PageFile | None, api_url: str) -> PageFile:
    """The build's own, with the address of this environment."""
    try:
        config = json.loads(built.content) if built else {}
    except ValueError:
        config = None
    if not isinstance(config, dict):
        raise PageError("The config.json of the build is not a JSON object. Build the page again.")
    return PageFile(CONFIG, (json.dumps({**config, "apiUrl": api_url}, indent=2) + "\n").encode())


def _named_by(index: PageFile) -> list[str]:
    names = _Names()
    names.feed(index.content.decode("utf-8", "replace"))
    return [str(PurePosixPath(name)) for name in names.found if not urlsplit(name).scheme and not name.startswith(("/", "#"))]


class _Names(HTMLParser):
    """The files that a page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = {"script": "src", "link": "href", "img": "src"}.get(tag)
        self.found += [value for name, value in attrs if name == wanted and value]
