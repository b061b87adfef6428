"""The glossary of the handbook: what the field's words mean, and what tells them apart (the form: docs/handbook.md)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import NoReturn

from assistant.errors import HandbookError
from assistant.knowledge.concept_question import asked_about

FOLDER = Path(__file__).parent / "glossary"
PREFIX = "glossary/"  # of the ids, among those of the handbook

_FIELD = re.compile(r"(Also|See|Compares): (.+)")
_NO_LETTER = re.compile(r"[^a-z0-9+#]+")
_PLACE = re.compile(
    r" (?:in|on|for|with|inside|of|from|within|at|used|and (?:when|why|how|what|which|do|does|should)|if|when"
    r"|bei|unter|mit|für)\b"
)
_NUMBER = re.compile(r"\W*\d[\d./]*$")  # `CIDR /24`
_MOST_MEANINGS = 3
_SHORT = 3  # letters of `DNS` and `NFS`, which are no plurals


@dataclass(frozen=True)
class Meaning:
    """A word of the field, or several that are told apart.

    Attributes:
        topic: title of its part of the glossary.
        others: names beside its title.
        compares: titles of what it tells apart; empty for a word.
        see: ids of entries of the handbook.
        text: Markdown.
    """

    id: str
    topic: str
    title: str
    others: tuple[str, ...]
    compares: tuple[str, ...]
    see: tuple[str, ...]
    text: str

    @property
    def names(self) -> tuple[str, ...]:
        return (self.title, *self.others)


@dataclass(frozen=True)
class Topic:
    """A part of the glossary.

    Attributes:
        context: words in a question that mean this part.
    """

    title: str
    context: tuple[str, ...]
    terms: tuple[Meaning, ...]


def load(folder: Path = FOLDER) -> list[Topic]:
    """Read every part of the glossary.

    Raises:
        HandbookError: a file has not its form, two terms of it have one name, or a comparison is of what is no term.
    """
    topics = [_Reader(path).read() for path in sorted(folder.glob("*.md"))]
    titles = {term.title for topic in topics for term in topic.terms if not term.compares}
    for topic in topics:
        for term in topic.terms:
            if missing := set(term.compares) - titles:
                raise HandbookError(f"glossary, {topic.title}, {term.title}: {min(missing)!r} is no term.")
    return topics


class Glossary:
    """Answers questions about words; from any thread."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics = list(topics)
        self._by_id = {term.id: term for topic in self._topics for term in topic.terms}

    def answer(self, question: str) -> list[Meaning]:
        """What explains the words that a question asks about: a comparison, else each word, in each of its meanings.

        Empty where it asks for something else, or for a word that is not here.
        """
        for names in asked_about(question):
            if len(names) == 1 and (found := self._meanings(names[0], question)):
                return found[:_MOST_MEANINGS]
            if len(names) > 1 and (found := self._of_several(names, question)):
                return found
        return []

    def term(self, identity: str) -> Meaning | None:
        """One term by its id; None where there is none."""
        return self._by_id.get(identity)

    def _meanings(self, name: str, question: str) -> list[Meaning]:
        """What a name means; in the part that the question speaks of, where it speaks of one."""
        places = [match.start() for match in _PLACE.finditer(name)]
        for phrase in (name, _NUMBER.sub("", name), *(name[:place] for place in reversed(places))):
            if found := self._called(phrase):
                here = [each for each in found if self._contexts[each.topic].search(question)]
                return here or found
            for topic, context in self._contexts.items():  # `docker volume`: the first word only says which part is meant
                if own := [each for each in self._called(context.sub(" ", phrase)) if each.topic == topic]:
                    return own
        return []

    def _of_several(self, names: Sequence[str], question: str) -> list[Meaning]:
        """What tells them apart, else each; where they stand next to each other they share a noun, or what comes before it."""
        first, last = names[0].split(), names[-1].split()
        forms = (
            [names[0], *(" ".join((*first[:-1], name)) for name in names[1:])],  # `kubectl create and apply`
            [*(" ".join((name, *last[-1:])) for name in names[:-1]), names[-1]],  # `symmetric vs asymmetric encryption`
            [*(" ".join((name, *last[1:])) for name in names[:-1]), names[-1]],  # `L4 vs L7 load balancer`
            list(names),
        )
        told = [[self._meanings(name, question) for name in form] for form in forms]
        whole = [meanings for meanings in told if all(meanings)]
        for meanings in whole:
            if found := self._told_apart(meanings):
                return found
        return next(filter(None, (self._one_each(meanings, question) for meanings in whole)), [])

    def _called(self, name: str) -> list[Meaning]:
        key = _key(name)
        found = self._named.get(key) or self._named.get(_singular(key)) or []
        return [each for each in found if _key(each.title) in (key, _singular(key))] or found

    def _told_apart(self, meanings: Sequence[Sequence[Meaning]]) -> list[Meaning]:
        for each in product(*meanings):
            if found := self._comparisons.get(frozenset(term.title for term in each)):
                topics = {term.topic for term in each}
                return [next((one for one in found if one.topic in topics), found[0])]
        return []

    def _one_each(self, meanings: Sequence[Sequence[Meaning]], question: str) -> list[Meaning]:
        """Of each name one meaning: of one part of the glossary, or of those that the question speaks of."""
        shared = set.intersection(*({term.topic for term in each} for each in meanings))
        if not shared and sum(bool(context.search(question)) for context in self._contexts.values()) < len(meanings):
            return []
        chosen = [next((term for term in each if term.topic in shared), each[0]) for each in meanings]
        return chosen if len({term.id for term in chosen}) == len(chosen) else []

    @cached_property
    def _named(self) -> dict[str, list[Meaning]]:
        named: dict[str, list[Meaning]] = defaultdict(list)
        singular: dict[str, list[Meaning]] = defaultdict(list)
        for each in self._by_id.values():
            for key in dict.fromkeys(map(_key, each.names)) if not each.compares else ():
                named[key].append(each)
                singular[_singular(key)].append(each)
        return {**singular, **named}

    @cached_property
    def _comparisons(self) -> dict[frozenset[str], list[Meaning]]:
        compared: dict[frozenset[str], list[Meaning]] = defaultdict(list)
        for term in self._by_id.values():
            if term.compares:
                compared[frozenset(term.compares)].append(term)
        return dict(compared)

    @cached_property
    def _contexts(self) -> dict[str, re.Pattern[str]]:
        words = {
            topic.title: "|".join(map(re.escape, sorted((topic.title, *topic.context), key=len, reverse=True)))
            for topic in self._topics
        }
        return {title: re.compile(rf"(?<![\w-])(?:{each})(?![\w-])", re.IGNORECASE) for title, each in words.items()}


def _key(name: str) -> str:
    """What a name is looked up by: without what people write differently."""
    return _NO_LETTER.sub("", name.lower())


def _singular(key: str) -> str:
    if key.endswith("ies") and len(key) > _SHORT + 1:
        return f"{key[:-3]}y"
    if re.search(r"(?:ss|sh|ch|x)es$", key):
        return key[:-2]
    return key[:-1] if re.search(r"[^suai]s$", key) and len(key) > _SHORT else key


class _Reader:
    """Reads one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = path.read_text(encoding="utf-8").splitlines()

    def read(self) -> Topic:
        title, context = self._head()
        starts = [number for number, line in enumerate(self._lines) if line.startswith("## ")]
        ends = [*starts[1:], len(self._lines)]
        terms = tuple(self._term(title, start, end) for start, end in zip(starts, ends, strict=True))
        taken: dict[str, str] = {}
        for term in terms:
            for name in () if term.compares else dict.fromkeys(map(_key, term.names)):
                if name in taken:
                    self._fail(1, f"{term.title!r} and {taken[name]!r} have one name")
                taken[name] = term.title
        return Topic(title, context, terms)

    def _head(self) -> tuple[str, tuple[str, ...]]:
        first, second = [*self._lines, "", ""][:2]
        if not first.startswith("# ") or not second.startswith("Context: "):
            self._fail(1, "it begins with `# TITLE` and `Context: word, word`")
        return first.removeprefix("# ").strip(), _listed(second.removeprefix("Context: "))

    def _term(self, topic: str, start: int, end: int) -> Meaning:
        title = self._lines[start].removeprefix("## ").strip()
        fields: dict[str, tuple[str, ...]] = {}
        at = start + 1
        while at < end and (match := _FIELD.fullmatch(self._lines[at])):
            fields[match[1]] = _listed(match[2])
            at += 1
        text = "\n".join(self._lines[at:end]).strip()
        if not text or "```" in text or re.search(r"(?m)^#", text):
            self._fail(start + 1, f"{title!r} has a text, without headings and fenced blocks")
        identity = f"{PREFIX}{self._path.stem}/{_NO_LETTER.sub('-', title.lower()).strip('-')}"
        return Meaning(identity, topic, title, fields.get("Also", ()), fields.get("Compares", ()), fields.get("See", ()), text)

    def _fail(self, line: int, what: str) -> NoReturn:
        raise HandbookError(f"glossary/{self._path.name}, line {line}: {what}.")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split(","))))
