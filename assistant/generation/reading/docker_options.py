"""What a request says of an image beside its stack: variants, packages, extensions, where the build lies, health checks."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading.request import NUMBER, number

_VARIANT = re.compile(r"\b(alpine|bookworm|bullseye|trixie|slim)\b", re.IGNORECASE)
_FINAL = (
    (re.compile(r"\bdebian(?:[: -](?P<release>bookworm|bullseye|trixie|12|13))?[- ]?slim\b|\bdebian[: -](?P<release2>bookworm|bullseye|trixie)\b", re.IGNORECASE), "debian"),
    (re.compile(r"\bubuntu[: -]?(?P<release>\d{2}\.\d{2})", re.IGNORECASE), "ubuntu"),
    (re.compile(r"\b(?:final|runtime|run|last|second|result\w*|base|on|from|in|into|based on)\b[^.;\n]{0,30}?\balpine(?:[: ](?P<release>3\.\d{1,2}))?\b|\balpine[: ](?P<release2>3\.\d{1,2})\b", re.IGNORECASE), "alpine"),
    (re.compile(r"\bscratch\b", re.IGNORECASE), "scratch"),
    (re.compile(r"\bdistroless\b", re.IGNORECASE), "distroless"),
)  # fmt: skip
_PACKAGE = re.compile(
    r"(?<![\w/.-])(lib[a-z][\w.+-]*|[a-z][\w+-]*-dev|curl|wget|git|ffmpeg|imagemagick|build-essential|gcc|g\+\+|make|tzdata|ca-certificates|"
    r"postgresql-client|default-mysql-client|netcat-openbsd|gettext|unzip|tini|dumb-init|gnupg|jq|openssl|openssh-client|poppler-utils|"
    r"tesseract-ocr|wkhtmltopdf|graphviz|chromium|ghostscript|rsync|procps|iputils-ping|dnsutils)(?![\w/-]|\.\w)",
    re.IGNORECASE,
)
_INSTALLS = re.compile(
    r"\b(?:install\w*|needs?|requires?|with|packages?|apt(?:-get)?|apk|plus|libs?|dependenc\w+|add)\b", re.IGNORECASE
)
_EXTENSIONS_TEXT = """
pdo_mysql pdo_pgsql mysqli pgsql gd intl zip opcache bcmath exif pcntl sockets soap xsl gmp calendar redis xdebug imagick apcu
"""
_EXTENSIONS = frozenset(_EXTENSIONS_TEXT.split())
_PECL = frozenset({"redis", "xdebug", "imagick", "apcu"})
_MAIN_PACKAGE = re.compile(
    r"(?<![\w.])(\./(?:cmd|internal|app|src|services?|apps?)(?:/[\w-]+){0,4})(?![\w/.])|\b(cmd/[\w-]+)(?![\w/.])"
)
_OUTPUT = re.compile(
    r"\b(?:builds?|built|result\w*|output\w*|bundle\w*|emits?|compiled?|compiles|ends? up|serve\w*|copy|copies|puts? (?:it|the \w+)|writes?)\b[^.;\n]{0,30}?(?:to|into|in|is|at|from|under|directory|folder|dir|[:=]|\s)\s*[\"'`]?(?:\./|/)?(?P<dir>dist(?:/[\w-]+)*|build|out|public|_site|www|\.output|\.next)\b(?![/.]\w)"
    r"|[\"'`]?(?:\./|/)?(?P<dir2>dist|build|out|public|_site)\b/?[\"'`]?\s+(?:folder|directory|dir|is served|with nginx)",
    re.IGNORECASE,
)
_INTERVAL = re.compile(
    rf"\b(?:health\w*|check\w*|prob\w*)\b[^;\n]{{0,60}}?\bevery\s+({NUMBER})\s?(s|secs?|seconds?|m|min\w*)\b|\bHEALTHCHECK\b|\bhealth ?checks?\b|\binterval\s*(?:of|[:=])?\s*({NUMBER})\s?(s|seconds?)",
    re.IGNORECASE,
)
_WORKERS = re.compile(
    rf"\b({NUMBER})\s+(?:gunicorn\s+|uvicorn\s+|puma\s+)?(?:workers?|processes)\b|\bworkers?\s*[:=]?\s*(\d{{1,2}})\b|(?:-w|--workers)[ =](\d{{1,2}})",
    re.IGNORECASE,
)
_DOCROOT = re.compile(
    r"\b(?:doc(?:ument)?[- ]?root|web ?root)(?:\s*(?:(?:is|in|at|of|under)\b|[:=]))*\s*[\"'`]?(?:/var/www/html/)?\.?/?(?P<dir>[a-z][\w-]*(?:/[\w-]+)*)",
    re.IGNORECASE,
)
_PROJECT = re.compile(r"(?<![\w/])((?:\./)?(?:[\w.-]+/)*[\w.-]+\.(?:csproj|fsproj))\b", re.IGNORECASE)
_ASSEMBLY = re.compile(r"(?<![\w/.-])([A-Za-z][\w.]*)\.dll\b")
_BINARY = re.compile(
    r"\b(?:binary|executable|crate|bin|package)(?:\s*(?:(?:is|called|named|name)\b|[:=]))+\s*[\"'`]?(?P<name>[a-z][\w-]*)|\b(?P<name2>[a-z][\w-]*)\s+binary\b",
    re.IGNORECASE,
)
_NO_BINARY_TEXT = """
static the a an single one small go rust release final resulting that with
"""
_NO_BINARY = frozenset(_NO_BINARY_TEXT.split())


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read them."""
    facts: dict[str, Any] = {}
    if match := _VARIANT.search(text):
        facts["variant"] = match[1].lower()
    for pattern, image in _FINAL:
        if match := pattern.search(text):
            groups = match.groupdict()
            release = groups.get("release") or groups.get("release2") or ""
            facts["final_image"] = _final(image, release)
            break
    if _INSTALLS.search(text):
        found = [
            match[1].lower()
            for match in _PACKAGE.finditer(text)
            if not re.match(r"s?\s+(?:/|http|-f)", text[match.end() : match.end() + 8])
        ]
        facts["os_packages"] = tuple(dict.fromkeys(found))[:12]
    extensions = [word for word in re.findall(r"[a-z][a-z_]+", text.lower()) if word in _EXTENSIONS]
    if extensions and re.search(r"\bphp\b", text, re.IGNORECASE):
        facts["extensions"] = tuple(dict.fromkeys(extensions))[:12]
    if match := _MAIN_PACKAGE.search(text):
        facts["main_package"] = match[1] or f"./{match[2]}"
    if match := _OUTPUT.search(text):
        facts["output_dir"] = (match["dir"] or match["dir2"]).rstrip("/")
    if match := _INTERVAL.search(text):
        amount, unit = match[1] or match[3], (match[2] or match[4] or "s").lower()
        facts["health_interval_s"] = number(amount) * (60 if unit.startswith("m") else 1) if amount else 30
    if match := _WORKERS.search(text):
        facts["workers"] = number(next(group for group in match.groups() if group))
    if match := re.search(
        r"\b(nginx|httpd|caddy)(?::|\s+v?)(\d[\w.]*(?:-[a-z]\w*)?)(?:\s+(alpine|slim)\b)?", text, re.IGNORECASE
    ):
        facts["image"] = (
            f"{match[1].lower()}:{match[2]}{f'-{match[3].lower()}' if match[3] and match[3].lower() not in match[2] else ''}"
        )
    if match := re.search(r"\b(uvicorn|gunicorn)\b", text, re.IGNORECASE):
        facts["served_by"] = match[1].lower()
    if re.search(r"\bvite\b", text, re.IGNORECASE):
        facts["bundler"] = "vite"
    if match := _DOCROOT.search(text):
        facts["docroot"] = match["dir"]
    if match := _PROJECT.search(text):
        facts["project_file"] = match[1].removeprefix("./")
    if match := _ASSEMBLY.search(text):
        facts["binary"] = match[1]
    elif (match := _BINARY.search(text)) and (name := (match["name"] or match["name2"]).lower()) not in _NO_BINARY:
        facts["binary"] = name
    return facts


def is_pecl(extension: str) -> bool:
    """Whether an extension of PHP comes from PECL, not with PHP."""
    return extension in _PECL


def _final(image: str, release: str) -> str:
    if image == "debian":
        return f"debian:{ {'12': 'bookworm', '13': 'trixie'}.get(release, release.lower() or 'bookworm') }-slim"
    return {"ubuntu": f"ubuntu:{release}", "alpine": f"alpine:{release or '3.22'}"}.get(image, image)
