"""What the fields of Kubernetes' objects mean, by the schemas of the package kubernetes-validate."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata, resources
from typing import Any

from assistant.errors import KnowledgeError
from assistant.knowledge.packs.build import Build, Reference

_KINDS = (  # in this order: what several have in common is told at the first
    "Pod",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "Job",
    "CronJob",
    "Service",
    "Ingress",
    "IngressClass",
    "NetworkPolicy",
    "ConfigMap",
    "Secret",
    "PersistentVolumeClaim",
    "PersistentVolume",
    "StorageClass",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "Namespace",
    "Node",
    "ServiceAccount",
    "Role",
    "RoleBinding",
    "ClusterRole",
    "ClusterRoleBinding",
    "ResourceQuota",
    "LimitRange",
    "PriorityClass",
    "RuntimeClass",
    "EndpointSlice",
)
_DEEPEST = 16
_MOST_FIELDS = 80  # that are listed with an object
_MOST_PLACES = 12
_NOT_TOLD = frozenset({"managedFields", "selfLink"})
_VERSION = re.compile(r"v([\d.]+)-local")
_STABLE = re.compile(r"v\d+")
_COMPOUND = re.compile(r"[a-z][A-Z]")
_SENTENCE = re.compile(r"(.{20,240}?[.;])(?:\s|$)", re.DOTALL)


def build() -> Build:
    """
    Raises:
        KnowledgeError: the package is not installed, or has another form than is known.
    """
    try:
        folder = resources.files("kubernetes_validate") / "kubernetes-json-schema"
        versions = [match[1] for each in folder.iterdir() if (match := _VERSION.fullmatch(each.name))]
        newest = max(versions, key=lambda version: [int(part) for part in version.split(".")])
        definitions = json.loads((folder / f"v{newest}-local" / "_definitions.json").read_text(encoding="utf-8"))["$defs"]
    except (ImportError, OSError, ValueError, KeyError) as error:
        raise KnowledgeError(
            f"The schemas of Kubernetes cannot be read ({error}): install them with `pip install kubernetes-validate`."
        ) from None
    explained = _Explained(definitions)
    source = f"Kubernetes {newest.rpartition('.')[0]}, kubernetes-validate {metadata.version('kubernetes-validate')}"
    return Build(source, "kubernetes", map(explained.kind, _KINDS), len(_KINDS))


class _Explained:
    """Walks through the kinds; what is told once is only referred to afterwards."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._told: dict[str, str] = {}  # path by the name of the definition
        self._places: dict[str, list[str]] = {}  # where else it stands
        self._roots = {kind: name for kind in _KINDS if (name := _root(definitions, kind))}
        for kind, name in self._roots.items():  # once to find all places, before anything is told
            self._find(kind.lower(), name, 0)

    def kind(self, kind: str) -> Iterator[Reference]:
        """The fields of a kind, but those that another one has told."""
        if kind in self._roots:
            yield from self._object(kind, kind.lower(), self._definitions[self._roots[kind]], self._roots[kind], 0)

    def _find(self, path: str, name: str, depth: int) -> None:
        if name in self._told:
            self._places.setdefault(self._told[name], []).append(path)
            return
        self._told[name] = path
        for field, inner in self._inner(self._definitions[name], depth):
            self._find(f"{path}.{field}", inner, depth + 1)

    def _inner(self, schema: Mapping[str, Any], depth: int) -> Iterator[tuple[str, str]]:
        """The fields that are objects, with their definitions."""
        for field, value in schema.get("properties", {}).items() if depth < _DEEPEST else ():
            inner = _definition(value)
            if inner and inner in self._definitions and field not in _NOT_TOLD:
                yield field, inner

    def _object(self, kind: str, path: str, schema: Mapping[str, Any], name: str, depth: int) -> Iterator[Reference]:
        if self._told.get(name) != path:
            return
        if not depth:
            yield self._reference(kind, path, schema, schema)
        required = set(schema.get("required", ()))
        inner = dict(self._inner(schema, depth))
        for field, value in schema.get("properties", {}).items():
            if field in _NOT_TOLD or (not depth and field in ("apiVersion", "kind")):
                continue
            below = self._definitions.get(inner.get(field, ""), {})
            yield self._reference(kind, f"{path}.{field}", value, below, required=field in required)
            if field in inner:
                yield from self._object(kind, f"{path}.{field}", below, inner[field], depth + 1)

    def _reference(
        self, kind: str, path: str, schema: Mapping[str, Any], inner: Mapping[str, Any], *, required: bool = False
    ) -> Reference:
        field = path.rpartition(".")[2]
        description = " ".join(str(schema.get("description") or inner.get("description") or "").split())
        fields = [
            f"- `{name}` ({_type(value, self._definitions)}): {_first_sentence(str(value.get('description', '')))}"
            for name, value in list(inner.get("properties", {}).items())[:_MOST_FIELDS]
        ]
        places = self._places.get(path, []) if inner else []
        parts = [f"`{path}` ({_type(schema, self._definitions)}{', required' if required else ''})", description]
        if allowed := _allowed(schema):
            parts.append(f"Allowed: {allowed}.")
        if fields:
            parts.append("Fields:\n\n" + "\n".join(fields))
        if places:
            more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
            parts.append(f"The same below: {', '.join(f'`{place}`' for place in places[:_MOST_PLACES])}{more}.")
        above = path.split(".")[-2:]
        phrases = [f"{kind} {path}", " ".join(above), *([field] if _COMPOUND.search(field) else [])]
        commands = " ".join((*inner.get("properties", {}), *places[:_MOST_PLACES]))
        return Reference(path, path, "\n\n".join(filter(None, parts)) + "\n", phrases, commands, description)


def _root(definitions: Mapping[str, Any], kind: str) -> str | None:
    """The definition of a kind: of its newest stable version."""
    found = [
        (str(each["version"]), name)
        for name, schema in definitions.items()
        for each in schema.get("x-kubernetes-group-version-kind", ())
        if each.get("kind") == kind and _STABLE.fullmatch(str(each.get("version"))) and each.get("group") != "extensions"
    ]
    return max(found)[1] if found else None


def _definition(schema: Mapping[str, Any]) -> str | None:
    """The name of what a field refers to, itself, as its items, or as the values of its keys."""
    for candidate in (schema, schema.get("items"), schema.get("additionalProperties")):
        if isinstance(candidate, Mapping) and isinstance(candidate.get("$ref"), str):
            return str(candidate["$ref"]).rpartition("/")[2]
    return None


def _type(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    if isinstance(schema.get("$ref"), str):
        inner = definitions.get(str(schema["$ref"]).rpartition("/")[2], {})
        return "object" if inner.get("properties") or not inner.get("type") else _name(inner["type"])
    if isinstance(schema.get("items"), Mapping):
        return f"list of {_type(schema['items'], definitions)}"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return f"map of {_type(schema['additionalProperties'], definitions)}"
    return _name(schema.get("type", "any"))


def _name(kinds: str | Iterable[str]) -> str:
    if isinstance(kinds, str):
        return kinds
    return " or ".join(each for each in kinds if each != "null") or "any"


def _allowed(schema: Mapping[str, Any]) -> str:
    return ", ".join(f"`{each}`" for each in schema.get("enum", ()) if each is not None)


def _first_sentence(description: str) -> str:
    description = " ".join(description.split())
    match = _SENTENCE.match(description)
    return match[1] if match else description[:200]
