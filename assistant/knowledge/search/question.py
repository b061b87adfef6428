"""A question as search reads it: what each of its words may be found by, and how much it tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.knowledge.search.index import Index
from assistant.knowledge.search.spelling import Spelling
from assistant.knowledge.search.synonyms import NEAR
from assistant.knowledge.search.tools import is_foreign, of_the_field
from assistant.knowledge.search.values import names_in, side_by_side, without_paths, without_values
from assistant.knowledge.search.words import STOP_WORDS, Token, canonical, phrase_stems, tokens

_MOST_WORDS = 24  # of a question that are looked for; the rarest ones
_LONGEST_TEXT = 4_000  # characters that are read as they are; of what is longer, both ends and the errors
_END = 1_200
_LINES_OF_ERRORS = 12
_ERROR = re.compile(r"(?i)error|fatal|denied|refused|failed|cannot|unable|exception|timed out|not found")
_AROUND_ERROR = 200  # characters on both sides, of the same line
_IMAGE = re.compile(
    r"(?<![\w./:-])[a-z0-9][\w./-]{0,100}:(?:v?\d[\w.-]{0,60}|latest|stable|alpine)(?![\w./:-])"
)  # says nothing of the task
_HOST = re.compile(r"(?i)(?<![\w./:-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|io|dev|local|internal|example|test)(?![\w.-])")
_TIME = re.compile(
    r"(?i)(?<![\w.])(?:\b(?:(?:from|in|of|for|within|since)\s+)?(?:the\s+)?(?:last|past)\s+)?\d+\s?(?:seconds?|minutes?|mins?|hours?|days?|weeks?)(?:\s+ago)?(?!\w)"
)
_PORT = re.compile(r"(?i)\bports?\s+\d{1,5}\b")
_UNIT = re.compile(r"(?<![\w/.-])[\w@-]{1,100}\.(service|timer)(?!\w)")
_TO_NAME = re.compile(r"(?i)\b(to|into|onto|from)\s+\w[\w.-]{0,100}/[\w./-]{1,100}")  # of a branch, an object
_PLACE = re.compile(  # where it is, and not what is to be done
    r"(?i)(?:\b(?:in|im|from|of|inside|within)\s+(?:the\s+)?|,\s*|\()(?:namespace|ns)\b(?:\s+[\w-]+(?=\s*(?:[,.;:?!)]|$)))?"
    r"(?!\s+(?:is|are|stuck|by default|permanently))"
)
_OBJECT = (
    r"pods?|deploy|deployments?|services?|svc|nodes?|namespaces?|ns|containers?|branch|statefulset|daemonset|cronjob|job|ingress|"
    r"configmap|cm|secret|pvc|release|unit|database|table|user|bucket|instance|volume|cluster|context"
)
_NAMES = "api|frontend|backend|prod|production|staging|stage|dev|develop|qa|kube-system|monitoring|shop"
_NAME_AFTER = re.compile(
    rf"(?i)(?<![\w-])((?:{_OBJECT})[ /]+(?:named |called )?)"
    rf"((?:{_NAMES})(?![\w-])|[\w.@:/-]{{0,100}}[\d_./-][\w.@:/-]{{0,100}})"
)
_NAME_BEFORE = re.compile(rf"(?i)(?<![\w-])(?:{_NAMES})( (?:{_OBJECT}))(?!\w)")
_GERMAN = re.compile(r"(?i)\b(?:wie|vom|im|das|der|den|dem|ich|und|mir|zeig\w{0,3}|nicht|auf|alle)\b")
_GERMAN_ARTICLE = re.compile(r"(?i)\bdie\b")  # in English a verb that says much
_LOOK = re.compile(
    r"(?i)\s*(?:and |so |please )?(?:which|what|who|whose|when|where|how many|how much|how big|show|list|see|is|are|does)\b"
)
_ACT = re.compile(
    r"(?i)\s*(?:(?:and|so|please|pls|then|now|just|i|we|want to|need to|have to|how (?:do|can|to) (?:i|we)?|"
    r"can (?:i|we|you)|quickly|bitte)[ ,:]+){0,4}"
    r"(?:switch|taint|untaint|restart|kick|trigger|start|stop|scale|roll|undo|drain|cordon|uncordon|delete|remove|kill|copy|move|test|"
    r"check|run|exec|execute|rerun|put|bump|change|update|upgrade|pause|resume|suspend|enable|disable|rename|forward|follow|tail|grow|shrink)\b"
)
_ELSEWHERE = re.compile(  # where somebody comes from says nothing of what is to be done
    r"(?i)\b(?:i(?:'m| am)\s+)?(?:coming|moving|moved|switching|switched|migrating|migrated|came|come)\s+(?:over\s+)?from\s+"
    r"[\w/ -]{1,30}(?:,|:|\.(?=\s)|\s-\s)"
    r"|\b(?:in|with|on)\s+[\w ]{1,20}?,?\s+i(?:'d| would| used to| had| always)\b[^.?!\n]{0,60}[.!](?=\s)"
    r"|\bi\s+(?:only\s+)?(?:know|knew|am used to|come from|came from)\s+[\w ]{1,30}?(?:\s+only)?[.:,](?=\s)"
    r"|\b[\w]{2,15}\s+(?:guy|user|person|admin|dev) here\b[.,:]?"
)
_SEARCHED_FOR_ERRORS = 200_000  # characters

_SHORTEST_NUMBER = 3  # digits, of a status or an exit code; shorter ones count something
_WEIGHT_OF_PART = 0.5  # of a compound whose whole is known
_WEIGHT_OF_GUESS = 0.8  # a word that was misspelt
_WEIGHT_OF_NEAR = 0.45
_WEIGHT_OF_PLACE = 0.35  # `in namespace shop`
_WEIGHT_IN_PHRASE = 0.4  # a word that is told already by the phrase it stands in
_A_NAME = 0.6  # of the weight of an unknown word, in a question about machines
_UNKNOWN = 0.7  # of the rarity of a word in one document


@dataclass(frozen=True, slots=True)
class Term:
    """One thing the question names."""

    weight: float  # how much it tells
    stems: Mapping[str, float]  # what it may be found by, and how near that is to it (1: itself); empty for a word unknown
    word: str = ""  # as it was written, where it is unknown


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for."""

    terms: tuple[Term, ...]
    stems: frozenset[str]  # what it names itself, without what is near
    of_the_field: bool  # about machines at all
    looks: bool = False  # whether it wants to see something
    objects: frozenset[str] = frozenset()  # names of objects, in lower case
    acts: bool = False  # whether it wants something done to what exists
    said: frozenset[str] = frozenset()  # the stems of its words, without those of paths, which name no tool

    @property
    def weight(self) -> float:
        return sum(term.weight for term in self.terms)


class QuestionReader:
    """Reads questions with the words that an index knows."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._words = index.words
        self._spelling = Spelling(word for word, stem in index.words.items() if index.is_asked(stem))
        self._near = _near(index.knows)
        self._beside = side_by_side(index.phrases)
        self.unknown_weight = _UNKNOWN * index.rarity("")

    def read(self, text: str, names: Collection[str] = ()) -> Question:
        """Any text, of any length: of a long one, its ends and its errors are read.

        Args:
            names: words in lower case that are right as they are, although the index does not know them.
        """
        clipped = _ELSEWHERE.sub(" ", clip(text))
        objects = names_in(clipped, self._beside)
        read = self._without_values(clipped, objects)
        found = tokens(read)
        terms: dict[str, Term] = {}
        in_phrase: set[int] = set()
        for first, last, stem in phrase_stems(found):
            if self._index.knows(stem):
                in_phrase.update(range(first, last + 1))
                self._add(terms, {stem: 1.0}, 1.0)
        for place, token in enumerate(found):
            if token.raw not in STOP_WORDS:
                weight = _WEIGHT_IN_PHRASE if place in in_phrase else 1.0
                for stems in self._options(token, names):
                    self._add(terms, stems, weight, token.raw)
                for stem in self._joined(found, place):
                    self._add(terms, {stem: 1.0}, 1.0)
        if _PLACE.search(clipped):
            self._add(terms, {"namespace": 1.0}, _WEIGHT_OF_PLACE)
        chosen = sorted(terms.values(), key=lambda term: -term.weight * bool(term.stems))[:_MOST_WORDS]
        own = frozenset(stem for term in chosen for stem, nearness in term.stems.items() if nearness > _WEIGHT_OF_NEAR)
        own |= {token.whole for token in found if token.raw not in STOP_WORDS}
        if _PLACE.search(clipped):
            own |= {"namespace"}
        in_paths = {stem for each in tokens(read) for stem in (each.whole, *each.parts)} - {
            stem
            for each in tokens(without_paths(self._without_values(without_paths(clipped), objects)))
            for stem in (each.whole, *each.parts)
        }
        looks, acts = bool(_LOOK.match(clipped)), bool(_ACT.match(clipped))
        technical = of_the_field(clipped, own)
        if technical:  # an unknown word is then most likely somebody's name for something
            chosen = [
                each if each.stems or is_foreign(each.word) else replace(each, weight=each.weight * _A_NAME) for each in chosen
            ]
        return Question(tuple(chosen), own, technical, looks, objects, acts, own - in_paths)

    def _without_values(self, text: str, objects: frozenset[str]) -> str:
        """The text without names of objects, hosts, images and times: they tell nothing of the task."""
        text = without_values(text, self._index.is_asked, objects)
        if _GERMAN.search(text):
            text = _GERMAN_ARTICLE.sub(" ", text)
        text = _TIME.sub(" ", _HOST.sub(_of_host, _IMAGE.sub(" ", text)))
        text = _UNIT.sub(r" systemd \1", _TO_NAME.sub(r"\1", _PORT.sub("port", text)))
        text = _PLACE.sub(" ", text)
        text = _NAME_AFTER.sub(lambda match: match[0] if self._is_known(match[2]) else f"{match[1]} ", text)
        return _NAME_BEFORE.sub(lambda match: match[1], text)

    def _is_known(self, name: str) -> bool:
        """`not-ready` after `node` is no name."""
        return (
            name not in _NAMES.split("|")
            and not re.search(r"[\d./]", name)
            and any(self._index.knows(token.whole) for token in tokens(name))
        )

    def _options(self, token: Token, names: Collection[str]) -> list[dict[str, float]]:
        """What a word may be found by; several where it is a compound that is only known by its parts."""
        value = token.raw[0].isdigit() or ("-" in token.raw and token.raw[-1].isdigit())  # 65536, 12h, worker-7
        knows = self._index.is_asked if value else self._index.knows
        if token.raw.isdigit() and len(token.raw) < _SHORTEST_NUMBER:
            return []
        parts = [part for part in token.parts if knows(part) and not part.isdigit()]
        if knows(token.whole):
            return [{token.whole: 1.0} | dict.fromkeys(parts, _WEIGHT_OF_PART)]
        if token.parts:
            generated = "-" in token.raw and any(letter.isdigit() for letter in token.raw)  # web-7d4b9c6f5
            return [] if generated else [{part: 1.0} for part in parts if part not in STOP_WORDS]
        if token.raw in names:
            return [{}]
        return self._guesses(token.raw) if token.raw.isalpha() else []  # else a version or a name, which no entry could have

    def _guesses(self, word: str) -> list[dict[str, float]]:
        """What an unknown word may be."""
        if guess := self._spelling.nearest(word):
            return [{self._words[guess]: _WEIGHT_OF_GUESS}]
        if halves := self._spelling.halves(word):
            return [{self._words[half]: 1.0} for half in halves]
        return [{}]

    def _joined(self, found: list[Token], place: int) -> list[str]:
        """Two words that entries write as one: `roll back`."""
        if place + 1 == len(found):
            return []
        stem = canonical(found[place].raw + found[place + 1].raw)
        return [stem] if self._index.is_asked(stem) else []

    def _add(self, terms: dict[str, Term], stems: dict[str, float], weight: float, word: str = "") -> None:
        if not stems:
            terms[f"unknown {len(terms)}"] = Term(self.unknown_weight, {}, word)
            return
        first = next(iter(stems))
        near = {
            other: _WEIGHT_OF_NEAR for stem, own in stems.items() if own > _WEIGHT_OF_PART for other in self._near.get(stem, ())
        }
        if first not in terms or terms[first].weight < weight * self._index.rarity(first):
            terms[first] = Term(weight * self._index.rarity(first), near | stems)


def _of_host(match: re.Match[str]) -> str:
    """A host that is called by its part: `bastion.example.com`."""
    label = match[0].partition(".")[0].casefold()
    return f" {label} " if label in ("bastion", "jump", "jumphost", "gateway") else " "


def clip(text: str) -> str:
    """What is read of a text: all of it, or its ends and its errors."""
    if len(text) <= _LONGEST_TEXT:
        return text
    return "\n".join((text[:_END], *_errors(text[_END : _END + _SEARCHED_FOR_ERRORS]), text[-_END:]))


def _errors(text: str) -> Iterator[str]:
    """The first lines that tell of an error, cut around it."""
    end = 0
    for _ in range(_LINES_OF_ERRORS):
        if not (match := _ERROR.search(text, end)):
            return
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _AROUND_ERROR)
        line_end = text.find("\n", match.end(), match.end() + _AROUND_ERROR)
        end = line_end if line_end >= 0 else match.end() + _AROUND_ERROR
        yield text[start:end]


def _near(known: Callable[[str], bool]) -> dict[str, frozenset[str]]:
    near: dict[str, set[str]] = {}
    for group in NEAR:
        stems = {canonical(word) for word in group}
        for stem in stems:
            near.setdefault(stem, set()).update(other for other in stems if other != stem and known(other))
    return {stem: frozenset(others) for stem, others in near.items()}
