"""The Pod inside a workload: container, resources, probes, security."""

from __future__ import annotations

from typing import Any

from assistant.generation import well_known
from assistant.generation.kinds import Kind
from assistant.generation.kubernetes import objects, placement, pod_environment, volumes
from assistant.generation.parameters import Parameters
from assistant.generation.reading.environment import words_of
from assistant.generation.reading.names import slug
from assistant.generation.well_known import WellKnown
from assistant.generation.yaml_writer import Commented

_OWN_USER = 10001  # high enough to be nobody on the node
_ALPINE_POSTGRES_USER = 70
_CALLED = {"claim": "PersistentVolumeClaim", "config": "ConfigMap", "secret": "Secret"}


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
    found = [{"name": name, "emptyDir": {}} for name, _ in _scratch(p, known)]
    found += [{"name": name, "hostPath": {"path": path}} for name, path in volumes.of_the_node(p)]
    return {
        "serviceAccountName": p["service_account"],
        "automountServiceAccountToken": None if p["service_account"] else False,
        **{key: value for key, value in spec.items() if key != "volumes"},
        **({"terminationGracePeriodSeconds": p["grace_s"]} if p["grace_s"] is not None else {}),
        "imagePullSecrets": [{"name": p["pull_secret"]}] if p["pull_secret"] else None,
        **placement.fields(p),
        "securityContext": _pod_security(p, known, shared=bool(mount or p["mounts"])),
        "initContainers": [_before(p, known, mount)] if p["init"] else None,
        "containers": [_container(p, known, mount), *_beside(p)],
        "volumes": [*found, *spec.get("volumes", ()), *volumes.named(p)] or None,
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
    told += pod_environment.needs(p, known)
    told += [
        f"The {_CALLED[kind]} {source} exists in the same namespace."
        for kind, source, _, _ in p["mounts"] or ()
        if kind in _CALLED
    ]
    return tuple(told)


def _container(p: Parameters, known: WellKnown | None, mount: str | None) -> dict[str, Any]:
    words = words_of(p["command"]) if p["command"] else None
    arguments = list(known.arguments) if known and known.arguments and not words else None
    return {
        "name": p["name"],
        "image": p["image"],
        "command": list(words) if words else None,
        "args": list(words_of(p["arguments"])) if p["arguments"] else arguments,
        "ports": [
            {"name": name, "containerPort": port, "protocol": p["protocol"] if p["protocol"] == "UDP" else None}
            for name, port in ports(p)
        ]
        or None,
        **pod_environment.fields(p, known),
        "resources": _resources(p),
        **_probes(p, known),
        "securityContext": _container_security(p, known),
        "volumeMounts": _mounts(p, known, mount) or None,
    }


def _mounts(p: Parameters, known: WellKnown | None, mount: str | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"name": name, "mountPath": path} for name, path in _scratch(p, known)]
    if mount:
        found.insert(0, {"name": "data", "mountPath": mount})
    found += [
        {"name": name, "mountPath": path, "readOnly": None if path.endswith(".sock") else True}
        for name, path in volumes.of_the_node(p)
    ]
    return [*found, *volumes.mounts(p)]


def _resources(p: Parameters) -> dict[str, Any]:
    return {
        "requests": {"cpu": p["cpu_request"], "memory": p["memory_request"]},
        "limits": {"cpu": p["cpu_limit"], "memory": p["memory_limit"]},
    }


def _before(p: Parameters, known: WellKnown | None, mount: str | None) -> dict[str, Any]:
    """The container that runs before the others; one of the same image has the same settings."""
    image, command = p["init"]
    same = not image or image == p["image"]
    return {
        "name": "init" if same or not command.startswith("until") else "wait",
        "image": image or p["image"],
        "command": list(words_of(command)) if command else None,
        **(pod_environment.fields(p, known) if same else {}),
        "resources": _resources(p),
        "securityContext": _container_security(p, known if same else None),
        "volumeMounts": (_mounts(p, known, mount) if same else volumes.shared(p)) or None,
    }


def _beside(p: Parameters) -> list[dict[str, Any]]:
    """Sidecars: the settings that any container can do with."""
    found = []
    for name, image in p["sidecars"] or ():
        own = slug(image.partition("@")[0].rpartition("/")[2].partition(":")[0]) or "sidecar"
        called = slug(name) or own
        found.append(
            {
                "name": called if called != p["name"] else f"{called[:55]}-sidecar",
                "image": image,
                "resources": {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"memory": "128Mi"}},
                "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
                "volumeMounts": volumes.shared(p) or None,
            }
        )
    return found


def ports(p: Parameters) -> list[tuple[str, int]]:
    """Names and numbers of the container's ports."""
    if p["portless"]:
        return []
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


def _probes(p: Parameters, known: WellKnown | None) -> dict[str, Any]:
    if p.kind in {Kind.JOB, Kind.CRONJOB}:
        return {}
    ready, live = p["readiness_path"] or p["health_path"], p["liveness_path"] or p["health_path"]
    first = ports(p)
    if not first:
        return {}
    name = first[0][0]
    probes: dict[str, Any] = {}
    if p["startup_path"]:
        probes["startupProbe"] = {
            "httpGet": {"path": p["startup_path"], "port": name},
            "failureThreshold": 30,
            "periodSeconds": 5,
        }
    if ready:
        probes["readinessProbe"] = {"httpGet": {"path": ready, "port": name}, "periodSeconds": 5}
    elif known and known.health:
        probes["readinessProbe"] = {"exec": {"command": list(known.health)}, "periodSeconds": 10, "timeoutSeconds": 5}
    elif p["protocol"] != "UDP":
        probes["readinessProbe"] = {"tcpSocket": {"port": name}, "periodSeconds": 5}
    if live:
        probes["livenessProbe"] = {"httpGet": {"path": live, "port": name}, "initialDelaySeconds": 10, "periodSeconds": 10}
    return {name: {**probe, **_timing(p, name)} for name, probe in probes.items()}


def _timing(p: Parameters, probe: str) -> dict[str, Any]:
    """What the request says of when a probe is made."""
    if probe == "startupProbe":
        return {}
    delayed = p["probe_delay_s"] is not None and probe.startswith(p["probe_delayed"] or probe)
    timing = {
        "initialDelaySeconds": p["probe_delay_s"] if delayed else None,
        "periodSeconds": p["probe_period_s"],
        "failureThreshold": p["probe_failures"],
    }
    return {key: value for key, value in timing.items() if value is not None}


def _scratch(p: Parameters, known: WellKnown | None) -> list[tuple[str, str]]:
    """Empty directories that a read-only root needs."""
    if p["writable_root"] or any(path == "/tmp" for _, _, path, _ in p["mounts"] or ()):  # noqa: S108  # a path inside the container
        return []
    if known is None:
        return [("tmp", "/tmp")]  # noqa: S108  # a path inside the container
    if not _root_is_read_only(known):
        return []
    return [("tmp", "/tmp"), *((path.strip("/").replace("/", "-"), path) for path in known.writable)]  # noqa: S108


def _root_is_read_only(known: WellKnown | None) -> bool:
    return known is None or (known.user is not None and bool(known.writable))


def _pod_security(p: Parameters, known: WellKnown | None, *, shared: bool) -> dict[str, Any]:
    profile = {"seccompProfile": {"type": "RuntimeDefault"}}
    if p["user_id"]:
        group = p["group_id"] or p["user_id"]
        return {
            "runAsNonRoot": True,
            "runAsUser": p["user_id"],
            "runAsGroup": group,
            **({"fsGroup": group} if shared or p["group_id"] else {}),
            **profile,
        }
    if known is None:
        group = p["group_id"] or (_OWN_USER if shared else None)
        return {"runAsNonRoot": True, **({"fsGroup": group} if group else {}), **profile}
    if known.user is None:
        return profile
    user = _ALPINE_POSTGRES_USER if known.image == "postgres" and "alpine" in p["image"] else known.user
    return {"runAsNonRoot": True, "runAsUser": user, "runAsGroup": user, **({"fsGroup": user} if shared else {}), **profile}


def _container_security(p: Parameters, known: WellKnown | None) -> dict[str, Any]:
    keeps = list(known.capabilities) if known and known.user is None and not p["user_id"] else []
    closed = not p["writable_root"] and (_root_is_read_only(known) or p["read_only_root"])
    return {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True if closed else None,
        "capabilities": {"drop": ["ALL"], "add": Commented(keeps, "it starts as root and changes its user") if keeps else None},
    }
