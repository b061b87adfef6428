import json

import pytest
from click.testing import CliRunner, Result

from assistant.cli.main import assistant


def check(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(assistant, ["check", *arguments], input=text, catch_exceptions=False)


@pytest.fixture
def markdown(tmp_path):
    file = tmp_path / "answer.md"
    file.write_text("Do this:\n\n```bash\nls -l\n```\n\n```yaml\na: 1\na: 2\n```\n\n```\nsome output\n```\n")
    return str(file)


def test_findings_are_told_with_the_line_of_the_file_and_end_with_1(markdown):
    result = check(markdown)
    assert result.stdout == f"{markdown}:9: yaml-duplicate-key: the key 'a' stands on line 1 already: one of the two is lost\n"
    assert result.exit_code == 1


def test_json_has_everything(markdown):
    result = check(markdown, "--json")
    first, second, third = json.loads(result.stdout)
    assert (first["line"], first["kind"], first["status"]) == (4, "shell", "no_findings")
    assert (second["file"], second["findings"][0]["rule"]) == (markdown, "yaml-duplicate-key")
    assert third["status"] == "not_checked"
    assert result.exit_code == 1


def test_no_findings_end_with_0(tmp_path):
    (tmp_path / "Dockerfile").write_text("FROM alpine:3.20\nRUN ls\n")
    (tmp_path / "a.json").write_text('\ufeff{"a": 1}\r\n', newline="")
    result = check(str(tmp_path / "Dockerfile"), str(tmp_path / "a.json"))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_what_could_not_be_checked_ends_with_2(tmp_path):
    (tmp_path / "crd.yaml").write_text("apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\n")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    files = [str(tmp_path / name) for name in ("crd.yaml", "binary.yaml", "absent.yaml")]
    result = check(*files)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{files[0]}:1: not checked: no schema for example.com/v1 Thing" in result.stderr
    assert f"{files[1]}: not checked: it is no UTF-8 text" in result.stderr
    assert f"{files[2]}: not checked: No such file or directory" in result.stderr
    assert check(str(tmp_path / "crd.yaml"), "--allow-unchecked").exit_code == 0
    assert check(str(tmp_path / "absent.yaml"), "--allow-unchecked").exit_code == 2


def test_standard_input_has_the_language_that_is_given():
    assert check("-", "--language", "bash", text="#!/bin/bash\necho $1\n").stdout.startswith("-:2: SC2086: ")
    assert check("-", "--language", "json", text="[1]").exit_code == 0


def test_the_least_severity_that_counts_is_chosen():
    result = check("-", "--language", "bash", "--severity", "warning", text="#!/bin/bash\necho $1\n")
    assert (result.exit_code, result.stdout) == (0, "")


def test_wrong_usage_ends_with_2():
    assert check().exit_code == 2
    assert check("--nonsense", "a").exit_code == 2


def test_help_says_the_exit_codes():
    words = " ".join(check("--help").stdout.split())
    assert "0 no findings 1 findings 2 no findings, but something could not be checked; or wrong usage" in words
