"""Rules between the fields of Kubernetes objects: what the API server refuses, and what never works."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from assistant.checks.findings import Finding, Fix, Severity
from assistant.checks.schema_errors import dotted
from assistant.checks.yaml_document import Document, Path, is_placeholder

_CHECKER = "kubernetes-validate"
_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*")
_LABEL_VALUE = re.compile(r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_PORT_NAME = re.compile(r"(?=.*[a-z])[a-z0-9](?:-?[a-z0-9]){0,14}")
_ENV_NAME = re.compile(r"[ -<>-~]+")
_CRON_FIELD = r"[\d*/,\-?LW#A-Za-z]+"
_CRON = re.compile(
    rf"@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)|(?:(?:CRON_)?TZ=\S+ )?{_CRON_FIELD}(?: +{_CRON_FIELD}){{4}}"
)
_CRON_FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_MOST_NAME = 253
_LABEL_NAMED = frozenset(("Service", "Namespace"))
_PATH_NAMED = re.compile(r"(?:Cluster)?Role(?:Binding)?|APIService|FlowSchema")
_WORKLOADS = frozenset(("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController"))
_JOB = ("spec",)
_NODE_PORTS = range(30000, 32768)

Objects = list[tuple[Document, Path, Any]]


def of_object(document: Document, path: Path, value: dict[str, Any]) -> list[Finding]:
    """What one object says against itself; of values whose types the schemas have refused it says nothing."""
    kind = str(value.get("kind"))
    checks = _Checks(document, path)
    found = [*checks.name(kind, value)]
    pod_path = _pod_path(kind)
    if pod_path is not None:
        found += checks.pod(kind, value, pod_path)
    match kind:
        case "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet":
            found += checks.selector(value)
        case "CronJob":
            found += checks.schedule(value)
        case "Service":
            found += checks.service(value)
        case "HorizontalPodAutoscaler":
            found += checks.autoscaler(value)
        case "Secret":
            found += checks.secret(value)
        case "RoleBinding" | "ClusterRoleBinding":
            found += checks.subjects(value)
        case "PodDisruptionBudget":
            found += checks.budget(value)
    return found


def across(objects: Objects) -> list[Finding]:
    """Objects of one kind and name twice."""
    seen: dict[tuple[str, str, str, str], int] = {}
    found = []
    for document, path, value in objects:
        meta = _mapping(_mapping(value).get("metadata"))
        name = meta.get("name")
        if not isinstance(name, str) or is_placeholder(name):
            continue
        key = (str(value.get("apiVersion")), str(value.get("kind")), str(meta.get("namespace", "")), name)
        place = document.place((*path, "metadata", "name"))
        if key in seen:
            message = f"{key[1]} {name!r} is on line {seen[key]} already: the last one wins"
            found.append(Finding(place.line, message, "kubernetes-duplicate-object", _CHECKER, Severity.WARNING, place.column))
        seen.setdefault(key, place.line)
    return found


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    for at, item in enumerate(value) if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield at, item


def _pod_path(kind: str) -> Path | None:
    if kind == "Pod":
        return ("spec",)
    if kind == "CronJob":
        return ("spec", "jobTemplate", "spec", "template", "spec")
    return ("spec", "template", "spec") if kind in _WORKLOADS or kind == "Job" else None


def _at(value: Any, path: Path) -> dict[str, Any]:
    for step in path:
        value = _mapping(value).get(step)  # type: ignore[arg-type]
    return _mapping(value)


class _Checks:
    def __init__(self, document: Document, base: Path) -> None:
        self._document = document
        self._base = base

    def _finding(
        self, path: Path, message: str, rule: str, severity: Severity = Severity.ERROR, fix: Fix | None = None
    ) -> Finding:
        whole = (*self._base, *path)
        place = self._document.place(whole)
        return Finding(place.line, f"{dotted(whole)}: {message}", f"kubernetes-{rule}", _CHECKER, severity, place.column, fix)

    def name(self, kind: str, value: dict[str, Any]) -> Iterator[Finding]:
        meta = _mapping(value.get("metadata"))
        name = meta.get("name")
        if name is None and "generateName" not in meta:
            if not self._document.elided and kind not in (
                "SubjectAccessReview",
                "TokenReview",
                "SelfSubjectAccessReview",
                "Eviction",
            ):
                yield self._finding(("metadata",), "'name' is missing", "name")
        elif isinstance(name, str) and not is_placeholder(name) and not _PATH_NAMED.fullmatch(kind):
            form = _LABEL if kind in _LABEL_NAMED else _SUBDOMAIN
            if not form.fullmatch(name) or len(name) > _MOST_NAME:
                yield self._bad_name(("metadata", "name"), name)
        yield from self._labels(("metadata", "labels"), meta.get("labels"))

    def _bad_name(self, path: Path, name: str) -> Finding:
        place = self._document.values.get((*self._base, *path))
        better = re.sub(r"[\s_]+", "-", name.strip()).lower()
        certain = place and place.plain and place.line == place.end_line and _LABEL.fullmatch(better)
        fix = Fix((place.edit(better),), f"{better} for {name}") if place and certain else None
        return self._finding(
            path,
            f"{name[:80]!r} has to be lower-case letters, digits and '-', beginning and ending with a letter or digit",
            "name",
            fix=fix,
        )

    def _labels(self, path: Path, labels: Any) -> Iterator[Finding]:
        for key, value in _mapping(labels).items():
            if isinstance(value, str) and not is_placeholder(value) and not _LABEL_VALUE.fullmatch(value):
                yield self._finding(
                    (*path, key), f"{value[:80]!r} is no label: at most 63 letters, digits, '-', '_' and '.'", "label"
                )

    def selector(self, value: dict[str, Any]) -> Iterator[Finding]:
        wanted = _at(value, ("spec", "selector", "matchLabels"))
        template = _at(value, ("spec", "template", "metadata"))
        labels = _mapping(template.get("labels"))
        if self._document.elided or "template" not in _at(value, ("spec",)):
            return
        for key, label in wanted.items():
            if labels.get(key) != label:
                has = f"has {labels[key]!r}" if key in labels else "lacks it"
                yield self._finding(
                    ("spec", "selector", "matchLabels", key), f"{label!r}: the template's label {key} {has}", "selector"
                )
        yield from self._labels(("spec", "template", "metadata", "labels"), labels)

    def pod(self, kind: str, value: dict[str, Any], path: Path) -> Iterator[Finding]:
        spec = _at(value, path)
        policy = spec.get("restartPolicy")
        if kind in _WORKLOADS and policy in ("Never", "OnFailure"):
            yield self._finding((*path, "restartPolicy"), f"{policy!r}: a {kind} takes Always alone", "restart-policy")
        if kind in ("Job", "CronJob") and spec and policy in (None, "Always") and not self._document.elided:
            where = (*path, "restartPolicy") if policy else path
            yield self._finding(where, f"restartPolicy of a {kind} has to be Never or OnFailure", "restart-policy")
        if spec and "containers" in spec and not spec["containers"]:
            yield self._finding((*path, "containers"), "there is no container", "containers")
        volumes = {volume.get("name") for _, volume in _items(spec.get("volumes"))}
        if kind == "StatefulSet":
            claims = _items(_mapping(value.get("spec")).get("volumeClaimTemplates"))
            volumes |= {_mapping(claim.get("metadata")).get("name") for _, claim in claims}
        names: dict[str, int] = {}
        for key in ("initContainers", "containers"):
            for at, container in _items(spec.get(key)):
                yield from self._container((*path, key, at), container, volumes, names)
        yield from self._twice((*path, "volumes"), spec.get("volumes"), "name", "volume")

    def _container(self, path: Path, container: dict[str, Any], volumes: set[Any], names: dict[str, int]) -> Iterator[Finding]:
        name = container.get("name")
        if isinstance(name, str) and not is_placeholder(name):
            if not _LABEL.fullmatch(name):
                yield self._bad_name((*path, "name"), name)
            if name in names:
                yield self._finding((*path, "name"), f"the container {name!r} is on line {names[name]} already", "duplicate")
            names.setdefault(name, self._document.place((*self._base, *path, "name")).line)
        if "image" not in container and not self._document.elided:
            yield self._finding(path, "'image' is missing", "image")
        elif (
            isinstance(container.get("image"), str)
            and re.search(r"\s", container["image"].strip())
            and not is_placeholder(container["image"])
        ):
            yield self._finding((*path, "image"), f"{container['image'][:80]!r} is no image: it has a space", "image")
        yield from self._twice((*path, "ports"), container.get("ports"), "name", "port")
        for at, port in _items(container.get("ports")):
            yield from self._port_name((*path, "ports", at, "name"), port.get("name"))
        yield from self._variables((*path, "env"), container.get("env"))
        yield from self._mounts(path, container, volumes)
        yield from self._resources(path, container)

    def _variables(self, path: Path, variables: Any) -> Iterator[Finding]:
        yield from self._twice(path, variables, "name", "variable")
        for at, variable in _items(variables):
            if variable.get("value") not in (None, "") and "valueFrom" in variable:
                yield self._finding((*path, at), "value and valueFrom exclude each other", "env")

    def _mounts(self, path: Path, container: dict[str, Any], volumes: set[Any]) -> Iterator[Finding]:
        for at, mount in _items(container.get("volumeMounts")):
            used = mount.get("name")
            if isinstance(used, str) and used not in volumes and not is_placeholder(used) and not self._document.elided:
                yield self._finding((*path, "volumeMounts", at, "name"), f"there is no volume {used!r} in this pod", "volume")

    def _port_name(self, path: Path, name: Any) -> Iterator[Finding]:
        if isinstance(name, str) and not is_placeholder(name) and not _PORT_NAME.fullmatch(name):
            yield self._finding(
                path, f"{name[:40]!r} is no port name: at most 15 lower-case letters, digits and single '-'", "port-name"
            )

    def _resources(self, path: Path, container: dict[str, Any]) -> Iterator[Finding]:
        resources = _mapping(container.get("resources"))
        for key, asked in _mapping(resources.get("requests")).items():
            limit = _mapping(resources.get("limits")).get(key)
            least, most = _amount(asked), _amount(limit)
            if least is not None and most is not None and least > most:
                yield self._finding(
                    (*path, "resources", "requests", key), f"{asked} is more than the limit of {limit}", "resources"
                )
            if key == "memory" and isinstance(asked, str) and asked.endswith("m"):
                yield self._finding(
                    (*path, "resources", "requests", key),
                    f"{asked!r} is thousandths of a byte: is Mi meant?",
                    "resources",
                    Severity.WARNING,
                )

    def _twice(self, path: Path, items: Any, key: str, noun: str) -> Iterator[Finding]:
        seen: dict[str, int] = {}
        for at, item in _items(items):
            name = item.get(key)
            if not isinstance(name, str) or is_placeholder(name):
                continue
            if name in seen:
                yield self._finding((*path, at, key), f"the {noun} {name!r} is on line {seen[name]} already", "duplicate")
            seen.setdefault(name, self._document.place((*self._base, *path, at, key)).line)

    def schedule(self, value: dict[str, Any]) -> Iterator[Finding]:
        schedule = _at(value, _JOB).get("schedule")
        if isinstance(schedule, str) and not is_placeholder(schedule) and not _is_cron(schedule):
            yield self._finding(
                ("spec", "schedule"), f"{schedule[:60]!r} is no schedule: minute hour day month weekday", "schedule"
            )

    def service(self, value: dict[str, Any]) -> Iterator[Finding]:
        spec = _at(value, ("spec",))
        ports = list(_items(spec.get("ports")))
        if len(ports) > 1:
            for at, port in ports:
                if "name" not in port and not self._document.elided:
                    yield self._finding(("spec", "ports", at), "with more than one port each needs a name", "port-name")
        for at, port in ports:
            yield from self._port_name(("spec", "ports", at, "name"), port.get("name"))
            node = port.get("nodePort")
            if isinstance(node, int) and node not in _NODE_PORTS:
                yield self._finding(
                    ("spec", "ports", at, "nodePort"),
                    f"{node} is outside of 30000-32767, the range of a cluster's default",
                    "node-port",
                )
            if node and spec.get("type", "ClusterIP") == "ClusterIP":
                yield self._finding(
                    ("spec", "ports", at, "nodePort"), "a service of type ClusterIP has no node port", "node-port"
                )
        yield from self._twice(("spec", "ports"), spec.get("ports"), "name", "port")
        if spec.get("type") == "ExternalName" and "externalName" not in spec:
            yield self._finding(("spec",), "'externalName' is missing", "service")
        elif (
            spec
            and not ports
            and spec.get("type") != "ExternalName"
            and spec.get("clusterIP") != "None"
            and not self._document.elided
        ):
            yield self._finding(("spec",), "'ports' is missing", "service")
        if "matchLabels" in _mapping(spec.get("selector")):
            yield self._finding(
                ("spec", "selector", "matchLabels"), "a Service selects by labels directly, without matchLabels", "selector"
            )

    def autoscaler(self, value: dict[str, Any]) -> Iterator[Finding]:
        spec = _at(value, ("spec",))
        least, most = spec.get("minReplicas"), spec.get("maxReplicas")
        if isinstance(least, int) and isinstance(most, int) and least > most:
            yield self._finding(("spec", "minReplicas"), f"{least} is more than maxReplicas {most}", "replicas")

    def secret(self, value: dict[str, Any]) -> Iterator[Finding]:
        for key, data in _mapping(value.get("data")).items():
            if isinstance(data, str) and not is_placeholder(data):
                try:
                    base64.b64decode("".join(data.split()), validate=True)
                except (binascii.Error, ValueError):
                    yield self._finding(
                        ("data", key), "the value is not base64: encode it, or put the plain text under stringData", "base64"
                    )

    def subjects(self, value: dict[str, Any]) -> Iterator[Finding]:
        for at, subject in _items(value.get("subjects")):
            if subject.get("kind") == "ServiceAccount" and "namespace" not in subject:
                yield self._finding(("subjects", at), "a ServiceAccount needs its namespace here", "subject")

    def budget(self, value: dict[str, Any]) -> Iterator[Finding]:
        spec = _at(value, ("spec",))
        if "minAvailable" in spec and "maxUnavailable" in spec:
            yield self._finding(("spec", "maxUnavailable"), "minAvailable and maxUnavailable exclude each other", "budget")


_UNITS = {"": 1.0, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
          "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50, "Ei": 2.0**60}  # fmt: skip


def _amount(quantity: Any) -> float | None:
    if isinstance(quantity, int | float) and not isinstance(quantity, bool):
        return float(quantity)
    match = re.fullmatch(r"(\d{1,15}(?:\.\d{1,9})?)([a-zA-Z]{0,2})", quantity) if isinstance(quantity, str) else None
    return float(match[1]) * _UNITS[match[2]] if match and match[2] in _UNITS else None


def _is_cron(schedule: str) -> bool:
    if not _CRON.fullmatch(schedule.strip()):
        return False
    if schedule.lstrip().startswith("@"):
        return True
    fields = schedule.split()[-5:]
    for field, (low, high) in zip(fields, _CRON_FIELDS, strict=True):
        numbers = [int(number) for part in field.split(",") for number in re.findall(r"\d{1,9}", part.partition("/")[0])]
        if any(not low <= number <= high for number in numbers):
            return False
    return True
