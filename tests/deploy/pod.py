"""A container of the chart without a cluster: its arguments, variables, mounts and user in a tree that is read-only else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import psutil
import pytest

from tests.deploy import chart
from tests.server import ROOT, free_port

_USER = 1034
_TREE = r"""
set -eu
tree=$1; shift
mount --make-rprivate /
mount -t tmpfs -o mode=755 tree "$tree"
while [ "$1" != -- ]; do
    mkdir -p "$tree$2"
    mount --rbind "$1" "$tree$2"
    [ "$3" = rw ] || mount -o remount,bind,ro "$tree$2"
    shift 3
done
shift
for each in bin lib lib64 sbin; do [ ! -L "/$each" ] || cp -P "/$each" "$tree/$each"; done
mount -o remount,bind,ro "$tree"
echo the tree stands >&2
exec chroot "$tree" "$@"
"""


class Pod:
    """Runs until the block is left."""

    def __init__(self, specification: dict[str, Any], *, model: Path, folder: Path) -> None:
        [container] = specification["containers"]
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self.volumes = folder / "volumes"
        mounts = [*_system(), *self._volumes(specification, container), (str(model), "/models/llama", "ro"), *_code()]
        arguments = [{"0.0.0.0": "127.0.0.1", "3000": str(self.port)}.get(each, each) for each in container["args"]]
        tree = folder / "tree"
        tree.mkdir()
        python = [
            *_as_its_user(),
            sys.executable,
            "-m",
            "bentoml",
            *arguments,
            "service:DevOpsAssistant",
        ]  # as the image has it
        with self.log.open("wb") as stream:
            self.process = subprocess.Popen(
                ["unshare", "--mount", *(() if _is_root() else ("--map-root-user",)), "sh", "-c", _TREE, "sh", str(tree),
                 *(part for mount in mounts for part in mount), "--", "env", "-C", str(ROOT), *python],
                env={"PATH": os.environ["PATH"], "OMP_WAIT_POLICY": "PASSIVE", **chart.environment(container)},
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            family = [*psutil.Process(self.process.pid).children(recursive=True), psutil.Process(self.process.pid)]
            for each in family:
                each.kill()
            psutil.wait_procs(family, timeout=10)
        self.process.wait()

    def answers(self, path: str) -> bool:
        """Wait until a probe of this path succeeds."""
        for _ in range(900):
            if self.process.poll() is not None:
                if "the tree stands" not in self.text():
                    pytest.skip(f"no namespaces for mounts here: {self.text().strip()}")
                raise AssertionError(self.text())
            try:
                if httpx.get(f"{self.url}{path}", timeout=5).status_code == 200:
                    return True
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        raise AssertionError(self.text())

    def text(self) -> str:
        return self.log.read_text()

    def written(self, volume: str) -> set[str]:
        """The files in an empty volume."""
        folder = self.volumes / volume
        return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}

    def _volumes(self, specification: dict[str, Any], container: dict[str, Any]) -> list[tuple[str, str, str]]:
        places = {each["name"]: each["mountPath"] for each in container["volumeMounts"]}
        mounts = []
        for volume in specification["volumes"]:
            if "emptyDir" in volume:
                folder = self.volumes / volume["name"]
                folder.mkdir(parents=True)
                if _is_root():
                    os.chown(folder, 0, _USER)
                    folder.chmod(0o2770)  # as fsGroup makes it
                mounts.append((str(folder), places[volume["name"]], "rw"))
        return mounts


def _system() -> list[tuple[str, str, str]]:
    folders = [Path("/") / each for each in ("usr", "etc", "proc", "sys", "dev", "bin", "lib", "lib64", "sbin")]
    return [(str(each), str(each), "rw") for each in folders if each.is_dir() and not each.is_symlink()]


def _code() -> list[tuple[str, str, str]]:
    """The project and Python, which may lie where a volume of the pod is mounted."""
    folders = dict.fromkeys(str(Path(each).resolve()) for each in (ROOT, sys.prefix, sys.base_prefix))
    return [(each, each, "ro") for each in folders if not each.startswith("/usr")]


def _as_its_user() -> list[str]:
    if not _is_root():
        return []
    ids = [f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
    return ["setpriv", *ids]


def _is_root() -> bool:
    return os.geteuid() == 0


def require_namespaces() -> None:
    if not (shutil.which("unshare") and shutil.which("chroot")):
        pytest.skip("unshare is missing")
