"""Values that a phrase tells as a whole: `lines 3 to 9`, `through bastion.example.com`, `may create deployments`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge import repeated
from assistant.knowledge.search.words import STOP_WORDS
from assistant.knowledge.slots import Slot

_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        ("", "one a single eins ein einen", "two zwei", "three drei", "four vier", "five funf", "six sechs", "seven", "eight"),
        0,
    )
    for word in words.split()
}
_HALF = re.compile(r"(?i)\bhalf (?:a|of a|an|one) (?=cpu|core|processor)")
_PROCESSORS = re.compile(
    r"(?i)(?<![\w.])(\d+(?:\.\d+)?|one|a single|two|three|four|six|eight)[ -]?(?:v?cpus?|cores?|processors?)\b"
)
_RECORD = re.compile(
    r"\b(A|AAAA|MX|TXT|NS|CNAME|SOA|SRV|PTR|CAA)\b(?=[ -](?:dns )?(?:records?|entr|of|for)|\b)|(?i:\b(aaaa|mx|txt|ns|cname|soa|srv|ptr|caa|a) (?:dns )?(?:records?|entry|entries)\b)"
)
_ASKED_SERVER = re.compile(
    r"(?i)(?:@|\b(?:by|at|ask(?:s|ing)?|from|via|with|server|resolver|using|does|through)\s+(?:the\s+)?(?:dns\s+|name)?(?:server\s+)?)(\d{1,3}(?:\.\d{1,3}){3})(?![\d/])"
)
_BITS = re.compile(r"(?i)(?<![\w.])(\d{4})[ -]?bits?\b|\brsa[ :-]?(\d{4})\b|\b(\d{4})[ -](?:rsa|key)\b")
_ACCOUNT_IN = re.compile(
    r"(?i)\b(?:serviceaccount|service account|sa)\s+[\w-]+,?\s+(?:of|in|from)\s+(?:the\s+)?(?:namespace|ns)\s+([a-z0-9-]+)|\b(?:serviceaccount|service account|sa)\s+([a-z0-9-]+)[:/][a-z0-9-]+"
)
_NAMESPACES = re.compile(
    r"(?i)(?:\b(?:namespace|ns)|\s-n)[ =]([a-z0-9][a-z0-9-]*)|\b(?:in|of|from)\s+(?:the\s+)?([a-z0-9][a-z0-9-]*)\s+(?:namespace|ns)\b"
)
_GROUPS = re.compile(r"(?i)\bgroups\s+([a-z_][\w-]*(?:\s*(?:,|and|\+|&)\s*[a-z_][\w-]*)+)")
_TOP = re.compile(
    r"(?i)\b(?:(?:top|first|last)\s+(\d{1,3}|five|ten|twenty)\b(?!\s*(?:minutes?|min|hours?|days?|weeks?|months?|years?|lines?))|(\d{1,3}|five|ten|twenty)\s+(?:\w+\s+)?(?:biggest|largest|heaviest|greatest|slowest|newest|latest|slow|most)\b)"
)
_MANY = {"five": "5", "ten": "10", "twenty": "20"}
_AT_A_TIME = re.compile(
    r"(?i)\b(\d{1,3}|one|two|three|four|five|six|eight)\s+(?:\w+\s+)?(?:at a time|at once|in parallel|parallel(?:ly)?\b|jobs?\b|workers?\b)|\b(?:jobs|parallel|forks)\s+(\d{1,3})\b"
)
_AS_USER = re.compile(
    r"(?i)\bas\s+(?:the\s+)?(?:(?:linux|os|unix|system|db|database|postgres)\s+)?(user|role|account)?\s*[\"'`]?((?!the\b|user\b|role\b|account\b)[a-z_][\w-]{1,31})(?![\w./:@-])"
)
_USERS_TEXT = """
root postgres www-data deploy admin ubuntu ec2-user jenkins backup nobody nginx app git ansible vagrant debian
"""
USERS = frozenset(_USERS_TEXT.split())
_REPOSITORY = re.compile(r"(?i)\b(?:for|in|of|on|repo(?:sitory)?|project)\s+([A-Za-z0-9][\w-]*/[A-Za-z0-9][\w.-]*)(?![\w/:])")
_SET_TO = re.compile(
    r"(?i)\b(?:set|change|put|raise|lower|increase|decrease|bump|switch|adjust)\s+(?:only\s+|just\s+)?(?:the\s+)?(?:value\s+|setting\s+|parameter\s+)?"
    r"([a-z][\w.-]*[._][\w.-]*\w|max\w+|work_mem)\s+(?:to|=|on)\s+[\"'`]?([\w.:/-]*\w)"
)
_LABEL = re.compile(r"(?<![\w/.])([A-Za-z0-9][\w./-]*=[\w.:/-]+)")
_QUANTITY = re.compile(
    r"(?i)(?<![\w.])(\d+(?:\.\d+)?(?:m|[kmgt]i?b?)?)\s+(?:of\s+)?(cpu|memory|mem|ram)\b(?:\s+(requests?|limits?))?"
    r"|\b(cpu|memory|mem|ram)\s+(requests?\s+|limits?\s+)?(?:of\s+|to\s+|=\s*)?(\d+(?:\.\d+)?(?:m|[kmgt]i?b?)?)(?![\w.])"
)
_PLATFORM = re.compile(
    r"(?i)\b(?:for|on|platform|arch(?:itecture)?)\s+(?:the\s+|linux/)?(arm64|amd64|aarch64|x86_64|armv7|arm/v7|386|ppc64le|s390x)\b"
)
_ARCHITECTURES = {"aarch64": "arm64", "x86_64": "amd64", "armv7": "arm/v7"}
_ONLY_FILES = re.compile(
    r"(?i)\bonly\s+(?:the\s+)?(?:files? (?:with|ending (?:in|with)|named)\s+)?\*?\.?(\w{1,8})\s+files\b|\bonly\s+\*\.(\w{1,8})\b"
)
_STASH = re.compile(r"(?i)\bstash(?:es)?\s*(?:@\{|no\.?\s|number\s|#\s?)?\s?(\d{1,3})\b|\bstash@\{(\d+)\}")
_MORE_THAN = re.compile(
    r"(?i)(?:\b(?:more|greater|higher|over|above|exceeds?)(?:\s+than)?|>)\s+(\d+(?:\.\d+)?)\b(?!\s?(?:%|[kmgt]i?b?\b|sec|min|hour|day|week))"
)
_COMMIT_RANGE = re.compile(r"(?i)\b([0-9a-f]{7,40})\s*(?:\.{2,3}|-|to|through|until|up to|till|and)\s*([0-9a-f]{7,40})\b")
_BY_AUTHOR = re.compile(r"(?i)\b(?:by|of|from|author)\s+([\w.+-]+@[\w.-]+\w)")
_RENAMED = re.compile(r"(?i)\brename\s+(?:the\s+)?(?:[a-z]+\s+)?([\w.-]+)\s+(?:to|into|as|->)\s+([\w.-]+\w)")
_CREATED_AS = re.compile(
    r"(?i)\b(?:as|named|called)\s+(?!(?:the|an?|my|root|user|it|is|of|to|json|yaml|csv|table|text)\b)([a-z][\w-]*[\w])(?![\w/:.])"
)
_VARIABLE = re.compile(r"(?i)\bvar(?:iable)?s?\s+([A-Za-z_]\w*=[\w./:-]+)")
_SERVICE_TYPE = re.compile(r"(?i)\b(?:to|into|as|of type|type)\s+(?:an?\s+)?(nodeport|loadbalancer|clusterip|externalname)\b")
_SERVICE_TYPES = {name.casefold(): name for name in ("NodePort", "LoadBalancer", "ClusterIP", "ExternalName")}
_LINE = re.compile(r"(?i)\b(?:lines?|zeilen?)\s+(\d{1,7})(?:\s*(?:-|to|bis|and|through|until)\s*(\d{1,7}))?")
_LAST_LINES = re.compile(
    r"(?i)(?<![\w.])(\d{1,7})\s+(?:log\s+|newest\s+|most recent\s+)?(?:lines|zeilen|entries)\b|\b(?:tail|last)\s+(\d{1,7})\s*$"
)
_REQUEST = re.compile(
    r"(?i)\b(get|list|watch|create|update|patch|delete|read|see|view|deploy|edit|exec into|impersonate)\s+(?:the\s+|any\s+|new\s+)?"
    r"(pods?/\w+|[a-z]{3,40}s?)\b"
)
_VERBS = {"read": "get", "see": "get", "view": "get", "edit": "update", "deploy": "create", "exec into": "create"}
_HOST = r"(?:[\w.-]{1,64}@)?[A-Za-z0-9][\w.-]{0,200}[A-Za-z0-9]"
_HOST_PORT = re.compile(r"(?<![\w:/.@-])([A-Za-z0-9][\w.-]{0,200}[A-Za-z0-9]):(\d{2,5})(?![\w.:/-])")
_HERE = frozenset({"localhost", "127.0.0.1"})
_VIA = re.compile(
    rf"(?i)\b(?:via|through|over|uber|behind|using|jump(?:host| host)?|bastion(?: host)?|gateway)\s+(?:the\s+)?(?:bastion\s+|jump\s*host\s+|host\s+|server\s+)?({_HOST})(?![\w@])"
)
_REMOTE_PATH = re.compile(r"(?<![\w./-])((?:[\w.-]{1,64}@)?[A-Za-z0-9][\w.-]{0,100}):((?:/|~/|\./)[\w./~@+-]*)")
_PORT_PAIR = re.compile(
    r"(?i)(?<![\w.:])(\d{2,5})(?::|\s*->\s*|\s+(?:to|onto|on)\s+(?:the\s+)?(?:remote\s+|container\s+|service\s+|target\s+)?(?:port\s+)?)(\d{2,5})(?![\w.:])"
)
_LOCAL_PORT = re.compile(
    r"(?i)\b(?:local(?:host|ly)?(?: machine)?|laptop|my (?:machine|computer|side)|here)(?:\s+(?:on|at|as|under|to))?"
    r"(?:\s+(?:the\s+)?(?:local\s+)?port)?[\s:]+(\d{2,5})(?![\w.:])|\bport\s+(\d{2,5})\s+(?:of|on)\s+(?:the\s+)?(?:host|my|this|local\w*)\b"
)
_LISTENS = re.compile(
    r"(?i)\b(?:listens?|listening|runs|running|serves|is)\s+(?:there\s+)?(?:on|at)\s+(?:port\s+)?(\d{2,5})(?![\w.:])"
)
_ONE_PORT = re.compile(r"(?i)\bports?\s+(\d{2,5})(?![\w.:])")
_AGO = re.compile(
    r"(?i)\b(?:last|past|letzten?|letzter|letzte|(?:la |las |los |el )?[uú]ltim[oa]s?|derni[eè]re?s?)\s+(?:(\d{1,5})\s*)?(second|minute|min|hour|hr|day|week|stunde|tag|hora|d[ií]a|minuto|heure|jour)e?[sn]?\b|\b(\d{1,5})\s*(second|minute|min|hour|hr|day|week)s?\s+ago\b"
)
_COPIES = re.compile(
    r"(?i)(?<![\w.:-])(\d{1,4}|one|two|three|four|five|six)\s+(?:\w+\s+)?(?:replicas?|instances?|copies|pods?)\b"
)
_TO_NUMBER = re.compile(r"(?i)\b(?:to|auf|=|x)\s+(\d{1,4})\b(?![.:%]|\s*(?:[kmgt]i?b?|min\w*|sec\w*|hours?|days?)\b)")
_QUANTILE = re.compile(
    r"(?i)\bp(\d{2,3})\b|\b(\d{2})(?:th|nd|rd|st)? ?(?:percentile|quantile)|\b0?\.(\d{1,3}) quantile|\bquantile (?:of )?0?\.(\d{1,3})"
)
_KIND = (
    r"(pods?|deployments?|services?|ingress(?:es)?|statefulsets?|daemonsets?|cronjobs?|jobs?|configmaps?|secrets?|pvcs?|nodes?|namespaces?|hpas?|"
    r"network ?polic(?:y|ies)|serviceaccounts?|persistentvolumeclaims?|endpoints?|roles?|rolebindings?)"
)
_PREFIX_OF_S3 = re.compile(r"(?<!\w)(s3://[\w.-]+(?:/[\w-]+)*/?)(?![\w./-])")
_FIELD_PATH = re.compile(
    r"(?<![\w./-])((?:pod|deployment|service|ingress|statefulset|daemonset|cronjob|job|node|pvc|hpa|configmap|secret)s?(?:\.[a-zA-Z]+)+)(?![\w/])"
)
_FIELD_OF = re.compile(
    rf"(?i)\b((?:spec|status|metadata|strategy|template|containers?|resources|probes?)(?:\.[a-z]+)*)\s+(?:of|in|for)\s+(?:an?\s+|the\s+)?(?:k8s\s+|kubernetes\s+)?{_KIND}\b"
)
_KIND_ALONE = re.compile(rf"(?i)\b(?:fields?|keys?|schema|explain|documentation|structure)\b.{{0,40}}?\b{_KIND}\b")
_BELOW_SPEC = {"strategy": "spec.strategy", "template": "spec.template"}
_SHORT = {"networkpolicies": "networkpolicy", "ingresses": "ingress"}
_TO_HOST = re.compile(rf"(?i)\b(?:to|reach|into|auf|nach)\s+(?:the\s+)?(?:host\s+|server\s+)?((?=\S*[\d.@]){_HOST})(?![\w@/])")
_OF_PRIMARY = re.compile(
    rf"(?i)\b(?:replicas?|slaves?|standby|copy)\s+(?:of|from)\s+({_HOST})(?![\w@])|\bprimary\s+({_HOST})(?![\w@])"
)
_NUMBERED_HOST = re.compile(
    r"(?i)\b(?:on|from|to|at|host|server|machine|auf|von|en|sur)\s+(?:the\s+)?(?:host\s+|server\s+|machine\s+)?((?:[\w.-]+@)?(?!v\d|port)[a-z][a-z-]*\d+(?:\.[\w.-]+)?)(?![\w@:/])"
)
_INTERFACE = re.compile(
    r"(?<![\w/.-])(eth\d+|ens\d+\w*|enp\w+|eno\d+|wlan\d+|bond\d+|br-[\w-]+|docker0|cni0|wg\d+|tun\d+|lo)(?![\w/.-])"
)
_OWNER = re.compile(
    r"(?i)\b(?:own\w*|chown|gehören)\b[^\n]{0,60}?\b(?:to|by|auf)\s+(?:the\s+)?(?:user\s+)?([a-z_][\w-]*(?::[a-z_][\w-]*)?)(?![\w/.])"
)
_UNITS_OF_SLOTS = {"milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_SPANS = {"s": 1, "se": 1, "mi": 60, "ho": 3600, "hr": 3600, "da": 86400, "we": 604800, "mo": 2592000, "ye": 31536000}
_SPAN = re.compile(
    r"(?i)(?<![\w.])(\d{1,5}|an?|one|last|past)[ -]?(sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?|s)\b"
)
_OBJECT_AND_NAME = re.compile(
    r"(?i)\b(node|pod|deployment|statefulset|daemonset|service|namespace|configmap|secret|ingress|pvc|job|cronjob|serviceaccount)[ /]+"
    r"(?:named |called )?([a-z0-9][a-z0-9.-]{0,100})(?![\w/])"
)
_EXCLUDED = re.compile(
    r"(?i)\b(?:exclud(?:e|ing)|except(?: for)?|without|skip(?:ping)?|ignor(?:e|ing)|leav(?:e|ing) out|but not|ohne)\s+"
    r"(?:the\s+|any\s+|all\s+)?(?:folders?\s+|director(?:y|ies)\s+|files?\s+|dir\s+)?[\"'`]?([\w.*-]{2,60})"
)
_ON_HOST = re.compile(
    r"(?i)\b(?:on|only|limit(?:ed)? to|against)\s+(?:only\s+)?(?:the\s+)?(?:hosts?\s+|server\s+)?((?=[\w.-]*\d)[a-z][\w-]*(?:\.[\w.-]+)?)(?![\w.:/-])"
)
_BRANCH_NAMED = re.compile(
    r"(?i)\bbranch\s+(?:named\s+|called\s+)?[\"'`]?(?!(?:is|are|was|has|of|from|to|into|onto|in|on|at|and|or|but|with|without|that|which|so|for|by|as|i|we|it|"
    r"the|a|an|my|our|this|here|there|locally|remotely|again|instead|name|names|list|protection|only|back|up|off|where|when|after|before|contains?|did|does|do|can|"
    r"should|must|needs?|based|does|then|now|please|already|cannot|still|exists?|both|yet)\b)([\w][\w./-]*)"
)
_OF_A_BRANCH = re.compile(
    r"(?i)\b(?:onto|into|on|to|from|of|branch|zweig|auf|nach)\s+(?:the\s+)?(?:branch\s+)?[\"'`]?((?:[\w.-]+/)+[\w.-]+|main|master|develop|dev|staging|production|trunk)(?![\w/:])"
)
_AS = re.compile(
    r"(?i)\b(?:as|als|named|called)\s+(?!(?:the|an?|my|root|user|release|it|is|one|image|of|to)\b)[\"'`]?([\w.-]*[\d._-][\w.-]*)(?![\w/:])"
)
_GROUPED = re.compile(
    r"(?i)\b(?:by|per|pro|nach)\s+(?:the\s+)?(?:label\s+)?(?!(?:second|minute|hour|day|default|hand|name|using|the|a)\b)([a-z_]{2,40})\b"
)
_UNITS = {
    "min": "minute",
    "hr": "hour",
    "stunde": "hour",
    "tag": "day",
    "hora": "hour",
    "heure": "hour",
    "día": "day",
    "dia": "day",
    "jour": "day",
    "minuto": "minute",
}
_MORNING = re.compile(
    r"(?i)\b(?:since|from|after|seit|this morning|today|at)\b[^\n]{0,24}?\b(\d{1,2})(?::(\d{2}))?\s*(o'?\s?clock|uhr|h\b|am|pm)?(?![\w:.-])"
)
_SINCE_DATE = re.compile(r"(?i)\b(?:since|after|from|seit)\s+(\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?|\d{1,2}:\d{2})")
_SINCE_DAY = re.compile(
    r"(?i)\b(?:since|from|of|after|seit)\s+(yesterday|today|midnight|this morning|gestern|heute|ayer|hoy|hier)\b|\b(yesterday|today|gestern|heute|ayer|hoy|aujourd'hui)\b"
)
_DAYS = {
    "ayer": "yesterday",
    "hier": "yesterday",
    "hoy": "today",
    "aujourd'hui": "today",
    "gestern": "yesterday",
    "heute": "today",
    "midnight": "today",
    "this morning": "today",
}
_COMMITS_AGO = re.compile(
    r"(?i)\b(\d{1,4}|one|two|three|four|five)\s+(?:commits?|versions?|revisions?)\s+(?:ago|earlier|before|back)\b"
)
_LAST_COMMITS = re.compile(r"(?i)\b(?:last|latest|newest)\s+(\d{1,4}|two|three|four|five)\s+commits\b")
_LAST_COMMIT = re.compile(r"(?i)\b(?:previous|last)\s+commit\b|\bone commit (?:ago|back)\b")
_BEGINNING = re.compile(
    r"(?i)\b(?:begin\w*|start\w*)\s+(?:with|by)\s+[\"'`]?([\w:.*?\[\]/-]{1,80})|\bprefix\s+(?:of\s+)?[\"'`]?([\w:.*?/-]{1,80})"
)
_LIKE = re.compile(
    r"(?i)\b(?:like|match(?:ing|es)?|pattern|named|keys?)\s+[\"'`]?((?=[\w:.?/-]{0,80}[:*])[\w:.*?\[\]/-]{1,80})"
)
_BUCKET = re.compile(r"(?i)\bbuckets?\s+(?:named\s+|called\s+)?[\"'`]?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?![\w/])")
_OF_TERRAFORM = re.compile(
    r"(?<![\w./-])((?:module\.[\w-]+|(?:data\.)?[a-z][a-z0-9]+_\w+\.[\w-]+)(?:\.[\w-]+)*(?:\[[^\]\s'\"]{0,60}\])?)(?![\w/])"
)
_SIDES = (("inside", "outside"), ("remote", "local"))  # paths there and here
_SOME_PATH = re.compile(
    r"(?<![\w:/.@+-])((?:~|\.{1,2})?(?:/[\w.@+-]+)+/?|(?:[\w@+-]+/)*[\w@+-]+(?:\.[\w-]+)*\.[a-z0-9]{1,6})(?![\w/:])"
)
_INTO = re.compile(
    r"(?i)\b(?:into|in|to|onto|inside)\s+(?:the\s+|a\s+)?(?:running\s+)?(?:container|pod|vm|server)\b|\bupload\b"
)
_PLAYBOOK = re.compile(r"(?i)(?<!-i )(?<!inventory )(?<![\w/])((?:[\w.-]+/)*[\w.-]+\.ya?ml)\b")
_RUN_PLAYBOOK = re.compile(
    r"(?i)\b(?:run|play|start|execute|apply|launch|starte|ansible-playbook|playbooks?)\s+(?:the\s+|my\s+|our\s+|an?\s+)?(?:ansible\s+)?(?:playbook\s+)?[\"'`]?"
    r"((?:[\w.-]+/)*[\w.-]+\.ya?ml)\b"
)
_COMMAND = re.compile(
    r"(?i)(?<![\w-])(?:run|execute|exec|running|issue|invoke|call|try|launch|fuhre|führe|ejecutar?|exécuter?)\s+(?:the\s+)?(?:commands?\s+)?"
    r"(?:`([^`\n]{1,200})`|\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'"
    r"|((?!(?:the|an?|it|this|that|my|our|some|one|all|only|commands?|playbooks?|containers?|images?|jobs?|tests?|something|as|in|on)\b)"
    r"[a-z][\w./-]{0,60}(?: -{1,2}[\w=-]{1,40}| /[\w./-]{1,80}){0,4})(?=\s+(?:on|in|inside|against|across|over|at|auf|im|as)\b))"
)
_INLINE = re.compile(r"`([^`\n]{2,200})`")
_IMAGES = {  # the port that the program in an image listens on, and where it keeps its data
    "postgres": ("5432", "/var/lib/postgresql/data"),
    "timescale/timescaledb": ("5432", "/var/lib/postgresql/data"),
    "mysql": ("3306", "/var/lib/mysql"),
    "mariadb": ("3306", "/var/lib/mysql"),
    "mongo": ("27017", "/data/db"),
    "redis": ("6379", "/data"),
    "valkey/valkey": ("6379", "/data"),
    "rabbitmq": ("5672", "/var/lib/rabbitmq"),
    "elasticsearch": ("9200", "/usr/share/elasticsearch/data"),
    "nginx": ("80", "/usr/share/nginx/html"),
    "httpd": ("80", "/usr/local/apache2/htdocs"),
    "caddy": ("80", "/data"),
    "registry": ("5000", "/var/lib/registry"),
    "grafana/grafana": ("3000", "/var/lib/grafana"),
    "prom/prometheus": ("9090", "/prometheus"),
    "minio/minio": ("9000", "/data"),
    "memcached": ("11211", ""),
}
_IMAGE = re.compile(r"(?<![\w./-])([a-z][\w-]*(?:/[a-z][\w-]*)?)(?=:[\w.-]+|\b)")
_RUN_IMAGE = re.compile(
    r"(?i)\b(?:start|run|launch|starte)\s+(?:an?\s+|the\s+|new\s+|einen\s+)*(nginx|redis|postgres|mysql|mariadb|mongo|rabbitmq|httpd|alpine|"
    r"ubuntu|debian|busybox|memcached|grafana/grafana|prom/prometheus|node|python|golang|traefik|caddy|registry)\b"
)


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    """Names of slots with the values that the text's phrases tell for them; the first for a slot counts."""
    yield from _numbers(text, slots)
    yield from _ports_and_hosts(text, slots)
    yield from _of_image(text, slots)
    yield from _times(text, slots)
    yield from _request(text, slots)
    yield from _patterns(text, slots)
    yield from _resources(text, slots)
    yield from _set(text, slots)
    yield from _paths(text, slots)
    yield from _hosts(text, slots)


def _numbers(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "cpus" in slots:
        if _HALF.search(text):
            yield "cpus", "0.5"
        elif match := _PROCESSORS.search(text):
            word = match[1].casefold()
            yield "cpus", _NUMBERS.get(word, "1" if word == "a single" else word)
    if "first" in slots and "last" in slots and (match := _LINE.search(text)):
        yield "first", match[1]
        yield "last", match[2] or match[1]
    if "depth" in slots and (match := _LAST_COMMITS.search(text)):
        yield "depth", _NUMBERS.get(match[1].casefold(), match[1])
    if "entry" in slots and (match := _STASH.search(text)):
        yield "entry", match[1]
    if "threshold" in slots and (match := _MORE_THAN.search(text)):
        yield "threshold", match[1]
    if "bits" in slots and (match := _BITS.search(text)):
        yield "bits", next(filter(None, match.groups()))
    if ("forks" in slots or "jobs" in slots) and (match := _AT_A_TIME.search(text)):
        count = next(filter(None, match.groups())).casefold()
        yield from ((name, _NUMBERS.get(count, count)) for name in ("forks", "jobs"))
    if "count" in slots and (match := _TOP.search(text)):
        count = next(filter(None, match.groups())).casefold()
        yield "count", _MANY.get(count, count)
    if "lines" in slots and (match := _LAST_LINES.search(text)):
        yield "lines", match[1] or match[2]
    for name in ("replicas", "count"):
        if name in slots and (match := _COPIES.search(text) or _TO_NUMBER.search(text)):
            yield name, _NUMBERS.get(match[1].casefold(), match[1])
    for name, seconds in _UNITS_OF_SLOTS.items():
        if name in slots and slots[name].kind == "number" and (value := _in_units(text, seconds)):
            yield name, value
    if "quantile" in slots and (match := _QUANTILE.search(text)):
        yield "quantile", f"0.{next(filter(None, match.groups()))}"


def _in_units(text: str, unit: float) -> str | None:
    """A span of time as a number of units, where it is a whole one."""
    if not (match := _SPAN.search(text)):
        return None
    count = 1 if match[1].casefold() in ("a", "an", "one", "last", "past") else int(match[1])
    seconds = count * _SPANS[match[2].casefold()[:2] if match[2][:2].casefold() != "mo" else "mo"]
    return str(int(seconds / unit)) if seconds % unit == 0 else None


def _ports_and_hosts(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "host" in slots and "target" in slots and slots["target"].kind == "path" and (match := _REMOTE_PATH.search(text)):
        yield "host", match[1]
        yield "target", match[2]
    near = next((name for name in ("local_port", "host_port", "local") if name in slots and slots[name].kind == "port"), None)
    far = next(
        (
            name
            for name in ("service_port", "container_port", "remote", "target_port")
            if name in slots and slots[name].kind == "port"
        ),
        None,
    )
    if not near or not far:
        return
    if "target" in slots and slots["target"].kind == "host":
        match = next((each for each in _HOST_PORT.finditer(text) if each[1] not in _HERE), None)
        if match:
            yield "target", match[1]
            yield far, match[2]
        if (via := _VIA.search(text)) and not (match and via[1] == match[1]):
            yield "host", via[1]
    yield from _ports(text, near, far)


def _of_image(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    """Port and folder of a program that an image is known by, where they are not told."""
    if "container_port" not in slots or "image" not in slots:
        return
    known = next((each for match in _IMAGE.finditer(text) if (each := _IMAGES.get(match[1]))), None)
    if known:
        yield "container_port", known[0]
        if "target" in slots and known[1]:
            yield "target", known[1]


def _ports(text: str, near: str, far: str) -> Iterator[tuple[str, str]]:
    """The port here and the one there; where only one is told, it is the one there."""
    if match := _PORT_PAIR.search(text):
        yield near, match[1]
        yield far, match[2]
    local, remote = _LOCAL_PORT.search(text), _LISTENS.search(text)
    ports = [each[1] for each in _ONE_PORT.finditer(text)]
    there = remote[1] if remote else None
    here = next(filter(None, local.groups()), None) if local else None
    if here is None and there:
        here = next((port for port in ports if port != there), None)
    if there is None:
        there = next((port for port in ports if port != here), None)
    if there and near == "host_port" and not here and not remote:
        yield near, there  # of a container the port outside is the one that people choose
        return
    if there:
        yield far, there
        if here is None and int(there) > 1024:  # noqa: PLR2004  # ports that anybody may listen on
            here = there
    if here:
        yield near, here


def _times(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    for name in ("since", "from"):
        if name in slots and slots[name].kind == "text" and (value := _since(text)):
            yield name, value
    for name, slot in slots.items():
        if slot.kind == "schedule" and (value := repeated.cron(text)):
            yield name, value
    if "calendar" in slots and (value := repeated.calendar(text)):
        yield "calendar", value
    if "hours" in slots and (
        match := re.search(r"(?i)(?<![\w.])(\d{1,4})\s*(?:hours?|hrs?|h)\b|\b(?:a|one)\s+(day|hour)\b", text)
    ):
        yield "hours", match[1] or ("24" if match[2].casefold() == "day" else "1")


def _since(text: str) -> str | None:
    """A beginning as journalctl reads it."""
    if match := _SINCE_DATE.search(text):
        return match[1].replace("T", " ")
    if match := _AGO.search(text):
        count, unit = match[1] or match[3] or "1", (match[2] or match[4]).casefold()
        unit = _UNITS.get(unit, unit)
        return f"{count} {unit}{'s' if count != '1' else ''} ago"
    day = _SINCE_DAY.search(text)
    clock = _MORNING.search(text)
    if clock and (clock[2] or clock[3]) and int(clock[1]) < 24:  # noqa: PLR2004  # hours of a day
        hour = int(clock[1]) + (12 if (clock[3] or "").casefold() == "pm" and int(clock[1]) < 12 else 0)  # noqa: PLR2004
        time = f"{hour:02d}:{clock[2] or '00'}"
        return f"yesterday {time}" if day and (day[1] or day[2]).casefold() in ("yesterday", "gestern") else time
    if day:
        word = (day[1] or day[2]).casefold()
        return _DAYS.get(word, word)
    return None


def _request(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "verb" not in slots or "resource" not in slots:
        return
    for match in _REQUEST.finditer(text):
        verb, resource = match[1].casefold(), match[2].casefold()
        if resource in STOP_WORDS or resource in ("permissions", "rights", "namespace", "rbac", "access", "all"):
            continue
        yield "verb", _VERBS.get(verb, verb)
        yield "resource", "pods/exec" if verb == "exec into" else resource
        return


def _patterns(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "branch" in slots and slots["branch"].kind == "name" and "old" not in slots:
        named = [match[1] for match in _OF_A_BRANCH.finditer(text)]
        others = [each for each in named if "/" in each] or named
        if not others and (match := _BRANCH_NAMED.search(text)):
            others = [match[1].rstrip(".")]
        if others and not {"main", "target", "start"} & slots.keys():
            yield "branch", others[-1]
    if "pattern" in slots and ":" in slots["pattern"].example:  # of keys
        if match := _BEGINNING.search(text):
            prefix = (match[1] or match[2]).rstrip("?.,")
            yield "pattern", prefix if "*" in prefix else f"{prefix}*"
        elif match := _LIKE.search(text):
            yield "pattern", match[1] if "*" in match[1] else f"{match[1]}*"
    if "first" in slots and "last" in slots and slots["first"].kind == "revision" and (match := _COMMIT_RANGE.search(text)):
        yield "first", match[1]
        yield "last", match[2]
    if "author" in slots and (match := _BY_AUTHOR.search(text)):
        yield "author", match[1]
    if "new" in slots and "old" not in slots and (match := _RENAMED.search(text)):
        yield "new", match[2]
        yield next(iter(slots)), match[1]
    if "snapshot" in slots and (match := _CREATED_AS.search(text)):
        yield "snapshot", match[1]
    if "base" in slots and slots["base"].kind == "revision" and (match := _LAST_COMMITS.search(text)):
        yield "base", f"HEAD~{_NUMBERS.get(match[1].casefold(), match[1])}"
    for name, slot in slots.items():
        if slot.kind == "revision" and slot.example.startswith("HEAD"):
            if match := _COMMITS_AGO.search(text):
                yield name, f"HEAD~{_NUMBERS.get(match[1].casefold(), match[1])}"
            elif _LAST_COMMIT.search(text):
                yield name, "HEAD~1"


def _fields(text: str) -> str | None:
    """A field of a kind as kubectl names it: `the spec of an ingress`, `deployment.spec.strategy`."""
    if match := _FIELD_PATH.search(text):
        return match[1]
    match = _FIELD_OF.search(text) or _KIND_ALONE.search(text)
    if match is None:
        return None
    groups = match.groups()
    kind = groups[-1].casefold().replace(" ", "")
    path = f".{_BELOW_SPEC.get(groups[0], groups[0])}" if len(groups) > 1 else ""
    return f"{_SHORT.get(kind, kind)}{path}"


def _hosts(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    """Hosts, users and the like by what stands before them."""
    if "server" in slots and slots["server"].kind == "address" and (match := _ASKED_SERVER.search(text)):
        yield "server", match[1]
    if "record" in slots and (match := _RECORD.search(text)):
        yield "record", (match[1] or match[2]).upper()
    if "account_namespace" in slots:
        yield from _namespaces(text)
    if "groups" in slots and (match := _GROUPS.search(text)):
        yield "groups", ",".join(re.split(r"\s*(?:,|\band\b|\+|&)\s*", match[1]))
    if "user" in slots and (user := user_of(text)):
        yield "user", user
    if "repository" in slots and (match := _REPOSITORY.search(text)):
        yield "repository", match[1]
    if "jump" in slots:
        if via := _VIA.search(text):
            yield "jump", via[1]
        if (to := _TO_HOST.search(text)) and not (via and to[1] == via[1]):
            yield "host", to[1]
    if "device" in slots and slots["device"].kind == "name" and (match := _INTERFACE.search(text)):
        yield "device", match[1]
    if "owner" in slots and ":" in slots["owner"].example and (match := _OWNER.search(text)):
        yield "owner", match[1] if ":" in match[1] else f"{match[1]}:{match[1]}"
    if "primary" in slots and (match := _OF_PRIMARY.search(text)):
        yield "primary", match[1] or match[2]
    if "host" in slots and slots["host"].kind == "host" and "target" not in slots and (match := _NUMBERED_HOST.search(text)):
        yield "host", match[1]


def user_of(text: str) -> str | None:
    """As whom something is done: `as root`, `as linux user postgres`."""
    for match in _AS_USER.finditer(text):
        if match[1] or match[2].casefold() in USERS:
            return match[2]
    return None


def _namespaces(text: str) -> Iterator[tuple[str, str]]:
    """Of a service account, and where something is done."""
    named = list(dict.fromkeys(next(filter(None, match.groups())) for match in _NAMESPACES.finditer(text)))
    if match := _ACCOUNT_IN.search(text):
        own = next(filter(None, match.groups()))
        yield "account_namespace", own
        yield "namespace", next((each for each in named if each != own), own)
    elif len(named) == 1:
        yield "account_namespace", named[0]


def _set(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    """What is set to what: `work_mem to 64MB`, `image.tag to 3.4.1`; `500m cpu request`, `memory limit of 1Gi`."""
    if match := _SET_TO.search(text):
        if "setting" in slots and slots["setting"].kind == "label":
            yield "setting", f"{match[1]}={match[2]}"
        elif "name" in slots and "value" in slots:
            yield "name", match[1]
            yield "value", match[2]
        elif "setting" in slots and "value" in slots:
            yield "setting", match[1]
            yield "value", match[2]
    if "note" in slots and re.search(r"(?i)\bannotat", text) and (match := _LABEL.search(text)):
        yield "note", match[1]
    if "cpu" in slots and slots["cpu"].kind == "name":
        for match in _QUANTITY.finditer(text):
            amount, resource, bound = (
                match[1] or match[6],
                (match[2] or match[4]).casefold(),
                (match[3] or match[5] or "").casefold(),
            )
            name = "cpu" if resource == "cpu" else "memory_limit" if bound.startswith("limit") else "memory"
            yield name, amount
    if "type" in slots and (match := _SERVICE_TYPE.search(text)):
        yield "type", _SERVICE_TYPES[match[1].casefold()]
    if "platform" in slots and (match := _PLATFORM.search(text)):
        yield "platform", f"linux/{_ARCHITECTURES.get(match[1].casefold(), match[1].casefold())}"
    if "pattern" in slots and slots["pattern"].example.startswith("*.") and (match := _ONLY_FILES.search(text)):
        yield "pattern", f"*.{match[1]}"


def _resources(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    bucket = _BUCKET.search(text)
    if (
        "kind" in slots
        and "name" in slots
        and (match := _OBJECT_AND_NAME.search(text))
        and match[2].casefold() not in STOP_WORDS
    ):
        yield "kind", match[1].casefold()
        yield "name", match[2]
    for name in ("exclude", "skip"):
        if name in slots and (match := _EXCLUDED.search(text)) and match[1].casefold() not in STOP_WORDS:
            yield name, match[1]
    if "field" in slots and slots["field"].example.startswith("deployment.") and (field := _fields(text)):
        yield "field", field
    if "hosts" in slots and (match := _ON_HOST.search(text)):
        yield "hosts", match[1]
    if "tag" in slots and slots["tag"].kind == "name" and (match := _AS.search(text)):
        yield "tag", match[1]
    if "metric" in slots and "label" in slots and (match := _GROUPED.search(text)):
        yield "label", match[1]
    if "file" in slots and "object" in slots and (prefix := _PREFIX_OF_S3.search(text)) and (file := _SOME_PATH.search(text)):
        yield "object", f"{prefix[1]}{'' if prefix[1].endswith('/') else '/'}{file[1].rsplit('/', 1)[-1]}"
    if bucket and "file" in slots and "object" in slots and "s3://" not in text and (file := _SOME_PATH.search(text)):
        yield "object", f"s3://{bucket[1]}/{file[1].rsplit('/', 1)[-1]}"
    for name, slot in slots.items():
        if name == "address" and slot.kind == "name" and (match := _OF_TERRAFORM.search(text)):
            yield name, match[1]
        elif bucket and slot.kind == "url" and slot.example.startswith("s3://") and "s3://" not in text:
            yield name, f"s3://{bucket[1]}"
        elif slot.kind == "image" and (match := _RUN_IMAGE.search(text)) and f"{match[1]}:" not in text:
            yield name, match[1].casefold()


def _paths(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "playbook" in slots:
        match = _RUN_PLAYBOOK.search(text) or (None if "file" in slots else _PLAYBOOK.search(text))
        if match:
            yield "playbook", match[1]
    if "command" in slots and (match := _COMMAND.search(text) or _INLINE.search(text)):
        yield "command", next(filter(None, match.groups()))
    for there, here in _SIDES:
        if there not in slots or here not in slots or slots[there].kind != "path" or slots[here].kind != "path":
            continue
        paths = list(dict.fromkeys(_SOME_PATH.findall(text)))
        into = bool(_INTO.search(text))
        if len(paths) == 1:
            yield (here if into else there), paths[0]
            if not into and not paths[0].endswith("/"):
                yield here, f"./{paths[0].rsplit('/', 1)[-1]}"
        elif len(paths) == 2:  # noqa: PLR2004  # both sides
            yield (here if into else there), paths[0]
            yield (there if into else here), paths[1]
