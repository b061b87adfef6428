"""What docs/upgrading.md says of caches, files and order, where it can be tried."""

from __future__ import annotations

import json
import re

import httpx
import pytest
import yaml

from assistant import __version__
from assistant.knowledge.store import database
from assistant.model import checkpoint, loader, source
from tests.api.asking import BARE
from tests.conftest import OPENVINO
from tests.deploy import chart
from tests.server import ROOT

PAGE = (ROOT / "docs" / "upgrading.md").read_text()


def test_weights_of_a_newer_format_lie_beside_the_old_ones_which_are_taken_again(llama_folder, tmp_path, monkeypatch):
    def prepare() -> dict[str, int]:
        loader.prepare(checkpoint.prepare(source.find(str(llama_folder)), tmp_path), OPENVINO, tmp_path)
        return {file.name: file.stat().st_mtime_ns for file in (tmp_path / "quantized").glob("*.safetensors")}

    format_ = loader._WEIGHT_FORMATS[OPENVINO.runner, OPENVINO.dtype]
    old = prepare()
    with monkeypatch.context() as newer:
        newer.setattr(format_, "name", "a-newer-one")
        both = prepare()
    assert len(both) == 2
    assert old.items() <= both.items()
    assert prepare() == both


def test_the_page_names_the_form_of_what_is_kept():
    assert f"knowledge.sqlite3`, form {database.VERSION} " in PAGE
    [form] = re.findall(r"openDB<Schema>\(DATABASE_NAME, (\d+)", (ROOT / "frontend/src/conversations/database.ts").read_text())
    assert f"the browser, form {form} " in PAGE


def test_github_deploys_the_service_before_the_page():
    steps = yaml.safe_load((ROOT / ".github" / "workflows" / "deploy.yml").read_text())["jobs"]["deploy"]["steps"]
    commands = [step.get("run", "") for step in steps]
    [service] = [at for at, command in enumerate(commands) if "deployment apply" in command]
    [answers] = [at for at, command in enumerate(commands) if "readyz" in command]
    [page] = [at for at, command in enumerate(commands) if "ui publish" in command]
    assert service < answers < page


def test_helm_can_change_the_version_and_go_back():
    chart.require_helm()
    files = ("llama-cpu", "production")
    before, after = (chart.objects(files, {"image": {"tag": tag}}) for tag in ("0.1.0", "0.2.0"))
    for old, new in zip(before, after, strict=True):
        assert (old["kind"], old["metadata"]["name"]) == (new["kind"], new["metadata"]["name"])
        if old["kind"] != "Deployment":
            assert old == new
    deployment = chart.only("Deployment", files)["spec"]
    assert deployment["revisionHistoryLimit"] >= 2
    assert deployment["selector"]["matchLabels"].keys() == {"app.kubernetes.io/name", "app.kubernetes.io/instance"}
    assert __version__ not in json.dumps(chart.only("PersistentVolumeClaim", files)["spec"])


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("/v1/chat/completions", {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 1}),
        ("/v1/completions", {"prompt": "hi", "max_tokens": 1}),
        ("/v1/responses", {"input": "hi", "max_output_tokens": 16}),
    ],
)
def test_a_field_of_a_newer_client_does_no_harm(small_server, route, body):
    asked = {"model": BARE, **body, "of_tomorrow": {"a": [1]}}
    answered = httpx.post(f"{small_server.url}{route}", json=asked, timeout=120)
    assert answered.status_code == 200, answered.text
