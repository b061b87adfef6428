"""Stages of a pipeline as a request lists them: names, each with the command that it runs."""

from __future__ import annotations

import re
from typing import Any

_STAGE = r"[a-z][a-z0-9_-]{1,30}"
_PAIRED = re.compile(
    rf"(?<![\w/.-])(?P<name>{_STAGE})\s*(?:\((?P<inside>[^()\n]{{2,120}})\)|:\s*(?P<after>[^,;\n]{{2,120}}))", re.IGNORECASE
)
_LISTED = re.compile(
    rf"\bstages?(?:\s*(?:(?:are|is|named|called|of|for|with)\b|[:=]))*\s*(?P<names>{_STAGE}(?:(?:\s*(?:,|->|>|/|and|&|then)\s*|\s+){_STAGE}){{0,7}})",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"\b(?:agent|container|docker(?: image)?|image|inside|in)(?:\s*(?:(?:is|with|a|an|the|docker|image|container|of|in)\b|[:=]))*\s*[\"'`]?(?P<image>(?:[a-z0-9][\w.-]*/)*[a-z][a-z0-9._-]*:[\w][\w.-]*)",
    re.IGNORECASE,
)
_AGENT_LABEL = re.compile(
    r"\b(?:agent|node)s?\s*(?:with\s+)?(?:the\s+)?label(?:led)?\s*[:=]?\s*[\"'`]?(?P<label>[a-z][\w-]*)|\blabel\s+[\"'`]?(?P<label2>[a-z][\w-]*)",
    re.IGNORECASE,
)
_CREDENTIALS = re.compile(
    r"\bcredential(?:s|sId)?(?: ?id)?(?:\s*(?:(?:is|called|named|with|id)\b|[:=]))*\s*[\"'`]?(?P<id>[a-z][\w-]+)|(?<![\w-])(?P<id2>(?!the\b|with\b|using\b|and\b|some\b|our\b|of\b)[a-z][\w-]+)\s+credentials\b",
    re.IGNORECASE,
)
_PUSHED = re.compile(
    r"\b(?:push\w*|publish\w*|image|tag\w*)\b[^.;\n]{0,40}?(?:to|as|named|called|[:=]|image)?\s*[\"'`]?(?P<image>(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/[\w./-]+|[a-z0-9-]+/[a-z0-9][\w.-]+)(?=[\s,.;\"'`]|$)",
    re.IGNORECASE,
)
_ARCHIVED = re.compile(
    r"\barchiv\w*\s*(?:the\s+)?(?:artifacts?\s*)?(?:in|of|from|under|[:=])?\s*(?:the\s+)?(?:folder\s+|directory\s+)?[\"'`]?(?P<path>(?!as\b|them\b)[\w./*-]+(?:\s*,\s*[\w./-]*\*[\w.*/-]*)?)|(?P<before>[\w./*-]+/|[\w./-]*\*[\w.*/-]*)\s+(?:is |are |should be )?archived",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\bjunit\b[^.;\n]{0,40}?(?P<path>[\w./-]*\*[\w.*/-]*|[\w./-]+\.xml)|(?P<before>[\w./*-]+\.xml)[^.;\n]{0,20}\bjunit",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)")
_CHANNEL = re.compile(r"(?<![\w&/])(#[a-z][\w-]{0,60})", re.IGNORECASE)
_MINUTES = re.compile(
    r"\btime ?out\s*(?:of|is|after|[:=])?\s*(\d{1,4})\s?(m|min\w*|h|hours?)\b|\b(\d{1,4})\s?(min\w*|m|h|hours?)\s+time ?out",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"(?<![\w/.-])(?:(?:\./)?(?:mvnw?|gradlew?)(?:\s+-{1,2}[\w=.-]+|\s+(?:clean|verify|test|package|install|build|deploy|check|bootJar|assemble)\b)+"
    r"|npm (?:ci|install|test|run [\w:-]+)|yarn(?: (?:install|test|build|lint))?|pnpm (?:install|test|build|lint)|go (?:build|test|vet)(?:\s+\./\.\.\.|\s+-[\w-]+)*"
    r"|pytest(?:\s+-{1,2}[\w=-]+|\s+[\w./]+/[\w./]*)*|tox|make\s+(?!sure|it|a\b|the\b|me\b)[a-z][\w-]*|cargo (?:build|test|clippy)(?:\s+-{1,2}[\w-]+)*|dotnet (?:build|test|publish|restore)(?:\s+-{1,2}?[\w-]+)*"
    r"|terraform (?:init|plan|apply|validate|fmt)|ansible-playbook\s+[\w./-]+|bundle exec \w+|composer install|phpunit|ruff check \.?|flake8|helm upgrade[^,;\n]{0,120})(?![\w-])",
    re.IGNORECASE,
)
_DEPLOY = re.compile(
    r"(?P<command>(?:kubectl|helm|ansible-playbook|ssh|rsync|scp|docker compose)\s+[^,;\n]{3,150}|(?:\./)?[\w./-]*deploy[\w-]*\.sh(?:\s+(?!only\b|on\b|after\b)[\w-]+)?)",
    re.IGNORECASE,
)
_NO_STAGES_TEXT = """
stage stages agent image with credentials docker on branch only and trigger post timeout pipeline jenkinsfile archive
branches environment
"""
_NO_STAGES = frozenset(_NO_STAGES_TEXT.split())
_WORDS = {
    "install": "install",
    "checkout": "",
    "lint": "lint",
    "test": "test",
    "tests": "test",
    "build": "build",
    "compile": "build",
    "package": "build",
}


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read `stages`, where they run, and what is done with what they make."""
    facts: dict[str, Any] = {}
    ships = re.search(
        r"\bdocker (?:build|push|image)|\bpush\w*\b[^.;\n]{0,30}\b(?:image|registry|to \S+\.\S+/)|\bimage\b[^.;\n]{0,20}\bpush",
        text,
        re.IGNORECASE,
    )
    if ships:
        facts["ships"] = True
    if match := _AGENT.search(text):
        facts["agent_image"] = match["image"]
    elif match := _AGENT_LABEL.search(text):
        facts["agent_label"] = match["label"] or match["label2"]
    for match in _CREDENTIALS.finditer(text):
        if (name := match["id"] or match["id2"]).lower() not in {
            "the",
            "with",
            "for",
            "from",
            "and",
            "registry",
            "our",
            "some",
            "id",
        }:
            facts["credentials"] = name
            break
    if ships and (match := _PUSHED.search(text)):
        facts["image_name"] = match["image"].rstrip(".").lower()
    if match := _ARCHIVED.search(text):
        path = (match["path"] or match["before"]).rstrip(".,/")
        facts["archived"] = path if "*" in path or "." in path.rpartition("/")[2] else f"{path}/**"
    if match := _REPORTS.search(text):
        facts["reports"] = match["path"] or match["before"]
    if match := _MAIL.search(text):
        facts["mail"] = match[1].rstrip(".")
    if match := _CHANNEL.search(text):
        facts["slack_channel"] = match[1]
    if match := _MINUTES.search(text):
        unit = (match[2] or match[4]).lower()
        facts["minutes"] = int(match[1] or match[3]) * (60 if unit.startswith("h") else 1)
    if re.search(
        r"\bapprov\w*|\bmanual\w*|\binput\b|\bconfirm\w*|\bsomeone (?:ok|click|press|agree)\w*|\bby hand\b", text, re.IGNORECASE
    ):
        facts["approved"] = True
    deploys = re.search(r"\bdeploy\w*", text, re.IGNORECASE)
    if deploys:
        facts["deploys"] = True
        if match := _DEPLOY.search(text):
            facts["deploy_command"] = match["command"].strip().rstrip(".")
    facts["stages"] = _stages(text)
    return facts


def _stages(text: str) -> tuple[tuple[str, str], ...]:
    """Names and commands: those that stand together, else the commands in their order."""
    found: dict[str, str] = {}
    for match in _PAIRED.finditer(text):
        name, words = match["name"].lower(), (match["inside"] or match["after"]).strip()
        command = _RUN.search(words)
        if (
            name not in _NO_STAGES
            and name not in {"deploy", "push", "image"}
            and (command or match["inside"])
            and not re.fullmatch(r"[\d.]+", words)
        ):
            found[name] = (command[0] if command and not match["inside"] else words).strip(" \"'`").rstrip(".")
    if found:
        return tuple(found.items())[:8]
    checkout = [("checkout", "")] if re.search(r"\bcheck ?out\b", text, re.IGNORECASE) else []
    runs = [match[0].strip() for match in _RUN.finditer(text)]
    named: dict[str, str] = {}
    for run in dict.fromkeys(runs):
        word = next(
            (
                word
                for word in (
                    "install",
                    "ci",
                    "lint",
                    "vet",
                    "flake8",
                    "ruff",
                    "clippy",
                    "test",
                    "verify",
                    "tox",
                    "build",
                    "package",
                    "publish",
                    "plan",
                    "apply",
                )
                if re.search(rf"\b{word}", run)
            ),
            "run",
        )
        name = {
            "ci": "install",
            "vet": "lint",
            "flake8": "lint",
            "ruff": "lint",
            "clippy": "lint",
            "verify": "verify",
            "tox": "test",
            "package": "build",
        }.get(word, word)
        while name in named:
            name += " again"
        named[name] = run
    return (*checkout, *named.items())[:8] if named else ()
