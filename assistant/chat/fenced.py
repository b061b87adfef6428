"""Code blocks in Markdown."""

from __future__ import annotations

import re

_BACKTICKS = re.compile("`{2,}")


def fenced(text: str, info: str = "") -> str:
    """A code block with a fence that is longer than any in it, and a line feed behind it."""
    fence = "`" * (1 + max(map(len, _BACKTICKS.findall(text)), default=2))
    return f"{fence}{info}\n{text.rstrip(chr(10))}\n{fence}\n"
