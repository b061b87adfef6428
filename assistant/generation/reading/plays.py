"""What a playbook does: packages, files, users, services."""

from __future__ import annotations

import re
from typing import Any

_HOSTS = re.compile(
    r"\b(?:hosts?|group|inventory)\s*(?:group\s*)?(?:is|are|named|called|[:=])?\s*[\"'`]?([a-z_][\w-]{1,40})\b(?!\.\w)"
    r"|\bon\s+(?:all\s+)?(?:the\s+|my\s+|our\s+)?([a-z_][\w-]{1,40})\s+(?:hosts?|servers?|machines?|group|nodes?)\b",
    re.IGNORECASE,
)
_PACKAGES = re.compile(
    r"\binstall(?:s|ing|ed)?\s+(?:the\s+)?(?:latest\s+)?(?:packages?\s*:?\s+)?((?:[a-z][a-z0-9.+-]{1,40}(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+)?){1,8})",
    re.IGNORECASE,
)
_PACKAGE_AFTER = re.compile(r"\b([a-z][a-z0-9.+-]{1,40})\s+packages?\b|\bpackages?\s+([a-z][a-z0-9.+-]{1,40})", re.IGNORECASE)
_NO_PACKAGES_TEXT = """
add adds create creates user users make set setup enable reboot package packages the a an it and on to from with for all
latest template templates copy copies start starts enable enables restart restarts config configuration dependencies
service some updates security run then them via using apt dnf yum our my
"""
_NO_PACKAGES = frozenset(_NO_PACKAGES_TEXT.split())
_RELATIVE = re.compile(
    r"(?<![\w./~-])((?:[\w-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:j2|conf|cfg|ini|ya?ml|json|toml|service|sh|txt|cnf|env|properties|html|pub))\b(?![/\w])"
)
_ABSOLUTE = re.compile(r"(?<![\w:/.~$-])(/(?:[\w.@+-]+/){0,10}[\w.@+-]+)/?")
_KEY = re.compile(r"(?<![\w/.-])((?:[\w.-]+/)*[\w.-]+\.pub)\b")
_UNIT = re.compile(
    r"\b(?:re)?(?:start|load|enable)(?:s|ed|ing)?\s+(?:(?:the|and|it|enable|start|enables)\s+){0,3}(?:service\s+)?[\"'`]?([a-z][\w@.-]{1,40})\b|\bservice\s+[\"'`]?([a-z][\w@.-]{1,40})",
    re.IGNORECASE,
)
_NO_UNITS_TEXT = """
it the a an on if when service services after handler and is only them machine host hosts server boot change changed
changes every each started enabled running restarted needed template file to must should in of for with then
"""
_NO_UNITS = frozenset(_NO_UNITS_TEXT.split())
_NEW_USER = re.compile(r"\b(?:user|account)s?\s+(?:called\s+|named\s+)?[\"'`]?([a-z_][a-z0-9_-]{0,31})\b", re.IGNORECASE)
_USER_AFTER = re.compile(r"\b([a-z_][a-z0-9_-]{0,31})\s+user\b", re.IGNORECASE)
_NO_USERS_TEXT = """
add create creates adds new make give a the an with on to for in and the a an is has from of that who exists account
sudo new system unix linux
"""
_NO_USERS = frozenset(_NO_USERS_TEXT.split())
_GROUPS = re.compile(
    r"\b(?:in|to|of)\s+(?:the\s+)?groups?\s+([a-z_][\w-]{0,31})|\b(sudo|wheel|docker)\b(?=\s+(?:group|rights|access)|\s*$|[,.;])",
    re.IGNORECASE,
)
_SERIAL = re.compile(
    r"\b(?:one|1)\s+(?:host|node|server|machine|at a time|by one|after)|\bserial(?:ly)?\b(?:[ :=]+(\d{1,3}))?|\brolling\b",
    re.IGNORECASE,
)


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read `play_hosts`, `packages`, `source_file`, `destination`, `unit_name`, `new_user`, `key_file` and `chores`."""
    facts: dict[str, Any] = {}
    for match in _HOSTS.finditer(text):
        if (name := (match[1] or match[2]).lower()) not in {
            "the",
            "a",
            "is",
            "all",
            "are",
            "via",
            "on",
            "and",
            "with",
            "to",
            "ubuntu",
            "debian",
            "linux",
            "in",
            "each",
            "every",
            "at",
            "by",
            "of",
            "for",
        }:
            facts["play_hosts"] = name
            break
    if "play_hosts" not in facts and re.search(
        r"\b(?:all|every|each) (?:the )?(?:hosts?|servers?|machines?|nodes?)\b", text, re.IGNORECASE
    ):
        facts["play_hosts"] = "all"
    listed: list[str] = []
    for match in _PACKAGES.finditer(text):
        for word in re.split(r"[\s,]+|\band\b", match[1]):
            plain = word.strip(".").lower()
            if not plain:
                continue
            if plain in _NO_PACKAGES:
                break
            listed.append(plain)
    if not listed:
        listed = [
            each.lower()
            for match in _PACKAGE_AFTER.finditer(text)
            for each in match.groups()
            if each and each.lower() not in _NO_PACKAGES
        ]
    if listed:
        facts["packages"] = tuple(dict.fromkeys(listed))[:12]
    if told := _KEY.search(text):
        facts["key_file"] = told[1]
    sources = [match[1] for match in _RELATIVE.finditer(text) if not match[1].endswith(".pub")]
    if sources:
        facts["source_file"] = sources[0]
    targets = [match[1] for match in _ABSOLUTE.finditer(text)]
    if targets:
        facts["destination"] = targets[-1]
    for match in _UNIT.finditer(text):
        unit = (match[1] or match[2]).lower().rstrip(".")
        if unit not in _NO_UNITS:
            facts["unit_name"] = unit
            break
    for match in (*_NEW_USER.finditer(text), *_USER_AFTER.finditer(text)):
        name = match[1].lower()
        if name not in _NO_USERS:
            facts["new_user"] = name
            break
    if told := _GROUPS.search(text):
        facts["user_group"] = (told[1] or told[2]).lower()
    if told := _SERIAL.search(text):
        facts["serial"] = int(told[1]) if told[1] and int(told[1]) else 1
    chores = (
        ("upgrade", r"\b(?:update|upgrade|patch)s?\b.{0,30}\b(?:packages?|system|os|everything|hosts?|servers?)\b"),
        ("reboot", r"\breboot"),
        ("docker", r"\binstall\w*\s+(?:the\s+)?docker\b"),
        ("sudo", r"\bsudo\b|\bsudoers\b"),
        ("template", r"\btemplates?\b|\.j2\b"),
        ("firewall", r"\bufw\b|\bfirewall\b"),
    )
    if found := tuple(name for name, words in chores if re.search(words, text, re.IGNORECASE)):
        facts["chores"] = found
    return facts
