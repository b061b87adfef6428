"""Texts that are checked block by block: Markdown."""

from __future__ import annotations

from assistant.checks.findings import CheckedBlock
from assistant.checks.kinds import Kind

_FILES = (".md", ".markdown", ".mdx")
_NAMES = ("markdown", "md")
_NOBODY_CHECKS = (Kind.TEXT, Kind.UNKNOWN, Kind.SQL)


def is_markdown(language: str, filename: str = "") -> bool:
    """Whether a text is Markdown, by the name of its language or, where that is not said, of its file."""
    return language.lower() in _NAMES or (not language and filename.lower().endswith(_FILES))


def is_bystander(checked: CheckedBlock) -> bool:
    """Whether a block is output or another language, as they stand in any Markdown: that it was not checked says nothing."""
    return checked.status == "not_checked" and checked.kind in _NOBODY_CHECKS
