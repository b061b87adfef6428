"""The nouns beside which people say the value of a slot: `service` beside that of `unit`."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from assistant.knowledge.search.words import canonical
from assistant.knowledge.slots.slot import Slot

_MOST_SLOTS = 4096  # whose nouns are remembered
_ALSO = {
    "unit": ("service",),
    "pid": ("process",),
    "claim": ("persistentvolumeclaim",),
    "namespace": ("namespace",),
    "selector": ("label",),
    "account": ("serviceaccount",),
    "context": ("cluster",),
    "id": ("bucket", "instance", "vm"),
    "host": ("server",),
    "hosts": ("host", "server", "group"),
    "deployment": ("statefulset", "daemonset"),
    "text": ("string",),
    "word": ("string", "pattern"),
    "user": ("account", "login"),
    "owner": ("user",),
    "role": ("user",),
    "function": ("lambda",),
    "file": ("dump", "backup"),
}


def words_for(slot: Slot, slots: Collection[str] = ()) -> frozenset[str]:
    """The nouns beside which its value stands.

    Args:
        slots: names of all of them; what is the name of another one is not for this one.
    """
    last = slot.name.split("_")[-1]
    return _nouns(slot.name, slot.name.replace("_", "") if last in slots else last, slot.meaning)


@lru_cache(_MOST_SLOTS)
def _nouns(name: str, last: str, meaning: str) -> frozenset[str]:
    words = {canonical(name.replace("_", "")), canonical(last), *_ALSO.get(name, ())}
    if name == "name":
        words |= {canonical(word.casefold()) for word in re.findall(r"\b[A-Z][A-Za-z]+|\w+$", meaning)}
    return frozenset(words)
