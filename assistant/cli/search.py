"""`assistant search`: handbook, runbooks and packs, without a model."""

from __future__ import annotations

import json
import sys
import textwrap

import click

from assistant.knowledge import glossary, handbook
from assistant.knowledge.glossary import Glossary
from assistant.knowledge.knowledge import SOURCES, FilledTemplate, Hit, Knowledge
from assistant.knowledge.passages import Source
from assistant.knowledge.store.database import FILE_NAME
from assistant.knowledge.store.shelf import Shelf
from assistant.settings import Settings

_LONGEST_QUESTION = 1 << 23  # characters
_MOST_LINES = 20  # of a passage that are shown
_LONGEST_LINE = 300


@click.command(
    help="""Look QUESTION up in the handbook, your runbooks and the packs: tasks, error messages, symptoms, in your own words.

    Names, ports, images, paths that the question gives stand in the commands; what is still an example is said. No model is
    loaded and nothing is executed. With - the question comes from standard input.

    Exit codes: 0; 1 where nothing fits.

    Examples: `assistant search "roll back deployment api in namespace prod"`, `assistant search --json OOMKilled`,
    `tail -50 build.log | assistant search -`."""
)
@click.argument("question", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 20), default=3, show_default=True, help="The most hits that are shown.")
@click.option("--source", "sources", multiple=True, type=click.Choice(SOURCES), help="Where to look; everywhere if not given.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON array: id, title, source, confidence, link, path, line, lines, templates."
)
def search(question: tuple[str, ...], *, limit: int, sources: tuple[Source, ...], as_json: bool) -> None:
    text = sys.stdin.buffer.read(_LONGEST_QUESTION).decode("utf-8", "replace") if question == ("-",) else " ".join(question)
    shelf = Shelf(Settings.load().data_dir / FILE_NAME)
    try:
        hits = Knowledge(handbook.load().values(), shelf, Glossary(glossary.load())).search(text, limit, sources or SOURCES)
    finally:
        shelf.close()
    if shelf.trouble:
        click.echo(f"warning: {shelf.trouble}", err=True)
    if as_json:
        click.echo(json.dumps([_as_json(hit) for hit in hits], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(map(_shown, hits)) if hits else "Nothing fits this question.")
    sys.exit(0 if hits else 1)


def _as_json(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.passage.id,
        "title": hit.passage.title,
        "source": hit.passage.source,
        "confidence": hit.confidence,
        "link": hit.passage.link,
        "path": hit.passage.path,
        "line": hit.passage.line,
        "lines": hit.passage.lines,
        "templates": [
            {
                "title": each.template.title,
                "risk": each.template.risk,
                "language": each.template.language,
                "text": each.text,
                "values": dict(each.values),
                "examples": each.examples,
            }
            for each in hit.templates
        ],
    }


def _shown(hit: Hit) -> str:
    passage = hit.passage
    where = f"{passage.source} {passage.path}:{passage.line}" if passage.path else passage.id
    lines = [click.style(passage.title, bold=True) + f"  ({where}, {hit.confidence:.2f})"]
    if passage.entry is None:
        return "\n".join((*lines, *(f"  {line}" for line in _excerpt(passage.text)), ""))
    lines += [passage.lines[0], ""]
    for each in hit.templates:
        lines += [f"  {each.template.title} [{each.template.risk}]", *(f"    {line}" for line in each.text.splitlines())]
        lines += [*_examples(each), ""]
    return "\n".join(lines)


def _excerpt(text: str) -> list[str]:
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, _LONGEST_LINE) or [""]]
    return lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "..."]


def _examples(filled: FilledTemplate) -> list[str]:
    return [f"    (examples: {', '.join(filled.examples)})"] if filled.examples else []
