"""The image as an operator makes it, on a machine without a container registry: its base is made here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.browser import missing
from tests.server import ROOT, environment, free_port

TOOLS = ("podman", "buildah", "mmdebstrap", "runc")
BASE = "docker.io/library/python:3.11-slim"
_BUILD = ("--network", "host", "--isolation", "chroot")
_CA_BUNDLES = (os.environ.get("SSL_CERT_FILE", ""), "/etc/ssl/certs/ca-certificates.crt")
_RUNTIME = """[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
"""
_CONTAINERFILE = """FROM localhost/debian-with-python
COPY ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt PIP_BREAK_SYSTEM_PACKAGES=1 UV_FIND_LINKS=/wheels
RUN ln -s python3 /usr/bin/python && pip install --quiet --no-cache-dir --root-user-action ignore uv
"""


class Podman:
    """Podman with a configuration of its own, and what is made with it."""

    def __init__(self, folder: Path) -> None:
        for tool in TOOLS:
            if shutil.which(tool) is None:
                missing(tool)
        if os.geteuid() != 0:
            missing("root, which builds without user namespaces need")
        self.folder = folder
        (folder / "containers.conf").write_text(_RUNTIME)
        self._environment = {
            **environment(),
            "CONTAINERS_CONF": str(folder / "containers.conf"),
            "BENTOML_HOME": str(folder / "bentoml"),
        }

    def run(self, *command: str | Path, cwd: Path = ROOT) -> str:
        """What a command prints; it has to succeed."""
        ran = subprocess.run(
            list(map(str, command)), cwd=cwd, env=self._environment, check=False, capture_output=True, text=True
        )
        assert ran.returncode == 0, f"{command}:\n{ran.stdout[-2000:]}\n{ran.stderr[-4000:]}"
        return ran.stdout

    def make_base(self) -> None:
        """Debian's Python 3.11 in place of the image that the registry would give."""
        if self._has(BASE):
            return
        archive, context = self.folder / "base.tar", self.folder / "base"
        context.mkdir()
        packages = "ca-certificates,python3,python3-venv,python3-pip"
        self.run("mmdebstrap", "--quiet", "--variant=minbase", f"--include={packages}", "bookworm", archive)
        self.run("podman", "import", "--quiet", archive, "localhost/debian-with-python")
        archive.unlink()
        bundle = next(path for path in _CA_BUNDLES if path and Path(path).is_file())
        shutil.copy(bundle, context / "ca-certificates.crt")
        (context / "Containerfile").write_text(_CONTAINERFILE)
        self.run("buildah", "bud", "--quiet", *_BUILD, "--tag", BASE, context)

    def make_bento_image(self, tag: str, *, source: Path = ROOT) -> str:
        """`bentoml build` and `bentoml containerize`, with the build of torch that this machine has; the Bento's tag.

        Args:
            source: the tree to build.
        """
        self.make_base()
        wheels = self.folder / "wheels"
        [torch] = re.findall(r"(?m)^torch==\S+", (ROOT / "requirements.txt").read_text())
        self.run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", wheels, torch)
        command = (sys.executable, "-m", "bentoml", "build", "--output", "tag")
        bento = self.run(*command, cwd=source).strip().removeprefix("__tag__:")
        options = [f"--opt={each}" for each in ("network=host", "isolation=chroot", f"volume={wheels}:/wheels:ro")]
        self.run(sys.executable, "-m", "bentoml", "containerize", bento, "--backend", "podman", "--image-tag", tag, *options)
        return bento

    def bake(self, bento: str, model: str, tag: str) -> None:
        """Put the weights into the image, as `deploy/container/Containerfile` says."""
        folder = ROOT / "deploy" / "container"
        given = [f"--build-arg={each}" for each in (f"BENTO={bento}", f"MODEL={model}")]
        self.run("podman", "build", "--quiet", *_BUILD, "--file", folder / "Containerfile", *given, "--tag", tag, folder)

    @contextmanager
    def running(self, image: str, *options: str, port: int | None = None) -> Iterator[tuple[str, str]]:
        """A container with as few rights as there are; gives its name and the address of its service."""
        port = port or free_port()
        restricted = ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "all", "--security-opt", "no-new-privileges"]
        variables = ["--env", f"BENTOML_PORT={port}", "--env", "BENTOML_HOME=/tmp/bentoml"]
        name = self.run("podman", "run", "--detach", "--network", "host", *restricted, *variables, *options, image).strip()
        try:
            yield name, f"http://127.0.0.1:{port}"
        finally:
            self.run("podman", "rm", "--force", "--time", "10", name)

    def wait_until_ready(self, name: str, url: str) -> None:
        for _ in range(600):
            try:
                if httpx.get(f"{url}/readyz", timeout=10).status_code == httpx.codes.OK:
                    return
            except httpx.HTTPError:
                state = self.run("podman", "inspect", "--format", "{{.State.Status}}", name).strip()
                assert state == "running", self.logs(name)
            time.sleep(0.2)
        raise AssertionError(self.logs(name))

    def logs(self, name: str) -> str:
        ran = subprocess.run(["podman", "logs", name], env=self._environment, check=True, capture_output=True, text=True)
        return ran.stdout + ran.stderr

    def exit_code(self, name: str) -> int:
        return int(self.run("podman", "wait", name))

    def _has(self, image: str) -> bool:
        return subprocess.run(["podman", "image", "exists", image], check=False, env=self._environment).returncode == 0
