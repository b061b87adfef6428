"""Values for the slots of an entry, found in the user's own words.

Only what is told apart surely is taken: where a value may belong to two slots, the example stands, and is shown as one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.errors import InvalidParameter
from assistant.knowledge import slot_forms, slot_phrases
from assistant.knowledge.search.synonyms import CANONICAL
from assistant.knowledge.search.values import RUNNING
from assistant.knowledge.search.words import STOP_WORDS, USUAL_NAMES, canonical
from assistant.knowledge.slots import Slot

_READ = 4_000  # characters of a question
_MOST_QUESTIONS, _MOST_SLOTS = 16, 4096  # that are remembered
_LONGEST_PIECE = 300
_PIECE = re.compile(
    r"(\"[^\"\n]{1,200}\"|(?<!\w)'[^'\n]{1,200}'|`[^`\n]{1,200}`|[^\s\"'`,;()<>]+)('s\b)?([,;)]|\n|$|(?=\s+\())?"
)
_TAG = r"(?:v?\d[\w.-]{0,80}|latest|stable|edge|dev|main|alpine[\w.]*)"
_HOST_NAME = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}"
_ENDINGS = (
    "go|js|ts|tsx|jsx|java|kt|rs|c|h|cpp|lua|pl|vue|proto|gradle|mod|hcl|nix|scala|ipynb|ya?ml|json|jsonl|xml|tf|tfvars|tfstate|tfplan|tfbackend|conf|cfg|ini|toml|properties|sh|py|rb|php|sql|log|txt|md|env|j2|tpl|tmpl|"
    "pem|crt|key|csr|pfx|p12|p7b|der|cer|crl|pub|tar|gz|tgz|zip|xz|bz2|zst|rpm|deb|jar|war|iso|img|bin|dump|bak|dat|db|sqlite|hprof|"
    "pcap|patch|diff|bundle|lock|service|timer|socket|mount|csv|parquet|pdf|png|jpe?g|svg|html|css|xlsx|docx"
)
_FILE = (
    rf"(?:[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})|"
    r"(?:Docker|Container|Make|Jenkins|Vagrant|Proc|Caddy)file(?:\.[\w-]+)?|\.env(?:\.[\w-]+)?)"
)
_IPV4 = r"\d{1,3}(?:\.\d{1,3}){3}"
_NAMED_UNITS = {"second": "s", "sec": "s", "minute": "m", "min": "m", "hour": "h", "hr": "h", "day": "d", "week": "w"}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_WHOLE: dict[str, re.Pattern[str]] = {  # kinds that a piece of text is known by alone
    "url": re.compile(r"[a-z][a-z0-9+]*://[\w.~:/@%+=,#-]+|[\w.-]+@[\w.-]+:[\w./~+-]+\.git"),
    "image": re.compile(rf"(?=[^:]*[a-z])[a-z0-9][\w.-]*(?::\d+(?=/))?(?:/[\w.-]+)*(?::{_TAG}|@sha256:[0-9a-f]{{64}})"),
    "path": re.compile(rf"(?:~|\.{{1,2}})?(?:/[\w.@+-]+)+/?|(?:[\w.-]+/)*{_FILE}"),
    "address": re.compile(rf"{_IPV4}(?:/\d{{1,2}})?"),
    "host": re.compile(rf"(?:[\w.-]{{1,64}}@)?(?:{_HOST_NAME}|{_IPV4}|localhost)|[\w.-]{{1,64}}@[a-z][\w-]*"),
    "label": re.compile(r"[A-Za-z0-9][\w./-]*=[\w.-]+"),
    "revision": re.compile(r"HEAD(?:[~^]\d*)*|(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}|v\d+(?:\.\d+)+[\w.-]*"),
}
_WITH_USER = re.compile(r"[\w.-]{1,64}@.*")
_IN_A_NAMESPACE = re.compile(
    r"(?i)\b(?:pods?|deployments?|deploys?|services?|secrets?|configmaps?|jobs?|cronjobs?|events?|ingress(?:es)?|pvcs?|claims?|"
    r"statefulsets?|daemonsets?|everything|workloads?|releases?)\s+"
    r"(?:in|of|from)\s+(?:the\s+)?([a-z0-9]+(?:-[a-z0-9]+)*)(?=\s*(?:$|[,;:?.!]|\s(?:by|with|and|that|which|sorted|please|on|at|for|to|running|using)\b))"
)
_WHOLE_NUMBER = re.compile(
    r"(?<!code )(?<!status )(?<!error )(?<!http )(?<!exit )(?<!version )(?<![\w.:/@=-])(\d{1,9})"
    r"(?![\w.:/@%=-]|\s?(?:%|[kmgt]i?b?\b|sec|min|hour|hrs?\b|day|week|month|year|am\b|pm\b))",
    re.IGNORECASE,
)
_NOT_A_LONE_NUMBER = frozenset(
    {"pid", "first", "last", "fd", "uid", "timestamp", "line", "column", "value", "partition", "database", "id"}
)
_LAST_HUMP = re.compile(r"(?<=[a-z])[A-Z][a-z]+$")
_COMPOUND = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+")
_NEVER_LEFT = frozenset({"namespace", "new", "to", "copy", "remote", "label"})
_MACHINE_BEFORE = frozenset({"host", "server", "machine", "node", "vm", "box", "instance"})
_PORT = re.compile(
    r"(?i)\b(?:ports?|tcp|udp)\s+(?:number\s+)?(\d{1,5})(?:\s*(?:,|and|to|->)\s*(\d{1,5}))?\b|(?<=[\w\]]):(22|25|53|[89]\d|\d{3,5})(?![\w.:-])"
    r"|(?<![\w.:/-])(\d{2,5})/(?:tcp|udp)\b|\b(?:listens?|listening) (?:there )?(?:on|at) (\d{2,5})(?![\w.:])"
)
_PORT_BEHIND = re.compile(r":\d{2,5}$")
_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?([kKmMgGtT])(i?)[bB]?(?:ytes)?(?![\w.])")
_DURATION = re.compile(r"(?i)(?<![\w.])(\d+)\s?(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|[smhdw])(?![\w.])")
_LAST = re.compile(r"(?i)\b(?:last|past)\s+(second|minute|hour|day|week)\b")
_SCHEDULE = re.compile(
    r"(?<![^\s\"'`])((?:[\d*/,-]+ ){4}[\d*/,A-Za-z-]+)(?![^\s\"'`.,?])"
    r"|(?<!\S)(@(?:hourly|daily|weekly|monthly|yearly|reboot))\b"
)
_PLACEHOLDER = re.compile(r"REDACTED_[A-Z0-9_]+_\d")  # of a secret that was taken out of the question
_OF_SECRETS = re.compile(r"pass|token|secret|key|credential|url|text|value")  # slots for which a secret may have been meant
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_QUOTED = re.compile(  # as a text to be used; in errors quotes stand around names of all kinds
    r"(?i)\b(?:for|with|message|pattern|text|string|words?|query|comment|-m|to|as|into|says?|reads?) +"
    r"(?:\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'(?!\w)|`([^`\n]{1,200})`)"
)

_LOOKS_LIKE_A_NAME = re.compile(r"(?=.*[\d_./-])[A-Za-z0-9][\w.@:/-]*")
_OBJECTS = frozenset(  # that people name before they say what it is: `the api deployment`
    canonical(word)
    for word in (
        "deployment",
        "pod",
        "service",
        "unit",
        "container",
        "namespace",
        "release",
        "branch",
        "statefulset",
        "cronjob",
    )
)
_WHOSE = _OBJECTS | frozenset(  # behind `of` they tell that a name stands before it
    map(canonical, ("pipeline", "workflow", "playbook", "cluster", "bucket", "chart", "project", "table", "database"))
)
_AFTER_A_NAME_TEXT = """
in on to from of with for at and or as by via into onto over is was has had should shall must can may needs does but so that
which who whose it its he she they only please pls now again then till until after before when while if without back up down
every there here im auf von mit und für nach an neu en de con y para dans avec et pour
"""
_AFTER_A_NAME = frozenset(_AFTER_A_NAME_TEXT.split())
_OF_A_USER = frozenset(map(canonical, ("account", "login", "user")))
_BEFORE_A_NOUN_TEXT = """
give add create remove delete drop lock unlock allow grant revoke let make for of to from by as with on in restart stop
start scale roll kill drain update upgrade install uninstall rename the
"""
_BEFORE_A_NOUN = frozenset(_BEFORE_A_NOUN_TEXT.split())
_BEFORE_A_NAME = frozenset({"named", "called", "name", "namens", "is", "=", ":"})
_FROM, _TO = (
    frozenset({"from", "old", "source", "src", "local"}),
    frozenset({"to", "into", "new", "target", "destination", "remote", "as"}),
)
_ALSO = {
    "unit": ("service",),
    "pid": ("process",),
    "claim": ("persistentvolumeclaim",),
    "namespace": ("namespace",),
    "selector": ("label",),
    "account": ("serviceaccount",),
    "context": ("cluster",),
    "id": ("bucket", "instance", "vm"),
    "host": ("server",),
    "hosts": ("host", "server", "group"),
    "deployment": ("statefulset", "daemonset"),
    "text": ("string",),
    "word": ("string", "pattern"),
    "user": ("account", "login"),
    "owner": ("user",),
    "role": ("user",),
    "function": ("lambda",),
    "file": ("dump", "backup"),
}
_PAIRS = (("old", "new"), ("from", "to"), ("source", "target"), ("source", "destination"), ("local", "remote"), ("a", "b"))
_CHANGED = re.compile(
    r"(?i)\b(?:replace|swap|change|rename|exchange)\s+(?:all\s+|every\s+|the\s+)?(?:\w+\s+)?([\w./:-]+)\s+(?:by|with|for|to|into|->|as)\s+(?:the\s+)?([\w./:-]+)"
)
_RENAMES = frozenset({"rename", "umbenennen", "renombrar", "renommer", "move"})
_OF_NAMES = frozenset({"name", "namespace", "host", "path", "image", "revision", "label", "url"})
_OF_NUMBERS = frozenset({"number", "port"})
_SAID = frozenset({"text", "word", "comment", "key", "pattern", "description"})  # texts that stand behind the word for them
_UPWARD = frozenset({"size", "number", "duration", "image"})  # of two the one behind `to` is the new one
_GENERATED = re.compile(r"(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_NEVER_ALONE = frozenset(
    {"namespace", "user", "group", "tags", "remote", "key", "table", "new", "to", "copy", "label", "exclude", "value"}
)
_VERBS_TEXT = """
restart reload start stop enable disable mask unmask scale drain cordon uncordon redeploy upgrade uninstall inspect describe
tail follow pause resume remove delete drop create rollback neustarten starte stoppe
"""
_VERBS = frozenset(_VERBS_TEXT.split())
_VERBS_OF_USERS = frozenset({"put", "add", "give", "grant", "lock", "unlock", "let", "allow"})
_NO_VERB_BEHIND = frozenset({"the", "a", "after", "of", "last", "its", "my", "our", "every", "each"})
_OWNED = frozenset(
    canonical(word)
    for word in ("deploy", "deployment", "rollout", "release", "version", "pods", "log", "logs", "image", "replicas")
)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What words are, to the handbook and in this question."""

    known: Callable[[str], bool]
    names: Collection[str]

    def knows(self, word: str) -> bool:
        """Whether a word is one of the handbook's, and no name here."""
        return word not in self.names and self.known(word)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    quoted: bool
    stem: str
    ends: bool  # whether a sign behind it ends what it is part of
    owns: bool  # `bob's`


def find(question: str, slots: Mapping[str, Slot], known: Callable[[str], bool], names: Collection[str] = ()) -> dict[str, str]:
    """The values that a question gives for slots, by the slots' names.

    Args:
        known: whether a word is one of the handbook's, so that it is hardly a name.
        names: words in lower case that are names although the handbook may know them.
    """
    text = question[:_READ]
    lexicon = _Lexicon(known, names)
    pieces = _pieces(text)
    found: dict[str, str] = {}
    for name, told in slot_phrases.told(text, slots):
        if name in slots and name not in found:
            _keep(found, slots[name], told)
    for slot in slots.values():
        if slot.name not in found and (value := _beside(slot, pieces, lexicon, found, slots)):
            _keep(found, slot, value)
    _pair(found, slots, pieces)
    for slot in slots.values():
        own = list(dict.fromkeys(slot_forms.alone(slot, [piece.text for piece in pieces])))
        if slot.name not in found and len(own) == 1 and own[0] not in found.values():
            _keep(found, slot, own[0])
    for kind in {slot.kind for slot in slots.values()}:
        held = found.values()
        values = [
            value for value in dict.fromkeys(_of_kind(kind, text, pieces)) if value not in held and not _is_part(value, held)
        ]
        free = [slot for slot in slots.values() if slot.kind == kind and slot.name not in found]
        if kind == "path":
            _assign_paths(found, free, values, pieces, text)
        else:
            _assign(found, free, values, text)
    _without_noun(found, slots, pieces, lexicon)
    _what_is_left(found, slots, text, pieces, lexicon)
    return found


def _what_is_left(
    found: dict[str, str], slots: Mapping[str, Slot], text: str, pieces: Sequence[_Piece], lexicon: _Lexicon
) -> None:
    """The one number, name, namespace that has no place yet goes into the one place that is left for it."""
    if "namespace" in slots and "namespace" not in found and (match := _IN_A_NAMESPACE.search(text)):
        name = match[1].casefold()
        if name not in found.values() and (
            name in USUAL_NAMES or "-" in name or not (lexicon.knows(name) or name in STOP_WORDS)
        ):
            _keep(found, slots["namespace"], name)
    user = slot_phrases.user_of(text)
    hosts = (
        [slots["host"]] if "host" in found else [slot for slot in slots.values() if slot.kind == "host" and slot.name in found]
    )
    for slot in hosts if user else ():
        if slot.kind == "host" and "@" in slot.example and not _WITH_USER.match(found[slot.name]):
            found[slot.name] = f"{user}@{found[slot.name]}"
    held = set(found.values())
    numbers = [each for each in dict.fromkeys(_WHOLE_NUMBER.findall(text)) if not any(each in value for value in held)]
    free = [
        slot
        for slot in slots.values()
        if slot.kind == "number" and slot.name not in found and slot.name not in _NOT_A_LONE_NUMBER
    ]
    stems = {piece.stem for piece in pieces}
    named = [
        slot for slot in slots.values() if slot.kind in _OF_NUMBERS and slot.name not in found and canonical(slot.name) in stems
    ]
    free = named if len(named) == 1 else free
    if len(numbers) == 1 and len(free) == 1:
        _keep(found, free[0], numbers[0])
    names = {piece.text for piece in pieces if _is_left(piece, held, lexicon)}
    places = [
        slot
        for slot in slots.values()
        if slot.kind in ("name", "namespace") and slot.name not in found and slot.name not in _NEVER_LEFT
    ]
    places = [slot for slot in places if slot_forms.form_of(slot.example) is None]
    if len(places) > 1 and places[0] is next(iter(slots.values())) and places[0].name not in _NEVER_ALONE:
        places = places[:1]  # what the entry is about
    if len(names) == 1 and len(places) == 1:
        _keep(found, places[0], names.pop())


def _is_left(piece: _Piece, held: Collection[str], lexicon: _Lexicon) -> bool:
    """Whether a piece is somebody's own name, `billing-api`, and stands in no value."""
    word = piece.text.casefold()
    if not _COMPOUND.fullmatch(word) or any(piece.text in value for value in held) or lexicon.known(word):
        return False
    parts = re.split(r"[-_]", word)
    return any(part in USUAL_NAMES or part.isdigit() or not lexicon.known(part) for part in parts)


def _is_part(value: str, held: Collection[str]) -> bool:
    """Whether a value stands in one that has its place: the host of `10.0.0.1:9000`."""
    return any(value in each and each.startswith(f"{value}:") for each in held)


def _without_noun(found: dict[str, str], slots: Mapping[str, Slot], pieces: Sequence[_Piece], lexicon: _Lexicon) -> None:
    """The one name that no noun stands beside is the object of the entry: `web-7f keeps dying`, `the rollout of cart`."""
    if "user" in slots and "user" not in found:
        users = list(_objects_of_verbs(pieces, set(found.values()), lexicon, _VERBS_OF_USERS))
        if len(users) == 1:
            _keep(found, slots["user"], users[0])
    main = next((slot for slot in slots.values() if slot.name not in found and _may_be_the_object(slot)), None)
    if main is None:
        return
    taken = set(found.values())
    free = [piece for piece in pieces if piece.text not in taken and not any(piece.text in value for value in taken)]
    names = list(dict.fromkeys(name for name in _objects_of_verbs(pieces, taken, lexicon) if name.casefold() in RUNNING))
    if len(names) != 1:
        names = [piece.text for piece in free if _is_generated(piece) and slot_forms.takes(main, piece.text)]
        names = list(dict.fromkeys(name for name in names if main.kind == "host" or not _is_a_machine(name, main, pieces)))
    if len(names) != 1:
        names = [
            other.text
            for one, other in pairwise(pieces)
            if one.text.casefold() in ("called", "named") and other.text not in taken
        ]
    if len(names) != 1:
        names = list(dict.fromkeys(_objects_of_verbs(pieces, taken, lexicon)))
    if len(names) != 1:
        names = [
            other.text
            for one, of, other in zip(pieces, pieces[1:], pieces[2:], strict=False)
            if of.text in ("of", "for", "vom", "von")
            and other.text not in taken
            and _owns(other, lexicon)
            and one.stem in _OWNED
        ]
    if len(set(names)) == 1:
        _keep(found, main, names[0])


def _is_a_machine(name: str, slot: Slot, pieces: Sequence[_Piece]) -> bool:
    """Whether it is said where something is, and not what: `on host web-02`."""
    before = {one.stem for one, other in pairwise(pieces) if other.text == name}
    return not before.isdisjoint(_MACHINE_BEFORE) and before.isdisjoint(_words_for(slot))


def _objects_of_verbs(
    pieces: Sequence[_Piece], taken: Collection[str], lexicon: _Lexicon, verbs: Collection[str] = _VERBS
) -> Iterator[str]:
    """What somebody orders something to be done to: `restart nginx`, `put jenkins into the docker group`."""
    for place, piece in enumerate(pieces[:-1]):
        if piece.text.casefold() not in verbs or (place and pieces[place - 1].text.casefold() in _NO_VERB_BEHIND):
            continue
        after = place + 1 + (pieces[place + 1].text.casefold() in ("the", "my", "our"))
        if after < len(pieces) and pieces[after].text not in taken and _owns(pieces[after], lexicon):
            last = pieces[after].ends or after + 1 == len(pieces)
            if last or pieces[after + 1].text.casefold() in _AFTER_A_NAME or pieces[after + 1].text.casefold().endswith("ly"):
                yield pieces[after].text


def _may_be_the_object(slot: Slot) -> bool:
    return slot.kind in ("name", "namespace", "host") and slot.name not in _NEVER_ALONE


def _is_generated(piece: _Piece) -> bool:
    """A name with a number in it, and nothing else that has one: `worker-3`, `payments-6c9d7`."""
    whole = any(pattern.fullmatch(piece.text) for pattern in _WHOLE.values())
    return not whole and not piece.quoted and bool(_GENERATED.fullmatch(piece.text))


def _owns(piece: _Piece, lexicon: _Lexicon) -> bool:
    word = piece.text.casefold()
    return (
        word in USUAL_NAMES
        or word in RUNNING
        or (word.isalpha() and word not in STOP_WORDS and word not in CANONICAL and not lexicon.knows(word))
    )


def _pair(found: dict[str, str], slots: Mapping[str, Slot], pieces: Sequence[_Piece]) -> None:
    """`A to B`, of names, where the entry has an old one and a new one."""
    pair = next(((slots[old], slots[new]) for old, new in _PAIRS if old in slots and new in slots), None)
    if not pair or pair[0].kind != pair[1].kind or pair[0].kind not in _OF_NAMES:
        return
    renames = any(piece.text.casefold() in _RENAMES for piece in pieces)
    if pair[0].name == "old" and (match := _CHANGED.search(" ".join(piece.text for piece in pieces))):
        for slot, name in zip(pair, match.groups(), strict=True):
            if slot.name not in found:
                _keep(found, slot, name)
        return
    for one, between, other in zip(pieces, pieces[1:], pieces[2:], strict=False):
        names = (_is_name(one) and _is_name(other)) or (
            renames and not {one.text.casefold(), other.text.casefold()} & STOP_WORDS
        )
        if one.text.isdigit() or other.text.isdigit():
            continue
        if (
            between.text.casefold()
            in ("to", "into", "and", "vs", "with", "->", "auf", "in", "zu")[: 2 if pair[0].name not in ("a", "old") else 9]
            and names
        ):
            for slot, name in zip(pair, (one.text, other.text), strict=True):
                if slot.name not in found:
                    _keep(found, slot, name)


def _is_name(piece: _Piece) -> bool:
    return piece.quoted or piece.text in USUAL_NAMES or bool(_LOOKS_LIKE_A_NAME.fullmatch(piece.text))


@lru_cache(_MOST_QUESTIONS)
def _pieces(text: str) -> tuple[_Piece, ...]:
    """A question is read for the slots of several entries."""
    return tuple(_piece(match) for match in _PIECE.finditer(text) if len(match[1]) <= _LONGEST_PIECE)


def _piece(match: re.Match[str]) -> _Piece:
    written = match[1]
    quoted = written[0] in "\"'`" and len(written) > 2 and written[-1] == written[0]  # noqa: PLR2004
    text = written[1:-1] if quoted else written.rstrip(".:?!")
    ends = match[3] is not None or (not quoted and text != written)
    noun = text.partition("/")[0]
    hump = _LAST_HUMP.search(noun)  # `imagePullSecret`
    return _Piece(text, quoted, canonical((hump[0] if hump else noun).casefold()), ends, bool(match[2]))


def _keep(found: dict[str, str], slot: Slot, value: str) -> None:
    if slot.name == "chart" and "/" not in slot.example:
        value = value.rpartition("/")[2]
    value = _as_in_example(slot, value)
    if not slot_forms.takes(slot, value) or (_PLACEHOLDER.match(value) and not _OF_SECRETS.search(slot.name)):
        return
    try:
        slot.check(value)
    except InvalidParameter:
        return
    found[slot.name] = value


def _beside(
    slot: Slot, pieces: Sequence[_Piece], lexicon: _Lexicon, found: Mapping[str, str], slots: Collection[str] = ()
) -> str | None:
    """What stands beside the word for the slot: `deployment api`, `api deployment`, `-n prod`, `pod/web-0`."""
    words = _words_for(slot, slots)
    for place, piece in enumerate(pieces):
        if piece.quoted:
            continue
        if piece.text.startswith("-"):
            flag, _, given = piece.text.partition("=")
            following = pieces[place + 1].text if place + 1 < len(pieces) else None
            if _is_flag_of(flag, slot) and (value := given or following):
                return value
        if piece.stem not in words:
            continue
        _, slash, tail = piece.text.partition("/")
        if slash:
            return tail if tail and slot.kind in ("name", "namespace") else None
        value = _next_or_before(slot, pieces, place, lexicon)
        if value and slot_forms.takes(slot, value) and not (slot.kind == "port" and value in found.values()):
            return value
    return None


def _words_for(slot: Slot, slots: Collection[str] = ()) -> frozenset[str]:
    """The nouns beside which its value stands.

    Args:
        slots: names of all of them; what is the name of another one is not for this one.
    """
    last = slot.name.split("_")[-1]
    return _nouns(slot.name, slot.name.replace("_", "") if last in slots else last, slot.meaning)


@lru_cache(_MOST_SLOTS)
def _nouns(name: str, last: str, meaning: str) -> frozenset[str]:
    words = {canonical(name.replace("_", "")), canonical(last), *_ALSO.get(name, ())}
    if name == "name":
        words |= {canonical(word.casefold()) for word in re.findall(r"\b[A-Z][A-Za-z]+|\w+$", meaning)}
    return frozenset(words)


def _is_flag_of(flag: str, slot: Slot) -> bool:
    if slot.name == "user" and flag == "--user":  # of systemctl: those of the user
        return False
    return flag == f"--{slot.name.replace('_', '-')}" or (flag == "-n" and slot.name == "namespace")


def _next_or_before(slot: Slot, pieces: Sequence[_Piece], place: int, lexicon: _Lexicon) -> str | None:
    after = place + 1
    told = pieces[place].text.casefold() in ("name", "named", "called")
    owned = slot.name == "user" and pieces[place].stem in _OF_A_USER
    while after < len(pieces) and (
        pieces[after].text.casefold() in _BEFORE_A_NAME
        or (
            pieces[after].text.casefold() in ("with", "the")
            and any(each.text.casefold() == "name" for each in pieces[after : after + 3])
        )
        or (owned and pieces[after].text in ("of", "for"))
    ):
        told = told or pieces[after].text.casefold() in ("named", "called", "name", "namens")
        after += 1
    if slot.kind in _OF_NUMBERS and after < len(pieces) and pieces[after].text in ("to", "of"):
        after += 1
    if after < len(pieces):
        behind = bool(place) and pieces[place - 1].text.casefold() in _BEFORE_A_NOUN and not pieces[place - 1].ends
        last = (
            behind
            or _is_framed(pieces, after)
            or pieces[after].ends
            or after + 1 == len(pieces)
            or pieces[after + 1].text.casefold() in _AFTER_A_NAME
        )
        plural = pieces[place].text.casefold() not in (slot.name, pieces[place].stem) and pieces[place].text.endswith("s")
        told = told or (
            slot.name == "user" and (pieces[after].text.casefold() in slot_phrases.USERS or _is_framed(pieces, after))
        )
        told = told or (_of_another(pieces, after) and not plural)
        if not pieces[place].ends and _may_be(slot, pieces[after], lexicon, told=told, plain=last and not plural):
            return pieces[after].text
    if place and not pieces[place - 1].ends:
        article = pieces[place - 1].owns or (place > 1 and pieces[place - 2].text.casefold() in ("the", "our", "my"))
        before = pieces[place - 1].text.casefold()
        usual = before not in USUAL_NAMES or pieces[place].stem in _OBJECTS
        if (
            before in RUNNING
            and pieces[place].stem in _OBJECTS
            and (before != "docker" or slot.name in ("unit", "service", "group"))
        ):
            return pieces[place - 1].text
        if usual and _may_be(slot, pieces[place - 1], lexicon, plain=article):
            return pieces[place - 1].text
    return None


def _is_framed(pieces: Sequence[_Piece], place: int) -> bool:
    """Whether a number or a sign follows: `user elastic 65536`, `service web -> 8080`."""
    after = pieces[place + 1].text if place + 1 < len(pieces) else ""
    return bool(re.match(r"\d|[-=+&]+>?$", after))


def _of_another(pieces: Sequence[_Piece], place: int) -> bool:
    """Whether it is said whose it is: `container sidecar of pod web-0`."""
    behind = pieces[place + 1 : place + 5]
    return (
        bool(behind) and behind[0].text.casefold() in ("of", "in", "from") and any(piece.stem in _WHOSE for piece in behind[1:])
    )


def _may_be(slot: Slot, piece: _Piece, lexicon: _Lexicon, *, told: bool = False, plain: bool = False) -> bool:
    """Whether a piece beside the slot's word is its value.

    Args:
        told: `named` or `called` stands between them.
        plain: a word without digits or hyphens may be a name here, if the handbook does not know it.
    """
    word = piece.text.casefold()
    if slot.kind == "text" and slot.name in _SAID and word:
        distinct = bool(re.search(r"[A-Z\d_@:/.*-]", piece.text)) or (plain and not lexicon.knows(word))
        return piece.quoted or (word not in STOP_WORDS and not word.startswith("-") and distinct)
    if slot.kind in _OF_NUMBERS or slot.kind not in _OF_NAMES or not word:
        return slot.kind in _OF_NUMBERS and bool(_NUMBER.fullmatch(piece.text))
    if slot.name.endswith("version"):
        return slot_forms.is_version(piece.text)
    whole = slot.kind in _WHOLE and bool(_WHOLE[slot.kind].fullmatch(piece.text))
    if whole or slot.kind in ("url", "label"):
        return whole
    if word in lexicon.names or (slot.kind == "path" and "/" not in word):
        return word in lexicon.names
    if (
        piece.quoted
        or (told and word not in STOP_WORDS)
        or word in USUAL_NAMES
        or (word in RUNNING and (word != "docker" or slot.name in ("unit", "service", "group")))
    ):
        return True
    if lexicon.knows(word) or word in CANONICAL or word in STOP_WORDS or re.fullmatch(r"-.*|-?\d+[\d.]*[a-z%]*", word):
        return False
    return bool(_LOOKS_LIKE_A_NAME.fullmatch(word)) or (plain and word.isalpha() and not word.endswith(("ing", "ed", "ly")))


def _of_kind(kind: str, text: str, pieces: Sequence[_Piece]) -> Iterator[str]:
    """Everything in the text that can only be of this kind, in its order."""
    if kind == "host":
        yield from (
            host
            for piece in pieces
            if _WHOLE["host"].fullmatch(host := _PORT_BEHIND.sub("", piece.text)) and not _is_of_other_kind(kind, host)
        )
    elif kind in _WHOLE:
        for piece in pieces:
            if _WHOLE[kind].fullmatch(piece.text) and not _is_of_other_kind(kind, piece.text):
                yield piece.text
    elif kind == "port":
        yield from (port for match in _PORT.finditer(text) for port in match.groups() if port)
    elif kind == "size":
        yield from (f"{number}{unit.upper()}{binary}" for number, unit, binary in _SIZE.findall(text))
    elif kind == "duration":
        yield from (number + _unit(unit) for number, unit in _DURATION.findall(text))
        yield from ("1" + _unit(unit) for unit in _LAST.findall(text))
    elif kind == "schedule":
        yield from (times or name for times, name in _SCHEDULE.findall(text))
    elif kind == "text":
        yield from (next(filter(None, groups)) for groups in _QUOTED.findall(text))


def _is_of_other_kind(kind: str, value: str) -> bool:
    return kind == "host" and bool(_WHOLE["path"].fullmatch(value))


def _unit(name: str) -> str:
    name = name.casefold()
    return name if len(name) == 1 else _NAMED_UNITS[name.rstrip("s")]


def _assign(found: dict[str, str], slots: list[Slot], values: list[str], text: str) -> None:
    """Give values to slots of one kind: the only one, as many as there are, `from` and `to`, or one named as its kind."""
    slots = [slot for slot in slots if any(slot_forms.takes(slot, value) for value in values)]
    if len(slots) == 1:
        values = [value for value in values if slot_forms.takes(slots[0], value)]
    if not slots or not values:
        return
    directed = {slot.name: value for slot in slots for value in values if _is_directed(slot, value, text)}
    if directed:
        others = [value for value in values if value not in directed.values()]
        rest = [slot for slot in slots if slot.name not in directed]
        chosen = [(slot, directed[slot.name]) for slot in slots if slot.name in directed]
        chosen += zip(rest, others, strict=False) if len(rest) == len(others) else ()
    elif len(slots) == 1 and len(values) > 1 and slots[0].kind in _UPWARD:
        new = [value for value in values if _stands_behind(("to", "auf", "at", "under", "=", "as"), value, text)]
        chosen = [(slots[0], (new or values)[-1 if new else 0])]
    elif slots[0].kind == "address" and len(values) == 1:
        networks = [slot for slot in slots if ("/" in slot.example) == ("/" in values[0])]
        chosen = [(slot, values[0]) for slot in (networks or slots)[:1]]
    elif len(slots) == 1 or len(values) >= len(slots):
        chosen = list(zip(slots, values, strict=False))
    else:
        chosen = [(slot, values[0]) for slot in slots if slot.name == slot.kind]
    for slot, value in chosen:
        _keep(found, slot, value)


def _assign_paths(found: dict[str, str], slots: list[Slot], values: list[str], pieces: Sequence[_Piece], text: str) -> None:
    """Give paths to the slots that they are like: by the word beside them, their direction, the ending of their names."""
    told = [
        (_of_path(slot, value, pieces, text), -place, -at, slot, value)
        for place, slot in enumerate(slots)
        for at, value in enumerate(values)
        if slot_forms.takes(slot, value)
    ]
    for score, _, _, slot, value in sorted(told, key=lambda each: each[:3], reverse=True):
        if score > 0 and slot.name not in found and value not in found.values():
            _keep(found, slot, value)


def _of_path(slot: Slot, path: str, pieces: Sequence[_Piece], text: str) -> int:
    words = _words_for(slot)
    for place, piece in enumerate(pieces):
        near = [each for each in pieces[max(0, place - 2) : place] if not each.ends]
        if piece.text == path and any(each.stem in words for each in near):
            return 10
    return 2 * slot_forms.alike(slot, path) + 3 * _is_directed(slot, path, text)


def _is_directed(slot: Slot, value: str, text: str) -> bool:
    return any(slot.name in words and _stands_behind(words, value, text) for words in (_FROM, _TO))


def _stands_behind(words: Collection[str], value: str, text: str) -> bool:
    number, unit = value.rstrip("kKmMgGtTiIbBshdw"), value[-2:]
    spelt = re.escape(value) if number == value or not unit else rf"{re.escape(number)}\s?[{re.escape(unit)}]"
    return bool(
        re.search(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, sorted(words)))})\s+(?:\w{{1,12}}\s)?\S{{0,3}}{spelt}", text)
    )


def _as_in_example(slot: Slot, value: str) -> str:
    """Sizes and durations as the tool writes them, which the example shows."""
    if slot.kind == "size":
        return _size(slot.example, value)
    if slot.kind == "duration":
        return _duration(slot.example, value)
    return value


def _size(example: str, value: str) -> str:
    given = re.fullmatch(r"([\d.]+)([KMGT])i?", value)
    shown = re.fullmatch(r"[\d.]+([kKmMgGtT])(i?)([bB]?)", example)
    if not given or not shown:
        return value
    return given[1] + (given[2].lower() if shown[1].islower() else given[2]) + shown[2] + shown[3]


def _duration(example: str, value: str) -> str:
    given = re.fullmatch(r"(\d+)([smhdw])", value)
    if not given:
        return value
    seconds = int(given[1]) * _SECONDS[given[2]]
    if example.isdigit():
        return str(seconds)
    if given[2] in "dw" and re.fullmatch(r"\d+[smh]", example):  # Go's durations end at hours
        return f"{seconds // 3600}h"
    return f"{given[1]}min" if given[2] == "m" and example.endswith("min") else value
