"""The README against the code: its settings, its errors, its examples as printed."""

import json
import os
import re
import subprocess
import sys

import pytest

from assistant import errors
from assistant.settings import Settings, variable
from tests.server import ROOT, environment

README = (ROOT / "README.md").read_text()


def block(language: str) -> str:
    [code] = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return code


def rows(heading: str) -> list[list[str]]:
    """Cells of the table whose header line starts with `heading`."""
    table = README[README.index(f"| {heading} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table]


def test_the_settings_table_is_what_the_code_reads():
    table = {cells[0].strip("`"): cells[1:] for cells in rows("Variable")}
    assert list(table) == [variable(name) for name in Settings.model_fields]
    for name, field in Settings.model_fields.items():
        default, meaning = table[variable(name)]
        assert meaning == field.description
        if name not in ("cache_dir", "model", "system_prompt"):
            value = field.default
            shown = "unset" if value is None else ",".join(value) if isinstance(value, tuple) else str(value)
            assert default.strip("`") == shown


def test_every_setting_can_be_set_by_its_variable(monkeypatch):
    monkeypatch.setenv("ASSISTANT_CORS_ORIGINS", "https://a.example/, https://b.example")
    monkeypatch.setenv("ASSISTANT_MAX_RUNNING", "3")
    settings = Settings.load()
    assert settings.cors_origins == ("https://a.example", "https://b.example")
    assert settings.max_running == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_MAX_RUNNING", "0"),
        ("ASSISTANT_DEVICE", "tpu"),
        ("ASSISTANT_TEMPERATURE", "x"),
        ("ASSISTANT_CORS_ORIGINS", "chat"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(errors.SettingsError, match=name):
        Settings.load()


def test_a_misspelt_setting_is_named_with_the_right_one(monkeypatch):
    monkeypatch.setenv("ASSISTANT_MAX_RUNING", "4")
    with pytest.raises(errors.SettingsError, match=r"ASSISTANT_MAX_RUNING: .* ASSISTANT_MAX_RUNNING"):
        Settings.load()


def test_the_error_table_has_every_code_with_its_status():
    def tree(kind: type[errors.AssistantError]) -> list[type[errors.AssistantError]]:
        return [kind, *(k for child in kind.__subclasses__() for k in tree(child))]

    told = {(int(cells[0]), code) for cells in rows("Status") for code in re.findall(r"`(\w+)`", cells[1])}
    raised = {
        (k.status, k.code)
        for k in tree(errors.AssistantError)
        if not issubclass(k, errors.StartupError) and k.code not in (None, "unavailable")
    }
    assert raised <= told


def test_the_curl_example_works_as_printed(embedded_server):
    example = block("bash").replace("http://localhost:8000", embedded_server.url)
    result = subprocess.run(["bash", "-c", example], capture_output=True, text=True, timeout=120, check=True)
    assert json.loads(result.stdout)["choices"][0]["message"]["content"]


def test_the_client_example_works_as_printed(embedded_server):
    example = block("python").replace("http://localhost:8000", embedded_server.url)
    result = subprocess.run(
        [sys.executable, "-c", example],
        env=environment() | {"HOME": os.environ["HOME"]},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert len(result.stdout) > 20


def test_the_embedded_model_is_the_same_one_everywhere():
    from assistant.model.source import EMBEDDED_PACKAGE

    assert f"EMBEDDED_MODEL := {EMBEDDED_PACKAGE}\n" in (ROOT / "Makefile").read_text()


def test_requirements_are_all_pinned_and_name_no_place():
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text().splitlines():
            assert re.match(r"[\w.-]+==[\w.]+( ; .+)?$", line), line
            assert "+" not in line.split(";")[0]
