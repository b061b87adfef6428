"""Objects that operators of the cluster read: the Prometheus Operator, Argo CD, cert-manager; and classes of storage."""

from __future__ import annotations

from typing import Any

from assistant.generation.generated import Draft, NextStep
from assistant.generation.kubernetes import objects
from assistant.generation.kubernetes.objects import in_namespace
from assistant.generation.parameters import Parameters

_ACME = {
    "production": "https://acme-v02.api.letsencrypt.org/directory",
    "staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
}


def service_monitor(p: Parameters) -> Draft:
    """A ServiceMonitor: which Services are scraped."""
    spec = {
        "selector": {"matchLabels": dict(p["selector"] or {"app": p["target"]})},
        "namespaceSelector": {"matchNames": [p["of_namespace"]]} if p["of_namespace"] else None,
        "endpoints": [{"port": p["port_name"], "path": p["metrics_path"] or "/metrics", "interval": p["interval"] or "30s"}],
    }
    data = {**objects.metadata(p), "labels": {"release": p["release"], **(p["labels"] or {})} if p["release"] else p["labels"]}
    file = objects.block(
        p, {"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor", "metadata": data, "spec": spec}
    )
    told = [
        f"The Service has a port named {p['port_name']}, and the Prometheus Operator is installed.",
        "The serviceMonitorSelector of Prometheus has to match its labels: the chart kube-prometheus-stack wants release: NAME.",
    ]
    look = NextStep(f"kubectl get servicemonitor {p['name']}{in_namespace(p)} -o yaml", "read-only")
    return Draft((file,), (*objects.apply(file), look), tuple(told))


def application(p: Parameters) -> Draft:
    """An Application of Argo CD."""
    automated = {"prune": p["prune"], "selfHeal": p["self_heal"]} if p["automated"] else None
    options = ["CreateNamespace=true"] if p["create_namespace"] else []
    source: dict[str, Any] = {
        "repoURL": p["repository"],
        "targetRevision": p["revision"],
        "path": None if p["chart"] else p["source_path"],
    }
    if p["chart"]:
        source["chart"] = p["chart"]
    if p["value_files"]:
        source["helm"] = {"valueFiles": list(p["value_files"])}
    policy = {"automated": automated, "syncOptions": options or None}
    spec = {
        "project": p["project"],
        "source": source,
        "destination": {"server": p["server"], "namespace": p["namespace"] or p["name"]},
        "syncPolicy": policy if automated or options else None,
    }
    data = {"name": p["name"], "namespace": "argocd", "labels": p["labels"]}
    file = objects.block(p, {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": data, "spec": spec})
    steps = (*objects.apply(file), NextStep(f"argocd app get {p['name']}", "read-only"))
    return Draft((file,), steps, ("Argo CD runs in the namespace argocd and may read the repository.",))


def issuer(p: Parameters) -> Draft:
    """A ClusterIssuer, or an Issuer of one namespace, for certificates of Let's Encrypt or of its own."""
    whole = not p["one_namespace"]
    if p["self_signed"]:
        spec: dict[str, Any] = {"selfSigned": {}}
    else:
        solver = (
            {"dns01": {p["dns_provider"]: _DNS[p["dns_provider"]]}}
            if p["dns_provider"]
            else {"http01": {"ingress": {"ingressClassName": p["ingress_class"]}}}
        )
        spec = {
            "acme": {
                "server": _ACME[p["acme"]],
                "email": p["mail"] or "ops@example.com",
                "privateKeySecretRef": {"name": f"{p['name'][:50]}-account"},
                "solvers": [solver],
            }
        }
    data = {"name": p["name"], "namespace": p["namespace"] if not whole else None, "labels": p["labels"]}
    kind = "ClusterIssuer" if whole else "Issuer"
    file = objects.block(p, {"apiVersion": "cert-manager.io/v1", "kind": kind, "metadata": data, "spec": spec})
    told = ["cert-manager is installed."]
    if p["dns_provider"]:
        told.append(f"cert-manager may change records of {p['dns_provider']}.")
    look = NextStep(f"kubectl describe {kind.lower()} {p['name']}{in_namespace(p) if not whole else ''}", "read-only")
    return Draft((file,), (*objects.apply(file), look), tuple(told))


_DNS: dict[str, dict[str, Any]] = {
    "route53": {"region": "eu-central-1"},
    "cloudflare": {"apiTokenSecretRef": {"name": "cloudflare-api-token", "key": "api-token"}},
    "cloudDNS": {"project": "my-project"},
}


def certificate(p: Parameters) -> Draft:
    """A Certificate of cert-manager."""
    hosts = list(p["hosts"])
    spec = {
        "secretName": p["tls_secret"] or f"{p['name'][:59]}-tls",
        "dnsNames": hosts,
        "issuerRef": {"name": p["issuer"] or "letsencrypt-prod", "kind": "Issuer" if p["one_namespace"] else "ClusterIssuer"},
    }
    file = objects.block(
        p, {"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": objects.metadata(p), "spec": spec}
    )
    look = NextStep(f"kubectl describe certificate {p['name']}{in_namespace(p)}", "read-only")
    return Draft(
        (file,),
        (*objects.apply(file), look),
        (f"cert-manager is installed and has the issuer {p['issuer'] or 'letsencrypt-prod'}.",),
    )
