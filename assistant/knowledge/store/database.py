"""The SQLite file of the store: its schema, its connections, and its errors as sentences."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from assistant.errors import StoreError

FILE_NAME = "knowledge.sqlite3"
VERSION = 1
_APPLICATION_ID = 0x444F4B42  # tells our files from those of other programs
_WAIT_S = 30.0  # for another writer
_TRIES = 100  # at what SQLite does not wait for by itself
_READING_CACHE_KIB = 8 << 10

_SCHEMA = """
CREATE TABLE collections(
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('runbook', 'pack')),
    name TEXT NOT NULL,
    root TEXT NOT NULL,
    origin TEXT NOT NULL,
    UNIQUE (kind, root)
);
CREATE TABLE files(
    id INTEGER PRIMARY KEY,
    collection INTEGER NOT NULL REFERENCES collections ON DELETE CASCADE,
    path TEXT NOT NULL,
    key TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    UNIQUE (collection, path)
);
CREATE TABLE passages(
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    line INTEGER NOT NULL,
    topic TEXT NOT NULL,
    UNIQUE (kind, key)
);
CREATE INDEX passages_of_file ON passages(file);
CREATE VIRTUAL TABLE runbook_words USING fts5(asked, commands, body, tokenize='ascii');
CREATE VIRTUAL TABLE runbook_vocabulary USING fts5vocab(runbook_words, col);
CREATE VIRTUAL TABLE pack_words USING fts5(asked, commands, body, tokenize='ascii');
CREATE VIRTUAL TABLE pack_vocabulary USING fts5vocab(pack_words, col);
CREATE TRIGGER passage_is_gone AFTER DELETE ON passages BEGIN
    DELETE FROM runbook_words WHERE old.kind = 'runbook' AND rowid = old.id;
    DELETE FROM pack_words WHERE old.kind = 'pack' AND rowid = old.id;
END;
"""


def connect_to_write(path: Path) -> sqlite3.Connection:
    """Open the file, or make it with its folder; several programs may at once.

    Raises:
        StoreError: it cannot be written, is damaged, or not ours.
    """
    with explained(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"The folder {path.parent} for runbooks cannot be made ({error.strerror}): set ASSISTANT_DATA_DIR to another."
            ) from None
        connection = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
        try:
            _use_write_ahead_log(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN IMMEDIATE")
            if _version(connection, path) == 0:
                for statement in _statements(_SCHEMA):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return connection


def connect_to_read(path: Path) -> sqlite3.Connection | None:
    """Open the file to be read from any thread, one at a time; None where there is none, or an empty one.

    Raises:
        StoreError: it cannot be read, is damaged, or not ours.
    """
    with explained(path):
        try:
            if path.stat().st_size == 0:
                return None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"The runbooks in {path} cannot be read: {error.strerror}.") from None
        try:
            return _opened(path, "mode=ro")
        except sqlite3.OperationalError as error:
            if not _is(error, "SQLITE_CANTOPEN", "SQLITE_READONLY"):
                raise
            return _opened(path, "mode=ro&immutable=1")  # in a folder where the files beside it cannot be made


def _opened(path: Path, how: str) -> sqlite3.Connection | None:
    address = f"file:{quote(str(path.absolute()))}?{how}"
    connection = sqlite3.connect(address, uri=True, timeout=1.0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA cache_size = -{_READING_CACHE_KIB}")
        if _version(connection, path) == 0:
            connection.close()
            return None
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the schema; 0 where the file is new.

    Raises:
        StoreError: it is of a later one, or of another program.
    """
    [version] = connection.execute("PRAGMA user_version").fetchone()
    [application] = connection.execute("PRAGMA application_id").fetchone()
    [tables] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != _APPLICATION_ID and (tables or version):
        raise StoreError(f"{path} belongs to another program: set ASSISTANT_DATA_DIR to another folder.")
    if version > VERSION:
        raise StoreError(
            f"{path} was written by a newer version of this program (form {version}, known is {VERSION}): get that one, or "
            "give this one a folder of its own in ASSISTANT_DATA_DIR."
        )
    return int(version)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    for attempt in range(_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not _is(error, "SQLITE_BUSY", "SQLITE_LOCKED") or attempt == _TRIES - 1:
                raise
            time.sleep(0.05)
        else:
            return


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Errors of SQLite become one sentence that says what to do.

    Raises:
        StoreError: any of them happened.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{_sentence(error, path)} ({error})") from error


def _sentence(error: sqlite3.Error, path: Path) -> str:
    if _is(error, "SQLITE_BUSY", "SQLITE_LOCKED"):
        return f"Another program has been writing to {path} for too long: try again when it has ended."
    if _is(error, "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"):
        return f"{path} cannot be opened or written: correct its permissions, or set ASSISTANT_DATA_DIR to another folder."
    if _is(error, "SQLITE_FULL", "SQLITE_IOERR"):
        return f"{path} cannot be written: the disk is full or failing."
    return f"{path} is damaged: move it away, then add your runbooks and packs again."


def _is(error: sqlite3.Error, *names: str) -> bool:
    return str(getattr(error, "sqlite_errorname", "")).startswith(names)
