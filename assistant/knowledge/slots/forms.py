"""What a slot takes beyond its kind: its example shows the form that a value must have, `eu-central-1` that of a region."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.knowledge.slots.slot import Slot

_MOST_KNOWN = 1 << 12  # values whose form is remembered
_FORMS = {  # each is known by itself, wherever it stands
    "region": r"(?:us|eu|ap|sa|ca|af|me|il|cn|mx)(?:-gov|-iso\w?)?-(?:(?:north|south)?(?:east|west)?|central)-\d",
    "identity": r"(?:i|vol|sg|sgr|ami|snap|subnet|vpc|eni|rtb|igw|nat|eipalloc|acl)-[0-9a-f]{6,17}",
    "arn": r"arn:aws[\w-]*:[\w.:/*-]+",
    "access key": r"A[KS]IA[A-Z0-9]{4,16}",
    "uuid": r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "terraform address": r"(?:module\.[\w-]+|(?:data\.)?[a-z][a-z0-9]*_\w+\.[\w-]+)(?:\.[\w-]+)*(?:\[[^\]\s]{1,60}\])?",
    "device": r"/dev/[\w/.-]+",
    "endpoint": r"(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z][\w-]*(?:\.[\w-]+)*):\d{2,5}",
    "object": r"s3://[\w./-]+",
    "clone address": r"(?:[\w.-]+@[\w.-]+:|ssh://|https?://)[\w.:/@~-]+\.git|https?://(?:www\.)?(?:github|gitlab|bitbucket)\.[\w.]+/[\w./-]+",
    "mail": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*",
    "quantity": r"\d+(?:\.\d+)?(?:m|[kKmMgGtT]i?[bB]?)",
}
_FORM = {name: re.compile(pattern, re.ASCII) for name, pattern in _FORMS.items()}
_RELEASE = re.compile(r"v?\d+\.\d+\.\d+(?:-[\w.]+)?")
_UNIT = re.compile(r"[\w@:-][\w@:.-]*\.(?:service|timer|socket|mount|target|path|slice)")
_OF_FILES = frozenset({"gz", "zip", "tar", "yml", "yaml"})
_METRIC = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_METRIC_END = re.compile(r"_(?:bucket|sum|count)$")
_CHART = re.compile(r"(?:oci://|\.{1,2}/)[\w./:-]+|[a-z0-9][\w-]*/[a-z0-9][\w-]*|[\w./-]+\.tgz")
_VERSION = re.compile(r"v?\d+(?:\.[\dx*]+)*(?:[-+][\w.]+)?")
_ONLY_THERE = frozenset({"region", "identity", "arn", "access key", "uuid", "device"})  # no name of anything else
_PREFIX = re.compile(r"[a-z]+-")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?[kKmMgGtT]i?[bB]?")
_INTERFACE = re.compile(r"eth\d+|ens\d+\w*|enp\w+|eno\d+|wlan\d+|bond\d+|docker0|cni0|wg\d+|tun\d+")
_ENDING = re.compile(r"[\w*-]\.([a-z][a-z0-9_]{0,9})$", re.IGNORECASE)
_SAME_ENDINGS = (
    frozenset({"yml", "yaml", "json", "ini", "toml"}),
    frozenset({"pem", "crt", "cer", "cert"}),
    frozenset({"pem", "key"}),
    frozenset({"pfx", "p12"}),
    frozenset({"tar", "gz", "tgz", "zip", "zst", "xz", "bz2"}),
    frozenset({"sql", "dump", "gz", "bak", "dmp"}),
    frozenset({"sh", "py", "rb", "js", "pl"}),
    frozenset({"txt", "log", "md", "csv"}),
    frozenset({"env", "local"}),
    frozenset({"tfvars", "tfbackend", "tfplan", "plan", "out"}),
)
_ANY_FILE_TEXT = """
file path source target local remote inside outside object payload patch log script key backup
"""
_ANY_FILE = frozenset(_ANY_FILE_TEXT.split())
_FOLDERS = frozenset({"folder", "directory", "root", "context", "site", "base", "overlay"})
_OF_OBJECTS_TEXT = """
user database deployment pod container node service unit volume profile workspace cluster group table alarm function network
owner schema claim cronjob job index package alias session hpa ingress account role
"""
_NO_AMOUNTS = frozenset({"path", "host", "name", "namespace"})
_OF_OBJECTS = frozenset(_OF_OBJECTS_TEXT.split())


@lru_cache(_MOST_KNOWN)
def form_of(value: str) -> str | None:
    """The name of the form by which a value is known; None for what may be anything."""
    return next((name for name, pattern in _FORM.items() if pattern.fullmatch(value)), None)


def is_version(value: str) -> bool:
    return bool(_VERSION.fullmatch(value))


def takes(slot: Slot, value: str) -> bool:
    """Whether a value that is of the slot's kind may be meant for it."""
    if _is_of_another_form(slot, value):
        return False
    if slot.kind == "path":
        return _takes_path(slot, value)
    if slot.kind == "url":
        return _takes_url(slot, value)
    if slot.kind not in ("name", "namespace") and slot.name != "mail":
        return True
    if slot.name.endswith("version") and slot.example[:1].isdigit() and "." in slot.example:
        return is_version(value)
    shown, given = form_of(slot.example), form_of(value)
    if shown:
        return given == shown and (shown != "identity" or _prefix(slot.example) == _prefix(value))
    if given in _ONLY_THERE and slot.name not in ("resource", "id", "value", "principal"):
        return False
    if slot.name == "chart" and "/" in slot.example:
        return bool(_CHART.fullmatch(value))
    if "/" in value and slot.name in _OF_OBJECTS and "/" not in slot.example:
        return False
    return not value.startswith(".")


def _is_of_another_form(slot: Slot, value: str) -> bool:
    """An amount, `80G`, is no name; an interface is no host."""
    if slot.kind in _NO_AMOUNTS and _AMOUNT.fullmatch(value):
        return not _AMOUNT.fullmatch(slot.example)
    return slot.kind == "host" and bool(_INTERFACE.fullmatch(value))


def alone(slot: Slot, pieces: list[str]) -> Iterator[str]:
    """The pieces of a text that have the form of a slot's example, which nothing else has."""
    if slot.name == "chart" and slot.kind == "name" and "/" in slot.example:
        yield from (piece for piece in pieces if _CHART.fullmatch(piece))
    if slot.name == "version" and slot.kind == "name":
        yield from (piece for piece in pieces if _RELEASE.fullmatch(piece))
    if slot.name in ("unit", "timer"):
        names = (piece.removeprefix("/etc/systemd/system/") for piece in pieces)
        yield from (name for name in names if _UNIT.fullmatch(name))
    shown = ending(slot.example)
    if slot.kind == "name" and shown in _OF_FILES:
        yield from (piece for piece in pieces if ending(piece) == shown)
    if slot.name == "metric":
        yield from (_METRIC_END.sub("", piece) for piece in pieces if _METRIC.fullmatch(piece))
    form = form_of(slot.example) if slot.kind in ("name", "path") else None
    if form and (form != "quantity" or slot.example[-1:] in "bB"):
        yield from (piece for piece in pieces if form_of(piece) == form and takes(slot, piece))


def alike(slot: Slot, path: str) -> int:
    """How well a path goes into a slot for one: 0 where nothing speaks for it."""
    shown, given = ending(slot.example), ending(path)
    if given and given in (shown, slot.name):
        return 3
    if given and shown and any(shown in each and given in each for each in _SAME_ENDINGS):
        return 2
    if not given and not shown:
        return 2 if slot.name in _FOLDERS or slot.name in ("path", "source", "target") else 1
    return 1 if slot.name in _ANY_FILE else 0


def ending(path: str) -> str:
    """Of a file, in lower case; "" where it has none."""
    match = _ENDING.search(path)
    return match[1].casefold() if match else ""


def _takes_url(slot: Slot, value: str) -> bool:
    shown, given = slot.example.partition("://")[0], value.partition("://")[0]
    if shown == "s3" or given == "s3":
        return shown == given and bool(ending(slot.example)) == bool(ending(value))
    return "://" in value or slot.example.endswith(".git")


def _device_form(path: str) -> str:
    if path.startswith("/dev/mapper/") or path.count("/") > 2:  # noqa: PLR2004  # /dev/group/volume
        return "volume"
    return "partition" if re.fullmatch(r"/dev/(?:[sv]d[a-z]+|xvd[a-z]+)\d+|/dev/\w+\dp\d+", path) else "disk"


def _takes_path(slot: Slot, value: str) -> bool:
    device = value.startswith("/dev/")
    if device != slot.example.startswith("/dev/"):
        return device and slot.name == "path"
    if device and slot.name in ("disk", "partition", "volume"):
        return slot.name == _device_form(value)
    shown, given = ending(slot.example), ending(value)
    if slot.name in _ANY_FILE or shown == given:
        return True
    if not shown:
        return not given or slot.name not in _FOLDERS
    return any(shown in each and given in each for each in _SAME_ENDINGS) or (
        not given and slot.name in ("inventory", "certificate")
    )


def _prefix(value: str) -> str:
    match = _PREFIX.match(value)
    return match[0] if match else ""
