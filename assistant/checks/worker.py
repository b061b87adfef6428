"""The process of the checkers: reads blocks as lines of JSON, writes results as lines of JSON, until its input ends.

What it parses is untrusted: it runs apart from the service, under limits of its own, and may be killed at any time.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.checks.checkers.registry import all_checkers
from assistant.checks.findings import not_checked
from assistant.checks.inspection import Inspection
from assistant.checks.kinds import Kind
from assistant.checks.limits import Limits
from assistant.checks.risk import assess
from assistant.checks.risk.blocks import risks_of

_OPEN_FILES = 256
_LARGEST_FILE = 16 << 20  # the tables of a grammar are written once


def main() -> None:
    """Serve until the service closes the pipe. The limits come as the only argument, in JSON."""
    limits = Limits(**json.loads(sys.argv[1]))
    _limit_itself(limits)
    inspection = Inspection(all_checkers(), limits)
    answers = sys.stdout
    sys.stdout = sys.stderr  # nothing but answers belongs into the pipe
    try:
        for line in sys.stdin:
            answers.write(json.dumps(_answer(inspection, json.loads(line))) + "\n")
            answers.flush()
    finally:
        shutil.rmtree(Path.cwd(), ignore_errors=True)  # its private folder, if the service is no more there to do it


def _answer(inspection: Inspection, request: dict[str, Any]) -> dict[str, Any]:
    if "shell" in request:
        return asdict(assess(request["text"], request["shell"]))
    if "risks" in request:
        found = risks_of(request["text"], Kind(request["risks"]), request["language"])
        return {"risks": [asdict(each) for each in found]}
    if "load" in request:
        inspection.load(Kind(request["load"]))
        return {}
    source = inspection.source(request["language"], request["text"], request["filename"], request["kubernetes_version"])
    if request["identify"]:
        return {"kind": source.kind}
    try:
        return inspection.check(source).as_dict()
    except MemoryError:
        return not_checked("it needs too much memory", source.kind).as_dict()


def _limit_itself(limits: Limits) -> None:
    """What it starts inherits the limits."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        hard = resource.getrlimit(kind)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError):  # macOS refuses a limit on address space
            resource.setrlimit(kind, (value, value))


if __name__ == "__main__":
    main()
