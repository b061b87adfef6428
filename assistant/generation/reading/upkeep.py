"""What keeps a repository in order: which ecosystems are updated how often, which hooks run."""

from __future__ import annotations

import re
from typing import Any

_ECOSYSTEMS = (
    ("github-actions", r"git ?hub[- ]actions?|gh actions?|actions?|workflows?"),
    ("docker-compose", r"docker[- ]compose"),
    ("docker", r"docker(?:files?| images?)?"),
    ("npm", r"npm|yarn|pnpm|node|javascript|frontend"),
    ("pip", r"pip|python|poetry|requirements"),
    ("uv", r"uv"),
    ("gomod", r"go(?:mod|lang)?|go modules?"),
    ("cargo", r"cargo|rust"),
    ("maven", r"maven"),
    ("gradle", r"gradle"),
    ("bundler", r"bundler|ruby|gems?"),
    ("composer", r"composer|php"),
    ("nuget", r"nuget|dotnet|\.net"),
    ("terraform", r"terraform"),
    ("helm", r"helm"),
    ("gitsubmodule", r"(?:git )?submodules?"),
)
_ECOSYSTEM = re.compile(r"(?<![\w.-])(?:" + "|".join(f"({words})" for _, words in _ECOSYSTEMS) + r")(?![\w-])", re.IGNORECASE)
_INTERVAL = re.compile(
    r"\b(daily|weekly|monthly|quarterly|every (?:day|week|month)|once a (?:day|week|month))\b", re.IGNORECASE
)
_LIMIT = re.compile(
    r"\b(?:max(?:imum)?|limit(?:ed)?(?: of| to)?|at most|no more than|up to)\s*(?:of\s+)?(\d{1,3})\b|\b(\d{1,3})\s+(?:open\s+)?(?:prs?|pull requests?)\b|\blimit\s*[:=]\s*(\d{1,3})",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b", re.IGNORECASE)
_DIRECTORY = re.compile(r"\b(?:in|directory|folder|dir|under)\s*[:=]?\s*[\"'`]?(/[\w./-]+)", re.IGNORECASE)
_HOOKS = (
    ("trailing-whitespace", r"trailing[- ]white ?space|white ?space"),
    ("end-of-file-fixer", r"end[- ]of[- ]file\w*|eof|final newlines?|newline at (?:the )?end"),
    ("check-yaml", r"ya?ml(?: check| syntax| files?)?|check[- ]ya?ml"),
    ("check-json", r"json(?: check)?|check[- ]json"),
    ("check-toml", r"toml(?: check)?"),
    ("check-added-large-files", r"large[- ]files?|big files?"),
    ("check-merge-conflict", r"merge[- ]conflicts?"),
    ("detect-private-key", r"private[- ]keys?"),
    ("no-commit-to-branch", r"no[- ]commit\w*[- ]to[- ](?:branch|main)|(?:block|forbid|protect)\w* (?:commits to )?main"),
    ("ruff", r"ruff"),
    ("black", r"black"),
    ("isort", r"isort"),
    ("flake8", r"flake8"),
    ("mypy", r"mypy"),
    ("prettier", r"prettier"),
    ("eslint", r"eslint"),
    ("shellcheck", r"shell ?check"),
    ("hadolint", r"hadolint|docker ?file lint\w*"),
    ("yamllint", r"yaml ?lint\w*"),
    ("gitleaks", r"git ?leaks|secret (?:scan\w*|detection)|secrets?"),
    ("terraform", r"terraform(?:[ _]fmt|[ _]validate)?"),
    ("golangci-lint", r"golangci(?:-lint)?"),
)


def updates(text: str) -> dict[str, Any]:
    """Read `ecosystems` with their intervals, and limits."""
    match: re.Match[str] | None
    facts: dict[str, Any] = {}
    plain = re.sub(r"\bdependabot(?:\.ya?ml)?(?: config\w*)?\b", " ", text, flags=re.IGNORECASE)
    intervals = [(match.start(), _interval(match[1])) for match in _INTERVAL.finditer(plain)]
    found: dict[str, str] = {}
    for match in _ECOSYSTEM.finditer(plain):
        name = _ECOSYSTEMS[(match.lastindex or 1) - 1][0]
        after = next((each for place, each in intervals if place >= match.start()), None)
        found.setdefault(name, after or (intervals[-1][1] if intervals else "weekly"))
    facts["ecosystems"] = tuple(found.items())[:12]
    if match := _LIMIT.search(text):
        facts["open_limit"] = int(match[1] or match[2] or match[3])
    if match := _DAY.search(text):
        facts["update_day"] = match[1].lower()
    if match := _DIRECTORY.search(text):
        facts["update_directory"] = match[1].rstrip(".")
    if re.search(r"\bgroup(?:ed|s|ing)?\b|\bone pr\b|\bsingle pr\b", text, re.IGNORECASE):
        facts["grouped"] = True
    return facts


def hooks(text: str) -> dict[str, Any]:
    """Read `hooks`, in the order of the text."""
    plain = re.sub(
        r"\.?pre-?commit(?:-config)?(?:\.ya?ml)?(?: (?:config|hooks?|file)\w*)?|\bconfig\.ya?ml\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    places: list[tuple[int, str]] = []
    for name, words in _HOOKS:
        if match := re.search(rf"(?<![\w-])(?:{words})(?![\w])", plain, re.IGNORECASE):
            places.append((match.start(), name))
    names = [name for _, name in sorted(places)]
    if "yamllint" in names and "check-yaml" in names and not re.search(r"\bcheck[- ]yaml|yaml check", plain, re.IGNORECASE):
        names.remove("check-yaml")
    return {"hooks": tuple(names)}


def _interval(words: str) -> str:
    lowered = words.lower()
    return "daily" if "da" in lowered else "weekly" if "week" in lowered else "quarterly" if "quarter" in lowered else "monthly"
