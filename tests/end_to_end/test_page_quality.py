"""How good the page is: each a command of its own, run here with a margin for machines that do more than this."""

import os
import shutil
import subprocess

import pytest

from tests.browser import NAMES, missing
from tests.server import ROOT

FRONTEND = ROOT / "frontend"
TIMEOUT_S = 900


@pytest.fixture(scope="module", autouse=True)
def _built_page():
    if not shutil.which("npm") or not (FRONTEND / "dist" / "index.html").is_file():
        missing("the built page (Node 20)")
    if not (FRONTEND / "node_modules" / "playwright-core").is_dir():
        missing("what drives the browser (npm ci in frontend/)")
    if not os.environ.get("CHROME_PATH") and not any(map(shutil.which, NAMES)):
        missing("Chromium")


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        pytest.param("policy", (), id="an answer loads and runs nothing"),
        pytest.param("offline", (), id="it opens offline, and offers a new version"),
        pytest.param("axe", ("--quick",), id="no state has a barrier"),
        pytest.param("long-answer", ("--margin", "6"), id="a long answer never stops the page"),
        pytest.param("long-conversation", ("--quick", "--margin", "6"), id="a long conversation is as quick as a short one"),
        pytest.param("lighthouse", ("--quick", "--margin", "4"), id="it opens quickly"),
    ],
)
def test_the_page_is_good(command, arguments):
    ran = subprocess.run(
        ("npm", "run", "--silent", command, "--", *arguments),
        cwd=FRONTEND,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
