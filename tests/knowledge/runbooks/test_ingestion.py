"""Folders brought into the store: only what changed, each file at once, nothing that is no runbook, no secret."""

import os
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from assistant.errors import KnowledgeError
from assistant.knowledge.runbooks.files import LARGEST, OTHER_KIND
from assistant.knowledge.runbooks.ingestion import Ingestion
from assistant.knowledge.store.shelf import Shelf
from assistant.knowledge.store.store import Store
from assistant.redaction.masking import mask
from assistant.redaction.redactor import Redactor
from tests.redaction.templates import fill
from tests.server import ROOT


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "runbooks"
    (folder / "payments").mkdir(parents=True)
    (folder / "payments" / "restart.md").write_text("# Restart payments\n\n## Rollback\n\n```bash\npayctl back\n```\n")
    (folder / "other.txt").write_text("Other things\n\nWords.\n")
    return folder


def keys(file) -> list[str]:
    with sqlite3.connect(file) as database:
        found = [row[0] for row in database.execute("SELECT key FROM passages ORDER BY key")]
    database.close()
    return found


def test_ids_are_the_path_and_the_heading(update, folder, file):
    assert update(folder).counts == {"added": 2}
    assert keys(file) == ["other.txt#other-things", "payments/restart.md#rollback"]


def test_what_did_not_change_is_not_read_into_passages_again(update, folder):
    update(folder)
    read = []
    assert update(folder, clean=lambda text: read.append(text) or text).counts == {"unchanged": 2}
    (folder / "other.txt").write_text("Other things\n\nNew words.\n")
    assert update(folder, clean=lambda text: read.append(text) or text).counts == {"unchanged": 1, "changed": 1}
    assert len(read) == 1


def test_a_file_of_the_same_time_and_size_is_trusted_only_where_that_was_asked_for(update, folder):
    place = folder / "other.txt"
    old = time.time_ns() - 3_600_000_000_000
    for path in folder.rglob("*.*"):
        os.utime(path, ns=(old, old))
    update(folder)
    place.write_text("Other THINGS\n\nWords.\n")
    os.utime(place, ns=(old, old))
    assert update(folder, trust_times=True).counts == {}
    assert update(folder).counts == {"unchanged": 1, "changed": 1}


def test_a_file_that_changes_twice_within_a_moment_is_read_twice(update, folder):
    update(folder, trust_times=True)
    place = folder / "other.txt"
    before = place.stat()
    place.write_text("Other THINGS\n\nWords.\n")
    os.utime(place, ns=(before.st_mtime_ns, before.st_mtime_ns))
    assert update(folder, trust_times=True).counts["changed"] == 1


def test_the_passages_of_a_file_that_is_gone_vanish(update, folder, file):
    update(folder)
    (folder / "other.txt").unlink()
    assert update(folder).counts == {"unchanged": 1, "removed": 1}
    assert keys(file) == ["payments/restart.md#rollback"]
    assert Shelf(file).candidates("runbook", {"word"}, 5) == []


def test_a_file_that_is_no_text_any_more_loses_its_passages(update, folder, file):
    update(folder)
    (folder / "other.txt").write_bytes(b"\x00\x01")
    assert update(folder).counts == {"unchanged": 1, "skipped": 1}
    assert keys(file) == ["payments/restart.md#rollback"]


def test_what_is_no_runbook_is_left_out_with_the_reason(update, folder, tmp_path):
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "binary.md").write_bytes(b"# T\x00")
    (folder / "latin.md").write_bytes("# Tür".encode("latin-1"))
    (folder / "large.md").write_bytes(b"x" * (LARGEST + 1))
    (folder / "empty.md").write_text(" \n")
    (tmp_path / "secret.md").write_text("# Elsewhere")
    (folder / "away.md").symlink_to(tmp_path / "secret.md")
    (folder / "nowhere.md").symlink_to(tmp_path / "missing.md")
    (folder / "loop").symlink_to(folder)
    (folder / ".git").mkdir()
    (folder / ".git" / "x.md").write_text("# Hidden")
    os.mkfifo(folder / "pipe.md")
    summary = update(folder)
    assert summary.counts["added"] == 2
    assert {(change.path, change.reason) for change in summary.skipped} == {
        ("picture.png", OTHER_KIND),
        ("binary.md", "binary"),
        ("latin.md", "not UTF-8"),
        ("large.md", "larger than 1 MiB"),
        ("empty.md", "empty"),
        ("away.md", "symlink that leaves the folder"),
        ("nowhere.md", "symlink that leads nowhere"),
        ("loop", "symlink to a folder"),
        ("pipe.md", "not a regular file"),
    }


def test_a_link_within_the_folder_is_a_runbook_as_in_a_mounted_config_map(update, tmp_path, file):
    folder = tmp_path / "mounted"
    (folder / "..2025").mkdir(parents=True)
    (folder / "..2025" / "restart.md").write_text("# Restart\n\nDo.\n")
    (folder / "..data").symlink_to("..2025")
    (folder / "restart.md").symlink_to("..data/restart.md")
    assert update(folder).counts == {"added": 1}
    assert keys(file) == ["restart.md#restart"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_cannot_be_listed_now_stays(update, folder):
    update(folder)
    (folder / "payments").chmod(0)
    try:
        assert update(folder).counts == {"unchanged": 1, "skipped": 1}
    finally:
        (folder / "payments").chmod(0o755)
    assert update(folder).counts == {"unchanged": 2}


def test_a_place_that_is_missing_is_one_sentence_and_what_is_kept_of_it_stays(update, folder, file):
    update(folder)
    folder.rename(folder.with_name("moved"))
    with pytest.raises(KnowledgeError, match=r"^The runbooks .*/runbooks cannot be read: No such file or directory\.$"):
        update(folder)
    assert len(keys(file)) == 2


def test_one_path_in_two_folders_has_two_ids(update, folder, tmp_path, file):
    other = tmp_path / "more"
    other.mkdir()
    (other / "other.txt").write_text("Other things\n\nElsewhere.\n")
    update(folder)
    update(other)
    assert keys(file) == ["more/other.txt#other-things", "other.txt#other-things", "payments/restart.md#rollback"]


def test_secrets_are_out_before_anything_is_kept_and_lines_stay_right(update, tmp_path, file):
    folder = tmp_path / "runbooks"
    folder.mkdir()
    text, values = fill(
        "# DB\n\nlogin:\n\n```yaml\npassword: ⟦pw⟧\n```\n\n"
        "```\n-----BEGIN PRIVATE KEY-----\n⟦pem⟧\n-----END PRIVATE KEY-----\n```\n\n## After\n\nThe end.\n",
        3,
    )
    (folder / "db.md").write_text(text)
    redactor = Redactor()
    update(folder, clean=lambda each: mask(redactor, each))
    raw = b"".join(path.read_bytes() for path in file.parent.iterdir())
    for value in values:
        assert value.encode() not in raw
        assert value.splitlines()[0].encode() not in raw
    passage = Shelf(file).named("runbook", "db.md#after")
    assert passage is not None
    assert text.splitlines()[passage.line - 1] == "## After"
    first = Shelf(file).named("runbook", "db.md#db")
    assert first is not None
    assert "password: REDACTED_PASSWORD\n" in first.text


def test_two_writers_at_once_keep_everything_once(folder, file):
    for number in range(30):
        (folder / f"many-{number}.md").write_text(f"# Many {number}\n\nWords {number}.\n")

    def run() -> None:
        with Store(file) as store:
            ingestion = Ingestion(store, str)
            for _ in ingestion.carry_out(ingestion.plan(ingestion.collection(folder, "command"))):
                pass

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = keys(file)
    assert len(found) == len(set(found)) == 32


def test_killed_at_any_point_each_file_is_before_or_after(folder, file):
    for number in range(60):
        (folder / f"many-{number}.md").write_text(f"# Many {number}\n\nWords {number}.\n\n## Second\n\nMore.\n")
    code = (
        "import sys\nfrom pathlib import Path\nfrom assistant.knowledge.runbooks.ingestion import Ingestion\n"
        "from assistant.knowledge.store.store import Store\n"
        "ingestion = Ingestion(Store(Path(sys.argv[1])), str)\n"
        "plan = ingestion.plan(ingestion.collection(Path(sys.argv[2]), 'command'))\n"
        "for change in ingestion.carry_out(plan): print(change.path, flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(file), str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    for _ in range(10):
        process.stdout.readline()
    process.kill()
    process.wait()
    process.stdout.close()
    with sqlite3.connect(file) as database:
        counted = "SELECT f.path, count(p.id) FROM files f LEFT JOIN passages p ON p.file = f.id GROUP BY f.id"
        per_file = dict(database.execute(counted))
        [words] = database.execute("SELECT count(*) FROM runbook_words").fetchone()
    database.close()
    assert len(per_file) >= 10
    assert words == sum(per_file.values())
    assert {count for path, count in per_file.items() if path.startswith("many")} == {2}
