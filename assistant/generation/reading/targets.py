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
_TAG = re.compile(r"\b(?:new ?)?tag\s*(?:is|of|[:=])?\s*[\"'`]?(v?\d[\w.-]{0,60})", re.IGNORECASE)


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
    return {**facts, "make_targets": tuple(dict.fromkeys(found))[:12]} if found else facts
