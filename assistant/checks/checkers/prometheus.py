"""Rules and expressions of Prometheus: promtool where it is on the machine; without it their form alone."""

from __future__ import annotations

import re
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
_TIME = {"type": "string", "pattern": _DURATION}
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
_AT_LINE = re.compile(r"(?:^|\n)[^\n]*?:?\s*(?:(\d+):(\d+): )([^\n]+)")


class RuleForm:
    """The form of the rules, and what of the expressions can be seen without promtool."""

    name = "prometheus-rule-form"
    decides = False

    def load(self) -> str | None:
        import jsonschema

        self._validator = jsonschema.Draft202012Validator(_SCHEMA)
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
            report.findings += _of_rules(document)
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
        return tool.version(self._path, "--version") if self._path else None

    def check(self, source: Source, limits: Limits) -> Report:
        expression = source.kind is Kind.PROMQL
        text = _as_rule(source.text) if expression else source.text
        arguments = ["check", "rules", "--lint=none"]
        status, output = tool.run([self._path or "", *arguments], text, limits, errors=True)
        if status == 0:
            return Report()
        lines = source.text.count("\n") + 1
        found = [
            Finding(
                min(max(int(line) - 5 * expression, 1), lines), message.strip()[:300], "promtool", self.name, Severity.ERROR
            )
            for line, _, message in _AT_LINE.findall(output)
        ]
        return Report(found or [Finding(1, " ".join(output.split())[:300] or "promtool refuses it", "promtool", self.name)])


def _as_rule(expression: str) -> str:
    body = "".join(f"        {line}\n" for line in expression.strip("\n").split("\n"))
    return f"groups:\n- name: block\n  rules:\n  - record: block\n    expr: |\n{body}"
