"""Models of the hub: in processes of their own, since its client reads its address when it is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.model.hub import COMMIT, serving
from tests.server import ROOT, environment, free_port

LLAMA = "meta-llama/Llama-3.2-1B-Instruct"
PREPARE = """
import json, sys
from assistant.application import prepare
from assistant.errors import ModelError
from assistant.settings import Settings
try:
    print(json.dumps({"folder": str(prepare(Settings.load()).checkpoint.folder)}))
except ModelError as error:
    print(json.dumps({"error": error.message}))
"""


def prepare(endpoint: str, home: Path, **settings: str) -> dict[str, str]:
    run = subprocess.run(
        [sys.executable, "-c", PREPARE],
        cwd=ROOT,
        env={
            **environment(),
            "HF_ENDPOINT": endpoint,
            "HF_HOME": str(home),
            "HF_HUB_OFFLINE": "0",
            "ASSISTANT_MODEL": LLAMA,
            "ASSISTANT_CACHE_DIR": str(home),
            **settings,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_a_model_is_downloaded_once_and_taken_from_the_cache_when_the_hub_is_away(llama_folder, tmp_path):
    with serving({LLAMA: llama_folder}) as endpoint:
        folder = Path(prepare(endpoint, tmp_path)["folder"])
    assert folder.name == COMMIT
    assert (folder / "model.safetensors").read_bytes() == (llama_folder / "model.safetensors").read_bytes()
    assert prepare(endpoint, tmp_path)["folder"] == str(folder)


def test_a_gated_model_says_where_to_accept_the_licence_and_to_set_the_token(tmp_path):
    with serving({}, gated=(LLAMA,)) as endpoint:
        error = prepare(endpoint, tmp_path)["error"]
    assert error.startswith(
        f"The model {LLAMA} is gated: accept its licence at https://huggingface.co/{LLAMA} and set HF_TOKEN"
    )


def test_an_unknown_model_says_to_check_the_spelling(tmp_path):
    with serving({}) as endpoint:
        error = prepare(endpoint, tmp_path, ASSISTANT_MODEL="nobody/Llama-9")["error"]
    assert "has no model nobody/Llama-9" in error
    assert "check the spelling of ASSISTANT_MODEL" in error


@pytest.mark.parametrize("settings", [{}, {"HF_HUB_OFFLINE": "1"}])
def test_without_a_hub_and_a_cached_copy_it_says_what_to_do(tmp_path, settings):
    error = prepare(f"http://127.0.0.1:{free_port()}", tmp_path, **settings)["error"]
    assert "could not be fetched from the hub" in error
    assert "set ASSISTANT_MODEL to a folder with the weights" in error
