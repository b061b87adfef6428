"""An index of passages in memory, on SQLite's FTS5."""

from __future__ import annotations

import math
import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from assistant.knowledge.search.words import GENERIC, STOP_WORDS, phrase_stems, tokens

_WEIGHTS = (8.0, 2.0, 1.0)  # of the columns: what it is asked by, commands, everything else
_GENERIC = 0.5  # of its rarity, what a word tells that any question may have
_TOPIC_WORDS = {"github-actions": "githubactions github workflow", "gitlab-ci": "gitlabci gitlab"}


@dataclass(frozen=True, slots=True)
class Document:
    """A passage as search sees it."""

    id: str
    topic: str  # a tool; empty where the passage is about no certain one
    phrases: tuple[str, ...]  # title and tasks: each alone may be the question
    commands: str
    body: str
    looks: bool = True  # whether it begins with a look at something
    writes: bool = False  # whether it begins with a file


@dataclass(frozen=True, slots=True)
class Indexed:
    """The stems of a document."""

    id: str
    topic: str
    topic_stems: frozenset[str]
    phrases: tuple[frozenset[str], ...]
    asked: frozenset[str]  # of all phrases
    commands: frozenset[str]
    body: frozenset[str]
    looks: bool = True
    writes: bool = False


class Index:
    """Documents by their stems. Searches may run in any number of threads."""

    def __init__(self, documents: Iterable[Document]) -> None:
        reader = StemReader()
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._database.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(asked, commands, body, content='', "
            "tokenize='porter unicode61 remove_diacritics 2')"
        )
        self.documents: list[Indexed] = []
        self.phrases: list[str] = []  # of all documents
        rows = []
        for document in documents:
            topic = reader.stems(f"{document.topic} {_TOPIC_WORDS.get(document.topic, '')}")
            phrases = [reader.stems(phrase) for phrase in document.phrases]
            self.phrases += document.phrases
            asked = [*topic, *(stem for phrase in phrases for stem in phrase)]
            commands, body = reader.stems(document.commands), reader.stems(document.body)
            rows.append((len(self.documents), " ".join(asked), " ".join(commands), " ".join(body)))
            self.documents.append(
                Indexed(
                    document.id,
                    document.topic,
                    frozenset(topic),
                    tuple(frozenset(phrase) for phrase in phrases),
                    frozenset(asked),
                    frozenset(commands),
                    frozenset(body),
                    document.looks,
                    document.writes,
                )
            )
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO passages(rowid, asked, commands, body) VALUES (?, ?, ?, ?)", rows)
        self._database.execute("COMMIT")
        self._asked_in = Counter(stem for each in self.documents for stem in each.asked)
        self._found_in = Counter(stem for each in self.documents for stem in each.asked | each.commands | each.body)
        self._rarities = {
            stem: self._rarity(self._asked_in.get(stem, count)) * (_GENERIC if stem in GENERIC else 1)
            for stem, count in self._found_in.items()
        }
        self._unknown = self._rarity(0)
        self.phrase_weights = [[self.weight(phrase) for phrase in each.phrases] for each in self.documents]
        self.words: Mapping[str, str] = reader.words  # every word of the documents, with its stem

    def candidates(self, stems: Collection[str], limit: int) -> list[tuple[int, float]]:
        """The documents with most of the stems, best first, each with its bm25 (greater is better)."""
        if not stems:
            return []
        query = " OR ".join(f'"{stem}"' for stem in sorted(stems))
        with self._lock:
            rows = self._database.execute(
                "SELECT rowid, -bm25(passages, ?, ?, ?) AS score FROM passages WHERE passages MATCH ? "
                "ORDER BY score DESC, rowid LIMIT ?",
                (*_WEIGHTS, query, limit),
            ).fetchall()
        return [(int(number), float(score)) for number, score in rows]

    def knows(self, stem: str) -> bool:
        return stem in self._found_in

    def is_asked(self, stem: str) -> bool:
        """Whether a title or task has it."""
        return stem in self._asked_in

    def rarity(self, stem: str, unknown: float | None = None) -> float:
        """How much a stem tells: inverse document frequency over titles and tasks, else over everything.

        Args:
            unknown: of a stem that no document has; by default as if only one had it.
        """
        known = self._rarities.get(stem)
        return known if known is not None else self._unknown if unknown is None else unknown

    def _rarity(self, found: int) -> float:
        return math.log(1 + len(self.documents) / (found + 0.5))

    def weight(self, stems: Iterable[str]) -> float:
        """How much they tell together."""
        return sum(map(self.rarity, stems))


class StemReader:
    """Takes words apart, and keeps which there are."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}  # every word, in lower case, with its stem

    def stems(self, text: str) -> list[str]:
        found = tokens(text)
        result = [word for _, _, word in phrase_stems(found)]
        for each in found:
            if each.raw not in STOP_WORDS:
                self.words[each.raw] = each.whole
                result.append(each.whole)
                if each.parts:
                    result += each.parts
        return result
