"""Ansible playbooks: packages, files, services and users, with names of modules in full."""

from __future__ import annotations

from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters


def playbook(p: Parameters) -> Draft:
    """A playbook for one group of hosts."""
    told: list[str] = []
    tasks = [*_chores(p), *_packages(p), *_user(p, told), *_files(p, told), *_service(p)]
    if not tasks:
        tasks = [{"name": "Check that the hosts can be reached", "ansible.builtin.ping": {}}]
        told.append("The request names no task that is known here: put yours in place of the ping.")
    handlers = []
    if _unit(p) and any("notify" in task for task in tasks):
        restart = {"name": _unit(p), "state": "restarted"}
        handlers = [{"name": f"Restart {_unit(p)}", "ansible.builtin.service": restart}]
    play = {
        "name": _title(p),
        "hosts": p["play_hosts"],
        "become": True,
        "serial": p["serial"],
        "tasks": tasks,
        "handlers": handlers or None,
    }
    file = Block("yaml", "playbook.yaml", yaml_writer.write_list([play]))
    steps = (
        NextStep("ansible-playbook --syntax-check playbook.yaml", "read-only"),
        NextStep("ansible-playbook --check --diff playbook.yaml", "read-only"),
        NextStep("ansible-playbook playbook.yaml", "changes state"),
    )
    told.append(
        f"The inventory knows {'the hosts' if p['play_hosts'] == 'all' else 'the group ' + p['play_hosts']}, and sudo is allowed there."
    )
    return Draft((file,), steps, tuple(told))


def _title(p: Parameters) -> str:
    subject = p["new_user"] and f"User {p['new_user']}"
    return subject or (
        f"Set up {', '.join(p['packages'])}" if p["packages"] else f"Set up {_unit(p)}" if _unit(p) else "Maintain the hosts"
    )


def _unit(p: Parameters) -> str | None:
    """The service that a change restarts."""
    return p["unit_name"] or (
        p["packages"][0] if p["packages"] and (p["source_file"] or "template" in (p["chores"] or ())) else None
    )


def _chores(p: Parameters) -> list[dict[str, Any]]:
    chores = p["chores"] or ()
    tasks: list[dict[str, Any]] = []
    if "upgrade" in chores:
        tasks.append(
            {
                "name": "Upgrade all packages",
                "ansible.builtin.apt": {"update_cache": True, "upgrade": "dist", "autoremove": True},
            }
        )
    if "reboot" in chores:
        needed = {"path": "/var/run/reboot-required"}
        tasks.append({"name": "See whether a reboot is needed", "ansible.builtin.stat": needed, "register": "reboot_required"})
        tasks.append(
            {"name": "Reboot", "ansible.builtin.reboot": {"reboot_timeout": 600}, "when": "reboot_required.stat.exists"}
        )
    return tasks


def _packages(p: Parameters) -> list[dict[str, Any]]:
    names = ["docker.io" if name == "docker" else name for name in p["packages"] or ()]
    if not names:
        return []
    options: dict[str, Any] = {"name": names if len(names) > 1 else names[0], "state": "present"}
    return [
        {
            "name": f"Install {', '.join(names)}",
            "ansible.builtin.apt": {**options, "update_cache": True, "cache_valid_time": 3600},
        }
    ]


def _user(p: Parameters, told: list[str]) -> list[dict[str, Any]]:
    name = p["new_user"]
    if not name or not (p["key_file"] or p["user_group"] or "new_user" in p.taken):
        return []
    group = p["user_group"]
    account = {
        "name": name,
        "shell": "/bin/bash",
        "create_home": True,
        "groups": [group] if group else None,
        "append": True if group else None,
    }
    tasks: list[dict[str, Any]] = [{"name": f"Create user {name}", "ansible.builtin.user": account}]
    if p["key_file"]:
        key = {"user": name, "state": "present", "key": "{{ lookup('ansible.builtin.file', '" + p["key_file"] + "') }}"}
        tasks.append({"name": f"Allow the SSH key of {name}", "ansible.posix.authorized_key": key})
        told.append(f"{p['key_file']} lies beside the playbook; ansible-galaxy collection install ansible.posix has been run.")
    if "sudo" in (p["chores"] or ()) and group not in {"sudo", "wheel"}:
        rule = {
            "dest": f"/etc/sudoers.d/{name}",
            "content": f"{name} ALL=(ALL) NOPASSWD:ALL\n",
            "mode": "0440",
            "validate": "/usr/sbin/visudo -cf %s",
        }
        tasks.append({"name": f"Let {name} use sudo", "ansible.builtin.copy": rule})
    return tasks


def _files(p: Parameters, told: list[str]) -> list[dict[str, Any]]:
    source, unit = p["source_file"], _unit(p)
    templated = "template" in (p["chores"] or ()) or (source or "").endswith(".j2")
    if not source and not templated:
        return []
    source = source or f"{unit or 'app'}.conf.j2"
    base = source.rpartition("/")[2].removesuffix(".j2")
    place = p["destination"]
    if place is None:
        place = f"/etc/{unit}/{base}" if unit else f"/etc/{base}"
        told.append(f"The request does not say where {source} goes; assumed: {place}.")
    elif "." not in place.rpartition("/")[2]:
        place = f"{place}/{base}"
    options = {"src": source, "dest": place, "owner": "root", "group": "root", "mode": "0644"}
    if (unit, base) == ("nginx", "nginx.conf"):
        options["validate"] = "nginx -t -c %s"
    module = "ansible.builtin.template" if templated else "ansible.builtin.copy"
    return [{"name": f"Write {place}", module: options, "notify": f"Restart {unit}" if unit else None}]


def _service(p: Parameters) -> list[dict[str, Any]]:
    unit = _unit(p)
    if not unit:
        return []
    return [{"name": f"Start {unit}", "ansible.builtin.service": {"name": unit, "state": "started", "enabled": True}}]
