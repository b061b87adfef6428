"""Runbooks taken into the store: only what changed since is read, and each file at once or not at all."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Literal

from assistant.knowledge.runbooks.files import LARGEST, Found, Listing, Skipped, listing
from assistant.knowledge.runbooks.splitting import Piece, split
from assistant.knowledge.search.names import stored_stems
from assistant.knowledge.store.store import Collection, NewPassage, Origin, Store, StoredFile

_FORM = b"1"  # of the passages: another one has all files read again
_RECENT_NS = 2_000_000_000  # a file that changed so short before may change again with the same time
_UNCERTAIN = -1  # instead of such a time

What = Literal["added", "changed", "unchanged", "removed", "skipped"]


@dataclass(frozen=True, slots=True)
class Change:
    """What was done about a file.

    Attributes:
        reason: why it was skipped.
    """

    path: str
    what: What
    reason: str = ""


@dataclass
class Plan:
    """What a collection needs.

    Attributes:
        unchanged: files that are as they were by their times and sizes; they are not read.
    """

    collection: Collection
    listing: Listing
    known: dict[str, StoredFile]
    to_read: list[Found]
    vanished: list[str]
    unchanged: int = 0

    def __len__(self) -> int:
        """How many changes it will give."""
        return len(self.to_read) + len(self.vanished) + len(self.listing.skipped)


@dataclass
class Summary:
    """Changes, counted; with why files were skipped."""

    counts: Counter[What] = field(default_factory=Counter)
    skipped: list[Change] = field(default_factory=list)

    def add(self, change: Change) -> None:
        self.counts[change.what] += 1
        if change.what == "skipped":
            self.skipped.append(change)


class Ingestion:
    """Brings collections of runbooks up to date, one thread at a time."""

    def __init__(self, store: Store, clean: Callable[[str], str]) -> None:
        """
        Args:
            clean: takes the secrets out of a text.
        """
        self._store = store
        self._clean = clean

    def collection(self, root: Path, origin: Origin) -> Collection:
        """The collection of a folder or file, made where there is none.

        Raises:
            KnowledgeError: there is no such place, or the store cannot be written.
        """
        listing(root)
        return self._store.collection(root.resolve(), origin)

    def plan(self, collection: Collection, *, trust_times: bool = False) -> Plan:
        """Look what there is to do.

        Args:
            trust_times: a file of the same size and time is the same; otherwise all are read and their hashes compared.

        Raises:
            KnowledgeError: the place is not there, or cannot be read; what is kept of it stays.
        """
        found = listing(Path(collection.root))
        known = self._store.files(collection)
        here = {each.path for each in found.found}
        vanished = [path for path in known if path not in here and not found.may_hold(path)]
        to_read = [each for each in found.found if not (trust_times and _is_as_it_was(each, known.get(each.path)))]
        return Plan(collection, found, known, to_read, vanished, len(found.found) - len(to_read))

    def carry_out(self, plan: Plan) -> Iterator[Change]:
        """Do it, file by file: left at any point, each file is as before or as after.

        Raises:
            KnowledgeError: the store cannot be written.
        """
        for each in plan.listing.skipped:
            yield Change(each.path, "skipped", each.reason)
        for path in plan.vanished:
            self._store.discard(plan.collection, path)
            yield Change(path, "removed")
        for file in plan.to_read:
            yield self._take(plan, file)

    def _take(self, plan: Plan, found: Found) -> Change:
        known = plan.known.get(found.path)
        content = _content(found)
        if isinstance(content, Skipped):
            if known:
                self._store.discard(plan.collection, found.path)
            return Change(found.path, "skipped", content.reason)
        digest = blake2b(_FORM + content, digest_size=20).digest()
        recent = time.time_ns() - found.modified_ns < _RECENT_NS
        file = StoredFile(found.path, found.size, _UNCERTAIN if recent else found.modified_ns, digest)
        if known and known.digest == digest:
            if known != file:
                self._store.touch(plan.collection, file)
            return Change(found.path, "unchanged")
        text = content.decode("utf-8-sig")
        kept = self._store.put(plan.collection, file, self._passages(text, PurePosixPath(found.path)))
        return Change(found.path, ("changed" if known else "added") if kept else "unchanged")

    def _passages(self, text: str, path: PurePosixPath) -> list[NewPassage]:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        clean = self._clean(text)
        line_of = _lines_before(text.split("\n"), clean.split("\n"))
        return [self._passage(piece, line_of) for piece in split(clean, path)]

    def _passage(self, piece: Piece, line_of: Callable[[int], int]) -> NewPassage:
        return NewPassage(
            piece.key,
            piece.title,
            piece.text,
            line_of(piece.line),
            "",
            [stored_stems(phrase) for phrase in piece.phrases],
            stored_stems(piece.commands),
            stored_stems(piece.prose),
        )


def _is_as_it_was(found: Found, known: StoredFile | None) -> bool:
    return known is not None and (known.size, known.modified_ns) == (found.size, found.modified_ns)


def _content(found: Found) -> bytes | Skipped:
    """The bytes of a file that is text."""
    try:
        with found.location.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        return Skipped(found.path, error.strerror or "cannot be read")
    if len(content) > LARGEST:
        return Skipped(found.path, f"larger than {LARGEST >> 20} MiB")
    if b"\x00" in content:
        return Skipped(found.path, "binary")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Skipped(found.path, "not UTF-8")
    return content if text.strip() else Skipped(found.path, "empty")


def _lines_before(original: list[str], clean: list[str]) -> Callable[[int], int]:
    """The line of a file for each line of its text without secrets, which has fewer where a secret had several lines."""
    if len(original) == len(clean):
        return lambda line: line
    numbers: list[int] = []
    at = 0
    for number, line in enumerate(clean):
        numbers.append(at + 1)
        if at < len(original) and original[at] == line:
            at += 1
            continue
        following = clean[number + 1] if number + 1 < len(clean) else None
        next_at = next((place for place in range(at + 1, min(at + 500, len(original))) if original[place] == following), at + 1)
        at = min(next_at, len(original) - 1)
    return lambda line: numbers[min(line, len(numbers)) - 1]
