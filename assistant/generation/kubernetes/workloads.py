"""Deployments, StatefulSets, DaemonSets, Pods, Jobs and CronJobs."""

from __future__ import annotations

from typing import Any

from assistant.generation.generated import Draft, NextStep
from assistant.generation.kubernetes import objects, pods
from assistant.generation.kubernetes.objects import in_namespace
from assistant.generation.parameters import Parameters
from assistant.generation.yaml_writer import Commented


def deployment(p: Parameters) -> Draft:
    """A Deployment; with storage, its claim beside it."""
    mount = (p["mount_path"] or "/data") if p["storage"] or p["mount_path"] else None
    volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": f"{p['name'][:58]}-data"}}] if mount else []
    spec = {
        "replicas": p["replicas"],
        "selector": {"matchLabels": {"app": p["name"]}},
        "strategy": _strategy(p, held=bool(mount)),
        "template": pods.template(p, mount=mount, volumes=volumes),
    }
    found: list[dict[str, Any]] = [
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": objects.metadata(p), "spec": spec}
    ]
    if mount:
        claim = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": p["storage"] or "10Gi"}}}
        found.insert(
            0,
            {
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "metadata": objects.metadata(p, f"{p['name'][:58]}-data"),
                "spec": claim,
            },
        )
    several = ("More than one replica shares the volume only on one node: use a StatefulSet, or a ReadWriteMany volume.",)
    return _rolled_out(p, "deployment", found, several if mount and (p["replicas"] or 0) > 1 else ())


def _strategy(p: Parameters, *, held: bool) -> dict[str, Any]:
    """How old Pods make way for new ones; a volume that one Pod holds is set free first."""
    named = p["max_surge"] is not None or p["down_at_once"] is not None
    if p["strategy"] == "Recreate" or (held and not named):
        return {"type": "Recreate"}
    surge = 1 if p["max_surge"] is None else p["max_surge"]
    down = 0 if p["down_at_once"] is None else p["down_at_once"]
    if surge in (0, "0%") and down in (0, "0%"):
        down = 1  # something has to move
    return {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge, "maxUnavailable": down}}


def statefulset(p: Parameters) -> Draft:
    """A StatefulSet with a volume for each replica, and its headless Service."""
    claim = {
        "accessModes": [p["access_mode"]],
        "storageClassName": p["storage_class"],
        "resources": {"requests": {"storage": p["storage"]}},
    }
    service_ports = [
        {"name": name, "port": port, "targetPort": name, "protocol": p["protocol"]} for name, port in pods.ports(p)
    ]
    service = {"clusterIP": "None", "selector": {"app": p["name"]}, "ports": service_ports or None}
    spec = {
        "serviceName": p["name"],
        "replicas": p["replicas"],
        "selector": {"matchLabels": {"app": p["name"]}},
        "template": pods.template(p, mount=p["mount_path"], terminationGracePeriodSeconds=60),
        "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": claim}],
    }
    headless = Commented(service["clusterIP"], "headless: each Pod has a name of its own")
    found = [
        {"apiVersion": "v1", "kind": "Service", "metadata": objects.metadata(p), "spec": {**service, "clusterIP": headless}},
        {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": objects.metadata(p), "spec": spec},
    ]
    replicated = ("The replicas are independent: replication between them is for the image or an operator to set up.",)
    return _rolled_out(p, "statefulset", found, replicated if (p["replicas"] or 0) > 1 else ())


def daemonset(p: Parameters) -> Draft:
    """A DaemonSet: one Pod on each node."""
    spec = {
        "selector": {"matchLabels": {"app": p["name"]}},
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": p["down_at_once"] or 1}},
        "template": pods.template(p),
    }
    found = [{"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": objects.metadata(p), "spec": spec}]
    told = () if p["tolerations"] else ("It runs on worker nodes: for control-plane nodes add a toleration.",)
    return _rolled_out(p, "daemonset", found, told)


def pod(p: Parameters) -> Draft:
    """A Pod alone."""
    found = {"apiVersion": "v1", "kind": "Pod", "metadata": objects.metadata(p), "spec": pods.pod(p)}
    file = objects.block(p, found)
    look = NextStep(f"kubectl get pod {p['name']}{in_namespace(p)} -o wide", "read-only")
    return Draft(
        (file,),
        (*objects.apply(file), look),
        (*pods.assumptions(p), "Nothing replaces a Pod that is lost: a Deployment would."),
    )


def job(p: Parameters) -> Draft:
    """A Job that cleans up after itself."""
    found = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": objects.metadata(p),
        "spec": {**_run(p), "parallelism": p["parallelism"], "completions": p["completions"]},
    }
    file = objects.block(p, found)
    look = NextStep(f"kubectl logs job/{p['name']}{in_namespace(p)} --follow", "read-only")
    return Draft((file,), (*objects.apply(file), look), pods.assumptions(p))


def cronjob(p: Parameters) -> Draft:
    """A CronJob that runs at its times."""
    spec = {
        "schedule": p["schedule"],
        "timeZone": p["timezone"],
        "concurrencyPolicy": p["concurrency"],
        "startingDeadlineSeconds": 300,
        "successfulJobsHistoryLimit": p["kept_successful"],
        "failedJobsHistoryLimit": p["kept_failed"],
        "jobTemplate": {"spec": _run(p)},
    }
    name = p["name"][:52].rstrip("-")  # the controller adds eleven characters
    found = {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {**objects.metadata(p), "name": name}, "spec": spec}
    file = objects.block(p, found)
    steps = (
        *objects.apply(file),
        NextStep(f"kubectl create job --from=cronjob/{name} {name}-test{in_namespace(p)}", "changes state"),
        NextStep(f"kubectl get jobs{in_namespace(p)} --watch", "read-only"),
    )
    told = () if p["command"] or p["arguments"] else ("The image runs its work by its own entry point: no command was named.",)
    return Draft((file,), steps, (*pods.assumptions(p), *told))


def _run(p: Parameters) -> dict[str, Any]:
    return {
        "backoffLimit": p["retries"],
        "ttlSecondsAfterFinished": Commented(86400, "a day") if p["ttl_s"] is None else p["ttl_s"],
        "activeDeadlineSeconds": p["deadline_s"] or Commented(3600, "stop it after an hour"),
        "template": pods.template(p, restartPolicy=p["job_restart"]),
    }


def _rolled_out(p: Parameters, resource: str, found: list[dict[str, Any]], told: tuple[str, ...]) -> Draft:
    file = objects.block(p, *found)
    look = NextStep(f"kubectl rollout status {resource}/{p['name']}{in_namespace(p)}", "read-only")
    return Draft((file,), (*objects.apply(file), look), (*pods.assumptions(p), *told))
