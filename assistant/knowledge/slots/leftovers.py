"""The one number, name, namespace that has no place yet goes into the one place that is left for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.knowledge.search.words import STOP_WORDS, USUAL_NAMES, canonical
from assistant.knowledge.slots import forms
from assistant.knowledge.slots.lexicon import Lexicon
from assistant.knowledge.slots.objects import NEVER_ALONE
from assistant.knowledge.slots.phrases.users import user_of
from assistant.knowledge.slots.pieces import Piece
from assistant.knowledge.slots.slot import NUMERIC, Slot
from assistant.knowledge.slots.values import keep

_IN_A_NAMESPACE = re.compile(
    r"(?i)\b(?:pods?|deployments?|deploys?|services?|secrets?|configmaps?|jobs?|cronjobs?|events?|ingress(?:es)?|pvcs?|claims?|"
    r"statefulsets?|daemonsets?|everything|workloads?|releases?)\s+"
    r"(?:in|of|from)\s+(?:the\s+)?([a-z0-9]+(?:-[a-z0-9]+)*)(?=\s*(?:$|[,;:?.!]|\s(?:by|with|and|that|which|sorted|please|on|at|for|to|running|using)\b))"
)
_WITH_USER = re.compile(r"[\w.-]{1,64}@.*")
_WHOLE_NUMBER = re.compile(
    r"(?<!code )(?<!status )(?<!error )(?<!http )(?<!exit )(?<!version )(?<![\w.:/@=-])(\d{1,9})"
    r"(?![\w.:/@%=-]|\s?(?:%|[kmgt]i?b?\b|sec|min|hour|hrs?\b|day|week|month|year|am\b|pm\b))",
    re.IGNORECASE,
)
_NOT_A_LONE_NUMBER = frozenset(
    {"pid", "first", "last", "fd", "uid", "timestamp", "line", "column", "value", "partition", "database", "id"}
)
_COMPOUND = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+")
_NEVER_LEFT = frozenset({"namespace", "new", "to", "copy", "remote", "label"})


def assign_leftovers(
    found: dict[str, str], slots: Mapping[str, Slot], pieces: Sequence[Piece], text: str, lexicon: Lexicon
) -> None:
    """Give what has no place yet to the places that are left."""
    _assign_namespace(found, slots, text, lexicon)
    _add_user(found, slots, text)
    held = set(found.values())
    _assign_number(found, slots, pieces, text, held)
    _assign_name(found, slots, pieces, held, lexicon)


def _assign_namespace(found: dict[str, str], slots: Mapping[str, Slot], text: str, lexicon: Lexicon) -> None:
    if "namespace" in slots and "namespace" not in found and (match := _IN_A_NAMESPACE.search(text)):
        name = match[1].casefold()
        if name not in found.values() and (
            name in USUAL_NAMES or "-" in name or not (lexicon.knows(name) or name in STOP_WORDS)
        ):
            keep(found, slots["namespace"], name)


def _add_user(found: dict[str, str], slots: Mapping[str, Slot], text: str) -> None:
    """Hosts get the user before them where the example has one: `root@db-1`."""
    user = user_of(text)
    hosts = (
        [slots["host"]] if "host" in found else [slot for slot in slots.values() if slot.kind == "host" and slot.name in found]
    )
    for slot in hosts if user else ():
        if slot.kind == "host" and "@" in slot.example and not _WITH_USER.match(found[slot.name]):
            found[slot.name] = f"{user}@{found[slot.name]}"


def _assign_number(
    found: dict[str, str], slots: Mapping[str, Slot], pieces: Sequence[Piece], text: str, held: Collection[str]
) -> None:
    numbers = [each for each in dict.fromkeys(_WHOLE_NUMBER.findall(text)) if not any(each in value for value in held)]
    free = [
        slot
        for slot in slots.values()
        if slot.kind == "number" and slot.name not in found and slot.name not in _NOT_A_LONE_NUMBER
    ]
    stems = {piece.stem for piece in pieces}
    named = [
        slot for slot in slots.values() if slot.kind in NUMERIC and slot.name not in found and canonical(slot.name) in stems
    ]
    free = named if len(named) == 1 else free
    if len(numbers) == 1 and len(free) == 1:
        keep(found, free[0], numbers[0])


def _assign_name(
    found: dict[str, str], slots: Mapping[str, Slot], pieces: Sequence[Piece], held: Collection[str], lexicon: Lexicon
) -> None:
    names = {piece.text for piece in pieces if _is_left(piece, held, lexicon)}
    places = [
        slot
        for slot in slots.values()
        if slot.kind in ("name", "namespace") and slot.name not in found and slot.name not in _NEVER_LEFT
    ]
    places = [slot for slot in places if forms.form_of(slot.example) is None]
    if len(places) > 1 and places[0] is next(iter(slots.values())) and places[0].name not in NEVER_ALONE:
        places = places[:1]  # what the entry is about
    if len(names) == 1 and len(places) == 1:
        keep(found, places[0], names.pop())


def _is_left(piece: Piece, held: Collection[str], lexicon: Lexicon) -> bool:
    """Whether a piece is somebody's own name, `billing-api`, and stands in no value."""
    word = piece.text.casefold()
    if not _COMPOUND.fullmatch(word) or any(piece.text in value for value in held) or lexicon.known(word):
        return False
    parts = re.split(r"[-_]", word)
    return any(part in USUAL_NAMES or part.isdigit() or not lexicon.known(part) for part in parts)
