"""The value that stands beside the noun for its slot: `deployment api`, `api deployment`, `-n prod`, `pod/web-0`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.knowledge.search.synonyms import CANONICAL
from assistant.knowledge.search.values import RUNNING
from assistant.knowledge.search.words import STOP_WORDS, USUAL_NAMES, canonical
from assistant.knowledge.slots import forms
from assistant.knowledge.slots.kinds import OF_NAMES, WHOLE
from assistant.knowledge.slots.lexicon import AFTER_A_NAME, Lexicon
from assistant.knowledge.slots.nouns import words_for
from assistant.knowledge.slots.phrases.users import USERS
from assistant.knowledge.slots.pieces import LOOKS_LIKE_A_NAME, Piece
from assistant.knowledge.slots.slot import NUMERIC, Slot

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
_WHOSE = _OBJECTS | frozenset(  # behind `of` they tell that a name stands before it
    map(canonical, ("pipeline", "workflow", "playbook", "cluster", "bucket", "chart", "project", "table", "database"))
)
_OF_A_USER = frozenset(map(canonical, ("account", "login", "user")))
_BEFORE_A_NOUN_TEXT = """
give add create remove delete drop lock unlock allow grant revoke let make for of to from by as with on in restart stop
start scale roll kill drain update upgrade install uninstall rename the
"""
_BEFORE_A_NOUN = frozenset(_BEFORE_A_NOUN_TEXT.split())
_BEFORE_A_NAME = frozenset({"named", "called", "name", "namens", "is", "=", ":"})
_SAID = frozenset({"text", "word", "comment", "key", "pattern", "description"})  # texts that stand behind the word for them
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def value_beside(
    slot: Slot, pieces: Sequence[Piece], lexicon: Lexicon, found: Mapping[str, str], slots: Collection[str] = ()
) -> str | None:
    """What stands beside the word for the slot: `deployment api`, `api deployment`, `-n prod`, `pod/web-0`."""
    words = words_for(slot, slots)
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
        value = _value_behind(slot, pieces, place, lexicon) or _value_before(slot, pieces, place, lexicon)
        if value and forms.takes(slot, value) and not (slot.kind == "port" and value in found.values()):
            return value
    return None


def _is_flag_of(flag: str, slot: Slot) -> bool:
    if slot.name == "user" and flag == "--user":  # of systemctl: those of the user
        return False
    return flag == f"--{slot.name.replace('_', '-')}" or (flag == "-n" and slot.name == "namespace")


def _value_behind(slot: Slot, pieces: Sequence[Piece], place: int, lexicon: Lexicon) -> str | None:
    after = place + 1
    told = pieces[place].text.casefold() in ("name", "named", "called")
    owned = slot.name == "user" and pieces[place].stem in _OF_A_USER
    while after < len(pieces) and (
        pieces[after].text.casefold() in _BEFORE_A_NAME
        or (
            pieces[after].text.casefold() in ("with", "the")
            and any(each.text.casefold() == "name" for each in pieces[after : after + 3])
        )
        or (owned and pieces[after].text in ("of", "for"))
    ):
        told = told or pieces[after].text.casefold() in ("named", "called", "name", "namens")
        after += 1
    if slot.kind in NUMERIC and after < len(pieces) and pieces[after].text in ("to", "of"):
        after += 1
    if after == len(pieces) or pieces[place].ends:
        return None
    orders = bool(place) and pieces[place - 1].text.casefold() in _BEFORE_A_NOUN and not pieces[place - 1].ends
    last = (
        orders
        or _is_framed(pieces, after)
        or pieces[after].ends
        or after + 1 == len(pieces)
        or pieces[after + 1].text.casefold() in AFTER_A_NAME
    )
    plural = pieces[place].text.casefold() not in (slot.name, pieces[place].stem) and pieces[place].text.endswith("s")
    told = told or (slot.name == "user" and (pieces[after].text.casefold() in USERS or _is_framed(pieces, after)))
    told = told or (_of_another(pieces, after) and not plural)
    return pieces[after].text if _may_be(slot, pieces[after], lexicon, told=told, plain=last and not plural) else None


def _value_before(slot: Slot, pieces: Sequence[Piece], place: int, lexicon: Lexicon) -> str | None:
    if not place or pieces[place - 1].ends:
        return None
    article = pieces[place - 1].owns or (place > 1 and pieces[place - 2].text.casefold() in ("the", "our", "my"))
    before = pieces[place - 1].text.casefold()
    usual = before not in USUAL_NAMES or pieces[place].stem in _OBJECTS
    runs = (
        before in RUNNING
        and pieces[place].stem in _OBJECTS
        and (before != "docker" or slot.name in ("unit", "service", "group"))
    )
    taken = runs or (usual and _may_be(slot, pieces[place - 1], lexicon, plain=article))
    return pieces[place - 1].text if taken else None


def _is_framed(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a number or a sign follows: `user elastic 65536`, `service web -> 8080`."""
    after = pieces[place + 1].text if place + 1 < len(pieces) else ""
    return bool(re.match(r"\d|[-=+&]+>?$", after))


def _of_another(pieces: Sequence[Piece], place: int) -> bool:
    """Whether it is said whose it is: `container sidecar of pod web-0`."""
    behind = pieces[place + 1 : place + 5]
    return (
        bool(behind) and behind[0].text.casefold() in ("of", "in", "from") and any(piece.stem in _WHOSE for piece in behind[1:])
    )


def _may_be(slot: Slot, piece: Piece, lexicon: Lexicon, *, told: bool = False, plain: bool = False) -> bool:
    """Whether a piece beside the slot's word is its value.

    Args:
        told: `named` or `called` stands between them.
        plain: a word without digits or hyphens may be a name here, if the handbook does not know it.
    """
    word = piece.text.casefold()
    if slot.kind == "text" and slot.name in _SAID and word:
        distinct = bool(re.search(r"[A-Z\d_@:/.*-]", piece.text)) or (plain and not lexicon.knows(word))
        return piece.quoted or (word not in STOP_WORDS and not word.startswith("-") and distinct)
    if slot.kind in NUMERIC or slot.kind not in OF_NAMES or not word:
        return slot.kind in NUMERIC and bool(_NUMBER.fullmatch(piece.text))
    if slot.name.endswith("version"):
        return forms.is_version(piece.text)
    whole = slot.kind in WHOLE and bool(WHOLE[slot.kind].fullmatch(piece.text))
    if whole or slot.kind in ("url", "label"):
        return whole
    if word in lexicon.names or (slot.kind == "path" and "/" not in word):
        return word in lexicon.names
    if (
        piece.quoted
        or (told and word not in STOP_WORDS)
        or word in USUAL_NAMES
        or (word in RUNNING and (word != "docker" or slot.name in ("unit", "service", "group")))
    ):
        return True
    if lexicon.knows(word) or word in CANONICAL or word in STOP_WORDS or re.fullmatch(r"-.*|-?\d+[\d.]*[a-z%]*", word):
        return False
    return bool(LOOKS_LIKE_A_NAME.fullmatch(word)) or (plain and word.isalpha() and not word.endswith(("ing", "ed", "ly")))
