"""Environment variables, keys of configuration, files and commands."""

from __future__ import annotations

import re
import shlex
from typing import Any

_VALUE = r"(?:\"([^\"\n]{0,300})\"|'([^'\n]{0,300})'|([^\s,;\"'`]{1,300}))"
_ASSIGNED = re.compile(
    r"(?<![\w$/.-])([A-Z][A-Z0-9_]{1,62})\s*(?:=|:\s|\bset to\b|\bequal to\b|(?:which |that )?\bis\b|\bwith (?:the )?value\b)\s*(?:(?:just|simply|always|to be)\s+)?"
    + _VALUE
)
_ENV_NAMES = re.compile(r"\b([A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,6})\b")
_KEY_VALUE = re.compile(r"(?<![\w$/.-])([A-Za-z_][\w.-]{0,62})\s*=\s*" + _VALUE)
_SINGLE_NAMES = re.compile(
    r"\b(?:env(?:ironment)?(?: ?var(?:iable)?)?s?|keys?|secrets?)\s*:?\s+((?:[A-Za-z_][\w.-]{0,62}(?:\s*(?:,|and|,\s*and)\s*)?){1,12})",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(
    r"PASS(?:WORD|WD)?\b|PASSWORD|SECRET|TOKEN|API_?KEY|PRIVATE|CREDENTIAL|ACCESS_KEY|_KEY$|^KEY$|_PWD$|_DSN$|DATABASE_URL|REDIS_URL|CONNECTION_STRING",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(r"://[^/\s:@]+:[^/\s@]+@|^(?:ghp_|sk-|AKIA|xox[bp]-|eyJ)")
_FROM_SECRET = re.compile(
    r"\b(?:from|in|using|via)\s+(?:an?\s+|the\s+)?(?:kubernetes\s+)?secret\s+(?:called\s+|named\s+)?[\"'`]?([a-z0-9][a-z0-9.-]{0,62})",
    re.IGNORECASE,
)
_FROM_CONFIG = re.compile(
    r"\b(?:from|using|via|mount(?:s|ing)?)\s+(?:an?\s+|the\s+)?config ?map\s+(?:called\s+|named\s+)?[\"'`]?([a-z0-9][a-z0-9.-]{0,62})",
    re.IGNORECASE,
)
_STOPS = (
    r"(?!(?:and|as|with|without|on|every|each|at|in|under|from|using|after|before|daily|nightly|hourly|weekly|monthly|yearly|twice|when|once|for|restart\w*|run\w*|user|by|if|"
    r"always|that|which|should|must|listening|logging|via|to|plus|but|then|not|\w+days?|is|it|nice|memory|cpu|working|workdir|port|image|namespace|ns|env)\b)"
)
"""What follows a command in a sentence and is no argument of it."""

_COMMAND = re.compile(
    r"(?:(?<![\w/.-])(?:runs?|running|executes?|executing|command|cmd|exec ?start|calls?|invokes?|starts?|launch(?:es)?|script|entry ?point)\b\s*(?:is|[:=])?\s*)(?:\"([^\"\n]{1,400})\"|`([^`\n]{1,400})`|'([^'\n]{1,400})'|((?:(?:/[\w.-]+){0,11}/[\w-]+(?![\w./-])(?:\s+"
    + _STOPS
    + r"[a-z][\w-]*(?![\w./:-]*[/.:]\w)){0,2}|(?:/[\w.-]+){1,12}|[\w-]+\.(?:sh|py|pl|rb)\b)(?:\s+(?:--[\w-]+\s+"
    + _STOPS
    + r"[A-Za-z][\w.:@/-]*|--?[\w-]+(?:=[\w./:@,-]+|\s+(?::?\d[\w.:]*|/[\w./-]+|[\w-]+\.[a-z]\w*))?|/[\w./-]+|[\w./-]+\.(?:py|js|sh|jar|rb|php|toml|ya?ml|conf|json))){0,12}|(?:sleep|rake|alembic|flyway|psql|mysqldump|mongodump|cargo|redis-cli|rclone|aws|python3?|node|java|bash|sh|perl|ruby|php|npm|make|pg_dump|curl|gunicorn|uvicorn|celery|rails|bundle|dotnet|flask|restic|borg)\s+[\w./:=@ -]{1,200}))",
    re.IGNORECASE,
)
_PATH_COMMAND = re.compile(
    r"(?<![\w:/.~-])((?:/(?:usr|opt|srv|home|root|var/lib|bin|app|scripts?)(?:(?:/[\w.-]+){0,9}/[\w-]+(?![\w./-])(?:\s+"
    + _STOPS
    + r"[a-z][\w-]*(?![\w./:-]*[/.:]\w)){0,2}|(?:/[\w.-]+){1,10}))(?:\s+--[\w-]+\s+"
    + _STOPS
    + r"[A-Za-z][\w.:@/-]*|\s+--?[\w-]+(?:=[\w./:@,-]+|\s+(?::?\d[\w.:]*|/[\w./-]+))?|\s+/[\w./-]+|\s+[\w-]+\.(?:py|js|sh|jar|rb|php)\b){0,12})"
)
_BACKTICKED = re.compile(r"`([a-z./][\w./-]{0,100} [^`\n]{1,300})`", re.IGNORECASE)
_STARTED = re.compile(
    r"\b(?:start(?:ed|s)?|runs?|launched|entry ?point|cmd|command)\s*(?:with|via|using|is|by|[:=])\s*[\"'`]?((?:node|python3?|npm|yarn|pnpm|java|ruby|php|bundle|gunicorn|uvicorn|dotnet|deno|bun|\./)\s?[\w./:=-]+(?:\s+(?:-{1,2}[\w=.:-]+|[\w-]*[/.:][\w./:-]+))*)",
    re.IGNORECASE,
)
_SCRIPT_NAMED = re.compile(
    r"\b(?:runs?|starts?(?: with)?|entry ?point|main file|launches|main)\s+(?:is\s+|file\s+|from\s+)?[\"'`]?((?:[\w-]+/)*[\w-]+\.(?:m?js|cjs|py|jar))\b(?![/.]\w)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"'`]((?:[a-z./][\w./-]*)(?:\s[^\"'`\n]{1,200})?)[\"'`]", re.IGNORECASE)
_TOOL_LINE = re.compile(
    r"(?<![\w/:.-])((?:curl|wget|pg_dump|mysqldump|psql|redis-cli|rsync|python3?|node|php|sh|bash|echo|sleep|npm run|make|rake|mc|restic)\s+(?:-{1,2}[\w=./:-]+\s+){0,4}[^\s,;]+(?:\s+(?:-{1,2}[\w=./:-]+|/[\w./-]+))*)"
)
_BUILDS = re.compile(r"\b(?:build|install|ci|compile|package|test|lint)\b")
_CUT = re.compile(
    r"\s+(?:every|each|at|on|as|in|with|under|from|using|and|after|daily|nightly|hourly|weekly|when|once|for|restart\w*|user|by|if|on-failure|always|that|which|listening)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_MOUNT = re.compile(
    r"\b(?:mount(?:ed|ing|s)?(?: it)?|mount ?path|data(?: dir(?:ectory)?)?|stored|volume|persist\w*)\s*(?:in|at|on|to|under|is|path|[:=])*\s*[\"'`]?(/[\w./-]{1,200})",
    re.IGNORECASE,
)
_WORKDIR = re.compile(
    r"\b(?:working[- ]?dir(?:ectory)?|workdir|work dir|cwd|in (?:the )?directory|from (?:the )?directory|lives in|in)\s*(?:is|of|[:=])?\s*[\"'`]?(/[\w./-]{1,200})",
    re.IGNORECASE,
)
_USER = re.compile(
    r"\bfor\s+(root)\b|\b(?:as|under)\s+(?:the\s+|a\s+)?(?:user\s+)?[\"'`]?([a-z_][a-z0-9_-]{0,31})[\"'`]?(?:\s+user)?\b|\buser\s*(?:is|[:=])?\s*[\"'`]?([a-z_][a-z0-9_-]{0,31})\b|(?<![\w./@-])(?!(?:ssh|db|system|linux|unix|sudo|remote|database|non-root|login)\b)([a-z_][a-z0-9_-]{0,31})\s+user\b(?!\s+[a-z_][\w-]*\s+(?:key|port|via|from|and|with)\b)",
    re.IGNORECASE,
)
_OUTPUT = re.compile(
    r"(?:\b(?:output|outputs|stdout|stderr|logs?|logged|logging|append(?:s|ed|ing)?|redirect(?:s|ed|ing)?|writes?|written)\b(?:\s+(?:it|its|all|the|and|errors|output|stderr|stdout|everything))*\s*(?:goes?\s+|is\s+)?(?:to|into|in|at)?\s*|>>?\s*)"
    r"(/(?:[\w.@+-]+/)*[\w.@+-]+)(?:\s|[,.;]|$)",
    re.IGNORECASE,
)
_ENV_FILE = re.compile(r"\benv(?:ironment)?[ -]?files?\s*(?:is|at|in|from|[:=])*\s*[\"'`]?(/[\w./-]{1,150})", re.IGNORECASE)
_ENTRY = re.compile(
    r"(?<![\w./:-])([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*){0,5}:(?:app|application|api|server|create_app|main|wsgi|asgi)(?:\(\))?)(?![\w.])"
)
_AS_ENV = r"(?:as|for|into|in)\s+(?:the\s+|its\s+)?(?:env\b|environment|env ?vars?|envFrom)"
_SECRET_AS_ENV = re.compile(
    rf"\bsecret\s+(?:called\s+|named\s+)?[\"'`]?([a-z0-9][a-z0-9.-]{{0,62}})[\"'`]?\s+{_AS_ENV}|\benv(?:ironment)?(?:From| from)?\s+(?:from\s+)?(?:the\s+)?secret\s+[\"'`]?([a-z0-9][a-z0-9.-]{{0,62}})",
    re.IGNORECASE,
)
_CONFIG_AS_ENV = re.compile(
    rf"\bconfig ?map\s+(?:called\s+|named\s+)?[\"'`]?([a-z0-9][a-z0-9.-]{{0,62}})[\"'`]?\s+{_AS_ENV}|\benv(?:ironment)?(?:From| from)?\s+(?:from\s+)?(?:the\s+)?config ?map\s+[\"'`]?([a-z0-9][a-z0-9.-]{{0,62}})",
    re.IGNORECASE,
)
_FILE = re.compile(r"(?<![\w:])(/(?:[\w.*-]+/){0,10}[\w.*-]*\.log(?:[\w.*-]*)?|/var/log/[\w.*/-]{1,150})")
_USUAL_KEYS = re.compile(
    r"\b(?:username|password|api[-_]?key|token|access[-_]key|client[-_]id|client[-_]secret)\b", re.IGNORECASE
)
_MOST = 30


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read `env`, `secret_env`, `from_secret`, `from_config`, `command`, `mount_path`, `workdir`, `user` and `files`."""
    facts: dict[str, Any] = {}
    env, secret = _variables(text)
    if env:
        facts["env"] = env
    if secret:
        facts["secret_env"] = secret
    for field, pattern in (
        ("from_secret", _FROM_SECRET),
        ("from_config", _FROM_CONFIG),
        ("mount_path", _MOUNT),
        ("workdir", _WORKDIR),
    ):
        if (match := pattern.search(text)) and (found := match[1].rstrip(".,-/")):
            facts[field] = found if field in {"mount_path", "workdir"} else found.lower()
    if command := _command(text):
        facts["command"] = command
    if match := _OUTPUT.search(text):
        facts["output"] = match[1].rstrip(".,/")
    if re.search(
        r"\b(?:no|without(?: any)?|discard(?:ing)?|silence|suppress|drop|throw away)\s+(?:the\s+|its\s+|any\s+)?output\b|/dev/null\b|\bsilent(?:ly)?\b",
        text,
        re.IGNORECASE,
    ):
        facts["silent"] = True
    if match := _ENV_FILE.search(text):
        facts["env_file"] = match[1].rstrip(".,")
    if match := _ENTRY.search(text):
        facts["entry"] = match[1]
    if match := _SECRET_AS_ENV.search(text):
        facts.setdefault("from_secret", (match[1] or match[2]).lower())
    if match := _CONFIG_AS_ENV.search(text):
        facts.setdefault("from_config", (match[1] or match[2]).lower())
    if user := _user(text):
        facts["user"] = user
    if files := tuple(dict.fromkeys(match[1].rstrip(".,") for match in _FILE.finditer(text))):
        facts["files"] = files[:10]
    return facts


def is_secret_name(name: str) -> bool:
    """Whether the value of such a variable is likely a secret."""
    return _SECRET_NAME.search(name) is not None


def keys(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Keys of a ConfigMap or Secret: with values, and by name alone."""
    given = {match[1]: _given(match, 1) for match in [*_KEY_VALUE.finditer(text), *_ASSIGNED.finditer(text)]}
    names = [match[1] for match in _ENV_NAMES.finditer(text)]
    for match in _SINGLE_NAMES.finditer(text):
        listed = [word for word in re.split(r"[\s,]+|\band\b", match[1]) if word]
        for word in listed:
            if word.lower() in {
                "for",
                "with",
                "in",
                "named",
                "called",
                "from",
                "to",
                "the",
                "a",
                "of",
                "on",
                "that",
                "values",
                "name",
                "app",
            }:
                break
            if "=" not in word and ("key" in match[0][:5].lower() or "_" in word or word.isupper()):
                names.append(word.rstrip(".,"))
    if not given and not names:
        names = [match[0].lower() for match in _USUAL_KEYS.finditer(text)]
    values = {
        name: value for name, value in list(given.items())[:_MOST] if name.lower() not in {"name", "namespace", "ns", "app"}
    }
    return values, tuple(name for name in dict.fromkeys(names) if name not in values)[:_MOST]


def words_of(command: str) -> tuple[str, ...]:
    """Its words as a shell splits them; a shell runs it where it needs one."""
    if re.search(r"[|&;<>$`*?~]|\(", command):
        return ("/bin/sh", "-c", command)
    try:
        return tuple(shlex.split(command)) or ("/bin/sh", "-c", command)
    except ValueError:
        return ("/bin/sh", "-c", command)


def _variables(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    env: dict[str, str] = {}
    secret: list[str] = []
    for match in _ASSIGNED.finditer(text):
        value = _given(match, 1)
        if is_secret_name(match[1]) or _SECRET_VALUE.search(value):
            secret.append(match[1])
        elif "_" in match[1] or "=" in match[0]:
            env.setdefault(match[1], value)
    secret += [
        match[1]
        for match in _ENV_NAMES.finditer(text)
        if match[1] not in env and (is_secret_name(match[1]) or "secret" in text.lower())
    ]
    return dict(list(env.items())[:_MOST]), tuple(dict.fromkeys(secret))[:_MOST]


def _given(match: re.Match[str], first: int) -> str:
    value = next((group for group in match.groups()[first:] if group is not None), "")
    if value.endswith(")") and "(" not in value:
        value = value.rstrip(")")
    return value.rstrip(".") if match.groups()[-1] is not None else value


_RELATIVE = re.compile(
    r"\b(?:command|cmd|runs?|running|execut\w+|entry ?point|starts?(?: with)?|calls?)\b\s*(?:is\b|[:=])?\s*[\"'`]?(?P<command>\./[\w./-]*\w(?:\s+(?!(?:and|with|as|in|on|every|at|from|for|when|before|after|then|using|to|which|that|once|only|daily)\b)[^\s,;\"'`]+)*)",
    re.IGNORECASE,
)


def _command(text: str) -> str | None:  # noqa: PLR0911  # one clause a field
    if relative := _RELATIVE.search(text):
        return relative["command"].rstrip(".")
    for match in _COMMAND.finditer(text):
        quoted = match[1] or match[2] or match[3]
        command = quoted or _CUT.sub("", match[4])
        if re.fullmatch(r"[\w-]{1,40}", command) and not quoted:
            continue
        if quoted and re.fullmatch(r"[A-Z][\w -]*", command):
            continue
        return command.strip().rstrip(".,") or None
    if started := _STARTED.search(text):
        return started[1].strip().rstrip(".,")
    if script := _SCRIPT_NAMED.search(text):
        interpreter = {"py": "python", "jar": "java -jar"}.get(script[1].rpartition(".")[2].lower(), "node")
        return f"{interpreter} {script[1]}"
    for match in _BACKTICKED.finditer(text):
        if not _BUILDS.search(match[1]):
            return match[1].strip()
    path = _PATH_COMMAND.search(_PATHS_OF_OTHERS.sub(" ", text))
    if path and re.search(r"/s?bin/|/scripts?/|\.(?:sh|py|pl|rb|js)\b|/opt/\w+/\w+", path[1]):
        return path[1].rstrip(".,")
    return None


def bare_command(text: str) -> str | None:
    """A command that a request for a Job only quotes, or has as it would be typed."""
    for match in _QUOTED.finditer(text):
        if " " in match[1] and not re.search(r"\b(?:named|called|name|image)\s*$", text[: match.start()][-12:], re.IGNORECASE):
            return match[1].strip()
    if slept := re.search(r"\bsleeps?\s+(?:for\s+)?(\d{1,7})\b", text, re.IGNORECASE):
        return f"sleep {slept[1]}"
    typed = _TOOL_LINE.search(text)
    return typed[1].rstrip(".,") if typed else None


_PATHS_OF_OTHERS = re.compile(
    r"\b(?:host ?paths?|env(?:ironment)? ?files?|output|log(?:s|ged)?|writes?|append\w*|into|to|cert\w*|key|mount\w*)\s*(?:is|at|on|in|to|into|from|goes|[:=])*\s*(/[\w./-]+)",
    re.IGNORECASE,
)
_NOT_USERS_TEXT = """
a an the non non-root service code well follows one well-known user nonroot soon few is and with on to for in it every
json yaml my our new configuration environment host pod name as port at systemd each per base example of by plain ssh db system linux unix sudo remote database
"""
_NOT_USERS = frozenset(_NOT_USERS_TEXT.split())


def _user(text: str) -> str | None:
    for match in _USER.finditer(text):
        name = next((group for group in match.groups() if group), "").lower()
        if name not in _NOT_USERS and not name.endswith("ing"):
            return name
    return None
