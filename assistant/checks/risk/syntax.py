"""Shell scripts as syntax trees, within bounds: the grammar takes quadratic time on some hostile texts."""

from __future__ import annotations

from functools import cache

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

MOST_CHARACTERS = 100_000
_MOST_PIPES = 1_500
_MOST_REDIRECTIONS = 1_500
_MOST_HERE_DOCUMENTS = 150


def parse(source: bytes) -> Node | None:
    """The tree of a script in UTF-8, or None where it is too much to parse."""
    if (
        len(source) > 4 * MOST_CHARACTERS
        or source.count(b"|") > _MOST_PIPES
        or source.count(b"<") + source.count(b">") > _MOST_REDIRECTIONS
        or source.count(b"<<") > _MOST_HERE_DOCUMENTS
    ):
        return None
    return Parser(_language()).parse(source).root_node


@cache
def _language() -> Language:
    return Language(tree_sitter_bash.language())
