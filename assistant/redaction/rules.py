"""All rules, and the words by which a text is searched for places where one of them could find something."""

from __future__ import annotations

import re

from assistant.redaction import commands, files, headers, manifests, network, private_keys, urls
from assistant.redaction.assignments import AssignmentRule
from assistant.redaction.tokens import SHAPES, TokenRule
from assistant.redaction.view import Spans, View

LONGEST_ANCHOR = 128
"""No anchor and no shape looks at more characters of a word."""


class Rules:
    """What begins at a place of a text; without state, for any number of threads."""

    def __init__(self) -> None:
        self._tokens = TokenRule()
        self._assignments = AssignmentRule(self._tokens)
        self.kinds = re.compile(
            f"(?P<private_key>{private_keys.ANCHORS})|(?P<token>{self._tokens.anchors})|(?P<webhook>{urls.WEBHOOK_ANCHORS})"
            f"|(?P<url>{urls.ANCHORS})|(?P<header>{headers.ANCHORS})|(?P<manifest>{manifests.ANCHORS})"
            f"|(?P<configured>{network.ANCHORS})|(?P<word>{commands.WORD_ANCHORS})|(?P<option>{commands.OPTION_ANCHORS})|(?P<assignment>{self._assignments.anchors})"
            f"|(?P<line>{files.ANCHORS})|(?P<placeholder>redacted_)"
        )
        self.anchor = re.compile(_by_first_character(self.kinds.pattern))
        self.shape = re.compile(f"{SHAPES.pattern}|{urls.WITHOUT_SCHEME.pattern}")

    def at(self, view: View, anchor: re.Match[str]) -> Spans:
        """What is secret after an anchor, a match of `kinds`.

        Raises:
            Undecided: the text has to go on first.
        """
        place, end = anchor.span()
        match anchor.lastgroup:
            case "private_key":
                return private_keys.decide(view, place)
            case "token":
                return self._tokens.decide(view, place)
            case "webhook":
                return urls.webhook(view, place)
            case "url":
                return urls.decide(view, place)
            case "header":
                found = headers.decide(view, place)
                return self._assignments.decide(view, place, end) if found is None else found
            case "manifest":
                return manifests.decide(view, place)
            case "word":
                return commands.word(view, place)
            case "configured":
                found = network.decide(view, place)
                return self._assignments.decide(view, place, end) if found is None else found
            case "option":
                return commands.option(view, place)
            case "assignment":
                return self._assignments.decide(view, place, end)
            case "line":
                return files.decide(view, place)
        return ()

    def shape_at(self, view: View, place: int) -> Spans:
        return self._tokens.shape(view, place) or urls.without_scheme(view, place)


def _by_first_character(pattern: str) -> str:
    """The same alternatives in an order in which a search rules out nearly all of them by looking at one character."""
    groups: dict[str, list[str]] = {}
    for named in _alternatives(pattern):
        for alternative in _alternatives(re.sub(r"^\(\?P<\w+>(.*)\)$", r"\1", named)):
            length = 2 if alternative[0] == "\\" else 1
            groups.setdefault(alternative[:length], []).append(alternative[length:])
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())


def _alternatives(pattern: str) -> list[str]:
    """The outermost ones."""
    parts, depth, in_class = [""], 0, False
    for token in re.findall(r"\\.|.", pattern):
        if in_class:
            in_class = token != "]"
        elif token == "[":
            in_class = True
        elif token in "()":
            depth += 1 if token == "(" else -1
        if token == "|" and depth == 0 and not in_class:
            parts.append("")
        else:
            parts[-1] += token
    return parts
