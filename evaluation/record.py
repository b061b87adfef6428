"""Writes what stays in the repository: RESULTS.md, and the table between its marks in the README."""

from __future__ import annotations

from pathlib import Path

from evaluation.server import ROOT

BEGIN, END = "<!-- evaluation -->", "<!-- end of evaluation -->"
_RESULTS = ROOT / "evaluation" / "RESULTS.md"
_README = ROOT / "README.md"
_HEAD = "# Results\n\nWritten by `make eval ARGS=--record`; what each column means stands in [README.md](README.md).\n"


def write(tables: str, remarks: list[str], failures: list[str], *, results: Path = _RESULTS, readme: Path = _README) -> None:
    """Put the tables where people read them.

    Raises:
        RuntimeError: the README has no place for them.
    """
    told = "".join(f"- {line}\n" for line in remarks)
    failed = "\n".join(failures) or "None."
    listing = f"## Deterministic parts that did not hold\n\n```text\n{failed}\n```\n"
    results.write_text(f"{_HEAD}\n{told}\n{tables}\n\n{listing}", encoding="utf-8")
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise RuntimeError(f"{readme} has no place between {BEGIN} and {END}")
    readme.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}", encoding="utf-8")
