"""HAProxy: balancing over HTTP and TCP, TLS, health checks, the page of statistics."""

from __future__ import annotations

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters

_BALANCE = {"round_robin": "roundrobin", "least_conn": "leastconn", "ip_hash": "source"}
_TCP_PORTS = {
    5432: "postgres",
    3306: "mysql",
    6379: "redis",
    1883: "mqtt",
    5672: "amqp",
    27017: "mongo",
    25: "smtp",
    9092: "kafka",
    636: "ldaps",
    22: "ssh",
}


def haproxy(p: Parameters) -> Draft:
    """An haproxy.cfg, whole."""
    tcp = p["mode"] == "tcp" or (p["mode"] is None and not p["health_path"] and not p["tls"] and p["listen"] in _TCP_PORTS)
    name = p["name"] or ("app" if not tcp else _TCP_PORTS.get(p["listen"] or 0, "tcp"))
    mode = "tcp" if tcp else "http"
    lines = [
        *("global", "    log stdout format raw local0", "    maxconn 20000", "    user haproxy", "    group haproxy"),
        *(["    ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets"] if p["tls"] else []),
        "",
        *("defaults", "    log global", f"    mode {mode}", f"    option {mode}log", "    option dontlognull"),
        *(
            "    timeout connect 5s",
            f"    timeout client {'1h' if tcp else '60s'}",
            f"    timeout server {'1h' if tcp else '60s'}",
        ),
        *([] if tcp else ["    timeout http-request 10s"]),
        "",
        *_front(p, name, tcp=tcp),
        "",
        *_back(p, name, tcp=tcp),
        *_statistics(p),
    ]
    file = Block("haproxy", "haproxy.cfg", "\n".join(lines) + "\n")
    steps = (
        NextStep("haproxy -c -f haproxy.cfg", "read-only"),
        NextStep("sudo install -m 0644 haproxy.cfg /etc/haproxy/haproxy.cfg", "changes state"),
        NextStep("sudo systemctl reload haproxy", "changes state"),
    )
    return Draft((file,), steps, tuple(_told(p, tcp=tcp)))


def _port(p: Parameters) -> int:
    """That of the front end; where only servers have one, it is theirs over TCP."""
    if p["listen"]:
        return int(p["listen"])
    return 443 if p["tls"] else 80


def _front(p: Parameters, name: str, *, tcp: bool) -> list[str]:
    lines = [f"frontend {name}_in"]
    if p["tls"]:
        secure = p["listen"] if p["listen"] not in (None, 80) else 443
        lines += ["    bind *:80"] if p["redirect"] or not tcp else []
        alpn = "" if tcp else " alpn h2,http/1.1"
        lines.append(f"    bind *:{secure} ssl crt {p['certificate'] or '/etc/haproxy/certs/site.pem'}{alpn}")
        if not tcp:
            lines.append("    http-request redirect scheme https code 301 unless { ssl_fc }")
            lines.append("    http-response set-header Strict-Transport-Security max-age=31536000")
    else:
        lines.append(f"    bind *:{_port(p)}")
    if not tcp:
        lines.append("    option forwardfor")
    for host in p["hosts"] or () if not tcp else ():
        lines.append(f"    acl is_{name} hdr(host) -i {host}")
    return [*lines, f"    default_backend {name}"]


def _back(p: Parameters, name: str, *, tcp: bool) -> list[str]:
    lines = [f"backend {name}", f"    balance {_BALANCE[p['balancing'] or 'round_robin']}"]
    if tcp:
        lines.append("    option tcp-check")
    elif p["health_path"]:
        lines += [
            "    option httpchk",
            f"    http-check send meth GET uri {p['health_path']}",
            "    http-check expect status 200",
        ]
    if p["sticky"] and not tcp:
        lines.append("    cookie SERVER insert indirect nocache httponly")
    lines.append("    default-server inter 3s fall 3 rise 2")
    for called, address, standby in _servers(p):
        cookie = f" cookie {called}" if p["sticky"] and not tcp else ""
        lines.append(f"    server {called} {address} check{cookie}{' backup' if standby else ''}")
    return lines


def _servers(p: Parameters) -> list[tuple[str, str, bool]]:
    """Name, address with port, and whether it only stands by."""
    listed = p["servers"] or (("app1", "127.0.0.1:8080", False),)
    port = p["server_port"] or (p["listen"] if p["listen"] not in (None, 80, 443) else 8080)
    return [(name, address if ":" in address else f"{address}:{port}", standby) for name, address, standby in listed]


def _statistics(p: Parameters) -> list[str]:
    if not p["stats_port"]:
        return []
    page = f"    bind *:{p['stats_port']}"
    return [
        "",
        "frontend stats",
        page,
        "    mode http",
        "    stats enable",
        f"    stats uri {p['stats_path'] or '/'}",
        "    stats refresh 10s",
    ]


def _told(p: Parameters, *, tcp: bool) -> list[str]:
    told = []
    if p["tls"]:
        told.append(
            f"{p['certificate'] or '/etc/haproxy/certs/site.pem'} holds the certificate, its chain and the key in one file."
        )
    if p["stats_port"]:
        told.append(f"Port {p['stats_port']} tells all about the servers: let only those see it who may.")
    if not p["servers"]:
        told.append("The request names no server; assumed: 127.0.0.1:8080.")
    if not tcp and not p["health_path"]:
        told.append("A server is taken as healthy when its port answers: option httpchk asks for a path.")
    return told
