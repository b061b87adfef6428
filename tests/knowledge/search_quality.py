"""How well, and how fast, search finds the entries of `questions.tsv`.

Its questions marked `tune` may be looked at while search is changed; those marked `kept` were written before the first scores
and are only counted. A question without entries is about something else: the answer is nothing.

    python -m tests.knowledge.search_quality [tune]        # with `tune`: each question that is not answered first
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.knowledge import handbook
from assistant.knowledge.knowledge import Knowledge

QUESTIONS = Path(__file__).parent / "questions.tsv"
_DEPTH = 10


@dataclass(frozen=True)
class Labelled:
    part: str  # "tune" or "kept"
    question: str
    entries: frozenset[str]  # ids, each of them a good first hit; empty where nothing is to be found


@dataclass(frozen=True)
class Quality:
    questions: int
    recall_at_1: float
    recall_at_3: float
    mean_reciprocal_rank: float
    answered_off_topic: tuple[str, ...]


def read() -> list[Labelled]:
    rows = [line.split("\t") for line in QUESTIONS.read_text().splitlines()[1:]]
    return [Labelled(part, question, frozenset(filter(None, entries.split(",")))) for part, question, entries in rows]


def measure(knowledge: Knowledge, labelled: Sequence[Labelled]) -> Quality:
    ranks = [rank(knowledge, each) for each in labelled if each.entries]
    off_topic = [each.question for each in labelled if not each.entries and knowledge.search(each.question)]
    count = len(ranks)
    return Quality(
        count,
        sum(rank == 1 for rank in ranks) / count,
        sum(0 < rank <= 3 for rank in ranks) / count,
        sum(1 / rank for rank in ranks if rank) / count,
        tuple(off_topic),
    )


def rank(knowledge: Knowledge, labelled: Labelled) -> int:
    """The place of the first good hit from 1; 0 where there is none."""
    hits = knowledge.search(labelled.question, _DEPTH)
    return next((place for place, hit in enumerate(hits, 1) if hit.passage.id in labelled.entries), 0)


def main() -> None:
    started = time.perf_counter()
    entries = handbook.load()
    read_at = time.perf_counter()
    knowledge = Knowledge(entries.values())
    indexed_at = time.perf_counter()
    print(
        f"{len(entries)} entries: read in {(read_at - started) * 1e3:.0f} ms, indexed in {(indexed_at - read_at) * 1e3:.0f} ms"
    )
    labelled = read()
    for part in ("tune", "kept"):
        quality = measure(knowledge, [each for each in labelled if each.part == part])
        print(
            f"{part}: {quality.questions} questions, recall@1 {quality.recall_at_1:.3f}, recall@3 {quality.recall_at_3:.3f}, "
            f"MRR {quality.mean_reciprocal_rank:.3f}, answered off topic: {len(quality.answered_off_topic)}"
        )
    times = []
    for each in labelled:
        before = time.perf_counter()
        knowledge.search(each.question)
        times.append(time.perf_counter() - before)
    times.sort()
    print(f"search: median {times[len(times) // 2] * 1e3:.1f} ms, p95 {times[len(times) * 95 // 100] * 1e3:.1f} ms")
    for each in labelled if sys.argv[1:] == ["tune"] else ():
        if each.part == "tune" and each.entries and (place := rank(knowledge, each)) != 1:
            print(f"{place or '-'}  {each.question}  {[hit.passage.id for hit in knowledge.search(each.question)]}")


if __name__ == "__main__":
    main()
