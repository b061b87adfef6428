"""The Pod inside a workload: container, resources, probes, security."""

from __future__ import annotations

from typing import Any

from assistant.generation import well_known
from assistant.generation.kinds import Kind
from assistant.generation.kubernetes import objects
from assistant.generation.parameters import Parameters
from assistant.generation.reading.environment import words_of
from assistant.generation.well_known import WellKnown
from assistant.generation.yaml_writer import Commented

_OWN_USER = 10001  # high enough to be nobody on the node
_ALPINE_POSTGRES_USER = 70


def template(p: Parameters, *, mount: str | None = None, **spec: Any) -> dict[str, Any]:
    """The Pod template of a workload.

    Args:
        p: values of the workload.
        mount: where the volume `data` is mounted; None for none.
        spec: further fields of the Pod, before the containers.
    """
    return {"metadata": {"labels": objects.labels(p, p["name"])}, "spec": pod(p, mount=mount, **spec)}


def pod(p: Parameters, *, mount: str | None = None, **spec: Any) -> dict[str, Any]:
    """The specification of a Pod."""
    known = known_image(p["image"])
    volumes = [{"name": name, "emptyDir": {}} for name, _ in _scratch(known)]
    volumes += [{"name": name, "hostPath": {"path": path}} for name, path in host_paths(p)]
    return {
        "serviceAccountName": p["service_account"],
        "automountServiceAccountToken": None if p["service_account"] else False,
        **{key: value for key, value in spec.items() if key != "volumes"},
        "securityContext": _pod_security(p["image"], known, shared=bool(mount)),
        "containers": [_container(p, known, mount)],
        "volumes": [*volumes, *spec.get("volumes", ())] or None,
    }


def known_image(image: str) -> WellKnown | None:
    """What is known of an image, whatever its tag and registry."""
    repository = image.partition("@")[0]
    head, slash, tail = repository.rpartition("/")
    known = well_known.lookup(tail.partition(":")[0])
    if known is None:
        return None
    return (
        known
        if not slash or f"{head}/{tail.partition(':')[0]}".endswith(known.image) or head in {"library", "docker.io/library"}
        else None
    )


def assumptions(p: Parameters) -> tuple[str, ...]:
    """What the security settings and secrets ask of the image and the cluster."""
    known = known_image(p["image"])
    told = []
    if known is None:
        told.append(
            "The image runs as a non-root user and writes to /tmp only; where it must write elsewhere, mount a volume there."
        )
    elif known.user is None:
        told.append(f"{known.image} starts as root and keeps only the capabilities that it needs.")
    if p["image"].startswith("registry.example.com/"):
        told.append(f"The image {p['image']} is a placeholder: put yours there.")
    if p["image"].endswith(":latest") or ":" not in p["image"].rpartition("/")[2]:
        told.append("The image has no fixed tag: pin a version, so that every node runs the same.")
    if p["host_paths"]:
        told.append(
            f"The node's {', '.join(p['host_paths'])} is mounted: the Pod Security of the namespace has to allow hostPath."
        )
    if _secret_names(p, known):
        told.append(f"The Secret {_secret(p)} with {', '.join(_secret_names(p, known))} exists in the same namespace.")
    return tuple(told)


def _container(p: Parameters, known: WellKnown | None, mount: str | None) -> dict[str, Any]:
    mounts: list[dict[str, Any]] = [{"name": name, "mountPath": path} for name, path in _scratch(known)]
    if mount:
        mounts.insert(0, {"name": "data", "mountPath": mount})
    mounts += [
        {"name": name, "mountPath": path, "readOnly": None if path.endswith(".sock") else True} for name, path in host_paths(p)
    ]
    words = words_of(p["command"]) if p["command"] else None
    return {
        "name": p["name"],
        "image": p["image"],
        "command": list(words) if words else None,
        "args": list(known.arguments) if known and known.arguments and not words else None,
        "ports": [
            {"name": name, "containerPort": port, "protocol": p["protocol"] if p["protocol"] == "UDP" else None}
            for name, port in ports(p)
        ]
        or None,
        "env": _environment(p, known) or None,
        "envFrom": _environment_sources(p) or None,
        "resources": {
            "requests": {"cpu": p["cpu_request"], "memory": p["memory_request"]},
            "limits": {"cpu": p["cpu_limit"], "memory": p["memory_limit"]},
        },
        **_probes(p, known),
        "securityContext": _container_security(known),
        "volumeMounts": mounts or None,
    }


def host_paths(p: Parameters) -> list[tuple[str, str]]:
    """Names and directories of the node that the container sees at the same place."""
    return [
        (f"host-{path.strip('/').replace('/', '-').replace('.', '-').replace('_', '-').lower()}"[:63].rstrip("-"), path)
        for path in p["host_paths"] or ()
    ]


def ports(p: Parameters) -> list[tuple[str, int]]:
    """Names and numbers of the container's ports."""
    numbers = list(p["ports"] or ([p["port"]] if p["port"] else []))
    first = "udp" if p["protocol"] == "UDP" else "http"
    usual = {
        443: "https",
        8443: "https",
        9090: "metrics",
        5432: "postgres",
        6379: "redis",
        3306: "mysql",
        27017: "mongo",
        5672: "amqp",
        9092: "kafka",
        50051: "grpc",
    }
    named: list[tuple[str, int]] = []
    for number in numbers:
        name = usual.get(number, first if not named else f"port-{number}")
        named.append((name if name not in dict(named) else f"port-{number}", number))
    return named


def _secret(p: Parameters) -> str:
    return p["from_secret"] or f"{p['name'][:55]}-secrets"


def _secret_names(p: Parameters, known: WellKnown | None) -> tuple[str, ...]:
    asked = tuple(p["secret_env"] or ())
    needed = known.secrets if known and not p["command"] else ()
    return asked + tuple(name for name in needed if name not in asked and name not in (p["env"] or {}))


def _environment(p: Parameters, known: WellKnown | None) -> list[dict[str, Any]]:
    plain = {**(known.environment if known and not p["command"] else {}), **(p["env"] or {})}
    return [{"name": name, "value": value} for name, value in plain.items()] + [
        {"name": name, "valueFrom": {"secretKeyRef": {"name": _secret(p), "key": name}}} for name in _secret_names(p, known)
    ]


def _environment_sources(p: Parameters) -> list[dict[str, Any]]:
    sources: list[dict[str, Any]] = []
    if p["from_config"]:
        sources.append({"configMapRef": {"name": p["from_config"]}})
    if p["from_secret"] and not p["secret_env"]:
        sources.append({"secretRef": {"name": p["from_secret"]}})
    return sources


def _probes(p: Parameters, known: WellKnown | None) -> dict[str, Any]:
    if p.kind in {Kind.JOB, Kind.CRONJOB}:
        return {}
    ready, live = p["readiness_path"] or p["health_path"], p["liveness_path"] or p["health_path"]
    first = ports(p)
    if not first:
        return {}
    name = first[0][0]
    probes: dict[str, Any] = {}
    if ready:
        probes["readinessProbe"] = {"httpGet": {"path": ready, "port": name}, "periodSeconds": 5}
    elif known and known.health:
        probes["readinessProbe"] = {"exec": {"command": list(known.health)}, "periodSeconds": 10, "timeoutSeconds": 5}
    elif p["protocol"] != "UDP":
        probes["readinessProbe"] = {"tcpSocket": {"port": name}, "periodSeconds": 5}
    if live:
        probes["livenessProbe"] = {"httpGet": {"path": live, "port": name}, "initialDelaySeconds": 10, "periodSeconds": 10}
    return probes


def _scratch(known: WellKnown | None) -> list[tuple[str, str]]:
    """Empty directories that a read-only root needs."""
    if known is None:
        return [("tmp", "/tmp")]  # noqa: S108  # a path inside the container
    if not _root_is_read_only(known):
        return []
    return [("tmp", "/tmp"), *((path.strip("/").replace("/", "-"), path) for path in known.writable)]  # noqa: S108


def _root_is_read_only(known: WellKnown | None) -> bool:
    return known is None or (known.user is not None and bool(known.writable))


def _pod_security(image: str, known: WellKnown | None, *, shared: bool) -> dict[str, Any]:
    profile = {"seccompProfile": {"type": "RuntimeDefault"}}
    if known is None:
        return {"runAsNonRoot": True, **({"fsGroup": _OWN_USER} if shared else {}), **profile}
    if known.user is None:
        return profile
    user = _ALPINE_POSTGRES_USER if known.image == "postgres" and "alpine" in image else known.user
    return {"runAsNonRoot": True, "runAsUser": user, "runAsGroup": user, **({"fsGroup": user} if shared else {}), **profile}


def _container_security(known: WellKnown | None) -> dict[str, Any]:
    keeps = list(known.capabilities) if known and known.user is None else []
    return {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True if _root_is_read_only(known) else None,
        "capabilities": {"drop": ["ALL"], "add": Commented(keeps, "it starts as root and changes its user") if keeps else None},
    }
