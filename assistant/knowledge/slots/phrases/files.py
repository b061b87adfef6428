"""Files and commands: `except node_modules`, `only *.log files`, `run site.yml`, `run uptime on all hosts`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.search.words import STOP_WORDS
from assistant.knowledge.slots.slot import Slot

_EXCLUDED = re.compile(
    r"(?i)\b(?:exclud(?:e|ing)|except(?: for)?|without|skip(?:ping)?|ignor(?:e|ing)|leav(?:e|ing) out|but not|ohne)\s+"
    r"(?:the\s+|any\s+|all\s+)?(?:folders?\s+|director(?:y|ies)\s+|files?\s+|dir\s+)?[\"'`]?([\w.*-]{2,60})"
)
_ONLY_FILES = re.compile(
    r"(?i)\bonly\s+(?:the\s+)?(?:files? (?:with|ending (?:in|with)|named)\s+)?\*?\.?(\w{1,8})\s+files\b|\bonly\s+\*\.(\w{1,8})\b"
)
_RUN_PLAYBOOK = re.compile(
    r"(?i)\b(?:run|play|start|execute|apply|launch|starte|ansible-playbook|playbooks?)\s+(?:the\s+|my\s+|our\s+|an?\s+)?(?:ansible\s+)?(?:playbook\s+)?[\"'`]?"
    r"((?:[\w.-]+/)*[\w.-]+\.ya?ml)\b"
)
_PLAYBOOK = re.compile(r"(?i)(?<!-i )(?<!inventory )(?<![\w/])((?:[\w.-]+/)*[\w.-]+\.ya?ml)\b")
_COMMAND = re.compile(
    r"(?i)(?<![\w-])(?:run|execute|exec|running|issue|invoke|call|try|launch|fuhre|führe|ejecutar?|exécuter?)\s+(?:the\s+)?(?:commands?\s+)?"
    r"(?:`([^`\n]{1,200})`|\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'"
    r"|((?!(?:the|an?|it|this|that|my|our|some|one|all|only|commands?|playbooks?|containers?|images?|jobs?|tests?|something|as|in|on)\b)"
    r"[a-z][\w./-]{0,60}(?: -{1,2}[\w=-]{1,40}| /[\w./-]{1,80}){0,4})(?=\s+(?:on|in|inside|against|across|over|at|auf|im|as)\b))"
)
_INLINE = re.compile(r"`([^`\n]{2,200})`")
_SIDES = (("inside", "outside"), ("remote", "local"))  # paths there and here
SOME_PATH = re.compile(
    r"(?<![\w:/.@+-])((?:~|\.{1,2})?(?:/[\w.@+-]+)+/?|(?:[\w@+-]+/)*[\w@+-]+(?:\.[\w-]+)*\.[a-z0-9]{1,6})(?![\w/:])"
)
_INTO = re.compile(
    r"(?i)\b(?:into|in|to|onto|inside)\s+(?:the\s+|a\s+)?(?:running\s+)?(?:container|pod|vm|server)\b|\bupload\b"
)


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    for name in ("exclude", "skip"):
        if name in slots and (match := _EXCLUDED.search(text)) and match[1].casefold() not in STOP_WORDS:
            yield name, match[1]
    if "pattern" in slots and slots["pattern"].example.startswith("*.") and (match := _ONLY_FILES.search(text)):
        yield "pattern", f"*.{match[1]}"
    if "playbook" in slots:
        match = _RUN_PLAYBOOK.search(text) or (None if "file" in slots else _PLAYBOOK.search(text))
        if match:
            yield "playbook", match[1]
    if "command" in slots and (match := _COMMAND.search(text) or _INLINE.search(text)):
        yield "command", next(filter(None, match.groups()))
    yield from _sides(text, slots)


def _sides(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    """The path there and the one here, between which something is copied."""
    for there, here in _SIDES:
        if there not in slots or here not in slots or slots[there].kind != "path" or slots[here].kind != "path":
            continue
        paths = list(dict.fromkeys(SOME_PATH.findall(text)))
        into = bool(_INTO.search(text))
        if len(paths) == 1:
            yield (here if into else there), paths[0]
            if not into and not paths[0].endswith("/"):
                yield here, f"./{paths[0].rsplit('/', 1)[-1]}"
        elif len(paths) == 2:  # noqa: PLR2004  # both sides
            yield (here if into else there), paths[0]
            yield (there if into else here), paths[1]
