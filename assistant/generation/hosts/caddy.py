"""Caddyfiles: proxies and static sites, with certificates that Caddy gets by itself."""

from __future__ import annotations

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters


def caddyfile(p: Parameters) -> Draft:
    """A Caddyfile with one site."""
    host = ", ".join(p["hosts"] or (f":{p['listen'] or 80}",))
    upstreams = list(p["upstreams"] or ())
    if not upstreams and p["port"] and not p["root"]:
        upstreams = [f"localhost:{p['port']}"]
    lines = [f"{host} {{"]
    lines += ["\tencode zstd gzip"] if p["gzip"] or p["root"] else []
    if p["redirect_to"]:
        lines.append(f"\tredir {p['redirect_to']}{{uri}} permanent")
    elif upstreams:
        matcher = f"{p['path']}* " if p["path"] and p["path"] != "/" else ""
        if p["root"]:
            lines += [f"\troot * {p['root']}", "\tfile_server"]
        if len(upstreams) > 1:
            policy = {"least_conn": "least_conn", "ip_hash": "ip_hash"}.get(p["balancing"] or "", "round_robin")
            check = [f"\t\thealth_uri {p['health_path']}"] if p["health_path"] else []
            lines += [f"\treverse_proxy {matcher}{' '.join(upstreams)} {{", f"\t\tlb_policy {policy}", *check, "\t}"]
        else:
            lines.append(f"\treverse_proxy {matcher}{upstreams[0]}")
    else:
        lines += [f"\troot * {p['root'] or '/srv'}"]
        lines += ["\ttry_files {path} /index.html"] if p["spa"] else []
        lines.append("\tfile_server")
    file = Block("caddyfile", "Caddyfile", "\n".join([*lines, "}"]) + "\n")
    steps = (
        NextStep("caddy validate --config Caddyfile --adapter caddyfile", "read-only"),
        NextStep("sudo install -m 0644 Caddyfile /etc/caddy/Caddyfile", "changes state"),
        NextStep("sudo systemctl reload caddy", "changes state"),
    )
    told = (
        ["Caddy gets and renews the certificate: the name points here, and ports 80 and 443 are open."]
        if p["hosts"]
        else ["No host was named: the site answers to any, without TLS."]
    )
    return Draft((file,), steps, tuple(told))
