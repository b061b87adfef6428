"""`assistant knowledge` in a terminal: what it says, and what search finds afterwards."""

import json
import sys

import pytest
from click.testing import CliRunner, Result

from assistant.cli.main import assistant, main
from tests.redaction.templates import fill


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "runbooks"
    (folder / "payments").mkdir(parents=True)
    (folder / "payments" / "restart.md").write_text(
        "# Restart ledgerd\n\n## Rollback\n\nGo back one release.\n\n```bash\nledgerctl back --steps 1\n```\n"
    )
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(assistant, [str(each) for each in arguments], catch_exceptions=False)


def failing(monkeypatch, capsys, *arguments: object) -> str:
    monkeypatch.setattr(sys, "argv", ["assistant", *map(str, arguments)])
    with pytest.raises(SystemExit) as raised:
        main()
    assert raised.value.code == 1
    return capsys.readouterr().err


def test_a_folder_is_added_searched_listed_and_removed(folder):
    result = run("knowledge", "add", folder)
    assert result.output == (
        f"{folder}: 1 added, 0 changed, 0 unchanged, 0 removed, 1 skipped\n"
        "  skipped, not Markdown, text or reStructuredText: picture.png\n"
    )
    found = run("search", "roll back ledgerd")
    assert found.exit_code == 0
    assert found.output.startswith("Restart ledgerd > Rollback  (runbook payments/restart.md:3, ")
    assert "ledgerctl back --steps 1" in found.output
    assert f"{folder}: 1 files, 1 passages\n" in run("knowledge", "list").output
    assert json.loads(run("knowledge", "list", "--json").output)[0]["root"] == str(folder)
    assert "1 unchanged" in run("knowledge", "refresh").output
    (folder / "payments" / "restart.md").unlink()
    assert "1 removed" in run("knowledge", "refresh").output
    assert run("knowledge", "remove", folder).output == f"{folder}: 0 passages removed\n"
    assert "There are none yet" in run("knowledge", "list").output
    assert run("search", "--source", "runbook", "roll back ledgerd").exit_code == 1


def test_search_tells_where_a_runbook_stands(folder):
    run("knowledge", "add", folder)
    [hit] = json.loads(run("search", "--json", "--source", "runbook", "roll back ledgerd").output)
    assert (hit["source"], hit["id"]) == ("runbook", "payments/restart.md#rollback")
    assert (hit["path"], hit["line"], hit["templates"]) == ("payments/restart.md", 3, [])
    assert hit["link"] == "/v1/devops/references/runbook/payments/restart.md%23rollback"


def test_one_file_can_be_added(folder):
    assert "1 added" in run("knowledge", "add", folder / "payments" / "restart.md").output
    [hit] = json.loads(run("search", "--json", "--source", "runbook", "roll back ledgerd").output)
    assert hit["id"] == "restart.md#rollback"


def test_no_secret_is_kept_or_shown(folder, tmp_path):
    text, [value] = fill("# Login\n\nexport LEDGER_PASSWORD=⟦pw⟧\n", 5)
    (folder / "login.md").write_text(text)
    run("knowledge", "add", folder)
    shown = run("search", "ledger login").output
    assert "REDACTED_PASSWORD" in shown
    assert value not in shown
    assert not any(value.encode() in path.read_bytes() for path in (tmp_path / "data").iterdir())


@pytest.mark.parametrize("command", ["add", "remove"])
def test_a_place_that_is_not_there_is_one_sentence(command, tmp_path, monkeypatch, capsys):
    error = failing(monkeypatch, capsys, "knowledge", command, tmp_path / "missing")
    assert error.startswith("error: The")
    assert error.count("\n") == 1
    assert "missing" in error


def test_a_store_that_is_damaged_is_one_sentence_and_search_goes_on(tmp_path, monkeypatch, capsys):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "knowledge.sqlite3").write_bytes(b"no database" * 1000)
    assert "is damaged" in failing(monkeypatch, capsys, "knowledge", "list")
    result = run("search", "roll back a deployment")
    assert result.exit_code == 0
    assert "warning: " in result.stderr
    assert "kubernetes/rollback" in result.output


def test_a_pack_is_built_listed_and_removed(monkeypatch, capsys):
    assert "kubernetes: not added" in run("knowledge", "pack", "list").output
    result = run("knowledge", "pack", "add", "kubernetes")
    assert result.exit_code == 0
    assert "passages, from Kubernetes 1." in result.output
    assert "kubernetes: pack, " in run("knowledge", "list").output
    assert "terminationGracePeriodSeconds" in run("search", "--source", "pack", "pod terminationGracePeriodSeconds").output
    assert "passages removed" in run("knowledge", "pack", "remove", "kubernetes").output
    assert "There is no pack" in failing(monkeypatch, capsys, "knowledge", "pack", "remove", "kubernetes")
