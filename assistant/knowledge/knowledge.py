"""The references an answer starts from: searched by a question, their templates filled with its values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.errors import InvalidParameter
from assistant.knowledge import slot_values
from assistant.knowledge.handbook import Entry
from assistant.knowledge.passages import EntryPassage, Passage
from assistant.knowledge.search.index import Document, Index
from assistant.knowledge.search.question import QuestionReader
from assistant.knowledge.search.ranking import Ranking
from assistant.knowledge.templates import Template, fill

CONFIDENT = 0.33  # set on the questions of tests/knowledge/questions.tsv that are marked `tune`
_NOT_OF_THE_FIELD = 0.55  # of its confidence keeps a hit for a question without a word on machines
_CANDIDATES = 40  # that are ranked


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A template with the question's values in its slots."""

    template: Template
    text: str
    values: tuple[tuple[str, str], ...]  # slot and value, of those that the question gave
    examples: tuple[str, ...]  # names of the slots that hold their example


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that may answer."""

    passage: Passage
    confidence: float  # 0 to 1; hits below `CONFIDENT` are never given
    templates: tuple[FilledTemplate, ...]  # in the order of the entry


class Knowledge:
    """The handbook, ready to be searched from any thread."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._passages = list(map(EntryPassage, self._entries))
        self._numbers = {entry.id: number for number, entry in enumerate(self._entries)}
        self._index = Index(map(_document, self._entries))
        self._reader = QuestionReader(self._index)

    def search(self, question: str, limit: int = 3) -> list[Hit]:
        """The passages that fit a question, best first; none where nothing fits. One question has one answer.

        Args:
            question: any text of any length; of a long one both ends and its errors are read.
        """
        read = self._reader.read(question)
        found = self._index.candidates({stem for term in read.terms for stem in term.stems}, _CANDIDATES)
        if not found:
            return []
        ranking = Ranking(self._index, read)
        best = found[0][1] or 1.0
        scored = [(ranking.score(number, bm25 / best), number) for number, bm25 in found]
        trust = 1.0 if read.of_the_field else _NOT_OF_THE_FIELD
        chosen = sorted(((score * trust, number) for score, number in scored), key=lambda each: (-each[0], each[1]))[:limit]
        return [self._hit(number, score, question, read.stems) for score, number in chosen if score >= CONFIDENT]

    def passage(self, source: str, identity: str) -> Passage | None:
        """One passage by where it is from and its id there; None where there is none."""
        number = self._numbers.get(identity) if source == "handbook" else None
        return None if number is None else self._passages[number].passage(lambda _: 0.0)

    def _hit(self, number: int, confidence: float, question: str, stems: frozenset[str]) -> Hit:
        entry = self._entries[number]
        values = slot_values.find(question, entry.slots, self._is_word)
        passage = self._passages[number]
        return Hit(
            passage.passage(lambda words: self._index.weight(words & stems)),
            round(confidence, 3),
            tuple(
                _filled(template, entry, values, example)
                for template, example in zip(entry.templates, passage.examples, strict=True)
            ),
        )

    def _is_word(self, word: str) -> bool:
        return word in self._index.words


def _document(entry: Entry) -> Document:
    body = [entry.summary, *entry.pitfalls]
    for template in entry.templates:
        body += template.title, template.notes, *(flag.meaning for flag in template.flags)
    commands = "\n".join(template.text for template in entry.templates)
    return Document(entry.id, entry.topic, (entry.title, *entry.tasks), commands, "\n".join(body))


def _filled(template: Template, entry: Entry, values: dict[str, str], example: str) -> FilledTemplate:
    """Values that cannot stand safely in this template give way to the example."""
    own = {name: value for name, value in values.items() if name in template.slot_names}
    while own:
        try:
            filled = fill(template, entry.slots, own)
        except InvalidParameter as error:
            if error.param not in own:
                raise
            del own[error.param]
        else:
            return FilledTemplate(template, filled.text, tuple(sorted(own.items())), filled.examples)
    return FilledTemplate(template, example, (), tuple(sorted(template.slot_names)))
