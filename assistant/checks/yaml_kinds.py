"""Which of the many YAML files of our field a text is, from its keys; it may be broken as YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from assistant.checks.kinds import Kind

_KEY = re.compile(r"""["']?([A-Za-z_$.][\w./$ -]{0,100}?)["']?[ \t]*:(?=[ \t]|$)""")
_LINE = re.compile(r"^([ \t]*)((?:-[ \t]+)*)(.*)$", re.MULTILINE)
_MODULE = re.compile(r"(?:ansible|community|amazon|kubernetes|containers)\.\w+(?:\.\w+)*")
_MODULES = frozenset(
    "apt yum dnf package pip service systemd copy template file lineinfile user group command shell debug git"
    " get_url uri unarchive cron mount sysctl ufw blockinfile docker_container setup set_fact include_tasks"
    " import_tasks".split()
)
_COMPOSE_KEYS = frozenset("version services volumes networks configs secrets name include".split())


class _Line(NamedTuple):
    indent: int
    item: bool
    key: str
    value: str


def looks_like_yaml(text: str) -> bool:
    """Most of its lines are keys, items, comments or what stands deeper than those; one key may be a sentence."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        return False
    keyed = sum(bool(re.match(r"""[ \t]*(?:- )*["']?[\w./$-]+["']?[ \t]*:(?:[ \t]|$)""", line)) for line in lines)
    items = sum(line.lstrip().startswith("- ") for line in lines)
    deeper = sum(line.startswith("  ") for line in lines)
    words = sum(bool(re.match(r"""[ \t]*(?:- )*["']?[a-z.$][\w./$-]*["']?[ \t]*:(?:[ \t]|$)""", line)) for line in lines)
    return (
        words > 1
        and words * 2 > keyed
        and max(keyed, min(keyed + items + deeper, len(lines))) * 2 > len(lines)
        and "{{%" not in text
    )


def kind_of_yaml(text: str) -> Kind:
    """The kind of the first document that shows one, else plain YAML."""
    for document in re.split(r"^---.*$", text, flags=re.MULTILINE):
        kind = _kind_of_document(document)
        if kind is not Kind.YAML:
            return kind
    return Kind.YAML


def _kind_of_document(text: str) -> Kind:
    lines = _lines(text)
    if not lines:
        return Kind.YAML
    top = min(line.indent for line in lines)
    if next(line for line in lines).item:
        return _kind_of_list(lines)
    keys = {line.key: line.value for line in lines if line.indent == top and line.key and not line.item}
    below = {line.key for line in lines if line.indent > top or line.item}
    items = {line.key for line in lines if line.item}
    return _kubernetes(keys) or _with_services(keys, lines) or _pipeline(keys, below, items) or _other(keys, below) or Kind.YAML


def _lines(text: str) -> list[_Line]:
    """Those with a key, or an item; how deep the first thing on them is."""
    found = []
    for match in _LINE.finditer(text):
        rest = match[3]
        if not rest or rest.startswith("#"):
            continue
        key = _KEY.match(rest)
        if key or match[2]:
            name, value = (key[1], rest[key.end() :].strip()) if key else ("", rest)
            found.append(_Line(len(match[1].expandtabs(4)), bool(match[2]), name, value))
    return found


def _kind_of_list(lines: list[_Line]) -> Kind:
    keys = {line.key for line in lines}
    if "hosts" in keys or "import_playbook" in keys:
        return Kind.ANSIBLE
    tasks = any(key in _MODULES or _MODULE.fullmatch(key) for key in keys)
    return Kind.ANSIBLE if tasks and "name" in keys and "image" not in keys and "script" not in keys else Kind.YAML


def _kubernetes(keys: Mapping[str, str]) -> Kind | None:
    if "kind" in keys and ("apiVersion" in keys or ("metadata" in keys and ("spec" in keys or "data" in keys))):
        return Kind.KUBERNETES
    if "apiVersion" in keys and "metadata" in keys and ("spec" in keys or "data" in keys or "rules" in keys):
        return Kind.KUBERNETES
    return None


def _with_services(keys: Mapping[str, str], lines: list[_Line]) -> Kind | None:
    if keys.keys() <= {"service", "version", "volumes", "networks"} and "service" in keys:  # misspelt
        return Kind.COMPOSE if {line.key for line in lines} & {"image", "build"} else None
    if "services" not in keys or keys["services"] or "apiVersion" in keys or "jobs" in keys:
        return None
    at = next(i for i, line in enumerate(lines) if line.key == "services")
    named = at + 1 < len(lines) and not lines[at + 1].item and lines[at + 1].indent > lines[at].indent
    known = sum(key in _COMPOSE_KEYS or key.startswith("x-") for key in keys)
    deep = {line.key for line in lines}
    if not named or not (known == len(keys) or deep & {"image", "build", "ports", "depends_on"}):
        return None
    return None if deep & {"script"} and "image" not in deep else Kind.COMPOSE


def _pipeline(keys: Mapping[str, str], below: set[str], items: set[str]) -> Kind | None:
    tries = (
        (Kind.GITHUB_ACTION, "runs" in keys and "using" in below),
        (Kind.CIRCLE_CI, "jobs" in keys and ("workflows" in keys or "orbs" in keys) and "version" in keys),
        (Kind.GITHUB_WORKFLOW, "jobs" in keys and ("on" in keys or "true" in keys or "runs-on" in below)),
        (Kind.AZURE_PIPELINES, ("vmImage" in below or bool(items & {"task", "job", "stage", "deployment"}))
         and bool(keys.keys() & {"trigger", "pool", "stages", "jobs", "steps", "pr"}) and "apiVersion" not in keys),
        (Kind.BITBUCKET_PIPELINES, "pipelines" in keys and "step" in below),
        (Kind.TRAVIS, "language" in keys and bool(keys.keys() & {"script", "install", "before_install", "deploy"})),
        (Kind.TASKFILE, "tasks" in keys and "cmds" in below and "version" in keys),
        (Kind.CLOUDBUILD, "steps" in keys and "name" in below and "args" in below and not below & {"image", "uses", "run"}),
        (Kind.BUILDKITE, "steps" in keys and "command" in below and "label" in below),
        (Kind.WOODPECKER, "steps" in keys and "commands" in below and "image" in below and "kind" not in keys),
        (Kind.GITLAB_CI, "script" in below and ("stages" in keys or "stage" in below or "tasks" not in keys)),
        (Kind.GITLAB_CI, "stages" in keys and bool(keys.keys() & {"include", "image", "variables", "default", "workflow"})),
    )  # fmt: skip
    return next((kind for kind, found in tries if found), None)


def _other(keys: Mapping[str, str], below: set[str]) -> Kind | None:
    tries = (
        (Kind.DEPENDABOT, "updates" in keys and "package-ecosystem" in below),
        (Kind.PROMETHEUS_RULES, "groups" in keys and ("rules" in below or bool(below & {"alert", "record", "expr"}))),
        (Kind.READTHEDOCS, "version" in keys and "build" in keys and bool(keys.keys() & {"sphinx", "mkdocs"})),
        (Kind.CODECOV, "coverage" in keys and "status" in below),
        (Kind.MERGIFY, "pull_request_rules" in keys),
        (Kind.SNAPCRAFT, "parts" in keys and "confinement" in keys),
    )
    return next((kind for kind, found in tries if found), None)
