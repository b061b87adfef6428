"""`assistant risk`: text, JSON, exit codes."""

import json

import pytest
from click.testing import CliRunner

from assistant.cli.risk import risk


@pytest.mark.parametrize(
    ("command", "code"),
    [("kubectl get pods", 0), ("kubectl apply -f a.yaml", 1), ("./deploy.sh", 1), ("ls; helm uninstall a", 3), ("", 0)],
)
def test_the_exit_code_tells_the_class(command, code):
    assert CliRunner().invoke(risk, [command]).exit_code == code


def test_a_wrong_call_is_told_apart():
    assert CliRunner().invoke(risk, []).exit_code == 2
    assert CliRunner().invoke(risk, ["--shell", "dos", "ls"]).exit_code == 2


def test_a_script_comes_from_standard_input_and_leaves_as_json():
    result = CliRunner().invoke(risk, ["-", "--json"], input="uptime\nrm -rf /srv/x\n")
    told = json.loads(result.stdout)
    assert result.exit_code == 3
    assert told["risk"] == "destructive"
    assert [(each["line"], each["tool"], each["risk"]) for each in told["commands"]] == [
        (1, "uptime", "read-only"),
        (2, "rm", "destructive"),
    ]


def test_bytes_that_are_no_text_are_no_error():
    assert CliRunner().invoke(risk, ["-"], input=b"\xff\xfe rm -rf x").exit_code == 3


def test_text_lists_the_commands_of_a_script():
    lines = CliRunner().invoke(risk, ["uptime\nhelm uninstall shop"]).stdout.splitlines()
    assert lines[0] == "destructive: removes the release and the objects that it created"
    assert lines[2].split() == ["1", "read-only", "uptime", "(uptime", "only", "reads)"]
