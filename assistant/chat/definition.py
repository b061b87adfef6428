"""What words of the field mean, as the glossary has it."""

from __future__ import annotations

from assistant.knowledge.glossary import Meaning
from assistant.knowledge.knowledge import Knowledge
from assistant.knowledge.passages import Passage, term_passage

_MOST_TO_SEE = 3


def definition(terms: list[Meaning], knowledge: Knowledge, first: int) -> tuple[str, list[Passage]]:
    """What the terms mean, and where the handbook goes on.

    Args:
        terms: at least one.
        first: number of the first reference.

    Returns:
        Markdown with an empty line behind it, and what it cites, in order.
    """
    meanings = len({term.title for term in terms}) < len(terms)  # several of one word
    shown = []
    for number, term in enumerate(terms, first):
        where = f" ({term.topic})" if meanings else ""
        between = "\n\n" if term.compares else " "
        shown.append(f"**{term.title}**{where} [{number}], from the handbook:{between}{term.text}\n")
    see = knowledge.to_see(terms)[:_MOST_TO_SEE]
    if see:
        also = (f"{passage.title} [{number}]" for number, passage in enumerate(see, first + len(terms)))
        shown.append(f"See also: {'; '.join(also)}.\n")
    return "\n".join((*shown, "")), [*map(term_passage, terms), *see]
