"""The making of a pack, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.knowledge.search.names import stored_stems
from assistant.knowledge.store.store import NewPassage


@dataclass(frozen=True, slots=True)
class Reference:
    """One passage of a pack.

    Attributes:
        key: its name in the pack.
        text: Markdown.
        phrases: what may be asked for it.
        commands: what is written into a terminal or a file.
        body: everything else.
    """

    key: str
    title: str
    text: str
    phrases: Sequence[str]
    commands: str
    body: str


class Build:
    """Iterates over the steps; afterwards `passages` is complete.

    Attributes:
        source: what it is built from, with its version.
    """

    def __init__(self, source: str, topic: str, steps: Iterable[Iterable[Reference]], count: int) -> None:
        """
        Args:
            steps: the passages of each step, made when they are iterated over.
            count: of the steps.
        """
        self.source = source
        self.passages: list[NewPassage] = []
        self._topic = topic
        self._steps = steps
        self._count = count
        self._keys: dict[str, int] = {}

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[None]:
        for step in self._steps:
            self.passages += map(self._passage, step)
            yield

    def _passage(self, reference: Reference) -> NewPassage:
        count = self._keys[reference.key] = self._keys.get(reference.key, 0) + 1
        return NewPassage(
            reference.key if count == 1 else f"{reference.key}~{count}",
            reference.title,
            reference.text,
            1,
            self._topic,
            [stored_stems(phrase) for phrase in reference.phrases],
            stored_stems(reference.commands),
            stored_stems(reference.body),
        )
