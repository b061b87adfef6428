"""Explains errors: the signatures that a text matches, causes before consequences, with commands filled from the text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from assistant.understanding.pattern import Match, SearchedText
from assistant.understanding.signature import CommandTemplate, Risk, Signature, consequences, signatures
from assistant.understanding.slot import fill, told

_MOST_FINDINGS = 8
_MOST_MATCHES = 100  # of one signature
_MOST_EVIDENCE = 5
_LONGEST_LINE = 240
_HEAD = 8000  # characters of the text where slots are looked for, where the lines around the error do not tell
_AROUND_LINES, _AROUND = 25, 2000


@dataclass(frozen=True)
class Evidence:
    """A line that matched.

    Attributes:
        start: where in the text it matched.
        line: the line's number, from 1.
        text: the line, cut where it is long, around what matched.
    """

    start: int
    line: int
    text: str


@dataclass(frozen=True)
class Command:
    """A command of a signature, its slots filled where the text tells them.

    Attributes:
        missing: slots that stand as `<slot>` in the command still. A destructive command keeps all of its slots: what it
            is to destroy, a person names.
    """

    text: str
    purpose: str
    risk: Risk
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Fix:
    """What repairs the error, perhaps with a command."""

    do: str
    command: Command | None


@dataclass(frozen=True)
class Finding:
    """A signature that the text matches.

    Attributes:
        evidence: the first lines that matched, five at most.
        lines: how many matched, counted up to 100.
        slots: what the text tells, such as {"pod": "web-7d4b9c6f5-x2x9z"}; untrusted, and only plain words.
    """

    signature: Signature
    evidence: tuple[Evidence, ...]
    lines: int
    slots: dict[str, str]
    look: tuple[Command, ...]
    fix: tuple[Fix, ...]


@dataclass(frozen=True)
class Explanation:
    """What is known of the errors in a text; the first finding is the likeliest root."""

    findings: tuple[Finding, ...] = ()

    @property
    def root(self) -> Finding | None:
        """The finding to tell first."""
        return self.findings[0] if self.findings else None

    @property
    def terms(self) -> tuple[str, ...]:
        """Words for the search in the handbook, those of the root first, without repetitions."""
        return tuple(dict.fromkeys(term for finding in self.findings for term in finding.signature.terms))


def explain(text: str) -> Explanation:
    """Find the errors that a text tells of.

    Takes time and memory linear in the text.

    Returns:
        At most eight findings, causes before consequences; none where the text matches no signature.
    """
    searched = SearchedText(text)
    possible = dict.fromkeys(each for key, ids in _by_key().items() if searched.has(key) for each in ids)
    matches = {each: found for each in possible if (found := _matches(signatures()[each], searched))}
    matches = _without_general(matches)
    ordered = _ordered(matches)[:_MOST_FINDINGS]
    return Explanation(tuple(_finding(signatures()[each], matches[each], searched) for each in ordered))


@cache
def _by_key() -> dict[bytes, tuple[str, ...]]:
    """The signatures that each key may belong to: a text lacks nearly all of the keys, which is quickly seen."""
    found: dict[bytes, tuple[str, ...]] = {}
    for signature in signatures().values():
        for pattern in signature.patterns:
            found[pattern.key] = (*found.get(pattern.key, ()), signature.id)
    return found


def _matches(signature: Signature, searched: SearchedText) -> list[Match]:
    """One match for each line, in the order of the text."""
    lines: dict[int, Match] = {}
    for pattern in signature.patterns:
        for match in searched.find(pattern, _MOST_MATCHES):
            if signature.exception and signature.exception.search(searched.text, match.line_start, match.line_end):
                continue
            kept = lines.setdefault(match.line_end, match)
            lines[match.line_end] = replace(kept, slots=match.slots | kept.slots)
    return sorted(lines.values(), key=lambda match: match.start)[:_MOST_MATCHES]


def _without_general(matches: dict[str, list[Match]]) -> dict[str, list[Match]]:
    """General signatures only keep lines that no other one explains."""
    table = signatures()
    explained = {match.line_end for each, found in matches.items() if not table[each].general for match in found}
    kept = {
        each: [match for match in found if match.line_end not in explained] if table[each].general else found
        for each, found in matches.items()
    }
    return {each: found for each, found in kept.items() if found}


def _ordered(matches: dict[str, list[Match]]) -> list[str]:
    """Causes before consequences; else what is told plainly before what is general, then as the text has them."""
    table = signatures()
    left = sorted(matches, key=lambda each: (table[each].general, matches[each][0].start))
    ordered: list[str] = []
    while left:
        free = [each for each in left if not any(each in consequences(other) for other in left if other != each)]
        first = (free or left)[0]
        ordered.append(first)
        left.remove(first)
    return ordered


def _finding(signature: Signature, matches: list[Match], searched: SearchedText) -> Finding:
    slots = _slots(signature, matches, searched)
    return Finding(
        signature=signature,
        evidence=tuple(_evidence(match, searched) for match in matches[:_MOST_EVIDENCE]),
        lines=len(matches),
        slots=slots,
        look=tuple(_filled(command, slots) for command in signature.look),
        fix=tuple(Fix(each.do, _filled(each.command, slots) if each.command else None) for each in signature.fix),
    )


def _slots(signature: Signature, matches: list[Match], searched: SearchedText) -> dict[str, str]:
    """What the matches took, then what the lines around the first of them tell, then what the head of the text tells."""
    slots: dict[str, str] = {}
    for match in matches:
        slots = match.slots | slots
    wanted = dict.fromkeys(name for command in signature.commands for name in command.slots)
    near = (_cut(matches[0], searched), searched.around(matches[0], _AROUND_LINES, _AROUND), searched.text[:_HEAD])
    for name in wanted:
        if name not in slots:
            value = next((found for text in near if (found := told(name, text))), None)
            if value is not None:
                slots[name] = value
    return slots


def _evidence(match: Match, searched: SearchedText) -> Evidence:
    return Evidence(match.start, searched.line_number(match.start), _cut(match, searched).strip())


def _cut(match: Match, searched: SearchedText) -> str:
    """The line, and of a long one the part around the match."""
    start = max(match.line_start, min(match.start - _LONGEST_LINE // 4, match.line_end - _LONGEST_LINE))
    return searched.text[start : min(match.line_end, start + _LONGEST_LINE)]


def _filled(command: CommandTemplate, slots: dict[str, str]) -> Command:
    text, missing = fill(command.run, {} if command.risk is Risk.DESTRUCTIVE else slots)
    return Command(text, command.purpose, command.risk, missing)
