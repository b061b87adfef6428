"""The container image: built, looked into, run with few rights, asked, and stopped in the middle of a stream."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import httpx
import pytest

from deploy.container import sbom
from tests.deploy.image import Podman
from tests.server import ROOT, environment

BENTO, BAKED = "localhost/assistant-test", "localhost/assistant-test-embedded"
MOST_MIB = 2100  # of an image for CPUs: 750 of it are torch
ENDLESS = {"model": "smollm2-135m-instruct", "max_tokens": 7000, "min_tokens": 7000, "stream": True}


@pytest.fixture(scope="module")
def podman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Podman]:
    tool = Podman(tmp_path_factory.mktemp("podman"))
    tool.make_bento_image(BENTO)
    tool.bake(BENTO, "embedded", BAKED)
    yield tool
    tool.run("podman", "image", "rm", "--force", BAKED, BENTO)


def test_it_holds_what_it_needs_and_no_more(podman):
    listed = podman.run(
        "podman", "run", "--rm", "--network", "none", "--entrypoint", "ls", BENTO, "-A", "/home/bentoml/bento/src"
    ).split()
    assert set(listed) == {"LICENSE", "assistant", "bentofile.yaml", "pyproject.toml", "requirements.txt", "service.py"}
    assert podman.run("podman", "run", "--rm", "--network", "none", "--entrypoint", "id", BENTO, "-un").strip() == "bentoml"
    [image] = json.loads(podman.run("podman", "image", "inspect", BENTO))
    print(f"the image has {image['Size'] >> 20} MiB")  # noqa: T201
    assert image["Size"] >> 20 < MOST_MIB
    assert "HF_TOKEN=" in image["Config"]["Env"]
    tools = podman.run(
        "podman", "run", "--rm", "--network", "none", "--entrypoint", "sh", BENTO, "-c", "command -v gcc git curl || true"
    )
    assert tools.strip() == ""


def test_its_bill_of_materials_names_every_package(podman, tmp_path):
    bill = json.loads(
        sbom.of(podman.run("podman", "run", "--rm", "--network", "none", "--entrypoint", "sh", BENTO, "-c", sbom.LISTING))
    )
    assert bill["bomFormat"] == "CycloneDX"
    packages = {component["purl"] for component in bill["components"]}
    assert "pkg:pypi/bentoml@1.4.39" in packages
    assert any(purl.startswith("pkg:deb/debian/libc6@") for purl in packages)
    licences = [
        component for component in bill["components"] if component["purl"].startswith("pkg:pypi/") and component.get("licenses")
    ]
    assert len(licences) > 100


@pytest.mark.parametrize(
    ("arguments", "backend"), [((), None), (("--arg", "torch=cpu"), "cpu"), (("--arg", "torch=cu126"), "cu126")]
)
def test_the_build_of_torch_is_chosen_when_the_bento_is_made(arguments, backend, tmp_path):
    variables = {**environment(), "BENTOML_HOME": str(tmp_path / "bentoml")}
    show = "import bentoml, sys; bentoml.container.get_containerfile(sys.argv[1], sys.argv[2], enable_buildkit=False)"

    def run(*command: str) -> str:
        ran = subprocess.run([sys.executable, *command], cwd=ROOT, env=variables, check=True, stdout=subprocess.PIPE, text=True)
        return ran.stdout

    tag = run("-m", "bentoml", "build", "--output", "tag", *arguments).strip().removeprefix("__tag__:")
    run("-c", show, tag, str(tmp_path / "Containerfile"))
    steps = (tmp_path / "Containerfile").read_text().splitlines()
    [configured] = [each.removeprefix("RUN ") for each in steps if "torch-backend" in each] or [None]
    assert (configured is None) == (backend is None)
    if configured:
        install = next(at for at, each in enumerate(steps) if "uv --directory" in each)
        assert steps.index(f"RUN {configured}") < install
        subprocess.run(["sh", "-c", configured.replace("/etc/uv", str(tmp_path / "uv"))], check=True)
        assert tomllib.loads((tmp_path / "uv" / "uv.toml").read_text()) == {"pip": {"torch-backend": backend}}


def test_another_word_for_torch_is_refused():
    ran = subprocess.run(
        [sys.executable, "-m", "bentoml", "build", "--arg", "torch=gpu"],
        cwd=ROOT, env=environment(), check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode != 0
    assert "torch\n  String should match pattern" in ran.stderr


def test_what_the_readme_says_of_cuda_is_what_the_lock_has():
    readme = (ROOT / "README.md").read_text()
    assert "CUDA 13.0: drivers from 580 on" in readme
    assert "torch==2.13.0" in (ROOT / "requirements.txt").read_text().split(), "look up which CUDA PyPI's new torch brings"


def test_without_a_model_it_says_what_is_missing(podman):
    with podman.running(BENTO, "--env", "HF_HUB_OFFLINE=1") as (name, _):
        assert podman.exit_code(name) == 1
        assert "set ASSISTANT_MODEL to a folder with the weights" in podman.logs(name)


def test_a_folder_that_is_mounted_is_served_if_it_may_be_read(podman, llama_folder, tmp_path):
    folder = shutil.copytree(llama_folder, tmp_path / "model")
    mount = (
        "--volume",
        f"{folder}:/models/llama:ro",
        "--env",
        "ASSISTANT_MODEL=/models/llama",
        "--env",
        "ASSISTANT_CACHE_DIR=/tmp/cache",
    )
    folder.chmod(0o755)
    (folder / "model.safetensors").chmod(0o600)
    with podman.running(BENTO, *mount) as (name, _):
        assert podman.exit_code(name) == 1
        assert "(id 1034) may not read /models/llama/model.safetensors: `chmod -R a+rX` its folder." in podman.logs(name)
    (folder / "model.safetensors").chmod(0o644)
    with podman.running(BENTO, *mount) as (name, url):
        podman.wait_until_ready(name, url)
        assert len(httpx.get(f"{url}/v1/models").json()["data"]) == 2


def test_it_answers_and_ends_a_stream_properly_when_it_is_stopped(podman):
    with podman.running(BAKED, "--env", "ASSISTANT_SHUTDOWN_GRACE_S=2") as (name, url):
        podman.wait_until_ready(name, url)
        assert [line for line in podman.logs(name).splitlines() if not line.startswith("{")] == []
        asked = {
            "model": "devops-assistant",
            "messages": [{"role": "user", "content": "how do I list all pods?"}],
            "max_tokens": 30,
        }
        message = httpx.post(f"{url}/v1/chat/completions", json=asked, timeout=120).json()["choices"][0]["message"]
        assert "kubectl get pods" in message["content"]
        assert message["assistant"]["checks"][0]["status"] == "no_findings"
        body = {**ENDLESS, "messages": [{"role": "user", "content": "Count."}]}
        with httpx.stream("POST", f"{url}/v1/chat/completions", json=body, timeout=120) as stream:
            lines = stream.iter_lines()
            next(lines)
            stopping = subprocess.Popen(["podman", "stop", "--time", "60", name], stdout=subprocess.DEVNULL)
            rest = [line for line in lines if line]
        assert '"code":"shutting_down"' in rest[-1]
        assert stopping.wait(90) == 0
        assert podman.exit_code(name) == 0
