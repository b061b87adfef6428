"""ConfigMaps, Secrets, claims, namespaces and kustomizations."""

from __future__ import annotations

from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.kubernetes import objects
from assistant.generation.kubernetes.objects import in_namespace
from assistant.generation.parameters import Parameters
from assistant.generation.reading.environment import is_secret_name
from assistant.generation.yaml_writer import Commented

_PLACEHOLDER = "REPLACE_ME"


def config_map(p: Parameters) -> Draft:
    """A ConfigMap with the keys of the request; what looks like a secret is left out."""
    given = {key: value for key, value in (p["keys"] or {}).items() if not is_secret_name(key)}
    hidden = [key for key in (*(p["keys"] or {}), *(p["key_names"] or ())) if is_secret_name(key)]
    data: dict[str, Any] = {
        **given,
        **{key: Commented(_PLACEHOLDER, "put the value here") for key in p["key_names"] or () if key not in hidden},
    }
    if not data:
        data = {"LOG_LEVEL": "info"}
    file = objects.block(p, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": objects.metadata(p), "data": data})
    told = [f"{', '.join(hidden)}: belongs into a Secret and was left out."] if hidden else []
    if not given and not p["key_names"]:
        told.append("No keys were named: LOG_LEVEL stands as an example.")
    look = NextStep(f"kubectl get configmap {p['name']}{in_namespace(p)} -o yaml", "read-only")
    return Draft(
        (file,), (*objects.apply(file), look), (*told, "Pods that read it as environment see a change after a restart only.")
    )


def secret(p: Parameters) -> Draft:
    """A Secret with placeholders: values never stand in a file that may be committed."""
    data = {key: Commented(_PLACEHOLDER, "never commit the real value") for key in dict.fromkeys(p["key_names"])}
    found = {"apiVersion": "v1", "kind": "Secret", "metadata": objects.metadata(p), "type": "Opaque", "stringData": data}
    file = objects.block(p, found)
    literal = " ".join(f"--from-file={key}=./{key}" for key in list(data)[:10])
    steps = (
        NextStep(f"kubectl create secret generic {p['name']}{in_namespace(p)} {literal} --dry-run=client -o name", "read-only"),
        NextStep(f"kubectl create secret generic {p['name']}{in_namespace(p)} {literal}", "changes state"),
    )
    told = (
        "The values are placeholders: create the Secret from files as below, or from a secret store, rather than from this manifest.",
    )
    return Draft((file,), steps, told)


def claim(p: Parameters) -> Draft:
    """A PersistentVolumeClaim."""
    spec = {
        "accessModes": [p["access_mode"]],
        "storageClassName": p["storage_class"],
        "resources": {"requests": {"storage": p["storage"]}},
    }
    file = objects.block(
        p, {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": objects.metadata(p), "spec": spec}
    )
    told = [] if p["storage_class"] else ["The cluster has a default StorageClass."]
    if p["access_mode"] == "ReadWriteMany":
        told.append("The StorageClass offers ReadWriteMany, as NFS and CephFS do; most block storage does not.")
    look = NextStep(f"kubectl get pvc {p['name']}{in_namespace(p)}", "read-only")
    return Draft((file,), (*objects.apply(file), look), tuple(told))


def volume(p: Parameters) -> Draft:
    """A PersistentVolume on NFS, or on a directory of a node."""
    source = (
        {"nfs": {"server": p["nfs_server"], "path": p["nfs_path"]}}
        if p["nfs_server"]
        else {"hostPath": {"path": p["host_path"]}}
    )
    spec = {
        "capacity": {"storage": p["storage"]},
        "accessModes": [p["access_mode"]],
        "persistentVolumeReclaimPolicy": Commented("Retain", "the data outlives its claim"),
        "storageClassName": p["storage_class"] or Commented("manual", "a claim for it names the same class"),
        **source,
    }
    data = {"name": p["name"], "labels": p["labels"]}
    file = objects.block(p, {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": data, "spec": spec})
    told = (
        f"The NFS server {p['nfs_server']} exports {p['nfs_path']} to the nodes."
        if p["nfs_server"]
        else f"hostPath ties the data to {p['host_path']} of one node: it is for clusters of one node and for tests."
    )
    look = NextStep(f"kubectl get pv {p['name']}", "read-only")
    return Draft((file,), (*objects.apply(file), look), (told,))


def namespace(p: Parameters) -> Draft:
    """A Namespace that warns of Pods below the restricted standard."""
    standard = {"pod-security.kubernetes.io/enforce": "baseline", "pod-security.kubernetes.io/warn": "restricted"}
    data = {"name": p["name"], "labels": {**(p["labels"] or {}), **standard}}
    file = objects.block(p, {"apiVersion": "v1", "kind": "Namespace", "metadata": data})
    look = NextStep(f"kubectl get namespace {p['name']} --show-labels", "read-only")
    return Draft(
        (file,),
        (*objects.apply(file), look),
        ("Pod Security: baseline is enforced, and what is not restricted is warned about.",),
    )


def kustomization(p: Parameters) -> Draft:
    """A kustomization.yaml over files beside it."""
    name = (p["image"] or "").partition("@")[0]
    repository, _, tag = name.rpartition(":") if ":" in name.rpartition("/")[2] else (name, "", p["image_tag"] or "")
    workload = p["name"] or "app"
    content = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": p["namespace"],
        "resources": [*([p["base"]] if p["base"] else []), *p["files_listed"]],
        "labels": [{"pairs": dict(p["labels"]), "includeSelectors": False}] if p["labels"] else None,
        "images": [{"name": repository, "newTag": tag}] if repository and tag and "/" not in tag else None,
        "replicas": [{"name": workload, "count": p["replicas"]}] if p["replicas"] is not None else None,
    }
    file = Block("yaml", "kustomization.yaml", yaml_writer.write(content))
    steps = (
        NextStep("kubectl kustomize .", "read-only"),
        NextStep("kubectl diff -k .", "read-only"),
        NextStep("kubectl apply -k .", "changes state"),
    )
    return Draft((file,), steps, ("The files named under resources lie beside it.",))
