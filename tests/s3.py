"""moto's S3 in a process of its own: an emulator that speaks S3's HTTP and keeps objects, headers, metadata and conditions.

It believes the checksum that a client sends, and two writes with one condition may both pass where they come at the same
moment; permissions it knows none.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import httpx
from botocore.config import Config

from tests.server import environment, free_port

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "us-east-1"}


@contextmanager
def emulator(log: Path) -> Iterator[str]:
    """Start it on a free port; gives its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            env=environment(),
            stdout=stream,
            stderr=stream,
        )
    try:
        _wait_until_ready(process, url, log)
        yield url
    finally:
        process.terminate()
        process.wait(20)


@cache
def client(url: str) -> Any:
    """A client for what a test looks at or breaks."""
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    return boto3.Session().client("s3", endpoint_url=url, config=Config(s3={"addressing_style": "path"}), **keys)


def alone(home: Path) -> dict[str, str]:
    """Variables of a machine where AWS's tools are set up with nothing else."""
    files = {"AWS_CONFIG_FILE": str(home / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(home / "credentials")}
    return {**CREDENTIALS, **files, "AWS_EC2_METADATA_DISABLED": "true"}


def settings_of_others() -> list[str]:
    """Variables of the person who runs the tests."""
    return [name for name in os.environ if name.startswith("AWS_")]


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(300):
        assert process.poll() is None, log.read_text()
        try:
            httpx.get(url, timeout=5)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())
