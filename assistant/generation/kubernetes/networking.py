"""Services, Ingresses, HTTPRoutes and NetworkPolicies."""

from __future__ import annotations

from typing import Any

from assistant.generation.generated import Draft, NextStep
from assistant.generation.kubernetes import objects
from assistant.generation.kubernetes.objects import in_namespace
from assistant.generation.parameters import Parameters
from assistant.generation.yaml_writer import Commented


def service(p: Parameters) -> Draft:
    """A Service of any type."""
    if p["external_name"]:
        return _external(p)
    pairs = [(p["service_port"], p["port"])]
    if p["ports"] and "service_port" not in p.taken:
        pairs = [(port, port) for port in p["ports"]]
    numbers = [
        {
            "name": "http" if index == 0 and p["protocol"] == "TCP" else f"port-{port}",
            "port": port,
            "targetPort": target,
            "nodePort": p["node_port"] if index == 0 and p["service_type"] != "ClusterIP" else None,
            "protocol": p["protocol"],
        }
        for index, (port, target) in enumerate(pairs)
    ]
    if p["named_ports"]:
        numbers = [
            {"name": name, "port": port, "targetPort": target, "nodePort": node or None, "protocol": p["protocol"]}
            for name, port, target, node in p["named_ports"]
        ]
    spec = {
        "type": "ClusterIP" if p["headless"] else p["service_type"],
        "clusterIP": Commented("None", "headless: DNS gives the addresses of the Pods") if p["headless"] else None,
        "selector": Commented({"app": p["target"]}, "the labels of the Pods"),
        "sessionAffinity": "ClientIP" if p["sticky"] else None,
        "ports": numbers,
    }
    if p["headless"]:
        for each in numbers:
            each.pop("nodePort")
    file = objects.block(p, {"apiVersion": "v1", "kind": "Service", "metadata": objects.metadata(p), "spec": spec})
    look = NextStep(f"kubectl get endpointslices -l kubernetes.io/service-name={p['name']}{in_namespace(p)}", "read-only")
    return Draft((file,), (*objects.apply(file), look), (f"The Pods carry the label app={p['target']}.",))


def _external(p: Parameters) -> Draft:
    """A name within the cluster for a host outside of it."""
    spec = {"type": "ExternalName", "externalName": p["external_name"]}
    file = objects.block(p, {"apiVersion": "v1", "kind": "Service", "metadata": objects.metadata(p), "spec": spec})
    look = NextStep(f"kubectl get service {p['name']}{in_namespace(p)}", "read-only")
    told = "It is an alias in DNS alone: ports and the name in certificates and HTTP headers stay those of the host."
    return Draft((file,), (*objects.apply(file), look), (told,))


def ingress(p: Parameters) -> Draft:
    """An Ingress, with TLS unless it is unwanted."""
    paths = [
        {"path": path, "pathType": "Prefix", "backend": {"service": {"name": name, "port": {"number": port}}}}
        for path, name, port in _routes(p)
    ]
    data = objects.metadata(p)
    if p["issuer"]:
        data["annotations"] = {"cert-manager.io/cluster-issuer": p["issuer"]}
    if p["auth_secret"]:
        prefix = "nginx.ingress.kubernetes.io"
        signs = {f"{prefix}/auth-type": "basic", f"{prefix}/auth-secret": p["auth_secret"], f"{prefix}/auth-realm": "Login"}
        data["annotations"] = {**data.get("annotations", {}), **signs}
    if wishes := _wishes(p):
        data["annotations"] = {**data.get("annotations", {}), **wishes}
    spec = {
        "ingressClassName": p["ingress_class"],
        "tls": [{"hosts": list(p["hosts"]), "secretName": p["tls_secret"]}] if p["tls"] else None,
        "rules": [{"host": host, "http": {"paths": paths}} for host in p["hosts"]],
    }
    file = objects.block(p, {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": data, "spec": spec})
    told = [f"The Service {name} listens on port {port} in the same namespace." for _, name, port in _routes(p)]
    if p["tls"] and p["issuer"]:
        told.append(f"cert-manager is installed and has the ClusterIssuer {p['issuer']}.")
    elif p["tls"]:
        told.append(f"The Secret {p['tls_secret']} of type kubernetes.io/tls exists in the same namespace.")
    look = NextStep(f"kubectl describe ingress {p['name']}{in_namespace(p)}", "read-only")
    return Draft((file,), (*objects.apply(file), look), tuple(told))


def _wishes(p: Parameters) -> dict[str, str]:
    """Annotations of ingress-nginx for what the specification has no field for."""
    prefix = "nginx.ingress.kubernetes.io"
    timeout = (p["proxy_timeout"] or "").removesuffix("s")
    pairs = {
        "proxy-body-size": p["body_size"],
        "rewrite-target": p["rewrite_to"],
        "whitelist-source-range": ",".join(p["allowed_networks"] or ()),
        "proxy-read-timeout": timeout,
        "proxy-send-timeout": timeout,
    }
    return {f"{prefix}/{name}": value for name, value in pairs.items() if value}


def _routes(p: Parameters) -> list[tuple[str, str, int]]:
    """Path, service and port: those that the request lists, else the one that it tells."""
    listed = [(path, name, port or p["service_port"]) for path, name, port in p["routes"] or ()]
    if len(listed) == 1 and p["path"] != "/" and listed[0][0] == "/":
        listed = [(p["path"], *listed[0][1:])]
    return listed or [(p["path"], p["target"], p["service_port"])]


def http_route(p: Parameters) -> Draft:
    """An HTTPRoute of the Gateway API."""
    rules = [
        {"matches": [{"path": {"type": "PathPrefix", "value": path}}], "backendRefs": [{"name": name, "port": port}]}
        for path, name, port in _routes(p)
    ]
    spec = {"parentRefs": [{"name": "gateway"}], "hostnames": list(p["hosts"]), "rules": rules}
    file = objects.block(
        p, {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": objects.metadata(p), "spec": spec}
    )
    told = (
        "The Gateway API is installed, and a Gateway named gateway in the same namespace accepts the route.",
        *(f"The Service {name} listens on port {port}." for _, name, port in _routes(p)),
    )
    look = NextStep(f"kubectl describe httproute {p['name']}{in_namespace(p)}", "read-only")
    return Draft((file,), (*objects.apply(file), look), told)


def network_policy(p: Parameters) -> Draft:
    """A NetworkPolicy: denies what it does not name."""
    allowed = _peers(p)
    closed = p["deny_all"] and not allowed and not p["allow_to"]
    outwards = _outwards(p)
    ingress_rules = (
        [] if closed or (not allowed and (p["allow_to"] or p["allow_dns"] or outwards)) else [_rule(p, "from", allowed)]
    )
    egress_rules = _egress(p)
    directions = (
        ["Ingress"] if ingress_rules or p["deny_all"] or not (p["allow_to"] or p["allow_dns"] or outwards) else []
    ) + (["Egress"] if egress_rules or p["deny_egress"] else [])
    chosen = p["selector"] or ({"app": p["target"]} if p["target"] else {})
    selector = {"matchLabels": dict(chosen)} if chosen else {}
    spec = {
        "podSelector": selector or Commented({}, "every Pod of the namespace"),
        "policyTypes": directions,
        "ingress": ingress_rules or None,
        "egress": egress_rules or None,
    }
    file = objects.block(
        p,
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"name": p["name"], "namespace": p["namespace"], "labels": p["labels"]},
            "spec": spec,
        },
    )
    told = ["The network plug-in of the cluster enforces NetworkPolicies."]
    told += [
        f"The Pods carry the label app={name}."
        for name in (None if p["selector"] else p["target"], *(p["from_apps"] or ()), *(p["allow_to"] or ()))
        if name
    ]
    if p["from_apps"] and p["from_namespaces"]:
        told.append("The Pods that may connect are in the namespaces named.")
    look = NextStep(f"kubectl describe networkpolicy {p['name']}{in_namespace(p)}", "read-only")
    return Draft((file,), (*objects.apply(file), look), tuple(told))


def _outwards(p: Parameters) -> bool:
    """Whether the networks of the request are where the Pods may go, not who may come."""
    return bool(p["cidrs"]) and bool(p["deny_egress"]) and not p["from_apps"] and not p["deny_all"]


def _peers(p: Parameters) -> list[dict[str, Any]]:
    apps = [{"podSelector": {"matchLabels": {"app": name}}} for name in p["from_apps"] or ()]
    apps += [{"podSelector": {"matchLabels": {key: value}}} for key, value in (p["from_labels"] or {}).items()]
    spaces = [
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}} for name in p["from_namespaces"] or ()
    ]
    blocks = [{"ipBlock": {"cidr": cidr}} for cidr in p["cidrs"] or () if not p["allow_to"] and not _outwards(p)]
    if apps and spaces:
        return [{**space, **app} for space in spaces for app in apps] + blocks
    return [*apps, *spaces, *blocks]


def _rule(p: Parameters, side: str, peers: list[dict[str, Any]]) -> dict[str, Any]:
    rule: dict[str, Any] = {side: peers} if peers else {side: [{"podSelector": {}}]}
    if p["port"]:
        rule["ports"] = [{"protocol": p["protocol"], "port": port} for port in p["ports"] or (p["port"],)]
    return rule


def _egress(p: Parameters) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    if p["allow_to"]:
        rules.append(_rule(p, "to", [{"podSelector": {"matchLabels": {"app": name}}} for name in p["allow_to"]]))
    if _outwards(p):
        rules.append(_rule(p, "to", [{"ipBlock": {"cidr": cidr}} for cidr in p["cidrs"]]))
    if p["allow_dns"] or p["allow_to"] or (_outwards(p) and p["allow_dns"]):
        dns = {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
            "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
        }
        rules.append({"to": [dns], "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]})
    return rules
