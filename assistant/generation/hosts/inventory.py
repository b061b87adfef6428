"""Inventories of Ansible."""

from __future__ import annotations

from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters


def inventory(p: Parameters) -> Draft:
    """An inventory: groups with their hosts; as YAML where that is asked for."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, host, address in p["inventory"] or (("web", "web1", "192.0.2.10"),):
        groups.setdefault(group, []).append((host, address))
    shared = {
        "ansible_user": p["user"],
        "ansible_port": str(p["port"]) if p["port"] and p["port"] != 22 else None,
        "ansible_ssh_private_key_file": p["private_key"],
        "ansible_python_interpreter": "/usr/bin/python3" if p["python"] else None,
    }
    given = {key: value for key, value in shared.items() if value}
    file = _yaml(groups, given) if p["as_yaml"] else _ini(groups, given)
    steps = (
        NextStep(f"ansible-inventory -i {file.file_name} --graph --vars", "read-only"),
        NextStep(f"ansible all -i {file.file_name} -m ansible.builtin.ping", "read-only"),
    )
    told = () if p["inventory"] else ("The request names no hosts: web1 stands as an example.",)
    return Draft((file,), steps, told)


def _ini(groups: dict[str, list[tuple[str, str]]], shared: dict[str, str]) -> Block:
    lines: list[str] = []
    for group, hosts in groups.items():
        lines += [f"[{group}]", *(f"{host} ansible_host={address}" if address else host for host, address in hosts), ""]
    if shared:
        lines += ["[all:vars]", *(f"{key}={value}" for key, value in shared.items()), ""]
    return Block("ini", "inventory.ini", "\n".join(lines).rstrip("\n") + "\n")


def _yaml(groups: dict[str, list[tuple[str, str]]], shared: dict[str, str]) -> Block:
    children: dict[str, Any] = {
        group: {"hosts": {host: {"ansible_host": address} if address else {} for host, address in hosts}}
        for group, hosts in groups.items()
    }
    return Block("yaml", "inventory.yaml", yaml_writer.write({"all": {"vars": shared or None, "children": children}}))
