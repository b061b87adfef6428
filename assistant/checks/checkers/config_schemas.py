"""Pipelines, compose files and their like, against the schemas that check-jsonschema ships."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any

from assistant.checks import schema_errors
from assistant.checks.findings import Finding, Severity
from assistant.checks.kinds import Kind
from assistant.checks.limits import Limits
from assistant.checks.report import NotChecked, Report, Source
from assistant.checks.yaml_document import Document, YamlSyntax, is_placeholder, read_documents, syntax_findings

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

SCHEMAS = {
    Kind.COMPOSE: "compose-spec",
    Kind.GITHUB_WORKFLOW: "github-workflows",
    Kind.GITHUB_ACTION: "github-actions",
    Kind.GITLAB_CI: "gitlab-ci",
    Kind.AZURE_PIPELINES: "azure-pipelines",
    Kind.BITBUCKET_PIPELINES: "bitbucket-pipelines",
    Kind.CIRCLE_CI: "circle-ci",
    Kind.DEPENDABOT: "dependabot",
    Kind.TASKFILE: "taskfile",
    Kind.TRAVIS: "travis",
    Kind.WOODPECKER: "woodpecker-ci",
    Kind.CLOUDBUILD: "cloudbuild",
    Kind.BUILDKITE: "buildkite",
    Kind.READTHEDOCS: "readthedocs",
    Kind.CODECOV: "codecov",
    Kind.MERGIFY: "mergify",
    Kind.RENOVATE: "renovate",
    Kind.SNAPCRAFT: "snapcraft",
}
_OLD_BOOLEANS = frozenset((Kind.GITLAB_CI, Kind.TRAVIS))
_MOST_ERRORS = 200
_PORT = re.compile(
    r"(?:(?:\[[\da-fA-F:]{2,40}\]|[\d.]{7,15}|localhost):)?(?:\d{0,5}(?:-\d{1,5})?:)?\d{1,5}(?:-\d{1,5})?(?:/(?:tcp|udp|sctp))?"
)


class ConfigSchemas:
    """JSON Schema in this process; no schema is ever fetched."""

    name = "check-jsonschema"
    decides = True

    def __init__(self) -> None:
        self._validators: dict[Kind, Validator] = {}

    def load(self) -> str | None:
        return metadata.version("check-jsonschema")

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - killed from outside
        try:
            documents = read_documents(source.text, old_booleans=source.kind in _OLD_BOOLEANS)
        except YamlSyntax as broken:
            return Report([broken.finding])
        if not documents:
            raise NotChecked("it is empty")
        report = Report(syntax_findings(documents))
        for document in documents[-1:] if source.kind is Kind.GITLAB_CI else documents:  # a header of inputs may come first
            report.findings += self._of_document(source.kind, document)
        return report

    def _of_document(self, kind: Kind, document: Document) -> list[Finding]:
        errors = []
        for error in self._validator(kind).iter_errors(document.value):
            if not _is_fragment(kind, document.value, error):
                errors.append(error)
            if len(errors) >= _MOST_ERRORS:
                break
        schema = self._validator(kind).schema
        found = schema_errors.Telling(document, f"{kind}-schema", self.name, root=schema).findings(errors)
        if kind is Kind.AZURE_PIPELINES:
            found = [finding for finding in found if ".task: " not in finding.message]  # an organisation has tasks of its own
        return found + _REFERENCES.get(kind, lambda _: [])(document)

    def _validator(self, kind: Kind) -> Validator:
        if kind not in self._validators:
            import jsonschema
            import referencing

            folder = resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
            schema = json.loads((folder / f"{SCHEMAS[kind]}.json").read_text())
            _drop_unreadable_patterns(schema)
            validator = jsonschema.validators.validator_for(schema, default=jsonschema.Draft7Validator)
            self._validators[kind] = validator(schema, registry=referencing.Registry())
        return self._validators[kind]


def _drop_unreadable_patterns(schema: Any) -> None:
    """Some are in a dialect of regular expressions that Python does not read."""
    level = [schema]
    while level:
        node = level.pop()
        if isinstance(node, dict):
            if isinstance(node.get("pattern"), str) and not _readable(node["pattern"]):
                del node["pattern"]
            patterns = node.get("patternProperties")
            if isinstance(patterns, dict):
                for pattern in [each for each in patterns if not _readable(each)]:
                    del patterns[pattern]
            level += node.values()
        elif isinstance(node, list):
            level += node


def _readable(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _is_fragment(kind: Kind, value: Any, error: Any) -> bool:
    """The jobs of a workflow are often shown without what starts them."""
    only_jobs = kind is Kind.GITHUB_WORKFLOW and isinstance(value, dict) and value.keys() <= {"jobs", "env", "permissions"}
    return only_jobs and error.validator == "required" and not error.path and "on" not in value and "'on'" in error.message


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _names(value: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Names in a text, a list or the keys of a mapping, each with the rest of its path."""
    if isinstance(value, str):
        yield (), value
    for at, name in enumerate(value) if isinstance(value, list) else ():
        if isinstance(name, str):
            yield (at,), name
    for name in _mapping(value):
        yield (name,), name


def _missing(document: Document, path: tuple[str | int, ...], message: str, rule: str) -> Finding:
    place = document.place(path)
    return Finding(
        place.line, f"{schema_errors.dotted(path)}: {message}", rule, "check-jsonschema", Severity.ERROR, place.column
    )


def _compose_references(document: Document) -> list[Finding]:
    """Services, volumes, networks, configs and secrets that are used and not declared; a fragment declares nothing."""
    value = _mapping(document.value)
    services = _mapping(value.get("services"))
    if document.elided or "include" in value:
        return []
    found: list[Finding] = []
    for name, service in services.items():
        service = _mapping(service)  # noqa: PLW2901
        found += _ports(name, service, document)
        for step, other in _names(service.get("depends_on")):
            if other not in services and "extends" not in service and len(services) > 1:
                path = ("services", name, "depends_on", *step)
                found.append(_missing(document, path, f"there is no service {other!r}", "compose-reference"))
        for part in ("networks", "configs", "secrets"):
            for step, used in _names(service.get(part)):
                if used not in _mapping(value.get(part)) and not (part == "networks" and used == "default") and "$" not in used:
                    path = ("services", name, part, *step)
                    found.append(_missing(document, path, f"{used!r} is not declared under {part}", "compose-reference"))
        for at, volume in enumerate(service["volumes"]) if isinstance(service.get("volumes"), list) else ():
            used = volume.partition(":")[0] if isinstance(volume, str) and ":" in volume else ""
            if re.fullmatch(r"[A-Za-z0-9][\w.-]*", used) and used not in _mapping(value.get("volumes")):
                path = ("services", name, "volumes", at)
                found.append(_missing(document, path, f"{used!r} is not declared under volumes", "compose-reference"))
    return found


def _ports(name: str, service: dict[str, Any], document: Document) -> Iterator[Finding]:
    for at, port in enumerate(service["ports"]) if isinstance(service.get("ports"), list) else ():
        if isinstance(port, str) and "$" not in port and not is_placeholder(port) and not _PORT.fullmatch(port):
            yield _missing(
                document,
                ("services", name, "ports", at),
                f"{port[:40]!r} is no port: [address:][host:]container[/protocol]",
                "compose-port",
            )


def _workflow_references(document: Document) -> list[Finding]:
    """Jobs that are needed and do not exist."""
    jobs = _mapping(_mapping(document.value).get("jobs"))
    found = [
        Finding(
            place.line,
            f"{schema_errors.dotted(path)}: an expression is not closed: '}}}}' is missing",
            "workflow-expression",
            "check-jsonschema",
        )
        for path, place in document.values.items()
        if place.written.count("${{") > place.written.count("}}")
    ]
    for name, job in jobs.items():
        for step, other in _names(_mapping(job).get("needs")):
            if other not in jobs and not document.elided and "${" not in other:
                found.append(
                    _missing(document, ("jobs", name, "needs", *step), f"there is no job {other!r}", "workflow-reference")
                )
    return found


_GITLAB_STAGES = (".pre", "build", "test", "deploy", ".post")


def _gitlab_references(document: Document) -> list[Finding]:
    """Stages and jobs that are named and do not exist; other files may declare them where there is an `include`."""
    value = _mapping(document.value)
    if "include" in value or document.elided:
        return []
    declared = {stage for _, stage in _names(value.get("stages"))}
    stages = {*declared, ".pre", ".post"} if "stages" in value else {*_GITLAB_STAGES}
    found: list[Finding] = []
    for name, job in value.items():
        job = _mapping(job)  # noqa: PLW2901
        for _, stage in _names(job.get("stage")):
            if stage not in stages and "$" not in stage:
                told = (
                    f"there is no stage {stage!r} under stages"
                    if "stages" in value
                    else f"{stage!r} has to be declared under stages"
                )
                found.append(_missing(document, (name, "stage"), told, "gitlab-reference"))
        for key in ("needs", "dependencies", "extends"):
            for step, other in _names(job.get(key)):
                if other not in value and "$" not in other:
                    found.append(_missing(document, (name, key, *step), f"there is no job {other!r}", "gitlab-reference"))
    return found


_REFERENCES = {
    Kind.COMPOSE: _compose_references,
    Kind.GITHUB_WORKFLOW: _workflow_references,
    Kind.GITLAB_CI: _gitlab_references,
}
