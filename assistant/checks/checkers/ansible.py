"""Ansible playbooks and task lists: YAML, and the keywords of plays and tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.checks.findings import Finding, Fix, Severity
from assistant.checks.limits import Limits
from assistant.checks.nearest import certain_name, likely_name
from assistant.checks.report import NotChecked, Report, Source
from assistant.checks.schema_errors import dotted
from assistant.checks.yaml_document import Document, Path, YamlSyntax, is_placeholder, read_documents, syntax_findings

_ANY = frozenset(
    "any_errors_fatal become become_exe become_flags become_method become_user check_mode collections connection"
    " debugger diff environment ignore_errors ignore_unreachable module_defaults name no_log port remote_user"
    " run_once tags throttle timeout vars".split()
)
_PLAY = _ANY | frozenset(
    "fact_path force_handlers gather_facts gather_subset gather_timeout handlers hosts max_fail_percentage order"
    " post_tasks pre_tasks roles serial strategy tasks vars_files vars_prompt validate_argspec".split()
)
_BLOCK = _ANY | frozenset("always block delegate_facts delegate_to notify rescue when".split())
_TASK = _ANY | frozenset(
    "action args async changed_when delay delegate_facts delegate_to failed_when local_action loop loop_control"
    " notify poll register retries until when listen".split()
)
_TASK_LISTS = ("tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always")
_DEEPEST = 20


class Ansible:
    """Rules of our own; which modules there are depends on what is installed, and is not checked."""

    name = "ansible-keywords"
    decides = True

    def load(self) -> str | None:
        return "1"

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - linear in the text
        try:
            documents = read_documents(source.text, old_booleans=True)
        except YamlSyntax as broken:
            return Report([broken.finding])
        report = Report(syntax_findings(documents))
        if not any(isinstance(document.value, list) for document in documents):
            raise NotChecked("it is neither a playbook nor a list of tasks")
        for document in documents:
            if isinstance(document.value, list):
                report.findings += _list(document, (), document.value, 0)
        return report


def _list(document: Document, path: Path, items: Any, depth: int) -> Iterator[Finding]:
    for at, item in enumerate(items if isinstance(items, list) else ()):
        here = (*path, at)
        if not isinstance(item, dict):
            yield _finding(document, here, "a task or play is a mapping")
        elif "hosts" in item or (not path and any(key in item for key in ("tasks", "roles"))):
            yield from _play(document, here, item)
        elif "block" in item:
            yield from _keywords(document, here, item, _BLOCK, "block")
            yield from _lists_in(document, here, item, depth)
        else:
            yield from _task(document, here, item)


def _lists_in(document: Document, path: Path, item: dict[str, Any], depth: int) -> Iterator[Finding]:
    for key in _TASK_LISTS if depth < _DEEPEST else ():
        if item.get(key) is not None and not isinstance(item[key], list):
            yield _finding(document, (*path, key), f"{key} is a list of tasks")
        yield from _list(document, (*path, key), item.get(key), depth + 1)


def _play(document: Document, path: Path, play: dict[str, Any]) -> Iterator[Finding]:
    yield from _keywords(document, path, play, _PLAY, "play")
    if "hosts" not in play and not document.elided:
        yield _finding(document, path, "'hosts' is missing")
    yield from _lists_in(document, path, play, 0)


def _keywords(document: Document, path: Path, item: dict[str, Any], known: frozenset[str], noun: str) -> Iterator[Finding]:
    for key in item:
        if key not in known and not key.startswith("with_") and not is_placeholder(key):
            asked, meant = likely_name(key, known), certain_name(key, known)
            place = document.keys.get((*path, key))
            fix = (
                Fix((place.edit(meant),), f"{meant} for {key}")
                if meant and place and place.plain and meant not in item
                else None
            )
            yield _finding(
                document, (*path, key), f"unknown keyword of a {noun}" + (f"; is {asked!r} meant?" if asked else ""), fix
            )


def _task(document: Document, path: Path, task: dict[str, Any]) -> Iterator[Finding]:
    modules = [key for key in task if key not in _TASK and not key.startswith("with_")]
    if not modules and not task.keys() & {"action", "local_action"} and not document.elided:
        yield _finding(document, path, "the task has no module")
    for key in modules[1:] if len(modules) > 1 else ():
        odd = next((each for each in modules if certain_name(each, _TASK - task.keys())), None)
        meant = certain_name(odd, _TASK - task.keys()) if odd else None
        place = document.keys.get((*path, odd)) if odd else None
        fix = Fix((place.edit(meant),), f"{meant} for {odd}") if meant and place and place.plain else None
        told = (
            f"unknown keyword of a task; is {meant!r} meant?"
            if odd
            else f"a task has one module: {modules[0]!r} is there already"
        )
        yield _finding(document, (*path, odd or key), told, fix)


def _finding(document: Document, path: Path, message: str, fix: Fix | None = None) -> Finding:
    place = document.place(path)
    return Finding(place.line, f"{dotted(path)}: {message}", "ansible-keyword", Ansible.name, Severity.ERROR, place.column, fix)
