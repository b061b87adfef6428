"""Values in a question, told by their form or by the noun beside them: they say little of the task itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from itertools import pairwise

from assistant.knowledge.search.synonyms import NEAR
from assistant.knowledge.search.words import GENERIC, STOP_WORDS, USUAL_NAMES, canonical, phrase_stems, token, tokens

_KINDS = (
    "pod|deployment|deploy|service|svc|node|namespace|ns|container|branch|statefulset|sts|daemonset|ds|cronjob|job|ingress|"
    "configmap|cm|secret|pvc|release|unit|database|db|table|user|group|bucket|instance|volume|cluster|context|serviceaccount|sa|"
    "service account|topic|queue|package|folder|directory|dir|ordner|playbook|function|key|host|server|workspace|role|chart|tag|"
    "network|lambda|collection|alarm|profile|snapshot|alert|dienst|benutzer|knoten|zweig"
)
_BEHIND_NAMES = (
    "in|on|to|from|of|with|for|at|and|as|by|via|until|till|since|so|please|into|onto|over|through|back|down|up|but|without|w/o|"
    "may|can|could|is|was|has|does|should|allowed|now|again|then|only|right|im|in der|auf|neu|nach|von|mit|und|because|which|that"
)
_NOUN_AND_NAME = re.compile(
    rf"(?i)(?<![\w/.-])({_KINDS})[ \t]+((?:named|called|namens)[ \t]+)?([a-z][a-z0-9_-]{{0,60}})"
    rf"(?=[ \t]*(?:$|[\n,;:?!()]|\.(?:\s|$)|[ \t](?:{_BEHIND_NAMES})\b))"
)
_IN_NAMESPACE = re.compile(
    r"(?i)(?<![\w/.-])(?:(?:in|im|of|from|vom|the|,|\()[ \t]*)(?:namespace|ns)[ \t]+([a-z][a-z0-9-]{0,62})(?![\w./-])"
)
_NAMESPACE_BEFORE = re.compile(r"(?i)\b(?:in|im|of|from)[ \t]+(?:the[ \t]+)?([a-z][a-z0-9-]{0,62})[ \t]+(?:namespace|ns)\b")
_NOUN_AND_WORD = re.compile(
    rf"(?i)(?<![\w/.-])({_KINDS})[ \t]+(?:(?:named|called|namens)[ \t]+)?([a-z][a-z0-9_-]{{0,62}})(?![\w.-])"
)
_WORD_AND_NAMESPACE = re.compile(r"(?i)(?<![\w/.-])([a-z][a-z0-9-]{0,62})[ \t]+(namespace|ns)(?![\w.-])")
_RUNNING = (  # what people run under its own name: beside one of these it is a name
    "nginx|redis|postgres|postgresql|mysql|mariadb|mongo|mongodb|kafka|rabbitmq|elasticsearch|grafana|prometheus|loki|jenkins|"
    "traefik|haproxy|consul|vault|minio|memcached|cassandra|zookeeper|etcd|coredns|apache|apache2|httpd|tomcat|mosquitto|gitlab-runner|node_exporter|chronyd|cron|postfix|dovecot|fail2ban|keycloak|alertmanager|sshd|docker"
)
RUNNING = frozenset(_RUNNING.split("|"))
_RUNNING_BEHIND = re.compile(
    rf"(?i)(?<![\w/.-])(pod|deployment|service|svc|container|statefulset|sts|daemonset|release|unit|namespace|ns|topic|dienst)[ \t/]+"
    rf"(?:{_RUNNING})(?![\w/.:-])"
)
_RUNNING_BEFORE = re.compile(
    rf"(?i)(?<![\w/.-])(?:{_RUNNING})[ \t]+(?=(?:pods?|deployment|service|svc|containers?|statefulset|unit)(?![\w-]))"
)
_OF_SOMEBODY = re.compile(rf"(?i)(?<![\w/.:-])[a-z0-9][a-z0-9-]{{0,60}}/(?:{_RUNNING})(?![\w/.-])")  # a chart, an image
_ADDRESS_OF_TERRAFORM = re.compile(
    r"(?<![\w./-])(?:module\.[\w-]+(?:\.[\w.-]+)?|(?:data\.)?(?:aws|google|azurerm|kubernetes|helm|random|null|local|tls|github|"
    r"cloudflare|digitalocean|hcloud|docker|vault)_\w+\.[\w.-]+)(?:\[[^\]\s]{0,60}\])?"
)
_REMOTE_PATH = re.compile(r"(?<![\w./-])(?:[\w.-]{1,64}@)?[\w-][\w.-]{0,100}:(?:/|~/|\./)[\w./~@+-]*")
_RUN_CODE = re.compile(r"(?i)\b(run|execute|exec|running|call|invoke)\s+`[^`\n]{1,200}`")
_RUN_PLAIN = re.compile(
    r"(?i)\b(run|execute|exec|issue)\s+(?!(?:the|an?|it|this|that|my|our|some|one|all|only|as)\b)[a-z][\w.-]{0,30}(?: -{1,2}[\w=-]{1,40}| /[\w./-]{1,80}){1,4}(?=\s+(?:on|in|inside|against|across|as|via|over)\b)"
)
_UNIT_FILE = re.compile(r"(?<![\w/])/(?:etc|usr/lib|lib)/systemd/(?:system|user)/[\w@.-]+\.(?:service|timer|socket|mount)\b")
_RUN_PLAYBOOK = re.compile(r"(?i)\b(run|rerun|play)\s+(?:[\w.-]+/)*[\w.-]+\.ya?ml\b")
_DEVICE_OF_LVM = re.compile(r"(?<![\w/])/dev/(?:mapper/[\w.-]+|(?!disk/|shm/|pts/|net/)[\w.-]+/[\w.-]+)(?![\w/])")
_LABEL = re.compile(r"(?<![\w/.=-])([A-Za-z][\w./-]{0,60})=[\w.-]{1,60}(?::((?:Prefer)?No(?:Schedule|Execute)))?(?![\w=:/])")
_IDENTIFIER = re.compile(r"(?<![\w/.-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w/])")
_BUCKET = re.compile(r"(?<![\w/])s3://[\w./-]*")
_PATH = re.compile(
    r"(?<![\w:/.@-])(?:~|\.{1,2})?(?:/[\w.@+-]+)+/?|(?<![\w:/.@+-])(?:[\w@+-]+/)+[\w.@+-]+\.[a-z0-9]{1,6}(?![\w/])"
)
_OF_THE_SYSTEM = re.compile(
    r"(?:/etc/|/var/(?:lib|run|log/(?:nginx|journal))|/dev|/proc|/sys|/boot|/tmp|~?/\.(?:ssh|kube|docker|aws)|/run/)"
)
_FOLDERS = frozenset({"etc", "lib", "run", "app", "conf.d", "tmp"})
_TWO_PARTS = re.compile(r"(?<![\w/.:@-])([a-z][a-z0-9-]*)/([a-z][a-z0-9.-]*)(?![\w/])")
_COLLECTION = re.compile(r"(?i)\b(collections?|roles?|modules?)\s+[a-z_]+\.[a-z_]+(?:\.[a-z_]+)?\b")
_DOT_GIT = re.compile(r"(?<![\w])\.git\b")
_FOR_ANYTHING = re.compile(r"(?i)(?<![\w./-])(?:foo|bar|baz|qux)(?:bar)?(?![\w./-])")
_ALL_NAMESPACES = re.compile(r"(?i)\b(?:in|across|of|from|over)\s+(?:all|every|each)(?:\s+the)?\s+namespaces?\b")
_WITH_FILE = re.compile(
    r"(?i)[,(]?\s*\b(?:with |using |from |and )?(?:the )?(?:inventory|values|var[- ]?file)(?: file)?\s+(?:is )?[\w./-]+\.(?:ini|ya?ml|json|tfvars)\b\)?"
)
_SERVICE_OF = re.compile(
    rf"(?i)\b(restart|start|stop|enable|disable|status of|(?:logs?|journal) (?:of|for|from))\s+(?:the\s+)?({_RUNNING})(?![\w/.:-])(?!\s+(?:container|pod|image|deployment|release|chart))"
)
_WITH_TOPIC = frozenset({"nginx", "redis", "postgres", "postgresql", "docker", "prometheus", "alertmanager"})
_KNOWN_FILE = re.compile(r"[\w-]*[._-][\w.-]*")
_COUNTED = re.compile(
    r"(?i)\b(?:(line|lines|zeile|zeilen|revision|rev|pid|last|letzten?|first|over|than|max|at most|older than|up to)[ \t]+)"
    r"\d+(?:[.,]\d+)?(?![\w.:-])|(?<![\w.:-])\d+(?:[.,]\d+)?[ \t]*(%|lines?|zeilen?|replicas?|times?|[kmgt]i?b(?:yte)?s?|cpus?|cores?)\b"
)
_BARE_PORT = re.compile(r"(?<![\w\]]):\d{2,5}(?![\w.:-])")
_PORTS_OF_HOSTS = re.compile(r"(?<=[\w\]]):\d{2,5}(?![\w.:-])")
_MAIL = re.compile(
    r"(?i)(?:\b(comment|e?mail|author|address)\s+(?:is\s+|to\s+)?)?(?<![\w/.:@-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*(?![\w:/@-])"
)
_KEY = re.compile(r"(?<![\w/.:@-])[a-z][\w-]*(?::[\w-]+)*:\*(?!\w)|(?<![\w/.:@-])[a-z][\w-]*(?::[\w-]+)+:[\w-]+(?![\w/.:-])")
_AMOUNT = re.compile(r"(?i)(?<![\w./:-])[+-]?\d+(?:\.\d+)?\s?(?:[kmgt]i?b?|gig(?:s|abytes?)?|meg(?:s|abytes?)?)(?![\w./:-])")
_SIZE_LIMIT = re.compile(
    r"(?i)\b(?:over|above|larger than|bigger than|more than|at least|exceeding)\s+\d+(?:\.\d+)?\s?[kmgt]i?b?\b"
)
_SAYS = {  # what the ending of a file's name says of the task
    "tfvars": "terraform", "tf": "terraform", "tfstate": "terraform", "tfplan": "terraform plan", "pcap": "capture", "dump": "dump",
    "sql": "sql", "crt": "certificate", "cer": "certificate", "pem": "pem", "key": "key", "csr": "csr", "pub": "key", "pfx": "pfx", "p12": "pfx",
    "der": "der", "csv": "csv", "json": "json", "log": "log", "zip": "zip", "gz": "archive", "tgz": "archive", "tar": "archive", "deb": "package",
    "rpm": "package", "sh": "script", "py": "script", "conf": "config", "cfg": "config", "ini": "config", "j2": "template", "patch": "patch",
    "iso": "image", "hprof": "dump", "env": "environment", "bundle": "bundle",
}  # fmt: skip
_BARE_FILE = re.compile(
    rf"(?i)(?<![\w/.:@-])[\w-]+(?:\.[\w-]+)*\.({'|'.join(_SAYS)}|ya?ml|toml|md|txt|html|xml|properties|bak|dat|db|service|timer)(?![\w/-]|\.\w)"
)
_ADVERBS_TEXT = """
first last next late later soon yet still here there already instead together completely temporarily manually remotely
locally twice once live offline online away temporary permanent fast slowly directly immediately inside outside below above
elsewhere anywhere everywhere somewhere nowhere
"""
_ADVERBS = frozenset(_ADVERBS_TEXT.split())
_CAMEL = re.compile(r"[a-z][A-Z]")
_RELEASE = canonical("release")  # it is called like what it is of
_NEAR = frozenset(canonical(word) for group in NEAR for word in group)


def without_values(text: str, is_known: Callable[[str], bool], names: Collection[str]) -> str:
    """The text with the kind of a value in place of the value.

    Args:
        is_known: whether a stem is one of the handbook's.
        names: words that `names_in` found.
    """
    text = _WITH_FILE.sub(" ", _ALL_NAMESPACES.sub(" ", _FOR_ANYTHING.sub(" ", text)))
    text = _COLLECTION.sub(r"ansible \1", _DOT_GIT.sub(" ", text))
    text = _TWO_PARTS.sub(lambda match: match[0] if all(_is_word(part, is_known) for part in match.groups()) else " ", text)
    text = _SERVICE_OF.sub(_of_a_service, text)
    text = _RUN_PLAIN.sub(r"\1 command ", _RUN_CODE.sub(r"\1 command ", text))
    text = _UNIT_FILE.sub(" systemd unit file ", text)
    text = _RUN_PLAYBOOK.sub(r"\1 ansible playbook ", text)
    text = _DEVICE_OF_LVM.sub(" lvm volume ", text)
    text = _LABEL.sub(_of_label, text)
    text = _IDENTIFIER.sub(lambda match: match[0] if is_known(token(match[0]).whole) else " ", text)
    text = _ADDRESS_OF_TERRAFORM.sub(" terraform resource ", text)
    text = _OF_SOMEBODY.sub(" ", text)
    text = _BUCKET.sub(" s3 bucket ", text)
    text = _REMOTE_PATH.sub(" remote host ", text)
    text = _PATH.sub(lambda match: _of_path(match[0], is_known), text)
    text = _MAIL.sub(lambda match: " " if match[1] else " host ", _KEY.sub(" key ", text))
    text = _BARE_FILE.sub(lambda match: _of_file(match, is_known), text)
    text = _AMOUNT.sub(" ", _SIZE_LIMIT.sub(" size ", text))
    text = _COUNTED.sub(lambda match: f" {match[1] or match[2] or ''} ", text)
    text = _PORTS_OF_HOSTS.sub(" ", _BARE_PORT.sub(" port ", text))
    text = _RUNNING_BEFORE.sub("", _RUNNING_BEHIND.sub(r"\1", text))
    text = _NOUN_AND_WORD.sub(lambda match: match[1] if match[2].casefold() in names else match[0], text)
    return _WORD_AND_NAMESPACE.sub(lambda match: match[2] if match[1].casefold() in names else match[0], text)


def _is_word(part: str, is_known: Callable[[str], bool]) -> bool:
    return part not in USUAL_NAMES and part not in RUNNING and is_known(token(part).whole)


def _of_a_service(match: re.Match[str]) -> str:
    """A program that is spoken of as a service; of its own topic too, where it has one."""
    own = match[2].casefold()
    if match[1].casefold().startswith(("log", "journal")) and own in _WITH_TOPIC:
        return match[0]
    return f"{match[1]} systemd service {match[2] if own in _WITH_TOPIC else ''}"


def _of_file(match: re.Match[str], is_known: Callable[[str], bool]) -> str:
    """What the ending of its name says; all of the name, where every machine has such a file."""
    if is_known(token(match[0]).whole):
        return match[0]
    return f" {_SAYS.get(match[1].casefold(), '')} file "


def without_paths(text: str) -> str:
    return _PATH.sub(" ", _REMOTE_PATH.sub(" ", text))


def _of_label(match: re.Match[str]) -> str:
    """What a pair says: of a taint its effect, else that it is a label or a variable."""
    if match[2]:
        return f" taint {match[2]} "
    return " variable " if match[1].isupper() else " label "


def _of_path(path: str, is_known: Callable[[str], bool]) -> str:
    """What a path says: all, if it is one that every machine has; else its parts that the handbook has as they are."""
    if _OF_THE_SYSTEM.match(path):
        return f" {' '.join(part for part in path.split('/') if path.count('/') == 1 or _is_of_the_system(part, is_known))} "
    kept = [
        part
        for part in path.split("/")
        if _KNOWN_FILE.fullmatch(part) and part.strip(".-_") and is_known(token(part.strip(".")).whole)
    ]
    return f" {' '.join(kept)} file " if re.search(r"\w\.\w+$", path) else f" {' '.join(kept)} "


_NAMES_BEHIND = USUAL_NAMES - {
    "search",
    "session",
    "sessions",
    "login",
    "deploy",
    "email",
    "store",
    "account",
    "users",
    "support",
    "test",
    "edge",
}


def _is_of_the_system(part: str, is_known: Callable[[str], bool]) -> bool:
    """Whether a folder or file is one that the handbook has, and not somebody's own."""
    return part not in _FOLDERS and (part.startswith(".") or is_known(token(part.strip(".") or "x").whole))


def names_in(text: str, beside: Collection[tuple[str, str]]) -> frozenset[str]:
    """Words in lower case that are surely names of objects, by the nouns before them: `deployment checkout in`.

    Args:
        beside: pairs of stems that stand side by side in the handbook: what is said of objects everywhere.
    """
    found = {match[1].casefold() for match in (*_IN_NAMESPACE.finditer(text), *_NAMESPACE_BEFORE.finditer(text))}
    found = {word for word in found if word not in STOP_WORDS}
    found |= {match[2].casefold() for match in _NOUN_AND_WORD.finditer(text) if match[2].casefold() in _NAMES_BEHIND}
    for match in _NOUN_AND_NAME.finditer(text):
        if _CAMEL.search(match[3]):  # a field
            continue
        noun, told, word = canonical(match[1].casefold().replace(" ", "")), match[2], match[3].casefold()
        if told or word in USUAL_NAMES or _is_no_word_of_the_field(noun, word, beside):
            found.add(word)
    return frozenset(found)


def _is_no_word_of_the_field(noun: str, word: str, beside: Collection[tuple[str, str]]) -> bool:
    stem = canonical(word)
    if noun == _RELEASE:
        return (noun, stem) not in beside and word not in STOP_WORDS
    return not (
        word in STOP_WORDS
        or word in _ADVERBS
        or stem in GENERIC
        or stem in _NEAR
        or (noun, stem) in beside
        or word.endswith(("ing", "ed", "ly", "able", "less"))
        or bool(re.fullmatch(_KINDS, word))
    )


def side_by_side(phrases: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Every two words that follow each other in one of the phrases, by their stems; `service account` is one word."""
    pairs: set[tuple[str, str]] = set()
    for phrase in phrases:
        found = tokens(phrase)
        stems = [each.whole for each in found]
        pairs.update(pairwise(stems))
        pairs.update((word, stems[last + 1]) for _, last, word in phrase_stems(found) if last + 1 < len(stems))
    return frozenset(pairs)
