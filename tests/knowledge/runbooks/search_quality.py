"""How well, and how fast, search finds the runbooks of `fixture`, and the handbook's entries beside runbooks and packs.

The questions of `questions.tsv` marked `kept` were written before the first scores and are only counted.

    python -m tests.knowledge.runbooks.search_quality [pack ...]    # packs that are built here, such as kubernetes
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.knowledge import handbook
from assistant.knowledge.knowledge import Knowledge
from assistant.knowledge.packs.builders import PACKS
from assistant.knowledge.runbooks.ingestion import Ingestion
from assistant.knowledge.store.database import FILE_NAME
from assistant.knowledge.store.shelf import Shelf
from assistant.knowledge.store.store import Store
from tests.knowledge import search_quality

FIXTURE = Path(__file__).parent / "fixture"
QUESTIONS = Path(__file__).parent / "questions.tsv"


@dataclass(frozen=True)
class Labelled:
    part: str  # "tune" or "kept"
    question: str
    files: frozenset[str]  # each of them a good first hit


def read() -> list[Labelled]:
    rows = [line.split("\t") for line in QUESTIONS.read_text().splitlines()[1:]]
    return [Labelled(part, question, frozenset(files.split(","))) for part, question, files in rows]


def rank(knowledge: Knowledge, labelled: Labelled, depth: int = 10) -> int:
    """The place of the first good hit from 1; 0 where there is none."""
    hits = knowledge.search(labelled.question, depth)
    return next((place for place, hit in enumerate(hits, 1) if hit.passage.id.partition("#")[0] in labelled.files), 0)


def fill(file: Path, *, runbooks: bool = True, packs: Sequence[str] = ()) -> None:
    """Make a store of the fixture and of packs."""
    with Store(file) as store:
        if runbooks:
            ingestion = Ingestion(store, str)
            for _ in ingestion.carry_out(ingestion.plan(ingestion.collection(FIXTURE, "command"))):
                pass
        for name in packs:
            build = PACKS[name].build()
            for _ in build:
                pass
            store.put_pack(name, build.source, build.passages)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / FILE_NAME
        started = time.perf_counter()
        fill(file, packs=sys.argv[1:])
        print(f"built in {time.perf_counter() - started:.1f} s, {file.stat().st_size >> 10} KiB")
        with Store(file) as store:
            for collection, files, passages in store.collections("runbook") + store.collections("pack"):
                print(f"  {collection.name}: {files} files, {passages} passages")
        started = time.perf_counter()
        knowledge = Knowledge(handbook.load().values(), Shelf(file))
        knowledge.warm_up()
        print(f"loaded in {(time.perf_counter() - started) * 1e3:.0f} ms")
        labelled = read()
        for part in ("tune", "kept"):
            ranks = [rank(knowledge, each) for each in labelled if each.part == part]
            print(
                f"runbooks, {part}: {len(ranks)} questions, recall@1 {sum(r == 1 for r in ranks) / len(ranks):.3f}, "
                f"recall@3 {sum(0 < r <= 3 for r in ranks) / len(ranks):.3f}"
            )
        for each in labelled:
            if (place := rank(knowledge, each)) != 1 and (each.part == "tune" or not place or place > 3):
                found = [(hit.passage.source, hit.passage.id, hit.confidence) for hit in knowledge.search(each.question)]
                print(f"  {each.part} {place or '-'}  {each.question}  {found if each.part == 'tune' else ''}")
        entries = search_quality.read()
        for part in ("tune", "kept"):
            quality = search_quality.measure(knowledge, [each for each in entries if each.part == part])
            print(
                f"handbook, {part}: recall@1 {quality.recall_at_1:.3f}, recall@3 {quality.recall_at_3:.3f}, "
                f"MRR {quality.mean_reciprocal_rank:.3f}, answered off topic: {quality.answered_off_topic}"
            )
        questions = [each.question for each in (*labelled, *entries)]
        for attempt in ("first", "again"):
            times = []
            for question in questions:
                before = time.perf_counter()
                knowledge.search(question)
                times.append(time.perf_counter() - before)
            times.sort()
            print(
                f"search, {attempt}: median {times[len(times) // 2] * 1e3:.1f} ms, "
                f"p95 {times[len(times) * 95 // 100] * 1e3:.1f} ms"
            )


if __name__ == "__main__":
    main()
