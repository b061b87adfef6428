"""How many requests as engineers type them begin with the right command, with their values in it.

Each question of `how_to.tsv` names the commands that are right, as evaluation/commands.py reads them (`||` between several;
`/.../` is a regular expression over the text instead). One of them has to stand in the first steps of the first hit. Nothing
has to be found for a question without commands. Those marked `kept` are only counted; about half of them have a task in the
handbook that has nearly their words, so that their figure is no measure of new questions.

    python -m tests.knowledge.how_to_quality [tune]        # with `tune`: each question that is not answered
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.knowledge import handbook
from assistant.knowledge.knowledge import Hit, Knowledge
from evaluation.commands import commands_of, pattern

QUESTIONS = Path(__file__).parent / "how_to.tsv"
_STEPS = 2  # of the first hit, which the answer begins with


@dataclass(frozen=True)
class HowTo:
    part: str  # "tune" or "kept"
    question: str
    commands: tuple[str, ...]  # each of them right; none where nothing is to be found


def read() -> list[HowTo]:
    rows = [line.split("\t") for line in QUESTIONS.read_text().splitlines()[1:]]
    return [HowTo(part, question, tuple(filter(None, commands.split(" || ")))) for part, question, commands in rows]


def answered(hits: Sequence[Hit], wanted: Sequence[str]) -> bool:
    """Whether the first steps of the first hit have one of the commands; nothing has to be found where none is wanted."""
    if not wanted:
        return not hits
    text = "\n".join(filled.text for hit in hits[:1] for filled in hit.templates[:_STEPS])
    given = [command for hit in hits[:1] for filled in hit.templates[:_STEPS] for command in commands_of(filled.text)]
    return any(re.search(each[1:-1], text) if each.startswith("/") else any(map(pattern(each).fits, given)) for each in wanted)


def main() -> None:
    knowledge = Knowledge(handbook.load().values())
    for part in ("tune", "kept"):
        asked = [each for each in read() if each.part == part]
        held = [answered(knowledge.search(each.question), each.commands) for each in asked]
        print(f"{part}: {sum(held)} of {len(asked)}")
        if sys.argv[1:] == [part] and part == "tune":
            for each, holds in zip(asked, held, strict=True):
                if not holds:
                    print("\n#", each.question, "\n  wanted", " || ".join(each.commands))
                    for hit in knowledge.search(each.question):
                        print("  ", hit.confidence, hit.passage.id)
                    for hit in knowledge.search(each.question)[:1]:
                        for filled in hit.templates[:_STEPS]:
                            print("      " + filled.text.replace("\n", "\n      "))


if __name__ == "__main__":
    main()
