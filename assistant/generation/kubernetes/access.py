"""ServiceAccounts, Roles and their bindings."""

from __future__ import annotations

from typing import Any

from assistant.generation.generated import Draft, NextStep
from assistant.generation.kinds import Kind
from assistant.generation.kubernetes import objects
from assistant.generation.parameters import Parameters
from assistant.generation.reading.access import CLUSTER_WIDE, group_of

_API = "rbac.authorization.k8s.io"


def service_account(p: Parameters) -> Draft:
    """A ServiceAccount whose token is mounted only where a Pod asks for it."""
    found = {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": objects.metadata(p),
        "automountServiceAccountToken": False,
    }
    file = objects.block(p, found)
    flag = objects.in_namespace(p)
    look = NextStep(f"kubectl get serviceaccount {p['name']}{flag} -o yaml", "read-only")
    return Draft(
        (file,),
        (*objects.apply(file), look),
        ("Its token is not mounted by itself; a Pod that calls the API sets automountServiceAccountToken: true.",),
    )


def role(p: Parameters) -> Draft:
    """A Role or ClusterRole with its binding, and the ServiceAccount where none was named."""
    wide = p.kind is Kind.CLUSTER_ROLE
    space = None if wide else p["namespace"]
    prefix = "Cluster" if wide else ""
    subject_space = p["subject_namespace"] or p["namespace"]
    account = p["subject_kind"] == "ServiceAccount"
    subject: dict[str, Any] = (
        {"kind": "ServiceAccount", "name": p["subject"], "namespace": subject_space}
        if account
        else {"kind": p["subject_kind"], "name": p["subject"], "apiGroup": _API}
    )
    found: list[dict[str, Any]] = [
        {
            "apiVersion": f"{_API}/v1",
            "kind": f"{prefix}Role",
            "metadata": {"name": p["name"], "namespace": space, "labels": p["labels"]},
            "rules": _rules(p),
        },
        {
            "apiVersion": f"{_API}/v1",
            "kind": f"{prefix}RoleBinding",
            "metadata": {"name": p["name"], "namespace": space, "labels": p["labels"]},
            "subjects": [subject],
            "roleRef": {"apiGroup": _API, "kind": f"{prefix}Role", "name": p["name"]},
        },
    ]
    own = account and "subject" not in p.taken and "service_account" not in p.taken
    if own:
        found.insert(
            0, {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": p["subject"], "namespace": subject_space}}
        )
    file = objects.block(p, *found)
    return Draft((file,), (*objects.apply(file), _check(p)), tuple(_told(p, own=own)))


def _rules(p: Parameters) -> list[dict[str, Any]]:
    by_group: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for resource in p["resources"]:
        by_group.setdefault((group_of(resource), _verbs(resource, p["verbs"])), []).append(resource)
    return [{"apiGroups": [group], "resources": names, "verbs": list(verbs)} for (group, verbs), names in by_group.items()]


def _verbs(resource: str, verbs: tuple[str, ...]) -> tuple[str, ...]:
    """A log can only be read, a shell only be created."""
    plain = tuple(verb for verb in verbs if verb != "scale") or ("get",)
    if resource == "pods/log":
        return ("get",)
    return ("create",) if resource in {"pods/exec", "pods/portforward"} else plain


def _told(p: Parameters, *, own: bool) -> list[str]:
    told = [f"Nobody was named: the ServiceAccount {p['subject']} is created and bound."] if own else []
    if p.kind is Kind.ROLE and (wide := [name for name in p["resources"] if name in CLUSTER_WIDE]):
        told.append(f"{', '.join(wide)} belong to no namespace: for them a ClusterRole is needed.")
    if "secrets" in p["resources"] and set(p["verbs"]) & {"get", "list", "watch"}:
        told.append("Whoever can list Secrets can read their values.")
    if "pods/exec" in p["resources"]:
        told.append("A shell in a Pod can do whatever its account can.")
    return told


def _check(p: Parameters) -> NextStep:
    account = p["subject_kind"] == "ServiceAccount"
    who = f"system:serviceaccount:{p['subject_namespace'] or p['namespace']}:{p['subject']}" if account else p["subject"]
    group = f"--as=someone --as-group={who}" if p["subject_kind"] == "Group" else f"--as={who}"
    where = "--all-namespaces" if p.kind is Kind.CLUSTER_ROLE else f"-n {p['namespace']}"
    resource, _, sub = p["resources"][0].partition("/")
    verb = _verbs(p["resources"][0], p["verbs"])[0]
    flag = f" --subresource={sub}" if sub else ""
    return NextStep(f"kubectl auth can-i {verb} {resource}{flag} {where} {group}", "read-only")
