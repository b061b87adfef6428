"""How well a document answers a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.knowledge.search import tools
from assistant.knowledge.search.index import Indexed
from assistant.knowledge.search.question import Question

_FULL_WEIGHT = 28.0  # of a question: a longer one is not harder to answer
_SHARE_OF_QUESTION = 0.65  # against that of the phrase
_OTHER_TOOL, _OTHER_TOOL_THAT_IS_NAMED = 0.5, 0.78
_OTHER_THAN_HINTED = 0.88
_NOT_GENERAL, _NOT_IMPLIED = 0.95, 0.8
_NOT_ONLY_CONTAINERS = 0.88
_OF_A_RELEASE = 0.85
_NO_LOOK = 0.97
_A_FILE = 0.9  # that nobody asked for, where something is to be done


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for documents of one kind.

    Attributes:
        phrase: how near the question is to one of the phrases.
        coverage: how much of the question the document has anywhere.
        bm25: against the best document.
        in_commands: what a word tells there, as a share of what it tells in a phrase.
        in_body: the same.
    """

    phrase: float
    coverage: float
    bm25: float
    in_commands: float
    in_body: float


ENTRY = Weights(0.55, 0.38, 0.07, 0.55, 0.3)  # its tasks are questions


class Ranking:
    """Scores documents of one kind for one question: 0 to 1."""

    def __init__(self, rarity: Callable[[str], float], question: Question, weights: Weights = ENTRY) -> None:
        """
        Args:
            rarity: how much a stem tells.
        """
        self._rarity = rarity
        self._weights = weights
        self._question = question
        self._named, self._hinted = tools.named(question.said), tools.hinted(question.said)
        self._tools = tools.tools(question.said)
        self._of_a_cluster = tools.of_a_cluster(question.stems)
        self._container = tools.only_a_container(question.stems)
        self._total = min(question.weight, _FULL_WEIGHT) or 1.0
        self._matches: dict[str, list[tuple[int, float]]] = {}  # terms that a stem is found by, with its nearness to each
        for number, term in enumerate(question.terms):
            for stem, nearness in term.stems.items():
                self._matches.setdefault(stem, []).append((number, nearness))
        self._stems = frozenset(self._matches)

    def score(
        self, document: Indexed, bm25: float, phrase_weights: Sequence[float] | None = None, *, least: float = 0.0
    ) -> float:
        """
        Args:
            bm25: of the document, as a share of the best one's.
            phrase_weights: how much each phrase of the document tells, where that is known already.
            least: a document that is surely worth less may be given 0, which is quick.
        """
        kind, fits = self._weights, self._fits(document)
        coverage, asked = self._coverage(document)
        if asked <= 0.0:
            return kind.coverage * coverage * fits
        most = 1 / (_SHARE_OF_QUESTION / asked + (1 - _SHARE_OF_QUESTION))  # of a phrase that has all that any of them has
        if (kind.phrase * most + kind.coverage * coverage + kind.bm25 * bm25 * most) * fits < least:
            return 0.0
        phrase = 0.0
        for number, stems in enumerate(document.phrases):
            if not stems.isdisjoint(self._stems):
                weight = phrase_weights[number] if phrase_weights else sum(map(self._rarity, stems))
                phrase = max(phrase, self._phrase(stems & self._stems, weight, document.topic_stems))
        return (kind.phrase * phrase + kind.coverage * coverage + kind.bm25 * bm25 * phrase) * fits

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
            told += self._rarity(stem) * max(nearness for _, nearness in self._matches[stem])
        for stem in shared | (topic & self._stems):
            for number, nearness in self._matches[stem]:
                if nearness > found.get(number, 0.0):
                    found[number] = nearness
        asked = min(
            1.0, sum(self._question.terms[number].weight * nearness for number, nearness in found.items()) / self._total
        )
        return 1 / (_SHARE_OF_QUESTION / asked + (1 - _SHARE_OF_QUESTION) * weight / told)

    def _coverage(self, document: Indexed) -> tuple[float, float]:
        """How much of the question the document has anywhere, and in its phrases or topic."""
        covered = asked = 0.0
        for term in self._question.terms:
            best = in_phrase = 0.0
            for stem, nearness in term.stems.items():
                if nearness > best or nearness > in_phrase:
                    if stem in document.asked:
                        best, in_phrase = max(best, nearness), max(in_phrase, nearness)
                    elif stem in document.commands:
                        best = max(best, nearness * self._weights.in_commands)
                    elif stem in document.body:
                        best = max(best, nearness * self._weights.in_body)
            covered += best * term.weight
            asked += in_phrase * term.weight
        return min(1.0, covered / self._total), min(1.0, asked / self._total)

    def _fits(self, document: Indexed) -> float:
        """Less than 1 where the question is about another tool, or wants a look at what the document changes."""
        look = _NO_LOOK if self._question.looks and not document.looks else 1.0
        return self._fits_tool(document) * look * (_A_FILE if self._question.acts and document.writes else 1.0)

    def _fits_tool(self, document: Indexed) -> float:
        if self._tools and document.topic and document.topic not in self._named:
            return _OTHER_TOOL_THAT_IS_NAMED if self._tools & document.asked else _OTHER_TOOL
        if self._hinted and document.topic and document.topic not in self._hinted:
            return _OTHER_THAN_HINTED
        if self._of_a_cluster and document.topic == "helm":
            return _OF_A_RELEASE
        if self._container and not self._tools and document.topic in ("kubernetes", "helm", "podman"):
            return _NOT_ONLY_CONTAINERS
        if self._tools or tools.is_general(document.topic):
            return 1.0
        return _NOT_GENERAL if tools.is_implied(document.topic, self._question.stems) else _NOT_IMPLIED
