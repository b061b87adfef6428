"""`assistant dev` on a copy of the sources: what is changed there is served, without anybody starting anything."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from playwright.sync_api import expect

from tests.browser import browser, missing
from tests.server import ROOT, START_S, environment, free_port

WAIT_MS = 120_000
TOOLS = ROOT / "frontend" / "node_modules"


class Dev:
    """The command over a copy of the sources, and what it printed."""

    def __init__(self, root: Path, log: Path) -> None:
        self.root, self.log = root, log
        self.port, self.page_port = free_port(), free_port()
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assistant.cli", "dev", "--port", str(self.port), "--page-port", str(self.page_port)],
                cwd=root,
                env={**environment(), "PYTHONPATH": str(root), "ASSISTANT_MODEL": "embedded"},
                stdout=stream,
                stderr=stream,
            )

    def wait_for(self, text: str, times: int = 1) -> None:
        wait_until(lambda: self.log.read_text().count(text) >= times or self.process.poll() is not None)
        assert self.log.read_text().count(text) >= times, self.log.read_text()

    def change(self, file: str, old: str, new: str) -> None:
        text = (self.root / file).read_text()
        assert old in text
        (self.root / file).write_text(text.replace(old, new))


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(START_S * 10):
        if holds():
            return
        time.sleep(0.1)


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dev]:
    if shutil.which("node") is None or not TOOLS.is_dir():
        missing("Node 20 with the packages of the page")
    root = tmp_path_factory.mktemp("sources")
    shutil.copytree(ROOT / "assistant", root / "assistant", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "frontend", root / "frontend", ignore=shutil.ignore_patterns("node_modules", "dist"))
    for file in ("service.py", "requirements.txt", "bentofile.yaml"):
        shutil.copy(ROOT / file, root / file)
    same_disk = TOOLS.stat().st_dev == root.stat().st_dev
    subprocess.run(["cp", "-al" if same_disk else "-a", TOOLS, root / "frontend"], check=True)
    started = Dev(root, root / "log")
    try:
        started.wait_for("The API is ready.")
        yield started
    finally:
        started.process.send_signal(signal.SIGINT)
        started.process.wait(60)


def test_a_change_of_the_page_is_shown_without_a_reload(dev):
    with browser() as chromium:
        page = chromium.new_page()
        page.set_default_timeout(WAIT_MS)
        expect.set_options(timeout=WAIT_MS)
        page.goto(f"http://localhost:{dev.page_port}")
        expect(page.get_by_role("group", name="Model status")).to_contain_text("Ready")
        page.get_by_role("textbox", name="Message").fill("not yet sent")
        dev.change("frontend/src/app/Header.tsx", "{PRODUCT}", "{PRODUCT} while it is changed")
        expect(page.get_by_role("banner")).to_contain_text("DevOps AI Assistant while it is changed")
        expect(page.get_by_role("textbox", name="Message")).to_have_value("not yet sent")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("article", name="Assistant")).to_be_visible()


def test_a_change_of_the_api_starts_it_anew_and_a_mistake_is_shown_and_waited_out(dev):
    def name() -> str:
        return httpx.get(f"http://localhost:{dev.port}/", timeout=20).json()["name"]

    assert name() == "DevOps AI Assistant"
    dev.change("assistant/api/health.py", '"DevOps AI Assistant"', '"Another Assistant"')
    dev.wait_for("assistant/api/health.py changed: starting the API anew.")
    dev.wait_for("The API is ready.", times=2)
    assert name() == "Another Assistant"
    dev.change("assistant/api/health.py", '"Another Assistant"', '"Another Assistant')
    dev.wait_for("The API has ended: it is started anew when its code changes.")
    assert "SyntaxError: unterminated string literal" in dev.log.read_text()
    dev.change("assistant/api/health.py", '"Another Assistant', '"Mended Assistant"')
    dev.wait_for("The API is ready.", times=3)
    assert name() == "Mended Assistant"


def test_each_line_says_whose_it_is_and_when_and_none_is_json(dev):
    lines = [line for line in dev.log.read_text().splitlines() if not line.startswith(("API ", "Page ", "Stop "))]
    assert {line.split()[1] for line in lines} == {"api", "page", "dev"}
    assert not [line for line in lines if line.split(maxsplit=2)[2].startswith("{")]
    assert any("path=/ status=200" in line for line in lines)


def test_ctrl_c_ends_both(dev):
    family = psutil.Process(dev.process.pid).children(recursive=True)
    assert len(family) > 2
    dev.process.send_signal(signal.SIGINT)
    assert dev.process.wait(60) == 0
    assert psutil.wait_procs(family, timeout=10)[1] == []


def test_a_taken_port_is_one_sentence(dev):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "assistant.cli", "dev", "--port", str(free_port()), "--page-port", port]
        said = subprocess.run(
            command, cwd=dev.root, env={**os.environ, "PYTHONPATH": str(dev.root)}, capture_output=True, text=True, check=False
        )
    assert said.returncode == 1
    reason = "stop what listens there or choose another with --page-port."
    assert said.stderr == f"error: Port {port} cannot be used (Address already in use): {reason}\n"
