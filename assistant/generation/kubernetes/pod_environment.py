"""The variables of a container: as they are written, out of keys of Secrets and ConfigMaps, or all of their keys."""

from __future__ import annotations

from typing import Any

from assistant.generation.parameters import Parameters
from assistant.generation.well_known import WellKnown

_KEY_REFERENCES = {"secret": "secretKeyRef", "config": "configMapKeyRef"}
_REFERENCES = {"secret": "secretRef", "config": "configMapRef"}
_CALLED = {"secret": "Secret", "config": "ConfigMap"}


def fields(p: Parameters, known: WellKnown | None) -> dict[str, Any]:
    """`env` and `envFrom`."""
    return {"env": _variables(p, known) or None, "envFrom": _all_of(p) or None}


def needs(p: Parameters, known: WellKnown | None) -> list[str]:
    """What must be there for the Pod to start."""
    told = []
    if listed := _secret_names(p, known):
        told.append(f"The Secret {_secret(p)} with {', '.join(listed)} exists in the same namespace.")
    keys: dict[tuple[str, str], list[str]] = {}
    for _, kind, name, key in p["env_references"] or ():
        keys.setdefault((kind, name), []).append(key)
    told += [
        f"The {_CALLED[kind]} {name} with {', '.join(each)} exists in the same namespace."
        for (kind, name), each in keys.items()
    ]
    return told


def _secret(p: Parameters) -> str:
    return p["from_secret"] or f"{p['name'][:55]}-secrets"


def _secret_names(p: Parameters, known: WellKnown | None) -> tuple[str, ...]:
    referred = {name for name, *_ in p["env_references"] or ()}
    asked = tuple(name for name in p["secret_env"] or () if name not in referred)
    if p["env_sources"]:
        asked = ()  # they are among the keys of what is taken whole
    needed = known.secrets if known and not p["command"] else ()
    given = {*asked, *referred, *(p["env"] or {})}
    return asked + tuple(name for name in needed if name not in given)


def _variables(p: Parameters, known: WellKnown | None) -> list[dict[str, Any]]:
    plain = {**(known.environment if known and not p["command"] else {}), **(p["env"] or {})}
    referred = [
        {"name": name, "valueFrom": {_KEY_REFERENCES[kind]: {"name": source, "key": key}}}
        for name, kind, source, key in p["env_references"] or ()
    ]
    secret = [
        {"name": name, "valueFrom": {"secretKeyRef": {"name": _secret(p), "key": name}}} for name in _secret_names(p, known)
    ]
    return [*({"name": name, "value": value} for name, value in plain.items()), *referred, *secret]


def _all_of(p: Parameters) -> list[dict[str, Any]]:
    if p["env_sources"]:
        return [{_REFERENCES[kind]: {"name": name}} for kind, name in p["env_sources"]]
    sources: list[dict[str, Any]] = []
    if p["from_config"]:
        sources.append({"configMapRef": {"name": p["from_config"]}})
    if p["from_secret"] and not p["secret_env"]:
        sources.append({"secretRef": {"name": p["from_secret"]}})
    return sources
