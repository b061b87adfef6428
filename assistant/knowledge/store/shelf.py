"""The reading side of the store: searched from any thread, while others write."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import StoreError
from assistant.knowledge.search.index import Indexed
from assistant.knowledge.store import database
from assistant.knowledge.store.store import Kind

_MOST_KNOWN_WORDS = 20_000  # whose places are remembered until somebody writes
_MOST_MATCHES = 300  # passages that are compared for a question
_MOST_BEHIND = 20
_TRIES = 2  # at reading what cannot be read
_WEIGHTS = (8.0, 2.0, 1.0)  # of the columns, as in the index of the handbook
_Read = TypeVar("_Read")
_log = logging.getLogger(__name__)

_CANDIDATES = """
SELECT p.id, f.key, p.topic, w.asked, w.commands, w.body, found.score
FROM (
    SELECT rowid AS number, -bm25({kind}_words, {weights}) AS score FROM {kind}_words WHERE {kind}_words MATCH ?
    ORDER BY score DESC, rowid LIMIT ?
) found
JOIN passages p ON p.id = found.number JOIN files f ON f.id = p.file JOIN {kind}_words w ON w.rowid = p.id
ORDER BY found.score DESC, p.key
"""
_QUERIES = {kind: _CANDIDATES.format(kind=kind, weights=", ".join(map(str, _WEIGHTS))) for kind in ("runbook", "pack")}
_PASSAGE = (
    "SELECT p.kind, p.key, p.title, p.text, p.line, f.path, c.name FROM passages p JOIN files f ON f.id = p.file "
    "JOIN collections c ON c.id = f.collection WHERE "
)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that may answer.

    Attributes:
        number: by which `passage` gives it.
        file: the name of its file.
        score: bm25, greater is better.
    """

    number: int
    file: str
    document: Indexed
    score: float


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it was kept.

    Attributes:
        path: of its file in its folder.
        collection: the name of the folder or pack.
    """

    kind: Kind
    key: str
    title: str
    text: str
    line: int
    path: str
    collection: str


class Shelf:
    """What is stored at a place, if anything is; a file that comes, changes or goes meanwhile is noticed.

    What cannot be read is logged once, and then not there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None  # device and number of the file
        self._version: object = None
        self._places: dict[tuple[Kind, str], dict[str, int]] = {}
        self._kinds: dict[Kind, bool] = {}
        self._trouble: str | None = None

    @property
    def trouble(self) -> str | None:
        """Why nothing can be read, as a sentence."""
        return self._trouble

    def close(self) -> None:
        with self._lock:
            self._disconnect()

    def places(self, kind: Kind, stems: Collection[str]) -> dict[str, dict[str, int]]:
        """In how many passages each column (asked, commands, body) has a word; without the words that none has."""
        query = f"SELECT col, doc FROM {kind}_vocabulary WHERE term = ?"  # noqa: S608 - one of two names

        def read(connection: sqlite3.Connection) -> dict[str, dict[str, int]]:
            if len(self._places) + len(stems) > _MOST_KNOWN_WORDS:
                self._places.clear()
            for stem in stems:
                if (kind, stem) not in self._places:
                    rows = connection.execute(query, (stem,)).fetchall()
                    self._places[kind, stem] = dict(rows)
            return {stem: places for stem in stems if (places := self._places[kind, stem])}

        return self._read(read, {}) if stems else {}

    def has(self, kind: Kind) -> bool:
        """Whether there is any passage of a kind."""

        def read(connection: sqlite3.Connection) -> bool:
            if kind not in self._kinds:
                query = "SELECT EXISTS (SELECT 1 FROM passages WHERE kind = ?)"
                self._kinds[kind] = bool(connection.execute(query, (kind,)).fetchone()[0])
            return self._kinds[kind]

        return self._read(read, otherwise=False)

    def candidates(self, kind: Kind, stems: Collection[str], limit: int, names: Collection[str] = ()) -> list[Found]:
        """The passages with most of the stems, best first; where that would be very many, with the rarest of the stems.

        Args:
            names: stems; as many passages again that have one of them, however little else they have.
        """
        wanted = self._rarest(kind, stems)
        named = self._rarest(kind, names)
        found = self._matching(kind, _any_of(wanted), limit)
        if named:
            found += self._matching(kind, f"({_any_of(named)}) AND ({_any_of([*wanted, *named])})", limit)
        unique = {each.number: each for each in found}
        return sorted(unique.values(), key=lambda each: (-each.score, each.number))

    def _rarest(self, kind: Kind, stems: Collection[str]) -> list[str]:
        """Those of the stems that there are, without the ones that would match very many passages."""
        frequencies = {stem: max(places.values()) for stem, places in self.places(kind, stems).items()}
        chosen: list[str] = []
        matches = 0
        for stem in sorted(frequencies, key=lambda stem: (frequencies[stem], stem)):
            matches += frequencies[stem]
            if chosen and matches > _MOST_MATCHES:
                break
            chosen.append(stem)
        return chosen

    def _matching(self, kind: Kind, query: str, limit: int) -> list[Found]:
        if not query:
            return []
        rows: list[tuple[Any, ...]] = self._read(
            lambda connection: connection.execute(_QUERIES[kind], (query, limit)).fetchall(), []
        )
        return [Found(row[0], row[1], _indexed(*row[:6]), row[6]) for row in rows]

    def passage(self, number: int) -> StoredPassage | None:
        """The passage of a number that `candidates` gave; None where it is gone."""
        return self._one("p.id = ?", number)

    def named(self, kind: Kind, key: str) -> StoredPassage | None:
        """The passage of a name; None where there is none."""
        return self._one("p.kind = ? AND p.key = ?", kind, key)

    def behind(self, kind: Kind, key: str) -> list[StoredPassage]:
        """The passages that follow one in its file, in their order."""
        condition = (
            "p.file = (SELECT file FROM passages WHERE kind = ? AND key = ?) AND p.id > (SELECT id FROM passages "
            "WHERE kind = ? AND key = ?) ORDER BY p.id LIMIT ?"
        )
        values = (kind, key, kind, key, _MOST_BEHIND)
        rows: list[tuple[Any, ...]] = self._read(
            lambda connection: connection.execute(_PASSAGE + condition, values).fetchall(), []
        )
        return [StoredPassage(*row) for row in rows]

    def _one(self, condition: str, *values: object) -> StoredPassage | None:
        row = self._read(lambda connection: connection.execute(_PASSAGE + condition, values).fetchone(), None)
        return StoredPassage(*row) if row else None

    def _read(self, read: Callable[[sqlite3.Connection], _Read], otherwise: _Read) -> _Read:
        with self._lock:
            for attempt in range(_TRIES):
                try:
                    with database.explained(self._path):
                        connection = self._current()
                        result = otherwise if connection is None else read(connection)
                except StoreError as error:
                    self._disconnect()  # what went wrong may be over with a new connection
                    if attempt == _TRIES - 1:
                        self._tell(error.message)
                else:
                    self._trouble = None
                    return result
            return otherwise

    def _tell(self, trouble: str) -> None:
        if self._trouble != trouble:
            _log.warning("%s", trouble)
        self._trouble = trouble

    def _current(self) -> sqlite3.Connection | None:
        """The connection to the file that is there now."""
        try:
            found = self._path.stat()
        except OSError:
            self._disconnect()
            return None
        if self._opened != (found.st_dev, found.st_ino):
            self._disconnect()
            self._connection = database.connect_to_read(self._path)
            self._opened = (found.st_dev, found.st_ino) if self._connection else None
        if self._connection is None:
            return None
        [version] = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self._places.clear()
            self._kinds.clear()
        return self._connection

    def _disconnect(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = self._opened = self._version = None
        self._places.clear()
        self._kinds.clear()


def _any_of(stems: Collection[str]) -> str:
    return " OR ".join(f'"{stem}"' for stem in sorted(set(stems)))


def _indexed(number: int, _file: str, topic: str, asked: str, commands: str, body: str) -> Indexed:
    phrases = tuple(frozenset(phrase.split()) for phrase in asked.split("\n"))
    return Indexed(
        str(number),
        topic,
        frozenset({topic}) if topic else frozenset(),
        phrases,
        frozenset({topic} if topic else ()).union(*phrases),
        frozenset(commands.split()),
        frozenset(body.split()),
    )
