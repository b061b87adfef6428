"""Puts values into formats that are written as text, so that none can end its place."""

from __future__ import annotations

import json
import re
import shlex

_HCL_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def shell(value: str) -> str:
    """One word of a POSIX shell."""
    return shlex.quote(value)


def json_string(value: str) -> str:
    """A JSON string, as the exec form of a Dockerfile wants it."""
    return json.dumps(value, ensure_ascii=False)


def hcl(value: str) -> str:
    """A quoted HCL string; `${` and `%{` would start a template and are doubled."""
    text = "".join(_HCL_ESCAPES.get(character, character) for character in value)
    return '"' + text.replace("${", "$${").replace("%{", "%%{") + '"'


def nginx(value: str) -> str:
    """An argument of an nginx directive; variables (`$`) are not for values of others and are refused by `fields`."""
    if re.fullmatch(r"[A-Za-z0-9_./:@=,+-]+", value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def systemd(value: str) -> str:
    """A value of a unit file: `%` would be a specifier."""
    return value.replace("%", "%%")


def systemd_environment(name: str, value: str) -> str:
    """An assignment for `Environment=`, quoted."""
    return '"' + systemd(f"{name}={value}".replace("\\", "\\\\").replace('"', '\\"')) + '"'


def crontab(command: str) -> str:
    """A command in a crontab, where a bare `%` is a newline."""
    return re.sub(r"(?<!\\)%", r"\\%", command)


def promql(value: str) -> str:
    """A PromQL string."""
    return json.dumps(value, ensure_ascii=False)
