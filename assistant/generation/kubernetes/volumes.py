"""What is mounted into the containers of a Pod: claims, configuration, secrets, scratch space, directories of the node."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from assistant.generation.parameters import Parameters

_SOURCES: dict[str, Callable[[str], dict[str, Any]]] = {
    "claim": lambda name: {"persistentVolumeClaim": {"claimName": name}},
    "config": lambda name: {"configMap": {"name": name}},
    "secret": lambda name: {"secret": {"secretName": name}},
    "empty": lambda _: {"emptyDir": {}},
}


def named(p: Parameters) -> list[dict[str, Any]]:
    """The volumes that the request names."""
    return [{"name": name, **_SOURCES[kind](source)} for name, (kind, source, _, _) in _named(p)]


def mounts(p: Parameters) -> list[dict[str, Any]]:
    """Where the container sees them; what belongs to the cluster is read-only."""
    return [
        {"name": name, "mountPath": path, "readOnly": True if read_only or kind in {"config", "secret"} else None}
        for name, (kind, _, path, read_only) in _named(p)
    ]


def shared(p: Parameters) -> list[dict[str, Any]]:
    """Scratch space, which is all that containers of one Pod have in common."""
    return [{"name": name, "mountPath": path} for name, (kind, _, path, _) in _named(p) if kind == "empty"]


def of_the_node(p: Parameters) -> list[tuple[str, str]]:
    """Names and directories of the node that the container sees at the same place."""
    return [(f"host-{_slug(path)}"[:63].rstrip("-"), path) for path in p["host_paths"] or ()]


def _named(p: Parameters) -> list[tuple[str, tuple[str, str, str, bool]]]:
    found: list[tuple[str, tuple[str, str, str, bool]]] = []
    taken: set[str] = {"data", "tmp"}
    for each in p["mounts"] or ():
        name = (_slug(each[1] or each[2]) or "volume")[:58].strip("-")
        while name in taken:
            name += "-2"
        taken.add(name)
        found.append((name, each))
    return found


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
