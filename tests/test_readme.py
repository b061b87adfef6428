"""The README against the code: its settings, its errors, its examples as printed."""

import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys

import pytest

import assistant.api
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
        if name not in ("cache_dir", "data_dir", "model", "system_prompt"):
            value = field.default
            shown = "unset" if value in (None, ()) else ",".join(value) if isinstance(value, tuple) else str(value)
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
        ("ASSISTANT_ENGINE_URL", "gpu-1:8000"),
        ("ASSISTANT_ENGINE_URL", "ftp://gpu-1"),
        ("ASSISTANT_ENGINE_URL", "http://gpu-1:port"),
        ("ASSISTANT_ENGINE_URL", "http://me:password@gpu-1"),
        ("ASSISTANT_ENGINE_API_KEY", "two words"),
        ("ASSISTANT_API_KEYS", ""),
        ("ASSISTANT_API_KEYS", " , "),
        ("ASSISTANT_API_KEYS", "password, two words"),
        ("ASSISTANT_API_KEYS", "pässword"),
        ("ASSISTANT_STREAM_KEEP_ALIVE_S", "0"),
        ("ASSISTANT_ENGINE_API_KEY", "key-without-url"),
        ("ASSISTANT_ENGINE_MODEL", "model-without-url"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(errors.SettingsError, match=name) as raised:
        Settings.load()
    assert "password" not in raised.value.message.replace("user name or password", "")
    assert "pässword" not in raised.value.message
    assert "key-without-url" not in raised.value.message


@pytest.mark.parametrize(
    "local",
    [("MODEL", "meta-llama/Llama-3.2-1B-Instruct"), ("DEVICE", "cuda"), ("THREADS", "4"), ("CONTEXT_LENGTH", "512")],
)
def test_an_inference_server_and_a_choice_for_a_local_model_contradict_each_other(monkeypatch, local):
    monkeypatch.setenv("ASSISTANT_ENGINE_URL", "http://gpu-1:8000")
    monkeypatch.setenv(f"ASSISTANT_{local[0]}", local[1])
    with pytest.raises(errors.SettingsError, match=f"ASSISTANT_ENGINE_URL .* ASSISTANT_{local[0]} "):
        Settings.load()


def test_the_address_of_an_inference_server_may_have_the_v1_that_clients_are_given_and_its_key_is_a_secret(monkeypatch):
    monkeypatch.setenv("ASSISTANT_ENGINE_URL", "https://llm.example.com/base/v1/")
    monkeypatch.setenv("ASSISTANT_ENGINE_API_KEY", "sk-1")
    settings = Settings.load()
    assert settings.engine_url == "https://llm.example.com/base"
    assert "sk-1" not in repr(settings)


def test_keys_are_separated_by_commas_and_never_shown(monkeypatch):
    monkeypatch.setenv("ASSISTANT_API_KEYS", "sk-1, sk-2,,")
    settings = Settings.load()
    assert [key.get_secret_value() for key in settings.api_keys] == ["sk-1", "sk-2"]
    assert "sk-" not in repr(settings) + str(settings.model_dump()) + settings.model_dump_json()


def test_a_misspelt_setting_is_named_with_the_right_one(monkeypatch):
    monkeypatch.setenv("ASSISTANT_MAX_RUNING", "4")
    with pytest.raises(errors.SettingsError, match=r"ASSISTANT_MAX_RUNING: .* ASSISTANT_MAX_RUNNING"):
        Settings.load()


def test_what_the_client_reads_is_no_mistake_of_a_server_but_a_key_that_protects_nothing_is(monkeypatch):
    monkeypatch.setenv("ASSISTANT_URL", "https://assistant.example.com")
    Settings.of_a_server()
    monkeypatch.setenv("ASSISTANT_API_KEY", "sk-client")
    Settings.load()  # a command that serves nothing
    with pytest.raises(errors.SettingsError, match="ASSISTANT_API_KEYS") as raised:
        Settings.of_a_server()
    assert "sk-client" not in raised.value.message
    monkeypatch.setenv("ASSISTANT_API_KEYS", "sk-server")
    Settings.of_a_server()


def test_the_error_table_is_what_the_code_answers_with():
    def tree(kind: type[errors.AssistantError]) -> list[type[errors.AssistantError]]:
        return [kind, *(k for child in kind.__subclasses__() for k in tree(child))]

    for module in pkgutil.walk_packages(assistant.api.__path__, "assistant.api."):
        importlib.import_module(module.name)  # an error may be defined anywhere
    kinds = [k for k in tree(errors.AssistantError) if k.__module__.startswith("assistant") and k.code]
    answered = {(k.status, k.type, k.code) for k in kinds if not issubclass(k, errors.StartupError)}
    table = rows("Status")
    told = [(int(status), kind.strip("`"), code.strip("`")) for status, kind, code, *_ in table]
    assert set(told) == answered
    assert len(set(told)) == len(told)
    assert [row[0] for row in told] == sorted(row[0] for row in told)
    assert all(len(cells) == 5 and all(cells) for cells in table)


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


@pytest.mark.parametrize("folder", ["frontend", "tests/conformance/clients/node", "tests/deploy/node"])
def test_packages_of_node_are_pinned_and_name_no_place(folder):
    packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    assert all("resolved" not in package for package in packages.values())
    assert all(package["integrity"].startswith("sha512-") for name, package in packages.items() if name)


def test_requirements_are_all_pinned_and_name_no_place():
    clients = ROOT / "tests" / "conformance" / "clients"
    for file in (ROOT / "requirements.txt", ROOT / "requirements-dev.txt", *clients.glob("*/requirements.txt")):
        for line in file.read_text().splitlines():
            assert re.match(r"[\w.-]+==[\w.]+( ; .+)?$", line), line
            assert "+" not in line.split(";")[0]
