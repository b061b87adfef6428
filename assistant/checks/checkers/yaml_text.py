"""YAML of any kind: syntax, keys that are there twice, tabs; with libyaml."""

from __future__ import annotations

from importlib import metadata

from assistant.checks.limits import Limits
from assistant.checks.report import Report, Source
from assistant.checks.yaml_document import YamlSyntax, read_documents, syntax_findings


class Yaml:
    """libyaml, by way of PyYAML."""

    name = "yaml"
    decides = True

    def load(self) -> str | None:
        return metadata.version("PyYAML")

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - linear in the text
        try:
            return Report(syntax_findings(read_documents(source.text)))
        except YamlSyntax as broken:
            return Report([broken.finding])
