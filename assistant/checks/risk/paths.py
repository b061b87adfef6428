"""Which paths are devices, which belong to the system, which swallow what is written to them."""

from __future__ import annotations

import re

_DEVICE = re.compile(
    r"/dev/(?:sd|hd|vd|xvd|nvme|mmcblk|md|dm-|mapper/|disk/|disk|rdisk|loop|ram|mtd|nbd|zd|zvol|sr|mem$|kmem$|port$|\$|\{|\*)"
    r"|\\\\\.\\physicaldrive",
    re.IGNORECASE,
)
_SYSTEM = re.compile(
    r"/(?:etc|boot|bin|sbin|lib|lib32|lib64|usr|sys|proc|root|System|Library)(?:/.*)?$"
    r"|/(?:var|opt|srv|home|dev|run|mnt|media|Users|Volumes)?/?\*?$"
    r"|/var/(?:lib|log|spool|cache)(?:/\*?)?$"
    r"|~/?\*?$|\$\{?HOME\}?/?\*?$|[A-Za-z]:[\\/]?(?:Windows.*)?$"
    r"|\.{0,2}/\*$|~?/?(?:.*/)?\.ssh(?:/.*)?$"
)
_NOWHERE = re.compile(r"/dev/(?:null|stdout|stderr|stdin|tty|fd/\d+|pts/\d+|ptmx)$|-$|nul$", re.IGNORECASE)


def is_device(path: str) -> bool:
    """Whether it is a disk, a partition or memory."""
    return bool(_DEVICE.match(_tidy(path)))


def is_system(path: str) -> bool:
    """Whether the machine or an account needs it: `/`, `/etc/...`, a whole home, `/var/lib` itself."""
    return bool(_SYSTEM.match(_tidy(path)))


def is_nowhere(path: str) -> bool:
    """Whether what is written there leaves no trace."""
    return bool(_NOWHERE.match(_tidy(path)))


def _tidy(path: str) -> str:
    """Without doubled slashes and steps that lead nowhere, `/tmp/../etc` being `/etc`."""
    path = path[:4096].replace("\\\\", "\\") if path.startswith("\\\\\\") else path[:4096]
    if "/" not in path:
        return path
    absolute = path.startswith("/")
    steps: list[str] = []
    for step in path.split("/"):
        if step == ".." and absolute:
            if steps:
                steps.pop()
        elif step not in ("", ".") or (step == "." and not absolute and not steps):
            steps.append(step)
    slash = "/" if path.endswith("/") and steps else ""
    return ("/" if absolute else "") + "/".join(steps) + slash
