"""Rules between the objects of one file: what points at an object that is there, and misses it.

Objects that are not in the file may be in the cluster: only what the file has is compared, and it is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.checks.findings import Finding, Severity
from assistant.checks.nearest import certain_name, likely_name, one_mistake
from assistant.checks.yaml_document import Document, Path, is_placeholder

_CHECKER = "kubernetes-references"
_TEMPLATED = frozenset(("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"))
_SCALED = frozenset(("Deployment", "StatefulSet", "ReplicaSet"))

Objects = list[tuple[Document, Path, Any]]


@dataclass(frozen=True)
class _Object:
    document: Document
    path: Path
    value: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.value.get("kind"))

    @property
    def name(self) -> str:
        return str(_mapping(self.value.get("metadata")).get("name"))

    @property
    def namespace(self) -> str:
        return str(_mapping(self.value.get("metadata")).get("namespace", ""))

    @property
    def spec(self) -> Mapping[str, Any]:
        return _mapping(self.value.get("spec"))

    def finding(self, path: Path, message: str, rule: str) -> Finding:
        place = self.document.place((*self.path, *path))
        return Finding(place.line, message, rule, _CHECKER, Severity.WARNING, place.column)


@dataclass(frozen=True)
class _Pods:
    """The Pods of a workload: their labels, and the ports of their containers by name and number."""

    owner: _Object
    labels: Mapping[str, Any]
    names: frozenset[str]
    numbers: frozenset[int]


def between(objects: Objects) -> list[Finding]:
    """What the objects of one file say against each other."""
    those = [_Object(document, path, value) for document, path, value in objects if isinstance(value, dict)]
    pods = [each for each in map(_pods, those) if each is not None]
    found: list[Finding] = []
    for each in those:
        near = [pod for pod in pods if pod.owner.namespace == each.namespace]
        beside = [other for other in those if other.namespace == each.namespace]
        match each.kind:
            case "Service":
                found += _service(each, near)
            case "PodDisruptionBudget":
                found += _selected(each, ("spec", "selector", "matchLabels"), near)
            case "Ingress":
                found += _ingress(each, beside)
            case "HorizontalPodAutoscaler":
                found += _scaled(each, beside)
    return found


def _pods(each: _Object) -> _Pods | None:
    if each.kind == "Pod":
        labels, spec = _mapping(each.value.get("metadata")).get("labels"), each.spec
    elif each.kind in _TEMPLATED:
        template = _mapping(each.spec.get("template"))
        labels, spec = _mapping(template.get("metadata")).get("labels"), _mapping(template.get("spec"))
    else:
        return None
    ports = [port for container in _items(spec.get("containers")) for port in _items(container.get("ports"))]
    return _Pods(
        each,
        _mapping(labels),
        frozenset(str(port["name"]) for port in ports if "name" in port),
        frozenset(port["containerPort"] for port in ports if isinstance(port.get("containerPort"), int)),
    )


def _service(each: _Object, pods: list[_Pods]) -> Iterator[Finding]:
    selector = _mapping(each.spec.get("selector"))
    if not selector or not pods:
        return
    chosen = [pod for pod in pods if _fits(selector, pod.labels)]
    if not chosen:
        yield from _selected(each, ("spec", "selector"), pods)
        return
    names = frozenset[str]().union(*(pod.names for pod in chosen))
    numbers = frozenset[int]().union(*(pod.numbers for pod in chosen))
    for at, port in enumerate(each.spec.get("ports") or ()):
        if not isinstance(port, dict):
            continue
        target, path = (
            port.get("targetPort", port.get("port")),
            ("spec", "ports", at, "targetPort" if "targetPort" in port else "port"),
        )
        if isinstance(target, str) and not target.isdigit() and not is_placeholder(target) and target not in names:
            meant = certain_name(target, names)
            hint = f"; {meant!r} is meant" if meant else f"; it has {', '.join(sorted(names))}" if names else ""
            owner = chosen[0].owner
            yield each.finding(
                path, f"no container of {owner.kind} {owner.name!r} has a port named {target!r}{hint}", "service-target-port"
            )
        elif isinstance(target, int) and numbers and target not in numbers:
            owner = chosen[0].owner
            listed = ", ".join(map(str, sorted(numbers)))
            message = f"targetPort {target}: the containers of {owner.kind} {owner.name!r} name {listed}"
            yield each.finding(path, message, "service-target-port")


def _selected(each: _Object, path: Path, pods: list[_Pods]) -> Iterator[Finding]:
    """The labels that a selector wants, where no Pod of the file has them all."""
    selector: Any = each.value
    for step in path:
        selector = _mapping(selector).get(str(step))
    selector = _mapping(selector)
    if not selector or not pods or any(_fits(selector, pod.labels) for pod in pods):
        return
    if not any(selector.keys() & pod.labels.keys() or pod.owner.name == each.name for pod in pods):
        return  # nothing tells that those are meant
    for key, value in selector.items():
        if is_placeholder(str(value)) or any(pod.labels.get(key) == value for pod in pods):
            continue
        there = [str(pod.labels[key]) for pod in pods if key in pod.labels]
        shown = f"they have {key}: {', '.join(dict.fromkeys(there))}" if there else f"they have {_labels(pods[0])}"
        message = f"no Pod of this file has the label {key}: {value}; {shown}"
        yield each.finding((*path, key), message, "selector-matches-nothing")


def _ingress(each: _Object, beside: list[_Object]) -> Iterator[Finding]:
    services = {other.name: other for other in beside if other.kind == "Service"}
    if not services:
        return
    for path, service in _backends(each):
        name = str(service.get("name"))
        if name not in services:
            meant = likely_name(name, services) or next((each_ for each_ in services if one_mistake(name, each_)), None)
            if meant:
                message = f"no Service {name!r} is in this file; {meant!r} is"
                yield each.finding((*path, "name"), message, "ingress-backend")
            continue
        ports = list(_items(services[name].spec.get("ports")))
        port = _mapping(service.get("port"))
        number, called = port.get("number"), port.get("name")
        if isinstance(number, int) and ports and number not in {each_.get("port") for each_ in ports}:
            listed = ", ".join(str(each_.get("port")) for each_ in ports)
            message = f"Service {name!r} has no port {number}; it has {listed}"
            yield each.finding((*path, "port", "number"), message, "ingress-backend")
        if isinstance(called, str) and ports and called not in {each_.get("name") for each_ in ports}:
            message = f"Service {name!r} has no port named {called!r}"
            yield each.finding((*path, "port", "name"), message, "ingress-backend")


def _backends(each: _Object) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for number, rule in enumerate(each.spec.get("rules") or ()):
        paths = _mapping(_mapping(rule).get("http")).get("paths")
        for at, item in enumerate(paths if isinstance(paths, list) else ()):
            service = _mapping(_mapping(_mapping(item).get("backend")).get("service"))
            if service:
                yield ("spec", "rules", number, "http", "paths", at, "backend", "service"), service
    service = _mapping(_mapping(each.spec.get("defaultBackend")).get("service"))
    if service:
        yield ("spec", "defaultBackend", "service"), service


def _scaled(each: _Object, beside: list[_Object]) -> Iterator[Finding]:
    target = _mapping(each.spec.get("scaleTargetRef"))
    workloads = [other for other in beside if other.kind in _SCALED]
    kind, name = str(target.get("kind")), str(target.get("name"))
    if (
        not workloads
        or not target
        or is_placeholder(name)
        or any((other.kind, other.name) == (kind, name) for other in workloads)
    ):
        return
    shown = ", ".join(f"{other.kind} {other.name!r}" for other in workloads[:3])
    field = "kind" if any(other.name == name for other in workloads) else "name"
    message = f"{kind} {name!r} is not in this file, which has {shown}"
    yield each.finding(("spec", "scaleTargetRef", field), message, "scale-target")


def _fits(selector: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    return all(labels.get(key) == value for key, value in selector.items())


def _labels(pods: _Pods) -> str:
    return ", ".join(f"{key}: {value}" for key, value in list(pods.labels.items())[:4]) or "none"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: Any) -> Iterator[Mapping[str, Any]]:
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())
