"""What a request says of single services of a Compose file: each service has the words from its name to the next one's."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation import well_known
from assistant.generation.reading import environment, services
from assistant.generation.reading.names import slug
from assistant.generation.reading.request import NUMBER, number

_NAMED = re.compile(
    r"(?:^|\n|;\s*|,\s*)\s*(?:service\s*[:=]?\s*(?P<said>[a-z][\w-]{0,40})|(?P<head>[a-z][\w-]{0,40})\s*[:(](?!\S))|\bservice\s+(?:called\s+|named\s+)?(?P<called>[a-z][\w-]{0,40})",
    re.IGNORECASE,
)
_NOT_SERVICES_TEXT = """
image build ports port volume volumes env environment healthcheck restart networks network depends command memory limit name services
service compose docker requirements file with and the a that which depends_on user cpu secrets version file.yml
"""
_NOT_SERVICES = frozenset(_NOT_SERVICES_TEXT.split())
_PORTS = re.compile(r"(?<![\w.:/-])(?P<ip>127\.0\.0\.1:|localhost:)?(?P<host>\d{2,5}):(?P<inside>\d{2,5})(?![\w:.])")
_PUBLISHED = re.compile(
    r"\b(?:on|port|at|publish\w*|expos\w*|reachable|available|listen\w*)\s+(?:(?:on|at|port|host|localhost|only|127\.0\.0\.1|the|:)\s*)*:?(?P<port>\d{2,5})\b(?!\s*(?:%|replicas|mb|gb|m\b|seconds))",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"\b(?:only\s+(?:on|from|via|to)\s+)?(?:localhost|127\.0\.0\.1|loopback)(?:\s+only)?\b", re.IGNORECASE)
_INSIDE_ONLY = re.compile(
    r"\b(?:no|without(?: any)?|not) (?:published |public |exposed )?ports?\b|\bnot (?:exposed|published|reachable)\b|\bonly internal\w*\b|\binternal only\b",
    re.IGNORECASE,
)
_BOUND = re.compile(r"(?<![\w.])(?P<from>\.{1,2}/[\w./-]*|/[\w./-]+):(?P<to>/[\w./-]+)(?::(?P<mode>ro|rw))?")
_CONFIG = re.compile(
    r"(?P<from>\./[\w./-]+\.(?:ya?ml|conf|cfg|toml|ini|json|sql|sh))\s*(?:is\s+|gets\s+|should be\s+)?(?:mount\w*|bind\w*)?\s*(?:to|at|into|in|as|->|under)\s*(?P<to>/[\w./-]+)|(?:\bmount\w*|\bconfig\w*)\s+(?P<from2>\./[\w./-]+)\s+(?:to|at|into|in|as|->|under)\s+(?P<to2>/[\w./-]+)",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"\bvolumes?\s+(?:called\s+|named\s+|is\s+|=\s*|:\s*)*[\"'`]?(?P<name>(?!for\b|and\b|at\b|on\b|in\b|with\b|per\b|each\b|to\b|mounted\b|so\b|is\b|mount\b|that\b)[a-z][\w-]{1,60})(?::(?P<to>/[\w./-]+))?|(?P<name2>[a-z][\w-]{1,60}):(?P<to2>/[\w./-]+)|\b(?P<name3>(?!named\b|a\b|the\b|with\b|own\b|data\b|persistent\b)[a-z]\w*[_-]?data|[a-z][\w-]*[_-][\w-]+)\s+volume\b",
    re.IGNORECASE,
)
_ENV_FILE = re.compile(
    r"\benv(?:ironment)?[ _-]?files?(?:\s*(?:(?:is|at|in|from|called)\b|[:=]))*\s*[\"'`]?(?P<file>\.?/?[\w./-]*\.?env[\w.-]*)|(?<![\w/.])(?P<bare>\.env(?:\.[\w-]+)?)\s+(?:file\s+)?(?:as|for|is|file)",
    re.IGNORECASE,
)
_MEMORY = re.compile(
    r"\b(?:memory|mem|ram)\b(?:[ _]limit(?:ed)?)?\s*(?:is|of|to|at|limit|max\w*|[:=])*\s*(?P<a>\d{1,5})\s?(?P<ua>[mg])(?:i?b)?\b|(?P<b>\d{1,5})\s?(?P<ub>[mg])(?:i?b)?\s+(?:of\s+)?(?:memory|mem|ram)\b",
    re.IGNORECASE,
)
_CPUS = re.compile(
    r"\bcpus?\s*(?:limit)?(?:\s*(?:(?:is|of|to)\b|[:=]))*\s*(\d(?:\.\d{1,2})?)\b(?!m)|\b(\d(?:\.\d{1,2})?)\s+(?:cpus?|cores?)\b",
    re.IGNORECASE,
)
_CHECKED = re.compile(
    r"\bhealth ?check\w*\b\s*(?:is|with|by|via|command|using|runs?|test|[:=])*\s*[\"'`]?(?P<command>(?:curl|wget|pg_isready|redis-cli|mysqladmin|mongosh|nc|rabbitmq-diagnostics|test|python|node)\b[^,;\n\"'`]{0,150}?)(?=\s+every\b|\s+(?:with|and)\s+\d|\s*[,;\n\"'`]|\.\s|$)",
    re.IGNORECASE,
)
_CHECK_INTERVAL = re.compile(
    rf"\b(?:every|interval)\s*(?:of|[:=])?\s*({NUMBER})\s?(s|secs?|seconds?|m|min\w*)\b", re.IGNORECASE
)
_CHECK_RETRIES = re.compile(rf"\b({NUMBER})\s+(?:retries|tries|attempts)\b|\bretries\s*[:=]?\s*({NUMBER})", re.IGNORECASE)
_CHECK_PATH = re.compile(r"\bhealth\w*\b[^,;\n]{0,30}?\s(?P<path>/[\w./-]+)", re.IGNORECASE)
_BUILD = re.compile(
    r"\bbuil[dt]\w*\s*(?:(?:it|from|in|with|context|the|directory|folder|dockerfile|out of|is|[:=])\s*)*[\"'`]?(?P<dir>\.(?:/[\w-]+)*)/?(?=[\s,;)\"'`]|$)",
    re.IGNORECASE,
)
_IMAGE = re.compile(
    r"(?<![\w/:.@-])(?P<image>(?:[a-z0-9][\w.-]*(?::\d{2,5})?/)*[a-z][a-z0-9._-]*:v?[\d][\w.-]*|(?:[a-z0-9][\w.-]*/)+[a-z][a-z0-9._-]*:[\w.-]+|\bimage\s*[:=]?\s*(?P<said>[a-z0-9][\w./:-]*[a-z0-9]))(?![\w/])",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"\bcommand\s*(?:is|[:=])?\s*[\"'`]?(?P<command>(?!and\b|to\b)[\w./][^,;\n\"'`]{1,150})", re.IGNORECASE)
_DATABASE = re.compile(
    r"\b(?:database|db|schema)(?:\s+name)?(?:\s*(?:(?:is|called|named)\b|[:=]))*\s*[\"'`]?(?P<name>(?!and\b|with\b|for\b|in\b|on\b|from\b|user\b|is\b|container\b|service\b|password\b|port\b|should\b|volume\b|healthy\b|must\b|to\b|url\b|at\b)[a-z_]\w{1,60})|\b(?P<env>(?:POSTGRES_DB|MYSQL_DATABASE|MARIADB_DATABASE))\s*[=:]\s*(?P<value>\w+)",
    re.IGNORECASE,
)
_USER = re.compile(
    r"\b(?:db |database )?user(?:name)?(?:\s*(?:(?:is|called|named)\b|[:=]))*\s*[\"'`]?(?P<name>(?!and\b|with\b|for\b|in\b|from\b|password\b|is\b)[a-z_]\w{1,30})",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:depends? on|depends_on|waits?(?: for| until| on)?|starts?(?: only)? (?:after|when|once)|after|needs?)\s*[:=]?\s*(?:the\s+|a\s+|healthy\s+)*(?P<names>[a-z][\w-]*(?:\s*(?:,|and|&|\+)\s*(?:the\s+)?[a-z][\w-]*)*)",
    re.IGNORECASE,
)
_NETWORKS = re.compile(
    r"\bnetworks?(?:\s*(?:(?:is|are|called|named)\b|[:=]))*\s*[\"'`]?(?P<name>(?!and\b|with\b|for\b|so\b|of\b|that\b|only\b|between\b|is\b)[a-z][\w-]{1,40})|\b(?:own|custom|shared|common|bridge|internal|separate)?\s*[\"'`]?(?P<before>(?!own\b|a\b|the\b|in\b|on\b|and\b|both\b|with\b|to\b|via\b|over\b|into\b|one\b|of\b|all\b|join\b|use\b|custom\b|shared\b|common\b|same\b|bridge\b|docker\b|internal\b|host\b|one\b|an\b|separate\b|their\b|its\b)[a-z][\w-]{1,40})[\"'`]?\s+network\b",
    re.IGNORECASE,
)
_HOST_RULE = re.compile(
    r"\bhost(?:name)?s?(?:\s*(?:(?:is|rule)\b|[:=]))*\s*[\"'`]?(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})|\b(?:under|at|as|on)\s+(?P<host2>(?:[a-z0-9-]+\.)+[a-z]{2,})\b",
    re.IGNORECASE,
)


_ADDRESS = re.compile(r"[a-z][a-z0-9+]{1,12}://[^\s,;]+", re.IGNORECASE)


def read(text: str) -> dict[str, Any]:
    """Read `service_options`, `compose_networks`."""
    facts: dict[str, Any] = {}
    found: list[tuple[str, str]] = []
    marks = _marks(text)
    for at, (start, name) in enumerate(marks):
        end = marks[at + 1][0] if at + 1 < len(marks) else len(text)
        begin = 0 if at == 0 and len({each for _, each in marks}) == 1 else start
        found.append((name, text[begin:end]))
    options: dict[str, dict[str, Any]] = {}
    for name, words in found:
        told = _options(name, words)
        options[name] = {**told, **options.get(name, {})} if name in options else told
    for match in _ELLIPSIS.finditer(text):
        name, other = match["name"].lower(), match["other"].lower()
        if name in options or any(each == name for _, each in marks):
            told = options.setdefault(name, {})
            told["after"] = tuple(dict.fromkeys((*told.get("after", ()), other)))
    facts["service_options"] = tuple(
        (name, tuple(sorted(each.items(), key=lambda pair: pair[0]))) for name, each in options.items() if each
    )[:16]
    networks = [match["name"] or match["before"] for match in _NETWORKS.finditer(text)]
    facts["compose_networks"] = tuple(dict.fromkeys(each.lower() for each in networks if each))[:4]
    own = [name for _, name in marks if well_known.lookup(name) is None]
    if own:
        facts["own_services"] = tuple(dict.fromkeys(own))[:8]
    return facts


_ELLIPSIS = re.compile(
    r"\bdepends? on\b[^.;\n]{0,40}?\band\s+(?:the\s+)?(?P<name>[a-z][\w-]*)\s+(?:depends\s+)?on\s+(?:the\s+)?(?P<other>[a-z][\w-]*)",
    re.IGNORECASE,
)


def _marks(text: str) -> list[tuple[int, str]]:
    """Where each service begins to be spoken of."""
    marks: dict[int, str] = {}
    for match in services.KNOWN.finditer(text):
        known = well_known.lookup(match[1])
        if known and not re.search(
            r"(?:depends? on|waits?(?: for)?|after|needs?|connects? to|talks? to|uses?|behind|volumes?(?: named| called)?|databases?|network|://|[=/_-])\s*(?:the\s+|a\s+|healthy\s+)?(?:[a-z][\w-]*(?:[: ]v?[\d.]+)?\s*(?:,|and|&|\+)\s*(?:the\s+|a\s+)?){0,3}$",
            text[max(0, match.start() - 60) : match.start()],
            re.IGNORECASE,
        ):
            marks[match.start()] = slug(known.image.rpartition("/")[2])
    for match in _NAMED.finditer(text):
        name = (match["said"] or match["head"] or match["called"]).lower()
        if name not in _NOT_SERVICES and well_known.lookup(name) is None and not re.search(r"compose|docker", name):
            place = match.start("said") if match["said"] else match.start("head") if match["head"] else match.start("called")
            marks[place] = name
    for match in services.OWN.finditer(text):
        name = services.own_name(match[1])
        if (
            name != "app"
            and not re.match(r"\s*(?:images?|:\S|/)", text[match.end() :])
            and not re.search(
                r"[/=:.-]$|\bentry ?points? $|(?:waits?|after|for|start|starts) (?:the )?$", text[: match.start()]
            )
        ):
            marks.setdefault(match.start(), name)
    return sorted(marks.items())


def _options(name: str, words: str) -> dict[str, Any]:  # noqa: C901, PLR0912, PLR0915  # one clause an option
    found: dict[str, Any] = {}
    known = well_known.lookup(name)
    whole, words = words, _ADDRESS.sub(" ", words)
    ports = [
        f"{'127.0.0.1:' if match['ip'] or _LOCAL.search(words) else ''}{match['host']}:{match['inside']}"
        for match in _PORTS.finditer(words)
    ]
    if ports:
        found["ports"] = tuple(dict.fromkeys(ports))
    elif _INSIDE_ONLY.search(words):
        found["ports"] = ()
    elif (match := _PUBLISHED.search(words)) and 0 < int(match["port"]) < 65_536:
        inside = known.port if known and known.port else int(match["port"])
        if name == "rabbitmq" and match["port"] == "15672":
            inside = 15672
        found["ports"] = (f"{'127.0.0.1:' if _LOCAL.search(words) else ''}{match['port']}:{inside}",)
    bound = [f"{match['from']}:{match['to']}{':' + match['mode'] if match['mode'] else ''}" for match in _BOUND.finditer(words)]
    bound += [f"{match['from'] or match['from2']}:{match['to'] or match['to2']}:ro" for match in _CONFIG.finditer(words)]
    if bound:
        found["mounts"] = tuple(dict.fromkeys(bound))
    if (match := _VOLUME.search(words)) and not words[: match.start()].endswith(("/", ".")):
        volume, place = match["name"] or match["name2"] or match["name3"], match["to"] or match["to2"]
        data = place or (known.data if known else None)
        if data and volume.lower() not in {"named", "the", "a", "data"} | set(_NOT_SERVICES):
            found["volume"] = f"{volume.lower()}:{data}"
    if match := _ENV_FILE.search(words):
        found["env_file"] = match["file"] or match["bare"]
    if match := _MEMORY.search(words):
        found["mem_limit"] = f"{match['a'] or match['b']}{(match['ua'] or match['ub']).lower()}"
    if match := _CPUS.search(words):
        found["cpus"] = match[1] or match[2]
    if match := _CHECKED.search(whole):
        found["check"] = match["command"].strip().rstrip(".")
    elif (match := _CHECK_PATH.search(words)) and known is None:
        found["check_path"] = match["path"].rstrip(".")
    if re.search(r"\bhealth", words, re.IGNORECASE):
        if match := _CHECK_INTERVAL.search(words):
            found["check_interval"] = f"{number(match[1])}{match[2][0].lower()}"
        if match := _CHECK_RETRIES.search(words):
            found["check_retries"] = number(match[1] or match[2])
    if known is None:
        if match := _BUILD.search(words):
            found["build"] = match["dir"].rstrip("/") or "."
        if match := _IMAGE.search(words):
            image = match["said"] or match["image"]
            if (
                not re.fullmatch(r"(?:localhost|[\w-]+):\d{4,5}", image)
                and "://" not in words[max(0, match.start() - 3) : match.end()]
            ):
                found["image"] = image
        if match := _COMMAND.search(words):
            found["command"] = match["command"].strip().rstrip(".")
    if name in {"postgres", "mysql", "mariadb"}:
        if match := _DATABASE.search(words):
            found["database"] = match["name"] or match["value"]
        if match := _USER.search(words):
            found["db_user"] = match["name"]
    variables = environment.read(whole).get("env")
    if variables:
        found["env"] = tuple(variables.items())
    after = [
        slug(well.image.rpartition("/")[2]) if (well := well_known.lookup(each)) else each.lower()
        for match in _AFTER.finditer(words)
        for each in re.split(r"\s*(?:,|\band\b|&|\+)\s*(?:the\b\s*)?", match["names"])
        if each
    ]
    if after:
        found["after"] = tuple(dict.fromkeys(after))
    if match := _HOST_RULE.search(words):
        found["host"] = (match["host"] or match["host2"]).lower()
    return found
