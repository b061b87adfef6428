"""Jails of fail2ban."""

from __future__ import annotations

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters


def jail(p: Parameters) -> Draft:
    """A file for /etc/fail2ban/jail.d."""
    name = p["jail"]
    lines = [
        f"[{name}]",
        "enabled = true",
        *([f"port = {p['port']}"] if p["port"] else []),
        *(["backend = systemd"] if name == "sshd" and not p["files"] else []),
        *([f"logpath = {' '.join(p['files'])}"] if p["files"] else []),
        f"maxretry = {p['tries']}",
        f"findtime = {p['window']}",
        f"bantime = {p['ban']}",
        *([f"ignoreip = 127.0.0.1/8 ::1 {' '.join(p['cidrs'])}"] if p["cidrs"] else []),
    ]
    file = Block("ini", f"{name}.local", "\n".join(lines) + "\n")
    steps = (
        NextStep(f"sudo install -m 0644 {name}.local /etc/fail2ban/jail.d/{name}.local", "changes state"),
        NextStep("sudo fail2ban-client -t", "read-only"),
        NextStep("sudo systemctl reload fail2ban", "changes state"),
        NextStep(f"sudo fail2ban-client status {name}", "read-only"),
    )
    return Draft((file,), steps, (f"fail2ban has a filter {name} in /etc/fail2ban/filter.d.",))
