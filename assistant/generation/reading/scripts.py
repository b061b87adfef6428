"""What a shell script does: waits, cleans up, saves, watches; where, how long, how many."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading import quantities

_ABSOLUTE = re.compile(r"(?<![\w:/.~$-])(/(?:[\w.@+-]+/){0,10}[\w.@+-]+)/?")
_SEARCHED = re.compile(r"(?<![\w/.-])(\*\.[\w.*-]{1,40}|[\w-]+\*[\w.*-]{0,40}|[\w-]*\*\.[\w.-]{1,40})")
_AGE = re.compile(
    r"\b(?:older|more|over|beyond|after|last)\s*(?:than\s+)?(\d{1,4})\s*[- ]?(d(?:ays?)?|h(?:ours?)?|w(?:eeks?)?|months?)\b|\b(\d{1,4})[- ](days?|weeks?|months?)(?:[- ]old)?\b",
    re.IGNORECASE,
)
_KEEP = re.compile(
    r"\b(?:keep(?:s|ing)?|retain(?:s|ing)?|retention(?: of)?|last)\s+(?:only\s+)?(?:the\s+)?(?:last\s+|newest\s+|latest\s+|for\s+)?(\d{1,4})\b",
    re.IGNORECASE,
)
_WAIT_HOST = re.compile(
    r"\b(?:host|server|machine|on|at|of)\s+[\"'`]?([a-z0-9](?:[a-z0-9.-]{0,80}[a-z0-9])?)(?=[\s:,;\"'`]|$)(?!\s*(?:seconds|minutes))",
    re.IGNORECASE,
)
_NO_HOSTS_TEXT = """
the a an port tcp host server all my our it that until exit failure success error stdout stderr every each
"""
_NO_HOSTS = frozenset(_NO_HOSTS_TEXT.split())
_AUTHORITY = re.compile(r"(?<![\w./@-])([a-z0-9](?:[a-z0-9.-]{0,80}[a-z0-9])?):(\d{2,5})\b(?!/)", re.IGNORECASE)
_URL = re.compile(r"\bhttps?://[\w.-]{1,100}(?::\d{1,5})?(?:/[\w./?=&%-]{0,150})?", re.IGNORECASE)
_LIMIT = re.compile(
    r"\b(?:timeout|give(?:s)? up|giving up|at most|max(?:imum)?|up to|after|within|no longer than)\b", re.IGNORECASE
)
_TRIES = re.compile(
    r"\b(\d{1,3})\s+(?:times|attempts|tries|retries)\b|\b(?:retries|attempts|tries)\s*[:=]?\s*(\d{1,3})\b", re.IGNORECASE
)
_MAIL = re.compile(r"(?<![\w.])([\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4})\b")
_REMOTE = re.compile(r"(?<![\w.])((?:[a-z_][\w-]{0,31}@)[\w.-]{1,100}:/[\w./-]{0,120})", re.IGNORECASE)
_FULLNESS = re.compile(r"(?:>|\b(?:over|above|more than|exceeds?|at|reaches|than))\s*(\d{1,3})\s?(?:%|percent)", re.IGNORECASE)
_OPTIONS = re.compile(r"(?<![\w-])-([a-zA-Z])\s+([a-z][\w-]{1,20})")
_DATABASE = re.compile(r"\b(?:db|database)s?\s+(?:called\s+|named\s+)?[\"'`]?([a-z_][\w-]{0,60})\b", re.IGNORECASE)
_DATABASE_AFTER = re.compile(r"\b([a-z_][\w-]{0,60})\s+(?:db|database)\b", re.IGNORECASE)
_NO_DATABASES_TEXT = """
the a an to from into and every postgres postgresql mysql mariadb mongo mongodb sql my our dump backup of on with for in
all pg script that server host daily nightly dumps backs user
"""
_NO_DATABASES = frozenset(_NO_DATABASES_TEXT.split())
_ENGINES = (("mysql", r"mysql|mariadb"), ("mongo", r"mongo(?:db)?"), ("postgres", r"postgres(?:ql)?|pg_dump|\bpg\b"))
_S3 = re.compile(
    r"\bs3://([\w.-]{3,63})(/[\w./-]{0,100})?|\b(?:s3\s+)?bucket\s+(?:called\s+|named\s+)?[\"'`]?([a-z0-9][\w.-]{2,62})",
    re.IGNORECASE,
)


_PURPOSES = (
    ("probe", r"\bhealth ?checks?\b"),
    ("rsync", r"\brsync\b"),
    ("wait", r"\bwaits?\b|\bwait-for\b|\buntil\b.{0,60}\b(?:answers?|reachable|up|healthy|ready|open)\b|\bpolls?\b"),
    ("retry", r"\bretr(?:y|ies)\b"),
    ("options", r"\bgetopts?\b|\b(?:argument|option|flag)s? (?:parsing|skeleton)\b"),
    ("disk", r"\bdisks?\b.{0,40}(?:%|percent|usage|full|space)|\bdf\b"),
    ("images", r"\b(?:docker|container) (?:images?|containers?|volumes?)\b"),
    (
        "dump",
        r"\b(?:dumps?|pg_dump|mysqldump|mongodump|backs? ?up|backup)\b.{0,60}\b(?:db|database|postgres\w*|mysql|mariadb|mongo\w*)\b|\b(?:postgres\w*|mysql|mariadb|mongo\w*|database)\b.{0,30}\b(?:dump|backup)\b",
    ),
    ("cleanup", r"\b(?:deletes?|removes?|clean\w*|purges?|prunes?)\b"),
    ("backup", r"\b(?:back ?ups?|backs up|tar|archives?|rsync|sync|copies|copy)\b"),
)


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read what a shell script is for, with its places, ages, limits and addresses."""
    facts: dict[str, Any] = {}
    lowered = text.lower()
    if purpose := next((name for name, words in _PURPOSES if re.search(words, lowered)), None):
        facts["purpose"] = purpose
    paths = [match[1] for match in _ABSOLUTE.finditer(_URL.sub(" ", text))]
    if paths:
        facts["directory"] = paths[0]
    if match := _SEARCHED.search(text):
        facts["pattern"] = match[1]
    if match := _AGE.search(text):
        count, unit = int(match[1] or match[3]), (match[2] or match[4]).lower()
        facts["age_days"] = (
            max(1, count * (7 if unit.startswith("w") else 30 if unit.startswith("month") else 1))
            if not unit.startswith("h")
            else max(1, count // 24)
        )
    if match := _KEEP.search(text):
        facts["kept"] = int(match[1])
    if match := _URL.search(text):
        facts["url"] = match[0].rstrip(".,?")
    elif match := _AUTHORITY.search(text):
        facts["remote_host"] = match[1].lower()
    else:
        names = (match[1].lower().rstrip(".") for match in _WAIT_HOST.finditer(text))
        if name := next((name for name in names if name not in _NO_HOSTS and not name.isdigit()), None):
            facts["remote_host"] = name
    for match in _LIMIT.finditer(text):
        found = next(
            (each for start, _, each in quantities.durations(text[match.end() : match.end() + 24]) if start < 12), None
        )
        if found:
            facts["limit_s"] = seconds(found)
            break
    else:
        if match := re.search(
            r"\b(\d{1,4})\s?(s|secs?|seconds?|m|mins?|minutes?)[- ](?:timeout|max|limit)", text, re.IGNORECASE
        ):
            facts["limit_s"] = int(match[1]) * (60 if match[2].lower().startswith("m") else 1)
    if match := _TRIES.search(text):
        facts["tries"] = int(match[1] or match[2])
    if match := _REMOTE.search(text):
        facts["remote"] = match[1].rstrip(".,")
    elif match := _MAIL.search(text):
        facts["mail"] = match[1]
    if match := _FULLNESS.search(text):
        facts["fullness"] = int(match[1])
    if options := _OPTIONS.findall(text):
        facts["options"] = dict(options[:8])
    for match in (*_DATABASE.finditer(text), *_DATABASE_AFTER.finditer(text)):
        name = match[1].lower()
        if name not in _NO_DATABASES:
            facts["database"] = name
            break
    if engine := next((name for name, words in _ENGINES if re.search(rf"\b(?:{words})\b", lowered)), None):
        facts["engine"] = engine
    if match := _S3.search(text):
        facts["s3"] = (match[1] or match[3]).rstrip(".") + (match[2] or "").rstrip("/.")
    return facts


def seconds(duration: str) -> int:
    """Of `90s`, `2m`, `1h`."""
    return int(duration[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}[duration[-1]]


_MOUNT_POINTS = re.compile(
    r"(?:\b(?:of|on|for|disks?|usage|filesystems?|mounts?|partitions?)\s+|(?:,|and)\s+)(?P<path>/(?:[\w-]+(?:/[\w-]+)*)?)(?=[\s,.;:]|$)",
    re.IGNORECASE,
)
_WEBHOOKS = (("slack", r"\bslack\b"), ("teams", r"\bteams\b"), ("discord", r"\bdiscord\b"), ("other", r"\bweb-?hooks?\b"))


def told(text: str) -> dict[str, Any]:
    """Read which file systems are looked at, and where a message goes."""
    found = [match["path"] for match in _MOUNT_POINTS.finditer(text)]
    webhook = next((name for name, words in _WEBHOOKS if re.search(words, text, re.IGNORECASE)), None)
    return {"mount_points": tuple(dict.fromkeys(found))[:8], **({"webhook": webhook} if webhook else {})}
