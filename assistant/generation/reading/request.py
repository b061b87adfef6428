"""The text of a request, bounded and plain."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_CHARACTERS = 2_000
"""More than this is a pasted file, not a request; every pattern here is quick on it."""

_LONGEST_WORD = 300
"""What has no space for so long is no name, image or path; patterns may take the square of it."""

_PLAIN = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u2013": "-", "\u2014": ",", "\u2192": "->", "\u00a0": " "}
)

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS = {
    **{word: index for index, word in enumerate(_WORDS)},
    **_TENS,
    **{f"{ten}-{_WORDS[one]}": _TENS[ten] + one for ten in _TENS for one in range(1, 10)},
    "a dozen": 12,
    "a couple of": 2,
    "a single": 1,
    "a hundred": 100,
    "hundred": 100,
}

NUMBER = r"(?:\d{1,6}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
"""A whole number in digits or words, for patterns."""


_ENGLISH = {
    **dict.fromkeys(("mit", "con", "avec"), "with"),
    **dict.fromkeys(("für", "para", "pour"), "for"),
    **dict.fromkeys(("ein", "eine", "einen", "einem", "une"), "a"),
    **dict.fromkeys(("im", "dans"), "in"),
    **dict.fromkeys(("replikas", "repliken", "réplicas", "réplicas"), "replicas"),
    **dict.fromkeys(("bitte", "por favor"), "please"),
    "und": "and",
    "auf": "on",
    "als": "as",
    "puerto": "port",
    "namens": "named",
    "llamado": "named",
}
_FOREIGN = re.compile(r"(?<![\w'./-])(?:" + "|".join(_ENGLISH) + r")(?![\w'./-])", re.IGNORECASE)
"""The small words of other languages that the readers go by."""

_LABEL = re.compile(
    r"(?<![\w./-])(app|tier|component|k8s-app|app\.kubernetes\.io/name):[ ]+(?=[a-z0-9](?:[\w.-]*[\w])?(?![\w./:-]))",
    re.IGNORECASE,
)
"""A label as a manifest has it."""


_BULLET = re.compile(r"(?m)^[ \t]{0,4}(?:[-*\u2022+]|\d{1,2}[.)])[ \t]+(?=\S)")
"""What stands before the items of a list."""


@dataclass(frozen=True)
class Request:
    """A request made plain.

    Attributes:
        text: typographic quotes and dashes as in ASCII, no control characters.
        cut: whether its end was left out.
    """

    text: str
    cut: bool


def read(text: str) -> Request:
    """Make a text plain and bound it."""
    cut = len(text) > MOST_CHARACTERS
    plain = text[:MOST_CHARACTERS].translate(_PLAIN)
    plain = "".join(c if c.isprintable() or c == "\n" else " " for c in plain)
    plain = re.sub(rf"\S{{{_LONGEST_WORD},}}", " ", re.sub(r"[ \t]+", " ", _BULLET.sub("", plain)))
    return Request(_LABEL.sub(r"\1=", _FOREIGN.sub(lambda match: _ENGLISH[match[0].lower()], plain)), cut)


def number(words: str) -> int:
    """The value of what `NUMBER` matched."""
    word = re.sub(r"\s+", " ", words.strip().lower())
    return int(word) if word.isdigit() else _NUMBERS[word]
