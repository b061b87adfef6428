"""What was found, without what it was."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A secret that was replaced.

    Attributes:
        type: what kind of secret, such as `password` or `aws_access_key`.
        placeholder: what stands in its place.
        start: its first character in the original, counted from 0.
        end: after its last character in the original. Of a private key, or another value too long to be waited for, only
            what was known when it was replaced.
        line: of its first character, counted from 1.
    """

    type: str
    placeholder: str
    start: int
    end: int
    line: int
