"""Words of a text: compounds split, endings cut, so that a question and an entry meet in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.knowledge.search.synonyms import CANONICAL, GERMAN, PHRASES

_STOP_WORDS_TEXT = """
a about after again already also am an and any anybody anyone are as at be because been before being but by can cannot
could d did do does doing don done down each else even ever every everything for from give given go goes going got had
has have having he hello help her here hey hi him his how i if in instead into is isn it its just know let lets like ll
m many may maybe me mine more most much must my myself need needs no now of off ok on one only or other our out over own
please possible re really right s see seem seems should so some somebody someone something still such t tell than thank
thanks that the their them then there these they thing things this those through to too under until up us use used using
ve very via want was way we well were what when where whether which while who why will with without won would you your
though although however otherwise whatever whenever meanwhile therefore thus upon within among towards besides unless whose
himself itself themselves yourself anything nobody everyone quite rather pretty actually basically probably maybe sure btw
fyi asap idk imo clue idea wonder per myself ourselves guys folks
yours not best correct proper properly good simple easy quick quickly able explain forever always constantly suddenly
currently anymore trying try tried
incl below underneath like lately later soon today tomorrow yesterday anyway somehow says said say please pls plz w/o wo
wie ich ist das der den dem des ein eine einen einem einer im vom zum zur mit und oder auf aus bei nach von mir mich wir uns
kann konnen mein meine meinen unser unsere alle allen sehe sehen bitte warum wieso wo welche welcher welches sind wird
werden soll nicht kein keine nur auch noch fur uber unter durch
le la les des du un une mon ma mes je comment sur dans avec pour est sont qui que quel quelle
el los las del una como con por para mi mis en es son cual cuales de al sin hay puedo quiero necesito donde desde hoy
au aux ce cette il sans veux peux faire depuis
ohne bis seit ob man gerade heraus hallo
"""
STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())
_GENERIC_TEXT = """
all get gets list show find look see write create make fix resolve change read check set add run work file way thing
problem handle start use want keep new right
"""
_USUAL_NAMES_TEXT = """
api app web frontend backend worker redis postgres mysql db cache prod production staging stage dev develop development
test testing qa main master default kube-system monitoring grafana prometheus jenkins shop nginx
account accounts admin agent analytics auth basket billing blog bot cart catalog chat checkout cms consumer crm customer
customers dashboard deploy edge email erp etl exporter feed finance forum gateway home importer ingest inventory invoice
invoices kafka ledger legal login loki mail mailer marketing media messaging mobile mongo notifications notifier orders
payment payments platform portal pricing processor producer profile proxy rabbitmq recommender reporting reports reviews
sales scheduler search session sessions shipping sso staff stats stock store storefront support tracking traefik users
vault wallet warehouse webhook webshop website wiki
"""
USUAL_NAMES = frozenset(  # that people give to what they run
    _USUAL_NAMES_TEXT.split()
)
_TOKEN = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)*")
_PARTS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_HUMP = re.compile(r"[a-z][A-Z]|[A-Z][A-Z][a-z]")
_MOST_KNOWN = 1 << 14  # words that are remembered, taken apart
_LONGEST_WORD = 60  # what is longer is a key or a digest, and no word


@dataclass(frozen=True, slots=True)
class Token:
    """One word as it stands in a text, and what it is to search."""

    raw: str  # lower case, without accents
    whole: str  # the stem of all of it, separators left out
    parts: tuple[str, ...]  # the stems of its parts; empty where it is no compound


def tokens(text: str) -> list[Token]:
    """Every word of the text, in its order."""
    return [token(word) for word in _TOKEN.findall(plain(text)) if len(word) <= _LONGEST_WORD]


def plain(text: str) -> str:
    """The text without accents; its case is kept, since compounds are told by it."""
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


@lru_cache(_MOST_KNOWN)
def token(word: str) -> Token:
    """Take a word apart: `CrashLoopBackOff`, `pg_dump`, `kube-system`."""
    pieces = _PARTS.findall(word)
    parts = [part for piece in pieces for part in (_CAMEL.findall(piece) if _HUMP.search(piece) else [piece])]
    lowered = word.casefold()
    whole = stem("".join(pieces).casefold())
    if len(parts) == 1:
        return Token(lowered, canonical(lowered), ())
    return Token(lowered, CANONICAL.get(whole, whole), tuple(canonical(part.casefold()) for part in parts))


@lru_cache(_MOST_KNOWN)
def canonical(word: str) -> str:
    """The stem that stands for a word and all that means the same."""
    word = GERMAN.get(word, word)
    found = CANONICAL.get(word)
    if found is None:
        found = stem(word)
        found = CANONICAL.get(found, found)
    return found


@lru_cache(_MOST_KNOWN)
def stem(word: str) -> str:
    """Cut endings off: plural, -ing, -ed, -ment, -ion, a last e or y.

    Lighter than Porter's: it only has to cut both sides alike, and names of objects stay readable.
    """
    if len(word) < 4 or not word.isascii() or not word.isalpha():  # noqa: PLR2004  # shorter words have no endings
        return word
    if word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ation", "ing", "ment", "ion", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and re.search("[aeiouy]", rest):  # noqa: PLR2004
            word = rest
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":  # noqa: PLR2004
                word = word[:-1]
            break
    return word[:-1] if len(word) > 3 and word[-1] in "ey" and word[-2] not in "aeiou" else word  # noqa: PLR2004


def phrase_stems(found: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Groups of words that have a word of their own (`out of memory`: oom), with their first and last places."""
    return [
        (start, start + len(phrase) - 1, word)
        for start, first in enumerate(found)
        if first.raw in _PHRASES
        for phrase, meaning in _PHRASES[first.raw]
        if tuple(token.raw for token in found[start : start + len(phrase)]) == phrase
        for word in meaning
    ]


def _by_first_word(phrases: Mapping[str, str]) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for phrase, meaning in phrases.items():
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append((words, tuple(canonical(word) for word in meaning.split())))
    return found


_PHRASES = _by_first_word(PHRASES)
GENERIC = frozenset(canonical(word) for word in _GENERIC_TEXT.split())
