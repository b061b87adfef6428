"""JSON: Python's own parser, keys that are there twice; comments where the dialect has them."""

from __future__ import annotations

import json
import platform
import re
from typing import Any

from assistant.checks.findings import Edit, Finding, Fix, Severity
from assistant.checks.kinds import Kind
from assistant.checks.limits import Limits
from assistant.checks.report import NotChecked, Report, Source
from assistant.checks.yaml_document import YamlSyntax, read_documents

_STRING_OR = r'"(?:[^"\\\n]|\\.)*"'
_COMMENT = re.compile(rf"({_STRING_OR})|//[^\n]*|/\*.*?\*/", re.DOTALL)
_TRAILING_COMMA = re.compile(rf"({_STRING_OR})|,(?=\s*[}}\]])")
_LEFT_OUT = re.compile(rf"({_STRING_OR})|(?:\.\.\.|…)")
_MESSAGES = {
    "Expecting property name enclosed in double quotes": "a key in double quotes was expected here",
    "Expecting ',' delimiter": "a comma is missing here, or a bracket before it",
    "Expecting ':' delimiter": "a colon is missing after the key",
    "Expecting value": "a value is missing here, or is not written as JSON",
    "Unterminated string starting at": "a string that begins here is not closed",
    "Extra data": "there is more after the end of the value",
    "Invalid control character at": "a string cannot go over the end of a line",
    "Illegal trailing comma before end of object": "a comma stands after the last member",
    "Illegal trailing comma before end of array": "a comma stands after the last item",
}


class Json:
    """Syntax, and keys that are there twice."""

    name = "json"
    decides = True

    def load(self) -> str | None:
        return platform.python_version()

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - linear in the text
        text = source.text
        if source.kind is Kind.JSON_COMMENTS:
            text = _TRAILING_COMMA.sub(_blank, _COMMENT.sub(_blank, text))
        values = text.strip()
        try:
            _read(text)
        except json.JSONDecodeError as error:
            if source.kind is Kind.JSON and _as_fragment(values):
                return Report()
            if any(not match[1] for match in _LEFT_OUT.finditer(text)):
                raise NotChecked("parts of it are left out with dots") from None
            return Report([_finding(error, text, source)])
        except ValueError as error:  # NaN, a number of thousands of digits
            raise NotChecked(f"it is no JSON that can be read ({str(error)[:80]})") from None
        return Report(_twice(text))


def _read(text: str) -> Any:
    return json.loads(text, parse_constant=_no_constant, parse_int=str, parse_float=str)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _as_fragment(text: str) -> bool:
    """Members without their braces, or one value after the other on lines of their own (JSON Lines)."""
    if re.match(r'"[^"\n]*"\s*:', text):
        candidates = [f"{{{text.rstrip(',')}}}"]
    else:
        candidates = [line for line in text.split("\n") if line.strip()]
        if len(candidates) < 2 or not all(line.lstrip()[:1] in ("{", "[") for line in candidates):  # noqa: PLR2004
            return False
    try:
        for candidate in candidates:
            _read(candidate)
    except ValueError:
        return False
    return True


def _blank(match: re.Match[str]) -> str:
    return match[1] or re.sub(r"[^\n]", " ", match[0])


def _finding(error: json.JSONDecodeError, text: str, source: Source) -> Finding:
    comma = next((each for each in _TRAILING_COMMA.finditer(text) if not each[1]), None)
    if comma and not text[comma.end() : error.pos].strip(" \t\r\n]}"):
        line, column = text.count("\n", 0, comma.start()) + 1, comma.start() - text.rfind("\n", 0, comma.start())
        fix = Fix(
            tuple(_dropped(source.text, each) for each in _TRAILING_COMMA.finditer(text) if not each[1]),
            "no comma after the last one",
        )
        return Finding(line, "a comma stands after the last one", "json-syntax", Json.name, Severity.ERROR, column, fix)
    if error.pos >= len(text.rstrip()):
        line, column = _shown_place(text, error)
        return Finding(
            line, "the text ends before a bracket or brace is closed", "json-syntax", Json.name, Severity.ERROR, column
        )
    comment = re.match(r"\s*(?://|/\*|#)", text[error.pos :])
    quoted = text[error.pos : error.pos + 1] == "'"
    message = _MESSAGES.get(error.msg, error.msg)
    if comment:
        message = "JSON has no comments"
    elif quoted:
        message = "JSON takes double quotes alone"
    line, column = _shown_place(text, error)
    missing: Fix | None = None
    if error.msg == "Expecting ',' delimiter" and text[error.pos : error.pos + 1] in ('"', "{"):
        missing = Fix((Edit(line, column, line, column, ","),), "a comma")
        message = "a comma is missing at the end"
    return Finding(line, message, "json-syntax", Json.name, Severity.ERROR, column, missing)


def _shown_place(text: str, error: json.JSONDecodeError) -> tuple[int, int]:
    """Where something is missing, that is the end of what stands before it."""
    if error.msg not in ("Expecting ',' delimiter", "Expecting value") and error.pos < len(text.rstrip()):
        return error.lineno, error.colno
    if error.msg == "Expecting value" and error.pos < len(text.rstrip()):
        return error.lineno, error.colno
    before = text[: error.pos].rstrip()
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _dropped(text: str, comma: re.Match[str]) -> Edit:
    line, column = text.count("\n", 0, comma.start()) + 1, comma.start() - text.rfind("\n", 0, comma.start())
    return Edit(line, column, line, column + 1, "")


def _twice(text: str) -> list[Finding]:
    """JSON is YAML: its reader knows the places of keys."""
    try:
        documents = read_documents(text)
    except (YamlSyntax, NotChecked):
        return []  # tabs between tokens, or deeper than it goes
    return [
        Finding(each.line, each.message, "json-duplicate-key", Json.name, Severity.WARNING, each.column)
        for document in documents
        for each in document.duplicates
    ]
