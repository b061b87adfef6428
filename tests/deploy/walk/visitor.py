"""A visitor of the page, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.browser import browser

_WAIT_MS = 120_000


@contextmanager
def visitor(url: str) -> Iterator[Page]:
    """A browser that has never been there; it takes the certificate that was made for the walk, and no error of the page."""
    with browser() as chromium:
        context = chromium.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 860})
        page = context.new_page()
        page.set_default_timeout(_WAIT_MS)
        expect.set_options(timeout=_WAIT_MS)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{url}/")
        expect(page.get_by_role("group", name="Model status")).to_contain_text("Ready")
        yield page
        assert problems == []
        context.close()


def ask(page: Page, question: str) -> str:
    """The answer, when it is whole."""
    page.get_by_role("textbox", name="Message").fill(question)
    page.get_by_role("button", name="Send").click()
    answer = page.get_by_role("article", name="Assistant")
    expect(answer).to_be_visible()
    expect(answer).not_to_have_attribute("aria-busy", "true")
    return answer.inner_text()


def versions(page: Page) -> tuple[str, str]:
    """What the page says of its own version and of the server's."""
    chip = page.get_by_role("group", name="Model status").get_by_role("button", name="Ready")
    chip.click()
    about = page.get_by_role("region", name="About the server")
    expect(about).to_contain_text("server")
    [told] = re.findall(r"page (\S+), server (\S+)", about.inner_text())
    chip.click()
    return told
