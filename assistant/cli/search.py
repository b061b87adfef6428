"""`assistant search`: the handbook, without a model."""

from __future__ import annotations

import json
import sys

import click

from assistant.knowledge import handbook
from assistant.knowledge.knowledge import FilledTemplate, Hit, Knowledge

_LONGEST_QUESTION = 1 << 23  # characters


@click.command(
    help="""Look QUESTION up in the handbook: tasks, error messages, symptoms, in your own words.

    Names, ports, images, paths that the question gives stand in the commands; what is still an example is said. No model is
    loaded and nothing is executed. With - the question comes from standard input.

    Exit codes: 0; 1 where nothing fits.

    Examples: `assistant search "roll back deployment api in namespace prod"`, `assistant search --json OOMKilled`,
    `tail -50 build.log | assistant search -`."""
)
@click.argument("question", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 20), default=3, show_default=True, help="The most entries that are shown.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array: id, title, confidence, link, lines and templates.")
def search(question: tuple[str, ...], *, limit: int, as_json: bool) -> None:
    text = sys.stdin.buffer.read(_LONGEST_QUESTION).decode("utf-8", "replace") if question == ("-",) else " ".join(question)
    hits = Knowledge(handbook.load().values()).search(text, limit)
    if as_json:
        click.echo(json.dumps([_as_json(hit) for hit in hits], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(map(_shown, hits)) if hits else "Nothing in the handbook fits this question.")
    sys.exit(0 if hits else 1)


def _as_json(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.passage.id,
        "title": hit.passage.title,
        "source": hit.passage.source,
        "confidence": hit.confidence,
        "link": hit.passage.link,
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
    lines = [
        click.style(hit.passage.title, bold=True) + f"  ({hit.passage.id}, {hit.confidence:.2f})",
        hit.passage.lines[0],
        "",
    ]
    for each in hit.templates:
        lines += [f"  {each.template.title} [{each.template.risk}]", *(f"    {line}" for line in each.text.splitlines())]
        lines += [*_examples(each), ""]
    return "\n".join(lines)


def _examples(filled: FilledTemplate) -> list[str]:
    return [f"    (examples: {', '.join(filled.examples)})"] if filled.examples else []
