"""What is to be done on a machine: packages, files and users of a playbook; ages, places and limits of a script."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading import quantities

_HOSTS = re.compile(
    r"\b(?:hosts?|group|inventory)\s*(?:group\s*)?(?:is|are|named|called|[:=])?\s*[\"'`]?([a-z_][\w-]{1,40})\b(?!\.\w)"
    r"|\bon\s+(?:all\s+)?(?:the\s+|my\s+|our\s+)?([a-z_][\w-]{1,40})\s+(?:hosts?|servers?|machines?|group|nodes?)\b",
    re.IGNORECASE,
)
_PACKAGES = re.compile(
    r"\binstall(?:s|ing|ed)?\s+(?:the\s+)?(?:latest\s+)?(?:packages?\s*:?\s+)?((?:[a-z][a-z0-9.+-]{1,40}(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+)?){1,8})", re.IGNORECASE
)
_PACKAGE_AFTER = re.compile(r"\b([a-z][a-z0-9.+-]{1,40})\s+packages?\b|\bpackages?\s+([a-z][a-z0-9.+-]{1,40})", re.IGNORECASE)
_NO_PACKAGES = frozenset(
    """
    package packages the a an it and on to from with for all latest template templates copy copies start starts enable enables restart restarts config
    configuration dependencies service some updates security run then them via using apt dnf yum our my
    """.split()
)
_RELATIVE = re.compile(r"(?<![\w./~-])((?:[\w-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:j2|conf|cfg|ini|ya?ml|json|toml|service|sh|txt|cnf|env|properties|html|pub))\b(?![/\w])")
_ABSOLUTE = re.compile(r"(?<![\w:/.~$-])(/(?:[\w.@+-]+/){0,10}[\w.@+-]+)/?")
_KEY = re.compile(r"(?<![\w/.-])((?:[\w.-]+/)*[\w.-]+\.pub)\b")
_UNIT = re.compile(
    r"\b(?:re)?(?:start|load|enable)(?:s|ed|ing)?\s+(?:(?:the|and|it|enable|start|enables)\s+){0,3}(?:service\s+)?[\"'`]?([a-z][\w@.-]{1,40})\b|\bservice\s+[\"'`]?([a-z][\w@.-]{1,40})",
    re.IGNORECASE,
)
_NO_UNITS = frozenset(
    """
    it the a an on if when service services after handler and is only them machine host hosts server boot
    change changed changes every each started enabled running restarted needed template file to must should in of for with then
    """.split()
)
_NEW_USER = re.compile(
    r"\b(?:user|account)s?\s+(?:called\s+|named\s+)?[\"'`]?([a-z_][a-z0-9_-]{0,31})\b|\b([a-z_][a-z0-9_-]{0,31})\s+user\b", re.IGNORECASE
)
_NO_USERS = frozenset("with on to for in and the a an is has from of that who exists account sudo new system unix linux".split())
_GROUPS = re.compile(r"\b(?:in|to|of)\s+(?:the\s+)?groups?\s+([a-z_][\w-]{0,31})|\b(sudo|wheel|docker)\b(?=\s+(?:group|rights|access)|\s*$|[,.;])", re.IGNORECASE)
_SERIAL = re.compile(r"\b(?:one|1)\s+(?:host|node|server|machine|at a time|by one|after)|\bserial(?:ly)?\b(?:[ :=]+(\d{1,3}))?|\brolling\b", re.IGNORECASE)
_SEARCHED = re.compile(r"(?<![\w/.-])(\*\.[\w.*-]{1,40}|[\w-]+\*[\w.*-]{0,40}|[\w-]*\*\.[\w.-]{1,40})")
_AGE = re.compile(r"\b(?:older|more|over|beyond|after|last)\s*(?:than\s+)?(\d{1,4})\s*[- ]?(d(?:ays?)?|h(?:ours?)?|w(?:eeks?)?|months?)\b|\b(\d{1,4})[- ](days?|weeks?|months?)(?:[- ]old)?\b", re.IGNORECASE)
_KEEP = re.compile(r"\b(?:keep(?:s|ing)?|retain(?:s|ing)?|retention(?: of)?|last)\s+(?:only\s+)?(?:the\s+)?(?:last\s+|newest\s+|latest\s+|for\s+)?(\d{1,4})\b", re.IGNORECASE)
_WAIT_HOST = re.compile(
    r"\b(?:host|server|machine|on|at|of)\s+[\"'`]?([a-z0-9](?:[a-z0-9.-]{0,80}[a-z0-9])?)(?=[\s:,;\"'`]|$)(?!\s*(?:seconds|minutes))", re.IGNORECASE
)
_NO_HOSTS = frozenset("the a an port tcp host server all my our it that until exit failure success error stdout stderr every each".split())
_AUTHORITY = re.compile(r"(?<![\w./@-])([a-z0-9](?:[a-z0-9.-]{0,80}[a-z0-9])?):(\d{2,5})\b(?!/)", re.IGNORECASE)
_URL = re.compile(r"\bhttps?://[\w.-]{1,100}(?::\d{1,5})?(?:/[\w./?=&%-]{0,150})?", re.IGNORECASE)
_LIMIT = re.compile(r"\b(?:timeout|give(?:s)? up|giving up|at most|max(?:imum)?|up to|after|within|no longer than)\b", re.IGNORECASE)
_INTERVAL = re.compile(r"\b(?:every|each|interval(?: of)?|scrape_interval:?)\s+(\d{1,4})\s?(s|secs?|seconds?|m|mins?|minutes?)\b", re.IGNORECASE)
_TRIES = re.compile(r"\b(\d{1,3})\s+(?:times|attempts|tries|retries)\b|\b(?:retries|attempts|tries)\s*[:=]?\s*(\d{1,3})\b", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.])([\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4})\b")
_FULLNESS = re.compile(r"(?:>|\b(?:over|above|more than|exceeds?|at|reaches|than))\s*(\d{1,3})\s?(?:%|percent)", re.IGNORECASE)
_OPTIONS = re.compile(r"(?<![\w-])-([a-zA-Z])\s+([a-z][\w-]{1,20})")
_TARGETS = re.compile(r"\btargets?\b\s*(?:named|called|for|:)?\s*((?:[a-z][\w-]{1,24}(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*\+\s*|\s*&\s*)?){1,10})|((?:\b[a-z][\w-]{1,24}(?:,\s*and\s+|,\s*|\s+and\s+)){1,9}[a-z][\w-]{1,24})(?:\s+targets?\b)?", re.IGNORECASE)
_USUAL_TARGETS = frozenset(
    """
    build test lint run clean push deploy install fmt format docker-build docker-push release package help up down logs shell migrate
    dev start stop check coverage docs publish vet tidy generate all docker compile typecheck e2e init plan apply validate destroy
    """.split()
)
_DATABASE = re.compile(r"\b(?:db|database)s?\s+(?:called\s+|named\s+)?[\"'`]?([a-z_][\w-]{0,60})\b", re.IGNORECASE)
_DATABASE_AFTER = re.compile(r"\b([a-z_][\w-]{0,60})\s+(?:db|database)\b", re.IGNORECASE)
_TAG = re.compile(r"\b(?:new ?)?tag\s*(?:is|of|[:=])?\s*[\"'`]?(v?\d[\w.-]{0,60})", re.IGNORECASE)
_NO_DATABASES = frozenset(
    """
    the a an to from into and every postgres postgresql mysql mariadb mongo mongodb sql my our dump backup of on with for in all pg script that server host
    daily nightly dumps backs user
    """.split()
)
_ENGINES = (("mysql", r"mysql|mariadb"), ("mongo", r"mongo(?:db)?"), ("postgres", r"postgres(?:ql)?|pg_dump|\bpg\b"))
_S3 = re.compile(r"\bs3://([\w.-]{3,63})(/[\w./-]{0,100})?|\b(?:s3\s+)?bucket\s+(?:called\s+|named\s+)?[\"'`]?([a-z0-9][\w.-]{2,62})", re.IGNORECASE)


def read(text: str) -> dict[str, Any]:
    """Read what playbooks, scripts, Makefiles and scrape configurations need."""
    return {**_play(text), **_script(text), **_make(text), **_scrape(text)}


def _play(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for match in _HOSTS.finditer(text):
        if (name := (match[1] or match[2]).lower()) not in {"the", "a", "is", "all", "are", "via", "in", "each", "every", "at", "by", "of", "for"}:
            facts["play_hosts"] = name
            break
    if "play_hosts" not in facts and re.search(r"\b(?:all|every|each) (?:the )?(?:hosts?|servers?|machines?|nodes?)\b", text, re.IGNORECASE):
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
        listed = [each.lower() for match in _PACKAGE_AFTER.finditer(text) for each in match.groups() if each and each.lower() not in _NO_PACKAGES]
    if listed:
        facts["packages"] = tuple(dict.fromkeys(listed))[:12]
    if match := _KEY.search(text):
        facts["key_file"] = match[1]
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
    for match in _NEW_USER.finditer(text):
        name = (match[1] or match[2]).lower()
        if name not in _NO_USERS:
            facts["new_user"] = name
            break
    if match := _GROUPS.search(text):
        facts["user_group"] = (match[1] or match[2]).lower()
    if match := _SERIAL.search(text):
        facts["serial"] = int(match[1]) if match[1] and int(match[1]) else 1
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


_PURPOSES = (
    ("wait", r"\bwaits?\b|\bwait-for\b|\buntil\b.{0,60}\b(?:answers?|reachable|up|healthy|ready|open)\b|\bpolls?\b"),
    ("retry", r"\bretr(?:y|ies)\b"),
    ("options", r"\bgetopts?\b|\b(?:argument|option|flag)s? (?:parsing|skeleton)\b"),
    ("disk", r"\bdisks?\b.{0,40}(?:%|percent|usage|full|space)|\bdf\b"),
    ("images", r"\b(?:docker|container) (?:images?|containers?|volumes?)\b"),
    ("dump", r"\b(?:dumps?|pg_dump|mysqldump|mongodump|backs? ?up|backup)\b.{0,60}\b(?:db|database|postgres\w*|mysql|mariadb|mongo\w*)\b|\b(?:postgres\w*|mysql|mariadb|mongo\w*|database)\b.{0,30}\b(?:dump|backup)\b"),
    ("cleanup", r"\b(?:deletes?|removes?|clean\w*|purges?|prunes?)\b"),
    ("backup", r"\b(?:back ?ups?|backs up|tar|archives?|rsync|sync|copies|copy)\b"),
)


def _script(text: str) -> dict[str, Any]:
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
        facts["age_days"] = max(1, count * (7 if unit.startswith("w") else 30 if unit.startswith("month") else 1)) if not unit.startswith("h") else max(1, count // 24)
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
        found = next((each for start, _, each in quantities.durations(text[match.end() : match.end() + 24]) if start < 12), None)
        if found:
            facts["limit_s"] = seconds(found)
            break
    else:
        if match := re.search(r"\b(\d{1,4})\s?(s|secs?|seconds?|m|mins?|minutes?)[- ](?:timeout|max|limit)", text, re.IGNORECASE):
            facts["limit_s"] = int(match[1]) * (60 if match[2].lower().startswith("m") else 1)
    if match := _TRIES.search(text):
        facts["tries"] = int(match[1] or match[2])
    if match := _MAIL.search(text):
        facts["mail"] = match[1]
    if match := _FULLNESS.search(text):
        facts["fullness"] = int(match[1])
    if options := _OPTIONS.findall(text):
        facts["options"] = {letter: word for letter, word in options[:8]}
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


def _make(text: str) -> dict[str, Any]:
    found: list[str] = []
    for match in _TARGETS.finditer(text):
        said = match[1] is not None
        words = [word.lower() for word in re.split(r"[\s,+&]+|\band\b", match[1] or match[2]) if word]
        for word in words:
            if word in {"for", "with", "in", "on", "that", "which", "the", "a"}:
                break
            if said or word in _USUAL_TARGETS:
                found.append(word)
    found += [word for word in re.findall(r"\b[a-z][a-z-]{1,20}\b", text.lower()) if word in {"docker-build", "docker-push"}]
    facts: dict[str, Any] = {"image_tag": match[1]} if (match := _TAG.search(text)) else {}
    return {**facts, "make_targets": tuple(dict.fromkeys(found))[:12]} if found else facts


def _scrape(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if match := _INTERVAL.search(text):
        facts["interval"] = f"{int(match[1])}{match[2][0].lower()}"
    if match := re.search(r"\b(?:metrics_?)?path\s*(?:is|of|[:=])?\s*[\"'`]?(/[\w./-]{1,120})|(?<![\w.:])(/(?:[\w-]+/){0,4}(?:metrics|prometheus))\b", text, re.IGNORECASE):
        facts["metrics_path"] = (match[1] or match[2]).rstrip(".")
    for kind, words in (("pods", r"\bpods?\b"), ("services", r"\bservices?\b"), ("nodes", r"\bnodes\b")):
        if re.search(words, text, re.IGNORECASE) and re.search(r"\b(?:kubernetes|k8s|annotat\w+|service discovery|kubernetes_sd\w*)\b", text, re.IGNORECASE):
            facts["discovery"] = kind
            break
    return facts


def seconds(duration: str) -> int:
    """Of `90s`, `2m`, `1h`."""
    return int(duration[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}[duration[-1]]
