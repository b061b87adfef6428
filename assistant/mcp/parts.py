"""The parts, each made when a tool asks for it first: most sessions need one or two, and a host waits for the start."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing them takes longer than a host likes to wait for a server
    from assistant.checks.block_checker import BlockChecker
    from assistant.knowledge.handbook import Entry
    from assistant.knowledge.knowledge import Knowledge
    from assistant.redaction.redactor import Redactor


class Parts:
    """What the tools and resources are made of."""

    def __init__(self, find_store: Callable[[], Path] | None = None) -> None:
        """
        Args:
            find_store: tells the file of runbooks and packs, when it is needed first; None for none.
        """
        self._find_store = find_store
        self._lock = threading.Lock()

    def make(self, name: str) -> None:
        """Make a part where it is not there yet; takes up to some seconds, in any thread but that of the event loop."""
        with self._lock:
            getattr(self, name)

    async def close(self) -> None:
        """End the process of the checkers, if there is one."""
        if "checker" in vars(self):
            await self.checker.close()

    @cached_property
    def redactor(self) -> Redactor:
        from assistant.redaction.redactor import Redactor

        return Redactor()

    @cached_property
    def checker(self) -> BlockChecker:
        from assistant.checks.block_checker import BlockChecker

        return BlockChecker()

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The handbook, by id."""
        from assistant.knowledge import handbook

        return handbook.load()

    @cached_property
    def knowledge(self) -> Knowledge:
        from assistant.knowledge import glossary
        from assistant.knowledge.glossary import Glossary
        from assistant.knowledge.knowledge import Knowledge
        from assistant.knowledge.store.shelf import Shelf

        shelf = Shelf(self._find_store()) if self._find_store else None
        return Knowledge(self.entries.values(), shelf, Glossary(glossary.load()))
