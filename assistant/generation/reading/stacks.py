"""Languages, frameworks and build tools, with their versions."""

from __future__ import annotations

import re
from typing import Any

_VERSION = r"[\s:@-]*(?:version\s*)?v?(\d{1,2}(?:\.\d{1,2}){0,2})?(?![\w%])"
_STACKS: tuple[tuple[str, str], ...] = (
    ("dotnet", r"\.net(?: core)?|dotnet|asp\.?net(?: core)?|c#|csharp"),
    ("java", r"java|jdk|openjdk|jre|spring(?: ?boot)?|quarkus|micronaut|kotlin|maven|gradle"),
    ("node", r"node(?:\.?js)?|javascript|typescript|express(?:\.?js)?|nest(?:\.?js)?|next(?:\.?js)?|nuxt|npm|yarn|pnpm"),
    ("go", r"go(?:lang)?"),
    ("python", r"python3?|django|fastapi|flask|celery|gunicorn|uvicorn|poetry|pytest|streamlit"),
    ("rust", r"rust|cargo|axum|actix"),
    ("php", r"php(?:-fpm)?|laravel|symfony|composer"),
    ("ruby", r"ruby|rails|sinatra|bundler|rspec"),
    (
        "static",
        r"static (?:web ?)?(?:site|page|html|files?|content|assets?|website)s?|html|hugo|spa|react|vue|angular|svelte|vite|single[- ]page",
    ),
)
_PATTERNS = tuple((name, re.compile(rf"(?<![\w./-])(?:{words})(?![\w-])" + _VERSION, re.IGNORECASE)) for name, words in _STACKS)
_GO = re.compile(
    r"\bgo(?:lang)?\b(?= ?(?:v?\d|app|service|api|binary|program|server|project|module|application|microservice|backend|cli|test|code|web|$|[,.;]))|\bgolang\b|\b(?:for|a|in|my) go\b(?! to)",
    re.IGNORECASE,
)
_FRAMEWORKS = (
    "fastapi",
    "django",
    "flask",
    "celery",
    "streamlit",
    "express",
    "nest",
    "next",
    "spring",
    "quarkus",
    "laravel",
    "symfony",
    "rails",
    "sinatra",
    "axum",
    "actix",
    "react",
    "vue",
    "angular",
    "svelte",
    "vite",
    "hugo",
)
_TOOLS = ("gradle", "maven", "poetry", "uv", "pipenv", "pnpm", "yarn", "npm", "pip", "bun")
_MATRIX = re.compile(
    r"(?<![\w.])(\d{1,2}(?:\.\d{1,2})?(?:(?:\s*(?:,\s*and|,|and|/|&|or|\+)\s*|\s+(?=\d{1,2}\.\d))v?\d{1,2}(?:\.\d{1,2})?){1,6})(?![\w.%])"
)

DEFAULT_VERSIONS = {
    "python": "3.13",
    "node": "22",
    "go": "1.24",
    "java": "21",
    "rust": "1.88",
    "php": "8.4",
    "ruby": "3.4",
    "dotnet": "9.0",
    "static": "22",
}
"""Pinned where the request names none."""


def read(text: str) -> dict[str, Any]:
    """Read `stack`, `version`, `versions` (of a matrix), `framework` and `tool`."""
    found = _found(text)
    if not found:
        return {}
    stack, version, place = found[0]
    facts: dict[str, Any] = {"stack": stack}
    if framework := next(
        (name for name in _FRAMEWORKS if re.search(rf"\b{name}(?:\.?js| ?boot)?\b", text, re.IGNORECASE)), None
    ):
        facts["framework"] = framework
    if tool := next((name for name in _TOOLS if re.search(rf"\b{name}\b", text, re.IGNORECASE)), None):
        facts["tool"] = tool
    several = _matrix(text[place : place + 80])
    if len(several) > 1:
        facts["versions"] = tuple(several)
        facts["version"] = several[-1]
    elif version:
        facts["version"] = f"{version}.0" if stack == "dotnet" and "." not in version else version
    return facts


_BESIDE = (
    ("terraform", r"terraform|tofu"),
    ("ansible", r"ansible"),
    ("helm", r"helm"),
    ("macos", r"mac ?os|osx"),
    ("jetbrains", r"jetbrains|intellij|pycharm|idea"),
)


def several(text: str) -> dict[str, Any]:
    """Read `stacks`: all languages and tools of a repository, in the order of the text."""
    places: dict[str, int] = {}
    for name, _, _ in _found(text):
        match = next((each for stack, pattern in _PATTERNS if stack == name for each in pattern.finditer(text)), None)
        places.setdefault(name, match.start() if match else 0)
    for name, words in _BESIDE:
        if match := re.search(rf"(?<![\w/.-])(?:{words})(?![\w-])", text, re.IGNORECASE):
            places[name] = match.start()
    if {"node", "static"} <= set(places):
        del places["static"]
    return {"stacks": tuple(sorted(places, key=lambda name: places[name]))[:8]}


def _found(text: str) -> list[tuple[str, str | None, int]]:
    found: list[tuple[int, int, str, str | None]] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if name == "go" and not _GO.search(text[max(0, match.start() - 8) : match.end() + 14]):
                continue
            version = match[1] if _sensible(name, match[1]) else None
            found.append((name == "static", match.start() if version is None else -1, name, version))
            break
        versioned = next((each for each in pattern.finditer(text) if each[1] and _sensible(name, each[1])), None)
        if versioned and not (name == "go" and not _GO.search(text[max(0, versioned.start() - 8) : versioned.end() + 14])):
            found.append((name == "static", -1, name, versioned[1]))
    if re.search(r"\b(?:react|vue|angular|svelte|vite|spa)\b", text, re.IGNORECASE) and not re.search(
        r"\b(?:python|java|go|php|ruby|express|nest|next|django|flask|fastapi)\b", text, re.IGNORECASE
    ):
        found.insert(0, (False, -2, "static", next((version for _, _, name, version in found if name == "node"), None)))
    found.sort(key=lambda each: (each[0], each[1]))
    places = {name: _place(pattern, text) for name, pattern in _PATTERNS}
    return [(name, version if _sensible(name, version) else None, places[name]) for _, _, name, version in found]


def _place(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else 0


def _sensible(stack: str, version: str | None) -> bool:
    """A number after a framework (`django 5`) is not the version of its language."""
    if version is None:
        return False
    major, _, minor = version.partition(".")
    return {
        "python": major == "3" and minor != "",
        "go": major == "1" and minor != "",
        "rust": major == "1" and minor != "",
        "java": 8 <= int(major) <= 40,
        "node": 10 <= int(major) <= 40,
        "static": 10 <= int(major) <= 40,
        "php": major in {"7", "8", "9"},
        "ruby": major in {"2", "3", "4"},
        "dotnet": 5 <= int(major) <= 20,
    }.get(stack, False)


def _matrix(text: str) -> list[str]:
    match = _MATRIX.search(text)
    return list(dict.fromkeys(re.findall(r"\d{1,2}(?:\.\d{1,2})?", match[1]))) if match else []
