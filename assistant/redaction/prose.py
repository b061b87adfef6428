"""How sentences tell a secret: "the password for x is now y", "we reset it to y", in some languages."""

from __future__ import annotations

import re

from assistant.redaction.values import SPACE, Value, is_literal

_WHOSE = rf"""(?:{SPACE}+(?:for|of|on|to|in|at|für|fuer|von|vom|zum|zur|de|du|del|des|da|do|di|della|pour|para|per|voor|van)
    (?:{SPACE}+[^\s:=]{{1,60}}){{1,4}}?)"""
_NOW = rf"(?:{SPACE}+(?:now|currently|still|jetzt|nun|aktuell|maintenant|désormais|ahora|ora|agora|nu))?"
_ENGLISH = re.compile(
    rf"""{_WHOSE}?(?:'s)?{SPACE}+
    (?:(?:(?:has|have|had){SPACE}+been{SPACE}+|is{SPACE}+|was{SPACE}+|got{SPACE}+)?(?:now{SPACE}+)?(?:changed|set|reset|updated|rotated|switched){SPACE}+(?:back{SPACE}+)?to
    |(?:is|was|are|equals|remains|becomes){_NOW})
    {SPACE}*:?{SPACE}+""",
    re.VERBOSE | re.IGNORECASE,
)
_OTHER = re.compile(
    rf"""{_WHOSE}?(?:{SPACE}+\w{{1,20}})?{SPACE}+
    (?:(?:ist|war|lautet|est|es|era|è|é){_NOW}
    |wurde{SPACE}+auf|a{SPACE}+été{SPACE}+\w{{1,20}}{SPACE}+(?:en|à|par)|(?:fue|ha{SPACE}+sido){SPACE}+\w{{1,20}}{SPACE}+(?:a|por))
    {SPACE}*:?{SPACE}+""",
    re.VERBOSE | re.IGNORECASE,
)
_TO = re.compile(rf"{_WHOSE.replace('|to|', '|', 1)}?{SPACE}+(?:to|auf|zu|en|à|a){SPACE}*:?{SPACE}+", re.VERBOSE)
_FROM = re.compile(rf"{SPACE}+from{SPACE}+(?=(\S{{4,80}}){SPACE}+(to{SPACE}+)\S)")
_CHANGED_FROM = re.compile(
    rf"""{_WHOSE}?{SPACE}+(?:(?:has|have|had){SPACE}+been{SPACE}+|is{SPACE}+|was{SPACE}+|got{SPACE}+)?(?:now{SPACE}+|just{SPACE}+)?
    (?:changed|reset|updated|rotated|switched|moved|migrated){SPACE}+(?:away{SPACE}+)?from{SPACE}+(?=\S{{4,80}}(?P<new>{SPACE}+to{SPACE}+\S)?)""",
    re.VERBOSE | re.IGNORECASE,
)
_CHANGES = re.compile(
    r"(?:chang|set|reset|updat|rotat|switch|modif|geänder|änder|setz|chang|cambi|mis)[a-zéó]{0,6}[ ](?:[^\s.:;]{1,40}[ ]){0,5}[^\s.:;]{0,40}$",
    re.IGNORECASE,
)
_MOST_BEFORE = 160  # characters between the verb and its key
_QUOTES = {"«": "»", "„": "“”", "“": "”", "‚": "‘’", "‘": "’"}  # noqa: RUF001 the quotes of several languages
_PHRASE = re.compile(r"[A-Za-z]{3,15}(?:[ ][A-Za-z]{3,15}){2,23}(?=[ \t]*(?:[.,;|)\"'\\]|$))")


def told(text: str, end: int, limit: int, before: str) -> tuple[int, bool] | None:
    """Where the value begins that a sentence gives to the key that ends here.

    Args:
        before: the key, of its line.

    Returns:
        its place, and whether the last word of the sentence may be it though it looks like any word.
    """
    if found := _ENGLISH.match(text, end, limit):
        return found.end(), True
    if found := _OTHER.match(text, end, limit):
        return found.end(), False
    if (found := _TO.match(text, end, limit)) and _is_changed(before):
        return found.end(), False
    return None


def old_and_new(text: str, end: int, limit: int, before: str) -> tuple[int, ...]:
    """Where the old value begins, and the new one if it is told: "rotated the password from x to y", "it was changed from x"."""
    if found := _CHANGED_FROM.match(text, end, limit):
        return (found.end(), found.end("new") - 1) if found["new"] else (found.end(),)
    found = _FROM.match(text, end, limit)
    return (found.end(), found.end(2)) if found and _is_changed(before) else ()


def quoted(text: str, place: int, end: int) -> Value | None:
    """A value in the quotes of a language: «x», „x“."""
    closing = _QUOTES.get(text[place : place + 1])
    if not closing:
        return None
    stop = next((at for at in range(place + 1, end) if text[at] in closing), -1)
    inner = text[place + 1 : stop] if stop >= 0 else ""
    bare = inner.strip(" \u00a0\u202f")
    if not bare:
        return None
    start = place + 1 + inner.index(bare)
    return Value(start, start + len(bare), bare, text[place])


def phrase(text: str, place: int, end: int) -> Value | None:
    """Plain words in a row that no sentence would be: `correct horse battery staple`."""
    found = _PHRASE.match(text, place, end)
    if not found or not all(is_literal(word, quoted=True) for word in found[0].split()):
        return None
    return Value(found.start(), found.end(), found[0])


def _is_changed(before: str) -> bool:
    return bool(_CHANGES.search(before[-_MOST_BEFORE:]))
