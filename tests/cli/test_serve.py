import json
import socket
import subprocess
import sys
import tomllib

import pytest

from assistant import __version__
from tests import llama
from tests.server import ROOT, environment, free_port


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments],
        cwd=ROOT,
        env={**environment(), **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_taken_port_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.returncode == 1
    assert result.stderr == (
        f"error: Port {port} cannot be used (Address already in use): stop what listens there or choose another with --port.\n"
    )


@pytest.mark.parametrize(
    ("options", "settings", "says"),
    [
        (("--port", "99999"), {}, "99999"),
        (("--port", "8080", "--page-port", "8080"), {}, "cannot both have port 8080"),
        ((), {"ASSISTANT_MAX_RUNNING": "0"}, "ASSISTANT_MAX_RUNNING"),
        ((), {"ASSISTANT_MODEL": ""}, "ASSISTANT_MODEL"),
    ],
)
def test_a_wrong_option_or_setting_is_one_sentence(options, settings, says):
    result = run("serve", *options, **settings)
    assert result.returncode != 0
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unusable_model_ends_it_with_the_sentence_and_a_non_zero_exit():
    result = run("serve", "--port", str(free_port()), "--page-port", str(free_port()), ASSISTANT_MODEL="/no/model")
    assert result.returncode == 1
    assert "'/no/model' is neither a folder nor a file here nor a hub id: set ASSISTANT_MODEL" in result.stderr


def test_a_gpu_that_is_not_there_ends_it_with_the_sentence(llama_folder):
    result = run("serve", "--port", str(free_port()), "--page-port", str(free_port()),
                 ASSISTANT_MODEL=str(llama_folder), ASSISTANT_DEVICE="cuda", CUDA_VISIBLE_DEVICES="")  # fmt: skip
    assert result.returncode == 1
    assert "ASSISTANT_DEVICE=cuda, and this machine shows no usable CUDA GPU: set it to `auto` or `cpu`" in result.stderr


def test_a_model_that_fails_while_its_weights_are_read_ends_it_too(llama_folder, tmp_path):
    folder = llama.make_incomplete(llama_folder, tmp_path / "holes")
    settings = {"ASSISTANT_MODEL": str(folder), "ASSISTANT_RUNNER": "torch"}
    result = run("serve", "--port", str(free_port()), "--page-port", str(free_port()), **settings)
    assert result.returncode == 1
    last = result.stderr.splitlines()[-1]
    assert last.startswith("error: The model ")
    assert last.endswith("1 tensors such as model.layers.1.mlp.up_proj.weight are missing: copy or download it again.")


def test_package_command_and_page_have_one_version():
    assert run("--version").stdout == f"assistant, version {__version__}\n"
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == __version__
    assert json.loads((ROOT / "frontend" / "package.json").read_text())["version"] == __version__
