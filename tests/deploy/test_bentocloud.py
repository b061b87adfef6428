"""The files for BentoCloud, against BentoML's own schema. No BentoCloud was at hand."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from _bentoml_sdk.service.config import ServiceConfig
from bentoml._internal.cloud.schemas.modelschemas import DeploymentStrategy
from bentoml._internal.cloud.schemas.schemasv2 import CreateDeploymentSchema
from bentoml._internal.utils.cattr import bentoml_cattr
from pydantic import TypeAdapter

from assistant.settings import Settings
from service import DevOpsAssistant
from tests.server import ROOT

FILES = sorted((ROOT / "deploy" / "bentocloud").glob("*.yaml"))
VARIABLES = {f"ASSISTANT_{name.upper()}" for name in Settings.model_fields}


def in_both(written: Any, understood: Any) -> Any:
    """What BentoML understood of what was written, in the same form: what it does not know is left out by it."""
    if isinstance(written, dict):
        return {name: in_both(value, understood[name]) for name, value in written.items() if name in understood}
    if isinstance(written, list):
        return [in_both(*each) for each in zip(written, understood, strict=True)]
    return understood


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_bentoml_understands_every_line(file):
    written = yaml.safe_load(file.read_text())
    understood = bentoml_cattr.unstructure(bentoml_cattr.structure(written, CreateDeploymentSchema))
    assert in_both(written, understood) == written


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_they_name_what_there_is(file):
    written = yaml.safe_load(file.read_text())
    targets = [written, *written.get("canary", {}).get("versions", {}).values()]
    services = [each for target in targets for each in target.get("services", {}).items()]
    assert services
    assert {each["name"] for target in targets for each in target.get("envs", [])} <= VARIABLES
    assert {name for name, _ in services} == {DevOpsAssistant.name}
    for _, service in services:
        assert service["deployment_strategy"] in {each.value for each in DeploymentStrategy}
        assert service["scaling"]["min_replicas"] <= service["scaling"]["max_replicas"]
        overrides = service.get("config_overrides", {})
        assert TypeAdapter(ServiceConfig).validate_python(overrides) == overrides
    assert "api_key" not in file.read_text().lower().replace("assistant_api_keys", "")


def test_a_misspelt_line_would_be_seen():
    written = {"bento": "a:b", "services": {"a": {"scaling": {"min_replica": 1}}}}
    understood = bentoml_cattr.unstructure(bentoml_cattr.structure(written, CreateDeploymentSchema))
    assert in_both(written, understood) != written
