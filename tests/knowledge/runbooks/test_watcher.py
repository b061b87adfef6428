"""The folders of a server: indexed beside it, kept up to date, never a reason to fail."""

import os
import time
from collections.abc import Callable

import pytest

from assistant.knowledge.runbooks.watcher import Watcher
from assistant.knowledge.store.shelf import Shelf
from assistant.knowledge.store.store import Store


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "runbooks"
    folder.mkdir()
    (folder / "restart.md").write_text("# Restart ledgerd\n\nDo it.\n")
    return folder


@pytest.fixture
def watch(file):
    watchers = []

    def start(*folders):
        watchers.append(Watcher(folders, file, lambda: str, interval_s=0.05))
        assert watchers[-1].wait(30)
        return watchers[-1]

    yield start
    for watcher in watchers:
        watcher.close()


def becomes(condition: Callable[[], object]) -> bool:
    end = time.monotonic() + 30
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def has(shelf: Shelf, key: str) -> bool:
    return shelf.named("runbook", key) is not None


def test_a_folder_is_indexed_and_its_changes_too(watch, folder, file):
    watch(folder)
    shelf = Shelf(file)
    assert has(shelf, "restart.md#restart-ledgerd")
    (folder / "new.txt").write_text("New one\n\nWords.\n")
    assert becomes(lambda: has(shelf, "new.txt#new-one"))
    (folder / "restart.md").write_text("# Stop ledgerd\n\nDo it.\n")
    assert becomes(lambda: has(shelf, "restart.md#stop-ledgerd") and not has(shelf, "restart.md#restart-ledgerd"))
    (folder / "new.txt").unlink()
    assert becomes(lambda: not has(shelf, "new.txt#new-one"))
    shelf.close()


def test_a_folder_that_is_missing_is_a_warning_until_it_comes(watch, folder, file, tmp_path, caplog):
    watcher = watch(tmp_path / "missing", folder)
    [warning] = watcher.warnings
    assert "missing cannot be read: No such file or directory." in warning
    shelf = Shelf(file)
    assert has(shelf, "restart.md#restart-ledgerd")
    time.sleep(0.3)
    assert len([record for record in caplog.records if record.levelname == "WARNING"]) == 1
    (tmp_path / "missing").mkdir()
    (tmp_path / "missing" / "later.md").write_text("# Later\n\nWords.\n")
    assert becomes(lambda: has(shelf, "later.md#later") and not watcher.warnings)
    shelf.close()


def test_a_store_that_cannot_be_written_is_a_warning(watch, folder, file):
    file.parent.mkdir()
    file.write_bytes(b"no database " * 1000)
    watcher = watch(folder)
    assert "is damaged" in watcher.warnings[0]
    file.unlink()
    assert becomes(lambda: not watcher.warnings)


def test_what_cleans_and_cannot_be_made_is_a_warning_until_it_can(folder, file):
    made = iter([MemoryError("none left"), str])

    def make():
        each = next(made)
        if isinstance(each, Exception):
            raise each
        return each

    watcher = Watcher([folder], file, make, interval_s=0.05)
    assert watcher.wait(30)
    shelf = Shelf(file)
    assert becomes(lambda: has(shelf, "restart.md#restart-ledgerd") and not watcher.warnings)
    watcher.close()
    shelf.close()


def test_a_store_that_was_moved_away_is_made_again(watch, folder, file):
    watch(folder)
    for path in file.parent.iterdir():
        path.unlink()
    shelf = Shelf(file)
    assert becomes(lambda: has(shelf, "restart.md#restart-ledgerd"))
    shelf.close()


def test_a_folder_that_is_no_longer_named_is_forgotten_but_not_what_a_person_added(watch, folder, file, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.md").write_text("# Mine\n\nWords.\n")
    with Store(file) as store:
        store.collection(own, "command")
    watch(folder).close()
    watch()
    with Store(file) as store:
        assert [collection.root for collection, _, _ in store.collections("runbook")] == [str(own)]


def test_nothing_is_written_while_nothing_changes(watch, folder, file):
    old = time.time_ns() - 3_600_000_000_000
    os.utime(folder / "restart.md", ns=(old, old))
    watch(folder)
    time.sleep(0.2)
    before = {path.name: path.stat().st_mtime_ns for path in file.parent.iterdir()}
    time.sleep(0.4)
    assert {path.name: path.stat().st_mtime_ns for path in file.parent.iterdir()} == before


def test_closing_ends_the_thread(watch, folder):
    watcher = watch(folder)
    watcher.close()
    assert not watcher._thread.is_alive()
