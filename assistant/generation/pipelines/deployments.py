"""Where a pipeline delivers to: places, each with the branch that goes there and whether somebody has to press a button."""

from __future__ import annotations

from assistant.generation.parameters import Parameters

_USUAL = {
    "production": "main",
    "staging": "develop",
    "development": "develop",
    "preview": "develop",
    "qa": "develop",
    "test": "develop",
    "uat": "release",
}


def places(p: Parameters) -> list[tuple[str, str, bool]]:
    """Environment, branch, and whether it waits for somebody; the one that every deployment has where none is named."""
    named = list(p["deployments"] or ())
    if not named:
        return [(p["environment"] or "production", p["branch"], bool(p["manual"]))]
    alone = len(named) == 1
    return [
        (name, branch or (p["branch"] if alone else _USUAL.get(name, p["branch"])), manual) for name, branch, manual in named
    ]


def is_delivery(command: str) -> bool:
    """Whether a command delivers, so that it belongs to no test."""
    return (
        command.startswith(("kubectl", "helm up", "helm in", "ansible-playbook", "rsync", "scp", "ssh", "terraform apply"))
        or "deploy" in command
    )
