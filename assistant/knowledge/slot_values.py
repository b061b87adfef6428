"""Values for the slots of an entry, found in the user's own words.

Only what is told apart surely is taken: where a value may belong to two slots, the example stands, and is shown as one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from assistant.errors import InvalidParameter
from assistant.knowledge import slot_phrases
from assistant.knowledge.search.synonyms import CANONICAL
from assistant.knowledge.search.words import STOP_WORDS, USUAL_NAMES, canonical
from assistant.knowledge.slots import Slot

_READ = 4_000  # characters of a question
_LONGEST_PIECE = 300
_PIECE = re.compile(r"\"[^\"\n]{1,200}\"|(?<!\w)'[^'\n]{1,200}'|`[^`\n]{1,200}`|[^\s\"'`,;()<>]+")
_TAG = r"(?:v?\d[\w.-]{0,80}|latest|stable|edge|dev|main|alpine[\w.]*)"
_HOST_NAME = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}"
_ENDINGS = (
    "ya?ml|json|tf|tfvars|conf|cfg|ini|toml|sh|py|sql|log|txt|md|env|pem|crt|key|csr|pfx|p12|der|cer|tar|gz|tgz|zip|dump|"
    "service|timer|rb|j2|csv"
)
_FILE = rf"[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})"
_IPV4 = r"\d{1,3}(?:\.\d{1,3}){3}"
_NAMED_UNITS = {"second": "s", "sec": "s", "minute": "m", "min": "m", "hour": "h", "hr": "h", "day": "d", "week": "w"}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_WHOLE: dict[str, re.Pattern[str]] = {  # kinds that a piece of text is known by alone
    "url": re.compile(r"[a-z][a-z0-9+]*://[\w.~:/@%+=,#-]+"),
    "image": re.compile(rf"(?=[^:]*[a-z])[a-z0-9][\w.-]*(?::\d+(?=/))?(?:/[\w.-]+)*(?::{_TAG}|@sha256:[0-9a-f]{{64}})"),
    "path": re.compile(rf"(?:~|\.{{1,2}})?(?:/[\w.@+-]+)+/?|(?:[\w.-]+/)*{_FILE}"),
    "address": re.compile(rf"{_IPV4}(?:/\d{{1,2}})?"),
    "host": re.compile(rf"(?:[\w.-]{{1,64}}@)?(?:{_HOST_NAME}|{_IPV4})"),
    "label": re.compile(r"[A-Za-z0-9][\w./-]*=[\w.-]+"),
    "revision": re.compile(r"HEAD(?:[~^]\d*)*|(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}|v\d+(?:\.\d+)+[\w.-]*"),
}
_PORT = re.compile(
    r"(?i)\bports?\s+(?:number\s+)?(\d{1,5})(?:\s*(?:,|and|to|->)\s*(\d{1,5}))?\b|(?<=[\w\]]):(\d{2,5})(?![\w.:-])"
)
_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?([kKmMgGtT])(i?)[bB]?(?:ytes)?(?![\w.])")
_DURATION = re.compile(r"(?i)(?<![\w.])(\d+)\s?(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|[smhdw])(?![\w.])")
_LAST = re.compile(r"(?i)\b(?:last|past)\s+(second|minute|hour|day|week)\b")
_SCHEDULE = re.compile(
    r"(?<![^\s\"'`])((?:[\d*/,-]+ ){4}[\d*/,A-Za-z-]+)(?![^\s\"'`.,?])"
    r"|(?<!\S)(@(?:hourly|daily|weekly|monthly|yearly|reboot))\b"
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_QUOTED = re.compile(  # as a text to be used; in errors quotes stand around names of all kinds
    r"(?i)\b(?:for|with|message|pattern|text|string|words?|query|comment|-m) +"
    r"(?:\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'(?!\w)|`([^`\n]{1,200})`)"
)

_LOOKS_LIKE_A_NAME = re.compile(r"(?=.*[\d_./-])[A-Za-z0-9][\w.@:/-]*")
_OBJECTS = frozenset(  # that people name before they say what it is: `the api deployment`
    canonical(word)
    for word in (
        "deployment",
        "pod",
        "service",
        "unit",
        "container",
        "namespace",
        "release",
        "branch",
        "statefulset",
        "cronjob",
    )
)
_AFTER_A_NAME = frozenset({"in", "on", "to", "from", "of", "with", "for", "at", "and", "as", "by", "via"})
_BEFORE_A_NAME = frozenset({"named", "called", "name", "is", "=", ":"})
_FROM, _TO = (
    frozenset({"from", "old", "source", "src", "local"}),
    frozenset({"to", "into", "new", "target", "destination", "remote"}),
)
_ALSO = {
    "unit": ("service",),
    "claim": ("persistentvolumeclaim",),
    "namespace": ("namespace",),
    "selector": ("label",),
    "account": ("serviceaccount",),
    "context": ("cluster",),
    "id": ("bucket", "instance", "vm"),
    "host": ("server",),
    "hosts": ("host", "server", "group"),
    "folder": ("folder",),
    "database": ("database",),
}
_PAIRS = (("old", "new"), ("from", "to"), ("source", "target"), ("source", "destination"), ("local", "remote"))
_OF_NAMES = frozenset({"name", "namespace", "host", "path", "image", "revision", "label", "url"})
_OF_NUMBERS = frozenset({"number", "port"})
_GENERATED = re.compile(r"(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_NEVER_ALONE = frozenset(
    {"namespace", "user", "group", "tags", "remote", "key", "table", "new", "to", "copy", "label", "exclude", "value"}
)
_OWNED = frozenset(
    canonical(word)
    for word in ("deploy", "deployment", "rollout", "release", "version", "pods", "log", "logs", "image", "replicas")
)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What words are, to the handbook and in this question."""

    known: Callable[[str], bool]
    names: Collection[str]

    def knows(self, word: str) -> bool:
        """Whether a word is one of the handbook's, and no name here."""
        return word not in self.names and self.known(word)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    quoted: bool
    stem: str


def find(question: str, slots: Mapping[str, Slot], known: Callable[[str], bool], names: Collection[str] = ()) -> dict[str, str]:
    """The values that a question gives for slots, by the slots' names.

    Args:
        known: whether a word is one of the handbook's, so that it is hardly a name.
        names: words in lower case that are names although the handbook may know them.
    """
    text = question[:_READ]
    lexicon = _Lexicon(known, names)
    pieces = [_piece(match[0]) for match in _PIECE.finditer(text) if len(match[0]) <= _LONGEST_PIECE]
    found: dict[str, str] = {}
    for name, told in slot_phrases.told(text, slots):
        if name in slots and name not in found:
            _keep(found, slots[name], told)
    for slot in slots.values():
        if slot.name not in found and (value := _beside(slot, pieces, lexicon)):
            _keep(found, slot, value)
    _pair(found, slots, pieces)
    for kind in {slot.kind for slot in slots.values()}:
        values = list(dict.fromkeys(value for value in _of_kind(kind, text, pieces) if value not in found.values()))
        _assign(found, [slot for slot in slots.values() if slot.kind == kind and slot.name not in found], values, text)
    _without_noun(found, slots, pieces, lexicon)
    return found


def _without_noun(found: dict[str, str], slots: Mapping[str, Slot], pieces: list[_Piece], lexicon: _Lexicon) -> None:
    """The one name that no noun stands beside is the object of the entry: `web-7f keeps dying`, `the rollout of cart`."""
    main = next((slot for slot in slots.values() if slot.name not in found and _may_be_the_object(slot)), None)
    if main is None:
        return
    taken = set(found.values())
    free = [piece for piece in pieces if piece.text not in taken and not any(piece.text in value for value in taken)]
    names = list(dict.fromkeys(piece.text for piece in free if _is_generated(piece)))
    if len(names) != 1:
        names = [
            other.text
            for one, other in pairwise(pieces)
            if one.text.casefold() in ("called", "named") and other.text not in taken
        ]
    if len(names) != 1:
        names = [
            other.text
            for one, of, other in zip(pieces, pieces[1:], pieces[2:], strict=False)
            if of.text in ("of", "for", "vom", "von")
            and other.text not in taken
            and _owns(other, lexicon)
            and one.stem in _OWNED
        ]
    if len(set(names)) == 1:
        _keep(found, main, names[0])


def _may_be_the_object(slot: Slot) -> bool:
    return slot.kind in ("name", "namespace", "host") and slot.name not in _NEVER_ALONE


def _is_generated(piece: _Piece) -> bool:
    """A name with a number in it, and nothing else that has one: `worker-3`, `payments-6c9d7`."""
    whole = any(pattern.fullmatch(piece.text) for pattern in _WHOLE.values())
    return not whole and not piece.quoted and bool(_GENERATED.fullmatch(piece.text))


def _owns(piece: _Piece, lexicon: _Lexicon) -> bool:
    word = piece.text.casefold()
    return word in USUAL_NAMES or (
        word.isalpha() and word not in STOP_WORDS and word not in CANONICAL and not lexicon.knows(word)
    )


def _pair(found: dict[str, str], slots: Mapping[str, Slot], pieces: list[_Piece]) -> None:
    """`A to B`, of names, where the entry has an old one and a new one."""
    pair = next(((slots[old], slots[new]) for old, new in _PAIRS if old in slots and new in slots), None)
    if not pair or pair[0].kind != pair[1].kind or pair[0].kind not in _OF_NAMES:
        return
    for one, between, other in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if between.text in ("to", "into") and _is_name(one) and _is_name(other):
            _keep(found, pair[0], one.text)
            _keep(found, pair[1], other.text)


def _is_name(piece: _Piece) -> bool:
    return piece.quoted or piece.text in USUAL_NAMES or bool(_LOOKS_LIKE_A_NAME.fullmatch(piece.text))


def _piece(text: str) -> _Piece:
    quoted = text[0] in "\"'`" and len(text) > 2 and text[-1] == text[0]  # noqa: PLR2004
    text = text[1:-1] if quoted else text.rstrip(".:?!")
    return _Piece(text, quoted, canonical(text.partition("/")[0].casefold()))


def _keep(found: dict[str, str], slot: Slot, value: str) -> None:
    value = _as_in_example(slot, value)
    try:
        slot.check(value)
    except InvalidParameter:
        return
    found[slot.name] = value


def _beside(slot: Slot, pieces: list[_Piece], lexicon: _Lexicon) -> str | None:
    """What stands beside the word for the slot: `deployment api`, `api deployment`, `-n prod`, `pod/web-0`."""
    words = _words_for(slot)
    for place, piece in enumerate(pieces):
        if piece.quoted:
            continue
        if piece.text.startswith("-"):
            flag, _, given = piece.text.partition("=")
            following = pieces[place + 1].text if place + 1 < len(pieces) else None
            if _is_flag_of(flag, slot) and (value := given or following):
                return value
        if piece.stem not in words:
            continue
        _, slash, tail = piece.text.partition("/")
        if slash:
            return tail if tail and slot.kind in ("name", "namespace") else None
        if value := _next_or_before(slot, pieces, place, lexicon):
            return value
    return None


def _words_for(slot: Slot) -> frozenset[str]:
    last = slot.name.split("_")[-1]
    words = {canonical(slot.name.replace("_", "")), canonical(last), *_ALSO.get(slot.name, ())}
    if slot.name == "name":
        words |= {canonical(word.casefold()) for word in re.findall(r"\b[A-Z][A-Za-z]+|\w+$", slot.meaning)}
    return frozenset(words)


def _is_flag_of(flag: str, slot: Slot) -> bool:
    return flag == f"--{slot.name.replace('_', '-')}" or (flag == "-n" and slot.name == "namespace")


def _next_or_before(slot: Slot, pieces: list[_Piece], place: int, lexicon: _Lexicon) -> str | None:
    after = place + 1
    told = False
    while after < len(pieces) and pieces[after].text.casefold() in _BEFORE_A_NAME:
        told = told or pieces[after].text.casefold() in ("named", "called")
        after += 1
    if slot.kind in _OF_NUMBERS and after < len(pieces) and pieces[after].text in ("to", "of"):
        after += 1
    if after < len(pieces):
        last = after + 1 == len(pieces) or pieces[after + 1].text.casefold() in _AFTER_A_NAME
        plural = pieces[place].text.casefold() not in (slot.name, pieces[place].stem) and pieces[place].text.endswith("s")
        if _may_be(slot, pieces[after], lexicon, told=told, plain=last and not plural):
            return pieces[after].text
    if place:
        article = place > 1 and pieces[place - 2].text.casefold() in ("the", "our", "my")
        usual = pieces[place - 1].text.casefold() not in USUAL_NAMES or pieces[place].stem in _OBJECTS
        if usual and _may_be(slot, pieces[place - 1], lexicon, plain=article):
            return pieces[place - 1].text
    return None


def _may_be(slot: Slot, piece: _Piece, lexicon: _Lexicon, *, told: bool = False, plain: bool = False) -> bool:
    """Whether a piece beside the slot's word is its value.

    Args:
        told: `named` or `called` stands between them.
        plain: a word without digits or hyphens may be a name here, if the handbook does not know it.
    """
    word = piece.text.casefold()
    if slot.kind in _OF_NUMBERS or slot.kind not in _OF_NAMES or not word:
        return slot.kind in _OF_NUMBERS and bool(_NUMBER.fullmatch(piece.text))
    whole = slot.kind in _WHOLE and bool(_WHOLE[slot.kind].fullmatch(piece.text))
    if whole or slot.kind in ("url", "label"):
        return whole
    if word in lexicon.names or (slot.kind == "path" and "/" not in word):
        return word in lexicon.names
    if piece.quoted or (told and word not in STOP_WORDS) or word in USUAL_NAMES:
        return True
    if lexicon.knows(word) or word in CANONICAL or word in STOP_WORDS or re.fullmatch(r"-.*|-?\d+[\d.]*[a-z%]*", word):
        return False
    return bool(_LOOKS_LIKE_A_NAME.fullmatch(word)) or (plain and word.isalpha() and not word.endswith(("ing", "ed", "ly")))


def _of_kind(kind: str, text: str, pieces: list[_Piece]) -> Iterator[str]:
    """Everything in the text that can only be of this kind, in its order."""
    if kind in _WHOLE:
        for piece in pieces:
            if _WHOLE[kind].fullmatch(piece.text) and not _is_of_other_kind(kind, piece.text):
                yield piece.text
    elif kind == "port":
        yield from (port for match in _PORT.finditer(text) for port in match.groups() if port)
    elif kind == "size":
        yield from (f"{number}{unit.upper()}{binary}" for number, unit, binary in _SIZE.findall(text))
    elif kind == "duration":
        yield from (number + _unit(unit) for number, unit in _DURATION.findall(text))
        yield from ("1" + _unit(unit) for unit in _LAST.findall(text))
    elif kind == "schedule":
        yield from (times or name for times, name in _SCHEDULE.findall(text))
    elif kind == "text":
        yield from (next(filter(None, groups)) for groups in _QUOTED.findall(text))


def _is_of_other_kind(kind: str, value: str) -> bool:
    return kind == "host" and bool(_WHOLE["path"].fullmatch(value))


def _unit(name: str) -> str:
    name = name.casefold()
    return name if len(name) == 1 else _NAMED_UNITS[name.rstrip("s")]


def _assign(found: dict[str, str], slots: list[Slot], values: list[str], text: str) -> None:
    """Give values to slots of one kind: the only one, as many as there are, `from` and `to`, or one named as its kind."""
    if not slots or not values:
        return
    directed = {
        slot.name: value
        for words in (_FROM, _TO)
        for slot in slots
        if slot.name in words
        for value in values
        if re.search(rf"(?i)\b(?:{'|'.join(sorted(words))})\s+\S{{0,3}}{re.escape(value)}", text)
    }
    if directed:
        chosen = [(slot, directed[slot.name]) for slot in slots if slot.name in directed]
    elif len(slots) == 1 or len(values) >= len(slots):
        chosen = list(zip(slots, values, strict=False))
    else:
        chosen = [(slot, values[0]) for slot in slots if slot.name == slot.kind]
    for slot, value in chosen:
        _keep(found, slot, value)


def _as_in_example(slot: Slot, value: str) -> str:
    """Sizes and durations as the tool writes them, which the example shows."""
    if slot.kind == "size":
        return _size(slot.example, value)
    if slot.kind == "duration":
        return _duration(slot.example, value)
    return value


def _size(example: str, value: str) -> str:
    given = re.fullmatch(r"([\d.]+)([KMGT])i?", value)
    shown = re.fullmatch(r"[\d.]+([kKmMgGtT])(i?)([bB]?)", example)
    if not given or not shown:
        return value
    return given[1] + (given[2].lower() if shown[1].islower() else given[2]) + shown[2] + shown[3]


def _duration(example: str, value: str) -> str:
    given = re.fullmatch(r"(\d+)([smhdw])", value)
    if not given:
        return value
    seconds = int(given[1]) * _SECONDS[given[2]]
    if example.isdigit():
        return str(seconds)
    if given[2] in "dw" and re.fullmatch(r"\d+[smh]", example):  # Go's durations end at hours
        return f"{seconds // 3600}h"
    return f"{given[1]}min" if given[2] == "m" and example.endswith("min") else value
