"""Rules and expressions of Prometheus: promtool where it is on the machine; without it their form alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from assistant.checks import promql_text, schema_errors, tool
from assistant.checks.findings import Finding, Severity
from assistant.checks.kinds import Kind
from assistant.checks.limits import Limits
from assistant.checks.report import Report, Source
from assistant.checks.yaml_document import Document, YamlSyntax, is_placeholder, read_documents, syntax_findings

_DURATION = r"^(?:0|(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)$"
_TEXTS = {
    "type": ["object", "null"],
    "propertyNames": {"pattern": "^[a-zA-Z_][a-zA-Z0-9_]*$"},
    "additionalProperties": {"type": "string"},
}
_NAME = {"type": "string"}
_TIME = {"type": "string", "pattern": _DURATION, schema_errors.FORM: "a duration such as 5m"}
_RULE = {
    "type": "object",
    "properties": {
        "record": {"type": "string", "pattern": "^[a-zA-Z_:][a-zA-Z0-9_:.]*$"},
        "alert": _NAME,
        "expr": {"type": ["string", "number"]},
        "for": _TIME,
        "keep_firing_for": _TIME,
        "labels": _TEXTS,
        "annotations": _TEXTS,
    },
    "required": ["expr"],
    "additionalProperties": False,
}
_GROUP = {
    "type": "object",
    "properties": {
        "name": _NAME,
        "interval": _TIME,
        "query_offset": _TIME,
        "limit": {"type": "integer"},
        "labels": _TEXTS,
        "partial_response_strategy": _NAME,
        "rules": {"type": "array", "items": _RULE},
    },
    "required": ["name", "rules"],
    "additionalProperties": False,
}
_SCHEMA = {
    "type": "object",
    "properties": {"groups": {"type": "array", "items": _GROUP}},
    "required": ["groups"],
    "additionalProperties": False,
}
_FILE = "block.rules.yml"
_AT_LINE = re.compile(rf"^{re.escape(_FILE)}: (?:yaml: )?(?:line )?(\d+)(?::\d+)?: ([^\n]+)", re.MULTILINE)
_IN_EXPRESSION = re.compile(r"could not parse expression: (\d+):\d+: (?:parse error: )?")
_WITH_CODE = re.compile(r"^[ \t]*[^#\s]", re.MULTILINE)
_MOST_MESSAGE = 300
_MOST_EXPRESSIONS = 200


class RuleForm:
    """The form of the rules, and what of the expressions can be seen without promtool."""

    name = "prometheus-rule-form"
    decides = False

    def load(self) -> str | None:
        import jsonschema

        self._validator = jsonschema.Draft202012Validator(_SCHEMA)
        self._alone = tool.find("promtool") is None  # else it reads the expressions, and better
        return "1"

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - killed from outside
        if source.kind is Kind.PROMQL:
            return Report(_of_expressions(source.text))
        try:
            documents = read_documents(source.text)
        except YamlSyntax as broken:
            return Report([broken.finding])
        report = Report(syntax_findings(documents))
        for document in documents:
            errors = self._validator.iter_errors(document.value)
            report.findings += schema_errors.Telling(document, "prometheus-rules", self.name).findings(errors)
            report.findings += [each for each in _of_rules(document) if self._alone or each.rule != "promql"]
        return report


def _of_expressions(text: str) -> list[Finding]:
    """Expressions with an empty line between them, or one on each line."""
    wrong = promql_text.broken(text)
    if wrong is None:
        return []
    found = []
    for match in re.finditer(r"(?:[^\n]+\n?)+", text):
        told = promql_text.broken(match[0]) if match[0].strip() and not re.fullmatch(r"(?:\s*#[^\n]*\n?)*", match[0]) else None
        if told:
            line = text.count("\n", 0, match.start()) + 1
            found.append(Finding(line, told, "promql", RuleForm.name, Severity.ERROR))
    return found


def _of_rules(document: Document) -> list[Finding]:
    found = []
    groups = document.value.get("groups") if isinstance(document.value, dict) else None
    for at, group in enumerate(groups if isinstance(groups, list) else ()):
        rules = group.get("rules") if isinstance(group, dict) else None
        for number, rule in enumerate(rules if isinstance(rules, list) else ()):
            if isinstance(rule, dict):
                found += _of_rule(document, rule, ("groups", at, "rules", number))
    return found


def _of_rule(document: Document, rule: dict[str, Any], path: tuple[str | int, ...]) -> list[Finding]:
    found = []
    named = rule.keys() & {"alert", "record"}
    place = document.place(path)
    if len(named) != 1 and not document.elided:
        message = "a rule is either an alert or a record" + (", not both" if named else ": one of the two is missing")
        found.append(Finding(place.line, f"{schema_errors.dotted(path)}: {message}", "prometheus-rules", RuleForm.name))
    if "record" in rule:
        for key in ("for", "annotations"):
            if key in rule:
                at = document.place((*path, key))
                found.append(
                    Finding(
                        at.line,
                        f"{schema_errors.dotted(path)}: a recording rule has no {key!r}",
                        "prometheus-rules",
                        RuleForm.name,
                    )
                )
    expression = rule.get("expr")
    if isinstance(expression, str) and not is_placeholder(expression):
        wrong = promql_text.broken(expression)
        if wrong:
            at = document.place((*path, "expr"))
            found.append(Finding(at.line, f"{schema_errors.dotted((*path, 'expr'))}: {wrong}", "promql", RuleForm.name))
    return found


class Promtool:
    """`promtool check rules`: the parser of Prometheus itself."""

    name = "promtool"
    decides = True

    def load(self) -> str | None:
        self._path = tool.find("promtool")
        self._form = RuleForm()
        self._form.load()
        return tool.version(self._path, "--version") if self._path else None

    def check(self, source: Source, limits: Limits) -> Report:
        if source.kind is Kind.PROMETHEUS_RULES:
            errors = self._errors(source.text, limits)
            if self._form.check(source, limits).findings:  # told with its line there, and without one by promtool
                errors = [each for each in errors if _IN_EXPRESSION.search(each[1])]
            return Report([self._in_rules(*each, source.text) for each in errors])
        best: list[Finding] | None = None
        for expressions in _divisions(source.text):
            rules = [{"record": f"block_{at}", "expr": text} for at, (_, text) in enumerate(expressions)]
            told = self._errors(json.dumps({"groups": [{"name": "block", "rules": rules}]}), limits)
            found = [self._in_expression(message, expressions) for _, message in told]
            if best is None or len(found) < len(best):
                best = found
            if not found:
                break
        return Report(best or [])

    def _errors(self, text: str, limits: Limits) -> list[tuple[int, str]]:
        """Line and message of all that promtool says of a file with this text."""
        rules = Path(_FILE)
        rules.write_text(text)
        status, output = tool.run([self._path or "", "check", "rules", "--lint=none", _FILE], "", limits, errors=True)
        rules.unlink()
        if status == 0:
            return []
        told = [(int(line), message.strip()) for line, message in _AT_LINE.findall(output)]
        if told:
            return told
        rest = [
            line.strip()
            for line in output.split("\n")
            if line.strip() and not line.startswith("Checking") and "FAILED" not in line
        ]
        return [(1, (rest or ["promtool refuses it"])[0])]

    def _in_rules(self, line: int, message: str, text: str) -> Finding:
        """An expression has lines of its own, which begin below where a block of YAML begins."""
        inner = _IN_EXPRESSION.search(message)
        if inner:
            lines = text.split("\n")
            in_block = line <= len(lines) and re.search(r"[|>][-+0-9]*[ \t]*$", lines[line - 1])
            line += int(inner[1]) - (0 if in_block else 1)
        return Finding(line, message.removeprefix(f"{_FILE}: ")[:_MOST_MESSAGE], "promtool", self.name)

    def _in_expression(self, message: str, expressions: list[tuple[int, str]]) -> Finding:
        number, inner = re.search(r'"block_(\d+)"', message), _IN_EXPRESSION.search(message)
        first = expressions[min(int(number[1]), len(expressions) - 1)][0] if number else 1
        plain = message[inner.end() :] if inner else message
        return Finding(first + (int(inner[1]) - 1 if inner else 0), plain.strip()[:_MOST_MESSAGE], "promtool", self.name)


def _divisions(text: str) -> list[list[tuple[int, str]]]:
    """The expressions of a block with their first lines: it is one, or they have empty lines between them, or a line each."""
    lines = text.split("\n")
    paragraphs: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, 1):
        if line.strip() and (not paragraphs or not paragraphs[-1][1] or number > paragraphs[-1][0] + len(paragraphs[-1][1])):
            paragraphs.append((number, [line]))
        elif line.strip():
            paragraphs[-1][1].append(line)
    each_line = [(number, line) for number, line in enumerate(lines, 1)]
    divisions = [[(1, text)], [(number, "\n".join(part)) for number, part in paragraphs], each_line]
    return [[each for each in division if _WITH_CODE.search(each[1])][:_MOST_EXPRESSIONS] for division in divisions]
