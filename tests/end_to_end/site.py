"""The page in a bucket behind a CDN, as a platform team sets it up: an emulator's bucket (`tests.s3`), a real nginx."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import s3
from tests.cdn import cdn
from tests.server import ROOT, environment

BUCKET, PREFIX = "page", "tools/chat"


@dataclass(frozen=True)
class Site:
    """The page's address, the API's, and the bucket."""

    page: str
    api: str
    s3_url: str
    environment: dict[str, str]

    def ui(self, command: str, *arguments: str) -> str:
        """Run `assistant ui`; what it printed."""
        place = ("--bucket", BUCKET, "--prefix", PREFIX, "--endpoint-url", self.s3_url)
        ran = subprocess.run(
            [sys.executable, "-m", "assistant.cli", "ui", command, *place, *arguments],
            cwd=ROOT,
            check=False,
            env={**environment(), **self.environment},
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout


@contextmanager
def site(home: Path, api: str) -> Iterator[Site]:
    """Make an empty bucket and its CDN, whose page may talk to one API."""
    (home / "nginx").mkdir()
    with s3.emulator(home / "s3.log") as s3_url:
        s3.client(s3_url).create_bucket(Bucket=BUCKET, ACL="public-read")
        with cdn(home / "nginx", bucket=f"{s3_url}/{BUCKET}/{PREFIX}/", api=api) as page:
            yield Site(page, api, s3_url, s3.alone(home))
