"""What all objects share: metadata, selectors, files, commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, NextStep
from assistant.generation.parameters import Parameters


def labels(p: Parameters, name: str) -> dict[str, str]:
    """The labels of an object and its Pods; `app` is what selectors go by."""
    return {"app": name, **{key: value for key, value in (p["labels"] or {}).items() if key != "app"}}


def metadata(p: Parameters, name: str | None = None) -> dict[str, Any]:
    """Name, namespace and labels."""
    name = name or p["name"]
    return {"name": name, "namespace": p["namespace"], "labels": labels(p, p["target"] or name)}


def block(p: Parameters, *objects: Mapping[str, Any]) -> Block:
    """One file with these objects, named after kind and name."""
    return Block("yaml", f"{p.kind}-{p['name']}.yaml" if p["name"] else f"{p.kind}.yaml", yaml_writer.write(*objects))


def apply(file: Block) -> tuple[NextStep, ...]:
    """Look at what would change, then change it."""
    return (
        NextStep(f"kubectl diff -f {file.file_name}", "read-only"),
        NextStep(f"kubectl apply -f {file.file_name}", "changes state"),
    )


def in_namespace(p: Parameters) -> str:
    """The flag for kubectl, with a space before; empty where no namespace was named."""
    return f" -n {p['namespace']}" if p["namespace"] else ""
