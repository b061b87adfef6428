"""Dockerfiles for the common stacks: pinned, multi-stage, cached, not as root."""

from __future__ import annotations

from collections.abc import Callable

from assistant.generation.containers import compiled, interpreted
from assistant.generation.containers.image_end import port_of
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters

_IGNORED = {
    "python": ("__pycache__/", "*.pyc", ".venv/", ".pytest_cache/", ".mypy_cache/", "tests/"),
    "node": ("node_modules/", "dist/", "coverage/", "npm-debug.log*"),
    "go": ("bin/", "*_test.go"),
    "java": ("target/", "build/", ".gradle/"),
    "rust": ("target/",),
    "php": ("vendor/", "tests/"),
    "ruby": ("vendor/bundle/", "log/", "tmp/"),
    "dotnet": ("bin/", "obj/"),
    "static": ("node_modules/", "dist/"),
}


def dockerfile(p: Parameters) -> Draft:
    """A Dockerfile and its .dockerignore."""
    lines, told = _STACKS[p["stack"]](p)
    text = "# syntax=docker/dockerfile:1\n" + "\n".join(lines) + "\n"
    blocks = (Block("dockerfile", "Dockerfile", text), ignored(p))
    port = port_of(p)
    publish = f" -p {port}:{port}" if port else ""
    steps = (
        NextStep(f"docker build -t {p['name']}:dev .", "changes state"),
        NextStep(f"docker run --rm --read-only --tmpfs /tmp{publish} {p['name']}:dev", "changes state"),
    )
    return Draft(blocks, steps, tuple(told))


def ignored(p: Parameters) -> Block:
    """The .dockerignore of a stack."""
    names = (".git/", ".github/", "Dockerfile", ".dockerignore", "compose*.yaml", ".env*", "*.md", *_IGNORED[p["stack"]])
    return Block("text", ".dockerignore", "\n".join(names) + "\n")


_STACKS: dict[str, Callable[[Parameters], tuple[list[str], list[str]]]] = {
    "python": interpreted.python,
    "node": interpreted.node,
    "go": compiled.go,
    "java": compiled.java,
    "rust": compiled.rust,
    "php": interpreted.php,
    "ruby": interpreted.ruby,
    "dotnet": compiled.dotnet,
    "static": interpreted.static,
}
