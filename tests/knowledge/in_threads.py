"""One index, asked by several threads."""

import threading
from collections.abc import Sequence

from assistant.knowledge.knowledge import Hit, Knowledge

THREADS = 4


def answers(knowledge: Knowledge, questions: Sequence[str]) -> list[list[list[Hit]]]:
    """For each of the threads, in the order in which they end, the hits of each question."""
    told: list[list[list[Hit]]] = []
    threads = [
        threading.Thread(target=lambda: told.append([knowledge.search(question) for question in questions]))
        for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
