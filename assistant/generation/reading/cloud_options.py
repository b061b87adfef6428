"""What a request says of single resources of a cloud: their own names, sizes, keys, who may come in, how long things are kept."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading.cloud import RESOURCES
from assistant.generation.reading.request import NUMBER, number

_NAME = r"[\"'`]?(?P<name>[a-z][a-z0-9_-]{1,62}(?:\.[a-z0-9-]+){0,3})[\"'`]?"
_NO_NAMES_TEXT = """
in with and for that which of to on from at by is are the a an called named name type instance bucket table queue topic role group security
database vpc subnet region using via versioning encryption encrypted private public lifecycle rule rules where whose should must so having
resource resources module code config configuration please as allowing opening letting open plus also it its our my this two one three gateway engine postgres
mysql mariadb hash key lambda ec2 repository repo terraform dead fifo trust policy only read write running size class backend state
"""
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())
_OPENS = re.compile(
    r"(?P<what>\b(?:ssh|https?|postgres(?:ql)?|mysql|redis|rdp|all http|port\s+\d{1,5}|tcp\s+\d{1,5}|\d{2,5}(?:/tcp)?)\b(?:\s*(?:,|and|\+|&|/)\s*(?:ssh|https?|port\s+|\d{2,5})+\b)*)"
    r"[^.;\n\d]{0,40}?\b(?:from|to|for|by)\s+(?:the\s+)?(?P<who>\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?|anywhere|everyone|everybody|the world|world|all|any(?:one|body)?|the internet|internet|public)\b",
    re.IGNORECASE,
)
_SERVICES = {
    "ssh": 22,
    "http": 80,
    "https": 443,
    "postgres": 5432,
    "postgresql": 5432,
    "mysql": 3306,
    "redis": 6379,
    "rdp": 3389,
}
_ONE_SERVICE = re.compile(r"\b(ssh|https?|postgres(?:ql)?|mysql|redis|rdp)\b|(?<![\d./])(\d{2,5})(?![\d./])", re.IGNORECASE)
_DISK = re.compile(r"\b(\d{1,5})\s?(gb|gib|g|tb|tib)\b(?!\s*(?:of\s+)?(?:ram|memory))", re.IGNORECASE)
_DISK_TYPE = re.compile(r"\b(gp2|gp3|io1|io2|st1|sc1)\b", re.IGNORECASE)
_TAG = re.compile(
    r"\bname[- ]?tag\s*(?:is|of|[:=])?\s*[\"'`]?(?P<name>[\w.-]{2,60})|\btag(?:ged)?\s+name\s*[:=]\s*[\"'`]?(?P<name2>[\w.-]{2,60})|\bnamed\s+(?P<name3>[a-z][\w-]{1,60})",
    re.IGNORECASE,
)
_ENGINE = re.compile(
    r"\b(?P<engine>postgres(?:ql)?|mysql|mariadb)\b\s*(?:version\s*|v)?(?P<version>\d{1,2}(?:\.\d{1,2})?)?(?!\d)", re.IGNORECASE
)
_BACKUPS = re.compile(
    rf"\b(?:backups?|retention|retain\w*)\b[^.;\n]{{0,40}}?({NUMBER})\s*days?\b|\b({NUMBER})\s*days?\s+(?:of\s+)?(?:backups?|retention)",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"\bidentifier\s*(?:is|[:=])?\s*[\"'`]?(?P<name>[a-z][a-z0-9-]{1,60})", re.IGNORECASE)
_DB_NAME = re.compile(
    r"\b(?:db[_ ]?name|database name|initial database|database (?:called|named))\s*(?:is|[:=])?\s*[\"'`]?(?P<name>[a-z]\w{1,60})",
    re.IGNORECASE,
)
_DEAD = re.compile(
    r"\b(?:dead[- ]?letters?(?: queue)?|dlq)\s*(?:queue\s*)?(?:is|called|named|[:=])*\s*[\"'`]?(?P<name>(?!after\b|with\b|and\b|for\b|once\b|queue\b)[a-z][\w-]{1,78})?",
    re.IGNORECASE,
)
_RECEIVES = re.compile(
    rf"\bmax ?receive(?:s|[ _]?count)?\s*(?:is|of|[:=])?\s*({NUMBER})|\b(?:after|of)\s+({NUMBER})\s+(?:receiv\w+|attempts|tries|fail\w*|retries|times|deliver\w+)|\b({NUMBER})\s+receives\b",
    re.IGNORECASE,
)
_VISIBILITY = re.compile(
    rf"\bvisibility(?:[ _]time ?out)?(?:[ _]seconds)?\s*(?:is|of|[:=])?\s*({NUMBER})\s?(s|secs?|seconds?|m|min\w*|h|hours?)?\b",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"\b(?P<what>hash|partition|primary|range|sort)[ _-]?key(?:\s*(?:(?:is|called|named)\b|[:=]))*\s*[\"'`]?(?P<name>[A-Za-z_][\w.-]{1,60})[\"'`]?\s*(?:\(?(?:of type |type |as )?(?P<type>string|number|binary|s|n|b)\b\)?)?",
    re.IGNORECASE,
)
_TTL = re.compile(
    r"\bttl\b(?:\s*(?:(?:on|attribute|field|enabled|via|with|is|the|column)\b|[:=]))*\s*[\"'`]?(?P<name>(?!and\b|for\b)[A-Za-z_]\w{1,60})",
    re.IGNORECASE,
)
_SUBNETS = re.compile(
    rf"\b({NUMBER})\s+(?:(?P<one>public|private)(?:\s*(?:and|&|\+|,)\s*(?:({NUMBER})\s+)?(?P<two>public|private))?)\s+(?:subnets?|ones?|each)?",
    re.IGNORECASE,
)
_KMS = re.compile(r"\bkms\b|\bcustomer[- ]managed\b", re.IGNORECASE)
_RUNTIME = re.compile(
    r"\b(?P<lang>python|node(?:\.?js)?|nodejs|java|ruby|dotnet|go)\s?-?(?P<version>\d{1,2}(?:\.\d{1,2})?)?(?:\.x)?\b",
    re.IGNORECASE,
)
_HANDLER = re.compile(r"\bhandler\s*(?:is|[:=])?\s*[\"'`]?(?P<name>[\w./-]+\.\w+)", re.IGNORECASE)
_FUNCTION_MEMORY = re.compile(r"\b(\d{3,5})\s?m(?:i?b)?\b(?:\s+(?:of\s+)?(?:memory|ram))?", re.IGNORECASE)
_TIMEOUT = re.compile(
    rf"\btime ?out\s*(?:is|of|[:=])?\s*({NUMBER})\s?(s|secs?|seconds?|m|min\w*)?\b|\b({NUMBER})\s?(s|seconds?|min\w*)\s+time ?out",
    re.IGNORECASE,
)
_ACTIONS = re.compile(
    r"\b(?P<verb>put|upload|write|read|get|download|list|delete|access|full)\w*\b[^.;\n]{0,40}?\b(?:objects?|files?|s3|buckets?)\b",
    re.IGNORECASE,
)
_BUCKET_OF_ROLE = re.compile(
    r"\b(?:s3\s+)?bucket\s+(?:called\s+|named\s+)?[\"'`]?(?P<name>(?!with\b|and\b|in\b|for\b)[a-z0-9][a-z0-9.-]{2,62})|(?P<before>[a-z0-9][a-z0-9-]{2,62})\s+bucket\b",
    re.IGNORECASE,
)


def read(text: str) -> dict[str, Any]:
    """Read them."""
    facts: dict[str, Any] = {
        **_names(text),
        **_network(text),
        **_database(text),
        **_queue(text),
        **_table(text),
        **_function(text),
    }
    if match := _DISK.search(text):
        facts["disk_gb"] = int(match[1]) * (1024 if match[2].lower().startswith("t") else 1)
    if match := _DISK_TYPE.search(text):
        facts["disk_type"] = match[1].lower()
    if _KMS.search(text):
        facts["sse"] = "aws:kms"
    elif re.search(r"\baes-?\s?256\b|\bsse-s3\b", text, re.IGNORECASE):
        facts["sse"] = "AES256"
    if re.search(r"\biam roles?\b|\brole\b", text, re.IGNORECASE) and (match := _ACTIONS.search(text)):
        verbs = {each["verb"].lower() for each in _ACTIONS.finditer(text)}
        facts["s3_access"] = "write" if verbs & {"put", "upload", "write", "delete", "full", "access"} else "read"
        if bucket := _BUCKET_OF_ROLE.search(text):
            name = (bucket["name"] or bucket["before"]).lower().rstrip(".")
            if name not in _NO_NAMES and name != "s3":
                facts["role_bucket"] = name
    return facts


def _names(text: str) -> dict[str, Any]:  # noqa: C901  # one clause a field
    """What each resource is called."""
    match: re.Match[str] | None
    found: dict[str, str] = {}
    for resources in RESOURCES.values():
        for resource, words in resources:
            if resource in found:
                continue
            for match in re.finditer(
                rf"(?<![\w-])(?:{words})\s*(?P<said>(?:is |to be )?(?:called|named|name|with (?:the )?name|=|:)\s*(?:is\s*|[:=]\s*)?)?{_NAME}(?![\w/:]|\.\d)",
                text,
                re.IGNORECASE,
            ):
                name = match["name"].rstrip(".-").lower()
                noun = re.search(
                    r"\b(?:table|queue|bucket|topic|group|repository|instance)s?\s+$",
                    text[: match.start("name")],
                    re.IGNORECASE,
                )
                plain = bool(noun or re.search(r"[-_\d]", name)) or re.match(
                    r"\s*(?:$|[,.;:\n(]|with\b|in\b|for\b|and\b|that\b|which\b)", text[match.end() :]
                )
                if (
                    name not in _NO_NAMES
                    and not re.fullmatch(r"[a-z]{2}-[a-z]+-\d\w?", name)
                    and (match["said"] or plain)
                    and not _is_type(name)
                ):
                    found[resource] = name
                    break
    if (match := _IDENTIFIER.search(text)) and re.search(r"\brds\b|\bdatabase\b|\bdb\b", text, re.IGNORECASE):
        found["rds_instance"] = match["name"].lower()
    if match := _TAG.search(text):
        tag = match["name"] or match["name2"]
        if tag and re.search(r"\bec2\b|\binstance\b|\bvm\b|\bserver\b", text, re.IGNORECASE):
            found["ec2_instance"] = tag
    if match := re.search(r"(?:^|\n|[,;(])\s*name\s*(?:is|[:=])?\s*[\"'`]?(?P<name>[a-z][\w.-]{1,60})", text, re.IGNORECASE):
        mentioned = [
            resource
            for resource, words in RESOURCES["aws"]
            if re.search(rf"(?<![\w-])(?:{words})(?![\w])", text, re.IGNORECASE)
        ]
        if len(mentioned) == 1:
            found.setdefault(mentioned[0], match["name"].rstrip("."))
    return {"resource_names": tuple(found.items())[:12]}


def _is_type(name: str) -> bool:
    return re.fullmatch(r"[a-z]{1,3}\d[a-z]*(?:\.\w+)?|db\.\w+.*", name) is not None


def _network(text: str) -> dict[str, Any]:
    match: re.Match[str] | None
    facts: dict[str, Any] = {}
    rules: list[tuple[int, str]] = []
    for match in _OPENS.finditer(text):
        who = match["who"].lower()
        source = who if "/" in who else f"{who}/32" if who[0].isdigit() else "0.0.0.0/0"
        for each in _ONE_SERVICE.finditer(match["what"]):
            port = _SERVICES[each[1].lower()] if each[1] else int(each[2])
            if 0 < port < 65_536:
                rules.append((port, source))
    facts["openings"] = tuple(dict.fromkeys(rules))[:20]
    if match := _SUBNETS.search(text):
        counts = [number(group) for group in (match[1], match[3]) if group]
        kinds = [match["one"].lower(), *([match["two"].lower()] if match["two"] else [])]
        for at, kind in enumerate(kinds):
            facts[f"{kind}_subnets"] = min(6, counts[min(at, len(counts) - 1)])
    else:
        for kind in ("public", "private"):
            if re.search(rf"\b{kind} (?:and \w+ )?subnets?\b|\bsubnets?\b[^.;\n]{{0,20}}\b{kind}\b", text, re.IGNORECASE):
                facts[f"{kind}_subnets"] = 2
    if re.search(r"\bnat\b", text, re.IGNORECASE):
        facts["nat"] = not re.search(r"\b(?:no|without)(?: an?)? nat\b", text, re.IGNORECASE)
    if re.search(r"\b(?:internet gateway|igw)\b", text, re.IGNORECASE):
        facts["internet"] = True
    return facts


def _database(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if not re.search(r"\brds\b|\bdatabase\b|\bdb\.\w", text, re.IGNORECASE):
        return facts
    if match := _ENGINE.search(text):
        facts["db_engine"] = {"postgresql": "postgres"}.get(match["engine"].lower(), match["engine"].lower())
        if match["version"]:
            facts["db_version"] = match["version"]
    if re.search(r"\bmulti[- ]?az\b", text, re.IGNORECASE):
        facts["multi_az"] = not re.search(r"\b(?:no|without|single|not) multi[- ]?az\b", text, re.IGNORECASE)
    if match := _BACKUPS.search(text):
        facts["backup_days"] = number(match[1] or match[2])
    if match := _DB_NAME.search(text):
        facts["db_name"] = match["name"].lower()
    if re.search(r"\bpublic(?:ly)? access\w*", text, re.IGNORECASE) and not re.search(
        r"\b(?:no|not|without|never) public", text, re.IGNORECASE
    ):
        facts["db_public"] = True
    return facts


def _queue(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if not re.search(r"\bsqs\b|\bqueue\b", text, re.IGNORECASE):
        return facts
    if match := _DEAD.search(text):
        facts["dead_letters"] = (match["name"] or "").lower() or "dlq"
    if match := _RECEIVES.search(text):
        facts["receives"] = number(next(group for group in match.groups() if group))
    if match := _VISIBILITY.search(text):
        unit = (match[2] or "s")[0].lower()
        facts["visibility_s"] = number(match[1]) * {"s": 1, "m": 60, "h": 3600}[unit]
    if re.search(r"\bfifo\b", text, re.IGNORECASE):
        facts["fifo"] = True
    return facts


def _table(text: str) -> dict[str, Any]:
    match: re.Match[str] | None
    facts: dict[str, Any] = {}
    if not re.search(r"\bdynamo", text, re.IGNORECASE):
        return facts
    for match in _KEY.finditer(text):
        field = "range_key" if match["what"].lower() in {"range", "sort"} else "hash_key"
        facts[field] = (match["name"].rstrip("."), (match["type"] or "s")[0].upper())
    if match := _TTL.search(text):
        facts["ttl_attribute"] = match["name"]
    return facts


def _function(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if not re.search(r"\blambda\b", text, re.IGNORECASE):
        return facts
    if (match := _RUNTIME.search(text)) and match["version"]:
        language = match["lang"].lower().replace(".", "")
        facts["runtime"] = f"nodejs{match['version']}.x" if language.startswith("node") else f"{language}{match['version']}"
    if match := _HANDLER.search(text):
        facts["handler"] = match["name"]
    if match := _FUNCTION_MEMORY.search(text):
        facts["function_mb"] = int(match[1])
    if match := _TIMEOUT.search(text):
        unit = (match[2] or match[4] or "s")[0].lower()
        facts["timeout_s"] = number(match[1] or match[3]) * (60 if unit == "m" else 1)
    return facts
