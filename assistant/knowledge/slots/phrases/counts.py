"""Numbers of things: `lines 3 to 9`, `top ten`, `four at a time`, `three replicas`, `p99`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.slots.slot import Slot

_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        ("", "one a single eins ein einen", "two zwei", "three drei", "four vier", "five funf", "six sechs", "seven", "eight"),
        0,
    )
    for word in words.split()
}
_LINE = re.compile(r"(?i)\b(?:lines?|zeilen?)\s+(\d{1,7})(?:\s*(?:-|to|bis|and|through|until)\s*(\d{1,7}))?")
_MORE_THAN = re.compile(
    r"(?i)(?:\b(?:more|greater|higher|over|above|exceeds?)(?:\s+than)?|>)\s+(\d+(?:\.\d+)?)\b(?!\s?(?:%|[kmgt]i?b?\b|sec|min|hour|day|week))"
)
_BITS = re.compile(r"(?i)(?<![\w.])(\d{4})[ -]?bits?\b|\brsa[ :-]?(\d{4})\b|\b(\d{4})[ -](?:rsa|key)\b")
_AT_A_TIME = re.compile(
    r"(?i)\b(\d{1,3}|one|two|three|four|five|six|eight)\s+(?:\w+\s+)?(?:at a time|at once|in parallel|parallel(?:ly)?\b|jobs?\b|workers?\b)|\b(?:jobs|parallel|forks)\s+(\d{1,3})\b"
)
_TOP = re.compile(
    r"(?i)\b(?:(?:top|first|last)\s+(\d{1,3}|five|ten|twenty)\b(?!\s*(?:minutes?|min|hours?|days?|weeks?|months?|years?|lines?))|(\d{1,3}|five|ten|twenty)\s+(?:\w+\s+)?(?:biggest|largest|heaviest|greatest|slowest|newest|latest|slow|most)\b)"
)
_MANY = {"five": "5", "ten": "10", "twenty": "20"}
_LAST_LINES = re.compile(
    r"(?i)(?<![\w.])(\d{1,7})\s+(?:log\s+|newest\s+|most recent\s+)?(?:lines|zeilen|entries)\b|\b(?:tail|last)\s+(\d{1,7})\s*$"
)
_COPIES = re.compile(
    r"(?i)(?<![\w.:-])(\d{1,4}|one|two|three|four|five|six)\s+(?:\w+\s+)?(?:replicas?|instances?|copies|pods?)\b"
)
_TO_NUMBER = re.compile(r"(?i)\b(?:to|auf|=|x)\s+(\d{1,4})\b(?![.:%]|\s*(?:[kmgt]i?b?|min\w*|sec\w*|hours?|days?)\b)")
_QUANTILE = re.compile(
    r"(?i)\bp(\d{2,3})\b|\b(\d{2})(?:th|nd|rd|st)? ?(?:percentile|quantile)|\b0?\.(\d{1,3}) quantile|\bquantile (?:of )?0?\.(\d{1,3})"
)


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "first" in slots and "last" in slots and (match := _LINE.search(text)):
        yield "first", match[1]
        yield "last", match[2] or match[1]
    if "threshold" in slots and (match := _MORE_THAN.search(text)):
        yield "threshold", match[1]
    if "bits" in slots and (match := _BITS.search(text)):
        yield "bits", next(filter(None, match.groups()))
    if ("forks" in slots or "jobs" in slots) and (match := _AT_A_TIME.search(text)):
        count = number(next(filter(None, match.groups())))
        yield from ((name, count) for name in ("forks", "jobs"))
    if "count" in slots and (match := _TOP.search(text)):
        count = next(filter(None, match.groups())).casefold()
        yield "count", _MANY.get(count, count)
    if "lines" in slots and (match := _LAST_LINES.search(text)):
        yield "lines", match[1] or match[2]
    for name in ("replicas", "count"):
        if name in slots and (match := _COPIES.search(text) or _TO_NUMBER.search(text)):
            yield name, number(match[1])
    if "quantile" in slots and (match := _QUANTILE.search(text)):
        yield "quantile", f"0.{next(filter(None, match.groups()))}"


def number(word: str) -> str:
    """A number in digits, which may be said in a word."""
    return _NUMBERS.get(word.casefold(), word)
