"""HCL, the language of Terraform and OpenTofu: syntax with python-hcl2, and the forms of Terraform's blocks."""

from __future__ import annotations

import re
from importlib import metadata
from typing import TYPE_CHECKING, Any

from assistant.checks.findings import Finding, Severity
from assistant.checks.limits import Limits
from assistant.checks.nearest import certain_name, likely_name
from assistant.checks.report import NotChecked, Report, Source

if TYPE_CHECKING:
    from lark import Tree

_LABELS = {  # of Terraform's top-level blocks
    "resource": 2, "data": 2, "ephemeral": 2, "variable": 1, "output": 1, "module": 1, "provider": 1, "check": 1,
    "locals": 0, "terraform": 0, "moved": 0, "import": 0, "removed": 0,
}  # fmt: skip
_REQUIRED = {"module": "source", "output": "value", "import": "to", "moved": "from", "removed": "from"}
_VARIABLE = frozenset(("type", "default", "description", "validation", "sensitive", "nullable", "ephemeral", "deprecated"))
_BRACE_BELOW = re.compile(
    r'^(?:resource|data|module|variable|output|provider|terraform|locals)\b(?:[ \t]+"[^"\n]*")*[ \t]*\n\s*\{', re.MULTILINE
)
_OF_OTHERS = frozenset(("source", "build", "job", "group", "include", "inputs"))  # Packer, Nomad, Terragrunt
_TERRAFORM = frozenset(("terraform", "tf", "tofu", "opentofu"))
_PLACEHOLDER = re.compile(r"<([A-Za-z][\w .:/-]{0,60})>")
_LEFT_OUT = re.compile(r"^([ \t]*)(?:\.\.\.|…)[ \t]*$", re.MULTILINE)
_TOKENS = {
    "RBRACE": "'}'", "LBRACE": "'{'", "EQ": "'='", "RSQB": "']'", "LSQB": "'['", "RPAR": "')'", "COMMA": "','",
    "DBLQUOTE": "a quote", "NL_OR_COMMENT": "the end of the line", "NAME": "a name", "COLON": "':'",
}  # fmt: skip


class Hcl:
    """Syntax, arguments that are there twice, and blocks with a wrong number of labels."""

    name = "python-hcl2"
    decides = True

    def load(self) -> str | None:
        import hcl2
        import lark

        self._parse = hcl2.parses_to_tree
        self._errors = lark.exceptions
        self._parse("a = 1\n")  # makes the tables of the grammar, which takes seconds the first time
        return metadata.version("python-hcl2")

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - killed from outside
        text = _PLACEHOLDER.sub(
            lambda match: f'"{match[1]}"' if match.start() and source.text[match.start() - 1] == " " else match[0], source.text
        )
        text = _LEFT_OUT.sub(r"\1#..", text)
        try:
            tree = self._parse(text if text.endswith("\n") else f"{text}\n")
        except self._errors.UnexpectedInput as error:
            return Report([self._finding(error, text)])
        except self._errors.LarkError as error:
            raise NotChecked(f"python-hcl2 cannot read it ({str(error)[:80]})") from None
        return Report(
            [*_twice(tree), *_braces(text), *(_forms(tree, elided=text != source.text) if _is_terraform(source, tree) else [])]
        )

    def _finding(self, error: Any, text: str) -> Finding:
        lines = text.split("\n")
        line = error.line if isinstance(error.line, int) and error.line > 0 else len(lines)
        line = min(line, len(lines))
        while line > 1 and not lines[line - 1].strip():
            line -= 1
        cause = _cause(lines, line)
        if cause:
            return cause
        token = getattr(error, "token", None)
        if token is not None and token.type == "$END":
            return Finding(line, "a block is not closed: '}' is missing", "hcl-syntax", self.name)
        found = str(token).strip().split("\n")[0][:40] if token is not None else ""
        expected = [
            _TOKENS[each]
            for each in ("EQ", "RBRACE", "COMMA", "RSQB", "RPAR", "NL_OR_COMMENT")
            if each in (getattr(error, "expected", None) or ())
        ]
        message = f"unexpected {found!r}" if found else "the value is missing, or the line ends too early"
        if expected and len(expected) <= 3:  # noqa: PLR2004 - more of them help nobody
            message += f": {' or '.join(expected)} was expected"
        return Finding(
            line, message, "hcl-syntax", self.name, Severity.ERROR, error.column if isinstance(error.column, int) else None
        )


def _cause(lines: list[str], line: int) -> Finding | None:
    """What the parser sees only lines later: a string that is not closed, an argument without its equals sign."""
    for number, text in enumerate(lines[:line], 1):
        code = re.sub(r'\\.|"(?:[^"\\]|\\.)*"', "", text.partition("#")[0] if '"' not in text else text)
        if code.count('"') % 2 and "<<" not in text and "${" not in text:
            return Finding(number, "a string is not closed", "hcl-syntax", Hcl.name, Severity.ERROR, text.rfind('"') + 1)
    opened = _open_bracket(lines, line)
    if opened and re.match(r"[ \t]*[\w-]+[ \t]*=", lines[line - 1]):
        return Finding(opened[0], f"{opened[1]!r} is not closed", "hcl-syntax", Hcl.name, Severity.ERROR)
    for number in range(max(line - 1, 1), line + 1):
        bare = re.match(r'[ \t]*([\w-]+)[ \t]+(?:"[^"]*"|\d+|true|false)[ \t]*$', lines[number - 1])
        if bare:
            return Finding(number, f"'=' is missing after {bare[1]!r}", "hcl-syntax", Hcl.name, Severity.ERROR, bare.end(1) + 1)
    return None


def _open_bracket(lines: list[str], line: int) -> tuple[int, str] | None:
    """The line and kind of the innermost bracket that is open where a line begins, if it is no brace."""
    opened: list[tuple[int, str]] = []
    for number, text in enumerate(lines[: line - 1], 1):
        for bracket in re.findall(r"[\[({\])}]", re.sub(r'"(?:[^"\\]|\\.)*"|#.*|//.*', "", text)):
            if bracket in "[({":
                opened.append((number, bracket))
            elif opened:
                opened.pop()
    return opened[-1] if opened and opened[-1][1] != "{" else None


def _braces(text: str) -> list[Finding]:
    """Braces of blocks on lines of their own, which Terraform refuses."""
    return [
        Finding(
            text.count("\n", 0, match.end()) + 1, "the '{' has to stand on the line of its block's name", "hcl-syntax", Hcl.name
        )
        for match in _BRACE_BELOW.finditer(text)
    ]


def _is_terraform(source: Source, tree: Tree[Any]) -> bool:
    kinds = {_name(block) for block in _blocks(tree)}
    named = source.language in _TERRAFORM or source.filename.endswith((".tf", ".tofu"))
    return named or (not kinds & _OF_OTHERS and any(kind in _LABELS or certain_name(kind, _LABELS) for kind in kinds))


def _bodies(tree: Tree[Any]) -> list[Tree[Any]]:
    return [
        node
        for node in tree.iter_subtrees()
        if node.data in ("body", "start") and not (node.data == "start" and len(node.children) == 1)
    ]


def _blocks(tree: Tree[Any]) -> list[Tree[Any]]:
    """The top-level ones."""
    body = next((node for node in [tree, *tree.children] if getattr(node, "data", "") == "body"), tree)
    return [child for child in body.children if getattr(child, "data", "") == "block"]


def _attributes(body: Tree[Any]) -> list[tuple[str, int]]:
    return [(_name(child), child.meta.line) for child in body.children if getattr(child, "data", "") == "attribute"]


def _name(node: Tree[Any]) -> str:
    first = node.children[0]
    while hasattr(first, "children"):
        first = first.children[0]
    return str(first).strip()


def _labels(block: Tree[Any]) -> list[str]:
    named = [child for child in block.children[1:] if getattr(child, "data", "") in ("identifier", "string")]
    return ["".join(map(str, child.scan_values(lambda _: True))).strip('"') for child in named]


def _twice(tree: Tree[Any]) -> list[Finding]:
    found = []
    for body in _bodies(tree):
        seen: dict[str, int] = {}
        for name, line in _attributes(body):
            if line > seen.setdefault(name, line):
                message = f"the argument {name!r} is on line {seen[name]} already"
                found += [Finding(line, message, "hcl-duplicate", Hcl.name)]
    return found


def _forms(tree: Tree[Any], *, elided: bool) -> list[Finding]:
    found = []
    seen: dict[tuple[str, ...], int] = {}
    for block in _blocks(tree):
        kind, line, labels = _name(block), block.meta.line, _labels(block)
        if kind not in _LABELS:
            asked = likely_name(kind, _LABELS)
            if asked:
                found.append(Finding(line, f"unknown block type {kind!r}; is {asked!r} meant?", "terraform-block", Hcl.name))
            continue
        if len(labels) != _LABELS[kind]:
            message = f"{kind} takes {_LABELS[kind]} label{'s' * (_LABELS[kind] != 1)}, not {len(labels)}"
            found.append(Finding(line, message, "terraform-labels", Hcl.name))
            continue
        body = next((child for child in block.children if getattr(child, "data", "") == "body"), None)
        attributes = {name for name, _ in _attributes(body)} if body else set()
        required = _REQUIRED.get(kind)
        if required and required not in attributes and not elided:
            found.append(
                Finding(
                    line,
                    f"{kind} {' '.join(labels)}: the argument {required!r} is missing".replace(" :", ":"),
                    "terraform-required",
                    Hcl.name,
                )
            )
        if kind == "variable" and body:
            wrong = [(name, at) for name, at in _attributes(body) if name not in _VARIABLE]
            found += [
                Finding(at, f"variable {labels[0]}: unknown argument {name!r}", "terraform-variable", Hcl.name)
                for name, at in wrong
            ]
        key = (kind, *labels)
        if labels and kind != "provider":
            if key in seen:
                found.append(Finding(line, f"{' '.join(key)} is on line {seen[key]} already", "terraform-duplicate", Hcl.name))
            seen.setdefault(key, line)
    return found
