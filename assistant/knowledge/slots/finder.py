"""Values for the slots of an entry, found in the user's own words.

Only what is told apart surely is taken: where a value may belong to two slots, the example stands, and is shown as one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from assistant.knowledge.slots import forms
from assistant.knowledge.slots.beside import value_beside
from assistant.knowledge.slots.by_kind import assign_by_kind
from assistant.knowledge.slots.leftovers import assign_leftovers
from assistant.knowledge.slots.lexicon import Lexicon
from assistant.knowledge.slots.objects import assign_object
from assistant.knowledge.slots.pairs import assign_pair
from assistant.knowledge.slots.phrases.told import told
from assistant.knowledge.slots.pieces import pieces_of
from assistant.knowledge.slots.slot import Slot
from assistant.knowledge.slots.values import keep

_READ = 4_000  # characters of a question


def find(question: str, slots: Mapping[str, Slot], known: Callable[[str], bool], names: Collection[str] = ()) -> dict[str, str]:
    """The values that a question gives for slots, by the slots' names.

    Args:
        known: whether a word is one of the handbook's, so that it is hardly a name.
        names: words in lower case that are names although the handbook may know them.
    """
    text = question[:_READ]
    lexicon = Lexicon(known, names)
    pieces = pieces_of(text)
    found: dict[str, str] = {}
    for name, phrased in told(text, slots):
        if name in slots and name not in found:
            keep(found, slots[name], phrased)
    for slot in slots.values():
        if slot.name not in found and (value := value_beside(slot, pieces, lexicon, found, slots)):
            keep(found, slot, value)
    assign_pair(found, slots, pieces)
    for slot in slots.values():
        own = list(dict.fromkeys(forms.alone(slot, [piece.text for piece in pieces])))
        if slot.name not in found and len(own) == 1 and own[0] not in found.values():
            keep(found, slot, own[0])
    assign_by_kind(found, slots, pieces, text)
    assign_object(found, slots, pieces, lexicon)
    assign_leftovers(found, slots, pieces, text, lexicon)
    return found
