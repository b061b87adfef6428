"""What a request says of a pipeline beside its steps: machines, services beside the tests, what is kept, where it is deployed."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation import well_known
from assistant.generation.reading import services
from assistant.generation.reading.request import NUMBER, number

_MACHINES = {
    "ubuntu": "ubuntu-24.04",
    "linux": "ubuntu-24.04",
    "macos": "macos-latest",
    "mac": "macos-latest",
    "windows": "windows-latest",
}
_MACHINE = re.compile(
    r"(?<![\w/:-])(ubuntu|linux|mac ?os|mac|windows)(?:-(latest|\d\d(?:\.\d\d)?))?(?![\w/:]|-\w)", re.IGNORECASE
)
_SERVICES = frozenset(
    {"postgres", "mysql", "mariadb", "redis", "mongo", "rabbitmq", "elasticsearch", "memcached", "valkey", "minio"}
)
_DATABASE = re.compile(
    r"\b(?:database|db|POSTGRES_DB|MYSQL_DATABASE)(?:\s+name)?(?:\s*(?:(?:is|called|named)\b|[:=]))*\s*[\"'`]?(?P<name>(?!and\b|with\b|for\b|in\b|on\b|service\b|container\b|is\b|to\b|migrat\w*|url\b)[a-z_]\w{1,60})",
    re.IGNORECASE,
)
_DIRECTORY = re.compile(
    r"\b(?:working[- ]?dir\w*|sub-?dir\w*|dir(?:ectory)?|folder|cwd|path)(?:\s*(?:(?:is|of|in)\b|[:=]))*\s*[\"'`]?\.?/?(?P<dir>[\w.-]+(?:/[\w.-]+)*)/?|\b(?:in|inside|under|from)\s+(?:the\s+)?[\"'`]?\.?/?(?P<plain>[a-z][\w-]*(?:/[\w-]+)+|[a-z][\w-]*(?=/?\s+(?:dir|folder)))/?(?![\w.:])",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:artifacts?|sav(?:e|es|ing)|upload\w*|keep(?:s|ing)?|stor(?:e|es|ing)|archiv\w+)\b\s*(?:the\s+|of\s+|in\s+|from\s+|as\s+|:\s*|folder\s+|directory\s+|report\s+|test\s+|build\s+|results?\s+)*[\"'`]?(?P<path>(?:[\w.-]+/)+[\w.*-]*|[\w.-]+\.(?:xml|html|zip|tar\.gz|tgz|log|json|jar|whl|deb)|dist|build|coverage|target|public|htmlcov)(?![\w/])"
    r"|[\"'`]?(?P<before>(?:[\w.-]+/)+[\w.*-]*|[\w.-]+\.(?:xml|html|zip|tar\.gz|tgz|log|json|jar|whl|deb)|dist|coverage|public|build)[\"'`]?\s+(?:folder\s+|directory\s+)?(?:as\s+(?:an?\s+)?artifacts?|is\s+(?:kept|saved|an artifact))",
    re.IGNORECASE,
)
_KEPT_AS = re.compile(
    r"\b(?:keeps?|saves?|uploads?|stores?|archives?|with)\s+(?:the\s+)?[\"'`]?(?P<any>(?!it\b|them\b|that\b)[\w./*-]*\w/?)[\"'`]?\s+as\s+(?:an?\s+)?artifacts?",
    re.IGNORECASE,
)
_EXPIRES = re.compile(
    rf"\b(?:artifacts?|for|expir\w*(?:\s+(?:in|after))?|keep\w*|retention(?:[- ]days)?(?: of)?|kept)\s*[:=]?\s*({NUMBER}|an?)\s*(hours?|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
_IMAGE = re.compile(
    r"\b(?:image|container|in|with)\s*(?:is|the|an?|docker|image|[:=])*\s*[\"'`]?(?P<image>(?:[a-z0-9][\w.-]*/)*[a-z][a-z0-9._-]*:\d[\w.-]*)",
    re.IGNORECASE,
)
_ENVIRONMENT = re.compile(
    r"\benvironment(?:\s*(?:(?:is|called|named)\b|[:=]))*\s*[\"'`]?(?P<name>(?!var\w*|with\b|and\b|for\b|is\b|file\b)[a-z][\w-]{1,40})|\b(?:the\s+)?(?P<before>production|staging|prod|dev)\s+environment\b",
    re.IGNORECASE,
)
_DEPLOYED = re.compile(
    r"\bdeploy\w*\b[^.;\n]{0,30}?\b(?:to|on|in|into)\s+(?:the\s+)?(?P<env>production|prod|staging|stage|dev|development|test|qa|preview|uat)\b(?P<rest>[^;\n]{0,60}?)(?=[;\n]|,?\s*(?:and\s+)?(?:then\s+)?(?:a\s+)?(?:manual\w*\s+)?deploy|\.\s|$)",
    re.IGNORECASE,
)
_ON_BRANCH = re.compile(
    r"\b(?:on|from|for|of|when|if)\s+(?:the\s+|branch\s+|pushes? to\s+|merges? (?:in)?to\s+)*[\"'`]?(?P<branch>main|master|develop|dev|release|staging|production|[a-z][\w-]*/[\w*-]+)\b",
    re.IGNORECASE,
)
_NO_DIRECTORIES_TEXT = """
the a an for in of with and to is prod production github gitlab actions ci
"""
_NO_DIRECTORIES = frozenset(_NO_DIRECTORIES_TEXT.split())


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read them."""
    match: re.Match[str] | None
    facts: dict[str, Any] = {}
    machines = []
    for match in _MACHINE.finditer(text):
        word = match[1].lower().replace(" ", "")
        machines.append(
            f"{'macos' if word.startswith('mac') else 'ubuntu' if word == 'linux' else word}-{match[2]}"
            if match[2]
            else _MACHINES[word]
        )
    if machines:
        facts["machines"] = tuple(dict.fromkeys(machines))[:4]
    beside: dict[str, str] = {}
    for match in services.KNOWN.finditer(text):
        known = well_known.lookup(match[1])
        if known and known.image in _SERVICES:
            version = match[2] or match[3]
            if known.image not in beside or version:
                beside[known.image] = well_known.tagged(known, version)
    if beside:
        facts["beside"] = tuple(beside.values())[:5]
        if match := _DATABASE.search(text):
            facts["database"] = match["name"].lower()
    for match in _DIRECTORY.finditer(text):
        name = (match["dir"] or match["plain"]).strip("/.")
        if (
            name.lower() not in _NO_DIRECTORIES
            and "." not in name.rpartition("/")[2]
            and not re.match(r"(?:ghcr|docker|registry)", name)
        ):
            facts["working_directory"] = name
            break
    kept = [match["path"] or match["before"] for match in _KEPT.finditer(text)]
    kept += [match["any"] for match in _KEPT_AS.finditer(text)]
    if kept:
        facts["kept_paths"] = tuple(dict.fromkeys(each.rstrip(".,") for each in kept))[:5]
        if match := _EXPIRES.search(text):
            count = 1 if match[1].lower() in {"a", "an"} else number(match[1])
            unit = match[2].lower().rstrip("s")
            facts["kept_for"] = f"{count} {unit}{'s' if count != 1 else ''}"
    if match := _IMAGE.search(text):
        image = match["image"]
        if image.partition(":")[0].rpartition("/")[2] not in _SERVICES:
            facts["job_image"] = image.rstrip(".")
    if match := _ENVIRONMENT.search(text):
        facts["environment"] = (match["name"] or match["before"]).lower()
    images = re.search(r"\bdocker\b|\bimages?\b(?!\s*[:=]?\s*\S+:\d)|\bregistry\b|\bghcr\b|\becr\b", text, re.IGNORECASE)
    if not images and re.search(r"\bbuilds?\b|\bcompil\w+\b|\bpackag\w+\b", text, re.IGNORECASE):
        facts["builds"] = True
    places: list[tuple[str, str, bool]] = []
    for match in _DEPLOYED.finditer(text):
        name = {"prod": "production", "stage": "staging", "dev": "development"}.get(match["env"].lower(), match["env"].lower())
        around = text[max(0, match.start() - 12) : match.start()] + match[0]
        branch = _ON_BRANCH.search(match["rest"])
        manual = bool(re.search(r"\bmanual\w*|\bby hand\b|\bapprov\w*|\bclick\w*|\bbutton\b", around, re.IGNORECASE))
        places.append((name, branch["branch"] if branch else "", manual))
    if places:
        facts["deployments"] = tuple({each[0]: each for each in places}.values())[:4]
    return facts
