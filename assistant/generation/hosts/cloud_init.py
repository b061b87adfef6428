"""User data of cloud-init: what a machine makes of itself at its first start."""

from __future__ import annotations

from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters

_KEY = "ssh-ed25519 REPLACE_ME"


def cloud_init(p: Parameters) -> Draft:
    """A #cloud-config."""
    user = p["new_user"]
    told: list[str] = []
    groups = [group for group in p["groups"] or () if group != user]
    account: dict[str, Any] = {
        "name": user,
        "groups": ", ".join(groups) or None,
        "shell": "/bin/bash",
        "sudo": "ALL=(ALL) NOPASSWD:ALL" if p["sudo"] else None,
        "lock_passwd": True,
        "ssh_authorized_keys": [p["public_key"] or _KEY],
    }
    if user and not p["public_key"]:
        told.append(f"Put the public key of {user} in place of {_KEY}.")
    content = {
        "hostname": p["machine"],
        "timezone": p["timezone"],
        "package_update": True,
        "package_upgrade": True if p["upgrade"] else None,
        "packages": list(p["packages"]) if p["packages"] else None,
        "users": ["default", account] if user else None,
        "ssh_pwauth": False,
        "write_files": [
            {"path": path, "permissions": "0644", "content": "# put the content here\n"} for path in p["files_written"] or ()
        ]
        or None,
        "runcmd": list(p["first_commands"]) if p["first_commands"] else None,
    }
    file = Block("yaml", "user-data.yaml", "#cloud-config\n" + yaml_writer.write(content))
    steps = (
        NextStep("cloud-init schema --config-file user-data.yaml", "read-only"),
        NextStep("cloud-init status --long", "read-only"),
    )
    told.append("It runs at the first start only; /var/log/cloud-init-output.log on the machine tells how it went.")
    return Draft((file,), steps, tuple(told))
