"""Goes through a text once, from left to right, however it is cut, and gives out what is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.redaction import blocks, lists, manifests, private_keys
from assistant.redaction.finding import Finding
from assistant.redaction.placeholders import PLACEHOLDER, Redactions
from assistant.redaction.rules import LONGEST_ANCHOR, Rules
from assistant.redaction.view import BEFORE, Span, Spans, Undecided, View

_ENDS = {
    "word": re.compile(r"[\s\"'`<>,;&)}\]\\\x1b]"),
    "quoted": re.compile(r"[\s\"'`\\\x1b]"),
}
_KEPT = 1 << 14


class Scanner:
    """One text. What it finds depends on the text alone: every decision waits for the characters that it looks at."""

    def __init__(self, rules: Rules, redactions: Redactions) -> None:
        self.findings: list[Finding] = []
        self._rules = rules
        self._redactions = redactions
        self._view = View()
        self._forgotten = 0  # characters before the view
        self._given = 0  # up to here everything was given out or replaced
        self._search = 0  # from here on something may begin
        self._inside: list[Span] = []  # what goes on, the innermost last
        self._line, self._counted = 1, 0
        self._anchors = _Search(rules.anchor)
        self._shapes = _Search(rules.shape)

    def feed(self, piece: str) -> str:
        """Take more of the text; what is certain comes back."""
        self._view.add(piece)
        given = "".join(self._advance())
        self._forget()
        return given

    def close(self) -> str:
        """The text has ended; its rest comes back."""
        self._view.ended = True
        return "".join(self._advance())

    def _advance(self) -> Iterator[str]:
        self._anchors.restart()
        self._shapes.restart()
        certain = self._certain()
        try:
            while True:
                while self._inside:
                    yield from self._follow()
                spans = self._find(certain)
                if not spans:
                    break
                yield from self._replace(spans)
                self._search = max(self._search, self._given)
        except Undecided:
            certain = min(certain, self._search)
        if not self._inside and certain > self._given:
            yield self._up_to(certain)
            self._search = max(self._search, certain)

    def _find(self, certain: int) -> Spans:
        """The next secrets that begin before `certain`; nothing where there are none."""
        view = self._view
        while True:
            anchor = self._anchors.next(view.lower, self._search)
            shape = self._shapes.next(view.text, self._search)
            if anchor and (not shape or anchor.start() <= shape.start()):
                found = anchor
            elif shape:
                found = shape
            else:
                return ()
            place = found.start()
            if place >= certain:
                return ()
            self._search = place
            if found is anchor:
                kind = self._rules.kinds.match(view.lower, place)
                if kind and kind.lastgroup == "placeholder" and (name := PLACEHOLDER.match(view.text, place)):
                    self._redactions.reserve(name[0])
                    self._search = name.end()
                    continue
                if kind and (spans := self._rules.at(view, kind)):
                    return spans
            if shape and shape.start() == place and (spans := self._rules.shape_at(view, place)):
                return spans
            self._search = anchor.end() if found is anchor else place + 1

    def _certain(self) -> int:
        """Before this place no word can grow any more."""
        text = self._view.text
        if self._view.ended:
            return len(text)
        start = max(0, len(text) - LONGEST_ANCHOR)
        return max(start, *(text.rfind(space, start) + 1 for space in " \n\t"))

    def _follow(self) -> Iterator[str]:
        """Go on inside something that began before."""
        view, inside = self._view, self._inside[-1]
        match inside.beyond:
            case "private key":
                self._given, ends = private_keys.follow(view, self._given)
            case "block":
                self._given, ends = blocks.follow(view, self._given, inside.indent)
                if not ends and self._given == len(view.text):
                    raise Undecided
            case "manifest" | "json" | "list":
                yield from self._follow_pairs(inside)
                return
            case beyond:
                found = _ENDS[beyond].search(view.text, self._given)
                self._given = found.start() if found else len(view.text)
                ends = bool(found) or view.ended
                if not ends:
                    raise Undecided
        if ends:
            self._inside.pop()
        self._search = max(self._search, self._given)

    def _follow_pairs(self, inside: Span) -> Iterator[str]:
        if inside.beyond == "json":
            pair = manifests.follow_json(self._view, self._given)
        elif inside.beyond == "list":
            pair = lists.follow(self._view, self._given, inside.indent, inside.kind)
        else:
            pair = manifests.follow_yaml(self._view, self._given, inside.indent)
        if pair is None or pair[0] <= self._given:
            self._inside.pop()
            return
        after, spans = pair
        yield from self._replace(spans)
        if self._given < after:
            yield self._up_to(after)
        self._search = self._given

    def _replace(self, spans: Spans) -> Iterator[str]:
        for span in spans:
            if span.start < self._given:
                continue
            start = self._forgotten + span.start
            yield self._up_to(span.start)
            if span.beyond not in ("manifest", "json", "list"):
                value = span.identity if span.identity is not None else self._view.text[span.start : span.end]
                name = self._redactions.placeholder(span.kind, value)
                self._line += self._view.text.count("\n", self._counted, span.start)
                self._counted = span.start
                self.findings.append(Finding(span.kind, name, start, self._forgotten + span.end, self._line))
                yield name
            self._given = span.end
            if span.beyond != "none":
                self._inside.append(span)

    def _up_to(self, place: int) -> str:
        text = self._view.text[self._given : place]
        self._given = place
        return text

    def _forget(self) -> None:
        """Keep only what rules may still look at."""
        count = min(self._given, self._search) - BEFORE
        if count < _KEPT:
            return
        self._line += self._view.text.count("\n", self._counted, max(count, self._counted))
        self._view.forget(count)
        self._forgotten += count
        self._given -= count
        self._search -= count
        self._counted = max(0, self._counted - count)


class _Search:
    """The next match of a pattern, remembered while it lies ahead."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self.restart()

    def restart(self) -> None:
        """The text has changed."""
        self._found: re.Match[str] | None = None
        self._none = False

    def next(self, text: str, start: int) -> re.Match[str] | None:
        if not self._none and (self._found is None or self._found.start() < start):
            self._found = self._pattern.search(text, start)
            self._none = self._found is None
        return self._found
