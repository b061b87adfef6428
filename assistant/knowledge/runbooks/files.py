"""Which files of a folder are runbooks, and why others are not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import KnowledgeError
from assistant.knowledge.runbooks.splitting import READERS

LARGEST = 1 << 20  # bytes of a file
_MOST_FILES = 20_000
_DEEPEST = 32  # folders
_NOT_ENTERED = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
_TOO_MANY = f"more than {_MOST_FILES:,} files"
OTHER_KIND = "not Markdown, text or reStructuredText"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be a runbook.

    Attributes:
        path: in its folder, with slashes.
    """

    path: str
    location: Path
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was not read, and why."""

    path: str
    reason: str


@dataclass
class Listing:
    """What stands below a folder.

    Attributes:
        unread: folders that could not be listed, in the folder, with slashes; what was below them may still be there.
    """

    found: list[Found] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def may_hold(self, path: str) -> bool:
        """Whether a file may still be there although it was not found."""
        return any(folder in ("", ".") or path.startswith(f"{folder}/") for folder in self.unread)


def listing(root: Path) -> Listing:
    """The runbooks of a folder in the order of their paths, or the one that a file is.

    Hidden folders are not entered, nor is what a symbolic link names elsewhere.

    Raises:
        KnowledgeError: it is not there, or cannot be read.
    """
    result = Listing()
    try:
        top = root.resolve(strict=True)
        if top.is_file():
            _take(result, top, top.parent, top.name, named=True)
        else:
            os.scandir(top).close()
            _walk(result, top, "", 0)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise KnowledgeError(f"The runbooks {root} cannot be read: {reason}.") from None
    result.found.sort(key=lambda each: each.path)
    return result


def _walk(result: Listing, top: Path, folder: str, depth: int) -> None:
    for entry in _entries(result, top, folder):
        path = f"{folder}/{entry.name}" if folder else entry.name
        if len(result.found) >= _MOST_FILES:
            result.skipped.append(Skipped(folder or ".", _TOO_MANY))
            result.unread.append(folder)
            return
        if not _is_text(path):
            result.skipped.append(Skipped(ascii(path), "its name is not UTF-8"))
        elif entry.is_dir(follow_symlinks=False):
            if entry.name.startswith(".") or entry.name in _NOT_ENTERED:
                continue
            if depth >= _DEEPEST:
                result.skipped.append(Skipped(path, f"more than {_DEEPEST} folders deep"))
            else:
                _walk(result, top, path, depth + 1)
        elif entry.is_dir():
            if entry.name.startswith("."):
                continue
            result.skipped.append(Skipped(path, "symlink to a folder"))
        else:
            _take(result, Path(entry.path), top, path)


def _entries(result: Listing, top: Path, folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(top / folder) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        result.skipped.append(Skipped(folder or ".", error.strerror or "cannot be read"))
        result.unread.append(folder)


def _take(result: Listing, location: Path, top: Path, path: str, *, named: bool = False) -> None:
    """List a file, or say why not."""
    if location.name.startswith(".") and not named:
        return
    if location.suffix.lower() not in READERS:
        result.skipped.append(Skipped(path, OTHER_KIND))
        return
    try:
        target = location.resolve(strict=True)
        known = target.stat()
    except (OSError, RuntimeError):
        result.skipped.append(Skipped(path, "symlink that leads nowhere" if location.is_symlink() else "cannot be read"))
        return
    reason = None
    if not target.is_relative_to(top):
        reason = "symlink that leaves the folder"
    elif not stat.S_ISREG(known.st_mode):
        reason = "not a regular file"
    elif known.st_size > LARGEST:
        reason = f"larger than {LARGEST >> 20} MiB"
    if reason:
        result.skipped.append(Skipped(path, reason))
    else:
        result.found.append(Found(path, target, known.st_size, known.st_mtime_ns))


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
