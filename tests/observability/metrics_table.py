"""The tables of docs/metrics.md."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.server import ROOT

_ROW = re.compile(r"^\| `((?:assistant|bentoml)_\w+)` \| (.+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Documented:
    """A row."""

    type: str
    labels: frozenset[str]
    unit: str
    meaning: str


def documented() -> dict[str, Documented]:
    """Every metric by its name."""
    text = (ROOT / "docs" / "metrics.md").read_text()
    rows = [(name, [cell.strip() for cell in rest.split("|")]) for name, rest in _ROW.findall(text)]
    assert len(dict(rows)) == len(rows)
    return {
        name: Documented(kind, frozenset(re.findall(r"`(\w+)`", labels)), unit, meaning)
        for name, (kind, labels, unit, meaning) in rows
    }
