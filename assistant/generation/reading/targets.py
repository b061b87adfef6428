"""Targets of a Makefile."""

from __future__ import annotations

import re
from typing import Any

_TARGETS = re.compile(
    r"\btargets?\b\s*(?:named|called|for|:)?\s*((?:[a-z][\w-]{1,24}(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*\+\s*|\s*&\s*)?){1,10})|((?:\b[a-z][\w-]{1,24}(?:,\s*and\s+|,\s*|\s+and\s+)){1,9}[a-z][\w-]{1,24})(?:\s+targets?\b)?",
    re.IGNORECASE,
)
_USUAL_TARGETS_TEXT = """
build test lint run clean push deploy install fmt format docker-build docker-push release package help up down logs
shell migrate dev start stop check coverage docs publish vet tidy generate all docker compile typecheck e2e init plan
apply validate destroy
"""
_USUAL_TARGETS = frozenset(_USUAL_TARGETS_TEXT.split())
_TAG = re.compile(
    r"\b(?:new ?)?tag\s*(?:is|[:=])?\s*(?:(?:of|for)\s+[\w./-]+\s+(?:is|to|[:=])?\s*)?(?:of\s+)?[\"'`]?(v?\d[\w.-]{0,60})",
    re.IGNORECASE,
)

_TAGGED = re.compile(
    r"\btags?\s+(?:of|for)\s+(?:the\s+|image\s+)*[\"'`]?([a-z0-9][\w.-]*(?:/[\w.-]+)*)[\"'`]?\s+(?:is\s+|to\s+|=\s*|:\s*)?[\"'`]?(v?\d[\w.-]{0,60})",
    re.IGNORECASE,
)


def read(text: str) -> dict[str, Any]:
    """Read `make_targets` and `image_tag`."""
    found: list[str] = []
    for match in _TARGETS.finditer(text):
        said = match[1] is not None
        words = [word.lower() for word in re.split(r"[\s,+&]+|\band\b", match[1] or match[2]) if word]
        for word in words:
            if word in {"for", "with", "in", "on", "that", "which", "the", "a"}:
                break
            if said or word in _USUAL_TARGETS:
                found.append(word)
    found += [word for word in re.findall(r"\b[a-z][a-z-]{1,20}\b", text.lower()) if word in {"docker-build", "docker-push"}]
    facts: dict[str, Any] = {"image_tag": told[1]} if (told := _TAG.search(text)) else {}
    if tagged := _TAGGED.search(text):
        facts["image"] = f"{tagged[1].lower()}:{tagged[2]}"
    return {**facts, "make_targets": tuple(dict.fromkeys(found))[:12]} if found else facts


_RECIPE = re.compile(
    r"(?<![\w/.-])(?P<name>[a-z][\w-]{1,24})\s*\((?P<command>[^()\n]{2,120})\)|(?:^|\n|;|,)\s*(?P<name2>[a-z][\w-]{1,24})\s*(?::|->|=>|runs?)\s+(?P<command2>[a-z./][^,;\n]{2,120})",
    re.IGNORECASE,
)
_TOOLS = {
    "golangci-lint": "golangci-lint run",
    "ruff": "ruff check .",
    "eslint": "npx eslint .",
    "flake8": "flake8",
    "mypy": "mypy .",
    "pytest": "pytest",
    "hadolint": "hadolint Dockerfile",
    "shellcheck": "shellcheck *.sh",
}
_RUNNABLE = re.compile(
    r"(?:go|npm|yarn|pnpm|pip|python3?|pytest|ruff|docker|kubectl|helm|terraform|cargo|mvn|make|bash|sh|rm|golangci-lint|ansible-playbook|\./)\S*\s\S|pytest|tox",
    re.IGNORECASE,
)


def recipes(text: str) -> dict[str, Any]:
    """Read `recipes`: what a target of a Makefile runs, where the request says it."""
    found: dict[str, str] = {}
    for match in _RECIPE.finditer(text):
        name, command = (match["name"] or match["name2"]).lower(), (match["command"] or match["command2"]).strip(" .`\"'")
        if name in _USUAL_TARGETS or name in {"docker-build", "docker-push"}:
            if command.lower() in _TOOLS:
                found[name] = _TOOLS[command.lower()]
            elif _RUNNABLE.match(command):
                found[name] = command
    return {"recipes": tuple(found.items())[:12]}
