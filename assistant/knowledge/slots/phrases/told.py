"""What the phrases of all topics tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.knowledge.slots.phrases import (
    cloud,
    containers,
    counts,
    files,
    git,
    hosts,
    kubernetes,
    names,
    ports,
    times,
    users,
)
from assistant.knowledge.slots.slot import Slot

_TOPICS = (  # of two that tell the same slot the surer stands first
    counts.told,
    ports.told,
    containers.told,
    times.told,
    git.told,
    kubernetes.told,
    names.told,
    cloud.told,
    files.told,
    users.told,
    hosts.told,
)


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    """Names of slots with the values that the text's phrases tell for them; the first for a slot counts."""
    for topic in _TOPICS:
        yield from topic(text, slots)
