"""Kubernetes objects: every error of the strict schemas, and what the API server says beyond them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any

from assistant.checks import kubernetes_api, kubernetes_references, kubernetes_rules, schema_errors
from assistant.checks.checkers.json_text import Json
from assistant.checks.findings import Finding, Fix, Severity
from assistant.checks.kinds import Kind
from assistant.checks.limits import Limits
from assistant.checks.nearest import certain_name, likely_name
from assistant.checks.report import NotChecked, Report, Source
from assistant.checks.yaml_document import Document, Path, YamlSyntax, is_placeholder, read_documents, syntax_findings

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_MOST_ERRORS = 200
_MOST_VERSIONS = 3  # held at once; each some 20 MB
_DEFINITIONS = "_definitions.json"
_ADDRESS = "https://kubernetes.io/api/_definitions.json"
_BUILT_IN = re.compile(r"(?:apps|batch|autoscaling|policy|extensions|[a-z.]+\.k8s\.io)/")
_OTHER_PROJECTS = re.compile(
    r"(?:\w+\.)*(?:x-k8s|gateway\.networking\.k8s|snapshot\.storage\.k8s|metrics\.k8s|custom\.metrics\.k8s|kustomize\.config\.k8s|kind\.x-k8s|"
    r"kubeadm\.k8s|kubelet\.config\.k8s|audit\.k8s|apiserver\.config\.k8s|apiserver\.k8s|client\.authentication\.k8s|autoscaling\.k8s|"
    r"kubescheduler\.config\.k8s|kubeproxy\.config\.k8s|policy\.networking\.k8s|monitoring\.k8s|groupsnapshot\.storage\.k8s|scheduling\.x-k8s)\.io/"
)
_QUANTITY_FORM = "a quantity such as 500m, 128Mi or 10Gi"
_RULE = "kubernetes-schema"


class Kubernetes:
    """The schemas of the package kubernetes-validate, of the version asked for, by default its newest."""

    name = "kubernetes-validate"
    decides = True

    def __init__(self) -> None:
        self._schemas: dict[str, _Schemas] = {}
        self._json = Json()

    def load(self) -> str | None:
        self._versions = _known_versions()
        self._of("")
        return metadata.version("kubernetes-validate")

    def check(self, source: Source, limits: Limits) -> Report:
        try:
            documents = read_documents(source.text, old_booleans=True)
        except YamlSyntax as broken:
            return Report([broken.finding])
        if not documents:
            raise NotChecked("it is empty")
        schemas = self._of(source.kubernetes_version)
        report = Report(syntax_findings(documents))
        if source.language == "json" or source.filename.endswith(".json"):  # YAML forgives more
            report = self._json.check(replace(source, kind=Kind.JSON), limits)
        objects = [(document, path, value) for document in documents for path, value in _objects(document)]
        for document, path, value in objects:
            schemas.check(document, path, value, report)
        report.findings += kubernetes_rules.across(objects)
        report.findings += kubernetes_references.between(objects)
        report.unchecked = list(dict.fromkeys(report.unchecked))
        return report

    def _of(self, version: str) -> _Schemas:
        wanted = version.removeprefix("v") or self._versions[-1]
        known = next((each for each in self._versions if each == wanted or each.rpartition(".")[0] == wanted), None)
        if known is None:
            raise NotChecked(
                f"no schemas of Kubernetes {wanted[:20]}: known are {_short(self._versions[0])} to {_short(self._versions[-1])}"
            )
        if known not in self._schemas:
            while len(self._schemas) >= _MOST_VERSIONS:
                del self._schemas[next(iter(self._schemas))]
            self._schemas[known] = _Schemas(known)
        return self._schemas[known]


def _known_versions() -> list[str]:
    """Oldest first, such as `1.33.0`."""
    names = (re.fullmatch(r"v([\d.]+)-local-strict", each.name) for each in _folder().iterdir())
    return sorted((name[1] for name in names if name), key=lambda version: [int(part) for part in version.split(".")])


def _folder() -> Any:
    return resources.files("kubernetes_validate") / "kubernetes-json-schema"


def _short(version: str) -> str:
    return version.rpartition(".")[0]


def _objects(document: Document) -> list[tuple[Path, Any]]:
    """The objects of a document with their paths: itself, or the items of a List."""
    value = document.value
    if isinstance(value, dict) and str(value.get("kind", "")).endswith("List") and isinstance(value.get("items"), list):
        return [(("items", at), item) for at, item in enumerate(value["items"])]
    return [((), value)]


class _Schemas:
    """Of one version of Kubernetes."""

    def __init__(self, version: str) -> None:
        from referencing import Registry, Resource

        self._version = _short(version)
        self._path = _folder() / f"v{version}-local-strict"
        definitions = json.loads((self._path / _DEFINITIONS).read_text())
        _sharpen(definitions["$defs"])
        self._kinds = _kinds(definitions["$defs"])
        self._registry = Resource.from_contents(definitions) @ Registry()
        self._validators: dict[str, Validator] = {}

    def check(self, document: Document, path: Path, value: Any, report: Report) -> None:
        """Add the findings of one object to the report, or why there is none."""
        if not isinstance(value, dict):
            report.findings.append(_error(document, path, "an object is a mapping with apiVersion, kind and metadata"))
            return
        definition = self._definition(document, path, value, report)
        if definition is None:
            return
        validator = self._validator(definition)
        errors = []
        for error in validator.iter_errors(value):
            errors.append(error)
            if len(errors) >= _MOST_ERRORS:
                break
        report.findings += schema_errors.Telling(document, _RULE, Kubernetes.name, path).findings(errors)
        report.findings += kubernetes_rules.of_object(document, path, value)

    def _definition(self, document: Document, path: Path, value: dict[str, Any], report: Report) -> str | None:
        """The name of the schema of an object; None where it has none, which the report then says."""
        version, kind = value.get("apiVersion"), value.get("kind")
        for key, given in (("apiVersion", version), ("kind", kind)):
            if given is None and not document.elided:
                right = self._kinds.get(str(kind), ()) if key == "apiVersion" else ()
                report.findings.append(
                    _error(document, path, f"{key!r} is missing" + (f": {kind} is in {right[-1]}" if right else ""))
                )
            elif given is not None and not isinstance(given, str):
                report.findings.append(_error(document, (*path, key), f"{key}: it is not text"))
        if not isinstance(version, str) or not isinstance(kind, str):
            if report.findings == []:
                report.unchecked.append("apiVersion or kind is left out")
            return None
        if is_placeholder(version) or is_placeholder(kind):
            report.unchecked.append("its apiVersion or kind is a placeholder")
            return None
        versions = self._kinds.get(kind, ())
        if version in versions:
            return f"{version} {kind}"
        report_finding = self._gone(document, path, version, kind) or self._mistaken(document, path, version, kind)
        if report_finding:
            report.findings.append(report_finding)
        else:
            report.unchecked.append(f"no schema for {version[:80]} {kind[:60]}")
        return None

    def _gone(self, document: Document, path: Path, version: str, kind: str) -> Finding | None:
        gone = kubernetes_api.GONE.get((version, kind))
        if not gone:
            return None
        place = document.values.get((*path, "apiVersion"))
        fix = Fix((place.edit(gone.instead),), f"{gone.instead} for {version}") if place and "/" in gone.instead else None
        message = f"{version} {kind} was removed in Kubernetes {gone.since}: use {gone.instead}"
        return _error(document, (*path, "apiVersion"), message, "kubernetes-removed-api", fix)

    def _mistaken(self, document: Document, path: Path, version: str, kind: str) -> Finding | None:
        """A kind of Kubernetes itself under another version than its own, or a name that is nearly one."""
        if _OTHER_PROJECTS.match(version) or ("/" in version and not _BUILT_IN.match(version)):
            return None
        rule = "kubernetes-unknown-api"
        if kind in self._kinds:
            right = self._kinds[kind]
            place = document.values.get((*path, "apiVersion"))
            fix = Fix((place.edit(right[0]),), f"{right[0]} for {version}") if place and len(right) == 1 else None
            message = f"Kubernetes {self._version} has no {kind} in {version}: it is in {' and '.join(right)}"
            return _error(document, (*path, "apiVersion"), message, rule, fix)
        of_version = [each for each, versions in self._kinds.items() if version in versions]
        asked = likely_name(kind, of_version or self._kinds)
        place = document.values.get((*path, "kind"))
        meant = certain_name(kind, of_version or self._kinds)
        fix = Fix((place.edit(meant),), f"{meant} for {kind}") if place and meant else None
        message = f"Kubernetes {self._version} has no kind {kind} in {version}" + (f"; is {asked} meant?" if asked else "")
        return _error(document, (*path, "kind"), message, rule, fix)

    def _validator(self, name: str) -> Validator:
        if name not in self._validators:
            import jsonschema

            version, kind = name.split()
            group, _, number = version.rpartition("/")
            prefix = f"{kind.lower()}-{group.partition('.')[0] + '-' if group else ''}{number}"
            schema = json.loads((self._path / f"{prefix}.json").read_text())
            self._validators[name] = jsonschema.Draft202012Validator(schema, registry=self._registry)
        return self._validators[name]


def _kinds(definitions: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The apiVersions of every kind that can be created, stable ones first."""
    found: dict[str, list[str]] = {}
    for definition in definitions.values():
        for each in definition.get("x-kubernetes-group-version-kind", ()):
            if {"apiVersion", "kind"} <= definition.get("properties", {}).keys():
                version = f"{each['group']}/{each['version']}".removeprefix("/")
                found.setdefault(each["kind"], []).append(version)
    return {kind: tuple(sorted(set(versions), key=_stability)) for kind, versions in found.items()}


def _stability(version: str) -> tuple[bool, int]:
    number = version.rpartition("/")[2]
    return "beta" in number or "alpha" in number, -int(re.match(r"v(\d+)", number)[1])  # type: ignore[index]


def _sharpen(definitions: dict[str, Any]) -> None:
    """Add what the API server enforces and the published schemas leave to prose."""
    for properties, key, choices in _listed(definitions, kubernetes_api.WORDS):
        properties[key] = {"type": ["string", "null"], "enum": [*choices.split(), None]}
    for properties, key, choices in _listed(definitions, kubernetes_api.LISTS_OF_WORDS):
        properties[key] = {"type": ["array", "null"], "items": {"enum": choices.split()}}
    for properties, key, (low, high) in _listed(definitions, kubernetes_api.RANGES):
        properties[key] |= {"minimum": low, "maximum": high}
    quantity = {"type": ["string", "number", "null"], "pattern": kubernetes_api.QUANTITY, schema_errors.FORM: _QUANTITY_FORM}
    definitions["io.k8s.apimachinery.pkg.api.resource.Quantity"] = quantity
    definitions["io.k8s.apimachinery.pkg.util.intstr.IntOrString"] = {"type": ["string", "integer", "null"]}


def _listed(definitions: dict[str, Any], table: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[dict[str, Any], str, Any]]:
    """Those properties of a table that this version has."""
    for name, entries in table.items():
        properties = definitions.get(name, {}).get("properties", {})
        yield from ((properties, key, entry) for key, entry in entries.items() if key in properties)


def _error(document: Document, path: Path, message: str, rule: str = _RULE, fix: Fix | None = None) -> Finding:
    place = document.place(path)
    where = f"{schema_errors.dotted(path)}: " if path and path[-1] not in ("apiVersion", "kind") else ""
    return Finding(place.line, where + message, rule, Kubernetes.name, Severity.ERROR, place.column, fix)
