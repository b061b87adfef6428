"""What a question names that only the user's own texts know: services, hosts, error codes, alerts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.knowledge.search.question import Question, Term, clip
from assistant.knowledge.search.words import STOP_WORDS, Token, phrase_stems, token, tokens

_MOST_UNKNOWN = 100  # words of a question that are looked up
_SHORTEST = 3
_NEAR_PART = 0.5  # of a compound whose whole is known
_AMOUNT = re.compile(r"\d+(?:\.\d+)*[a-z%]{0,3}|v?\d+(?:[.-]\d+){1,2}")  # a number, a version, a time, a size
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_ORDINARY_TEXT = """
action additional after alarm appendix approval assumption author background before business caution change checklist
cleanup communication contact contents criteria customer description detail detection diagnosis document documentation
emergency escalate escalation example expected explanation faq fallback finally followup general glossary goal guide
guideline handover history immediate impact important incident information instruction introduction investigate
investigation link maintenance mitigate mitigation monitor note notification notify oncall operation operational
operations optional owner ownership overview page pager phase planned playbook post postmortem precondition preparation
prerequisite prevention procedure purpose quick reason recovery related relevant remediation report requirement response
responsibility review risk rollout rule runbook safety scenario scope section severity sign signal sla slo stakeholder
standard steps strategy summary support symptom task team template terminology ticket title topic trigger
troubleshooting urgent usual validation verification warning weekly monthly yearly
"""
_ORDINARY = frozenset(token(word).whole for word in _ORDINARY_TEXT.split())  # of runbooks anywhere: they name nothing


@dataclass(frozen=True, slots=True)
class Word:
    """A word that the handbook does not know.

    Attributes:
        stems: what it may be found by: all of it, then its parts.
    """

    raw: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The words of a question that the user's texts know and the handbook does not.

    Attributes:
        terms: by the words as they were written.
        certain: stems of those that are surely names.
    """

    terms: Mapping[str, Term]
    certain: frozenset[str]

    def added_to(self, question: Question) -> Question:
        """The question as it is asked of the user's texts."""
        if not self.terms:
            return question
        own = tuple(term for term in question.terms if term.word not in self.terms)
        return replace(
            question,
            terms=own + tuple(self.terms.values()),
            stems=question.stems | {stem for term in self.terms.values() for stem in term.stems},
        )


def unknown(text: str, knows: Callable[[str], bool]) -> list[Word]:
    """The words of a question that could be names.

    Args:
        knows: whether the handbook has a stem.
    """
    found: dict[str, Word] = {}
    for each in tokens(clip(text)):
        if each.raw in found or each.raw in STOP_WORDS or len(each.raw) < _SHORTEST or knows(each.whole):
            continue
        others = (stem for stem in (*_between_dots(each), *each.parts) if len(stem) >= _SHORTEST and stem not in STOP_WORDS)
        found[each.raw] = Word(each.raw, tuple(dict.fromkeys((each.whole, *others))))
        if len(found) >= _MOST_UNKNOWN:
            break
    return list(found.values())


def names(words: list[Word], places: Mapping[str, Collection[str]], knows: Callable[[str], bool], weight: float) -> Names:
    """
    Args:
        places: the columns that the user's texts have each stem in, of those that they have.
        weight: how much a name tells.
    """
    terms: dict[str, Term] = {}
    certain: set[str] = set()
    for word in words:
        whole, *others = word.stems
        if whole in places:
            nearness = {stem: _NEAR_PART for stem in others if stem in places} | {whole: 1.0}
            terms[word.raw] = Term(weight, nearness, word.raw)
            if _is_name(word.raw, places[whole], compound=bool(others)):
                certain.add(whole)
            continue
        known = [stem for stem in others if stem in places and not knows(stem)]
        if known:
            terms[word.raw] = Term(weight, dict.fromkeys(known, 1.0), word.raw)
            certain.update(stem for stem in known if _is_name(stem, places[stem], compound=False))
    return Names(terms, frozenset(certain))


def stored_stems(text: str) -> list[str]:
    """The stems that a text of the user is found by, in its order."""
    found = tokens(text)
    return [stem for _, _, stem in phrase_stems(found)] + [stem for each in found for stem in _of_token(each)]


def _of_token(each: Token) -> Iterator[str]:
    if each.raw not in STOP_WORDS:
        yield each.whole
        yield from each.parts
        yield from _between_dots(each)


def _between_dots(each: Token) -> list[str]:
    """The labels of a host, the name and the ending of a file."""
    return [token(label).whole for label in each.raw.split(".")] if "." in each.raw else []


def _is_name(raw: str, places: Collection[str], *, compound: bool) -> bool:
    """Whether a word is surely a name: by its form, else by where it stands."""
    if _ADDRESS.fullmatch(raw):
        return True
    if _AMOUNT.fullmatch(raw):
        return False
    if any(letter.isdigit() for letter in raw) or (compound and raw.isalpha()):  # db-7, PAY-4012; LedgerLagHigh
        return True
    return ("asked" in places or "commands" in places) and token(raw).whole not in _ORDINARY
