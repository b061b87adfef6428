"""The built page from a bucket behind a real nginx, in a real browser, with the real API on another origin.

The bucket is an emulator's (`tests.s3`); publishing is done by the command.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser import browser, missing
from tests.end_to_end.site import Site
from tests.end_to_end.site import site as made
from tests.server import ROOT, Server, free_port

ENDLESS = {"min_tokens": 7000, "temperature": 1, "seed": 1}
ELSEWHERE = "http://127.0.0.1:9/"
WAIT_MS = 120_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if not (ROOT / "frontend" / "dist" / "index.html").is_file():
        missing("the built page (Node 20)")
    home = tmp_path_factory.mktemp("site")
    port = free_port()
    with made(home, f"http://localhost:{port}") as empty:
        settings = {"ASSISTANT_MODEL": "embedded", "ASSISTANT_CORS_ORIGINS": empty.page}
        with Server(settings, log=home / "log", port=port) as server:
            server.wait_until_ready()
            yield empty


@pytest.fixture(scope="module")
def published(site: Site) -> Site:
    assert "is live in s3://page/tools/chat/" in site.ui("publish", "--api-url", site.api)
    return site


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


@pytest.fixture
def page(chromium: Any, published: Site) -> Iterator[Page]:
    """The page as a visitor opens it; nothing may break its policy."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto(f"{published.page}/")
    yield page
    context.close()
    refused = [problem for problem in problems if ELSEWHERE not in problem]
    assert refused == []


def test_an_answer_streams_into_the_page_from_the_api_on_another_origin(page, published):
    expect(page.get_by_role("group", name="Model status")).to_contain_text("Ready")

    def lengthen(route: Any) -> None:
        route.continue_(post_data=route.request.post_data[:-1] + f", {str(ENDLESS)[1:-1]}}}".replace("'", '"'))

    page.route("**/v1/chat/completions", lengthen)
    page.get_by_role("textbox", name="Message").fill("Count from one to five hundred in words.")
    page.get_by_role("button", name="Send").click()
    answer = page.get_by_role("article", name="Assistant")
    expect(answer).to_contain_text(re.compile(r"Assistant\s*(?!Waiting for the first words)\S"))
    lengths = {len(answer.inner_text())}
    while len(lengths) < 4 and answer.get_attribute("aria-busy") == "true":
        lengths.add(len(answer.inner_text()))
        time.sleep(0.02)
    assert len(lengths) >= 4, "the text came at once"
    page.get_by_role("button", name="Stop").click()


def test_the_page_may_talk_to_its_api_and_to_nobody_else(page, published):
    blocked = page.evaluate(f"fetch('{ELSEWHERE}').then(() => 'sent', (error) => String(error))")
    allowed = page.evaluate(f"fetch('{published.api}/v1/models').then((answer) => answer.status)")
    violations = page.evaluate(
        "new Promise((done) => { addEventListener('securitypolicyviolation', (event) => done(event.blockedURI));"
        " fetch('ELSEWHERE').catch(() => 0) })".replace("ELSEWHERE", ELSEWHERE)
    )
    assert (blocked, allowed) == ("TypeError: Failed to fetch", 200)
    assert violations == ELSEWHERE


def test_the_cdn_passes_on_how_long_files_may_be_kept_and_adds_what_a_bucket_cannot_say(published):
    with httpx.Client(base_url=published.page) as client:
        index = client.get("/")
        assert index.headers["cache-control"] == "no-cache"
        assert index.headers["content-type"] == "text/html; charset=utf-8"
        assert f"connect-src 'self' {published.api};" in index.headers["content-security-policy"]
        assert index.headers["x-content-type-options"] == "nosniff"
        assert not [name for name in index.headers if name.startswith("x-amz-meta")]
        assert client.get("/config.json").headers["cache-control"] == "no-store"
        [script] = re.findall(r'src="\./(assets/[^"]+)"', index.text)
        asset = client.get(f"/{script}")
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert asset.headers["content-encoding"] == "gzip"
        for hidden in ("/releases/pruning.json", "/assets/none.js"):
            assert client.get(hidden).status_code == 404
        assert client.delete("/index.html").is_client_error
        assert client.get("/index.html").status_code == 200


def test_a_visitor_gets_a_new_release_at_once_and_after_a_rollback_the_one_before(published, tmp_path):
    folder = tmp_path / "dist"
    source = ROOT / "frontend" / "dist"
    for file in source.rglob("*"):
        if file.is_file():
            target = folder / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes().replace(b"<title>DevOps", b"<title>New DevOps"))

    def title() -> str:
        return re.findall("<title>(.*?)</title>", httpx.get(f"{published.page}/").text)[0]

    assert title() == "DevOps AI Assistant"
    published.ui("publish", "--dist", str(folder))
    assert title() == "New DevOps AI Assistant"
    published.ui("rollback")
    assert title() == "DevOps AI Assistant"
    assert "Removed " in published.ui("prune", "--keep", "1")
    assert title() == "DevOps AI Assistant"
    assert httpx.get(f"{published.page}/config.json").json() == {"apiUrl": published.api}
