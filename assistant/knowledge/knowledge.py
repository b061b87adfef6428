"""The references an answer starts from: searched by a question, their templates filled with its values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import islice
from typing import get_args

from assistant.errors import InvalidParameter
from assistant.knowledge.glossary import Glossary, Meaning
from assistant.knowledge.handbook import Entry
from assistant.knowledge.passages import EntryPassage, Passage, Source, StepStems, stored_passage, term_passage
from assistant.knowledge.said_flags import SLOTS, Said, said
from assistant.knowledge.search.candidates import Candidate, in_order
from assistant.knowledge.search.index import Document, Index
from assistant.knowledge.search.names import Names, Word, names, unknown
from assistant.knowledge.search.question import Question, QuestionReader, Term
from assistant.knowledge.search.ranking import Ranking, Weights
from assistant.knowledge.search.words import STOP_WORDS, canonical, tokens
from assistant.knowledge.slots import finder
from assistant.knowledge.store.shelf import Found, Shelf
from assistant.knowledge.store.store import Kind
from assistant.knowledge.tailoring import of_a_workload, tailored
from assistant.knowledge.templates import Template, fill

CONFIDENT = 0.33  # set on the questions of tests/knowledge/questions.tsv that are marked `tune`
_NOT_OF_THE_FIELD: dict[Source, float] = {  # of its confidence keeps a hit for a question without a word on machines
    "handbook": 0.55,
    "runbook": 0.75,  # whatever they are about is the field of who wrote them
    "pack": 0.0,
}
_CANDIDATES = 40  # that are ranked
_STORED_CANDIDATES = {"runbook": 16, "pack": 10}
_LOOKED_FOR: dict[Kind, tuple[int, int]] = {"runbook": (8, 3), "pack": (5, 0)}  # terms of a question; with what is near
_ITSELF = 0.8  # nearness of what is no other word
_ROUNDING = 1e-9
_WEIGHTS: dict[Kind, Weights] = {
    "runbook": Weights(0.25, 0.7, 0.05, 0.95, 0.9),  # a heading is no question: what counts is that all of it is there
    "pack": Weights(0.5, 0.43, 0.07, 0.55, 0.35),
}
_PREFERENCE: dict[Source, float] = {"runbook": 0.02, "handbook": 0.0, "pack": -0.1}  # what breaks a tie
_FIRST = 2  # templates of an entry, which answers begin with
_IN_COMMANDS, _IN_NOTES, _OF_A_VALUE, _OF_A_VERB = 0.7, 0.4, 2.5, 1.5  # what tells of a template, against a word in its title
_CLEARLY = 0.6
_NEARLY_AS_MUCH = 0.6  # of the most, with which a third template is one of those that are asked for
_ONLY_THERE, _NOT_TO_BE_REMOVED = 1.6, 3.0
_REMOVING = frozenset(
    canonical(word)
    for word in ("delete", "prune", "discard", "throw", "clean", "empty", "flush", "free", "purge", "clear", "forget")
)
_MORE = 4  # candidates, among which values decide
_NEAR_THE_BEST, _MOST_VALUES, _WITHOUT_A_PLACE = 0.7, 3, 0.05
_OF_A_NAME = 0.3  # of what is missing to certainty gains a passage with a name that nothing else has

SOURCES: tuple[Source, ...] = get_args(Source)
_CODE = re.compile(r"```|^(?: {4,}|\t)\S", re.MULTILINE)  # fenced, or indented
_WORKLOAD = re.compile(
    r"(?i)\b(deployment|deploy|statefulset|sts|daemonset|ds|job|svc|service)[ /]+(?:named |called )?"
    r"([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?![\w./:-])"
)
_STEPS = re.compile(
    r"\b(?:what to do|steps?|fix(?:es)?|resol(?:ution|ve)|procedure|remed(?:y|iation)|mitigat(?:e|ion)|recover(?:y)?|actions?|"
    r"solutions?|how to|instructions?|repair|response|restore)\b[^/>]*$",
    re.IGNORECASE,
)
_STORED: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A template with the question's values in its slots."""

    template: Template
    text: str
    values: tuple[tuple[str, str], ...]  # slot and value, of those that the question gave
    examples: tuple[str, ...]  # names of the slots that hold their example
    database: str = ""  # where SQL is to be run, if the question says it and the text does not


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that may answer."""

    passage: Passage
    confidence: float  # 0 to 1; hits below `CONFIDENT` are never given
    templates: tuple[FilledTemplate, ...] = ()  # those first that the question asks for
    named: bool = False  # whether it has a name of the question that only runbooks have
    steps: int = 2  # how many of the templates answer it


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    read: Question
    stems: frozenset[str]
    values: dict[int, dict[str, str]]  # that were found for the slots of entries, by their numbers
    now: str
    read_now: Question
    flags: tuple[Said, ...]
    database: str


class Knowledge:
    """The handbook, and what is on a shelf, ready to be searched from any thread."""

    def __init__(self, entries: Iterable[Entry], shelf: Shelf | None = None, glossary: Glossary | None = None) -> None:
        """
        Args:
            shelf: runbooks and packs; searched as they are at each question.
            glossary: answers what a word means; none of its terms is found by other questions.
        """
        self._entries = list(entries)
        self._numbers = {entry.id: number for number, entry in enumerate(self._entries)}
        self._passages = list(map(EntryPassage, self._entries))
        self._index = Index(map(_document, self._entries))
        self._reader = QuestionReader(self._index)
        self._shelf = shelf
        self._glossary = glossary or Glossary(())

    def warm_up(self) -> None:
        """Do what the first search that finds an entry would else do."""
        self.explained("what is a pod?")
        for passage in self._passages:
            passage.warm_up()

    def explained(self, question: str) -> list[Meaning]:
        """The terms of the glossary that answer a question about words; none where it asks for something else."""
        return self._glossary.answer(question)

    def to_see(self, terms: Iterable[Meaning]) -> list[Passage]:
        """The entries of the handbook that terms of the glossary lead to."""
        named = dict.fromkeys(identity for term in terms for identity in term.see)
        return list(filter(None, (self.passage("handbook", identity) for identity in named)))

    def search(self, question: str, limit: int = 3, sources: Collection[Source] = SOURCES, *, now: str = "") -> list[Hit]:
        """The passages that fit a question, best first; none where nothing fits. One question has one answer.

        A runbook that fits as well as an entry of the handbook comes before it, a pack behind it. Where the question names
        something that only runbooks know, those that have it come first.

        Args:
            question: any text of any length; of a long one both ends and its errors are read.
            sources: where to look.
            now: the end of the question, where the rest was said before: it chooses among the steps, and its values come first.
        """
        stored = [kind for kind in _STORED if kind in sources and self._shelf and self._shelf.has(kind)]
        if not stored and "handbook" not in sources:
            return []
        words = unknown(question, self._index.knows) if stored else []
        own = self._names("runbook", words)
        read = self._reader.read(question, own.terms)
        values: dict[int, dict[str, str]] = {}
        found: list[Candidate] = []
        if "handbook" in sources:
            found += self._by_values(self._in_handbook(read, limit + _MORE), question, read, values)
        if "runbook" in stored:
            found += self._in_runbooks(own.added_to(read), own.certain)
        if "pack" in stored and read.of_the_field:
            found += self._in_packs(self._names("pack", words).added_to(read))
        stems = read.stems | own.certain
        best = in_order(each for each in found if each.confidence >= CONFIDENT)
        read_now = self._reader.read(now, own.terms) if now else read
        told = finder.find(now or question, SLOTS, self._is_word, read_now.objects)
        flags = tuple(said(now or question, told))
        asked = _Asked(question, read, stems, values, now, read_now, flags, told.get("database", ""))
        hits = filter(None, (self._hit(each, asked) for each in best))
        terms = self.explained(now or question) if "handbook" in sources else []
        return list(islice(_with_terms(hits, [Hit(term_passage(term), 1.0) for term in terms]), limit))

    def passage(self, source: str, identity: str) -> Passage | None:
        """One passage by where it is from and its id there; None where there is none."""
        if source == "handbook":
            if term := self._glossary.term(identity):
                return term_passage(term)
            number = self._numbers.get(identity)
            return None if number is None else self._passages[number].passage(lambda _: 0.0)
        if self._shelf is None or source not in _WEIGHTS:
            return None
        stored = self._shelf.named(source, identity)
        return stored_passage(stored, lambda _: 0.0) if stored else None

    def steps_of(self, passage: Passage) -> Passage | None:
        """The part of a runbook that says what to do, where a passage of it only says what is wrong."""
        if self._shelf is None or passage.source != "runbook" or _CODE.search(passage.text):
            return None
        behind = self._shelf.behind("runbook", passage.id)
        found = next((each for each in behind if _STEPS.search(each.title) and _CODE.search(each.text)), None)
        return stored_passage(found, lambda _: 0.0) if found else None

    def _names(self, kind: Kind, words: list[Word]) -> Names:
        places = self._shelf.places(kind, {stem for word in words for stem in word.stems}) if self._shelf else {}
        return names(words, places, self._index.knows, self._reader.unknown_weight)

    def _in_handbook(self, question: Question, limit: int) -> Iterator[Candidate]:
        found = self._index.candidates({stem for term in question.terms for stem in term.stems}, _CANDIDATES)
        ranking = Ranking(self._index.rarity, question)
        trust = _trust(question, "handbook")
        top = (found[0][1] if found else 0.0) or 1.0
        best: list[float] = []
        kept = []
        for number, bm25 in found:
            least = max(CONFIDENT / trust, best[0] if len(best) == limit else 0.0)
            score = ranking.score(
                self._index.documents[number], bm25 / top, self._index.phrase_weights[number], least=least - _ROUNDING
            )
            kept.append((number, score))
            heappush(best, score)
            if len(best) > limit:
                heappop(best)
        for number, score in sorted(kept):
            yield Candidate(score * trust, "handbook", number)

    def _by_values(
        self, found: Iterable[Candidate], question: str, read: Question, values: dict[int, dict[str, str]]
    ) -> Iterator[Candidate]:
        """Entries with places for the values of the question before those without.

        Args:
            values: gets those of the entries that were looked at.
        """
        near = list(found)
        best = max((each.confidence for each in near), default=0.0)
        held = {}
        for each in near:
            if each.confidence >= _NEAR_THE_BEST * best:
                values[each.number] = finder.find(question, self._entries[each.number].slots, self._is_word, read.objects)
                held[each.number] = min(_MOST_VALUES, len(values[each.number]))
        most = max(held.values(), default=0)
        for each in near:
            lacks = most - held.get(each.number, 0)
            yield replace(each, confidence=each.confidence * (1 - _WITHOUT_A_PLACE * lacks)) if lacks else each

    def _in_runbooks(self, question: Question, certain: frozenset[str]) -> Iterator[Candidate]:
        trust, preference = _trust(question, "runbook"), _PREFERENCE["runbook"]
        sure = question.of_the_field or _has_digit(certain)
        for found, share, ranking in self._stored("runbook", question, certain):
            document = found.document
            named = not certain.isdisjoint(document.asked | document.commands | document.body)
            least = 0.0 if named and sure else (CONFIDENT - preference) / trust
            confidence = min(1.0, ranking.score(document, share, least=least - _ROUNDING) * trust + preference)
            if named and sure:
                confidence += (1.0 - confidence) * _OF_A_NAME
            yield Candidate(confidence, "runbook", found.number, found.file, named)

    def _in_packs(self, question: Question) -> Iterator[Candidate]:
        trust, preference = _trust(question, "pack"), _PREFERENCE["pack"]
        for found, share, ranking in self._stored("pack", question):
            score = ranking.score(found.document, share, least=(CONFIDENT - preference) / trust - _ROUNDING)
            yield Candidate(score * trust + preference, "pack", found.number, found.file)

    def _stored(self, kind: Kind, question: Question, names: Collection[str] = ()) -> Iterator[tuple[Found, float, Ranking]]:
        """Stored passages, with their bm25 as a share of the best one's, and what ranks them."""
        if self._shelf is None:
            return
        ranking = Ranking(self._rarity, question, _WEIGHTS[kind])
        found = self._shelf.candidates(kind, _telling(question, *_LOOKED_FOR[kind]), _STORED_CANDIDATES[kind], names)
        top = (found[0].score if found else 0.0) or 1.0
        for each in found:
            yield each, each.score / top, ranking

    def _rarity(self, stem: str) -> float:
        """How much a stem tells: as in the handbook, where that knows it."""
        return self._index.rarity(stem, self._reader.unknown_weight)

    def _hit(self, found: Candidate, asked: _Asked) -> Hit | None:
        """None where a stored passage has gone meanwhile."""
        confidence = round(found.confidence, 3)
        if found.source == "handbook":
            return self._entry_hit(found.number, confidence, asked)

        def told(line: str) -> float:
            return self._index.weight({token.whole for token in tokens(line)} & asked.stems)

        stored = self._shelf.passage(found.number) if self._shelf else None
        return Hit(stored_passage(stored, told), confidence, named=found.named) if stored else None

    def _entry_hit(self, number: int, confidence: float, asked: _Asked) -> Hit:
        entry = self._entries[number]
        values = asked.values.get(number)
        if values is None:
            values = finder.find(asked.question, entry.slots, self._is_word, asked.read.objects)
        if asked.now:
            values = values | finder.find(asked.now, entry.slots, self._is_word, asked.read_now.objects)
        passage = self._passages[number]
        filled = [
            _filled(template, entry, values, example, asked)
            for template, example in zip(entry.templates, passage.examples, strict=True)
        ]
        terms = asked.read_now.terms
        order, steps = _as_asked(filled, _told_of_each(filled, passage.stems, terms))
        return Hit(
            passage.passage(lambda words: self._index.weight(words & asked.stems)),
            confidence,
            tuple(filled[place] for place in order),
            steps=steps,
        )

    def _is_word(self, word: str) -> bool:
        return word in self._index.words


def _with_terms(hits: Iterator[Hit], terms: list[Hit]) -> Iterator[Hit]:
    """Runbooks with a name of the question, then what explains it, then the rest."""
    for hit in hits:
        if not hit.named:
            yield from (*terms, hit)
            terms = []
            break
        yield hit
    yield from (*terms, *hits)


def _told_of_each(filled: Sequence[FilledTemplate], stems: Sequence[StepStems], terms: Sequence[Term]) -> list[float]:
    """How much each template of an entry has of what a question says: its words, and places for its values.

    A word that only one of them has tells more of it, the verb that its title begins with too.
    """
    own = {stem for term in terms for stem, nearness in term.stems.items() if nearness >= _ITSELF}
    removes = not own.isdisjoint(_REMOVING)
    said = [
        _OF_A_VALUE * len(each.values) - _NOT_TO_BE_REMOVED * (not removes and not words.verbs.isdisjoint(_REMOVING))
        for each, words in zip(filled, stems, strict=True)
    ]
    for term in terms:
        held = [_held(term, words) for words in stems]
        only = _ONLY_THERE if sum(share > 0 for share, _ in held) == 1 and len(held) > 1 else 1.0
        for place, (share, verb) in enumerate(held):
            said[place] += share * term.weight * only + _OF_A_VERB * verb
    return said


def _held(term: Term, words: StepStems) -> tuple[float, bool]:
    """How much of a term a template has, and whether its title begins with it."""
    best, verb = 0.0, False
    for stem, nearness in term.stems.items():
        place = 1.0 if stem in words.title else _IN_COMMANDS if stem in words.commands else _IN_NOTES * (stem in words.notes)
        best = max(best, nearness * place)
        verb = verb or (stem in words.verbs and nearness >= _ITSELF)
    return best, verb


def _as_asked(filled: list[FilledTemplate], told: list[float]) -> tuple[list[int], int]:
    """The places of the templates, those that are asked for first, and how many those are.

    A look that an entry begins with stays before what changes things.
    """
    order = list(range(len(filled)))
    best = max(order, key=lambda place: (told[place], -place))
    if best >= _FIRST and told[best] >= max(told[:_FIRST]) + _CLEARLY:
        order.remove(best)
        looks_first = filled[order[0]].template.risk == "read-only" != filled[best].template.risk
        order.insert(1 if looks_first else 0, best)
    if len(order) > _FIRST:
        rest = order[_FIRST - 1 :] if best == order[0] or best not in order[:_FIRST] else []
        second = max(rest, key=lambda place: (told[place], -place), default=best)
        if rest and told[second] >= told[rest[0]] + _CLEARLY and _may_be_second(filled[second], filled[order[0]]):
            order.remove(second)
            order.insert(1, second)
    if len(order) <= _FIRST:
        return order, min(_FIRST, len(order))
    third = max(order[_FIRST:], key=lambda place: (told[place], -place))
    least = min(told[place] for place in order[:_FIRST])
    if told[third] < max(_NEARLY_AS_MUCH * max(told), least + _CLEARLY) or not _may_be_second(filled[third], filled[order[1]]):
        return order, min(_FIRST, len(order))
    order.remove(third)
    order.insert(_FIRST, third)
    return order, _FIRST + 1


def _may_be_second(second: FilledTemplate, first: FilledTemplate) -> bool:
    return second.template.risk != "destructive" or first.template.risk == "destructive"


def _telling(question: Question, most: int, nearly: int) -> set[str]:
    """The stems by which passages are looked for: those of the terms that tell most; with what is near to the first ones."""
    terms = sorted((term for term in question.terms if term.stems), key=lambda term: -term.weight)[:most]
    near = {stem for term in terms[:nearly] for stem in term.stems}
    return near | {stem for term in terms for stem, nearness in term.stems.items() if nearness >= _ITSELF}


def _trust(question: Question, source: Source) -> float:
    return 1.0 if question.of_the_field else _NOT_OF_THE_FIELD[source]


def _has_digit(stems: Iterable[str]) -> bool:
    return any(letter.isdigit() for stem in stems for letter in stem)


def _document(entry: Entry) -> Document:
    body = [entry.summary, *entry.pitfalls]
    for template in entry.templates:
        body += template.notes, *(flag.meaning for flag in template.flags)
    commands = "\n".join(f"{template.title}\n{template.text}" for template in entry.templates)
    looks = entry.templates[0].risk == "read-only"
    writes = entry.templates[0].language not in ("bash", "sql", "promql")
    return Document(entry.id, entry.topic, (entry.title, *entry.tasks), commands, "\n".join(body), looks, writes)


def _of_a_workload(template: Template, question: str, values: dict[str, str]) -> tuple[Template, dict[str, str]]:
    """Commands for pods, where the question names what the pods belong to."""
    named = _WORKLOAD.search(question) if "pod" not in values and "pod" in template.slot_names else None
    if named is None or template.language != "bash" or named[2].casefold() in STOP_WORDS:
        return template, values
    kind = {"deploy": "deployment", "sts": "statefulset", "ds": "daemonset", "svc": "service"}.get(
        named[1].casefold(), named[1].casefold()
    )
    text = of_a_workload(template.text, kind)
    return (replace(template, text=text), values | {"pod": named[2]}) if "{{pod}}" in text else (template, values)


def _filled(template: Template, entry: Entry, values: dict[str, str], example: str, asked: _Asked) -> FilledTemplate:
    """Values that cannot stand safely in this template give way to the example."""
    question = asked.now or asked.question
    template, values = _of_a_workload(tailored(template, question, values, asked.flags), question, values)
    own = {name: value for name, value in values.items() if name in template.slot_names}
    while own or template.text:
        try:
            filled = fill(template, entry.slots, own, marked=True)
        except InvalidParameter as error:
            if error.param not in own:
                raise
            del own[error.param]
        else:
            database = asked.database if template.language == "sql" and asked.database not in filled.text else ""
            return FilledTemplate(template, filled.text, tuple(sorted(own.items())), filled.examples, database)
    return FilledTemplate(template, example, (), tuple(sorted(template.slot_names)))
