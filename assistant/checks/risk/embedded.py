"""Commands inside files: build steps, services' commands, pipelines' scripts, tasks, recipes; each with its line."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from assistant.checks.kinds import Kind
from assistant.checks.report import NotChecked
from assistant.checks.risk.assessment import Dialect
from assistant.checks.yaml_document import Document, Path, YamlSyntax, read_documents

_MOST_PARTS = 300
_MOST_LEVELS = 40
_MOST_HERE = 5


class Purpose(Enum):
    """What a command is there for, which says what of it is worth a word."""

    IMAGE = "builds an image"
    SERVICE = "starts a service"
    RUNNER = "is a step of a pipeline, on a machine that is made for it"
    MACHINE = "is for a machine that stays: a task of a playbook, a recipe of make"


@dataclass(frozen=True)
class Embedded:
    """A script inside a file.

    Attributes:
        text: None where it cannot be read, for the reason that is given; `shown` is its first line then.
        line: of its first line, within the file, from 1.
        lines: whether its lines are lines of the file.
    """

    text: str | None
    line: int
    purpose: Purpose
    dialect: Dialect = "bash"
    lines: bool = True
    reason: str = ""
    shown: str = ""


def embedded_in(text: str, kind: Kind, language: str) -> Iterator[Embedded]:
    """The commands that a file of a kind tells a program to run; none for kinds that hold no commands."""
    reader = _READERS.get(kind) or _BY_LANGUAGE.get(language)
    if reader is None:
        return
    for number, part in enumerate(reader(text)):
        if number >= _MOST_PARTS:
            yield Embedded(
                None, part.line, part.purpose, reason="the file has too many commands to look at each of them", shown="..."
            )
            return
        yield part


# Dockerfiles

_INSTRUCTION = re.compile(
    r"[ \t]*(?:ONBUILD[ \t]+)?(?:HEALTHCHECK[ \t]+(?:--\S+[ \t]+)*)?(RUN|CMD|ENTRYPOINT|SHELL)[ \t]+(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_RUN_OPTION = re.compile(r"--[a-z]+(?:=\S+)?[ \t\\\n]+")
_HERE = re.compile(r"<<-?[ \t]*[\"']?(\w+)[\"']?")


def _dockerfile(text: str) -> Iterator[Embedded]:
    lines = text.split("\n")
    dialect: Dialect = "bash"
    at = 0
    while at < len(lines):
        begin, end = at, _end_of_instruction(lines, at)
        gathered = [line if each == begin or not _is_comment(line) else "" for each, line in enumerate(lines[begin:end], begin)]
        found = _INSTRUCTION.match("\n".join(gathered))
        at = end
        if not found:
            continue
        name, rest = found[1].upper(), _without_options(found[2])
        if name == "SHELL":
            dialect = _dialect(rest)
            continue
        purpose = Purpose.IMAGE if name == "RUN" else Purpose.SERVICE
        words = _json_list(rest)
        if name == "RUN" and words is None:
            bodies, at = _here_documents(rest, lines, end)
            if _HERE.match(rest.strip()):  # its body is the script
                yield Embedded("\n".join(bodies[:-1]), end + 1, purpose, dialect)
                continue
            rest = "\n".join([rest, *bodies])
        yield Embedded(rest if words is None else shlex.join(words), begin + 1, purpose, dialect, lines=words is None)


def _end_of_instruction(lines: list[str], begin: int) -> int:
    """The line behind an instruction that begins at a line; comments may stand between its lines."""
    at = begin
    while at + 1 < len(lines) and (lines[at].rstrip().endswith("\\") or (at > begin and _is_comment(lines[at]))):
        at += 1
    return at + 1


def _without_options(text: str) -> str:
    """Spaces for the options of RUN, each of its lines still a line."""
    at = 0
    while option := _RUN_OPTION.match(text, at):
        at = option.end()
    return re.sub(r"[^\n]", " ", text[:at]) + text[at:]


def _dialect(text: str) -> Dialect:
    lower = text.lower()
    return "powershell" if "powershell" in lower or "pwsh" in lower else "cmd" if "cmd" in lower else "bash"


def _here_documents(text: str, lines: list[str], at: int) -> tuple[list[str], int]:
    """The lines of the here-documents that a RUN opens, their ends included, and the line behind them."""
    begin = at
    for end in _HERE.findall(text)[:_MOST_HERE]:
        while at < len(lines):
            at += 1
            if lines[at - 1].strip() == end:
                break
    return lines[begin:at], at


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _json_list(text: str) -> list[str] | None:
    try:
        value = json.loads(text) if text.lstrip().startswith("[") else None
    except (ValueError, RecursionError):
        return None
    return [str(each) for each in value] if isinstance(value, list) else None


# YAML

_EXPRESSION = re.compile(r"\$\{\{[^{}\n]{0,500}\}\}|\{\{[^{}\n]{0,500}\}\}|\$\[\[[^\[\]\n]{0,300}\]\]")
_SHELL_KEYS: dict[Kind, frozenset[str]] = {
    Kind.GITHUB_WORKFLOW: frozenset(("run",)),
    Kind.GITHUB_ACTION: frozenset(("run",)),
    Kind.GITLAB_CI: frozenset(("script", "before_script", "after_script")),
    Kind.AZURE_PIPELINES: frozenset(("script", "bash", "powershell", "pwsh", "inlineScript")),
    Kind.BITBUCKET_PIPELINES: frozenset(("script", "after-script")),
    Kind.CIRCLE_CI: frozenset(("run", "command")),
    Kind.TASKFILE: frozenset(("cmds", "cmd", "sh", "preconditions", "status")),
    Kind.TRAVIS: frozenset(
        "script install before_install before_script after_script after_success before_deploy after_deploy".split()
    ),
    Kind.WOODPECKER: frozenset(("commands",)),
    Kind.BUILDKITE: frozenset(("command", "commands")),
    Kind.CLOUDBUILD: frozenset(("script",)),
}
_POWERSHELLS = frozenset(("pwsh", "powershell"))
_TASKS_OF_SHELL = frozenset(
    f"{prefix}{name}" for prefix in ("", "ansible.builtin.", "ansible.legacy.", "ansible.windows.win_", "win_") for name in
    ("shell", "command", "raw", "powershell")
)  # fmt: skip


def _yaml(
    read: Callable[[Document], Iterator[Embedded]], words: re.Pattern[str], purpose: Purpose
) -> Callable[[str], Iterator[Embedded]]:
    """A reader of all documents of a file; one that is no YAML and seems to have commands cannot be read."""

    def reader(text: str) -> Iterator[Embedded]:
        try:
            documents = read_documents(text)
        except (YamlSyntax, NotChecked, RecursionError):
            if found := words.search(text):
                line = text.count("\n", 0, found.start()) + 1
                reason = "the file cannot be read, so what it runs cannot be told"
                yield Embedded(None, line, purpose, reason=reason, shown=found[0].strip())
            return
        for document in documents:
            yield from read(document)

    return reader


def _mappings(value: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """All mappings of a document."""
    if len(path) > _MOST_LEVELS:
        return
    if isinstance(value, dict):
        yield path, value
        for key, each in value.items():
            yield from _mappings(each, (*path, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _mappings(each, (*path, at))


def _pipeline(kind: Kind) -> Callable[[Document], Iterator[Embedded]]:
    keys = _SHELL_KEYS[kind]

    def read(document: Document) -> Iterator[Embedded]:
        for path, mapping in _mappings(document.value):
            shell = str(mapping.get("shell", ""))
            for key in keys & mapping.keys():
                dialect: Dialect = (
                    "powershell" if key in _POWERSHELLS or shell in _POWERSHELLS else "cmd" if shell == "cmd" else "bash"
                )
                yield from _scripts(document, (*path, key), mapping[key], Purpose.RUNNER, dialect)

    return read


def _scripts(document: Document, path: Path, value: Any, purpose: Purpose, dialect: Dialect = "bash") -> Iterator[Embedded]:
    """A script, or a list of them, which may hold lists."""
    if isinstance(value, str):
        yield _script(document, path, value, purpose, dialect)
    elif isinstance(value, list) and len(path) < _MOST_LEVELS:
        for at, each in enumerate(value):
            yield from _scripts(document, (*path, at), each, purpose, dialect)


def _script(document: Document, path: Path, text: str, purpose: Purpose, dialect: Dialect = "bash") -> Embedded:
    place = document.values.get(path) or document.place(path)
    below = "\n" in text and place.end_line > place.line  # `run: |` stands above it
    shown = _EXPRESSION.sub("${EXPRESSION}", text)
    return Embedded(
        shown, place.line + below, purpose, dialect, lines=below and place.end_line - place.line >= text.count("\n")
    )


def _argv(document: Document, path: Path, value: Any, purpose: Purpose) -> Iterator[Embedded]:
    """A command that no shell reads: a list of words, or one text of words."""
    if isinstance(value, list):
        words = [str(each) for each in value if not isinstance(each, dict | list)]
        texts = [each for each in words if "\n" in each]
        at = words.index(texts[0]) if texts else 0
        if (
            words[:1] and words[0].rpartition("/")[2] in ("sh", "bash", "ash", "zsh", "dash") and texts
        ):  # sh -c with a script of lines
            yield _script(document, (*path, at), texts[0], purpose)
        elif words:
            yield Embedded(shlex.join(words), document.place((*path, 0)).line, purpose, lines=False)
    elif isinstance(value, str):
        yield _script(document, path, value, purpose)


def _containers(document: Document) -> Iterator[Embedded]:
    """Kubernetes: `command` with `args`, and the commands of probes and hooks."""
    for path, mapping in _mappings(document.value):
        command, arguments = mapping.get("command"), mapping.get("args")
        if not isinstance(command, list):
            continue
        words = [*command, *(arguments if isinstance(arguments, list) else ())]
        texts = [each for each in words if isinstance(each, str) and "\n" in each]
        if texts and texts[0] not in command:
            yield from _argv_of_two(document, path, command, arguments, texts[0])
        else:
            yield from _argv(document, (*path, "command"), words, Purpose.SERVICE)


def _argv_of_two(document: Document, path: Path, command: list[Any], arguments: Any, text: str) -> Iterator[Embedded]:
    if str(command[0]).rpartition("/")[2] in ("sh", "bash", "ash"):
        yield _script(document, (*path, "args", arguments.index(text)), text, Purpose.SERVICE)
    else:
        yield Embedded(
            shlex.join(map(str, [*command, *arguments])), document.place((*path, "command")).line, Purpose.SERVICE, lines=False
        )


def _compose(document: Document) -> Iterator[Embedded]:
    services = document.value.get("services") if isinstance(document.value, dict) else None
    for name, service in services.items() if isinstance(services, dict) else ():
        if not isinstance(service, dict):
            continue
        path: Path = ("services", name)
        entry, command = service.get("entrypoint"), service.get("command")
        if isinstance(entry, list) and isinstance(command, list):
            yield from _argv(document, (*path, "command"), [*entry, *command], Purpose.SERVICE)
        else:
            for key in ("entrypoint", "command"):
                yield from _argv(document, (*path, key), service.get(key), Purpose.SERVICE)
        check = service.get("healthcheck")
        test = check.get("test") if isinstance(check, dict) else None
        if isinstance(test, list) and test[:1] == ["CMD-SHELL"]:
            yield from _scripts(document, (*path, "healthcheck", "test"), test[1:], Purpose.SERVICE)
        elif isinstance(test, list):
            yield from _argv(document, (*path, "healthcheck", "test"), test[1:], Purpose.SERVICE)
        else:
            yield from _argv(document, (*path, "healthcheck", "test"), test, Purpose.SERVICE)
        for hook in ("post_start", "pre_stop"):
            for at, each in enumerate(service[hook]) if isinstance(service.get(hook), list) else ():
                if isinstance(each, dict):
                    yield from _argv(document, (*path, hook, at, "command"), each.get("command"), Purpose.SERVICE)


def _tasks(document: Document) -> Iterator[Embedded]:
    """Ansible: tasks of the modules that run a command, or a script on the other side."""
    for path, mapping in _mappings(document.value):
        for key in _TASKS_OF_SHELL & mapping.keys():
            value = mapping[key]
            here = (*path, key)
            if isinstance(value, dict):
                inner = next((each for each in ("cmd", "_raw_params", "argv") if each in value), "")
                here, value = (*here, inner), value.get(inner)
            if isinstance(value, str):
                value = (
                    re.sub(r"(?:^|[ \t])(?:chdir|creates|removes|executable|warn)=\S+", "", value)
                    if "\n" not in value
                    else value
                )
                yield _script(
                    document, here, value, Purpose.MACHINE, "powershell" if "win" in key or "power" in key else "bash"
                )
            else:
                yield from _argv(document, here, value, Purpose.MACHINE)


# Lines

_EXEC = re.compile(r"^[ \t]*(Exec(?:Start|StartPre|StartPost|Stop|StopPost|Reload|Condition))[ \t]*=[ \t]*([@\-:+!|]*)(.*)$")
_TARGET = re.compile(r"^(?![ \t#])[^=\n]{1,300}?:(?![=])")
_MAKE_VARIABLE = re.compile(r"\$[({]([A-Za-z_][\w.-]*)[)}]")


def _unit(text: str) -> Iterator[Embedded]:
    lines = text.split("\n")
    for at, line in enumerate(lines):
        found = _EXEC.match(line)
        if not found or not found[3].strip():
            continue
        gathered = [found[3]]
        while gathered[-1].rstrip().endswith("\\") and at + len(gathered) < len(lines):
            gathered.append(lines[at + len(gathered)])
        yield Embedded("\n".join(gathered), at + 1, Purpose.SERVICE)


def _recipes(text: str) -> Iterator[Embedded]:
    """Makefile: the indented lines below a target."""
    lines = text.split("\n")
    recipe = False
    at = 0
    while at < len(lines):
        begin, line = at, lines[at]
        at += 1
        if not line[:1].isspace():
            recipe = bool(_TARGET.match(line)) or (
                recipe and (not line.strip() or line.startswith(("#", "if", "else", "endif")))
            )
            continue
        if not recipe or not line.strip():
            continue
        gathered = [line.lstrip().lstrip("@-+").lstrip()]
        while gathered[-1].rstrip().endswith("\\") and at < len(lines):
            gathered.append(lines[at])
            at += 1
        script = _MAKE_VARIABLE.sub(r"${\1}", "\n".join(gathered)).replace("$$", "$")
        yield Embedded(script, begin + 1, Purpose.MACHINE)


def _words(keys: frozenset[str] | tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"^[ \t-]*(?:{'|'.join(map(re.escape, sorted(keys)))})[ \t]*:", re.MULTILINE)


_READERS: dict[Kind, Callable[[str], Iterator[Embedded]]] = {
    Kind.DOCKERFILE: _dockerfile,
    Kind.SYSTEMD: _unit,
    Kind.KUBERNETES: _yaml(_containers, _words(("command",)), Purpose.SERVICE),
    Kind.COMPOSE: _yaml(_compose, _words(("command", "entrypoint")), Purpose.SERVICE),
    Kind.ANSIBLE: _yaml(_tasks, _words(_TASKS_OF_SHELL), Purpose.MACHINE),
    **{kind: _yaml(_pipeline(kind), _words(keys), Purpose.RUNNER) for kind, keys in _SHELL_KEYS.items()},
}
_BY_LANGUAGE: dict[str, Callable[[str], Iterator[Embedded]]] = dict.fromkeys(
    ("make", "makefile", "gnumakefile", "mk"), _recipes
)
