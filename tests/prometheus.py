"""A real Prometheus with our own configuration and rules."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.browser import missing
from tests.server import ROOT, free_port

FOLDER = ROOT / "deploy" / "prometheus"


class Prometheus:
    """Answers queries over what it has scraped."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/api/v1"

    def query(self, expression: str) -> list[dict[str, Any]]:
        """The series of an expression now."""
        return self._get("/query", query=expression)["result"]

    def query_range(self, expression: str, *, seconds: int) -> list[dict[str, Any]]:
        """The same over the last seconds, each second."""
        now = time.time()
        return self._get("/query_range", query=expression, start=now - seconds, end=now, step=1)["result"]

    def label_values(self, label: str, selector: str) -> list[str]:
        return self._get(f"/label/{label}/values", **{"match[]": selector})

    def rules(self) -> list[dict[str, Any]]:
        return [rule for group in self._get("/rules")["groups"] for rule in group["rules"]]

    def _get(self, path: str, **parameters: Any) -> Any:
        answer = httpx.get(f"{self._url}{path}", params=parameters, timeout=20).json()
        assert answer["status"] == "success", (parameters, answer)
        return answer["data"]


@contextmanager
def prometheus(folder: Path, *, targets: Sequence[str], hold: str | None = None) -> Iterator[Prometheus]:
    """Start it on a free port; it scrapes replicas each second.

    Args:
        targets: host and port of each replica.
        hold: how long a condition must hold before its alert fires, in place of what the rules say.
    """
    port = free_port()
    configuration = yaml.safe_load((FOLDER / "prometheus.yaml").read_text())
    configuration["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    configuration["rule_files"] = [str(_rules(folder, name, hold)) for name in configuration["rule_files"]]
    configuration["scrape_configs"][0]["static_configs"] = [{"targets": list(targets)}]
    del configuration["alerting"]
    (folder / "prometheus.yaml").write_text(yaml.safe_dump(configuration))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program("prometheus"), f"--config.file={folder}/prometheus.yaml", f"--storage.tsdb.path={folder}/data",
             f"--web.listen-address=127.0.0.1:{port}"],
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _wait_until_ready(process, f"http://127.0.0.1:{port}", folder / "log")
        yield Prometheus(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(20)


def _rules(folder: Path, name: str, hold: str | None) -> Path:
    if hold is None:
        return FOLDER / name
    (folder / name).write_text(re.sub(r"(?m)^( +for:) .*$", rf"\1 {hold}", (FOLDER / name).read_text()))
    return folder / name


def program(name: str) -> str:
    """The path of one of Prometheus' programs."""
    path = shutil.which(name)
    if path is None:
        missing(name)
    return path


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(f"{url}/-/ready", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError(log.read_text())
