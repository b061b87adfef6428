"""What command-line tools accept, and the commands of the handbook held against it.

The facts are those of `assistant/checks/commands/tools`, which the checker of commands reads too. What is asked here is more: a
tool without facts is a problem, and so is every flag that they do not list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tree_sitter
import tree_sitter_bash

from assistant.checks.commands.facts import facts_of
from assistant.checks.commands.tables import CUSTOMS

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))

BUILTINS = frozenset(
    """
    . : [ alias bg break cd command continue declare eval exec exit export fg getopts hash jobs let local
    mapfile popd pushd read readonly return set shift shopt source test trap type typeset ulimit umask unalias
    unset wait
    """.split()  # noqa: SIM905  # a list of one word a line is read by nobody
)
NOT_HELD = {  # tools without facts, each with the reason
    "tofu": "no registry that we use carries it; its commands are those of terraform",
    "kubeadm": "no registry that we use carries it; checked by hand",
    "etcdctl": "no registry that we use carries it; checked by hand",
    "redis-server": "it has a configuration file where others have flags",
}
ALIASES = {"egrep": "grep", "fgrep": "grep", "zgrep": "grep", "gawk": "awk", "docker-compose": "docker compose", "pip3": "pip"}
SPELLINGS = {  # other names of sub-commands, which help does not list with them
    "ip a": "ip address",
    "ip addr": "ip address",
    "ip r": "ip route",
    "ip l": "ip link",
    "ip n": "ip neighbour",
    "ip neigh": "ip neighbour",
    "docker image ls": "docker images",
    "docker container ls": "docker ps",
    "docker volume remove": "docker volume rm",
    "git stash save": "git stash",
}
LIKE_OTHERS = {  # pages that send the reader to another page for their flags
    "git show": ("git log",),
    "git diff": ("git log",),
    "git reflog": ("git log",),
    "git stash": ("git log",),
    "git pull": ("git fetch", "git merge"),
    "git whatchanged": ("git log",),
    "kubectl scale": ("kubectl get",),
    "podman run": ("podman create",),
}
NUMBERS = re.compile(r"(head|tail|git log|git show|kill|git format-patch|nice|git rebase|journalctl)( |$)")  # they know -5
FLAGS_ANYWHERE = (
    "kubectl",
    "helm",
    "amtool",
    "aws",
    "promtool",
    "systemctl",
    "journalctl",
    "podman",
    "docker compose",
)  # global ones, after the command too
LEADING_WORDS = {  # tools that run the command in their arguments: how many words stand before it
    "sudo": 0,
    "xargs": 0,
    "env": 0,
    "nohup": 0,
    "nice": 0,
    "ionice": 0,
    "time": 0,
    "watch": 0,
    "strace": 0,
    "nsenter": 0,
    "unshare": 0,
    "setsid": 0,
    "stdbuf": 0,
    "systemd-run": 0,
    "chronic": 0,
    "timeout": 1,
    "chroot": 1,
    "flock": 1,
    "taskset": 1,
    "ssh": 1,
    "docker exec": 1,
    "docker run": 1,
    "docker container exec": 1,
    "docker container run": 1,
    "docker compose exec": 1,
    "docker compose run": 1,
    "podman exec": 1,
    "podman run": 1,
    "podman unshare": 0,
}
AFTER_DASHES = ("kubectl exec", "kubectl debug", "kubectl run", "nsenter", "systemd-run", "sudo", "xargs")
CHILDREN_OR_OPERANDS = ("git config",)  # `git config NAME VALUE` is older than `git config set`, and still understood
SHELLS = frozenset({"bash", "sh", "ash", "zsh"})
COMMAND_ANYWHERE = re.compile(r"-(exec|execdir|ok|okdir)")  # of find


@dataclass(frozen=True)
class Command:
    """One command of a script: its words without their quotes, and the line it begins in, from 1."""

    words: tuple[str, ...]
    line: int


def problems(script: str) -> list[str]:
    """All that the script's commands have and their tools do not; empty where everything is known."""
    tree = PARSER.parse(script.encode())
    if tree.root_node.has_error:
        return ["it does not parse as bash"]
    return [
        f"line {command.line}: {problem}"
        for command in commands(tree.root_node)
        for problem in problems_of(list(command.words))
    ]


def used_flags(script: str) -> set[str]:
    """Every word that is a flag, as it is written, without its value."""
    found = set()
    for command in commands(PARSER.parse(script.encode()).root_node):
        for word in command.words[1:]:
            if word == "--":
                break
            if re.fullmatch(r"--?[A-Za-z?@#][\w.-]*(=.*)?", word, re.DOTALL):
                found.add(word.partition("=")[0])
    return found


def commands(root: tree_sitter.Node) -> Iterator[Command]:
    """Every command, within pipes, substitutions and functions too."""
    stack = [root]
    while stack:
        node = stack.pop()
        stack.extend(reversed(node.children))
        if node.type == "command" and (name := node.child_by_field_name("name")):
            words = [text_of(name), *(text_of(child) for child in node.children_by_field_name("argument"))]
            yield Command(tuple(words), node.start_point[0] + 1)


def text_of(node: tree_sitter.Node) -> str:
    """What the shell makes of a word, as far as that is known before it runs."""
    if node.type == "raw_string":
        return node.text.decode()[1:-1]
    if node.type == "string":
        return re.sub(r'\\(["\\$`])', r"\1", node.text.decode()[1:-1])
    if node.type == "concatenation":
        return "".join(text_of(child) for child in node.children)
    return re.sub(r"\\(.)", r"\1", node.text.decode())


def problems_of(words: list[str]) -> list[str]:
    """What a command has that its tool does not."""
    tool = ALIASES.get(words[0].rpartition("/")[2], words[0].rpartition("/")[2])
    if tool in BUILTINS or tool in NOT_HELD or tool.startswith("$") or words[0].startswith("./"):
        return []
    if tool == "docker compose":
        return problems_of(["docker", "compose", *words[1:]])
    lines = facts(tool)
    if not lines:
        return [
            f"no facts are held of {tool!r}: add them with cli_help/regenerate.py, or say in NOT_HELD why they cannot be had"
        ]
    if tool in SHELLS or tool == "ssh":
        return check(lines, tool, words[1:]) + nested(tool, words[1:])
    return check(lines, tool, words[1:])


def nested(tool: str, rest: list[str]) -> list[str]:
    """A script that a shell, here or on another host, is given as one word."""
    if tool in SHELLS:
        return problems(rest[rest.index("-c") + 1]) if "-c" in rest[:-1] else []
    words = operands(facts("ssh")["ssh"], rest)
    return problems(" ".join(words[1:])) if len(words) > 1 else []


def check(lines: dict[str, frozenset[str]], tool: str, rest: list[str]) -> list[str]:
    path = tool
    position = 0
    while position < len(rest):
        word = rest[position]
        position += 1
        if word == "--":
            return problems_of(rest[position:]) if path.startswith(AFTER_DASHES) and rest[position:] else []
        if word[:1] in "-+" and len(word) > 1 and not (word[0] == "+" and word not in lines[path]):
            if COMMAND_ANYWHERE.fullmatch(word) and tool == "find":
                ends = [index for index in range(position, len(rest)) if rest[index] in (";", "+")]
                return (
                    problems_of(rest[position : ends[0]]) + check(lines, tool, rest[ends[0] + 1 :])
                    if ends
                    else ["find -exec has no end"]
                )
            spelling = known(allowed(lines, path), word, path)
            if spelling is None:
                return [f"{path!r} has no flag {word!r}"]
            position += spelling.endswith("=") and "=" not in word and len(word) == len(spelling) - 1
            continue
        if (step := SPELLINGS.get(f"{path} {word}", f"{path} {word}")) in lines:
            path = step
            continue
        if has_children(lines, path) and path not in CHILDREN_OR_OPERANDS:
            if path == "helm" and word in CUSTOMS["helm"].plugins:
                return []
            return (
                []
                if f"[{word}]" in lines[path] and not rest[position:]
                else (
                    check_flags(lines, path, rest[position:])
                    if f"[{word}]" in lines[path]
                    else [f"{path!r} has no sub-command {word!r}"]
                )
            )
        if path in LEADING_WORDS and path != "ssh":
            inner = rest[position - 1 + LEADING_WORDS[path] :]
            while path in ("env", "sudo") and inner and re.match(r"\w+=", inner[0]):
                inner = inner[1:]
            return problems_of(inner) if inner and inner[0][:1] != "-" else []  # flags of the entrypoint
        if path == "ssh":
            return []
    return []


def check_flags(lines: dict[str, frozenset[str]], path: str, rest: list[str]) -> list[str]:
    """Check words that follow a sub-command without a line of its own: its flags stand with its parent's."""
    for word in rest:
        if word == "--":
            break
        if word.startswith("-") and len(word) > 1 and known(allowed(lines, path), word, path) is None:
            return [f"{path!r} has no flag {word!r}"]
    return []


def has_children(lines: dict[str, frozenset[str]], path: str) -> bool:
    return any(flag.startswith("[") for flag in lines[path]) or any(other.startswith(f"{path} ") for other in lines)


def allowed(lines: dict[str, frozenset[str]], path: str) -> frozenset[str]:
    flags = lines[path]
    for other in LIKE_OTHERS.get(path, ()):
        flags |= lines[other]
    if path.startswith(FLAGS_ANYWHERE):
        words = path.split(" ")
        for count in range(1, len(words)):
            flags |= lines.get(" ".join(words[:count]), frozenset())
    return flags


def known(flags: frozenset[str], word: str, path: str) -> str | None:
    """The flag that a word is, in the facts' spelling; None for one that the command does not have."""
    name = word.partition("=")[0]
    for spelling in (name, f"{name}="):
        if spelling in flags:
            return spelling
    if word.startswith("--"):
        return None
    if re.fullmatch(r"-\d+", word) and NUMBERS.match(path):
        return word
    if word.startswith("-"):  # letters that share a hyphen; one that takes a value takes what is left
        for index, letter in enumerate(word[1:], 1):
            if f"-{letter}=" in flags:
                return f"{word[: index + 1]}=" if index == len(word) - 1 else word
            if f"-{letter}" not in flags:
                return word if index > 1 and not letter.isalpha() else None
        return word
    return None


def operands(flags: frozenset[str], rest: list[str]) -> list[str]:
    """The words from the first on that is neither a flag nor the value of one."""
    position = 0
    while position < len(rest) and rest[position].startswith("-"):
        spelling = known(flags, rest[position], "")
        position += (
            2
            if spelling and spelling.endswith("=") and "=" not in rest[position] and len(rest[position]) == len(spelling) - 1
            else 1
        )
    return rest[position:]


@cache
def facts(tool: str) -> dict[str, frozenset[str]]:
    """Flags by path of words; empty for a tool that is not held."""
    known = facts_of("bash" if tool in SHELLS else tool)
    if known is None:
        return {}
    return {tool: known.commands["bash"]} if tool in SHELLS else dict(known.commands)
