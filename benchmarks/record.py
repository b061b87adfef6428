"""Writes what stays in the repository: RESULTS.md and the plot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import plot
from benchmarks.environments import ROOT

_RESULTS = ROOT / "benchmarks" / "RESULTS.md"
_BEGIN, _END = "<!-- {name} -->", "<!-- end of {name} -->"
_HEAD = "# Results\n\nWritten by `make bench ARGS=--record`; what each line means stands in [README.md](README.md).\n"


def write(document: dict[str, Any], tables: str, *, results: Path = _RESULTS) -> None:
    """Put the section of this model into RESULTS.md, beside that of the other, and draw its plot."""
    name = document["name"]
    picture = ROOT / "docs" / "benchmarks" / ("throughput.png" if name == "embedded" else f"throughput-{name}.png")
    labels = {server: info["label"] for server, info in document["servers"].items()}
    plot.throughput(document["medians"], labels, picture, title=f"{document['model']}, {_place(document)}")
    begin, end = _BEGIN.format(name=name), _END.format(name=name)
    section = f"{begin}\n{_section(document, tables)}{end}\n"
    text = results.read_text() if results.is_file() else _HEAD
    if begin in text:
        text = text[: text.index(begin)] + section + text[text.index(end) + len(end) :].lstrip("\n")
    else:
        text = f"{text.rstrip()}\n\n{section}"
    results.write_text(text)


def _section(document: dict[str, Any], tables: str) -> str:
    machine = document["machine"]
    features, memory_gib = ", ".join(machine["features"]), machine["memory_bytes"] / 2**30
    read = f"all cores together read {machine['read_bytes_per_s'] / 1e9:.1f} GB/s"
    lines = [
        f"## {document['model']}\n",
        f"- {document['date']}, `{document['command']}`, {len(document['rounds'])} round(s), medians.",
        f"- {_place(document)}, {features}; {memory_gib:.0f} GiB; {read}; {machine['system']}.",
        f"- Versions: {', '.join(document['versions'])}.",
        f"- Other programs used {document['other_cores']:.2f} cores on average while the servers were measured.",
        *(f"- {info['label']}: {info['precision']}{_note(info)}." for info in document["servers"].values()),
        *(f"- {name} failed in {failure}" for name, failure in document["failures"].items()),
    ]
    return "\n".join(lines) + f"\n\n{tables}\n"


def _note(info: dict[str, Any]) -> str:
    return f", {info['note']}" if info["note"] else ""


def _place(document: dict[str, Any]) -> str:
    return f"{document['machine']['cpu']}, {document['machine']['cores']} cores"
