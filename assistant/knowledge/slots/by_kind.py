"""Values that a slot gets for their kind: the only path, the port behind `to`, the file whose ending fits."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.knowledge.slots import forms
from assistant.knowledge.slots.kinds import WHOLE, of_kind
from assistant.knowledge.slots.nouns import words_for
from assistant.knowledge.slots.pieces import Piece
from assistant.knowledge.slots.slot import KINDS, Slot
from assistant.knowledge.slots.values import keep

_FROM, _TO = (
    frozenset({"from", "old", "source", "src", "local"}),
    frozenset({"to", "into", "new", "target", "destination", "remote", "as"}),
)
_ORDER = (*WHOLE, *(kind for kind in KINDS if kind not in WHOLE))  # what is known by its form first, any text last
_UPWARD = frozenset({"size", "number", "duration", "image"})  # of two the one behind `to` is the new one


def assign_by_kind(found: dict[str, str], slots: Mapping[str, Slot], pieces: Sequence[Piece], text: str) -> None:
    """Give the values that are known by their kind to the slots of it that have none yet."""
    for kind in sorted({slot.kind for slot in slots.values()}, key=_ORDER.index):
        held = found.values()
        values = [
            value for value in dict.fromkeys(of_kind(kind, text, pieces)) if value not in held and not _is_part(value, held)
        ]
        free = [slot for slot in slots.values() if slot.kind == kind and slot.name not in found]
        if kind == "path":
            _assign_paths(found, free, values, pieces, text)
        else:
            _assign(found, free, values, text)


def _is_part(value: str, held: Collection[str]) -> bool:
    """Whether a value stands in one that has its place: the host of `10.0.0.1:9000`."""
    return any(value in each and each.startswith(f"{value}:") for each in held)


def _assign(found: dict[str, str], slots: list[Slot], values: list[str], text: str) -> None:
    """Give values to slots of one kind: the only one, as many as there are, `from` and `to`, or one named as its kind."""
    slots = [slot for slot in slots if any(forms.takes(slot, value) for value in values)]
    if len(slots) == 1:
        values = [value for value in values if forms.takes(slots[0], value)]
    if not slots or not values:
        return
    directed = {slot.name: value for slot in slots for value in values if _is_directed(slot, value, text)}
    if directed:
        others = [value for value in values if value not in directed.values()]
        rest = [slot for slot in slots if slot.name not in directed]
        chosen = [(slot, directed[slot.name]) for slot in slots if slot.name in directed]
        chosen += zip(rest, others, strict=False) if len(rest) == len(others) else ()
    elif len(slots) == 1 and len(values) > 1 and slots[0].kind in _UPWARD:
        new = [value for value in values if _stands_behind(("to", "auf", "at", "under", "=", "as"), value, text)]
        chosen = [(slots[0], (new or values)[-1 if new else 0])]
    elif slots[0].kind == "address" and len(values) == 1:
        networks = [slot for slot in slots if ("/" in slot.example) == ("/" in values[0])]
        chosen = [(slot, values[0]) for slot in (networks or slots)[:1]]
    elif len(slots) == 1 or len(values) >= len(slots):
        chosen = list(zip(slots, values, strict=False))
    else:
        chosen = [(slot, values[0]) for slot in slots if slot.name == slot.kind]
    for slot, value in chosen:
        keep(found, slot, value)


def _assign_paths(found: dict[str, str], slots: list[Slot], values: list[str], pieces: Sequence[Piece], text: str) -> None:
    """Give paths to the slots that they are like: by the word beside them, their direction, the ending of their names."""
    told = [
        (_of_path(slot, value, pieces, text), -place, -at, slot, value)
        for place, slot in enumerate(slots)
        for at, value in enumerate(values)
        if forms.takes(slot, value)
    ]
    for score, _, _, slot, value in sorted(told, key=lambda each: each[:3], reverse=True):
        if score > 0 and slot.name not in found and value not in found.values():
            keep(found, slot, value)


def _of_path(slot: Slot, path: str, pieces: Sequence[Piece], text: str) -> int:
    words = words_for(slot)
    for place, piece in enumerate(pieces):
        near = [each for each in pieces[max(0, place - 2) : place] if not each.ends]
        if piece.text == path and any(each.stem in words for each in near):
            return 10
    return 2 * forms.alike(slot, path) + 3 * _is_directed(slot, path, text)


def _is_directed(slot: Slot, value: str, text: str) -> bool:
    return any(slot.name in words and _stands_behind(words, value, text) for words in (_FROM, _TO))


def _stands_behind(words: Collection[str], value: str, text: str) -> bool:
    number, unit = value.rstrip("kKmMgGtTiIbBshdw"), value[-2:]
    spelt = re.escape(value) if number == value or not unit else rf"{re.escape(number)}\s?[{re.escape(unit)}]"
    return bool(
        re.search(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, sorted(words)))})\s+(?:\w{{1,12}}\s)?\S{{0,3}}{spelt}", text)
    )
