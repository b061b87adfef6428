import json
import subprocess
import sys

import pytest

from tests.redaction.templates import fill
from tests.server import ROOT, environment


def run(*arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "assistant.cli", "redact", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(), input=text, capture_output=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def secret() -> tuple[bytes, bytes]:
    text, [value] = fill("user: bob\r\npassword: ⟦pw⟧\r\n", 1)
    return text.encode(), value.encode()


def test_a_filter_changes_nothing_but_the_secrets(secret):
    text, value = secret
    result = run(text=text + b"\xff\xfe\n")
    assert result.stdout == text.replace(value, b"REDACTED_PASSWORD_1") + b"\xff\xfe\n"
    assert result.stderr == b"1 redacted: 1 password\n"
    assert result.returncode == 0


def test_check_tells_ci_where(secret, tmp_path):
    text, value = secret
    (tmp_path / "a.env").write_bytes(text)
    (tmp_path / "b.env").write_bytes(b"LEVEL=debug\n")
    found = run("--check", str(tmp_path / "b.env"), str(tmp_path / "a.env"))
    assert found.returncode == 1
    assert f"{tmp_path}/a.env:2: password REDACTED_PASSWORD_1\n".encode() in found.stderr
    assert value not in found.stdout + found.stderr
    clean = run("--check", str(tmp_path / "b.env"))
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, b"LEVEL=debug\n", b"no secrets found\n")


def test_json_has_the_place_and_never_the_value(secret):
    text, value = secret
    result = run("--json", text=text)
    [document] = map(json.loads, result.stdout.splitlines())
    begin = text.index(value)
    assert document == {
        "file": "-",
        "text": text.replace(value, b"REDACTED_PASSWORD_1").decode(),
        "findings": [
            {"type": "password", "placeholder": "REDACTED_PASSWORD_1", "start": begin, "end": begin + len(value), "line": 2}
        ],
    }


def test_a_line_comes_out_before_the_next_one_goes_in(secret):
    text, value = secret
    command = [sys.executable, "-m", "assistant.cli", "redact"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        for line in text.splitlines(keepends=True):
            process.stdin.write(line)
            process.stdin.flush()
            assert process.stdout.readline() == line.replace(value, b"REDACTED_PASSWORD_1")
        process.stdin.close()
        assert process.stderr.read() == b"1 redacted: 1 password\n"


def test_a_file_that_is_not_there_is_one_sentence():
    result = run("/no/file")
    assert result.returncode == 2
    assert b"No such file" in result.stderr
    assert b"Traceback" not in result.stderr
