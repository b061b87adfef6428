"""How well a document answers a question."""

from __future__ import annotations

from assistant.knowledge.search import tools
from assistant.knowledge.search.index import Index, Indexed
from assistant.knowledge.search.question import Question

_FULL_WEIGHT = 28.0  # of a question: a longer one is not harder to answer
_SHARE_OF_QUESTION = 0.65  # against that of the phrase
_PHRASE, _COVERAGE, _BM25 = 0.55, 0.38, 0.07
_IN_COMMANDS, _IN_BODY = 0.55, 0.3  # of what a word tells in title or tasks
_OTHER_TOOL, _OTHER_TOOL_THAT_IS_NAMED = 0.5, 0.78
_OTHER_THAN_HINTED = 0.88
_NOT_GENERAL = 0.95


class Ranking:
    """Scores documents of one index for one question: 0 to 1."""

    def __init__(self, index: Index, question: Question) -> None:
        self._index = index
        self._question = question
        self._named, self._hinted = tools.named(question.stems), tools.hinted(question.stems)
        self._tools = tools.tools(question.stems)
        self._total = min(question.weight, _FULL_WEIGHT) or 1.0
        self._matches: dict[str, list[tuple[int, float]]] = {}  # terms that a stem is found by, with its nearness to each
        for number, term in enumerate(question.terms):
            for stem, nearness in term.stems.items():
                self._matches.setdefault(stem, []).append((number, nearness))
        self._stems = frozenset(self._matches)

    def score(self, number: int, bm25: float) -> float:
        """
        Args:
            number: of the document in the index.
            bm25: of the document, as a share of the best one's.
        """
        document = self._index.documents[number]
        phrase = max(
            (
                self._phrase(stems & self._stems, weight, document.topic_stems)
                for stems, weight in zip(document.phrases, self._index.phrase_weights[number], strict=True)
                if not stems.isdisjoint(self._stems)
            ),
            default=0.0,
        )
        whole = _PHRASE * phrase + _COVERAGE * self._coverage(document) + _BM25 * bm25 * phrase
        return whole * self._fits(document)

    def _phrase(self, shared: frozenset[str], weight: float, topic: frozenset[str]) -> float:
        """The harmonic mean of the shares of question and phrase that are in the other.

        Args:
            shared: stems of the phrase that the question has too.
            weight: of all the phrase.
            topic: stems of its topic, which the phrase need not name.
        """
        told = 0.0
        found: dict[int, float] = {}
        for stem in shared:
            told += self._index.rarity(stem) * max(nearness for _, nearness in self._matches[stem])
        for stem in shared | (topic & self._stems):
            for number, nearness in self._matches[stem]:
                if nearness > found.get(number, 0.0):
                    found[number] = nearness
        asked = min(
            1.0, sum(self._question.terms[number].weight * nearness for number, nearness in found.items()) / self._total
        )
        return 1 / (_SHARE_OF_QUESTION / asked + (1 - _SHARE_OF_QUESTION) * weight / told)

    def _coverage(self, document: Indexed) -> float:
        covered = 0.0
        for term in self._question.terms:
            best = 0.0
            for stem, nearness in term.stems.items():
                if nearness > best:
                    if stem in document.asked:
                        best = nearness
                    elif stem in document.commands:
                        best = max(best, nearness * _IN_COMMANDS)
                    elif stem in document.body:
                        best = max(best, nearness * _IN_BODY)
            covered += best * term.weight
        return min(1.0, covered / self._total)

    def _fits(self, document: Indexed) -> float:
        """Less than 1 where the question names, or hints at, another tool than the document's."""
        if self._tools and document.topic and document.topic not in self._named:
            return _OTHER_TOOL_THAT_IS_NAMED if self._tools & document.asked else _OTHER_TOOL
        if self._hinted and document.topic and document.topic not in self._hinted:
            return _OTHER_THAN_HINTED
        return 1.0 if self._tools or tools.is_general(document.topic) else _NOT_GENERAL
