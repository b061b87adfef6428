"""Two names of which the entry has an old one and a new one: `rename web to shop`, `main vs develop`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.knowledge.search.words import STOP_WORDS, USUAL_NAMES
from assistant.knowledge.slots.kinds import OF_NAMES
from assistant.knowledge.slots.pieces import LOOKS_LIKE_A_NAME, Piece
from assistant.knowledge.slots.slot import Slot
from assistant.knowledge.slots.values import keep

_PAIRS = (("old", "new"), ("from", "to"), ("source", "target"), ("source", "destination"), ("local", "remote"), ("a", "b"))
_CHANGED = re.compile(
    r"(?i)\b(?:replace|swap|change|rename|exchange)\s+(?:all\s+|every\s+|the\s+)?(?:\w+\s+)?([\w./:-]+)\s+(?:by|with|for|to|into|->|as)\s+(?:the\s+)?([\w./:-]+)"
)
_RENAMES = frozenset({"rename", "umbenennen", "renombrar", "renommer", "move"})


def assign_pair(found: dict[str, str], slots: Mapping[str, Slot], pieces: Sequence[Piece]) -> None:
    """`A to B`, of names, where the entry has an old one and a new one."""
    pair = next(((slots[old], slots[new]) for old, new in _PAIRS if old in slots and new in slots), None)
    if not pair or pair[0].kind != pair[1].kind or pair[0].kind not in OF_NAMES:
        return
    renames = any(piece.text.casefold() in _RENAMES for piece in pieces)
    if pair[0].name == "old" and (match := _CHANGED.search(" ".join(piece.text for piece in pieces))):
        for slot, name in zip(pair, match.groups(), strict=True):
            if slot.name not in found:
                keep(found, slot, name)
        return
    for one, between, other in zip(pieces, pieces[1:], pieces[2:], strict=False):
        names = (_is_name(one) and _is_name(other)) or (
            renames and not {one.text.casefold(), other.text.casefold()} & STOP_WORDS
        )
        if one.text.isdigit() or other.text.isdigit():
            continue
        if (
            between.text.casefold()
            in ("to", "into", "and", "vs", "with", "->", "auf", "in", "zu")[: 2 if pair[0].name not in ("a", "old") else 9]
            and names
        ):
            for slot, name in zip(pair, (one.text, other.text), strict=True):
                if slot.name not in found:
                    keep(found, slot, name)


def _is_name(piece: Piece) -> bool:
    return piece.quoted or piece.text in USUAL_NAMES or bool(LOOKS_LIKE_A_NAME.fullmatch(piece.text))
