"""The file of the store: damaged, foreign, newer, read-only, replaced; each is one sentence or noticed."""

import os
import sqlite3
import threading

import pytest

from assistant.errors import StoreError
from assistant.knowledge.store.database import FILE_NAME
from assistant.knowledge.store.shelf import Shelf
from assistant.knowledge.store.store import NewPassage, Store, StoredFile


def passage(key: str = "restart", word: str = "ledgerd") -> NewPassage:
    return NewPassage(key, f"Restart {word}", f"Restart {word}.\n", 1, "", [["restart", word]], [word], ["service"])


def put(store: Store, folder, path: str = "a.md", digest: bytes = b"1", passages=None) -> bool:
    collection = store.collection(folder, "command")
    return store.put(collection, StoredFile(path, 1, 1, digest), passages or [passage()])


@pytest.fixture
def file(tmp_path):
    return tmp_path / FILE_NAME


def test_what_is_written_is_seen_at_once_by_who_reads_already(file, tmp_path):
    shelf = Shelf(file)
    assert shelf.candidates("runbook", {"ledgerd"}, 5) == []
    assert shelf.places("runbook", {"ledgerd"}) == {}
    with Store(file) as store:
        put(store, tmp_path)
        [found] = shelf.candidates("runbook", {"ledgerd"}, 5)
        assert shelf.passage(found.number).key == "a.md#restart"
        assert shelf.places("runbook", {"ledgerd", "nothing"}) == {"ledgerd": {"asked": 1, "commands": 1}}
        put(store, tmp_path, digest=b"2", passages=[passage(word="osprey")])
        assert shelf.candidates("runbook", {"ledgerd"}, 5) == []
        assert shelf.places("runbook", {"ledgerd"}) == {}
        assert shelf.passage(found.number) is None or shelf.passage(found.number).title == "Restart osprey"
    shelf.close()


def test_another_file_in_its_place_is_noticed(file, tmp_path):
    with Store(file) as store:
        put(store, tmp_path)
    shelf = Shelf(file)
    assert shelf.candidates("runbook", {"ledgerd"}, 5)
    for path in tmp_path.glob(f"{FILE_NAME}*"):
        path.unlink()
    assert shelf.candidates("runbook", {"ledgerd"}, 5) == []
    with Store(file) as store:
        put(store, tmp_path, passages=[passage(word="osprey")])
    assert shelf.candidates("runbook", {"osprey"}, 5)
    shelf.close()


def test_a_damaged_file_is_one_sentence_and_no_search_fails(file, caplog):
    file.write_bytes(b"this is no database at all " * 100)
    with pytest.raises(StoreError, match=r"is damaged: move it away, then add your runbooks and packs again\. \("):
        Store(file)
    shelf = Shelf(file)
    assert shelf.candidates("runbook", {"x"}, 5) == []
    assert shelf.named("runbook", "x") is None
    assert "is damaged" in shelf.trouble
    assert len(caplog.records) == 1


def test_a_file_damaged_in_its_middle_is_told_too(file, tmp_path):
    with Store(file) as store:
        put(store, tmp_path, passages=[passage(f"key-{number}", f"word{number}") for number in range(400)])
    content = bytearray(file.read_bytes())
    for start in range(8192, len(content), 4096):
        content[start : start + 2000] = b"\xff" * 2000
    file.write_bytes(content)
    shelf = Shelf(file)
    shelf.candidates("runbook", {f"word{number}" for number in range(50)}, 50)
    assert shelf.trouble
    shelf.close()


def test_a_file_of_another_program_is_left_alone(file):
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE theirs(x)")
    database.close()
    with pytest.raises(StoreError, match="belongs to another program"):
        Store(file)


def test_a_file_of_a_newer_version_is_left_alone(file):
    Store(file).close()
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StoreError, match=r"newer version .*form 99, known is 1"):
        Store(file)
    shelf = Shelf(file)
    assert shelf.candidates("runbook", {"x"}, 5) == []
    assert "newer version" in shelf.trouble


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match="ASSISTANT_DATA_DIR"):
        Store(tmp_path / "taken" / FILE_NAME)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_file_can_be_searched_and_not_written(file, tmp_path):
    with Store(file) as store:
        put(store, tmp_path)
    file.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(StoreError, match="permissions"):
            Store(file)
        shelf = Shelf(file)
        assert shelf.candidates("runbook", {"ledgerd"}, 5)
        shelf.close()
    finally:
        tmp_path.chmod(0o755)


def test_a_transaction_that_fails_changes_nothing(file, tmp_path):
    with Store(file) as store:
        put(store, tmp_path)

        def failing():
            yield passage("other")
            raise RuntimeError("in the middle")

        with pytest.raises(RuntimeError):
            store.put_pack("kubectl", "somewhere", failing())
        assert store.collections("pack") == []
        store.put_pack("kubectl", "somewhere", [passage("get")])
        with pytest.raises(RuntimeError):
            store.put_pack("kubectl", "somewhere", failing())
        [(collection, _, passages)] = store.collections("pack")
        assert (collection.name, passages) == ("kubectl", 1)
        store.remove(collection)
        assert store.collections("pack") == []


def test_removing_takes_the_words_along(file, tmp_path):
    with Store(file) as store:
        put(store, tmp_path)
        [(collection, files, passages)] = store.collections("runbook")
        assert (files, passages) == (1, 1)
        store.remove(collection)
        shelf = Shelf(file)
        assert shelf.places("runbook", {"ledgerd", "restart", "service"}) == {}
        with pytest.raises(Exception, match="were removed while they were read"):
            store.put(collection, StoredFile("a.md", 1, 1, b"1"), [passage()])
        shelf.close()


def test_searching_and_writing_at_once(file, tmp_path):
    shelf, failed, end = Shelf(file), [], threading.Event()

    def search() -> None:
        while not end.is_set():
            for found in shelf.candidates("runbook", {"ledgerd", "restart"}, 20):
                stored = shelf.passage(found.number)
                if stored and not stored.key.startswith("f"):
                    failed.append(stored)
            if shelf.trouble:
                failed.append(shelf.trouble)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    with Store(file) as store:
        for number in range(60):
            put(store, tmp_path, f"f{number % 7}.md", str(number).encode())
    end.set()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(shelf.candidates("runbook", {"ledgerd"}, 20)) == 7
    shelf.close()
