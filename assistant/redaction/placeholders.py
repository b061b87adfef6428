"""The names that stand for secrets in one conversation.

A name is one word of capitals, digits and underscores, `REDACTED_PASSWORD_1`: Markdown, shells, YAML, JSON and URLs leave
it as it is. Values are not kept: a keyed hash tells whether one came before.
"""

from __future__ import annotations

import re
import secrets
import threading
from hashlib import blake2b

PLACEHOLDER = re.compile(r"REDACTED_([A-Z][A-Z0-9_]{0,40})_([1-9][0-9]{0,5})(?![0-9])")
"""A name that this module gives, wherever it stands."""

FOR_THE_MODEL = (
    "Words such as REDACTED_PASSWORD_1 stand for secrets that were taken out of the text, always the same word for the same "
    "secret: use them as they are where the secret belongs, and do not guess or ask what they stand for."
)
"""The sentence of a system prompt that tells a model what the placeholders are."""


class Redactions:
    """The placeholders of one conversation; shared by its messages and turns, from any thread."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._names: dict[bytes, str] = {}
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}
        self._lock = threading.Lock()

    def placeholder(self, kind: str, value: str) -> str:
        """The name of a value: the one it had before, of whatever type, else the next of its type.

        Args:
            kind: the type of the secret, in lower case.
        """
        digest = blake2b(value.encode("utf-8", "surrogatepass"), key=self._key, digest_size=16).digest()
        with self._lock:
            name = self._names.get(digest)
            if name is None:
                name = self._names[digest] = self._next(kind)
            return name

    def reserve(self, name: str) -> None:
        """Give a name to no secret that is still to come: somebody wrote it before there was one."""
        with self._lock:
            self._taken.add(name)

    def __len__(self) -> int:
        """How many different secrets have a name."""
        return len(self._names)

    def __repr__(self) -> str:
        return f"<Redactions of {len(self)} secrets>"

    def __reduce__(self) -> str:
        raise TypeError("redactions stay in the memory of one process")

    def _next(self, kind: str) -> str:
        number = self._last.get(kind, 0) + 1
        while f"REDACTED_{kind.upper()}_{number}" in self._taken:
            number += 1
        self._last[kind] = number
        name = f"REDACTED_{kind.upper()}_{number}"
        self._taken.add(name)
        return name
