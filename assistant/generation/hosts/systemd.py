"""systemd services, hardened, and timers."""

from __future__ import annotations

import re

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.kinds import Kind
from assistant.generation.parameters import Parameters
from assistant.generation.quoting import systemd, systemd_environment
from assistant.generation.reading import quantities
from assistant.generation.reading.environment import words_of
from assistant.generation.reading.schedules import on_calendar

_INTERPRETERS = {
    "js": ("/usr/bin/node",),
    "py": ("/usr/bin/python3",),
    "rb": ("/usr/bin/ruby",),
    "php": ("/usr/bin/php",),
    "jar": ("/usr/bin/java", "-jar"),
}
_PRIVILEGED_BELOW = 1024
_HARDENING = (
    "NoNewPrivileges=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "ProtectSystem=strict",
    "ProtectHome={home}",
    "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelLogs=yes",
    "ProtectControlGroups=yes",
    "ProtectClock=yes",
    "ProtectHostname=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    "RestrictNamespaces=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "LockPersonality=yes",
    "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service",
)


def service(p: Parameters) -> Draft:
    """A service unit."""
    unit = _unit(p, kind=p["unit_type"] or "exec", restart=p["restart"], wanted=True)
    name = f"{p['name']}.service"
    steps = (
        NextStep(f"systemd-analyze verify ./{name}", "read-only"),
        NextStep(f"sudo install -m 0644 {name} /etc/systemd/system/{name}", "changes state"),
        NextStep("sudo systemctl daemon-reload", "changes state"),
        NextStep(f"sudo systemctl enable --now {name}", "changes state"),
        NextStep(f"systemctl status {name}", "read-only"),
    )
    return Draft((Block("ini", name, unit),), steps, _told(p))


def timer(p: Parameters) -> Draft:
    """A timer and the service that it starts."""
    zone = f" {p['timezone'].replace('Etc/UTC', 'UTC')}" if p["timezone"] else ""
    lines = [
        "[Unit]",
        f"Description=Timer of {p['name']}",
        "",
        "[Timer]",
        *([f"OnBootSec={p['boot_s']}s"] if p["boot_s"] is not None else []),
        f"OnCalendar={on_calendar(p['schedule'])}{zone}",
        *(
            ["Persistent=false"]
            if p["no_catch_up"]
            else ["# run once after start-up where a time was missed", "Persistent=true"]
        ),
        f"RandomizedDelaySec={_span(30 if p['random_s'] is None else p['random_s'])}",
        *([f"Unit={p['activates']}.service"] if p["activates"] else []),
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    names = f"{p['name']}.service", f"{p['name']}.timer"
    plan = Block("ini", names[1], "\n".join(lines) + "\n")
    if p["activates"] and "command" not in p.taken:  # the service is there already
        return Draft((plan,), _installed((names[1],), names[1]), (f"{p['activates']}.service exists.",))
    blocks = (Block("ini", names[0], _unit(p, kind="oneshot", restart=None, wanted=False)), plan)
    return Draft(blocks, _installed(names, names[1]), _told(p))


def _installed(names: tuple[str, ...], enabled: str) -> tuple[NextStep, ...]:
    """How units come into the system."""
    return (
        NextStep(f"systemd-analyze verify {' '.join(f'./{name}' for name in names)}", "read-only"),
        NextStep(f"sudo install -m 0644 {' '.join(names)} /etc/systemd/system/", "changes state"),
        NextStep("sudo systemctl daemon-reload", "changes state"),
        NextStep(f"sudo systemctl enable --now {enabled}", "changes state"),
        NextStep(f"systemctl list-timers {enabled}", "read-only"),
    )


def _span(seconds: int) -> str:
    """Seconds as a person writes them."""
    if seconds and seconds % 3600 == 0:
        return f"{seconds // 3600}h"
    return f"{seconds // 60}min" if seconds and seconds % 60 == 0 else f"{seconds}"


def _unit(p: Parameters, *, kind: str, restart: str | None, wanted: bool) -> str:
    others = [unit for unit in p["after"] or () if unit != "network-online.target"]
    lines = [
        "[Unit]",
        f"Description={p['name']}",
        f"Wants={' '.join(['network-online.target', *others])}",
        f"After={' '.join(['network-online.target', *others])}",
        "",
        "[Service]",
        f"Type={kind}",
    ]
    lines += [f"User={p['user']}"]
    lines += [f"WorkingDirectory={systemd(p['workdir'])}"] if p["workdir"] else []
    lines += [f"Environment={systemd_environment(name, value)}" for name, value in (p["env"] or {}).items()]
    lines += [f"EnvironmentFile={systemd(p['env_file'])}"] if p["env_file"] else []
    lines += (
        [f"# {', '.join(p['secret_env'])}: mode 0600, owned by root", f"EnvironmentFile=/etc/{p['name']}/environment"]
        if p["secret_env"] and not p["env_file"]
        else []
    )
    lines += [f"ExecStart={_command(p['command'])}"]
    if restart and restart != "no":
        delay = 5 if p["restart_delay"] is None else p["restart_delay"]
        lines += [f"Restart={'always' if restart == 'unless-stopped' else restart}", f"RestartSec={delay}"]
    lines += [f"TimeoutStopSec={p['stop_s']}"] if p["stop_s"] else []
    lines += [f"StateDirectory={p['name']}"]
    lines += [f"ReadWritePaths={' '.join(p['writable_paths'])}"] if p["writable_paths"] else []
    lines += [f"LimitNOFILE={p['open_files']}"] if p["open_files"] else []
    if p.kind is Kind.SYSTEMD_SERVICE:
        lines += [f"MemoryMax={p['memory_limit'].removesuffix('i')}"] if p["memory_limit"] else []
        lines += [f"CPUQuota={int(quantities.cores(p['cpu_limit']) * 100)}%"] if p["cpu_limit"] else []
    paths = f"{' '.join(p['writable_paths'] or ())} {p['workdir'] or ''} {p['command']}"
    home = "read-only" if re.search(r"(?:^|\s)/(?:home|root)/", paths) else "yes"
    lines += [each.format(home=home) for each in _HARDENING]
    if p["port"] and p["port"] < _PRIVILEGED_BELOW:
        lines += ["AmbientCapabilities=CAP_NET_BIND_SERVICE", "CapabilityBoundingSet=CAP_NET_BIND_SERVICE"]
    else:
        lines += ["CapabilityBoundingSet="]
    lines += ["", "[Install]", "WantedBy=multi-user.target"] if wanted else []
    return "\n".join(lines) + "\n"


def _command(command: str) -> str:
    """A command line for ExecStart, where the program needs an absolute path, `%` and `$` are doubled."""
    words = list(words_of(command))
    interpreter = _INTERPRETERS.get(words[0].rpartition(".")[2]) if words[0].startswith("/") else None
    words = [*(interpreter or ()), *words]
    if not words[0].startswith("/"):
        words = (
            ["/usr/bin/env", *words]
            if not re.fullmatch(r"[\w.-]+", words[0]) or words[0].startswith("-")
            else [_program(words[0]), *words[1:]]
        )
    return " ".join(_word(word) for word in words)


def _program(name: str) -> str:
    """Where a program without a path usually is."""
    own = "." in name and not name.startswith("python")
    return f"/usr/local/bin/{name}" if own else f"/usr/bin/{'python3' if name == 'python' else name}"


def _word(word: str) -> str:
    escaped = systemd(word).replace("$", "$$")
    if re.fullmatch(r"[A-Za-z0-9_./:=@,+%-]+", escaped) and escaped != ";":
        return escaped
    return '"' + escaped.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _told(p: Parameters) -> tuple[str, ...]:
    told = (
        []
        if p["user"] == "root"
        else [f"The system user {p['user']} exists (sudo useradd --system --shell /usr/sbin/nologin {p['user']})."]
    )
    written = ", ".join([f"/var/lib/{p['name']}", *(p["writable_paths"] or ())])
    told.append(f"It writes to {written} only; for other directories add ReadWritePaths=.")
    if p["secret_env"] and not p["env_file"]:
        told.append(f"/etc/{p['name']}/environment holds {', '.join(p['secret_env'])} and is readable by root alone.")
    return tuple(told)
