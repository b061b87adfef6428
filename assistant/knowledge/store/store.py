"""The writing side of the store: collections of files, and the passages of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from assistant.errors import KnowledgeError
from assistant.knowledge.store import database

Kind = Literal["runbook", "pack"]
Origin = Literal["command", "server"]
_MOST_STEMS_PER_WORD = 4
_SEPARATOR = "\n"  # between the phrases of a passage


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder, a single file, or a pack.

    Attributes:
        name: of a pack its own, of a folder that of the folder.
        root: where it is; of a pack what it was built from.
        origin: who asked for it: a person by a command, or a server by its settings.
    """

    id: int
    kind: Kind
    name: str
    root: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was when its passages were made."""

    path: str
    size: int
    modified_ns: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage to be kept.

    Attributes:
        key: of a runbook within its file, of a pack in all of it.
        topic: the tool that it is about; empty where that is not certain.
        asked: the stems of each phrase that it may be asked by.
    """

    key: str
    title: str
    text: str
    line: int
    topic: str
    asked: Sequence[Sequence[str]]
    commands: Sequence[str]
    body: Sequence[str]


class Store:
    """Writes to the file; one thread at a time. Others may read it, and other programs write to it, meanwhile."""

    def __init__(self, path: Path) -> None:
        """
        Raises:
            StoreError: the file cannot be written, is damaged, or not ours.
        """
        self._path = path
        self._database = database.connect_to_write(path)
        opened = path.stat()
        self._opened = (opened.st_dev, opened.st_ino)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    @property
    def is_there(self) -> bool:
        """Whether the file is still the one that was opened."""
        try:
            now = self._path.stat()
        except OSError:
            return False
        return (now.st_dev, now.st_ino) == self._opened

    def has(self, collection: Collection) -> bool:
        """Whether a collection was not removed meanwhile."""
        with database.explained(self._path):
            return bool(self._database.execute("SELECT 1 FROM collections WHERE id = ?", (collection.id,)).fetchone())

    def collections(self, kind: Kind) -> list[tuple[Collection, int, int]]:
        """Each collection, with the numbers of its files and passages."""
        with database.explained(self._path):
            rows = self._database.execute(
                "SELECT c.id, c.kind, c.name, c.root, c.origin, count(DISTINCT f.id), count(p.id) FROM collections c "
                "LEFT JOIN files f ON f.collection = c.id LEFT JOIN passages p ON p.file = f.id "
                "WHERE c.kind = ? GROUP BY c.id ORDER BY c.root",
                (kind,),
            ).fetchall()
        return [(Collection(*row[:5]), row[5], row[6]) for row in rows]

    def collection(self, root: Path, origin: Origin) -> Collection:
        """The collection of runbooks at a place, made where there is none."""
        with self._transaction():
            self._database.execute(
                "INSERT INTO collections(kind, name, root, origin) VALUES ('runbook', ?, ?, ?) ON CONFLICT (kind, root) DO "
                "UPDATE SET origin = 'command' WHERE excluded.origin = 'command'",
                (root.name or "runbooks", str(root), origin),
            )
            row = self._database.execute(
                "SELECT id, kind, name, root, origin FROM collections WHERE kind = 'runbook' AND root = ?", (str(root),)
            ).fetchone()
        return Collection(*row)

    def remove(self, collection: Collection) -> None:
        """Take a collection away with all its passages, at once."""
        with self._transaction():
            self._database.execute("DELETE FROM collections WHERE id = ?", (collection.id,))

    def files(self, collection: Collection) -> dict[str, StoredFile]:
        """What is known of its files, by their paths."""
        with database.explained(self._path):
            rows = self._database.execute(
                "SELECT path, size, modified_ns, digest FROM files WHERE collection = ? ORDER BY path", (collection.id,)
            ).fetchall()
        return {row[0]: StoredFile(*row) for row in rows}

    def put(self, collection: Collection, file: StoredFile, passages: Sequence[NewPassage]) -> bool:
        """Keep the passages of a file instead of those that it had.

        Returns:
            False where somebody else has kept the same meanwhile.

        Raises:
            KnowledgeError: the collection was removed meanwhile, or the file of the store cannot be written.
        """
        with self._transaction():
            if not self.has(collection):
                raise KnowledgeError(f"The runbooks {collection.root} were removed while they were read: add them again.")
            known = self._database.execute(
                "SELECT key, digest FROM files WHERE collection = ? AND path = ?", (collection.id, file.path)
            ).fetchone()
            if known and known[1] == file.digest:
                self._touch(collection, file)
                return False
            key = known[0] if known else self._free_key(collection, file.path)
            self._delete(collection, file.path)
            self._insert(collection, file, key, passages)
        return True

    def put_pack(self, name: str, root: str, passages: Iterable[NewPassage]) -> None:
        """Keep a pack instead of the one of this name: all of it, or nothing."""
        with self._transaction():
            self._database.execute("DELETE FROM collections WHERE kind = 'pack' AND name = ?", (name,))
            cursor = self._database.execute(
                "INSERT INTO collections(kind, name, root, origin) VALUES ('pack', ?, ?, 'command')", (name, root)
            )
            collection = Collection(int(cursor.lastrowid or 0), "pack", name, root, "command")
            self._insert(collection, StoredFile(root, 0, 0, b""), name, passages)
            self._database.execute("INSERT INTO pack_words(pack_words) VALUES ('optimize')")

    def touch(self, collection: Collection, file: StoredFile) -> None:
        """Note when a file was last seen to be what it was."""
        with self._transaction():
            self._touch(collection, file)

    def discard(self, collection: Collection, path: str) -> None:
        """Take a file away with its passages."""
        with self._transaction():
            self._delete(collection, path)

    def _touch(self, collection: Collection, file: StoredFile) -> None:
        self._database.execute(
            "UPDATE files SET size = ?, modified_ns = ? WHERE collection = ? AND path = ?",
            (file.size, file.modified_ns, collection.id, file.path),
        )

    def _delete(self, collection: Collection, path: str) -> None:
        self._database.execute("DELETE FROM files WHERE collection = ? AND path = ?", (collection.id, path))

    def _free_key(self, collection: Collection, path: str) -> str:
        """The path, behind the folder's name where another folder has one of the same path already."""
        for key in _keys(collection.name, path):
            taken = self._database.execute(
                "SELECT 1 FROM files f JOIN collections c ON c.id = f.collection WHERE c.kind = 'runbook' AND f.key = ?", (key,)
            ).fetchone()
            if not taken:
                return key
        raise AssertionError("there are more names than files")

    def _insert(self, collection: Collection, file: StoredFile, key: str, passages: Iterable[NewPassage]) -> None:
        cursor = self._database.execute(
            "INSERT INTO files(collection, path, key, size, modified_ns, digest) VALUES (?, ?, ?, ?, ?, ?)",
            (collection.id, file.path, key, file.size, file.modified_ns, file.digest),
        )
        number = cursor.lastrowid
        words = f"{collection.kind}_words"
        for passage in passages:
            whole = f"{key}/{passage.key}" if collection.kind == "pack" else f"{key}#{passage.key}" if passage.key else key
            row = self._database.execute(
                "INSERT INTO passages(file, kind, key, title, text, line, topic) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, collection.kind, whole, passage.title, passage.text, passage.line, passage.topic),
            ).lastrowid
            asked = _SEPARATOR.join(" ".join(phrase) for phrase in passage.asked)
            self._database.execute(
                f"INSERT INTO {words}(rowid, asked, commands, body) VALUES (?, ?, ?, ?)",  # noqa: S608 - one of two names
                (row, asked, _once(passage.commands), _once(passage.body)),
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing; waits for other writers."""
        with database.explained(self._path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # what went wrong may have ended it already
                    self._database.execute("ROLLBACK")
                raise


def _keys(name: str, path: str) -> Iterator[str]:
    yield path
    yield f"{name}/{path}"
    yield from (f"{name}-{number}/{path}" for number in count(2))


def _once(stems: Sequence[str]) -> str:
    """Stems as search keeps them; how often a word comes tells little, so a few times are enough."""
    seen: dict[str, int] = {}
    kept = []
    for stem in stems:
        seen[stem] = seen.get(stem, 0) + 1
        if seen[stem] <= _MOST_STEMS_PER_WORD:
            kept.append(stem)
    return " ".join(kept)
