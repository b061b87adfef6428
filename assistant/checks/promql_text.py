"""What can be seen of a PromQL expression without its parser: brackets, quotes, durations."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|#[^\n]*|[()\[\]{}]|[\"'`]|\[")
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`")
_OPERATOR_LAST = re.compile(r"(?:[-+*/%^]|\b(?:and|or|unless|by|without)|[<>=!]=?)\s*\Z")
_QUOTES = ('"', "'", "`")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_RANGE = re.compile(
    r"\[\s*(?:(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w|y))+|\d+|\$\w+|\$\{\w+\}|\[\[\w+\]\]|<[^>\]]+>|[A-Z_]+)?\s*(:[^\]]*)?\]"
)


def broken(expression: str) -> str | None:
    """What is wrong for certain, or None."""
    if not expression.strip():
        return "the expression is empty"
    return _brackets(expression) or _ranges(_STRING.sub('""', expression))


def _brackets(expression: str) -> str | None:
    opened: list[str] = []
    for match in _TOKEN.finditer(expression):
        token = match[0]
        if token in _CLOSING:
            opened.append(token)
        elif token in _CLOSING.values() and (not opened or _CLOSING[opened.pop()] != token):
            return f"{token!r} closes nothing"
        elif token in _QUOTES:
            return "a string is not closed"
    return f"{opened[-1]!r} is not closed" if opened else None


def _ranges(bare: str) -> str | None:
    for bracket in re.finditer(r"\[[^\[\]]*\]", bare):
        if not _RANGE.fullmatch(bracket[0]):
            return f"{bracket[0][:40]} is no range, such as [5m]"
    return "the expression ends with an operator" if _OPERATOR_LAST.search(re.sub(r"#[^\n]*", "", bare)) else None
