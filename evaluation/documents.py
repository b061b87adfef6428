"""Files as trees of words, and statements about them: `Deployment: spec.replicas = 3`.

Whatever the format, a tree has dicts, lists and strings. Of YAML and JSON it is the document, every scalar as it is written;
of a Dockerfile `{instruction: [arguments]}`; of units and other INI files `{section: {key: [values]}}`; of nginx
`{directive: [arguments or block]}`, where a block has its own arguments under `_`; of HCL what the blocks and attributes nest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from assistant.checks.kinds import Kind

Tree = Any  # dict[str, Tree] | list[Tree] | str
_LARGEST = 200_000
_STEP = re.compile(r'\[(\d+|\*)\]|\["([^"]+)"\]|([^.\[\]]+)')
_STATEMENT = re.compile(r"(?:(?P<kind>[A-Z]\w+): )?(?P<path>\S+) (?:(?P<op>[=~]) (?P<value>.+)|(?P<bare>exists|absent))")
_INI_LINE = re.compile(r"\[([^\]]+)\]\s*$|([^=#;\s][^=]*?)\s*=\s*(.*)")
_NGINX_TOKEN = re.compile(r"#[^\n]*|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[{};]|[^\s{};\"']+")
_ESCAPED_END = re.compile(r"\\[ \t]*\n(?:[ \t]*#[^\n]*\n)*")
_YAML = frozenset(
    (Kind.KUBERNETES, Kind.COMPOSE, Kind.GITHUB_WORKFLOW, Kind.GITLAB_CI, Kind.PROMETHEUS_RULES, Kind.ANSIBLE, Kind.YAML)
)


def documents(text: str, kind: Kind) -> list[Tree]:
    """The documents of a file; none where it cannot be read."""
    read = _READERS.get(kind)
    if read is None or len(text) > _LARGEST:
        return []
    try:
        return read(text)
    except (ValueError, yaml.YAMLError, RecursionError):
        return []


@dataclass(frozen=True)
class Statement:
    """Something that some document has to say.

    Attributes:
        kind: of the Kubernetes object; empty for any document.
        path: `spec.containers[*].image`; `["a.b/c"]` for a key with dots, `*` for any key.
        value: words, or an expression that is found in them.
    """

    text: str
    kind: str
    path: str
    op: Literal["=", "~", "exists", "absent"]
    value: str

    def holds(self, trees: list[Tree]) -> bool:
        """Whether a document of the kind says so."""
        return any(self._holds_in(tree) for tree in trees if not self.kind or self._is_of_kind(tree))

    def _is_of_kind(self, tree: Tree) -> bool:
        return isinstance(tree, dict) and tree.get("kind") == self.kind

    def _holds_in(self, tree: Tree) -> bool:
        found = [tree]
        for step in _STEP.finditer(self.path):
            found = [inner for each in found for inner in _inside(each, step)]
        if self.op in ("exists", "absent"):
            return bool(found) == (self.op == "exists")
        words = [
            word for each in found for word in ([each] if isinstance(each, str) else each if isinstance(each, list) else [])
        ]
        texts = [word for word in words if isinstance(word, str)]
        return self.value in texts if self.op == "=" else any(re.search(self.value, word) for word in texts)


def statement(text: str) -> Statement:
    """Read a statement.

    Raises:
        ValueError: it is none, or its expression does not compile.
    """
    read = _STATEMENT.fullmatch(text)
    if not read or _STEP.sub("", read["path"]).strip("."):
        raise ValueError(f"{text!r} is no statement such as `Deployment: spec.replicas = 3`")
    op: Any = read["bare"] or read["op"]
    value = read["value"] or ""
    if op == "~":
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"{text!r}: {error}") from None
    return Statement(text, read["kind"] or "", read["path"], op, value)


def _inside(tree: Tree, step: re.Match[str]) -> Iterator[Tree]:
    number, quoted, name = step.groups()
    if number is not None:
        items = tree if isinstance(tree, list) else []
        yield from items if number == "*" else items[int(number) : int(number) + 1]
    elif isinstance(tree, dict):
        if name == "*":
            yield from tree.values()
        elif (key := quoted or name) in tree:
            yield tree[key]


def _yaml(text: str) -> list[Tree]:
    trees = [tree for tree in yaml.load_all(text, yaml.BaseLoader) if tree]
    return [item for tree in trees for item in (tree["items"] if _is_list(tree) else [tree])]


def _is_list(tree: Tree) -> bool:
    return isinstance(tree, dict) and tree.get("kind") == "List" and isinstance(tree.get("items"), list)


def _json(text: str) -> list[Tree]:
    return [_words(json.loads(text))]


def _words(value: Any) -> Tree:
    """A tree whose scalars are words, as YAML would write them, and without quotes of their own."""
    if isinstance(value, dict):
        return {str(key).strip('"'): _words(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_words(each) for each in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip('"')


def _dockerfile(text: str) -> list[Tree]:
    tree: dict[str, list[str]] = {}
    for line in _ESCAPED_END.sub(" ", text).splitlines():
        name, _, arguments = line.strip().partition(" ")
        if name and not name.startswith("#"):
            tree.setdefault(name.upper(), []).append(" ".join(arguments.split()))
    return [tree]


def _ini(text: str) -> list[Tree]:
    tree: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    for line in _ESCAPED_END.sub(" ", text).splitlines():
        read = _INI_LINE.match(line.strip())
        if read and read[1]:
            section = tree.setdefault(read[1], {})
        elif read:
            section.setdefault(read[2], []).append(" ".join(read[3].split()))
    return [tree] if tree else []


def _nginx(text: str) -> list[Tree]:
    tokens = [token.strip("\"'") for token in _NGINX_TOKEN.findall(text) if not token.startswith("#")]
    tree: dict[str, list[Tree]] = {}
    open_blocks = [tree]
    words: list[str] = []
    for piece in tokens:
        if piece in (";", "{") and words:
            name, arguments = words[0], " ".join(words[1:])
            block: dict[str, list[Tree]] = {"_": [arguments]}
            open_blocks[-1].setdefault(name, []).append(arguments if piece == ";" else block)
            if piece == "{":
                open_blocks.append(block)
            words = []
        elif piece == "}" and len(open_blocks) > 1:
            open_blocks.pop()
            words = []
        elif piece not in (";", "{", "}"):
            words.append(piece)
    return [tree] if tree else []


def _hcl(text: str) -> list[Tree]:
    import hcl2
    import lark

    try:
        return [_words(hcl2.loads(text if text.endswith("\n") else f"{text}\n"))]
    except lark.exceptions.LarkError as error:
        raise ValueError(str(error)) from None


_READERS: dict[Kind, Callable[[str], list[Tree]]] = {
    **dict.fromkeys(_YAML, _yaml),
    Kind.JSON: _json,
    Kind.DOCKERFILE: _dockerfile,
    Kind.SYSTEMD: _ini,
    Kind.INI: _ini,
    Kind.NGINX: _nginx,
    Kind.HCL: _hcl,
}
