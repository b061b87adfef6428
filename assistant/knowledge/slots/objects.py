"""The name that no noun stands beside, as object of the entry: `web-7f keeps dying`, `the rollout of cart`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from assistant.knowledge.search.synonyms import CANONICAL
from assistant.knowledge.search.values import RUNNING
from assistant.knowledge.search.words import STOP_WORDS, USUAL_NAMES, canonical
from assistant.knowledge.slots import forms
from assistant.knowledge.slots.kinds import WHOLE
from assistant.knowledge.slots.lexicon import AFTER_A_NAME, Lexicon
from assistant.knowledge.slots.nouns import words_for
from assistant.knowledge.slots.pieces import Piece
from assistant.knowledge.slots.slot import Slot
from assistant.knowledge.slots.values import keep

NEVER_ALONE = frozenset(
    {"namespace", "user", "group", "tags", "remote", "key", "table", "new", "to", "copy", "label", "exclude", "value"}
)
_VERBS_TEXT = """
restart reload start stop enable disable mask unmask scale drain cordon uncordon redeploy upgrade uninstall inspect describe
tail follow pause resume remove delete drop create rollback neustarten starte stoppe
"""
_VERBS = frozenset(_VERBS_TEXT.split())
_VERBS_OF_USERS = frozenset({"put", "add", "give", "grant", "lock", "unlock", "let", "allow"})
_NO_VERB_BEHIND = frozenset({"the", "a", "after", "of", "last", "its", "my", "our", "every", "each"})
_OWNED = frozenset(
    canonical(word)
    for word in ("deploy", "deployment", "rollout", "release", "version", "pods", "log", "logs", "image", "replicas")
)
_MACHINE_BEFORE = frozenset({"host", "server", "machine", "node", "vm", "box", "instance"})
_GENERATED = re.compile(r"(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z][a-z0-9]*(?:-[a-z0-9]+)+")


def assign_object(found: dict[str, str], slots: Mapping[str, Slot], pieces: Sequence[Piece], lexicon: Lexicon) -> None:
    """The one name that no noun stands beside is the object of the entry: `web-7f keeps dying`, `the rollout of cart`."""
    if "user" in slots and "user" not in found:
        users = list(_objects_of_verbs(pieces, set(found.values()), lexicon, _VERBS_OF_USERS))
        if len(users) == 1:
            keep(found, slots["user"], users[0])
    main = next((slot for slot in slots.values() if slot.name not in found and _may_be_the_object(slot)), None)
    if main is None:
        return
    taken = set(found.values())
    free = [piece for piece in pieces if piece.text not in taken and not any(piece.text in value for value in taken)]
    names = list(dict.fromkeys(name for name in _objects_of_verbs(pieces, taken, lexicon) if name.casefold() in RUNNING))
    if len(names) != 1:
        names = [piece.text for piece in free if _is_generated(piece) and forms.takes(main, piece.text)]
        names = list(dict.fromkeys(name for name in names if main.kind == "host" or not _is_a_machine(name, main, pieces)))
    if len(names) != 1:
        names = [
            other.text
            for one, other in pairwise(pieces)
            if one.text.casefold() in ("called", "named") and other.text not in taken
        ]
    if len(names) != 1:
        names = list(dict.fromkeys(_objects_of_verbs(pieces, taken, lexicon)))
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
        keep(found, main, names[0])


def _may_be_the_object(slot: Slot) -> bool:
    return slot.kind in ("name", "namespace", "host") and slot.name not in NEVER_ALONE


def _is_generated(piece: Piece) -> bool:
    """A name with a number in it, and nothing else that has one: `worker-3`, `payments-6c9d7`."""
    whole = any(pattern.fullmatch(piece.text) for pattern in WHOLE.values())
    return not whole and not piece.quoted and bool(_GENERATED.fullmatch(piece.text))


def _is_a_machine(name: str, slot: Slot, pieces: Sequence[Piece]) -> bool:
    """Whether it is said where something is, and not what: `on host web-02`."""
    before = {one.stem for one, other in pairwise(pieces) if other.text == name}
    return not before.isdisjoint(_MACHINE_BEFORE) and before.isdisjoint(words_for(slot))


def _objects_of_verbs(
    pieces: Sequence[Piece], taken: Collection[str], lexicon: Lexicon, verbs: Collection[str] = _VERBS
) -> Iterator[str]:
    """What somebody orders something to be done to: `restart nginx`, `put jenkins into the docker group`."""
    for place, piece in enumerate(pieces[:-1]):
        if piece.text.casefold() not in verbs or (place and pieces[place - 1].text.casefold() in _NO_VERB_BEHIND):
            continue
        after = place + 1 + (pieces[place + 1].text.casefold() in ("the", "my", "our"))
        if after < len(pieces) and pieces[after].text not in taken and _owns(pieces[after], lexicon):
            last = pieces[after].ends or after + 1 == len(pieces)
            if last or pieces[after + 1].text.casefold() in AFTER_A_NAME or pieces[after + 1].text.casefold().endswith("ly"):
                yield pieces[after].text


def _owns(piece: Piece, lexicon: Lexicon) -> bool:
    word = piece.text.casefold()
    return (
        word in USUAL_NAMES
        or word in RUNNING
        or (word.isalpha() and word not in STOP_WORDS and word not in CANONICAL and not lexicon.knows(word))
    )
