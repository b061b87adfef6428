"""When a pipeline runs, and the commands that it is to run."""

from __future__ import annotations

import re
from typing import Any

_TAGS = re.compile(
    r"\btags?\b\s*(?:pushes?\s*)?(?:like|matching|named|of the form|starting with|pattern|filter|[:=])?\s*[\"'`]?((?:v|release|[a-z]+-)?[\w.-]{0,20}\*[\w.*-]{0,20})"
    r"|[\"'`]?(v\*(?:\.\*)*|v\d?\*)[\"'`]?\s+tags?\b",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(
    r"\b(?:on|for|when|only|with|by|if|every|each|new|a|git|push(?:ed)?)\s+(?:a\s+|git\s+|new\s+|version\s+|release\s+)*tags?\b(?!\s+(?:from|with|it|the|latest|of|is))",
    re.IGNORECASE,
)
_PULL = re.compile(r"\b(?:pull[- ]requests?|prs?|merge[- ]requests?|mrs?)\b", re.IGNORECASE)
_PUSH = re.compile(
    r"\bpush(?:es|ed)?\b(?!\s+(?:it|the|an?|image|docker|only|to (?:ghcr|ecr|docker|the registry|registry|quay|gcr|harbor|s3)))|\bcommits?\b|\bmerged? (?:in)?to\b",
    re.IGNORECASE,
)
_EVERY_PUSH = re.compile(r"\b(?:each|every|any|all) (?:push|commit|branch)", re.IGNORECASE)
_MANUAL = re.compile(
    r"\bby hand\b|\bmanual(?:ly)?\b|\bworkflow_dispatch\b|\bon demand\b|\bon request\b|\bwith a button\b|\bstart(?:ed|able)? myself\b",
    re.IGNORECASE,
)
_SETUP = (
    r"(?:npm (?:ci|install|test|run [\w:-]+)|yarn (?:install|test|build|lint)|pnpm (?:install|test|build|lint|run [\w:-]+))"
)
_RUNS = re.compile(
    rf"(?<![\w/.-])({_SETUP}|kubectl\s+(?:apply|rollout|set|delete|diff)(?:\s+(?:-{{1,2}}[\w-]+(?:[ =][\w./:-]+)?|(?!and\b|on\b|when\b|after\b)[\w./:-]+)){{1,6}}"
    r"|helm\s+(?:upgrade|install|lint|template)(?:\s+(?:-{1,2}[\w-]+(?:[ =][\w./:-]+)?|(?!and\b|on\b|when\b|after\b)[\w./:-]+)){1,8}"
    r"|kustomize build\s+[\w./-]+|ansible-playbook\s+[\w./-]+(?:\s+-i\s+[\w./-]+)?|make\s+(?!sure|it|a\b|the\b|me\b|one\b|an\b)[a-z][\w-]*"
    r"|go (?:vet|test|build|generate)(?:\s+\./[\w./]*|\s+-[\w-]+(?:\s+(?!\./|-|and\b)[\w./-]+)?)*|cargo (?:test|build|clippy|fmt)(?:\s+-{1,2}[\w-]+)*|mvn(?:\s+-{1,2}[\w-]+)*\s+(?:test|verify|package|install|deploy)"
    r"|\./gradlew\s+\w+|(?:bash|sh|python3?|node)\s+[\w./-]+\.(?:sh|py|js|mjs)|bundle exec \w+(?:\s+(?!and\b|on\b|with\b|which\b)[\w./:-]+)?|npx [\w@/-]+(?:\s+(?!and\b|on\b)[\w./:-]+)*|vendor/bin/\w+|composer (?:install|test)|dotnet (?:test|build|publish)(?:\s+-{1,2}[\w-]+)*|flake8|ruff check(?: \.)?|mypy \S+|eslint \S+|golangci-lint run|tox|pytest(?:\s+-{1,2}[\w=-]+|\s+[\w./]+/[\w./]*)*|(?:(?:\./)?(?:[\w-]+/)+[\w-]+\.(?:sh|py)|\./[\w-]+\.sh)(?:\s+(?!(?:on|only|and|when|every|with|at|if|after|to|in|for|from|once|then|as|nightly|daily|weekly|by|manually)\b)[\w./=-]+){0,3})(?![\w-])",
)
_TERRAFORM = re.compile(r"\b(validate|plan|apply|fmt|format)\b", re.IGNORECASE)


def read(text: str) -> dict[str, Any]:
    """Read `tag_filter`, `on_pull_request`, `on_push`, `every_push`, `manual` and `runs`."""
    facts: dict[str, Any] = {}
    if match := _TAGS.search(text):
        facts["tag_filter"] = (match[1] or match[2]).rstrip(".")
    elif _ANY_TAG.search(text):
        facts["tag_filter"] = "*"
    if _PULL.search(text):
        facts["on_pull_request"] = True
    if _EVERY_PUSH.search(text):
        facts["every_push"] = True
    if _PUSH.search(text) or _EVERY_PUSH.search(text):
        facts["on_push"] = True
    if _MANUAL.search(text):
        facts["manual"] = True
    runs = [match[1].strip().rstrip(".,") for match in _RUNS.finditer(text)]
    runs += [match[1] for match in re.finditer(r"`([^`\n]{3,200})`", text) if " " in match[1] and match[1] not in runs]
    if re.search(r"\b(?:terraform|open ?tofu)\b", text, re.IGNORECASE):
        stages = [match[1].lower().replace("format", "fmt") for match in _TERRAFORM.finditer(text)]
        if stages:
            facts["terraform_stages"] = tuple(stage for stage in ("fmt", "validate", "plan", "apply") if stage in stages)
    if runs:
        facts["runs"] = tuple(dict.fromkeys(runs))[:8]
    return facts
