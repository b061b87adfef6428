"""What GitHub runs: of the right form, without what zizmor warns of, and all tests in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.server import ROOT

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
SCRIPTS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ("zizmor", "--offline", "--quiet", ".github"),
        ("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS)),
        ("check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml"),
    ],
    ids=["zizmor", "workflows", "dependabot"],
)
def test_the_tools_find_nothing(command):
    ran = subprocess.run([SCRIPTS / command[0], *command[1:]], cwd=ROOT, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_action_is_pinned_by_its_digest_and_every_job_ends():
    for file in WORKFLOWS:
        workflow = yaml.safe_load(file.read_text())
        for used in re.findall(r"uses: (\S+)(.*)", file.read_text()):
            assert used[0].startswith("./") or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used[0]), used
            assert used[0].startswith("./") or re.fullmatch(r" # v\d+\.\d+\.\d+", used[1]), used
        for job in workflow["jobs"].values():
            assert "uses" in job or job["timeout-minutes"] > 0


def test_every_folder_of_tests_is_in_one_job():
    jobs = yaml.safe_load((FOLDER / "ci.yml").read_text())["jobs"].values()
    lines = [step["run"] for job in jobs for step in job["steps"] if "-m pytest" in step.get("run", "")]
    named = [word for line in lines for word in line.split() if word.startswith("tests/")]
    folders = {f"tests/{each.name}" for each in (ROOT / "tests").iterdir() if each.is_dir() and any(each.glob("**/test_*.py"))}
    assert {name for name in named if not name.endswith(".py")} == folders
    assert len(set(named)) == len(named)
    assert "tests/test_*.py" in named
