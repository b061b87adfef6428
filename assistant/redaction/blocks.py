"""Block scalars of YAML (section 8.1): a value of several lines below its key."""

from __future__ import annotations

import re

from assistant.redaction.view import Span, View

HEADER = re.compile(r"[|>][+-]?[0-9]?[+-]?[ \t]*(?:#.*)?$")
_WINDOW = 512
_DEEPER = re.compile(r"(?:\r?\n[ \t]*)*?\r?\n([ ]*)(?=[^\s])")


def begin(view: View, line_end: int, indent: int, kind: str) -> Span | None:
    """The block below the line that ends here, if there is one.

    Args:
        indent: of the key.
    """
    end = view.end(line_end, _WINDOW)
    first = _DEEPER.match(view.text, line_end, end)
    if not first or len(first[1]) <= indent:
        return None
    return Span(kind, first.end(), first.end(), "block", indent, view.text[first.end() : end])


def follow(view: View, place: int, indent: int) -> tuple[int, bool]:
    """Go on inside a block.

    Returns:
        up to where it belongs to the block, and whether that ends there.
    """
    newline = view.text.find("\n", place)
    if newline < 0:
        return len(view.text), view.ended
    if newline > place and view.text[newline - 1] == "\r":
        newline -= 1
    if newline > place:
        return newline, False
    found = _DEEPER.match(view.text, newline, view.end(newline, _WINDOW))
    if found and len(found[1]) > indent:
        return found.end(), False
    return newline, True
