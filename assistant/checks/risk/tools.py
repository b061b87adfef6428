"""All tools that the tables know, by name; read at the first question and kept."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache

from assistant.checks.risk import tables
from assistant.checks.risk.rules import Tool, read_table

_FOLDERS = (
    "/bin/",
    "/sbin/",
    "/usr/bin/",
    "/usr/sbin/",
    "/usr/local/bin/",
    "/usr/local/sbin/",
    "/opt/homebrew/bin/",
    "/snap/bin/",
)
_REACHING = ("kubernetes", "clouds", "databases", "infrastructure", "containers", "version_control")
_SERVERS = frozenset("redis-server postgres mysqld mariadbd mongod valkey-server dockerd containerd pgbouncer git".split())
_SUFFIXES = (".exe", ".cmd")
_CMDLET = re.compile(r"[A-Z][A-Za-z]{1,15}-[A-Z]")


def find_tool(command: str) -> tuple[Tool | None, bool]:
    """The tool of a command's name.

    Returns:
        the tool, if any, and whether it is certain to be the one that everybody has: `/usr/bin/rm` is, `./rm` need not be.
    """
    folder, slash, name = command.rpartition("/")
    certain = not slash or folder + slash in _FOLDERS
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    tools = all_tools()
    for candidate in (name, *_families(name)):
        if candidate in tools:
            return tools[candidate], certain
    return None, certain


def reaches_out(command: str) -> bool:
    """Whether a tool acts on something beyond the machine or container that it runs in: a cluster, a cloud, a database."""
    return command.rpartition("/")[2] in _reaching()


def _families(name: str) -> tuple[str, ...]:
    """Names under which a tool is known that has its version or kind in its name: `mkfs.ext4`, `python3.12`, `Get-Process`."""
    if _CMDLET.match(name):
        return name.lower(), name.partition("-")[0].lower() + "-*"
    return name.rstrip("0123456789.").rstrip("-"), name.partition(".")[0] + ".*"


@cache
def _reaching() -> frozenset[str]:
    names = (read_table(importlib.import_module(f"{tables.__name__}.{table}").TABLE) for table in _REACHING)
    return frozenset(name for table in names for name in table) - _SERVERS


@cache
def all_tools() -> dict[str, Tool]:
    found: dict[str, Tool] = {}
    for module in pkgutil.iter_modules(tables.__path__):
        table = importlib.import_module(f"{tables.__name__}.{module.name}")
        for name, tool in read_table(table.TABLE).items():
            if name in found:
                raise ValueError(f"{name} stands in two tables")
            found[name] = tool
    return found
