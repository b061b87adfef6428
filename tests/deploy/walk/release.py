"""A version as it is released: the sources with its number, the page, the Bento and the image that are made of them."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from assistant import __version__
from tests.deploy.image import Podman
from tests.server import ROOT

_SOURCES = ("service.py", "bentofile.yaml", "requirements.txt", "pyproject.toml", "LICENSE", "README.md")
_NUMBERED = ("assistant/__init__.py", "pyproject.toml", "frontend/package.json")
_VITE = ROOT / "frontend" / "node_modules" / "vite" / "bin" / "vite.js"


@dataclass(frozen=True)
class Release:
    """One version.

    Attributes:
        sources: a copy of the repository's, with the number of this version.
    """

    version: str
    sources: Path

    @property
    def bento_image(self) -> str:
        return f"localhost/assistant-walk-bento:{self.version}"

    @property
    def image(self) -> str:
        """The same with the weights in it."""
        return f"localhost/assistant-walk:{self.version}"

    @property
    def page(self) -> Path:
        return self.sources / "frontend" / "dist"

    @property
    def script(self) -> str:
        """What the page starts with; its name has a hash of its content."""
        [name] = re.findall(r'src="\./assets/([^"]+)"', (self.page / "index.html").read_text())
        return name

    def build_page(self, podman: Podman) -> None:
        """As `npm run build` does."""
        podman.run("node", _VITE, "build", "--logLevel", "error", cwd=self.sources / "frontend")

    def build_image(self, podman: Podman) -> str:
        """Make the Bento and the images; the Bento's tag."""
        bento = podman.make_bento_image(self.bento_image, source=self.sources)
        podman.bake(self.bento_image, "embedded", self.image)
        return bento

    def size_mib(self, podman: Podman) -> int:
        [image] = json.loads(podman.run("podman", "image", "inspect", self.image))
        return int(image["Size"]) >> 20


def this_and_next(folder: Path) -> tuple[Release, Release]:
    """The version of the sources here, and the same code under the next number."""
    *first, last = __version__.split(".")
    return _release(__version__, folder), _release(".".join((*first, str(int(last) + 1))), folder)


def _release(version: str, folder: Path) -> Release:
    sources = folder / version
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", "dist", "coverage")
    for name in ("assistant", "frontend"):
        shutil.copytree(ROOT / name, sources / name, ignore=ignored)
    for name in _SOURCES:
        shutil.copy(ROOT / name, sources / name)
    (sources / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    for name in _NUMBERED:
        number = rf'(version\w*"?[ :=]+"){re.escape(__version__)}"'
        text, found = re.subn(number, rf'\g<1>{version}"', (sources / name).read_text(), count=1)
        assert found == 1, name
        (sources / name).write_text(text)
    return Release(version, sources)
