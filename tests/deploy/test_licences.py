"""The licences of all packages: what is listed, what is refused, and what the page carries."""

from __future__ import annotations

import json
import re

import pytest

from deploy import licences
from tests.browser import missing
from tests.server import ROOT


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("MIT", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("(MIT OR GPL-2.0-only) AND (ISC OR BSD-3-Clause)", True),
        ("AGPL-3.0-or-later", False),
        ("LGPL-3.0-only", False),
        ("SSPL-1.0", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("Proprietary", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_what_fits_is_told_by_the_spdx_expression(expression, fits):
    assert licences.fits(expression) is fits


def test_every_package_fits_and_the_page_lists_them():
    python, bundled, tools = licences.of_python(), licences.of_npm(dev=False), licences.of_npm(dev=True)
    assert licences.refusals(python | bundled | tools) == []
    assert len(python) > 100
    assert "react" in bundled
    assert "vite" in tools
    assert licences.PAGE.read_text() == licences.page(python, bundled, tools), "make licences"


def test_the_programs_under_the_gpl_are_named_and_nothing_imports_them():
    pinned = {line.partition("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines()}
    assert licences.PROGRAMS.keys() <= pinned
    sources = "\n".join(file.read_text() for file in (ROOT / "assistant").rglob("*.py"))
    assert not re.search(r"(?m)^\s*(?:import|from) (?:hadolint|shellcheck)", sources)


def test_a_licence_that_does_not_fit_is_refused(tmp_path, monkeypatch):
    lock = tmp_path / "package-lock.json"
    packages = {
        "": {},
        "node_modules/good": {"license": "MIT"},
        "node_modules/a/node_modules/bad": {"license": "AGPL-3.0-only"},
        "node_modules/mute": {},
        "node_modules/tool": {"license": "GPL-3.0-only", "dev": True},
    }
    lock.write_text(json.dumps({"packages": packages}))
    assert licences.refusals(licences.of_npm(dev=False, lock=lock)) == ["bad (AGPL-3.0-only)", "mute (unknown)"]
    monkeypatch.setattr(licences, "of_npm", lambda *, dev: {"bad": "AGPL-3.0-only"})
    with pytest.raises(SystemExit, match=r"error: not on the list of deploy/licences.py: bad \(AGPL-3.0-only\)"):
        licences.main()


def test_the_page_carries_the_notices_of_what_is_bundled_into_it():
    file = ROOT / "frontend" / "dist" / "licences.txt"
    if not file.parent.is_dir():
        missing("the built page (make page)")
    carried = dict(re.findall(r"(?m)^## (\S+) - [\d.]+ \((.+)\)$", file.read_text()))
    wanted = licences.of_npm(dev=False)
    assert carried.items() <= wanted.items()
    direct = json.loads((ROOT / "frontend" / "package.json").read_text())["dependencies"]
    assert direct.keys() <= carried.keys()
    assert file.read_text().count("Copyright") >= len(carried) - 2  # some say who wrote it in other words
