"""The built page in a real browser against the real service, as `make serve` starts them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest
from playwright.sync_api import Page, Route, expect

from tests.api.asking import wait_until_idle
from tests.browser import browser, missing
from tests.server import ROOT, START_S, environment, free_port

QUESTION = "How do I see why a pod keeps restarting?"
WAIT_MS = 120_000
TEXT = re.compile(r"Assistant\s*(?!Waiting for the first words)\S")  # of the answer, not of the loader
ENDLESS = {"min_tokens": 7000, "temperature": 1, "seed": 1}  # so the tests do not depend on what the model says
SHOTS = ROOT / "test-results"


class Running:
    """`assistant serve`, its ports and its processes."""

    def __init__(self, log: Path) -> None:
        self.port, self.page_port, self.log = free_port(), free_port(), log
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assistant.cli", "serve", "--port", str(self.port), "--page-port", str(self.page_port)],
                cwd=ROOT,
                env={**environment(), "ASSISTANT_TEMPERATURE": "0", "ASSISTANT_MAX_TOKENS": "4000"},
                stdout=stream,
                stderr=stream,
            )

    def wait_until_ready(self) -> None:
        for _ in range(START_S * 5):
            assert self.process.poll() is None, self.log.read_text()
            if "Stop with Ctrl-C" in self.log.read_text():
                return
            time.sleep(0.2)
        raise AssertionError(self.log.read_text())

    def family(self) -> list[psutil.Process]:
        return [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]

    def api(self) -> psutil.Process:
        return psutil.Process(self.process.pid).children()[0]

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@pytest.fixture(scope="module")
def running(embedded, tmp_path_factory):
    if not (ROOT / "frontend" / "dist" / "index.html").is_file():
        missing("the built page (Node 20)")
    running = Running(tmp_path_factory.mktemp("serve") / "log")
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def chromium():
    with browser() as started:
        yield started


@pytest.fixture
def page(chromium, running):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"http://localhost:{running.page_port}")
    page.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    yield page
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{os.environ.get('PYTEST_CURRENT_TEST', 'page').split('::')[-1].split(' ')[0]}.png")
    context.close()
    assert problems == []


@pytest.fixture
def endless_answers(page):
    """The page's own request goes to the real server and asks for a long answer on top."""

    def lengthen(route: Route) -> None:
        route.continue_(post_data=json.dumps({**route.request.post_data_json, **ENDLESS}))

    page.route("**/v1/chat/completions", lengthen)


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()


def test_the_page_says_which_model_answers_and_that_it_is_ready(page):
    status = page.get_by_role("group", name="Model status")
    expect(status).to_contain_text("Ready")
    expect(status).to_contain_text("smollm2-135m-instruct")


@pytest.mark.usefixtures("endless_answers")
def test_an_answer_streams_in(page):
    page.get_by_role("button", name=QUESTION).click()
    expect(page.get_by_role("article", name="You")).to_contain_text(QUESTION)
    answer = page.get_by_role("article", name="Assistant")
    expect(answer).to_contain_text(TEXT)
    lengths = {len(answer.inner_text())}
    while len(lengths) < 4 and answer.get_attribute("aria-busy") == "true":
        lengths.add(len(answer.inner_text()))
        time.sleep(0.02)
    assert len(lengths) >= 4, "the text came at once"


@pytest.mark.usefixtures("endless_answers")
def test_stop_ends_the_answer_here_and_on_the_server(page, running):
    ask(page, "Count from one to five hundred in words.")
    answer = page.get_by_role("article", name="Assistant")
    expect(answer).to_contain_text(TEXT)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    text = answer.inner_text()
    with httpx.Client(base_url=f"http://127.0.0.1:{running.port}", timeout=30) as client:
        wait_until_idle(client)
    assert answer.inner_text() == text


def test_an_answer_that_was_cut_goes_on_as_if_it_had_never_been(page, running):
    question = "Write a Python script that counts the words of a file."
    asked = [{"role": "user", "content": question}]

    def cut(route: Route) -> None:
        body = route.request.post_data_json
        route.continue_(post_data=json.dumps({**body, "max_tokens": 200 if "continue_final_message" in body else 40}))

    page.route("**/v1/chat/completions", cut)
    ask(page, question)
    answer = page.get_by_role("article", name="Assistant")
    expect(answer).to_contain_text("Finished early")
    expect(answer).to_contain_text("40 tokens")
    answer.get_by_role("button", name="Continue").click()
    expect(answer.get_by_role("button", name="Copy message")).to_be_visible()
    expect(answer).not_to_contain_text("Finished early")
    with httpx.Client(base_url=f"http://127.0.0.1:{running.port}", timeout=60) as client:
        body = {"model": "devops-assistant", "messages": asked, "max_tokens": 240}
        whole = client.post("/v1/chat/completions", json=body).json()["choices"][0]["message"]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer.get_by_role("button", name="Copy message").click()
    expect(answer.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == whole["content"]
    assert page.get_by_role("article").count() == 2
    assert answer.get_by_role("group", name=re.compile("^Code")).count() == whole["content"].count("```") // 2 > 0


def test_a_file_that_is_dragged_in_is_attached_and_reviewed(page, tmp_path):
    file = tmp_path / "Dockerfile"
    file.write_text("FROM python:latest\nRUN pip install flask\nCMD python app.py\n")
    devtools = page.context.new_cdp_session(page)  # as the window system of a person would, with a file of the disk

    def drag(kind: str) -> None:
        data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
        devtools.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 300, "data": data})

    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    drag("dragEnter")
    drag("dragOver")
    expect(page.get_by_text("Drop text files to attach them")).to_be_visible()
    drag("drop")
    expect(page.get_by_role("button", name=re.compile("^Dockerfile"))).to_contain_text("3 lines")
    expect(page.get_by_text("Drop text files to attach them")).to_have_count(0)
    ask(page, "What is wrong here?")
    expect(page.get_by_role("article", name="Assistant")).to_contain_text("DL3007")


def test_of_a_paste_that_is_too_long_a_part_is_read_and_the_page_leads_to_shortening_it(page):
    ask(page, "error in line 17 " * 3000)  # in one line: Chromium takes a minute to fill in 3,000
    answer = page.get_by_role("article", name="Assistant")
    expect(answer).to_contain_text("The pasted text was too long for the model")
    answer.get_by_role("button", name="Shorten it yourself").click()
    expect(page.get_by_role("textbox", name="Edit the message")).to_be_focused()


def test_an_answer_shows_what_it_starts_from_and_what_its_commands_would_do(page):
    page.get_by_role("button", name=QUESTION).click()
    answer = page.get_by_role("article", name="Assistant")
    card = answer.get_by_role("region", name="From the reference")
    expect(card.get_by_role("listitem").first).to_contain_text("Handbook")
    answer.get_by_role("button", name="Read-only").first.click()
    expect(answer.get_by_role("group", name="Commands")).to_contain_text("only reads")
    title = card.get_by_role("button").first
    words = title.inner_text()
    title.click()
    passage = page.get_by_role("dialog", name=words)
    expect(passage.get_by_role("group", name="Code, bash").first).to_contain_text("kubectl")
    page.keyboard.press("Escape")
    expect(passage).to_have_count(0)
    expect(title).to_be_focused()


@pytest.mark.usefixtures("endless_answers")
def test_on_a_phone_nothing_overflows(page):
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, "x" * 300)
    expect(page.get_by_role("article", name="Assistant")).to_contain_text(TEXT)
    page.get_by_role("button", name="Stop").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_when_the_api_goes_away_the_page_says_so_and_ctrl_c_leaves_no_process(page, running):
    """The last test: it ends the service."""
    expect(page.get_by_role("group", name="Model status")).to_contain_text("Ready")
    family = running.family()
    running.api().suspend()
    for process in running.api().children():
        process.kill()
    ask(page, "Are you there?")
    card = page.get_by_role("group", name="The answer failed")
    running.api().resume()
    running.stop()
    expect(card).to_be_visible()
    expect(card.get_by_role("button", name=re.compile("^Retry"))).to_be_visible()
    expect(page.get_by_role("group", name="Model status")).to_contain_text("Unreachable")
    assert psutil.wait_procs(family, timeout=20)[1] == []
